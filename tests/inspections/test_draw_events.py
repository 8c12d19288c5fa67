"""变动: events do what the protocol says, and never touch what is done."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.canonical import RefusedError
from inspections.draw import draw, next_event
from inspections.drawing import Drawing
from inspections.events import replay
from inspections.request import check_request
from inspections.tickets import Tickets
from tests.inspections.draws import make_inspector, make_request, make_roster
from tests.inspections.plain_draw import PlainDraw
from tests.inspections.rosters import events_for, rosters, seeds


def possible(roster: Any, seed: bytes, events: list[Any]) -> list[Any]:
    """Those of the events that can happen one after the other."""
    happened: list[Any] = []
    plain = PlainDraw(roster, Tickets(seed))
    for event in events:
        if plain.apply(event):
            happened.append(event)
    return happened


def after(roster: Any, seed: bytes, events: list[Any]) -> Drawing:
    tickets = Tickets(seed)
    drawing = Drawing(roster, tickets)
    replay(drawing, roster, events, tickets)
    return drawing


peopled = rosters().filter(lambda roster: roster["targets"] and roster["inspectors"])


@settings(max_examples=400, deadline=None)
@given(data=st.data(), roster=peopled, seed=seeds())
def test_the_same_as_the_plain_reading_of_the_protocol(data: st.DataObject, roster: Any, seed: bytes) -> None:
    happened: list[Any] = []
    plain = PlainDraw(roster, Tickets(seed))
    for event in data.draw(events_for(roster)):
        if plain.apply(event):
            happened.append(event)
            drawing = after(roster, seed, happened)
            assert (drawing.teams(), drawing.short()) == (plain.teams(), plain.short())
        else:
            with pytest.raises(RefusedError):
                after(roster, seed, [*happened, event])


@settings(max_examples=200, deadline=None)
@given(data=st.data(), roster=peopled, seed=seeds())
def test_what_is_done_stays_as_it_is(data: st.DataObject, roster: Any, seed: bytes) -> None:
    events = possible(roster, seed, data.draw(events_for(roster)))
    for number, event in enumerate(events):
        before = after(roster, seed, events[:number]).teams()
        later = after(roster, seed, events[: number + 1]).teams()
        done = [team for team in before if team["day"] is not None and team["day"] < event["on"]]
        assert all(team in later for team in done)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), roster=peopled, seed=seeds())
def test_only_targets_that_an_event_concerns_change(data: st.DataObject, roster: Any, seed: bytes) -> None:
    events = possible(roster, seed, data.draw(events_for(roster)))
    for number, event in enumerate(events):
        before = {team["target"]: team for team in after(roster, seed, events[:number]).teams()}
        later = {team["target"]: team for team in after(roster, seed, events[: number + 1]).teams()}
        changed = [target for target in before if before[target] != later.get(target)]
        for target in changed:
            match event["kind"]:
                case "target_withdrawn":
                    assert target == event["target"]
                case "inspector_withdrawn":
                    assert event["inspector"] in before[target]["inspectors"]
                case "recused":
                    assert (target, event["inspector"] in before[target]["inspectors"]) == (
                        event["target"],
                        True,
                    )
                case "days_added":
                    assert before[target]["day"] is None
                case "standby_called":
                    assert set(before[target]["inspectors"]) <= set(later[target]["inspectors"])


def test_an_impossible_event_is_named() -> None:
    request = make_request(
        events=({"kind": "recused", "inspector": "i0", "target": "f0"}, {"kind": "days_added", "count": 1})
    )
    with pytest.raises(RefusedError) as refused:
        draw(check_request(request))
    assert refused.value.member == "events[1]"


def test_a_standby_comes_where_nobody_else_is_left() -> None:
    roster = make_roster(
        inspectors=[make_inspector("i0"), make_inspector("i1")],
        strata=[{"key": "S1", "ratio": [1, 10], "minimum": 1, "reserve": 0}],
        standby={"inspectors": [make_inspector("s0"), make_inspector("s1")], "days": []},
    )
    withdrawn = {"kind": "inspector_withdrawn", "inspector": "i0"}
    called = {"kind": "standby_called", "department": "ca", "count": 1}
    short = draw(check_request(make_request(roster, events=(withdrawn,))))
    assert short["short"] == []
    assert len(short["current"]["short"]) == 1
    whole = draw(check_request(make_request(roster, events=(withdrawn, called))))
    assert whole["current"]["short"] == []
    assert {"s0", "s1"} & set(whole["current"]["teams"][0]["inspectors"])


def test_the_next_event_is_chained_and_possible() -> None:
    request = check_request(make_request(events=({"kind": "recused", "inspector": "i0", "target": "f0"},)))
    words: Any = {"nonce": "ab" * 32, "on": "2026-12-02", "reason": "调离", "approved_by": ("p1", "p2")}
    event = next_event(request, **words, kind="inspector_withdrawn", inspector="i0")
    assert event["n"] == 2
    longer = check_request({**request, "events": [*request["events"], event]})
    assert all("i0" not in team["inspectors"] for team in draw(longer)["current"]["teams"])
    with pytest.raises(RefusedError, match=r"events\[1\]: a recusal already"):
        next_event(request, **words, kind="recused", inspector="i0", target="f0")
    with pytest.raises(RefusedError, match=r"events\[1\].on: earlier"):
        next_event(request, **words | {"on": "2026-11-30"}, kind="inspector_withdrawn", inspector="i0")
