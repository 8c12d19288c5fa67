"""机会是否均等: were equals really drawn equally often? For anybody who has only the published records.

Every single draw can be computed again, and then nothing is left to doubt in it. But somebody may still ask: over all these
draws, was one district, or one kind of home, visited more often than chance explains? This page answers that.

**What is compared.** In each stratum of each draw everybody has the same chance: so many of so many are drawn. From that
follows how many of a group (the homes of one district, say) *should* have come up, and how far chance alone strays from it.

>>> lots = [Lot({"north": 40, "south": 60}, {"north": 9, "south": 11})]
>>> north, south = fairness(lots).shares
>>> north.name, north.listed, north.expected, north.drawn
('north', 40, Fraction(8, 1), 9)

Twenty of a hundred were drawn, so of the forty in the north eight were to be expected. Nine came up. Is that much? Chance
strays that far all the time: in 95 of 100 fair draws the number lies between these two.

>>> north.low, north.high
(4, 12)

**The test** takes all groups together. It says how often a fair draw would come out at least as uneven as the real one:

>>> round(fairness(lots).likelihood, 2)
Decimal('0.61')

In 61 of 100 fair draws. Only where it is below one in a hundred is there something to explain; and who looks at a hundred
such numbers will see one by chance.

(The statistic is the squared distance of the counts from what was expected, measured in their own scatter: drawing without
putting back scatters as the hypergeometric distribution does. It follows the chi-square distribution; groups of which fewer
than five are to be expected are taken together, since it does not hold for them.)
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

LEAST_EXPECTED = 5
OTHERS = ""
"""The name under which small groups are taken together."""
_SCATTER = Decimal("1.96")  # standard deviations within which 95 of 100 fair draws lie
_PI = Decimal("3.14159265358979323846264338327950288419716939937510")
_DIGITS = 50


@dataclass(frozen=True, slots=True)
class Lot:
    """一层一抽 One stratum of one draw: how many of each group stood in it, and how many of each were drawn."""

    listed: Mapping[str, int]
    drawn: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Share:
    """一组的机会 One group over all lots: listed, expected to be drawn, drawn; between ``low`` and ``high`` in 95 of 100."""

    name: str
    listed: int
    expected: Fraction
    drawn: int
    low: int
    high: int

    @property
    def is_usual(self) -> bool:
        """Whether chance alone comes out like this in 95 of 100 cases."""
        return self.low <= self.drawn <= self.high


@dataclass(frozen=True, slots=True)
class Fairness:
    """检验 All groups; ``likelihood``: the share of fair draws at least as uneven, or None with nothing to compare."""

    shares: tuple[Share, ...]
    statistic: Fraction
    freedom: int
    likelihood: Decimal | None


def lots_of(record: Any, groups: Mapping[str, str] | None = None) -> list[Lot]:
    """Return the lots of a draw's record; ``groups`` are by the target's id, its region in the roster if none are given."""
    roster, selected = record["roster"], set(record["result"]["selected"])
    listed: dict[str, Counter[str]] = {stratum["key"]: Counter() for stratum in roster["strata"]}
    drawn: dict[str, Counter[str]] = {stratum["key"]: Counter() for stratum in roster["strata"]}
    for target in roster["targets"]:
        name = target["region"] if groups is None else groups.get(target["id"])
        if name is not None:
            listed[target["stratum"]][name] += 1
            drawn[target["stratum"]][name] += target["id"] in selected
    return [Lot(listed[key], drawn[key]) for key in listed]


def fairness(lots: Iterable[Lot]) -> Fairness:
    """Compare what was drawn with what was to be expected; lots of which all or none were drawn say nothing and are left out."""
    chosen = [lot for lot in lots if 0 < sum(lot.drawn.values()) < sum(lot.listed.values())]
    expected = _expected(chosen)
    small = {name for name, number in expected.items() if number < LEAST_EXPECTED}
    if len(small) > 1:
        chosen = [Lot(_together(lot.listed, small), _together(lot.drawn, small)) for lot in chosen]
        expected = _expected(chosen)
    names = sorted(expected)
    scatter = _scatter(chosen, names)
    drawn, listed = _sums(lot.drawn for lot in chosen), _sums(lot.listed for lot in chosen)
    shares = tuple(
        _share(name, listed[name], expected[name], drawn[name], scatter[place][place])
        for place, name in enumerate(names)
    )
    statistic, freedom = _distance([drawn[name] - expected[name] for name in names], scatter)
    return Fairness(shares, statistic, freedom, likelihood(statistic, freedom) if freedom else None)


def likelihood(statistic: Fraction, freedom: int) -> Decimal:
    """Return how often chance exceeds a chi-square statistic with so many degrees of freedom: from 0 to 1."""
    with localcontext() as context:
        context.prec = _DIGITS
        half = Decimal(statistic.numerator) / Decimal(statistic.denominator) / 2
        if not half:
            return Decimal(1)
        power = Decimal(freedom) / 2
        term = (power * half.ln() - half).exp() / _gamma_above(freedom)
        total, step = Decimal(0), 0
        while term > Decimal(10) ** -_DIGITS or step < half:
            total += term
            step += 1
            term *= half / (power + step)
        return +max(Decimal(0), 1 - total).quantize(Decimal("1e-12"))


def _gamma_above(freedom: int) -> Decimal:
    """Return the gamma function of freedom / 2 + 1."""
    value = Decimal(1) if freedom % 2 == 0 else _PI.sqrt()
    for doubled in range(freedom % 2 or 2, freedom + 1, 2):
        value *= Decimal(doubled) / 2
    return value


def _together(counted: Mapping[str, int], small: set[str]) -> Counter[str]:
    merged: Counter[str] = Counter()
    for name, number in counted.items():
        merged[OTHERS if name in small else name] += number
    return merged


def _sums(counted: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counted:
        total.update(each)
    return total


def _expected(lots: Sequence[Lot]) -> dict[str, Fraction]:
    expected: dict[str, Fraction] = {}
    for lot in lots:
        chance = Fraction(sum(lot.drawn.values()), sum(lot.listed.values()))
        for name, number in lot.listed.items():
            expected[name] = expected.get(name, Fraction(0)) + chance * number
    return expected


def _scatter(lots: Sequence[Lot], names: Sequence[str]) -> list[list[Fraction]]:
    """Return the covariances of the counts of all groups."""
    matrix = [[Fraction(0)] * len(names) for _ in names]
    for lot in lots:
        size, drawn = sum(lot.listed.values()), sum(lot.drawn.values())
        strength = Fraction(drawn * (size - drawn), size - 1)
        parts = [Fraction(lot.listed.get(name, 0), size) for name in names]
        for row, part in enumerate(parts):
            for column, other in enumerate(parts):
                matrix[row][column] += strength * ((part if row == column else 0) - part * other)
    return matrix


def _distance(strayed: list[Fraction], scatter: list[list[Fraction]]) -> tuple[Fraction, int]:
    """Return the squared distance measured in the scatter, and in how many directions the counts were free at all."""
    left, rows = list(strayed), [list(row) for row in scatter]
    total, freedom = Fraction(0), 0
    for place, row in enumerate(rows):
        pivot = row[place]
        if not pivot:
            continue
        total += left[place] ** 2 / pivot
        freedom += 1
        for below in range(place + 1, len(rows)):
            factor = rows[below][place] / pivot
            left[below] -= factor * left[place]
            for column in range(place, len(rows)):
                rows[below][column] -= factor * row[column]
    return total, freedom


def _share(name: str, listed: int, expected: Fraction, drawn: int, variance: Fraction) -> Share:
    with localcontext() as context:
        context.prec = _DIGITS
        middle = Decimal(expected.numerator) / Decimal(expected.denominator)
        reach = _SCATTER * (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
        low, high = max(0, round(middle - reach)), min(listed, round(middle + reach))
    return Share(name, listed, expected, drawn, low, high)
