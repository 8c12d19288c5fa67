"""事实文件 Facts from JSON lines and CSV, read by the types that the schemes declare.

Whatever does not fit is named with file, line and column; nothing is dropped and nothing becomes a float.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from scoring.facts import VISIBILITIES, WITHDRAWAL, Fact, moment_text, start_of_day
from scoring.facts.values import (
    CELLS,
    VALUES,
    as_day,
    as_moment,
    as_text,
    no_double,
    no_float,
)
from scoring.language.context import Type, Value
from scoring.rulebook.calendars import ONE_DAY
from scoring.rulebook.errors import Problem

Members = Mapping[str, Mapping[str, Type]]
FIELDS = ("id", "subject", "kind", "on", "recorded_at", "source", "basis", "data", "visibility", "supersedes")
REQUIRED = ("subject", "kind", "on")


def read_facts(path: Path, members: Members) -> tuple[list[Fact], list[Problem]]:
    """Return the facts of a file and all that is wrong with it; ``members`` says which kinds there are.

    A fact cannot have been recorded after the file that holds it was written: such a moment is a mistake.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return [], [Problem(str(path), 0, 0, "unreadable", f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return [], [Problem(str(path), 0, 0, "not-utf8", "the file is not UTF-8")]
    reader = _Reader(str(path), members, datetime.fromtimestamp(path.stat().st_mtime, UTC))
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
    def __init__(self, file: str, members: Members, written: datetime | None = None) -> None:
        self.file = file
        self.written = written
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
                    line, parse_float=no_float, parse_constant=no_float, object_pairs_hook=no_double
                )
            except json.JSONDecodeError as error:
                self.say(number, "not-json", f"not JSON here: {error.msg}", error.colno)
            except (ValueError, RecursionError) as error:
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
        on = self._read(line, "on", record["on"], as_day)
        kind = self._read(line, "kind", record["kind"], as_text)
        said = record.get("recorded_at")
        recorded_at = self._read(line, "recorded_at", said, as_moment) if said else on and start_of_day(on)
        if said and recorded_at and self.written and recorded_at > self.written + ONE_DAY:
            written = moment_text(self.written)
            message = f"recorded_at {said} lies ahead: the file was written at {written}"
            self.say(line, "recorded-ahead", message)
        visibility: Any = record.get("visibility") or "public"
        if visibility not in VISIBILITIES:
            self.say(
                line, "wrong-word", f"visibility is one of {', '.join(VISIBILITIES)}, not {visibility!r}"
            )
        data = self._data(line, kind, record.get("data") or {}, cells=cells) if kind else {}
        words = {
            name: self._read(line, name, record[name], as_text)
            if record.get(name) not in (None, "")
            else None
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
            near = get_close_matches(kind, list(self.members), 1)
            hint = f"is {near[0]} meant?" if near else "give the rule file that reads them, or leave them out"
            self.say(line, "unknown-kind", f"no scheme knows facts of kind {kind}; {hint}")
            return {}
        if not isinstance(data, dict):
            self.say(line, "wrong-type", "data is a mapping, {…}")
            return {}
        values: dict[str, Value] = {}
        for name, value in data.items():
            if value is None:
                continue
            member = self.members[kind].get(name)
            values[name] = self._read(line, f"data.{name}", value, CELLS[member] if cells else VALUES[member])
        return values

    def _read(self, line: int, name: str, value: Any, read: Callable[[Any], Any]) -> Any:
        try:
            return read(value)
        except ValueError as error:
            self.say(line, "bad-value", f"{name}: {error}")
            return None
