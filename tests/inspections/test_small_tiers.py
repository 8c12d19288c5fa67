"""A tier in which too few can be drawn would tell who is in it, so it is merged."""

from datetime import date

from inspections.candidates import Candidate, Frame, PoolRules, Tier, merge_small

ON = date(2026, 11, 2)
RULES = PoolRules(2, may_repeat_items=False, quiet_months=3, familiar_visits=None, familiar_months=12)
FRAME = Frame("T", "T", "A", "0" * 64, frozenset(), (Tier("S1", (1, 2)), Tier("S2", (1, 4))), (), (), 2)


def tiers(s1: int, s2: int, closed: int = 0) -> list[str]:
    made = [Candidate(f"a{n}", "990101", "S1", "") for n in range(s1)]
    made += [Candidate(f"b{n}", "990101", "S2", "", is_closed=n < closed) for n in range(s2)]
    return sorted(each.tier for each in merge_small(made, FRAME, RULES, ON))


def test_a_tier_of_five_stays():
    assert tiers(9, 5) == ["S1"] * 9 + ["S2"] * 5


def test_a_tier_of_four_is_merged_with_the_largest():
    assert tiers(9, 4) == ["S1"] * 13
    assert tiers(3, 9) == ["S2"] * 12


def test_who_cannot_be_drawn_does_not_count():
    assert tiers(9, 6, closed=3) == ["S1"] * 15


def test_a_lonely_tier_stays_as_it_is():
    assert tiers(3, 0) == ["S1"] * 3
