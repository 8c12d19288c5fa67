"""数据包 the data package: every list with its description, checksums and licence, also as one archive to keep and cite.

``data/datapackage.json`` follows Data Package and Table Schema (frictionless), with keys between the tables, so that
a checker finds a result whose facility is missing. The archive holds the same bytes and is itself the same bytes for
the same snapshot.
"""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from typing import Any

import msgspec

from supervision.disclosure.site.data.dictionary import DICTIONARY, dictionary, form_meaning
from supervision.disclosure.site.data.meanings import meaning
from supervision.disclosure.site.data.official import (
    PENALTY_COLUMNS,
    RESULT_COLUMNS,
    penalty_rows,
    result_rows,
)
from supervision.disclosure.site.data.pieces import (
    RECORDS,
    SHEETS,
    Packing,
    Part,
    Standing,
    cuts,
    entry_of,
    plain,
)
from supervision.disclosure.site.data.tables import (
    KEYS,
    Row,
    Table,
    csv_bytes,
    csv_head,
    csv_rows,
    csv_tables,
    lists,
    valid_until,
)
from supervision.disclosure.site.derived import DERIVED
from supervision.disclosure.site.failing import named
from supervision.disclosure.site.ledger import Packed, digest
from supervision.disclosure.site.register import Register
from supervision.records.snapshot import Meta, json_schema
from supervision.records.stored import BLOCK, DIGEST_BYTES, digests, lines
from supervision.records.values import Record
from supervision.texts import DEFAULT_LANGUAGE, LANGUAGES, mark, translator

File = tuple[str, Iterable[bytes]]  # path, content in pieces
PROFILE = "tabular-data-package"
REFERS = {  # column → the list it points into and the key there
    "facility": ("facilities", "code"),
    "area": ("areas", "code"),
    "district": ("areas", "code"),
    "department": ("departments", "code"),
    "result": ("results", "id"),
    "item": ("items", "code"),
    "draw": ("draws", "id"),
    "plan": ("plans", "id"),
}
OF_TABLE = {("facilities", "kind"): ("kinds", "code")}  # elsewhere the word means something else
CITATION = mark("{authority}：《养老服务监管公开数据》，{day}版，{address}")
TITLE = "{authority}：养老服务监管公开数据"
WORDS_ONLY = {  # tables whose every column is text: their forms are given, or they speak of the others
    "dictionary.csv": DICTIONARY,
    "official-penalties.csv": tuple(PENALTY_COLUMNS.values()),
    "official-results.csv": RESULT_COLUMNS,
}
PACKAGE, SUMS = "datapackage.json", "SHA256SUMS"
NAMED = ("departments", "items", "plans")  # tables that the national form of a result names beside it


def files(
    register: Register, program: bytes = b"", standing: Standing | None = None
) -> Generator[File, None, dict[str, Packed]]:
    """Yield ``data/…``: CSV and JSON lines of every list, the national forms, dictionary, schema, package, archive.

    Each file must be read before the next is asked for. ``program``: what they are made with; ``standing``: those of the
    last build, of which pieces are taken over. Returns of what pieces each file is made.
    """
    name = f"data/{archive_name(register.snapshot.meta)}"
    with tempfile.TemporaryFile(prefix="mingjing-data-") as kept:
        with closing(Packing(kept, name, standing or Standing())) as packing, named(f"data/{PACKAGE}"):
            yield from _files(register, program, packing)  # the package speaks of all of them
        kept.seek(0)
        yield name, iter(partial(kept.read, BLOCK), b"")
    return packing.packed


def _files(register: Register, program: bytes, packing: Packing) -> Iterator[File]:
    meta, pack = register.snapshot.meta, packing.pack
    resources: list[dict[str, Any]] = []
    described: list[Table] = []
    every = lists(register)
    for name, (kind, records) in every.items():
        some, stamps = _cut(program, records, RECORDS)
        end = str(valid_until(register, name))
        for table in csv_tables(name, kind, records):
            path = f"{table.name}.csv"
            yield pack(path, _csv(table.columns, table.rows, some, stamps))
            described.append(table)
            resources.append(_resource(path, _schema(table, every), packing) | {"valid_until": end})
        sheets = _cut(program, records, SHEETS) if kind == "score" else (some, stamps)
        yield pack(
            f"{name}.jsonl",
            ((stamp, partial(_lines, records, each)) for each, stamp in zip(*sheets, strict=True)),
        )
        if kind == "result":
            common = digest(
                program, *(msgspec.json.encode(getattr(register.snapshot, each)) for each in NAMED)
            )
            own = [
                _with_owners(register, common, each, stamp) for each, stamp in zip(some, stamps, strict=True)
            ]
            yield pack(
                "official-results.csv", _csv(RESULT_COLUMNS, partial(result_rows, register), some, own)
            )
    for path, content in _penalties(register):
        yield pack(path, plain(content))
    yield pack("dictionary.csv", plain(dictionary(described)))
    for path, columns in WORDS_ONLY.items():
        fields = [{"name": column, "type": "string", **_described(path, column)} for column in columns]
        told = _resource(path, {"fields": fields, "missingValues": [""]}, packing)
        resources.append(told | {"valid_until": min(each["valid_until"] for each in resources)})
    yield pack("schema.json", plain(pretty(json_schema(DERIVED.values()))))
    yield pack(PACKAGE, plain(pretty(_package(meta, resources))))
    yield pack("CITATION.txt", plain(citation(meta).encode()))
    yield pack(SUMS, plain(_sums((path, sha256) for path, (sha256, _) in packing.sums.items())))


