"""派人与日程: the fast dealing equals the plain one, and fills what any arrangement could fill."""

from collections import Counter
from typing import Any

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.drawing import Drawing, select
from inspections.places import Group
from inspections.request import check_roster
from inspections.tickets import Tickets
from tests.inspections.draws import make_inspector, make_roster, make_target
from tests.inspections.plain_draw import PlainDraw
from tests.inspections.rosters import rosters, seeds


@settings(max_examples=400, deadline=None)
@given(roster=rosters(), seed=seeds())
def test_the_same_as_the_plain_reading_of_the_protocol(roster: Any, seed: bytes) -> None:
    check_roster(roster)
    drawing = Drawing(roster, Tickets(seed))
    plain = PlainDraw(roster, Tickets(seed))
    assert drawing.teams() == plain.teams()
    assert drawing.short() == plain.short()


@settings(max_examples=200, deadline=None)
@given(roster=rosters(most_capacity=2), seed=seeds())
def test_every_place_is_filled_that_any_arrangement_could_fill(roster: Any, seed: bytes) -> None:
    """Also for all served up to each one that stayed short: nobody later takes a place away from somebody earlier."""
    drawing = Drawing(roster, Tickets(seed))
    groups = [group for target in drawing.order for group in drawing.groups[target]]
    for served, last in enumerate(groups, start=1):
        if last.missing:
            assert sum(len(group.people) for group in groups[:served]) == most_filled(groups[:served], roster)


def most_filled(groups: list[Group], roster: Any) -> int:
    """The maximum flow from inspectors (capacity) over who may go where (1) to groups (count)."""
    recusals = {(name, target) for name, target, _ in roster["recusals"]}
    net = networkx.DiGraph()
    net.add_nodes_from(("all", "filled"))
    for row in roster["inspectors"]:
        net.add_edge("all", row["id"], capacity=row["capacity"])
    for place, group in enumerate(groups):
        net.add_edge(place, "filled", capacity=group.count)
        for row in roster["inspectors"]:
            everywhere = not row["regions"]
            fits = everywhere or any(group.region.startswith(region) for region in row["regions"])
            if row["department"] == group.department and fits and (row["id"], group.target) not in recusals:
                net.add_edge(row["id"], place, capacity=1)
    return networkx.maximum_flow_value(net, "all", "filled")


@given(roster=rosters(), seed=seeds(), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_unordered_lists_means_nothing(roster: Any, seed: bytes, shuffled: Any) -> None:
    before = Drawing(roster, Tickets(seed))
    for rows in (roster["strata"], *(row["regions"] for row in roster["inspectors"])):
        shuffled.shuffle(rows)
    after = Drawing(roster, Tickets(seed))
    assert after.teams() == before.teams()
    assert after.reserve == before.reserve


@given(roster=rosters(), seed=seeds())
def test_nobody_has_more_than_he_can_do(roster: Any, seed: bytes) -> None:
    teams = Drawing(roster, Tickets(seed)).teams()
    capacity = {row["id"]: row["capacity"] for row in roster["inspectors"]}
    assert all(
        places <= capacity[name]
        for name, places in Counter(n for t in teams for n in t["inspectors"]).items()
    )
    visits = Counter((name, team["day"]) for team in teams if team["day"] for name in team["inspectors"])
    assert all(number <= roster["calendar"]["per_day"] for number in visits.values())


def test_loads_stay_even() -> None:
    roster = make_roster(
        strata=[{"key": "S1", "ratio": [1, 1], "minimum": 0, "reserve": 0}],
        targets=[make_target(f"f{i:02}") for i in range(33)],
        inspectors=[make_inspector(f"i{i}", capacity=50) for i in range(10)],
    )
    loads = Counter(
        name for team in Drawing(roster, Tickets(bytes(32))).teams() for name in team["inspectors"]
    )
    assert sorted(loads.values()) == [6] * 4 + [7] * 6


def test_the_quota_is_exact() -> None:
    for ratio, minimum, expected in (
        ([1, 3], 0, 34),
        ([1, 100], 0, 1),
        ([7, 100], 0, 7),
        ([0, 1], 5, 5),
        ([1, 1], 0, 100),
    ):
        roster = make_roster(
            strata=[{"key": "S1", "ratio": ratio, "minimum": minimum, "reserve": 3}],
            targets=[make_target(f"f{i:03}") for i in range(100)],
        )
        selected, reserve = select(roster, Tickets(bytes(32)))
        assert len(selected) == expected
        assert len(reserve["S1"]) == min(3, 100 - expected)
        assert not set(selected) & set(reserve["S1"])
