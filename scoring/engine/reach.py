"""触及 Which facts can count in a scheme on a day, and where: decided once for all facts that say the same.

1. A scheme picks facts in so many places (``Use``), each of one kind, where a condition holds, within a window.
2. What a fact says decides the condition, its day the window. Facts of the same words share the first, facts of the
   same words and day both; of millions of facts a few thousand different ones are looked at.
3. Where a condition needs more than the words (a measure, the fact's own day), the place may be reached: it is tried.
4. A fact that no place can pick, on this day or a later one, need not be read at all.

Worked example (a test runs it): a scheme counts breaches of the last 12 months. On 2026-06-30 a breach of 2025-09-01
reaches it, until 2026-09-01; one of 2025-06-30 reaches nothing any more, and neither does an item that was met.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from scoring.facts import Fact
from scoring.language.context import MISSING, TYPES, Context, Days, Kind, Row, Type, Use, Value
from scoring.rulebook.calendars import ONE_DAY
from scoring.rulebook.errors import NotInForceError
from scoring.schemes import Scheme

CLASSES: dict[Type, type] = dict(zip(TYPES, (Decimal, str, bool, date, frozenset), strict=True))
MOST_KEPT = 100_000
ALWAYS: Days = (date.min, date.max)


class Mark(NamedTuple):
    """Which places can pick a fact, as bits; of which that has to be tried; and on which day that can change."""

    may: int
    unsure: int
    turn: date


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the scheme on this day: its bit, its window, and whether that is certain."""

    bit: int
    use: Use
    days: Days
    certain: bool


@dataclass(slots=True)
class SameWords:
    """Facts that say the same, and the places that can pick them.

    ``data`` is kept here, so that no other mapping can ever have its ``id``; ``turn`` is the next day on which the
    conditions of these places can come out otherwise.
    """

    kind: str
    data: Mapping[str, Value]
    places: "Places"
    turn: date


@dataclass(slots=True)
class Places:
    """Places in the scheme, whether their conditions certainly hold, and the mark of each day met so far."""

    each: tuple[tuple[Place, bool], ...]
    marks: dict[date, Mark] = field(default_factory=dict)


class _NeedsMoreError(Exception):
    """A condition asked for more than the words of a fact."""


class _Nameless(dict[str, Value]):
    """The names that an expression sees where nothing is known of a subject yet."""

    def __missing__(self, name: str) -> Value:
        raise _NeedsMoreError(name)


NEEDS_MORE = (_NeedsMoreError, NotInForceError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class _BareFact:
    """A fact of which only the words are known."""

    data: Mapping[str, Value]

    def get(self, name: str) -> Value:
        raise _NeedsMoreError(name)


class Reach:
    """触及标记 Marks facts for one scheme on one day; ``bare`` is what expressions see when nothing is known of a subject."""

    def __init__(self, scheme: Scheme, bare: Context) -> None:
        self.kinds = scheme.kinds
        self.bare = bare
        self.places: dict[str, list[Place]] = {}
        for number, use in enumerate(scheme.uses):
            self.places.setdefault(use.kind, []).append(self._place(1 << number, use))
        self.words: dict[int, SameWords] = {}
        self.sets: dict[tuple[tuple[int, bool], ...], Places] = {}

    def _place(self, bit: int, use: Use) -> Place:
        self.bare.names = _Nameless()
        try:
            days = use.window.days(self.bare) if use.window else ALWAYS
        except NEEDS_MORE:
            days = None
        return Place(bit, use, days or ALWAYS, certain=days is not None and not use.some)

    def first_days(self) -> dict[str, date]:
        """Return for each kind of fact the first day whose facts can count on this day or a later one."""
        return {
            kind: min((place.days[0] for place in self.places.get(kind, ())), default=date.max)
            for kind in self.kinds
        }

    def rows(self, context: Context, facts: Iterable[Fact]) -> dict[str, list[Row]]:
        """Return by kind those facts that some place can pick; the context learns which places, and until when.

        Raises:
            TypeError: a fact says something of another type than the scheme declares.
        """
        rows: dict[str, list[Row]] = {}
        for fact in facts:
            kind = fact.kind
            if kind not in self.kinds:
                continue
            words = self.words_of(kind, fact.data, fact.id)
            may, unsure, turn = self.mark(words.places, fact.on)
            context.turn = min(context.turn, turn, words.turn)
            if may:
                context.may |= may
                context.unsure |= unsure
                if kind in rows:
                    rows[kind].append(fact)
                else:
                    rows[kind] = [fact]
        return rows

    def can_count(self, words: SameWords, on: date) -> bool:
        """Return whether such a fact can count on this day or, without anything else happening, on a later one."""
        may, _, turn = self.mark(words.places, on)
        return may != 0 or turn != date.max or words.turn != date.max

    def words_of(self, kind: str, data: Mapping[str, Value], fact: str) -> SameWords:
        """Return what is known of all facts that say the same; looked up by the very mapping in which they say it."""
        known = self.words.get(id(data))
        if known is None or known.kind != kind:
            check_types(fact, self.kinds[kind], data)
            if len(self.words) >= MOST_KEPT:
                self.words.clear()
            known = self.words[id(data)] = self._read(kind, data)
        return known

    def mark(self, places: Places, on: date) -> Mark:
        """Return the mark of the facts of a day which these places can pick."""
        found = places.marks.get(on)
        if found is None:
            found = places.marks[on] = self._mark(places, on)
        return found

    def _read(self, kind: str, data: Mapping[str, Value]) -> SameWords:
        self.bare.turn = date.max
        places: list[tuple[Place, bool]] = []
        for place in self.places.get(kind, ()):
            holds = self._holds(place.use, _BareFact(data))
            if holds is not False:
                places.append((place, place.certain and holds is True))
        key = tuple((place.bit, certain) for place, certain in places)
        return SameWords(kind, data, self.sets.setdefault(key, Places(tuple(places))), self.bare.turn)

    def _holds(self, use: Use, fact: _BareFact) -> Value:
        """Return whether the condition holds, ``MISSING`` also where that takes more than the words."""
        if use.where is None:
            return True
        self.bare.names = _Nameless(this=use.this) if use.this else _Nameless()
        try:
            return use.where(self.bare, fact)
        except NEEDS_MORE:
            return MISSING

    def _mark(self, places: Places, on: date) -> Mark:
        may = unsure = 0
        turn = date.max
        if on > self.bare.day:
            return Mark(0, 0, on)
        for place, certain in places.each:
            window = place.use.window
            if place.days[0] <= on < place.days[1]:
                may |= place.bit
                unsure |= 0 if certain else place.bit
            if window is not None:
                turn = min(turn, self._turn(place, on))
        return Mark(may, unsure, turn)

    def _turn(self, place: Place, on: date) -> date:
        """Return the next day on which a fact of ``on`` comes into a window or goes out."""
        window = place.use.window
        self.bare.names = _Nameless()
        try:
            return window.turn(on, self.bare) if window else date.max
        except NEEDS_MORE:
            return min(self.bare.day, date.max - ONE_DAY) + ONE_DAY


def check_types(fact: str, kind: Kind, data: Mapping[str, Value]) -> None:
    """Refuse a fact that says something of another type than its kind declares.

    Raises:
        TypeError: it does; names the fact, the member and the value.
    """
    members = kind.members
    for name, value in data.items():
        if name in members and type(value) is not CLASSES[members[name]]:
            raise TypeError(f"fact {fact}: {kind.id}.{name} is a {members[name]}, got {value!r}")