def _cut(program: bytes, records: Sequence[Record], count: int) -> tuple[list[slice], list[bytes]]:
    """Return the pieces of a list and the stamp of each; of so many records, as a rule."""
    known = bytes(digests(records))
    some = list(cuts(known, count))
    stamps = [digest(program, known[each.start * DIGEST_BYTES : each.stop * DIGEST_BYTES]) for each in some]
    return some, stamps


def _csv(
    columns: Iterable[str], rows: Callable[[slice], Iterator[Row]], some: list[slice], stamps: list[bytes]
) -> Iterator[Part]:
    """Yield a CSV file in pieces: its head, then some records each."""
    names = list(columns)
    yield b"", lambda: csv_head(names)
    for each, stamp in zip(some, stamps, strict=True):
        yield stamp, lambda each=each: csv_rows(names, rows(each))  # type: ignore[misc]


def _lines(records: Sequence[Record], some: slice) -> bytes:
    return b"".join(line + b"\n" for line in lines(records, some))


def _with_owners(register: Register, common: bytes, some: slice, stamp: bytes) -> bytes:
    """Return the stamp of some results together with the facilities that are named beside them."""
    known, owner = bytes(digests(register.snapshot.facilities)), register.results.owner
    places = (owner(place).number for place in range(some.start, some.stop))
    return digest(common, stamp, *(known[at * DIGEST_BYTES : (at + 1) * DIGEST_BYTES] for at in places))


def archive_name(meta: Meta) -> str:
    """Return the name of the archive: area and day, so that a copy says what it is, and its address is good for ever."""
    return f"mingjing-{meta.area}-{meta.as_of}.zip"


def citation(meta: Meta) -> str:
    """Return how to cite the data of this day, in both languages, one a line."""
    path = f"data/{archive_name(meta)}"
    return "".join(f"{cited(meta, meta.as_of, path, language)}\n" for language in LANGUAGES)


def cited(meta: Meta, day: date, path: str, language: str) -> str:
    """Return how to cite the data of a day, at the address where they stay."""
    authority = meta.authority.zh if language == DEFAULT_LANGUAGE else meta.authority.en or meta.authority.zh
    address = f"{meta.public_url.rstrip('/')}/{path}" if meta.public_url else path
    return translator(language)(CITATION, authority=authority, day=str(day), address=address)


def _penalties(register: Register) -> Iterator[tuple[str, bytes]]:
    named = ({PENALTY_COLUMNS[code]: cell for code, cell in row.items()} for row in penalty_rows(register))
    yield "official-penalties.csv", csv_bytes(PENALTY_COLUMNS.values(), named)
    coded = ({code: row.get(code, "") for code in PENALTY_COLUMNS} for row in penalty_rows(register))
    yield "official-penalties.json", pretty(list(coded))


def _resource(path: str, schema: dict[str, Any], packing: Packing) -> dict[str, Any]:
    """Return the description of a table that was packed."""
    sha256, size = packing.sums[path]
    return {
        "name": path.removesuffix(".csv"),
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "schema": schema,
    }


def _described(path: str, column: str) -> dict[str, str]:
    said = form_meaning(path.removesuffix(".csv"), column)
    return {"description": said} if said else {}


def _schema(table: Table, every: Mapping[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": column, "type": of, "description": meaning(table.name, column)}
            for column, of in table.columns.items()
        ],
        "missingValues": [""],
        "primaryKey": [table.key] if table.key else list(table.columns)[:2],  # its owner, and its place there
    }
    if keys := list(_foreign_keys(table, every)):
        schema["foreignKeys"] = keys
    return schema


def _foreign_keys(table: Table, every: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    owner = {}
    if table.of:
        kind, _ = every[table.of]
        owner[next(iter(table.columns))] = (table.of, KEYS.get(kind, "id"))
    for column in table.columns:
        target = owner.get(column) or REFERS.get(column) or OF_TABLE.get((table.name, column))
        if target and target[0] in every and target[0] != table.name:
            name, key = target
            yield {"fields": [column], "reference": {"resource": name, "fields": [key]}}


def _package(meta: Meta, resources: list[dict[str, Any]]) -> dict[str, Any]:
    licence = {"name": "other-open", "title": meta.licence.name.zh}
    return {
        "profile": PROFILE,
        "name": f"mingjing-{meta.area}".lower(),
        "title": TITLE.format(authority=meta.authority.zh),
        "version": str(meta.as_of),
        "created": f"{meta.as_of}T00:00:00+08:00",
        "homepage": f"{meta.public_url.rstrip('/')}/data.html" if meta.public_url else "data.html",
        "demonstration": meta.demonstration,
        "citation": citation(meta).splitlines(),
        "licenses": [licence | ({"path": meta.licence.address} if meta.licence.address else {})],
        "contributors": [{"title": meta.authority.zh, "role": "publisher"}],
        "resources": resources,
    }


def sums_of(packed: Mapping[str, bytes]) -> bytes:
    """Return the checksums of files (path → content) as ``sha256sum --check`` reads them."""
    return _sums((path, hashlib.sha256(content).hexdigest()) for path, content in packed.items())


def _sums(files: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{sha256}  {path}\n" for path, sha256 in files).encode()


def archive_of(packed: Mapping[str, bytes]) -> bytes:
    """Return files (path → content) as one ZIP: the same files, the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, content in packed.items():
            archive.writestr(entry_of(path), content)
    return file.getvalue()


def pretty(value: Any) -> bytes:
    """Return JSON that a person can read."""
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2) + b"\n"
