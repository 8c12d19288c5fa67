"""事实文件 Facts from JSON lines and CSV, read by the types that the schemes declare.

Whatever does not fit is named with file, line and column; nothing is dropped and nothing becomes a float.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.facts import VISIBILITIES, WITHDRAWAL, Fact, start_of_day
from scoring.language.context import Type, Value
from scoring.rulebook.errors import Problem

Members = Mapping[str, Mapping[str, Type]]
FIELDS = ("id", "subject", "kind", "on", "recorded_at", "source", "basis", "data", "visibility", "supersedes")
REQUIRED = ("subject", "kind", "on")
NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,20})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _BadValueError(Exception):
    """A value that is not what its place asks for."""


def read_facts(path: Path, members: Members) -> tuple[list[Fact], list[Problem]]:
    """Return the facts of a file and all that is wrong with it; ``members`` says which kinds there are."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return [], [Problem(str(path), 0, 0, "unreadable", f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return [], [Problem(str(path), 0, 0, "not-utf8", "the file is not UTF-8")]
    reader = _Reader(str(path), members)
    if path.suffix.lower() == ".csv":
        reader.read_csv(text)
    else:
        reader.read_lines(text)
    reader.check_links()
    return reader.facts, reader.problems


def fact_from_record(record: Mapping[str, Any], members: Members, place: str = "fact") -> Fact:
    """Return one fact from a record such as ``Fact.as_record`` gives.

    Raises:
        ValueError: it does not fit; names every member that does not.
    """
    reader = _Reader(place, members)
    reader.take(dict(record), 1)
    if reader.problems:
        raise ValueError("; ".join(problem.message for problem in reader.problems))
    return reader.facts[0]


