"""Every list as CSV and JSON lines. What a record holds several of stands in a table of its own, tied by its id.

A list of plain values (the kinds of a penalty) stays in one cell, separated by ``;``, free JSON (a rule's value) too. The lines of score sheets are in
the JSON only: there are hundreds a facility, and whoever wants them wants the sheet whole.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from typing import Annotated, Any, get_args, get_origin

import msgspec

from supervision.disclosure.site.derived import ANNUAL, DERIVED, corrections, not_visited, publication_times
from supervision.disclosure.site.failing import named
from supervision.disclosure.site.register import Register
from supervision.records.decisions import Listing, ListName, Penalty
from supervision.records.scores import Score
from supervision.records.snapshot import IDENTITY, KINDS
from supervision.records.stored import members
from supervision.records.values import Record, Text

FILES = {
    "facilities": "facility",
    "scores": "score",
    "results": "result",
    "findings": "finding",
    "penalties": "penalty",
    "draws": "draw",
    "plans": "plan",
    "items": "item",
    "notices": "notice",
    "objections": "objection",
    "rules": "rule",
    "laws": "law",
    "areas": "area",
    "kinds": "facility_kind",
    "departments": "department",
    "tombstones": "tombstone",
    "streets": "street_ranking",
    "indicators": "indicator_value",
    "subsidies": "subsidy",
}
TYPES = KINDS | DERIVED
KEYS = IDENTITY | {"not_visited": "facility"}
ONLY_JSON = {("score", "lines"), ("rule", "lines"), ("street_ranking", "lines")}
SIMPLE = {
    int: "integer",
    bool: "boolean",
    date: "date",
    datetime: "datetime",
    Decimal: "number",
    str: "string",
}
VALID_DAYS = 45  # an older copy says of itself that it is old
_EXCEL_FORMULA = ("=", "@", "+", "-", "\t", "\r")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """数据表: ``columns`` name → type; ``key``: the column that is different in every row; ``of``: its list.

    ``rows`` of some of the records are made when they are asked for.
    """

    name: str
    kind: str
    columns: Mapping[str, str]
    key: str
    rows: Callable[[slice], Iterator[Row]]
    of: str = ""


def lists(register: Register) -> dict[str, tuple[str, Sequence[Record]]]:
    """Return every published list: its name → the kind of its records, the records."""
    return register.once("lists", lambda: _lists(register))


def _lists(register: Register) -> dict[str, tuple[str, Sequence[Record]]]:
    snapshot = register.snapshot
    found: dict[str, tuple[str, Sequence[Record]]] = {
        name: (kind, snapshot.of(kind))
        for name, kind in FILES.items()
        if name not in ANNUAL or snapshot.of(kind)  # not every authority closes years
    }
    found["corrections"] = ("correction", corrections(register))
    found["not-visited"] = ("not_visited", not_visited(register))
    found["publication"] = ("publication_time", publication_times(register))
    for name in ListName:
        if name is ListName.RED or snapshot.meta.black_list_shown:
            found[f"{name.value}-list"] = (
                "listing",
                tuple(each for each in snapshot.listings if each.list is name),
            )
    return dict(sorted(found.items()))


def valid_until(register: Register, name: str) -> date:
    """Return the day from which a list must be fetched anew: something on it ends by itself, or it is simply old."""
    return register.once(f"valid until {name}", lambda: _valid_until(register, *lists(register)[name]))


def _valid_until(register: Register, kind: str, records: Sequence[Record]) -> date:
    if "until" not in TYPES[kind].__struct_fields__:
        return _soonest(register, ())
    if kind == "score":  # their file, by far the longest, was read already
        return _soonest(register, register.score_ends)
    return _soonest(register, (each.until for each in members(records, "until")))


def _soonest(register: Register, ends: Iterable[date | None]) -> date:
    """Return the first of the days to come on which something ``ends``; at most ``VALID_DAYS`` from now."""
    old = register.as_of + timedelta(days=VALID_DAYS)
    return min((end for end in ends if end and register.as_of < end < old), default=old)


def csv_tables(name: str, kind: str, records: Sequence[Record]) -> Iterator[Table]:
    """Yield the table of a list, then one for each member that a record holds several of."""
    key, of = KEYS.get(kind, "id"), TYPES[kind]
    several = {member for member, _ in _several(of)}
    own = tuple(member for member in of.__struct_fields__ if member not in several)

    def rows(some: slice) -> Iterator[Row]:
        return (dict(_cells("", each, own)) for each in members(records, *own, some=some))

    yield Table(name, kind, csv_columns(of), key, rows)
    for member, held in _several(of):
        if (kind, member) in ONLY_JSON:
            continue
        owner = kind.removeprefix("facility_")
        columns = {owner: "string", "place": "integer", **csv_columns(held)}
        parts = partial(_member_rows, records, owner, key, member)
        yield Table(f"{name}-{member}", f"{kind}.{member}", columns, "", parts, of=name)


def _member_rows(records: Sequence[Record], owner: str, key: str, member: str, some: slice) -> Iterator[Row]:
    for each in members(records, key, member, some=some):
        for place, part in enumerate(getattr(each, member), 1):
            yield {owner: getattr(each, key), "place": str(place), **dict(_cells("", part))}


def csv_head(columns: Iterable[str]) -> bytes:
    """Return how a CSV file begins: with a byte order mark, as Excel wants it, and the names of its columns."""
    names = list(columns)
    return "\ufeff".encode() + csv_rows(names, [dict(zip(names, names, strict=True))])


def csv_rows(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    """Return rows of a CSV file, no cell of which Excel takes for a formula."""
    names, file = list(columns), io.StringIO()
    csv.writer(file).writerows(
        [_safe(cell) if (cell := row.get(name, "")).startswith(_EXCEL_FORMULA) else cell for name in names]
        for row in rows
    )
    return file.getvalue().encode()


def csv_bytes(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    """Return a small CSV file whole."""
    names = list(columns)
    return csv_head(names) + csv_rows(names, rows)


def facility_json(register: Register, code: str) -> bytes:
    """Return all public records about one facility: ``f/<code>.json``."""
    with named(f"f/{code}.json", register.facilities[code].name.zh):
        groups: dict[str, Any] = {
            "as_of": register.as_of,
            "valid_until": _soonest(register, (each.until for each in _ending(register, code))),
            "facility": register.facility(code),
            "findings": register.findings.get(code),
            "listings": register.listings.get(code),
            "objections": register.objections.get(code),
            "penalties": register.penalties.get(code),
            "results": register.results.get(code),
            "scores": register.scores.get(code),
            "subsidies": register.subsidies.get(code),
        }
        return msgspec.json.encode(groups, order="sorted") + b"\n"


def _ending(register: Register, code: str) -> Iterator[Score | Listing | Penalty]:
    yield from register.scores.get(code)
    yield from register.listings.get(code)
    yield from register.penalties.get(code)


@cache
def csv_columns(kind: type[Record]) -> dict[str, str]:
    """Return the columns of a table and their types (those of Table Schema)."""
    columns: dict[str, str] = {}
    for field in msgspec.structs.fields(kind):
        columns.update(_column(field.name, field.type))
    return columns


def _column(name: str, of: Any) -> dict[str, str]:
    of = _bare(of)
    if of is Text:
        return {f"{name}_zh": "string", f"{name}_en": "string"}
    if isinstance(of, type) and issubclass(of, Record):
        return {f"{name}_{key}": kind for key, kind in csv_columns(of).items()}
    if get_origin(of) is tuple:
        held = _bare(get_args(of)[0])
        if held is Text:
            return {f"{name}_zh": "string", f"{name}_en": "string"}
        return {name: "string"} if _plain(held) else {}
    if of in SIMPLE:
        return {name: SIMPLE[of]}
    return {name: "string"} if _plain(of) or _free(of) else {}


def _bare(of: Any) -> Any:
    """Return a type without its annotations and without ``| None``."""
    if get_origin(of) is Annotated:
        return _bare(get_args(of)[0])
    options = [each for each in get_args(of) if each is not type(None)]
    if type(None) in get_args(of) and len(options) == 1:
        return _bare(options[0])
    return of


def _plain(of: Any) -> bool:
    return of in SIMPLE or (isinstance(of, type) and issubclass(of, Enum))


def _free(of: Any) -> bool:
    """Tell whether a member may hold any JSON (a rule's value, a commitment); its cell holds it as JSON."""
    return of is Any or get_origin(of) is dict


@cache
def _several(kind: type[Record]) -> tuple[tuple[str, type[Record]], ...]:
    """Return the members of which a record of ``kind`` holds several, each of which is a record itself."""
    found = []
    for field in msgspec.structs.fields(kind):
        of = _bare(field.type)
        held = _bare(get_args(of)[0]) if get_origin(of) is tuple else None
        if isinstance(held, type) and issubclass(held, Record) and held is not Text:
            found.append((field.name, held))
    return tuple(found)


def _cells(prefix: str, record: Record, names: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    for name in names or record.__struct_fields__:
        value = getattr(record, name)
        if type(value) is str:  # first, as most are
            yield prefix + name, value
        elif value is None:
            continue
        elif isinstance(value, Record):
            yield from _cells(f"{prefix}{name}_", value)
        elif isinstance(value, tuple):
            if value and isinstance(value[0], Text):
                yield f"{prefix}{name}_zh", ";".join(each.zh for each in value)
                yield f"{prefix}{name}_en", ";".join(each.en for each in value)
            elif not value or not isinstance(value[0], Record):
                yield prefix + name, ";".join(_cell(each) for each in value)
        else:
            yield prefix + name, _cell(value)


def _cell(value: Any) -> str:
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, dict | list):
        return msgspec.json.encode(value, order="sorted").decode()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _safe(cell: str) -> str:
    """Return a cell that begins as a formula so that no spreadsheet runs it; numbers below nought are left alone."""
    return cell if cell[1:].replace(".", "", 1).isdigit() else f"'{cell}"
