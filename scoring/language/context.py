"""求值环境 What an expression can see while it is evaluated, and what it may be about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from scoring.rulebook.calendars import ONE_DAY, Calendar
from scoring.rulebook.values import DatedValue

Type = Literal["number", "text", "flag", "date", "set"]
TYPES: tuple[Type, ...] = ("number", "text", "flag", "date", "set")


class Missing:
    """缺失 The value of what nobody recorded. It is neither zero nor false nor empty."""

    _only: "Missing | None" = None

    def __new__(cls) -> "Missing":
        """Return the one missing value."""
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        raise TypeError("what is missing is neither true nor false")


MISSING = Missing()
Value = Any  # Exact | str | bool | date | frozenset[str] | Missing; checked when the rule file is read


class Row(Protocol):
    """One thing that a query walks over: a fact, or a part or item with its points."""

    def get(self, name: str) -> Value:
        """Return what the row says under this name, or ``MISSING``."""


@dataclass(frozen=True, slots=True)
class Kind:
    """事实种类 A kind of fact as a scheme reads it: its name in both languages, its members and their types.

    ``of_facts`` is false for parts, items and groups, which are walked over like facts. Where ``scheme`` is given, nobody
    records such facts: there is one, the outcome of that scheme for the same subject on the same day.
    """

    id: str
    name: Mapping[str, str]
    members: Mapping[str, Type]
    of_facts: bool = True
    scheme: str = ""


BUILT_IN: Mapping[str, Type] = {"on": "date", "id": "text", "source": "text", "basis": "text"}
"""What every fact says besides its own members."""
NODE: Mapping[str, Type] = {
    "id": "text",
    "part": "text",
    "points": "number",
    "most": "number",
    "ratio": "number",
    "status": "text",
}
"""What a part or an item says once it has been scored; ``part`` is the part it stands in, missing at the top."""


@dataclass(slots=True)
class Vocabulary:
    """词汇 The names an expression may use, with their types; grows while a scheme is read from top to bottom.

    ``later`` are names of measures that stand further below; ``reads_uses``, ``reads_names`` and ``reads_outcomes`` say
    what the expressions read since last emptied, so that what depends on what can be told, ``reads_points`` that they read any
    points, ``reads_nodes`` those of single parts or items. ``uses`` are all selections
    met so far, ``asked`` the numbers of those of which only matters whether they find anything; ``this`` is the item
    being read.
    """

    kinds: Mapping[str, Kind]
    rule_type: Callable[[str], Type | None]
    names: dict[str, Type] = field(default_factory=lambda: {"day": "date"})
    nodes: frozenset[str] = frozenset()
    reads: set[str] = field(default_factory=set)
    reads_points: bool = False
    reads_nodes: bool = False
    rule_unit: Callable[[str], str] = lambda rule_id: ""
    units: dict[str, str] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    tables: dict[str, "Lookup"] = field(default_factory=dict)
    outcomes: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    reads_names: set[str] = field(default_factory=set)
    reads_outcomes: set[str] = field(default_factory=set)
    uses: "list[Use]" = field(default_factory=list)
    reads_uses: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    this: str = ""


class Lookup(Protocol):
    """对照表 A table as expressions see it: the types and units of its keys, what it gives, and how to ask it."""

    @property
    def gives(self) -> Type:
        """The type of what stands in it."""

    @property
    def takes(self) -> Sequence[tuple[str, Type]]:
        """Name and type of each key."""

    def find(self, keys: Sequence[Value]) -> Value:
        """Return what stands there, or ``MISSING``."""


@dataclass(slots=True)
class Context:
    """求值环境 One subject's facts and all that was worked out so far.

    ``may`` has a bit for each selection of the scheme that can find one of its facts, ``unsure`` for those of which that
    has to be tried (``scoring.engine.reach``). ``turn`` is the next day on which any of this can come out otherwise without a
    new fact. ``used`` collects the ids of facts looked at, ``behind`` has those behind each measure.
    """

    day: date
    facts: Mapping[str, Sequence[Row]]
    rule: Callable[[str], DatedValue]
    calendar: Calendar
    may: int = 0
    unsure: int = 0
    turn: date = date.max
    names: dict[str, Value] = field(default_factory=dict)
    nodes: dict[str, Any] = field(default_factory=dict)
    parts: Sequence[Row] = ()
    items: Sequence[Row] = ()
    outcomes: dict[str, tuple[str, int] | None] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)
    behind: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def until(self, day: date) -> None:
        """Remember that what was just worked out can come out otherwise on ``day``; one behind us says nothing."""
        if self.day < day < self.turn:
            self.turn = day

    def changes_daily(self) -> None:
        """Remember that what was just worked out can come out otherwise tomorrow."""
        if self.day < date.max:
            self.turn = self.day + ONE_DAY

    def note(self, facts: Iterable[str]) -> None:
        """Remember that these facts were looked at."""
        for fact in facts:
            self.used[fact] = None

    def note_rows(self, rows: Iterable[Row]) -> None:
        """Remember that the facts in these rows were looked at."""
        for row in rows:
            self.used[row.id] = None  # type: ignore[attr-defined]

    def measure(self, name: str, compute: "Compiled") -> None:
        """Work out a measure and remember the facts behind it."""
        self.used.clear()
        self.names[name] = compute(self)
        self.behind[name] = tuple(self.used)

    def rows(self, source: str) -> Sequence[Row]:
        """Return what a query walks over: facts of a kind, parts or items."""
        if source == "parts":
            return self.parts
        if source == "items":
            return self.items
        return self.facts.get(source, ())


Function = Callable[[Context, Row | None], Value]
Days = tuple[date, date]


class Window(Protocol):
    """Which days' facts count on a day, and when a fact comes in or goes out."""

    def days(self, context: Context) -> Days | None:
        """Return the first day and the day after the last; nothing where that is not known."""

    def turn(self, on: date, context: Context) -> date:
        """Return the next day after ``context.day`` on which a fact of ``on`` comes in or goes out, or ``date.max``."""


@dataclass(frozen=True, slots=True)
class Use:
    """选取处 One place in a scheme that picks facts of a kind: where a condition holds, within a window.

    ``some`` where of those only the newest few count; ``this`` is the item in whose rule it stands, if it is one.
    """

    kind: str
    where: Function | None
    window: Window | None
    some: bool
    this: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """编译结果 An expression ready to be evaluated, and the type of what it gives.

    ``unit`` says what a number counts, where that is known; ``constant`` that it is made of plain values alone.
    """

    type: Type
    run: Function
    text: str = ""
    unit: str = ""
    constant: bool = False

    def __call__(self, context: Context, row: Row | None = None) -> Value:
        """Return its value for this context."""
        return self.run(context, row)

    def fixed(self) -> Value:
        """Return the value of a constant, which needs no context."""
        return self.run(None, None)  # type: ignore[arg-type]