class _Reader:
    def __init__(self, file: str, members: Members) -> None:
        self.file = file
        self.members = members
        self.facts: list[Fact] = []
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}

    def say(self, line: int, code: str, message: str, column: int = 1) -> None:
        self.problems.append(Problem(self.file, line, column, code, message))

    def read_lines(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                continue
            try:
                record = json.loads(
                    line, parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_no_double
                )
            except json.JSONDecodeError as error:
                self.say(number, "not-json", f"not JSON here: {error.msg}", error.colno)
            except (_BadValueError, ValueError, RecursionError) as error:
                self.say(number, "bad-value", str(error))
            else:
                if isinstance(record, dict):
                    self.take(record, number)
                else:
                    self.say(number, "wrong-type", "a line holds one fact, {…}")

    def read_csv(self, text: str) -> None:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(rows, [])
            if len(set(header)) != len(header):
                self.say(1, "duplicate-column", "two columns have the same name")
            for name in header:
                if name not in FIELDS and not name.startswith("data."):
                    self.say(
                        1,
                        "unknown-column",
                        f"'{name}' is no column of facts; members are written data.{name}",
                    )
            if self.problems:
                return
            for row in rows:
                if len(row) > len(header):
                    self.say(
                        rows.line_num, "too-many-cells", f"{len(row)} cells, the heading has {len(header)}"
                    )
                    continue
                cells = {name: cell for name, cell in zip(header, row, strict=False) if cell != ""}
                record: dict[str, Any] = {
                    name: cell for name, cell in cells.items() if not name.startswith("data.")
                }
                data = {name[5:]: cell for name, cell in cells.items() if name.startswith("data.")}
                self.take({**record, "data": data}, rows.line_num, cells=True)
        except csv.Error as error:
            self.say(rows.line_num, "not-csv", f"not CSV here: {error}")

    def take(self, record: dict[str, Any], line: int, *, cells: bool = False) -> None:
        """Take one record, or note everything that is wrong with it."""
        before = len(self.problems)
        for name in record:
            if name not in FIELDS:
                self.say(line, "unknown-key", f"'{name}' is no part of a fact; known are {', '.join(FIELDS)}")
        absent = [name for name in REQUIRED if record.get(name) in (None, "")]
        if absent:
            self.say(line, "missing-key", f"{', '.join(absent)} missing")
            return
        on = self._read(line, "on", record["on"], _day)
        kind = self._read(line, "kind", record["kind"], _text)
        said = record.get("recorded_at")
        recorded_at = self._read(line, "recorded_at", said, _moment) if said else on and start_of_day(on)
        visibility: Any = record.get("visibility") or "public"
        if visibility not in VISIBILITIES:
            self.say(
                line, "wrong-word", f"visibility is one of {', '.join(VISIBILITIES)}, not {visibility!r}"
            )
        data = self._data(line, kind, record.get("data") or {}, cells=cells) if kind else {}
        words = {
            name: self._read(line, name, record[name], _text) if record.get(name) not in (None, "") else None
            for name in ("id", "subject", "source", "basis", "supersedes")
        }
        fact_id = words["id"] or f"line-{line}"
        if fact_id in self.lines:
            self.say(line, "duplicate-id", f"fact {fact_id} stands already in line {self.lines[fact_id]}")
        self.lines.setdefault(fact_id, line)
        if len(self.problems) == before:
            self.facts.append(
                Fact(
                    id=fact_id,
                    subject=words["subject"] or "",
                    kind=kind or "",
                    on=on,
                    recorded_at=recorded_at,
                    data=data,
                    source=words["source"] or "",
                    basis=words["basis"] or "",
                    visibility=visibility,
                    supersedes=words["supersedes"],
                )
            )

    def check_links(self) -> None:
        """Note corrections of nothing, of another subject's facts, and circles of corrections."""
        facts = {fact.id: fact for fact in self.facts}
        for fact in self.facts:
            if fact.supersedes is None or self.problems:
                continue
            old = facts.get(fact.supersedes)
            if old is None:
                self.say(
                    self.lines[fact.id], "unknown-fact", f"supersedes {fact.supersedes}, which is not here"
                )
            elif old.subject != fact.subject:
                self.say(
                    self.lines[fact.id],
                    "wrong-subject",
                    f"supersedes a fact of another subject, {old.subject}",
                )
            else:
                seen = {fact.id}
                while old is not None and old.id not in seen:
                    seen.add(old.id)
                    old = facts.get(old.supersedes or "")
                if old is not None:
                    self.say(self.lines[fact.id], "circle", f"{fact.id} supersedes itself in the end")

    def _data(self, line: int, kind: str, data: Any, *, cells: bool) -> dict[str, Value]:
        if kind == WITHDRAWAL:
            return {}
        if kind not in self.members:
            known = ", ".join(sorted(self.members)) or "none"
            self.say(line, "unknown-kind", f"no scheme knows facts of kind {kind}; known are {known}")
            return {}
        if not isinstance(data, dict):
            self.say(line, "wrong-type", "data is a mapping, {…}")
            return {}
        values: dict[str, Value] = {}
        for name, value in data.items():
            if value is None:
                continue
            member = self.members[kind].get(name)
            values[name] = self._read(
                line, f"data.{name}", value, _CELLS[member] if cells else _VALUES[member]
            )
        return values

    def _read(self, line: int, name: str, value: Any, read: Callable[[Any], Any]) -> Any:
        try:
            return read(value)
        except (_BadValueError, ValueError) as error:
            self.say(line, "bad-value", f"{name}: {error}")
            return None


def _no_float(text: str) -> Any:
    raise _BadValueError(f'{text} is no exact number; write it as a string, "{text}"')


def _no_double(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise _BadValueError("a key stands twice in one object")
    return record


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _BadValueError(f"expected text, got {value!r}")
    return value


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise _BadValueError(f"expected an integer or a decimal string, got {value!r}")
    if not NUMBER.fullmatch(str(value)):
        raise _BadValueError(f"expected an integer or a decimal string, got {value!r}")
    return Decimal(str(value))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _BadValueError(f"expected true or false, got {value!r}")
    return value


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise _BadValueError(f"expected a day such as 2026-11-22, got {value!r}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _BadValueError(f"there is no day {value}") from None


def _moment(value: Any) -> datetime:
    if not isinstance(value, str):
        raise _BadValueError(f"expected a moment such as 2026-11-22T04:00:00Z, got {value!r}")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise _BadValueError(f"{value} says no time zone; end it with Z or +08:00")
    return moment


def _set(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _BadValueError(f"expected a list of words, got {value!r}")
    return frozenset(value)


def _anything(value: Any) -> Any:
    return value


_VALUES: dict[Type | None, Callable[[Any], Any]] = {
    "number": _number,
    "text": _text,
    "flag": _flag,
    "date": _day,
    "set": _set,
    None: _anything,
}
_CELLS: dict[Type | None, Callable[[Any], Any]] = {
    **_VALUES,
    "flag": lambda cell: _flag({"true": True, "false": False}.get(cell.strip(), cell)),
    "set": lambda cell: _set([word.strip() for word in cell.split(";") if word.strip()]),
}
