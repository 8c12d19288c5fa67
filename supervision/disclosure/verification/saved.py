"""核验存下的网页 proving what stood on the site: a file saved then, the manifest kept of that release, the log of today.

The log is checked as a whole; the manifest must be the entry of kind ``release`` that it says it is; the file must be
one that the manifest names. Where a path is given it must be the file that stood there.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from supervision.disclosure.log.entries import Kind, write_moment
from supervision.disclosure.log.manifests import read_manifest
from supervision.disclosure.verification.log import check_tree, open_log
from supervision.disclosure.verification.report import Report
from supervision.disclosure.verification.sources import LOG_FOLDER, open_source
from supervision.errors import InputError
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class Proof:
    """证明: ``paths``: where on the site of that release the file stood; the entry says ``at``, and ``report`` what does not hold."""

    release: str
    as_of: str
    at: str
    index: int | None
    sha256: str
    paths: tuple[str, ...]
    report: Report


def prove_file(file: Path, place: str, release: str) -> Proof:
    """Check that ``file`` stood on the site at ``place`` (folder or address) in the release ``release``.

    Raises:
        InputError: there is no log, or no manifest of such a release.
    """
    source, report = open_source(place), Report()
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    opened = open_log(source, None, report)
    if opened is None:
        return Proof(release, "", "", None, sha256, (), report)
    _, checkpoint, _ = opened
    report.origin, report.size, report.root = checkpoint.origin, checkpoint.size, checkpoint.root_text
    entries, _ = check_tree(source, checkpoint, report)
    path = f"{LOG_FOLDER}/{release}"
    sealed = read_manifest(lambda below: source.fetch(f"{LOG_FOLDER}/{below}"), release)
    try:
        files = {str(name): str(known) for name, known in dict(sealed.record["files"]).items()}  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError):
        raise InputError(path, mark("清单文件不完整"), mark("请重新下载；若仍如此，请联系发布机关")) from None
    index = sealed.index
    if (
        index is None
        or not 0 <= index < len(entries)
        or entries[index] != sealed.entry.encode()
        or sealed.kind is not Kind.RELEASE
        or sealed.record.get("release") != release
    ):
        report.add(path, "manifest", mark("清单与日志条目不符：内容、时间或种类被改动"))
    paths = tuple(sorted(name for name, known in files.items() if known == sha256))
    if not paths:
        report.add(str(file), "not-listed", mark("这次发布的清单里没有这个文件：它不是那时网站上的原样"))
    return Proof(
        release, str(sealed.record.get("as_of", "")), write_moment(sealed.at), index, sha256, paths, report
    )
