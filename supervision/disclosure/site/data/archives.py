"""往日数据 the data of earlier days, each at the address that it was cited by: ``data/mingjing-<area>-<day>.zip``.

A release takes over the archives of the one before it: each day of the last ones (``publication.archive.days``), and
for good the last of each month. Nothing stands in them that is not public today (``withdrawal``).
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import msgspec

from supervision.disclosure.files import write_durably
from supervision.disclosure.site.data.package import pretty
from supervision.disclosure.site.data.withdrawal import ABOUT_SOMEBODY, StillPublic, cleaned
from supervision.disclosure.site.derived import value_on
from supervision.disclosure.site.writing import file_digest
from supervision.records.snapshot import Snapshot

INDEX = "data/archives.json"
DAYS = "publication.archive.days"
_PATH = re.compile(r"data/mingjing-.+-(\d{4}-\d{2}-\d{2})\.zip")


class Archive(msgspec.Struct, frozen=True, omit_defaults=True):
    """往日数据包: the data of one earlier day; ``left_out``: how many records have left it, the last of them on ``left_out_on``."""

    day: date
    path: str
    bytes: int
    sha256: str
    left_out: int = 0
    left_out_on: date | None = None


def kept(days: Iterable[date], today: date, daily: int) -> set[date]:
    """Return which archives stay: those of the last ``daily`` days, and of each month the last that there is."""
    last_of_month: dict[tuple[int, int], date] = {}
    every = sorted({each for each in days if each < today})
    for each in (*every, today):
        last_of_month[each.year, each.month] = each
    recent = today - timedelta(days=daily)
    return {each for each in every if each >= recent or last_of_month[each.year, each.month] == each}


def carry_over(
    live: Path, into: Path, snapshot: Snapshot, *, withdrawn: Collection[str], known: Mapping[str, bytes]
) -> tuple[Archive, ...]:
    """Bring the archives that stand in the release ``live`` into the one that is built at ``into``; the newest first.

    ``withdrawn``: the records (``kind/id``) that left the site since; where one is about somebody, every archive is
    looked through. One that is not what it was, or cannot be read to the end, is not taken over. ``known``: SHA-256 of
    files of ``live``, by path.
    """
    today = snapshot.meta.as_of
    found = dict(_archives_in(live))
    staying = kept(found.values(), today, value_on(snapshot.rules, DAYS, today) or 0)
    before = {each.path: each for each in _index_of(live)}
    concerns = any(each.partition("/")[0] in ABOUT_SOMEBODY for each in withdrawn)
    public = StillPublic(snapshot) if concerns else None
    carried = []
    for path, day in sorted(found.items(), key=lambda each: (each[1], each[0]), reverse=True):
        brought = None
        if day in staying:
            sha256 = (known.get(path) or file_digest(live / path)).hex()
            archive = Archive(day=day, path=path, bytes=(live / path).stat().st_size, sha256=sha256)
            archive = before.get(path, archive)
            if archive.sha256 == sha256:
                brought = _brought(archive, live, into, today, public)
        if brought:
            carried.append(brought)
        elif day != today:
            (into / path).unlink(missing_ok=True)
    return tuple(carried)


def index(archives: Iterable[Archive]) -> bytes:
    """Return ``data/archives.json``."""
    return pretty(list(archives))


def _archives_in(folder: Path) -> Iterator[tuple[str, date]]:
    for each in (folder / "data").glob("mingjing-*.zip"):
        if matched := _PATH.fullmatch(f"data/{each.name}"):
            yield f"data/{each.name}", date.fromisoformat(matched[1])


def _index_of(folder: Path) -> list[Archive]:
    try:
        return msgspec.json.decode((folder / INDEX).read_bytes(), type=list[Archive])
    except (FileNotFoundError, msgspec.DecodeError):
        return []


def _brought(
    archive: Archive, live: Path, into: Path, today: date, public: StillPublic | None
) -> Archive | None:
    """Put an archive into the new release: the same file, or a shorter one in its place."""
    try:
        shorter = cleaned(live / archive.path, archive.day, public) if public else None
    except (ValueError, KeyError, zipfile.BadZipFile):
        return None
    target = into / archive.path
    if shorter is None:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            os.link(live / archive.path, target)
        return archive
    content, left = shorter
    write_durably(target, content)
    return Archive(
        day=archive.day,
        path=archive.path,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        left_out=archive.left_out + left,
        left_out_on=today,
    )
