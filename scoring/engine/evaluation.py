"""求值 What scoring works with: one subject's evaluation of one scheme, and the points of its parts and items."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

from scoring import sheets as sheet
from scoring.engine.reach import Reach
from scoring.language import exact
from scoring.language.context import MISSING, Compiled, Context, Row, Value
from scoring.language.exact import Exact
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.values import DatedValue
from scoring.schemes import Basis, Item, Scheme, Words
from scoring.schemes.reached import Reached
from scoring.sheets import Line
from scoring.sheets.said import Said

MOST_KEPT = 100_000


@dataclass(slots=True)
class Node:
    """计分结果 Points of one part or item; ``points`` and ``most`` are ``None`` where they are not decided."""

    id: str
    points: Exact | None
    most: Exact | None
    status: str
    lines: list[Line] = field(default_factory=list)
    observed: bool = True
    part: str = ""
    bonus: bool = False

    @property
    def applies(self) -> bool:
        """Whether it counts at all."""
        return self.status != sheet.NOT_APPLICABLE

    def get(self, name: str) -> Value:
        """Return what an expression may ask of a scored part or item."""
        if name == "id":
            return self.id
        if name == "status":
            return self.status
        if name == "part":
            return self.part or MISSING
        if name == "points":
            return MISSING if self.points is None else self.points
        if name == "most":
            return MISSING if self.most is None else self.most
        if self.points is None or not self.most:
            return MISSING
        return exact.divide(self.points, self.most)

    def settle_status(self) -> None:
        """Set the status that belongs to the points."""
        if self.points is None:
            self.status = sheet.UNDECIDED
        elif self.most is None or self.points >= self.most:
            self.status = sheet.WON
        else:
            self.status = sheet.LOST if self.points <= 0 else sheet.PARTLY

    def weigh(self, weight: Exact) -> None:
        """Multiply points, maximum and lines by a weight."""
        self.points = None if self.points is None else exact.multiply(self.points, weight)
        self.most = None if self.most is None else exact.multiply(self.most, weight)
        self.lines = [line if line.points is None else line.weighed(weight) for line in self.lines]


Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Found]):
    """What came out for everybody of whom no fact reaches it, and the next day on which that can change.

    ``items`` and ``nodes`` are the points of what it holds.
    """

    found: Found
    items: tuple[Node, ...]
    nodes: Mapping[str, Node]
    turn: date


@dataclass(frozen=True, slots=True)
class Settled:
    """结果 The outcome of one block with its name, the value it was judged by, and the lines that say why.

    ``place`` counts from the best, from 1; 0 where nothing is decided.
    """

    outcome: str | None
    place: int
    words: Words
    value: Exact | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """总分 The points of the whole, its maximum, its parts, and all lines."""

    points: Exact | None
    most: Exact | None
    parts: tuple[Node, ...]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Shared:
    """共用 What comes out alike for many subjects of one scheme on one day, worked out once.

    ``totals``, ``scored`` (parts and items) and ``settled`` (outcomes) are those which no fact of a subject reaches, by
    what is found of the selections of which only that matters: so they come out alike. ``said`` are sentences and ``lines`` reasons that were given before;
    ``feeding`` has a run for each kind of fact that is the outcome of another scheme;
    ``texts`` has the canonical text of lines by their ``id``: such a line is kept here for good, so that no other can
    ever have its id.
    """

    rules: dict[str, DatedValue] = field(default_factory=dict)
    bases: dict[str, Basis] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    totals: dict[int, Kept[Total]] = field(default_factory=dict)
    scored: dict[tuple[str, int], Kept[Node]] = field(default_factory=dict)
    settled: dict[tuple[object, ...], Kept[Settled]] = field(default_factory=dict)
    reach: Reach | None = None
    feeding: dict[str, Any] = field(default_factory=dict)
    said: dict[tuple[object, ...], Said] = field(default_factory=dict)
    lines: dict[tuple[object, ...], Line] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def same(self, words: Said) -> tuple[Said, bool]:
        """Return the sentence as it was made before, and whether it is kept here."""
        key: list[object] = [words.code]
        for part in words.places.values():
            if type(part) is Said and part.code:
                inner, kept = self.same(part)
                if not kept:
                    return words, False
                key.append(id(inner))
            elif isinstance(part, Mapping):
                key.append(id(part))  # a name in the scheme, which outlives this
            else:
                key.append(part)
        known = self.said.get(tuple(key))
        if known is not None:
            return known, True
        if len(self.said) >= MOST_KEPT:
            return words, False
        self.said[tuple(key)] = words
        return words, True


@dataclass(frozen=True, slots=True)
class Evaluation:
    """求值 One scheme at work on one subject, ``alone`` or among many that share what comes out alike.

    ``supposed`` names items taken as settled, to ask "what if".
    """

    scheme: Scheme
    context: Context
    rehearse: bool
    supposed: frozenset[str]
    shared: Shared = field(default_factory=Shared)
    alone: bool = False

    def found(self, reached: Reached | None) -> int | None:
        """Return all that the subject has to say of something, where that is so little that others say it too."""
        return None if self.alone or reached is None else reached.found(self.context)

    def keep(
        self, work: Callable[[], Found], lines: Callable[[Found], Iterable[Line]], items: list[Node]
    ) -> Kept[Found]:
        """Work something out and return all that came out, for others."""
        context, before = self.context, len(items)
        nodes, turn = set(context.nodes), context.turn
        context.turn = date.max
        found = work()
        kept = Kept(
            found,
            tuple(items[before:]),
            {name: node for name, node in context.nodes.items() if name not in nodes},
            context.turn,
        )
        context.turn = min(turn, context.turn)
        self.shared.texts.update({id(line): line.canonical() for line in lines(found)})
        return kept

    def again(self, kept: Kept[Found], items: list[Node]) -> Found:
        """Take what was kept."""
        items.extend(kept.items)
        self.context.nodes.update(kept.nodes)
        self.context.turn = min(self.context.turn, kept.turn)
        return kept.found

    @property
    def assumes(self) -> bool:
        """Whether assumed values stand in for what the source does not give: in rehearsals, and where adopted."""
        return self.rehearse or self.scheme.adopted is not None

    def basis(self, item: Item) -> Basis:
        """Return what an item rests on: where it was open, the act by which it was adopted, or our own assumption."""
        if not item.is_pending:
            return item.basis
        basis = self.shared.bases.get(item.id)
        if basis is None:
            basis = self.scheme.adopted or replace(item.basis, confidence=Confidence.DESIGN)
            self.shared.bases[item.id] = basis
        return basis

    def line(
        self,
        place: str,
        points: Exact | None,
        status: str,
        words: Said,
        basis: Basis,
        facts: tuple[str, ...] = (),
    ) -> Line:
        """Return a line of this scheme; one about no fact is the same for all of whom it says the same."""
        said, kept = self.shared.same(words)
        if facts or not kept:
            return self._line(place, points, status, said, basis, facts)
        key = (place, status, points, id(said), id(basis))
        line = self.shared.lines.get(key)
        if line is None:
            line = self._line(place, points, status, said, basis, facts)
            if len(self.shared.lines) < MOST_KEPT:
                self.shared.lines[key] = line
                self.shared.texts[id(line)] = line.canonical()
        return line

    def _line(
        self,
        place: str,
        points: Exact | None,
        status: str,
        words: Said,
        basis: Basis,
        facts: tuple[str, ...],
    ) -> Line:
        return Line(f"{self.scheme.id}.{place}", self.scheme.since, facts, points, status, words, basis)

    def value(self, expression: Compiled | None, row: Row | None = None) -> Exact | None:
        """Return the number an expression gives, or nothing where it is missing or absent."""
        if expression is None:
            return None
        result = expression(self.context, row)
        return None if result is MISSING else result

    def adjust(self, node: Node, value: Exact, place: str, words: Said, basis: Basis) -> None:
        """Set the points of a part or item, with a line for the difference."""
        if node.points is not None and value != node.points:
            node.lines.append(
                self.line(place, exact.subtract(value, node.points), sheet.ADJUSTED, words, basis)
            )
        node.points = value
