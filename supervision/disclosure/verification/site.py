"""核验站点 verifying a published site: everything a stranger can check without trusting anybody.

1. the checkpoint is signed by the log's key;
2. tiles and entries hash to the checkpoint's root;
3. the log extends the one that was remembered at the last visit (else somebody was shown another history);
4. every published record, with its salt, is the entry it says it is;
5. every file is the one that the last release's manifest names, and there are no others;
6. every revealed draw can be computed again, from the commitment and the events that the log held before.
"""

import hashlib
from pathlib import Path

from supervision.disclosure.files import write_durably
from supervision.disclosure.log.entries import MANIFEST_PATH, RECORDS_FOLDER, Envelope, Kind, open_envelope
from supervision.disclosure.verification.draws import REVEALS, check_draws
from supervision.disclosure.verification.log import Remembered, check_consistency, check_tree, open_log
from supervision.disclosure.verification.report import Report
from supervision.disclosure.verification.sources import Source, open_source, stays_inside
from supervision.errors import InputError
from supervision.texts import mark


def verify_site(place: str, remember: Path | None = None) -> Report:
    """Check the site at ``place`` (folder or address).

    ``remember`` is a file with the key and checkpoint seen last; it is made or moved forward when nothing is wrong
    with the log itself. Raise ``InputError`` where there is no log to check at all.
    """
    source = open_source(place)
    report = Report()
    known = Remembered.read(remember) if remember and remember.exists() else None
    opened = open_log(source, known, report)
    if opened is None:
        return report
    key, checkpoint, data = opened
    report.origin, report.size, report.root = checkpoint.origin, checkpoint.size, checkpoint.root_text
    entries, leaves = check_tree(source, checkpoint, report)
    if known:
        report.consistent = check_consistency(known, checkpoint, leaves, report)
    if remember and not report.problems:
        write_durably(remember, Remembered(key, checkpoint, data).encode())
    paths = _check_manifest(source, entries, report)
    envelopes = _check_records(source, paths, entries, report)
    check_draws(source, envelopes, report)
    return report


def _holds(envelope: Envelope, entries: list[bytes], place: str, report: Report) -> bool:
    """Tell whether a record is the entry that it says it is."""
    index = envelope.index
    if index is None or not 0 <= index < len(entries):
        report.add(place, "record-not-logged", mark("日志中没有这条记录"))
    elif entries[index] != envelope.entry.encode():
        report.add(place, "record", mark("记录与日志条目不符：内容、时间或种类被改动"))
    else:
        return True
    return False


def _check_manifest(source: Source, entries: list[bytes], report: Report) -> list[str]:
    """Compare every file with the manifest; return the paths of the records."""
    data = source.fetch(MANIFEST_PATH)
    if data is None:
        report.add(MANIFEST_PATH, "manifest-missing", mark("站点没有发布清单"))
        return []
    try:
        envelope = open_envelope(data, MANIFEST_PATH)
        files = {str(path): str(digest) for path, digest in dict(envelope.record["files"]).items()}  # type: ignore[arg-type]
    except (InputError, KeyError, TypeError, ValueError):
        report.add(MANIFEST_PATH, "manifest", mark("发布清单无法读取"))
        return []
    if envelope.kind is not Kind.RELEASE or not _holds(envelope, entries, MANIFEST_PATH, report):
        return []
    if _last_release(entries) != envelope.index:
        report.add(MANIFEST_PATH, "old-release", mark("日志中已有更新的发布：这个站点被退回到旧版"))
    for path, content in source.fetch_all(sorted(files)):
        if not stays_inside(path):
            report.add(path, "path", mark("清单中的路径越出站点"))
        elif content is None:
            report.add(path, "file-missing", mark("清单中的文件不见了"))
        elif hashlib.sha256(content).hexdigest() != files[path]:
            report.add(path, "file", mark("文件与清单不符：内容被改动"))
        else:
            report.manifest += 1
    present = source.paths()
    for path in sorted((present or set()) - files.keys() - {MANIFEST_PATH}):
        report.add(path, "file-unlisted", mark("清单中没有这个文件"))
    return [
        path for path in sorted(files) if path.startswith(f"{RECORDS_FOLDER}/") and path.endswith(".json")
    ]


def _last_release(entries: list[bytes]) -> int | None:
    """Return where the latest release stands in the log."""
    marker = f'"kind":"{Kind.RELEASE}"'.encode()
    return next((i for i in range(len(entries) - 1, -1, -1) if marker in entries[i]), None)


def _check_records(
    source: Source, paths: list[str], entries: list[bytes], report: Report
) -> dict[str, Envelope]:
    """Check the envelopes; a draw's own file, named by its envelope, is not one."""
    envelopes: dict[str, Envelope] = {}
    unread: dict[str, InputError] = {}
    for path, data in source.fetch_all(paths):
        if data is None:
            continue  # said with the manifest
        try:
            envelope = open_envelope(data, path)
        except InputError as error:
            unread[path] = error
            continue
        if _holds(envelope, entries, path, report):
            envelopes[path] = envelope
            report.records += 1
    named = {str(each.record.get("file")) for each in envelopes.values() if each.kind in REVEALS}
    for path in sorted(unread.keys() - named):
        report.add_error("record", unread[path])
    return envelopes
