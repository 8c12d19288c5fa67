"""评分方案 Scoring schemes ready to run: read from their files, every name and type checked.

Nothing here knows any particular scheme; what a scheme is called and what it does stands in its file alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.language.context import Compiled, Kind, Type
from scoring.language.queries import Chooser
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.errors import NotInForceError, UnknownRuleError
from scoring.rulebook.laws import Reference

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Basis:
    """依据 What a part of a scheme rests on, and how sure we are."""

    reference: Reference
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """指标量 A named quantity, worked out once for a subject."""

    id: str
    name: Words
    compute: Compiled


@dataclass(frozen=True, slots=True)
class Comparison:
    """同组比较 Where a subject stands among its peers by a measure; known only to ``fewest`` peers or more.

    ``gives``: ``rank`` (1 is the best, equals share the better rank), ``share_behind`` (of the others, the share
    that does worse), or ``size`` (peers whose measure is known).
    """

    id: str
    name: Words
    measure: str
    gives: str
    highest_first: bool
    fewest: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """每次发生 Points for each fact that a selection picks, ``at_most`` so many together."""

    each: str
    choose: Chooser
    points: Compiled
    at_most: Compiled | None
    name: Words


@dataclass(frozen=True, slots=True)
class Case:
    """情形 Points where a condition holds; without a condition: otherwise. ``above`` is the number it compares with."""

    when: Compiled | None
    points: Compiled
    name: Words | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """评分项 One thing that gives points.

    Where the source gives no maximum (``max_unknown``), no way of counting (``verb`` is None) or that way is our
    own assumption (``unconfirmed``), the item is 待核 and counts in rehearsals alone. Where a selection of ``needs``
    finds no fact, nobody looked: the item is missing, and treated as ``when_missing`` says.
    """

    id: str
    name: Words
    basis: Basis
    verb: str | None
    max: Compiled | None
    max_unknown: bool
    unconfirmed: bool
    least: Compiled | None
    weight: Compiled | None
    applies: Compiled | None
    when_missing: str
    needs: tuple[Chooser, ...]
    points: Compiled | None
    cases: tuple[Case, ...]
    occurrences: tuple[Occurrence, ...]
    assumed_max: Decimal | None
    assumed_points: Compiled | None

    @property
    def is_pending(self) -> bool:
        """Whether it is 待核: the source does not say how many points it gives, or for what."""
        return self.verb is None or self.max_unknown or self.unconfirmed


@dataclass(frozen=True, slots=True)
class Part:
    """评分部分 Items that belong together, with their own maximum, weight and treatment of what does not apply."""

    id: str
    name: Words
    basis: Basis
    children: tuple["Part | Item", ...]
    max: Compiled | None
    least: Compiled | None
    weight: Compiled | None
    applies: Compiled | None
    not_applicable: str


@dataclass(frozen=True, slots=True)
class Rounding:
    """舍入 To which step, by which named rule."""

    step: Decimal
    how: str


@dataclass(frozen=True, slots=True)
class Score:
    """计分 The whole: where it starts, its parts, its bounds and its rounding."""

    parts: tuple[Part | Item, ...]
    start: Compiled | None
    least: Compiled | None
    max: Compiled | None
    rounding: Rounding | None
    not_applicable: str


@dataclass(frozen=True, slots=True)
class Need:
    """条件 Something that must hold for a level; ``by_points`` when it is about points and not about facts."""

    id: str
    name: Words
    basis: Basis
    holds: Compiled
    by_points: bool


@dataclass(frozen=True, slots=True)
class Level:
    """等次 One outcome, with what it takes: needs, or a number that the value must reach."""

    outcome: str
    name: Words
    basis: Basis
    needs: tuple[Need, ...]
    above: Compiled | None


@dataclass(frozen=True, slots=True)
class Veto:
    """否决 What changes the outcome whatever the points say: each fact picked, or a condition."""

    id: str
    name: Words
    basis: Basis
    choose: Chooser | None
    when: Compiled | None
    outcome: str | None
    at_most: str | None
    lower_by: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """结果 How points become a word. Levels stand from best to worst; ``otherwise`` comes last."""

    id: str
    name: Words
    value: Compiled | None
    levels: tuple[Level, ...]
    otherwise: tuple[str, Words] | None
    more: Mapping[str, Words]
    vetoes: tuple[Veto, ...]

    @property
    def names(self) -> dict[str, Words]:
        """Every outcome there can be, best first, with its name."""
        names = {level.outcome: level.name for level in self.levels}
        if self.otherwise:
            names[self.otherwise[0]] = self.otherwise[1]
        return {**names, **self.more}


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """评分方案 One version of one scheme, from ``since`` on.

    ``produces`` is the kind of fact in which a decided outcome is recorded, ``valid_for`` the rule that says for how
    many months it holds. ``lexicon`` has words for what its expressions name. ``adopted`` is the basis on which a local authority took over what the source leaves open (待核).
    """

    id: str
    name: Words
    about: Words
    public: bool
    since: date
    until: date | None
    basis: Basis
    authority: str
    produces: str | None
    kinds: Mapping[str, Kind]
    measures: tuple[Measure, ...]
    score: Score | None
    outcome: Outcome
    also: tuple[Outcome, ...]
    examples: tuple[Mapping[str, Any], ...]
    file: str
    example_lines: tuple[int, ...] = ()
    adopted: Basis | None = None
    comparisons: tuple[Comparison, ...] = ()
    grouped_by: tuple[str, ...] = ()
    valid_for: str | None = None
    lexicon: Mapping[str, Words] = field(default_factory=dict)

    def in_force(self, on: date) -> bool:
        """Return whether this version applies on the day."""
        return self.since <= on and (self.until is None or on < self.until)

    def items(self) -> list[Item]:
        """Return every item, in order."""
        return [node for node in self.nodes() if isinstance(node, Item)]

    def nodes(self) -> list[Part | Item]:
        """Return every part and item, parts before what they hold."""
        return list(walk(self.score.parts)) if self.score else []


def walk(nodes: Iterable[Part | Item]) -> Iterable[Part | Item]:
    """Return parts and items in order, parts before what they hold."""
    for node in nodes:
        yield node
        if isinstance(node, Part):
            yield from walk(node.children)


@dataclass(frozen=True, slots=True, eq=False)
class Schemes:
    """方案集 All schemes of a rulebook, each with its versions."""

    versions: Mapping[str, tuple[Scheme, ...]]

    def on(self, scheme_id: str, day: date) -> Scheme:
        """Return the version in force on ``day``; a local one goes before a national one.

        Raises:
            UnknownRuleError: no scheme has this id.
            NotInForceError: none of its versions applies on that day.
        """
        if scheme_id not in self.versions:
            raise UnknownRuleError(
                f"no scheme is called {scheme_id}; known are {', '.join(sorted(self.versions))}"
            )
        fitting = [version for version in self.versions[scheme_id] if version.in_force(day)]
        if not fitting:
            first = min(version.since for version in self.versions[scheme_id])
            raise NotInForceError(f"{scheme_id} says nothing for {day}; it begins on {first}")
        return max(fitting, key=lambda version: (bool(version.authority), version.since))

    def producing(self, kind: str, day: date) -> Scheme:
        """Return the scheme whose outcome is recorded as facts of ``kind``: how code finds one without its name.

        Raises:
            UnknownRuleError: no scheme produces such facts.
            NotInForceError: none of its versions applies on that day.
        """
        found = [scheme.id for scheme in self.all() if scheme.produces == kind]
        if not found:
            raise UnknownRuleError(f"no scheme produces facts of kind {kind}")
        return self.on(found[0], day)

    def members(self) -> dict[str, dict[str, Type]]:
        """Return ``{kind: {member: type}}`` of all facts that any scheme reads."""
        members: dict[str, dict[str, Type]] = {}
        for scheme in self.all():
            for kind in scheme.kinds.values():
                members.setdefault(kind.id, {}).update(kind.members)
        return members

    def all(self) -> list[Scheme]:
        """Return every version of every scheme, by id and day."""
        return [version for _, versions in sorted(self.versions.items()) for version in versions]
