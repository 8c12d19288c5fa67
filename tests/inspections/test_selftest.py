"""自检: a good draw passes, and each kind of fault would be seen."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from inspections import selftest
from inspections.drawing import Drawing
from inspections.selftest import broken, self_test
from inspections.tickets import Tickets
from tests.inspections.draws import hash_number, make_inspector, make_roster, make_target
from tests.inspections.rosters import rosters, seeds

ROSTER = make_roster(
    targets=sorted((make_target(hash_number("f", i)) for i in range(60)), key=lambda row: row["id"]),
    inspectors=[make_inspector(f"i{i}", capacity=20) for i in range(6)],
)


@settings(max_examples=150)
@given(roster=rosters(), seed=seeds())
def test_no_draw_breaks_a_rule(roster: Any, seed: bytes) -> None:
    drawing = Drawing(roster, Tickets(seed))
    assert list(broken(roster, drawing.order, drawing.teams())) == []


def test_all_is_well_and_the_same_words_give_the_same() -> None:
    found = self_test(ROSTER, "2026-11-22", trials=60)
    assert found.faults == ()
    assert found.likelihood is not None
    assert found.likelihood > Decimal("0.001")
    assert self_test(ROSTER, "2026-11-22", trials=60) == found
    assert self_test(ROSTER, "2026-11-23", trials=60) != found


def test_an_empty_roster_passes() -> None:
    roster = make_roster(strata=[], targets=[], inspectors=[], team=[])
    assert self_test(roster, "x", trials=2).faults == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda order, teams: order.pop(), "quota"),
        (lambda order, teams: teams[0]["inspectors"].append(teams[0]["inspectors"][0]), "team"),
        (lambda order, teams: [team.update(day="2026-12-07") for team in teams], "day"),
        (lambda order, teams: [team.update(inspectors=["i0", "i1"]) for team in teams], "load"),
    ],
)
def test_a_broken_rule_is_seen(change: Any, fault: str) -> None:
    drawing = Drawing(make_roster(), Tickets(bytes(32)))
    order, teams = list(drawing.order), drawing.teams()
    change(order, teams)
    assert fault in set(broken(make_roster(), order, teams))


def test_where_nobody_may_go_is_seen() -> None:
    drawing = Drawing(make_roster(), Tickets(bytes(32)))
    team = drawing.teams()[0]
    recused = make_roster(recusals=[[team["inspectors"][0], team["target"], "own-area"]])
    assert list(broken(recused, drawing.order, drawing.teams())) == ["team"]


def test_a_checker_that_sleeps_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asleep:
        holds, differs = True, None

    monkeypatch.setattr(selftest, "verify", lambda record: Asleep)
    assert self_test(ROSTER, "x", trials=1).faults == ("checker",)


def test_tickets_that_favour_somebody_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    class Favour(Tickets):
        def series(self, *head: str) -> Any:
            fair = super().series(*head)
            return lambda name: (
                b"\0" + fair(name) if name[0] in "01234567" and fair(name)[0] < 160 else fair(name)
            )

    monkeypatch.setattr(selftest, "Tickets", Favour)
    assert "chances" in self_test(ROSTER, "x", trials=60).faults
