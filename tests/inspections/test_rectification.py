"""Orders to correct: the right time, the right paper, a basis for every line."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.checklist import checklist_on
from inspections.record import findings
from inspections.rectification import (
    NEXT_STEP,
    Order,
    Stage,
    correction_rule,
    draft_orders,
    extend,
    recheck_by,
    stage,
)
from scoring.findings import Scope, Severity
from scoring.rulebook import Rulebook, RuleViolationError
from scoring.rulebook.book import FOLDER
from tests.inspections.making import DAY, list_for, visit

BOOK = Rulebook.load()
WHOLE = checklist_on(DAY)
BREACHES = st.dictionaries(
    st.sampled_from([item.id for item in WHOLE.for_kind("home")]), st.sampled_from(list(Scope)), min_size=1
)


def orders_for(breaches: dict[str, Scope], on: date = DAY, **more: frozenset[str]) -> tuple[Order, ...]:
    departments = {WHOLE.item(code).department for code in breaches}
    checklist = list_for("home", *departments).only(frozenset(breaches))
    found = findings(visit(checklist, not_met=breaches, on=on), BOOK)
    return draft_orders(found, checklist, on=on, areas=frozenset(), book=BOOK, **more)


@pytest.fixture
def order() -> Order:
    (only,) = orders_for({"CL-F12": Scope.SEVERAL})
    return only


@given(BREACHES)
def test_every_breach_is_ordered_once_or_stops_the_order(breaches: dict[str, Scope]) -> None:
    try:
        orders = orders_for(breaches)
    except RuleViolationError as refused:
        bare = str(refused.facts["items"]).split("、")
        orders = orders_for(breaches, set_aside=frozenset(bare))
        breaches = {code: scope for code, scope in breaches.items() if code not in bare}
    ordered = [item for order in orders for item in order.items]
    assert sorted(ordered) == sorted(code for code in breaches if WHOLE.item(code).severity)
    for order in orders:
        assert order.due.on >= order.ordered_on
        assert recheck_by(order, BOOK).on > order.due.on
        assert order.is_immediate == (order.plan_due is not None)
        assert {line.item.department for line in order.lines} == {order.department}
        assert all(line.citation.cited for line in order.lines)


@given(st.sampled_from([s for s in Severity if s]), st.dates(date(2023, 1, 1), date(2027, 12, 31)))
def test_a_breach_found_more_widely_never_gets_less_time(severity: Severity, on: date) -> None:
    times = [correction_rule(severity, scope, on, BOOK).value for scope in Scope]
    assert times == sorted(times)


def test_basis_from_memory_is_named_for_confirming() -> None:
    with pytest.raises(RuleViolationError) as refused:
        orders_for({"CL-C13": Scope.ISOLATED, "CL-B03": Scope.ISOLATED, "CL-C04": Scope.SEVERAL})
    assert "CL-B03、CL-C13" in str(refused.value) or "CL-C13、CL-B03" in str(refused.value)
    assert "CL-C04" not in str(refused.value)
    assert refused.value.basis == "jgj-450, gb-55037, care-fire-2023"


def test_an_unconfirmed_basis_beside_a_confirmed_one_is_not_cited() -> None:
    (order,) = orders_for({"CL-C07": Scope.SEVERAL})
    (line,) = order.lines
    assert [basis.law for basis in line.citation.cited] == ["fire-law"]
    assert [basis.law for basis in line.citation.to_confirm] == ["care-fire-2023"]


def test_a_basis_of_another_area_is_neither_cited_nor_to_confirm() -> None:
    (order,) = orders_for({"CL-A04": Scope.SEVERAL})
    (line,) = order.lines
    assert [basis.law for basis in (*line.citation.cited, *line.citation.to_confirm)] == ["mca-order-66"]


def test_critical_breaches_stop_use_and_are_never_extended() -> None:
    (order,) = orders_for({"CL-D02": Scope.ISOLATED})
    assert (order.is_immediate, order.due.on, order.may_be_major_hazard) == (True, DAY, ("CL-D02",))
    with pytest.raises(RuleViolationError) as refused:
        extend(order, DAY, BOOK)
    assert refused.value.code == "immediate-danger"


def test_an_extension_is_asked_for_in_time_and_once(order: Order) -> None:
    longer = extend(order, order.due.on, BOOK)
    assert (longer.due.on, longer.extended) == (date(2026, 12, 29), 1)
    with pytest.raises(RuleViolationError) as again:
        extend(longer, order.due.on, BOOK)
    assert again.value.code == "extended-often-enough"
    with pytest.raises(RuleViolationError) as late:
        extend(order, order.due.on + timedelta(days=1), BOOK)
    assert late.value.code == "extension-too-late"


@pytest.mark.parametrize(
    ("on", "reported", "closed", "expected"),
    [
        (date(2026, 11, 24), None, None, Stage.RUNNING),
        (date(2026, 12, 3), None, None, Stage.DUE_SOON),
        (date(2026, 12, 8), None, None, Stage.DUE_SOON),
        (date(2026, 12, 9), None, None, Stage.OVERDUE),
        (date(2026, 12, 1), date(2026, 12, 1), None, Stage.TO_RECHECK),
        (date(2026, 12, 16), date(2026, 12, 1), None, Stage.RECHECK_OVERDUE),
        (date(2026, 12, 22), None, None, Stage.OVERDUE),
        (date(2026, 12, 23), None, None, Stage.RECHECK_OVERDUE),
        (date(2026, 12, 23), None, date(2026, 12, 20), Stage.CLOSED),
    ],
)
def test_stage_on_a_day(
    order: Order, on: date, reported: date | None, closed: date | None, expected: Stage
) -> None:
    assert stage(order, on, BOOK, reported_on=reported, closed_on=closed) is expected
    assert NEXT_STEP[expected]


def test_a_late_report_does_not_move_the_recheck(order: Order) -> None:
    assert recheck_by(order, BOOK, order.due.on + timedelta(days=9)) == recheck_by(order, BOOK)


def test_orders_that_cross_into_a_year_without_calendar_are_provisional() -> None:
    (order,) = orders_for({"CL-C05": Scope.WIDESPREAD}, date(2026, 12, 10))
    assert order.due.provisional
    assert recheck_by(replace(order, due=order.due), BOOK).provisional


def test_a_local_authority_may_set_how_long_correcting_may_take_with_extensions(order: Order) -> None:
    """Xinjiang: half a year at most; the nation has no such limit (待核)."""
    xinjiang = Rulebook.load([FOLDER.parent / "local" / "xinjiang"])
    assert extend(order, order.due.on, xinjiang).due == extend(order, order.due.on, BOOK).due
    late = replace(order, due=replace(order.due, on=date(2027, 5, 14)))
    assert extend(late, late.due.on, BOOK).due.on > date(2027, 5, 23)
    with pytest.raises(RuleViolationError) as refused:
        extend(late, late.due.on, xinjiang)
    assert (refused.value.code, refused.value.facts["last"]) == ("extension-beyond-longest", "2027-05-23")
