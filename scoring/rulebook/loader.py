"""Strict YAML: what a jurist typed is what the program reads, or it says where not.

A plain word is text, ``12`` an ``int``, ``2.5`` a ``Decimal``, ``2026-11-22`` a ``date``, ``true`` and ``false``
flags, ``null`` nothing. Whatever YAML would read in a way that surprises people (``017`` as 15, ``12:30`` as 750,
``no`` as false, a second key that silently replaces the first) is a problem with file, line and column.
Every problem of a file is reported, not the first. This is the only module that reads YAML.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from scoring.rulebook import parsed
from scoring.rulebook.errors import Problem, RuleFileError
from scoring.rulebook.surprises import SURPRISES

Key = str | int | date
Place = tuple[Key, ...]

LONGEST_FILE = 4_000_000  # bytes
DEEPEST = 40  # levels
LONGEST_NUMBER = 40  # characters

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = re.compile(r"yes|no|on|off|y|n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """规则文件 What a file says (``data``), what is wrong with it, and the ``text`` itself, which says where each part stands."""

    file: str
    data: Any
    problems: tuple[Problem, ...]
    text: str = field(default="", repr=False)

    def where(self, path: Place) -> tuple[int, int]:
        """Return line and column of the part at ``path``, its key included, or of the nearest part around it."""
        marks = _places(self.text).marks
        while path not in marks:
            if not path:
                return (1, 1)
            path = path[:-1]
        return marks[path]

    def refused(self, path: Place) -> bool:
        """Return whether what stands at ``path`` was refused as YAML, so that no more is to be said of it."""
        at = _places(self.text).texts.get(path) if self.problems else None
        return any((problem.line, problem.column) == at for problem in self.problems)

    def inside(self, path: Place, offset: int, code: str, message: str) -> Problem:
        """Return a problem that points into the text at ``path``, so many characters after its beginning."""
        texts = _places(self.text).texts
        if path not in texts:
            return self.problem(path, code, message)
        line, column = texts[path]
        return Problem(self.file, line, column + offset, code, message)

    def problem(self, path: Place, code: str, message: str) -> Problem:
        """Return a problem that points at ``path``."""
        line, column = self.where(path)
        return Problem(self.file, line, column, code, message)


def load_yaml(path: Path | str) -> Any:
    """Return what the file at ``path`` says.

    Raises:
        RuleFileError: it cannot be read as strict YAML; names all problems.
    """
    document = read_document(Path(path))
    if document.problems:
        raise RuleFileError(document.problems)
    return deepcopy(document.data)


def read_document(path: Path) -> Document:
    """Return the document at ``path``; whatever is wrong with it, also a missing file, is in ``problems``."""
    try:
        if (size := path.stat().st_size) > LONGEST_FILE:
            said = f"{size} bytes; a rule file holds {LONGEST_FILE} at most"
            return _unreadable(str(path), "too-long", said)
        raw = path.read_bytes()
    except OSError as error:
        return _unreadable(str(path), "unreadable", f"cannot be read: {error.strerror}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        return _unreadable(
            str(path), "not-utf8", "this byte is not UTF-8; save the file as UTF-8", line, column
        )
    key = parsed.key_of(text)
    data, known = parsed.recall(key)
    document = Document(str(path), data, (), text) if known else parse_document(text, str(path))
    if not known and not document.problems:
        parsed.remember(key, document.data)
    return document


def parse_document(text: str, file: str = "<text>") -> Document:
    """Return the document written in ``text``; ``file`` names it in problems."""
    builder = _built(text, file)
    return Document(file, builder.data, tuple(sorted(builder.problems)), text)


@lru_cache(maxsize=4)
def _places(text: str) -> "_Builder":
    """Return where the parts of a text stand; asked where something is wrong, so it is worked out only then."""
    return _built(text, "")


def _built(text: str, file: str) -> "_Builder":
    builder = _Builder(file)
    try:
        builder.build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = " ".join(filter(None, (error.context, error.problem)))
        builder.problems.append(Problem(file, line, column, "syntax", f"not YAML here: {said}"))
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, error.position - (before.rfind("\n") + 1) + 1
        builder.problems.append(
            Problem(file, line, column, "control-character", "a character YAML does not allow")
        )
    if not builder.marks and not builder.problems:
        builder.problems.append(Problem(file, 1, 1, "empty", "nothing is written in this file"))
    return builder


def _unreadable(file: str, code: str, message: str, line: int = 0, column: int = 0) -> Document:
    return Document(file, None, (Problem(file, line, column, code, message),))


class _Builder:
    """Builds data from the events of the parser, so that nothing is resolved behind our back."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.marks: dict[Place, tuple[int, int]] = {}
        self.texts: dict[Place, tuple[int, int]] = {}
        self.problems: list[Problem] = []

    def build(self, events: Iterator[yaml.Event]) -> None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._say(event, "two-documents", "a second document begins; a rule file holds one")
                    return
            elif isinstance(event, yaml.NodeEvent):
                self.data = self._node(event, events, ())

    def _say(self, event: yaml.Event, code: str, message: str) -> None:
        self.problems.append(Problem(self.file, *_at(event), code, message))

    def _node(self, event: Any, events: Iterator[yaml.Event], path: Place) -> Any:
        self.marks.setdefault(path, _at(event))
        if isinstance(event, yaml.AliasEvent):
            self._say(event, "alias", f"*{event.anchor} refers to another place; write the value out")
            self.texts.setdefault(path, _at(event))
            return None
        if event.anchor is not None:
            self._say(event, "anchor", f"&{event.anchor} names a part to be repeated; write values out")
        if event.tag is not None and event.tag != "!":
            self._say(event, "tag", f"{event.tag} is a tag; rule files have none")
        if isinstance(event, yaml.ScalarEvent):
            self._note_text(event, path)
            return self._scalar(event, as_key=False)
        if len(path) >= DEEPEST:
            self._say(event, "too-deep", f"more than {DEEPEST} levels deep")
            _skip(events)
            return None
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path)
        return self._mapping(events, path, in_braces=bool(event.flow_style))

    def _note_text(self, event: yaml.ScalarEvent, path: Place) -> None:
        """Remember where a text on one line begins, behind its quote if it has one."""
        start, end = event.start_mark, event.end_mark
        if start and end and start.line == end.line and event.style not in ("|", ">"):
            line, column = _at(event)
            self.texts.setdefault(path, (line, column + bool(event.style)))

    def _list(self, events: Iterator[yaml.Event], path: Place) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(
        self, events: Iterator[yaml.Event], path: Place, *, in_braces: bool = False
    ) -> dict[Key, Any]:
        entries: dict[Key, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, path)
            place = (*path, key)
            if key in entries:
                line, _ = self.marks[place]
                self._say(event, "duplicate-key", f"{key} stands here a second time, first in line {line}")
            self.marks.setdefault(place, _at(event))
            said = next(events)
            if in_braces and isinstance(said, yaml.ScalarEvent) and not said.value and not said.style:
                message = "in { } a comma ends a text; put a text with commas in quotes"
                self._say(event, "comma", f"'{key}' has no value: {message}")
                entries.setdefault(key, None)
                continue
            value = self._node(said, events, place)
            entries.setdefault(key, value)
        return entries

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], path: Place) -> Key:
        if not isinstance(event, yaml.ScalarEvent):
            self._say(event, "odd-key", "a key is a word, a number or a date")
            self._node(event, events, path)
            return f"<key in line {_at(event)[0]}>"
        key = self._scalar(event, as_key=True)
        if isinstance(key, bool | Decimal) or key is None:
            self._say(event, "odd-key", f"{event.value} as a key must stand in quotes")
            return str(event.value)
        if key == "<<":
            self._say(event, "merge", "<< takes over another part; write it out")
        result: Key = key
        return result

    def _scalar(self, event: yaml.ScalarEvent, *, as_key: bool) -> Any:
        text: str = event.value
        if event.style:  # quoted or a block
            return text
        if text == "":
            self._say(event, "empty", "nothing is written here; write null if that is meant")
            return None
        if text in ("true", "false"):
            return text == "true"
        if text == "null":
            return None
        if _INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text):
            if len(text) > LONGEST_NUMBER:
                self._say(event, "long-number", f"a number has {LONGEST_NUMBER} characters at most")
                return None
            return Decimal(text) if "." in text else int(text)
        if _DATE.fullmatch(text):
            return self._date(event, as_key=as_key)
        if _WORDS.fullmatch(text):
            if not as_key:
                self._say(
                    event,
                    "yes-or-no",
                    f"{text} is read in two ways; write true, false, or '{text}' in quotes",
                )
            return text
        for pattern, code, what in SURPRISES:
            if pattern.fullmatch(text):
                self._say(event, code, f"{text} is {what}; write '{text}' in quotes if text is meant")
                break
        return text

    def _date(self, event: yaml.ScalarEvent, *, as_key: bool) -> date | str:
        try:
            return date.fromisoformat(event.value)
        except ValueError:
            self._say(event, "impossible-date", f"there is no day {event.value}")
            return str(event.value) if as_key else date.max  # stands in, so that the rest is looked at too


def _at(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _skip(events: Iterator[yaml.Event]) -> None:
    """Read on to the end of the collection that just began."""
    open_ = 1
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            open_ += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            open_ -= 1
        if open_ == 0:
            return
