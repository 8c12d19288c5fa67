"""Whatever anybody tries: four eyes hold, every open case is somebody's turn, what is offered can be done."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.rulebook import RuleViolationError
from supervision.errors import NotAllowedError, StaleError
from supervision.permissions import ROLES
from supervision.procedures import ActorView, CaseState, Procedure, load_procedure, procedure_ids
from supervision.procedures.definition import Words
from supervision.procedures.guards import FACTS, RectificationFacts, VisitFacts
from supervision.texts import translator

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
PEOPLE = st.builds(
    ActorView,
    key=st.sampled_from(["wang", "li", "zhao", "chen"]),
    roles=st.sampled_from(
        [*[frozenset({role}) for role in (*ROLES, "scheduler", "terminal")], frozenset(ROLES)]
    ),
    involved_as=st.sampled_from([frozenset(), frozenset({"inspector"}), frozenset({"decider"})]),
)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(0, 3),
    date: st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    Words: st.just(Words("事由", "ground")),
    tuple[str, ...]: st.sampled_from([(), ("wang", "li")]),
}


def some_facts(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Return any facts of one class, by the types of its members."""

    def values(hint: Any) -> st.SearchStrategy[Any]:
        if hint in VALUES:
            return VALUES[hint]
        options = get_args(hint)
        if type(None) in options:
            return st.none() | VALUES[next(each for each in options if each is not type(None))]
        return st.sampled_from(options)

    hints = get_type_hints(kind)
    return st.builds(kind, **{each.name: values(hints[each.name]) for each in fields(kind)})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(procedure_ids()), st.data())
def test_no_walk_through_the_moves_breaks_the_rules(procedure_id: str, data: st.DataObject) -> None:
    procedure = load_procedure(procedure_id)
    definition = procedure.definition
    case: CaseState | None = None
    on = ON
    for _ in range(data.draw(st.integers(1, 14))):
        actor, facts = data.draw(PEOPLE), data.draw(some_facts(FACTS[definition.facts]))
        options = procedure.moves(case, actor, on, facts) if case else procedure.openings(actor, on, facts)
        assert options or (case and not definition.states[case.state].is_open)
        if not options:
            break
        option = data.draw(st.sampled_from(options))
        given = {"on": on, "at": AT, "facts": facts, "note": "理由", "evidence": ("photo",)}
        if not option.is_allowed:
            with pytest.raises((RuleViolationError, NotAllowedError)):
                make(procedure, case, option.move.id, actor, given)
            continue
        case = make(procedure, case, option.move.id, actor, given).case
        check(procedure, case, on, facts)
        on += timedelta(days=data.draw(st.integers(0, 20)))


def make(procedure: Procedure, case: CaseState | None, move: str, actor: ActorView, given: Any) -> Any:
    return procedure.apply(case, move, actor, **given) if case else procedure.start(move, actor, **given)


def check(procedure: Procedure, case: CaseState, on: date, facts: Any) -> None:
    moves = procedure.definition.moves
    for step in case.steps:
        others = moves[step.move].not_same_person_as
        earlier = {each.by for each in case.steps[: step.n - 1] if each.move in others}
        assert step.by not in earlier, f"{step.by} made {step.move} after one of {others}"
    state = procedure.state(case.state)
    assert bool(procedure.turn(case)) == state.is_open
    for role in procedure.turn(case):
        everybody = ActorView("somebody-else", frozenset({role}))
        assert any(option.is_mine for option in procedure.moves(case, everybody, on, facts))
    path = procedure.path(case)
    assert [each.state.id for each in path if each.status == "now"] == [case.state]
    assert len({each.state.id for each in path}) == len(path)
    untils = [clock.until for clock in procedure.clocks(case, on, facts)]
    assert untils == sorted(untils)


# --- examples ---------------------------------------------------------------------------------------------------

HEAD, PLANNER, INSPECTOR = (ActorView(role, frozenset({role})) for role in ("head", "planner", "inspector"))
REVIEWER, OWNER = (ActorView(role, frozenset({role})) for role in ("reviewer", "owner"))
TERMINAL = ActorView("terminal", frozenset({"terminal"}))


def planned() -> CaseState:
    visit = load_procedure("visit")
    facts = VisitFacts("drawn", date(2026, 11, 30), 2)
    return visit.start("plan", PLANNER, on=ON, at=AT, facts=facts).case


def test_all_reasons_are_told_at_once() -> None:
    visit = load_procedure("visit")
    options = visit.moves(planned(), PLANNER, ON, VisitFacts("drawn", officers=1))
    approve = next(option for option in options if option.move.id == "approve")
    assert [refusal.code for refusal in approve.refusals] == [
        "procedure-role",
        "procedure-four-eyes",
        "visit-too-few-officers",
    ]
    assert not approve.is_mine
    assert [paper for paper, _ in approve.papers] == ["inspection-approval"]


def test_the_reasons_are_said_in_both_languages() -> None:
    visit = load_procedure("visit")
    approve = visit.moves(planned(), PLANNER, ON, VisitFacts("drawn", officers=1))[0]
    said = [
        [translator(language)(refusal.message, **refusal.facts) for refusal in approve.refusals]
        for language in ("zh-CN", "en")
    ]
    assert said == [
        [
            "这一步由机关负责人办理",
            "您已办理过“提出检查”，同一人不能再办理“批准检查”",
            "检查人员只有 1 人，至少应有 2 人",
        ],
        [
            "This step is for the head",
            "You made the step “Plan the visit”; the same person may not make “Approve the visit”",
            "Inspectors going: 1; there must be at least 2",
        ],
    ]


