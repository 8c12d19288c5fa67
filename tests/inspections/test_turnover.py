"""变动与缺口: the tallies of a record are what its events did."""

from typing import Any

import pytest

from inspections.draw import draw
from inspections.request import check_request
from inspections.turnover import DepartmentTurnover, PersonTurnover, turnover
from tests.inspections.draws import VECTORS, make_inspector, make_request, make_roster


def recorded(roster: Any, *events: dict[str, Any]) -> Any:
    request = make_request(roster, events=events)
    return request | {"result": draw(check_request(request))}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_tallies_fit_the_result(vector: dict[str, Any]) -> None:
    result = vector["result"]
    found = turnover(vector["request"] | {"result": result})
    assert found.drawn - found.withdrawn + found.substitutes == found.remaining
    assert sum(each.short for each in found.departments) == len(result["short"])
    assert sum(each.short_now for each in found.departments) == len(result["current"]["short"])
    assert sum(each.left for each in found.departments) == sum(each.left for each in found.people)
    kept = sum(len(team["inspectors"]) for team in result["current"]["teams"])
    if not found.withdrawn:
        dealt = sum(len(team["inspectors"]) for team in result["teams"])
        moved = sum(each.taken_over - each.left for each in found.people)
        assert dealt + moved == kept


def test_without_events_nobody_left() -> None:
    found = turnover(recorded(make_roster()))
    assert found.people == ()
    assert found.departments == (DepartmentTurnover("ca", 10, 0, 0, 0, 0),)
    assert (found.drawn, found.remaining, found.events) == (5, 5, 0)


def test_who_leaves_and_who_comes_is_counted() -> None:
    roster = make_roster(
        inspectors=[make_inspector("i0"), make_inspector("i1")],
        strata=[{"key": "S1", "ratio": [1, 10], "minimum": 1, "reserve": 1}],
        standby={"inspectors": [make_inspector("s0")], "days": []},
    )
    found = turnover(
        recorded(
            roster,
            {"kind": "inspector_withdrawn", "inspector": "i0"},
            {"kind": "standby_called", "department": "ca", "count": 1},
        )
    )
    assert found.departments == (DepartmentTurnover("ca", 2, 0, 1, 1, 0),)
    assert found.people == (PersonTurnover("i0", "ca", 1, 1, 0), PersonTurnover("s0", "ca", 0, 0, 1))


def test_a_withdrawn_facility_is_no_replacement_of_people() -> None:
    first = draw(check_request(make_request()))["selected"][0]
    found = turnover(recorded(make_roster(), {"kind": "target_withdrawn", "target": first}))
    assert (found.withdrawn, found.substitutes, found.remaining) == (1, 1, 5)
    assert found.people == ()
