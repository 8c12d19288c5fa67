"""机会是否均等: fair draws look fair, unfair ones do not, and the numbers are those of the tables."""

import doctest
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import inspections.fairness
from inspections.drawing import select
from inspections.fairness import OTHERS, Lot, fairness, likelihood, lots_of
from inspections.tickets import Tickets
from tests.inspections.draws import VECTORS, make_roster, make_target

GROUPS = {"east": 40, "north": 25, "west": 35}


def test_its_example_is_true() -> None:
    module: ModuleType = inspections.fairness
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("statistic", "freedom", "share"),
    [  # tables of the chi-square distribution
        ("3.841459", 1, "0.05"),
        ("5.991465", 2, "0.05"),
        ("13.815511", 2, "0.001"),
        ("16.749602", 19, "0.607"),
        ("43.820196", 19, "0.001"),
        ("124.342113", 100, "0.05"),
        ("0", 3, "1"),
        ("100000", 3, "0"),
    ],
)
def test_the_likelihood_is_that_of_the_tables(statistic: str, freedom: int, share: str) -> None:
    assert abs(likelihood(Fraction(statistic), freedom) - Decimal(share)) < Decimal("0.0005")


def drawn_by(seed: int) -> Lot:
    """A real draw of a fifth of a hundred homes in three areas."""
    targets = [
        make_target(f"{name}-{i:02}", region=name) for name, size in GROUPS.items() for i in range(size)
    ]
    targets.sort(key=lambda target: target["id"])
    roster = make_roster(strata=[{"key": "S1", "ratio": [1, 5], "minimum": 0, "reserve": 0}], targets=targets)
    selected, _ = select(roster, Tickets(seed.to_bytes(32, "big")))
    return lots_of({"roster": roster, "result": {"selected": selected}})[0]


def test_fair_draws_look_as_unfair_as_chance_has_it() -> None:
    """Of many series of fair draws one in ten lies below 0.1, and half below 0.5."""
    found = [
        fairness(drawn_by(3 * series + number) for number in range(3)).likelihood for series in range(300)
    ]
    assert 15 <= sum(each is not None and each < Decimal("0.1") for each in found) <= 48
    assert 125 <= sum(each is not None and each < Decimal("0.5") for each in found) <= 175


def test_an_area_that_is_spared_is_seen() -> None:
    spared = fairness([Lot(GROUPS, {"east": 10, "north": 0, "west": 10})] * 4)
    assert spared.likelihood is not None
    assert spared.likelihood < Decimal("0.001")
    assert {share.name: share.is_usual for share in spared.shares}["north"] is False


def test_what_leaves_nothing_to_chance_is_left_out() -> None:
    whole = Lot({"a": 30, "b": 30}, {"a": 30, "b": 30})
    none = Lot({"a": 30, "b": 30}, {"a": 0, "b": 0})
    assert fairness([whole, none]).shares == ()
    assert fairness([whole, none]).likelihood is None
    half = Lot({"a": 30, "b": 30}, {"a": 16, "b": 14})
    assert fairness([whole, half, none]) == fairness([half])


def test_with_one_group_there_is_nothing_to_compare() -> None:
    alone = fairness([Lot({"a": 30}, {"a": 10})])
    assert alone.likelihood is None
    assert (alone.shares[0].expected, alone.shares[0].low, alone.shares[0].high) == (10, 10, 10)


def test_small_groups_are_taken_together() -> None:
    lot = Lot({"a": 50, "b": 3, "c": 4, "d": 43}, {"a": 10, "b": 1, "c": 0, "d": 9})
    assert [(share.name, share.listed, share.drawn) for share in fairness([lot]).shares] == [
        (OTHERS, 7, 1),
        ("a", 50, 10),
        ("d", 43, 9),
    ]


counts = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6)


@given(st.lists(counts, max_size=4))
def test_the_shares_add_up(lots: list[list[tuple[int, int]]]) -> None:
    made = [
        Lot(
            {f"g{i}": max(pair) for i, pair in enumerate(lot)},
            {f"g{i}": min(pair) for i, pair in enumerate(lot)},
        )
        for lot in lots
    ]
    found = fairness(made)
    assert sum(share.expected for share in found.shares) == sum(share.drawn for share in found.shares)
    assert all(0 <= share.low <= share.expected <= share.high + 1 for share in found.shares)
    assert found.freedom <= max(0, len(found.shares) - 1) * max(1, len(made))
    assert found.likelihood is None or 0 <= found.likelihood <= 1


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_records_lots_hold_all_its_targets(vector: dict) -> None:  # type: ignore[type-arg]
    record = vector["request"] | {"result": vector["result"]}
    lots, roster = lots_of(record), vector["request"]["roster"]
    listed = sum((Counter(lot.listed) for lot in lots), Counter())
    assert listed == Counter(target["region"] for target in roster["targets"])
    assert sum(sum(lot.drawn.values()) for lot in lots) == len(vector["result"]["selected"])
    by_id = lots_of(record, {target["id"]: "all" for target in roster["targets"]})
    assert sum(lot.listed.get("all", 0) for lot in by_id) == len(roster["targets"])
