"""年度负荷: how often the plan of a year can, must and will on average visit a facility of each kind.

A line that is drawn is carried out in each of its months; any other line once, spread over its months. A share of the
whole is certain for everybody; of any other share a facility may be drawn each time, or never.

Worked example: homes stand in a draw of a quarter in March and November and in the joint visit of all in May. One home
is visited once for certain, three times at most, and 1 + 2 × 1/4 = 1.5 times on average.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Share:
    """计划份额 What one line of a plan takes of which kinds of facility; ``ratio`` is (numerator, denominator)."""

    visit_kind: str
    kinds: tuple[str, ...]
    months: tuple[int, ...]
    ratio: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Load:
    """年度负荷 Visits a year of one facility: for certain, at most, and on average."""

    certain: int
    most: int
    average: Fraction


def yearly_load(shares: Iterable[Share]) -> dict[str, Load]:
    """Return the load by kind of facility, kinds in the order in which the lines name them."""
    found: dict[str, Load] = {}
    for share in shares:
        times = max(1, len(share.months)) if share.visit_kind == DRAWN else 1
        part = Fraction(*share.ratio)
        for kind in share.kinds:
            so_far = found.get(kind, Load(0, 0, Fraction(0)))
            found[kind] = Load(
                certain=so_far.certain + (times if part >= 1 else 0),
                most=so_far.most + times,
                average=so_far.average + times * part,
            )
    return found
