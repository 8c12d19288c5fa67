"""开放数据 open data: every list as CSV and JSON lines, a dictionary of the columns, and what belongs to one facility."""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec

from supervision.disclosure.register import Register
from supervision.records.decisions import ListName
from supervision.records.snapshot import KINDS, Snapshot, canonical, json_schema
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
}
_EXCEL_FORMULA = ("=", "@", "+", "-", "\t", "\r")


def tables(snapshot: Snapshot) -> dict[str, tuple[type[Record], tuple[Record, ...]]]:
    """Return every published list: its name, the type of its records, the records."""
    lists: dict[str, tuple[type[Record], tuple[Record, ...]]] = {
        name: (KINDS[kind], snapshot.of(kind)) for name, kind in FILES.items()
    }
    for name in ListName:
        if name is ListName.RED or snapshot.meta.black_list_shown:
            lists[f"{name.value}-list"] = (
                KINDS["listing"],
                tuple(each for each in snapshot.listings if each.list is name),
            )
    return dict(sorted(lists.items()))


def files(snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    """Yield ``data/<list>.csv``, ``data/<list>.jsonl``, the dictionary, the schema and ``datapackage.json``."""
    resources: list[dict[str, Any]] = []
    for name, (kind, records) in tables(snapshot).items():
        columns = csv_columns(kind)
        table = _csv(columns, records)
        yield f"data/{name}.csv", table
        lines = b"".join(canonical(record) + b"\n" for record in records)
        yield f"data/{name}.jsonl", lines
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "encoding": "utf-8",
                "bytes": len(table),
                "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
                "schema": {"fields": [{"name": column, "type": of} for column, of in columns.items()]},
            }
        )
    yield "data/dictionary.csv", _dictionary(snapshot)
    yield "data/schema.json", _pretty(json_schema())
    meta = snapshot.meta
    yield (
        "data/datapackage.json",
        _pretty(
            {
                "name": f"mingjing-{meta.area}".lower(),
                "title": meta.authority.zh,
                "created": f"{meta.as_of}T00:00:00+08:00",
                "demonstration": meta.demonstration,
                "licenses": [
                    {"name": "licence", "title": meta.licence.name.zh, "path": meta.licence.address}
                ],
                "resources": resources,
            }
        ),
    )


def facility_json(register: Register, code: str) -> bytes:
    """Return all public records about one facility: ``f/<code>.json``."""
    groups: dict[str, Any] = {
        "as_of": register.as_of,
        "facility": register.facilities[code],
        "findings": register.findings.get(code, []),
        "listings": register.listings.get(code, []),
        "objections": register.objections.get(code, []),
        "penalties": register.penalties.get(code, []),
        "results": register.results.get(code, []),
        "scores": register.scores.get(code, []),
    }
    return msgspec.json.encode(groups, order="sorted") + b"\n"


def csv_columns(kind: type[Record]) -> dict[str, str]:
    """Return the columns of a list and their types; lists within a record stay in the JSON."""
    columns: dict[str, str] = {}
    for field in msgspec.structs.fields(kind):
        columns.update(_column(field.name, field.type))
    return columns


def _column(name: str, of: Any) -> dict[str, str]:
    options = [each for each in getattr(of, "__args__", ()) if each is not type(None)]
    if str(of).startswith("typing.Annotated"):
        return _column(name, of.__origin__)
    if type(None) in getattr(of, "__args__", ()) and len(options) == 1:
        return _column(name, options[0])
    if of is Text:
        return {f"{name}_zh": "string", f"{name}_en": "string"}
    if isinstance(of, type) and issubclass(of, Record):
        inner = {f"{name}_{key}": kind for key, kind in csv_columns(of).items()}
        return {key: kind for key, kind in inner.items() if kind}
    simple = {
        int: "integer",
        bool: "boolean",
        date: "date",
        datetime: "datetime",
        Decimal: "number",
        str: "string",
    }
    if of in simple:
        return {name: simple[of]}
    if isinstance(of, type) and issubclass(of, Enum):
        return {name: "string"}
    return {}


def _csv(columns: dict[str, str], records: tuple[Record, ...]) -> bytes:
    """Return a CSV file as Excel opens it: with a byte order mark, no cell that it takes for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    for record in records:
        cells: dict[str, str] = {}
        _fill(cells, "", record)
        writer.writerow([cells.get(column, "") for column in columns])
    return file.getvalue().encode("utf-8-sig")


def _fill(cells: dict[str, str], prefix: str, record: Record) -> None:
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, Record):
            _fill(cells, f"{prefix}{name}_", value)
        elif isinstance(value, bool):
            cells[prefix + name] = "true" if value else "false"
        elif isinstance(value, Enum):
            cells[prefix + name] = str(value.value)
        elif isinstance(value, str):
            cells[prefix + name] = f"'{value}" if value.startswith(_EXCEL_FORMULA) else value
        elif isinstance(value, datetime):
            cells[prefix + name] = value.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif isinstance(value, int | Decimal | date):
            cells[prefix + name] = f"{value:f}" if isinstance(value, Decimal) else str(value)


def _dictionary(snapshot: Snapshot) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["list", "meaning", "column", "type"])
    for name, (kind, _) in tables(snapshot).items():
        meaning = (kind.__doc__ or "").split("\n", 1)[0]
        for column, of in csv_columns(kind).items():
            writer.writerow([name, meaning, column, of])
    return file.getvalue().encode("utf-8-sig")


def _pretty(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2) + b"\n"
