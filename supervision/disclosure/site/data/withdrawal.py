"""撤出 taking records out of the archive of an earlier day: what is no longer public leaves it, all else stays as it was said.

An archive is read as any reader would read it, by its own ``datapackage.json``, not by the record types of today: one
that an older version of this program made is cleaned just the same. A record leaves it

* where it is about somebody and the site of today has it no more (taken down, expired, repaired), or
* where an objection to it was upheld after the day of the archive, and
* with it whatever refers to it: lines of its tables, findings of a result, rows in the national forms.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from supervision.disclosure.site.data.package import PACKAGE, SUMS, archive_of, pretty, sums_of
from supervision.disclosure.site.data.tables import FILES, csv_bytes
from supervision.records.decisions import GRANTED
from supervision.records.snapshot import Snapshot, identity

ABOUT_SOMEBODY = (
    "facility",
    "finding",
    "listing",
    "notice",
    "objection",
    "penalty",
    "result",
    "score",
    "subsidy",
)
RESULT_FORM, PENALTY_FORM, PENALTY_CODES = (
    "official-results.csv",
    "official-penalties.csv",
    "official-penalties.json",
)


class StillPublic:
    """仍公开: which records of earlier days may be read today."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.keys = {kind: {identity(kind, each) for each in snapshot.of(kind)} for kind in ABOUT_SOMEBODY}
        self.found_wrong = {
            each.about: each.decided_on
            for each in snapshot.objections
            if each.state in GRANTED and each.decided_on
        }

    def lets_stand(self, kind: str, key: str, day: date) -> bool:
        """Return whether a record that was published on ``day`` may stand in the archive of that day."""
        if kind not in self.keys:
            return True
        wrong_since = self.found_wrong.get(key)
        return key in self.keys[kind] and (wrong_since is None or wrong_since <= day)


class _Line(msgspec.Struct, frozen=True, gc=False):
    """What decides about a line of a list: its key, what it refers to, and by what a national form knows it."""

    id: str = ""
    code: str = ""
    facility: str | None = None
    result: str | None = None
    about: str | None = None
    task: str | None = None
    on: str | None = None
    number: str | None = None
    name: Any = None

    @property
    def key(self) -> str:
        return self.id or self.code

    def refers_to(self, gone: Collection[str]) -> bool:
        return any(each in gone for each in (self.key, self.facility, self.result, self.about))


_decode = msgspec.json.Decoder(_Line).decode


def cleaned(archive: Path, day: date, public: StillPublic) -> tuple[bytes, int] | None:
    """Return the archive of ``day`` without what is no longer public, and how many records left it; None where all may stay.

    Raises:
        ValueError: the file is no archive of this program; ``KeyError`` and ``zipfile.BadZipFile`` say the same.
    """
    with zipfile.ZipFile(archive) as old:
        lists = {
            name.removesuffix(".jsonl"): [_decode(line) for line in old.read(name).splitlines()]
            for name in old.namelist()
            if name.endswith(".jsonl")
        }
        gone = _gone(lists, day, public)
        if not gone:
            return None
        package = json.loads(old.read(PACKAGE))
        forms = _Forms(lists, gone)
        kept = {
            name: _member(name, old.read(name), gone, forms, package)
            for name in old.namelist()
            if name not in (PACKAGE, SUMS)
        }
    left = sum(each.refers_to(gone) for lines in lists.values() for each in lines)
    for resource in package["resources"]:
        content = kept[resource["path"]]
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    package["left_out"] = package.get("left_out", 0) + left
    kept[PACKAGE] = pretty(package)
    kept[SUMS] = sums_of(kept)
    return archive_of(kept), left


def _gone(lists: Mapping[str, list[_Line]], day: date, public: StillPublic) -> set[str]:
    """Return the keys of all that goes: what is not public, then whatever refers to something that goes."""
    gone = {
        each.key
        for name, lines in lists.items()
        for each in lines
        if not public.lets_stand(
            "listing" if name.endswith("-list") else FILES.get(name, name), each.key, day
        )
    }
    while more := {
        each.key
        for lines in lists.values()
        for each in lines
        if each.key not in gone and each.refers_to(gone)
    }:
        gone |= more
    return gone


class _Forms:
    """What goes from the national forms, which name no record by its id."""

    def __init__(self, lists: Mapping[str, list[_Line]], gone: Collection[str]) -> None:
        names = {each.code: each.name["zh"] for each in lists["facilities"]}
        self.results = {
            (names.get(each.facility or ""), each.task, each.on)
            for each in lists["results"]
            if each.refers_to(gone)
        }
        self.penalties = {each.number for each in lists["penalties"] if each.refers_to(gone)}

    def drop(self, name: str, row: Mapping[str, str]) -> bool:
        if name == RESULT_FORM:
            return (row["检查对象名称"], row["抽查任务编号"], row["抽查完成日期"]) in self.results
        return name == PENALTY_FORM and row["行政处罚决定书文号"] in self.penalties


def _member(
    name: str, content: bytes, gone: Collection[str], forms: _Forms, package: Mapping[str, Any]
) -> bytes:
    """Return a file of the archive without what goes; one that says nothing of it as it is."""
    if name.endswith(".jsonl"):
        lines = content.splitlines(keepends=True)
        return b"".join(line for line in lines if not _decode(line).refers_to(gone))
    if name == PENALTY_CODES:
        rows = json.loads(content)
        return pretty([row for row in rows if row["CF_WSH"] not in forms.penalties])
    if not name.endswith(".csv"):
        return content
    table = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    columns, every = table.fieldnames or (), list(table)
    pointing = _pointing(package, name)
    kept = [
        row
        for row in every
        if not forms.drop(name, row) and not any(row.get(column) in gone for column in pointing)
    ]
    return content if len(kept) == len(every) else csv_bytes(columns, kept)


def _pointing(package: Mapping[str, Any], path: str) -> list[str]:
    """Return the columns of a table that hold keys of records."""
    schema: Mapping[str, Any] = next(
        (each["schema"] for each in package["resources"] if each["path"] == path), {}
    )
    return [
        *schema.get("primaryKey", ()),
        *(each["fields"][0] for each in schema.get("foreignKeys", ())),
        "about",
    ]