def test_the_person_at_the_machine_is_still_one_person() -> None:
    visit = load_procedure("visit")
    facts = VisitFacts("drawn", date(2026, 11, 30), 2)
    case = visit.start("plan", TERMINAL, on=ON, at=AT, facts=facts).case
    with pytest.raises(RuleViolationError) as caught:
        visit.apply(case, "approve", TERMINAL, on=ON, at=AT, facts=facts)
    assert caught.value.code == "procedure-four-eyes"


def test_an_outcome_says_what_the_use_case_has_to_do() -> None:
    rectification = load_procedure("rectification")
    outcome = rectification.start("order", REVIEWER, on=ON, at=AT, facts=RectificationFacts("minor"))
    assert outcome.effects == ("rectification.assign_number", "publication.queue", "people.notify")
    assert [(paper, words.zh) for paper, words in outcome.papers] == [
        ("order-to-correct", "责令限期改正通知书")
    ]
    [clock] = outcome.clocks
    assert (clock.last_day, clock.until, clock.left) == (date(2026, 11, 26), date(2026, 11, 27), 3)
    assert (clock.rule.rule, clock.clock.name.en, clock.provisional) == (
        "rectification.days.minor",
        "Time to correct",
        False,
    )
    assert not clock.is_over(date(2026, 11, 26))
    assert clock.is_over(date(2026, 11, 27))
    late = rectification.clocks(outcome.case, date(2026, 12, 1), RectificationFacts("minor"))
    assert [each.left for each in late] == [-5], "days, not working days"
    words = rectification.public(outcome.case)
    assert words
    assert words.zh == "已责令改正、整改期限"
    assert rectification.turn(outcome.case) == ("owner", "staff")


def test_a_step_already_taken_by_somebody_else_is_told() -> None:
    visit = load_procedure("visit")
    with pytest.raises(StaleError, match="案件现在处于“待批准”，不能办理“公开检查结果”"):
        visit.apply(planned(), "publish", HEAD, on=ON, at=AT, facts=VisitFacts("drawn"))


def test_facts_of_another_kind_are_our_mistake() -> None:
    with pytest.raises(TypeError, match="is decided on VisitFacts, not RectificationFacts"):
        load_procedure("visit").moves(planned(), HEAD, ON, RectificationFacts("minor"))
    with pytest.raises(LookupError, match="no procedure is called divorce"):
        load_procedure("divorce")


def drawn_path(procedure: Procedure, case: CaseState) -> list[tuple[str, str]]:
    return [(each.state.id, each.status) for each in procedure.path(case)]


def test_the_path_shows_what_was_passed_skipped_and_comes() -> None:
    visit = load_procedure("visit")
    facts = VisitFacts("emergency", None, 2)
    case = visit.start("plan", PLANNER, on=ON, at=AT, facts=facts).case
    assert drawn_path(visit, case)[:2] == [("planned", "now"), ("approved", "next")]
    case = visit.apply(case, "start_emergency", INSPECTOR, on=ON, at=AT, facts=facts, note="燃气泄漏").case
    assert drawn_path(visit, case)[:5] == [
        ("planned", "done"),
        ("approved", "skipped"),
        ("noticed", "skipped"),
        ("started", "now"),
        ("recorded", "next"),
    ]


def test_the_path_of_a_case_off_the_ordinary_way_and_of_a_closed_one() -> None:
    rectification = load_procedure("rectification")
    facts = RectificationFacts("minor", open_items=1)
    case = rectification.start("order", REVIEWER, on=ON, at=AT, facts=facts).case
    given: dict[str, Any] = {"on": ON, "at": AT, "facts": facts, "note": "n", "evidence": ("e",)}
    case = rectification.apply(case, "report", OWNER, **given).case
    case = rectification.apply(case, "recheck_fail", INSPECTOR, **given).case
    assert drawn_path(rectification, case) == [
        ("ordered", "done"),
        ("reported", "done"),
        ("overdue", "now"),
        ("verified", "next"),
        ("closed", "next"),
    ]
    visit = load_procedure("visit")
    refused = visit.apply(planned(), "refuse", HEAD, on=ON, at=AT, facts=VisitFacts("drawn"), note="n").case
    assert drawn_path(visit, refused) == [("planned", "done"), ("refused", "now")]
    assert visit.moves(refused, HEAD, ON, VisitFacts("drawn")) == ()


def test_an_order_counts_on_as_its_paper_told_it() -> None:
    """Until version 2 the time to correct was counted in working days; version 3 counts days."""
    ends = {}
    for version in ("2", "3"):
        procedure = load_procedure("rectification", version)
        facts = RectificationFacts("general")
        [clock] = procedure.start("order", REVIEWER, on=date(2026, 9, 18), at=AT, facts=facts).clocks
        ends[version] = clock.last_day
    assert ends == {"2": date(2026, 10, 15), "3": date(2026, 10, 8)}
