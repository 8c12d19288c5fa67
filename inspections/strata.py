"""抽查层: which strata a roster has, once it is known how many facilities stand in each sampling tier.

A stratum with fewer than five facilities would tell too much of each, and its share would be a matter of rounding. So:
1. Too small a tier joins the next one that is drawn more often; where there is none, the next one that is drawn less
   often. Nobody's chance falls more than it must. This is repeated until each stratum has five, or one is left.
2. Of a district with three facilities or fewer, all are drawn: full coverage by rule. With four, one at least; the stratum
   says that it is small because there are no more.
3. A tier that is drawn whole by rule stays as it is: there is nothing left to hide.

Example: of 20 facilities 12 stand in S1, 3 in S2 and 5 in S3. The 3 join S3, which then has 8.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from inspections.candidates import Certain, Tier
from inspections.regions import LEAST_SHARING

FEW = "few-targets"  # why a stratum is small: the task concerns no more


@dataclass(frozen=True, slots=True)
class Strata:
    """分层 The strata in use, in the order of their tiers, and the stratum of each tier."""

    tiers: tuple[Tier, ...]
    of: Mapping[str, str]


def settle_strata(tiers: Sequence[Tier], members: Iterable[str], *, small: int) -> Strata:
    """Return the strata for facilities whose tiers are ``members``; ``small``: of so many or fewer all are drawn.

    Raises:
        ValueError: a member's tier is not among ``tiers``.
    """
    sizes = Counter(members)
    unknown = sizes.keys() - {tier.key for tier in tiers}
    if unknown:
        raise ValueError(f"no such tier: {', '.join(sorted(unknown))}")
    into = {tier.key: tier.key for tier in tiers}
    while (tight := _too_small(tiers, sizes)) and (other := _neighbour(tight, tiers, sizes)):
        into = {key: other.key if at == tight.key else at for key, at in into.items()}
        sizes[other.key] += sizes.pop(tight.key)
    used = tuple(_explained(tier, sizes[tier.key], small) for tier in tiers if sizes[tier.key])
    return Strata(used, {key: at for key, at in into.items() if sizes[at]})


def _too_small(tiers: Sequence[Tier], sizes: Mapping[str, int]) -> Tier | None:
    """Return a stratum that is too small to stand alone: of several the one that is drawn least often."""
    tight = [tier for tier in tiers if 0 < sizes[tier.key] < LEAST_SHARING and not tier.reason]
    return min(tight, key=lambda tier: Fraction(*tier.ratio), default=None)


def _neighbour(tight: Tier, tiers: Sequence[Tier], sizes: Mapping[str, int]) -> Tier | None:
    """Return what it joins: the next stratum drawn as often or more, else the next drawn less."""
    others = [tier for tier in tiers if sizes[tier.key] and tier.key != tight.key and not tier.reason]
    share = Fraction(*tight.ratio)
    above = [tier for tier in others if Fraction(*tier.ratio) >= share]
    if above:
        return min(above, key=lambda tier: Fraction(*tier.ratio))
    return max(others, key=lambda tier: Fraction(*tier.ratio), default=None)


def _explained(tier: Tier, size: int, small: int) -> Tier:
    if tier.reason or size >= LEAST_SHARING:
        return tier
    if size <= small:
        return replace(tier, ratio=(1, 1), reason=Certain.FULL_COVERAGE.value)
    return replace(tier, minimum=max(tier.minimum, 1), reason=FEW)
