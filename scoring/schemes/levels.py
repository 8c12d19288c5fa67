"""等次 How points become a word: levels with what each takes, and what changes an outcome whatever the points say."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.language.choosing import Chooser
from scoring.language.context import Compiled
from scoring.schemes.basis import Basis, Words
from scoring.schemes.reached import Reached

MAIN = "main"
"""The id of the outcome that gives a scheme its result, for the others to read."""


@dataclass(frozen=True, slots=True)
class Need:
    """条件 Something that must hold for a level; ``by_points`` when it is about points and not about facts."""

    id: str
    name: Words
    basis: Basis
    holds: Compiled
    by_points: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """最低得分率 What every part, every item, or one of them by its id must reach, as a share of its maximum."""

    of: str
    ratio: Decimal
    need: Need

    @property
    def each(self) -> bool:
        """Whether it is about all parts or all items."""
        return self.of in ("parts", "items")


@dataclass(frozen=True, slots=True)
class Level:
    """等次 One outcome, with what it takes: a number that the value must reach, bars for parts and items, needs.

    ``sign`` says on which side of ``above`` the value must lie: ``>=``, ``>``, ``<=`` or ``<``.
    """

    outcome: str
    name: Words
    basis: Basis
    needs: tuple[Need, ...]
    above: Compiled | None
    sign: str = ">="
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Veto:
    """否决 What changes the outcome whatever the points say: each fact picked, or a condition.

    It sets another ``outcome``, caps it (``at_most``), moves it down or up, or lays it aside while it lasts: then
    ``suspend`` is shown in its place; ``each`` is what it picks, as written. A ``gate`` is a condition that everybody must meet, and applies where one does not.
    """

    id: str
    name: Words
    basis: Basis
    choose: Chooser | None
    when: Compiled | None
    outcome: str | None
    at_most: str | None
    lower_by: int
    raise_by: int = 0
    suspend: str | None = None
    gate: bool = False
    each: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """结果 How points become a word. Levels stand from best to worst; ``otherwise`` comes last.

    ``reads`` are further outcomes of the scheme that must be known first. ``reached`` says which facts can reach it,
    nothing where peers do; ``by_total``, that of all points it reads the total alone.
    """

    id: str
    name: Words
    value: Compiled | None
    levels: tuple[Level, ...]
    otherwise: tuple[str, Words] | None
    more: Mapping[str, Words]
    vetoes: tuple[Veto, ...]
    reads: frozenset[str] = frozenset()
    reached: Reached | None = None
    by_total: bool = False

    @property
    def names(self) -> dict[str, Words]:
        """Every outcome there can be, best first, with its name."""
        names = {level.outcome: level.name for level in self.levels}
        if self.otherwise:
            names[self.otherwise[0]] = self.otherwise[1]
        return {**names, **self.more}
