"""What a rule file must contain: shapes that check a document and report every departure, with its place.

Shapes are values: ``Record({"id": Text(), "unit": Choice("days", "months")}, {"note": Text()})``. ``check`` walks
a document with a shape; each word that is missing, unknown or of the wrong kind becomes a problem.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Protocol

from scoring.rulebook import parsed
from scoring.rulebook.errors import Problem
from scoring.rulebook.loader import Document, Place

LEGIBLE = ("unknown-key", "duplicate-key", "impossible-date")
"""Mistakes that can be set aside while the rest is read: so a file with several kinds of mistake names them all."""


class Shape(Protocol):
    """形状 Something that a part of a document must look like."""

    def check(self, value: Any, place: Place, report: "Report") -> None:
        """Report every departure of ``value``, which stands at ``place``."""


@dataclass(slots=True)
class Report:
    """检查报告 The problems found in one document so far."""

    document: Document
    problems: list[Problem] = field(default_factory=list)

    def say(self, place: Place, code: str, message: str) -> None:
        """Note that something is wrong at ``place``, unless YAML has refused already what stands there."""
        if self.document.refused(place):
            return
        self.problems.append(self.document.problem(place, code, message))


def check(document: Document, shape: Shape, called: str = "") -> list[Problem]:
    """Return what is wrong with the document: as YAML, and measured with ``shape``.

    Of a shape that is ``called`` something it is kept which texts have it.
    """
    key = parsed.key_of(document.text) if called else ""
    if called and not document.problems and parsed.fits(called, key):
        return []
    report = Report(document, list(document.problems))
    if document.data is not None or not document.problems:
        shape.check(document.data, (), report)
    seen: dict[tuple[int, int], Problem] = {}
    for problem in report.problems:  # one for each place, the first
        seen.setdefault((problem.line, problem.column), problem)
    if called and not seen:
        parsed.found_to_fit(called, key)
    return list(seen.values())


def is_legible(problems: Sequence[Problem]) -> bool:
    """Return whether what these leave of a document has its shape, so that its meaning can be looked at too."""
    return all(problem.code in LEGIBLE for problem in problems)


def name_of(value: Any) -> str:
    """Return what a value is, in words that fit into "expected a date, got …"."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"the number {value}"
    if isinstance(value, date):
        return f"the date {value}"
    if isinstance(value, str):
        return f"the text '{value if len(value) < 40 else value[:37] + '…'}'"
    return "a list" if isinstance(value, list) else "a mapping"


@dataclass(frozen=True, slots=True)
class Text:
    """文字 Text, not blank; with ``pattern`` it must match as a whole, ``what`` says what is expected."""

    pattern: str | None = None
    what: str = "text"

    def check(self, value: Any, place: Place, report: Report) -> None:
        if not isinstance(value, str):
            report.say(place, "wrong-type", f"expected {self.what}, got {name_of(value)}")
        elif not value.strip() or (self.pattern and not re.fullmatch(self.pattern, value)):
            report.say(place, "wrong-text", f"expected {self.what}, got '{value}'")


@dataclass(frozen=True, slots=True)
class Number:
    """数 A whole number or, unless ``whole``, a decimal; between ``least`` and ``most``, both included."""

    least: Decimal | int | None = None
    most: Decimal | int | None = None
    whole: bool = False

    def check(self, value: Any, place: Place, report: Report) -> None:
        is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if not is_number or (self.whole and not isinstance(value, int)):
            report.say(place, "wrong-type", f"expected a {'whole ' * self.whole}number, got {name_of(value)}")
        elif self.least is not None and value < self.least:
            report.say(place, "too-small", f"{value} is less than {self.least}")
        elif self.most is not None and value > self.most:
            report.say(place, "too-large", f"{value} is more than {self.most}")


@dataclass(frozen=True, slots=True)
class Flag:
    """是否 true or false."""

    def check(self, value: Any, place: Place, report: Report) -> None:
        if not isinstance(value, bool):
            report.say(place, "wrong-type", f"expected true or false, got {name_of(value)}")


@dataclass(frozen=True, slots=True)
class Day:
    """日期 A day, written 2026-11-22 without quotes."""

    def check(self, value: Any, place: Place, report: Report) -> None:
        if not isinstance(value, date):
            report.say(place, "wrong-type", f"expected a date such as 2026-11-22, got {name_of(value)}")


