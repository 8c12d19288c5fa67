"""公开快照 snapshot: everything public on one day, and its form on disk.

A folder with ``meta.json``, one ``<kind>.jsonl`` a kind of record and ``schema.json``: JSON lines, UTF-8, keys sorted,
records sorted by their id, so that the same snapshot is the same bytes and a person can compare two days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from supervision.records.annual_results import IndicatorValue, StreetRanking, Subsidy
from supervision.records.decisions import Listing, Notice, Objection, Penalty, Tombstone
from supervision.records.facilities import Area, Department, Facility, FacilityKind
from supervision.records.inspections import Draw, Finding, Item, Plan, Result
from supervision.records.methods import Method
from supervision.records.rules import Law, Rule
from supervision.records.scores import Score
from supervision.records.stored import Stored
from supervision.records.values import Code, Office, Record, Text

VERSION = 1
HOTLINES = ("12345", "12315")  # complaints: city line, market regulation
KINDS: dict[str, type[Record]] = {
    "area": Area,
    "department": Department,
    "draw": Draw,
    "facility": Facility,
    "facility_kind": FacilityKind,
    "finding": Finding,
    "indicator_value": IndicatorValue,
    "item": Item,
    "law": Law,
    "listing": Listing,
    "method": Method,
    "notice": Notice,
    "objection": Objection,
    "penalty": Penalty,
    "plan": Plan,
    "result": Result,
    "rule": Rule,
    "score": Score,
    "street_ranking": StreetRanking,
    "subsidy": Subsidy,
    "tombstone": Tombstone,
}
LARGE = (
    "facility",
    "finding",
    "listing",
    "objection",
    "penalty",
    "result",
    "score",
    "subsidy",
)  # grow with the facilities
IDENTITY = {
    "area": "code",
    "department": "code",
    "facility": "code",
    "facility_kind": "code",
    "item": "code",
    "tombstone": "record",
}


class SnapshotError(ValueError):
    """A snapshot cannot be read: ``place`` names file, line and member."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place, self.problem = place, problem


class Licence(Record, frozen=True, kw_only=True):
    """许可: under which terms the data may be used."""

    name: Text
    address: str = ""


class Meta(Record, frozen=True, kw_only=True):
    """快照说明: for which day, authority and district the snapshot speaks, and the settings of the site."""

    version: int = VERSION
    as_of: date
    authority: Text
    area: Code
    demonstration: bool
    licence: Licence
    office: Office
    organiser: Text | None = None
    site_code: str = ""
    icp_number: str = ""
    public_url: str = ""
    hotlines: tuple[str, ...] = HOTLINES
    black_list_shown: bool = True
    audit_head: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """公开快照: all public records of one day, each kind in the order of its ids.

    Of the large kinds a snapshot that was read from a folder holds the records as they lie on the disk (``stored.py``).
    """

    meta: Meta
    areas: tuple[Area, ...] = ()
    departments: tuple[Department, ...] = ()
    draws: tuple[Draw, ...] = ()
    facilities: Sequence[Facility] = ()
    facility_kinds: tuple[FacilityKind, ...] = ()
    findings: Sequence[Finding] = ()
    indicator_values: tuple[IndicatorValue, ...] = ()
    items: tuple[Item, ...] = ()
    laws: tuple[Law, ...] = ()
    listings: Sequence[Listing] = ()
    methods: tuple[Method, ...] = ()
    notices: tuple[Notice, ...] = ()
    objections: Sequence[Objection] = ()
    penalties: Sequence[Penalty] = ()
    plans: tuple[Plan, ...] = ()
    results: Sequence[Result] = ()
    rules: tuple[Rule, ...] = ()
    scores: Sequence[Score] = ()
    street_rankings: tuple[StreetRanking, ...] = ()
    subsidies: Sequence[Subsidy] = ()
    tombstones: tuple[Tombstone, ...] = ()

    def of(self, kind: str) -> Sequence[Any]:
        """Return the records of one kind (``KINDS``)."""
        return getattr(self, PLURALS[kind])  # type: ignore[no-any-return]


PLURALS = dict(zip(KINDS, [field.name for field in fields(Snapshot)][1:], strict=True))


def identity(kind: str, record: Record) -> str:
    """Return the id of a record within its kind."""
    return str(getattr(record, IDENTITY.get(kind, "id")))


_encode = msgspec.json.Encoder(order="sorted").encode


def canonical(record: Record) -> bytes:
    """Return a record as canonical JSON: keys sorted, no spaces, UTF-8; days ISO, decimals strings."""
    return _encode(record)


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Write ``snapshot`` into ``folder`` (made if missing): ``meta.json``, ``<kind>.jsonl``, ``schema.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        records = sorted(snapshot.of(kind), key=lambda record: identity(kind, record))
        (folder / f"{kind}.jsonl").write_bytes(b"".join(_encode(record) + b"\n" for record in records))
    (folder / "meta.json").write_bytes(msgspec.json.format(_encode(snapshot.meta), indent=2) + b"\n")
    (folder / "schema.json").write_bytes(msgspec.json.format(_encode(json_schema()), indent=2) + b"\n")


def read_snapshot(folder: Path, *, checked: bool = False) -> Snapshot:
    """Read the snapshot in ``folder``; raise ``SnapshotError`` with file and line where something is wrong.

    ``checked``: its bytes are known to be those that ``write_snapshot`` wrote, so that the large kinds need not be read
    to see whether they can be.
    """
    meta = _read_meta(folder / "meta.json")
    unknown = sorted(path.stem for path in folder.glob("*.jsonl") if path.stem not in KINDS)
    if unknown:
        raise SnapshotError(f"{unknown[0]}.jsonl", "a kind of record this version does not know")
    return Snapshot(meta=meta, **{PLURALS[kind]: _read_kind(folder, kind, checked) for kind in KINDS})


def _read_meta(path: Path) -> Meta:
    if not path.is_file():
        raise SnapshotError(str(path), "there is no snapshot here")
    try:
        version = msgspec.json.decode(path.read_bytes()).get("version")
        if version != VERSION:
            raise SnapshotError("meta.json", f"version {version!r}; this program reads version {VERSION}")
        return msgspec.json.decode(path.read_bytes(), type=Meta)
    except (msgspec.DecodeError, AttributeError, UnicodeDecodeError) as error:
        raise SnapshotError("meta.json", str(error)) from error


def _read_kind(folder: Path, kind: str, checked: bool) -> Any:
    """Return the records of one kind; the large kinds stay on the disk, each read once unless all were ``checked``."""
    path = folder / f"{kind}.jsonl"
    if not path.is_file():
        return ()
    stored: Stored[Any] = Stored(path, KINDS[kind])
    if checked and kind in LARGE:
        return stored
    records, last, number = iter(stored), "", 0
    try:
        for number, record in enumerate(records, 1):
            here = identity(kind, record)
            if here <= last:
                raise SnapshotError(
                    f"{path.name}:{number}", f"{here!r} stands after {last!r}; ids are unique and ascending"
                )
            last = here
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SnapshotError(f"{path.name}:{number + 1}", str(error)) from error
    return stored if kind in LARGE else tuple(stored)


def json_schema(others: Iterable[type[Record]] = ()) -> dict[str, Any]:
    """Return the JSON Schema of all kinds of record, and of ``others``: one definition each, under ``$defs``."""
    every = [Meta, *KINDS.values(), *others]
    _, definitions = msgspec.json.schema_components(every, ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}
