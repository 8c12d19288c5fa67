"""名录库: who is in the roster, who is left out and why, how coarse regions are, who must not go where."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.candidates import (
    Candidate,
    Certain,
    Exclusion,
    Frame,
    Officer,
    Part,
    PoolRules,
    Tier,
    why_not,
    why_not_sent,
)
from inspections.pool import Pool, build_pool
from inspections.protocol import inspector_id, target_id
from inspections.regions import coarse_regions
from inspections.request import check_roster
from scoring.rulebook import Rulebook
from tests.inspections.draws import hash_number

DAY = date(2026, 11, 22)
RULES = PoolRules(
    visits_per_year=2, may_repeat_items=False, quiet_months=3, familiar_visits=2, familiar_months=24
)
FRAME = Frame(
    id="2026-01",
    title="养老机构抽查",
    authority="示例民政局",
    nonce=hash_number("roster"),
    items=frozenset({"fire", "food"}),
    tiers=(
        Tier.of("S1", Decimal("0.25"), minimum=1, reserve=2),
        Tier("S2", (1, 1), reason=Certain.FULL_COVERAGE),
    ),
    team=(Part("ca", 2), Part("fire", 1, frozenset({"fire"}))),
    days=(date(2026, 12, 8), date(2026, 12, 7)),
    per_day=2,
    standby_days=(date(2026, 12, 21), date(2026, 12, 8)),
)


def candidate(code: str, **changes: Any) -> Candidate:
    return replace(Candidate(code=code, area="500103001", tier="S1", nonce=hash_number(code)), **changes)


def officer(number: str, **changes: Any) -> Officer:
    return replace(
        Officer(staff_number=number, department="ca", capacity=4, nonce=hash_number(number)), **changes
    )


def facility(pool: Pool, code: str) -> str:
    return next(name for name, its_code in pool.facilities.items() if its_code == code)


def person(pool: Pool, number: str) -> str:
    return next(name for name, its_number in pool.officers.items() if its_number == number)


CANDIDATES = [candidate(f"5001-{i:03}", tier="S2" if i < 5 else "S1") for i in range(20)]
OFFICERS = [officer(f"A{i}") for i in range(6)] + [
    officer(f"F{i}", department="fire", qualifications=frozenset({"fire"}), standby=i > 2) for i in range(5)
]


def build(candidates: list[Candidate] = CANDIDATES, officers: list[Officer] = OFFICERS, **more: Any) -> Pool:
    return build_pool(FRAME, candidates, officers, RULES, on=DAY, **more)


def test_the_roster_is_one_that_can_be_drawn_from() -> None:
    pool = build()
    check_roster(pool.roster)
    assert len(pool.roster["targets"]) == 20
    assert len(pool.roster["inspectors"]) == 9
    assert len(pool.roster["standby"]["inspectors"]) == 2
    assert pool.roster["strata"][0] == {"key": "S1", "ratio": [1, 4], "minimum": 1, "reserve": 2}
    assert pool.roster["calendar"]["days"] == ["2026-12-07", "2026-12-08"]
    assert pool.roster["standby"]["days"] == ["2026-12-21"]
    assert pool.reasons == {"S2": "full-coverage"}
    assert not pool.exclusions


def test_the_order_in_which_people_are_handed_in_means_nothing() -> None:
    assert build(CANDIDATES[::-1], OFFICERS[::-1]) == build()


def test_everybody_stands_under_a_pseudonym_exactly_once() -> None:
    pool = build([*CANDIDATES, candidate("closed", is_closed=True)])
    named = [row["id"] for row in pool.roster["targets"]] + [name for name, _ in pool.exclusions]
    assert sorted(named) == sorted(pool.facilities)
    assert facility(pool, "closed") == target_id("closed", hash_number("closed"))
    assert person(pool, "A1") == inspector_id("A1", hash_number("A1"))
    assert pool.exclusions == [[facility(pool, "closed"), "已停业、注销或合并"]]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"is_closed": True}, Exclusion.CLOSED),
        ({"is_closed": True, "carried": Certain.WITHDRAWN_EARLIER}, Exclusion.CLOSED),
        ({"visits_this_year": 1}, None),
        ({"visits_this_year": 2}, Exclusion.CAP_REACHED),
        ({"visits_this_year": 2, "carried": Certain.SELECTED_BEFORE}, None),
        ({"checked": {"fire": date(2026, 1, 1)}}, None),
        ({"checked": {"fire": date(2026, 1, 1), "food": date(2026, 3, 1)}}, Exclusion.ITEMS_CHECKED),
        ({"checked": {"fire": date(2025, 12, 31), "food": date(2026, 3, 1)}}, None),
        ({"checked_above": {"fire": date(2026, 8, 23), "food": date(2026, 11, 1)}}, Exclusion.UPPER_LEVEL),
        ({"checked_above": {"fire": date(2026, 8, 22), "food": date(2026, 11, 1)}}, None),
    ],
)
def test_why_a_facility_is_left_out(changes: dict[str, Any], reason: Exclusion | None) -> None:
    assert why_not(candidate("x", **changes), FRAME, RULES, DAY) == reason


def test_rules_without_a_limit_leave_nobody_out() -> None:
    free = replace(RULES, visits_per_year=None, may_repeat_items=True, familiar_visits=None)
    often = candidate("x", visits_this_year=99, checked={"fire": DAY, "food": DAY})
    assert why_not(often, FRAME, free, DAY) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"away": ((date(2026, 12, 8), date(2026, 12, 8)),)}, Exclusion.AWAY),
        ({"away": ((date(2026, 12, 9), date(2026, 12, 31)),)}, None),
        ({"credential_until": date(2026, 12, 8)}, None),
        ({"credential_until": date(2026, 12, 7)}, Exclusion.CREDENTIAL),
        ({"department": "fire"}, Exclusion.UNQUALIFIED),
        ({"department": "fire", "qualifications": frozenset({"fire", "food"})}, None),
        ({"department": "housing"}, Exclusion.UNQUALIFIED),
    ],
)
def test_why_an_inspector_is_left_out(changes: dict[str, Any], reason: Exclusion | None) -> None:
    assert why_not_sent(officer("x", **changes), FRAME) == reason


def test_what_an_earlier_draw_left_is_drawn_for_certain() -> None:
    carried = [
        candidate("w", carried=Certain.WITHDRAWN_EARLIER),
        candidate("s", carried=Certain.SELECTED_BEFORE),
        candidate("f", tier="S2", carried=Certain.FULL_COVERAGE),
    ]
    pool = build([*CANDIDATES, *carried])
    strata = {row["id"]: row["stratum"] for row in pool.roster["targets"]}
    assert [strata[facility(pool, code)] for code in "wsf"] == ["certain-1", "certain-2", "S2"]
    assert pool.roster["strata"][-1] == {"key": "certain-2", "ratio": [1, 1], "minimum": 0, "reserve": 0}
    assert pool.reasons["certain-1"] == "withdrawn-earlier"


def test_a_tier_that_nobody_defined() -> None:
    with pytest.raises(ValueError, match="S9"):
        build([candidate("x", tier="S9")])


def test_recusals() -> None:
    candidates = [candidate("home", area="500103002"), candidate("other"), candidate("third")]
    officers = [officer("A", own_area="500103002"), officer("B"), officer("C")]
    pool = build(
        candidates,
        officers,
        declared={("A", "home"): "kinship", ("B", "other"): "declared-interest", ("gone", "home"): "kinship"},
        visited=[
            ("C", "home", date(2025, 1, 1)),
            ("C", "home", date(2026, 1, 1)),
            ("C", "other", date(2026, 1, 1)),
            ("C", "other", date(2024, 11, 22)),
            ("B", "third", date(2026, 1, 1)),
        ],
    )
    named = {(pool.officers[a], pool.facilities[b]): code for a, b, code in pool.roster["recusals"]}
    assert named == {("A", "home"): "kinship", ("B", "other"): "declared-interest", ("C", "home"): "familiar"}
    assert pool.roster["recusals"] == sorted(pool.roster["recusals"])
    alone = build(candidates, officers).roster["recusals"]
    assert [code for _, _, code in alone] == ["own-area"]


def test_the_values_come_from_the_rulebook() -> None:
    rules = PoolRules.on(Rulebook.load(), DAY)
    assert rules == RULES


class TestRegions:
    """区域粗化."""

    def coarse(self, areas: dict[str, str], needed: set[str]) -> dict[str, str]:
        return coarse_regions(areas, dict.fromkeys(areas, "S1"), needed)

    def test_the_example_of_the_module(self) -> None:
        areas = dict.fromkeys([f"a{i}" for i in range(9)], "500103001")
        areas |= {"b1": "500103002", "b2": "500103002"}
        areas |= dict.fromkeys([f"c{i}" for i in range(6)], "500104")
        regions = self.coarse(areas, {"5001", "500103", "500103002"})
        assert {regions["a1"], regions["b1"]} == {"500103"}
        assert regions["c1"] == "5001"

    def test_no_finer_than_an_inspectors_area_needs(self) -> None:
        areas = {f"f{i}": f"50010300{i}" for i in range(6)}
        assert set(self.coarse(areas, {"500103"}).values()) == {"500103"}
        assert set(self.coarse(areas, set()).values()) == {"50"}
        assert set(self.coarse(areas | {"x": "310101"}, set()).values()) == {"-"}

    def test_a_neighbour_comes_along_where_too_few_would_stay(self) -> None:
        areas = (
            {"f0": "500103001"}
            | {f"g{i}": "500103002" for i in range(7)}
            | {f"h{i}": "500103003" for i in range(9)}
        )
        regions = self.coarse(areas, {"500103", "500103002", "500103003"})
        assert regions["f0"] == regions["g0"] == "500103"
        assert regions["h0"] == "500103003"

    def test_a_small_stratum_stands_as_wide_as_the_whole_roster(self) -> None:
        areas = {f"f{i}": f"50010300{i % 3}" for i in range(20)}
        strata = {name: "S2" if name == "f0" else "S1" for name in areas}
        needed = {"500103", "500103000", "500103001", "500103002"}
        regions = coarse_regions(areas, strata, needed)
        assert regions["f0"] == "500103"
        assert regions["f3"] == "500103000"
        assert coarse_regions(areas, strata, needed, certain={"S2"})["f0"] == "500103000"

    @given(
        st.dictionaries(
            st.text("abcdef", min_size=1, max_size=3),
            st.tuples(st.text("12", min_size=2, max_size=6), st.sampled_from(("S1", "S2"))),
        ),
        st.sets(st.text("12", min_size=1, max_size=6), max_size=8),
    )
    def test_at_least_five_share_and_every_region_is_true(
        self, rows: dict[str, tuple[str, str]], needed: set[str]
    ) -> None:
        areas = {name: area for name, (area, _) in rows.items()}
        strata = {name: stratum for name, (_, stratum) in rows.items()}
        regions = coarse_regions(areas, strata, needed)
        assert regions.keys() == areas.keys()
        assert all(areas[name].startswith(region) for name, region in regions.items() if region != "-")
        for stratum in set(strata.values()):
            shared = Counter(region for name, region in regions.items() if strata[name] == stratum)
            assert min(shared.values()) >= 5 or len(shared) == 1

    @given(
        st.lists(st.text("12", min_size=6, max_size=6), min_size=5),
        st.sets(st.text("12", min_size=1, max_size=6)),
    )
    def test_nobody_gains_an_area_by_it(self, codes: list[str], needed: set[str]) -> None:
        areas = {str(number): code for number, code in enumerate(codes)}
        for name, region in self.coarse(areas, needed).items():
            may = {area for area in needed if region.startswith(area)}
            assert may <= {area for area in needed if areas[name].startswith(area)}