class Choice:
    """选项 One of a few words."""

    __slots__ = ("words",)

    def __init__(self, *words: str) -> None:
        self.words = words

    def check(self, value: Any, place: Place, report: Report) -> None:
        if value not in self.words:
            report.say(place, "wrong-word", f"expected one of {', '.join(self.words)}; got {name_of(value)}")


@dataclass(frozen=True, slots=True)
class Anything:
    """任意 Whatever YAML can say."""

    def check(self, value: Any, place: Place, report: Report) -> None:
        """Accept it."""


@dataclass(frozen=True, slots=True)
class OrNull:
    """可空 ``null``, or the shape."""

    shape: Shape

    def check(self, value: Any, place: Place, report: Report) -> None:
        if value is not None:
            self.shape.check(value, place, report)


@dataclass(frozen=True, slots=True)
class ListOf:
    """列表 A list of parts of one shape, at least ``least`` and, where given, at most ``most``."""

    shape: Shape
    least: int = 0
    most: int | None = None

    def check(self, value: Any, place: Place, report: Report) -> None:
        if not isinstance(value, list):
            report.say(place, "wrong-type", f"expected a list, got {name_of(value)}")
            return
        if len(value) < self.least:
            report.say(place, "too-few", f"expected at least {self.least} entries, got {len(value)}")
        if self.most is not None and len(value) > self.most:
            report.say(place, "too-many", f"expected at most {self.most} entries, got {len(value)}")
        for number, part in enumerate(value):
            self.shape.check(part, (*place, number), report)


@dataclass(frozen=True, slots=True)
class MapOf:
    """对照 A mapping whose keys and values have one shape each."""

    key: Shape
    value: Shape
    least: int = 0

    def check(self, value: Any, place: Place, report: Report) -> None:
        if not isinstance(value, dict):
            report.say(place, "wrong-type", f"expected a mapping, got {name_of(value)}")
            return
        if len(value) < self.least:
            report.say(place, "too-few", f"expected at least {self.least} entries, got {len(value)}")
        for key, part in value.items():
            self.key.check(key, (*place, key), report)
            self.value.check(part, (*place, key), report)


@dataclass(frozen=True, slots=True)
class Record:
    """记录 A mapping with named parts: all ``required`` ones, any ``optional`` ones, no others."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    what: str = "a mapping"

    def check(self, value: Any, place: Place, report: Report) -> None:
        if not isinstance(value, dict):
            report.say(place, "wrong-type", f"expected {self.what}, got {name_of(value)}")
            return
        for key, part in value.items():
            shape = self.required.get(key) or self.optional.get(key)
            if shape is not None:
                shape.check(part, (*place, key), report)
                continue
            known = {**self.required, **self.optional}
            near = get_close_matches(str(key), list(known), 1)
            hint = f"; is '{near[0]}' meant?" if near else f"; known are {', '.join(known)}"
            report.say((*place, key), "unknown-key", f"'{key}' is not known here{hint}")
        if not self.required.keys() <= value.keys():
            missing = (name for name in self.required if name not in value)
            report.say(place, "missing-key", f"{', '.join(missing)} missing")


@dataclass(frozen=True, slots=True)
class Either:
    """其一 The shape that ``choose`` picks from its ``options`` after a look at the value; keeps messages to the point."""

    choose: Callable[[Any], Shape]
    options: tuple[Shape, ...]

    def check(self, value: Any, place: Place, report: Report) -> None:
        self.choose(value).check(value, place, report)


def by_key(shapes: Mapping[str, Shape], otherwise: Shape) -> Either:
    """Return the shape that belongs to the first of some words that a mapping has."""

    def choose(value: Any) -> Shape:
        found = (shape for word, shape in shapes.items() if isinstance(value, dict) and word in value)
        return next(found, otherwise)

    return Either(choose, (*shapes.values(), otherwise))


@dataclass(frozen=True, slots=True)
class Later:
    """后述 A shape that is written down further below, or holds itself; ``name`` is its name in a JSON Schema."""

    name: str
    shape: Callable[[], Shape]

    def check(self, value: Any, place: Place, report: Report) -> None:
        self.shape().check(value, place, report)


RULE_ID = Text(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*", "an id such as rectification.days.general")
WORDS = Record({"zh": Text(), "en": Text()}, what="a text in both languages, {zh: …, en: …}")
