"""评分方案 Scoring schemes ready to run: read from their files, every name and type checked.

Nothing here knows any particular scheme; what a scheme is called and what it does stands in its file alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from scoring.language.choosing import Chooser
from scoring.language.context import Compiled, Kind, Use
from scoring.language.tables import Table
from scoring.schemes.basis import Basis as Basis
from scoring.schemes.basis import Words as Words
from scoring.schemes.levels import MAIN, Outcome
from scoring.schemes.reached import Reached


@dataclass(frozen=True, slots=True)
class Measure:
    """指标量 A named quantity, worked out once for a subject; ``by_points`` where it needs what peers scored."""

    id: str
    name: Words
    compute: Compiled
    by_points: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """同组比较 A measure, or ``points``, beside those of the peers; known only to ``fewest`` peers or more.

    ``gives`` is what comes out (``scoring.engine.standing``), ``ties`` which place equals share, ``at`` the share of a
    quantile. ``stage`` says when it can be worked out: after every comparison that its measure rests on.
    """

    id: str
    name: Words
    measure: str
    points: Compiled | None
    gives: str
    highest_first: bool
    fewest: int
    ties: str = "better"
    at: Decimal = Decimal(0)
    stage: int = 1


@dataclass(frozen=True, slots=True)
class Occurrence:
    """每次发生 Points for each fact that a selection picks, ``at_most`` so many together.

    Of facts with the same ``once_per`` only the one with most points counts; facts with the same ``cycle`` give
    ``cycle_most`` points at most.
    """

    each: str
    choose: Chooser
    points: Compiled
    at_most: Compiled | None
    name: Words
    once_per: Compiled | None = None
    cycle: Compiled | None = None
    cycle_most: Compiled | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """情形 Points where a condition holds; without a condition: otherwise.

    A step of bands keeps, as they are written, the number it is ``of``, the ``sign`` and the ``limit``.
    """

    when: Compiled | None
    points: Compiled
    name: Words | None = None
    of: str = ""
    sign: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """评分项 One thing that gives points.

    Where the source gives no maximum (``max_unknown``), no way of counting (``verb`` is None) or that way is our
    own assumption (``unconfirmed``), the item is 待核 and counts in rehearsals alone. Where a selection of ``needs``
    finds no fact, nobody looked: the item is missing, and treated as ``when_missing`` says; ``needs_said`` are they as
    written. ``reached`` says which facts can reach it; nothing where peers do.
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
    needs_said: tuple[str, ...]
    points: Compiled | None
    cases: tuple[Case, ...]
    occurrences: tuple[Occurrence, ...]
    assumed_max: Decimal | None
    assumed_points: Compiled | None
    bonus: bool = False
    rounding: "Rounding | None" = None
    reached: Reached | None = None

    @property
    def is_pending(self) -> bool:
        """Whether it is 待核: the source does not say how many points it gives, or for what."""
        return self.verb is None or self.max_unknown or self.unconfirmed


@dataclass(frozen=True, slots=True)
class Part:
    """评分部分 Items that belong together, with their own maximum, weight and treatment of what does not apply.

    ``take`` says how their points come together: ``sum``, ``average``, or the ``best`` or ``worst`` few (``taken``).
    A ``bonus`` adds points and nothing to the maximum of what it stands in. ``reached`` as for items.
    """

    id: str
    name: Words
    basis: Basis
    children: tuple["Part | Item", ...]
    max: Compiled | None
    least: Compiled | None
    weight: Compiled | None
    applies: Compiled | None
    not_applicable: str
    take: str = "sum"
    taken: int = 1
    bonus: bool = False
    rounding: "Rounding | None" = None
    reached: Reached | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """舍入 To which step, by which named rule."""

    step: Decimal
    how: str


@dataclass(frozen=True, slots=True)
class Score:
    """计分 The whole: where it starts, its parts, its bounds and its rounding; ``reached`` as for items."""

    parts: tuple[Part | Item, ...]
    start: Compiled | None
    least: Compiled | None
    max: Compiled | None
    rounding: Rounding | None
    not_applicable: str
    reached: Reached | None = None


class Versions(Protocol):
    """The versions of schemes, of which one applies on a day."""

    def all(self) -> "list[Scheme]":
        """Return every version."""

    def on(self, scheme_id: str, day: date) -> "Scheme":
        """Return the version in force on ``day``; raises ``NotInForceError``."""


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """评分方案 One version of one scheme, from ``since`` on.

    ``produces`` is the kind of fact in which a decided outcome is recorded, ``valid_for`` the rule that says for how
    many months it holds. ``lexicon`` has words for what its expressions name, ``uses`` are all places that pick facts.
    ``feeds`` are, by kind of fact, the schemes whose outcome it is. ``adopted`` is the basis on which a local authority took over what the source leaves open (待核).
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
    given: tuple[Mapping[str, Any], ...]
    examples: tuple[Mapping[str, Any], ...]
    file: str
    adopted: Basis | None = None
    comparisons: tuple[Comparison, ...] = ()
    grouped_by: tuple[str, ...] = ()
    among: Compiled | None = None
    tables: tuple[Table, ...] = ()
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    order: tuple[str, ...] = (MAIN,)
    last_checked: date = date.min
    check_every_days: int = 0
    valid_for: str | None = None
    lexicon: Mapping[str, Words] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    feeds: Mapping[str, "Versions"] = field(default_factory=dict)

    def given_in(self, example: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
        """Return the facts of an example: those that all examples start from, and its own."""
        return (*self.given, *example["given"])

    def in_force(self, on: date) -> bool:
        """Return whether this version applies on the day."""
        return self.since <= on and (self.until is None or on < self.until)

    def review_due(self, on: date) -> bool:
        """Return whether somebody should look again whether this is still how the rating is made."""
        return (on - self.last_checked).days > self.check_every_days

    def outcomes(self) -> dict[str, Outcome]:
        """Return every outcome by its id, the one that gives the scheme its result as ``main``."""
        return {MAIN: self.outcome, **{outcome.id: outcome for outcome in self.also}}

    def recorded_kinds(self) -> list[Kind]:
        """Return the kinds of fact that are recorded and reach it, also over the schemes it reads."""
        own = [kind for kind in self.kinds.values() if not kind.scheme]
        fed = [
            kind
            for versions in self.feeds.values()
            for one in versions.all()
            for kind in one.recorded_kinds()
        ]
        return own + fed

    def items(self) -> list[Item]:
        """Return every item, in order."""
        return [node for node in self.nodes() if isinstance(node, Item)]

    def reach_of(self, node: Part | Item) -> frozenset[str]:
        """Return the kinds of fact that can reach a part or item; none where peers do."""
        bits = node.reached.read | node.reached.asked if node.reached else 0
        return frozenset(use.kind for number, use in enumerate(self.uses) if bits >> number & 1)

    def nodes(self) -> list[Part | Item]:
        """Return every part and item, parts before what they hold."""
        return list(walk(self.score.parts)) if self.score else []


def title_of(example: Mapping[str, Any]) -> Words:
    """Return what an example is called; a title in one language stands in for both."""
    title = example["name"]
    return {"zh": title, "en": title} if isinstance(title, str) else title


def walk(nodes: Iterable[Part | Item]) -> Iterable[Part | Item]:
    """Return parts and items in order, parts before what they hold."""
    for node in nodes:
        yield node
        if isinstance(node, Part):
            yield from walk(node.children)
