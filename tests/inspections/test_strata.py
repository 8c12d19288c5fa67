"""抽查层: the scenarios that a jurist reads, and what holds for any sizes."""

from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.candidates import Tier
from inspections.protocol import quota
from inspections.strata import settle_strata
from scoring.rulebook import load_yaml

TOLD = load_yaml(Path(__file__).parent.parent / "scenarios" / "sampling" / "strata.yaml")
FACTORS = {"S1": Fraction(1, 2), "S2": Fraction(1), "S3": Fraction(2)}


def tiers(share: Fraction) -> list[Tier]:
    return [Tier(key, (share * factor).as_integer_ratio(), minimum=1) for key, factor in FACTORS.items()]


def members(sizes: dict[str, int]) -> list[str]:
    return [key for key, size in sizes.items() for _ in range(size)]


@pytest.mark.parametrize("case", TOLD["cases"], ids=[case["name"] for case in TOLD["cases"]])
def test_scenario(case: dict[str, Any]) -> None:
    found = settle_strata(tiers(Fraction(*TOLD["share"])), members(case["sizes"]), small=3)
    sizes = Counter(found.of[key] for key in members(case["sizes"]))
    strata = [
        [each.key, sizes[each.key], quota({"key": each.key, "ratio": list(each.ratio), "minimum": each.minimum, "reserve": 0}, sizes[each.key]), each.reason]
        for each in found.tiers
    ]  # fmt: skip
    assert strata == case["strata"]


@given(st.fixed_dictionaries({key: st.integers(0, 30) for key in FACTORS}))
def test_every_stratum_has_five_or_says_why(sizes: dict[str, int]) -> None:
    found = settle_strata(tiers(Fraction(1, 4)), members(sizes), small=3)
    counted = Counter(found.of[key] for key in members(sizes))
    assert sum(counted.values()) == sum(sizes.values())
    assert set(counted) == {each.key for each in found.tiers}
    for each in found.tiers:
        assert counted[each.key] >= 5 or each.reason


def test_a_tier_that_nobody_defined() -> None:
    with pytest.raises(ValueError, match="S9"):
        settle_strata(tiers(Fraction(1, 4)), ["S9"], small=3)
