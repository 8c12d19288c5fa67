"""How a public outcome is made, piece by piece, as the engine reads it: what counts, thresholds, vetoes, examples, a program."""

from datetime import date
from decimal import Decimal
from typing import Any

from supervision.records.values import Code, Record, Reference, Text


class Worth(Record, frozen=True, kw_only=True):
    """计分单元: a part or an item of a method. ``depth`` 0 stands at the top; ``maximum`` has all weights in it.

    ``ways`` say how it gives points, ``when_missing`` what happens where nobody looked (``undecided``, ``lose``,
    ``keep``, ``not_applicable``); ``open`` where the source does not say how many points there are, or for what (待核).
    """

    id: str
    name: Text
    depth: int
    maximum: Decimal | None = None
    bonus: bool = False
    is_part: bool = False
    open: bool = False
    ways: tuple[Text, ...] = ()
    when_missing: str = ""
    reference: Reference
    confidence: str


class Condition(Record, frozen=True, kw_only=True):
    """评定条件: one thing that a grade takes beside its points; ``text`` says how it is worked out."""

    name: Text
    text: Text
    reference: Reference
    confidence: str


class Grade(Record, frozen=True, kw_only=True):
    """评价等次: one outcome there can be, the best first; ``limit`` is the number from which it holds (``sign``)."""

    name: Text
    limit: Decimal | None = None
    sign: str = ""
    conditions: tuple[Condition, ...] = ()


class Bar(Record, frozen=True, kw_only=True):
    """否决事项: what changes an outcome whatever the points say; a ``gate`` everybody must meet."""

    name: Text
    effect: Text
    picks: Text
    gate: bool
    reference: Reference
    confidence: str


class Answer(Record, frozen=True, kw_only=True):
    """评价结论: one question that a method answers, with its grades, the rest, and what can change it."""

    name: Text
    grades: tuple[Grade, ...]
    otherwise: Text | None
    bars: tuple[Bar, ...]


class ExampleLine(Record, frozen=True, kw_only=True):
    """示例逐行: one line of the worked sheet; ``points`` as it is written, empty where it gives none."""

    text: Text
    points: str
    status: str


class Example(Record, frozen=True, kw_only=True):
    """计算示例: an example of the rule file, worked out; ``given`` and ``standing`` are its facts for the calculator.

    ``awaits``: something in it gives no points because the source does not say how many.
    """

    name: Text
    on: date
    rehearsal: bool
    facts: tuple[Text, ...]
    peers: int
    awaits: bool
    outcome: Text
    value: str
    lines: tuple[ExampleLine, ...]
    given: Any
    standing: Any


class Version(Record, frozen=True, kw_only=True):
    """方法版本: from when to when, on what basis; ``gone`` and ``new`` are what it says otherwise than the one before."""

    since: date
    until: date | None = None
    authority: str = ""
    adopted: bool = False
    reference: Reference
    confidence: str
    gone: tuple[Text, ...] = ()
    new: tuple[Text, ...] = ()


class Method(Record, frozen=True, kw_only=True):
    """评价方法: one public scheme as it is now. ``values`` are the ids of the rules it reads.

    ``program`` is the scheme as data (``scoring/portable/FORMAT.md``) without its day; ``refused`` says why there is none.
    """

    id: Code
    name: Text
    about: Text
    maximum: Decimal | None
    start: Decimal | None
    adopted: bool
    open: bool
    last_checked: date
    facts: tuple[Text, ...]
    worths: tuple[Worth, ...]
    answers: tuple[Answer, ...]
    values: tuple[Code, ...]
    examples: tuple[Example, ...]
    versions: tuple[Version, ...]
    program: Any
    refused: str = ""
    source: str
