"""Notice and approval, per kind of visit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.notice import (
    KIND_WORDS,
    VisitKind,
    approval_is_owed,
    check_notice,
    check_order_of_knowing,
    check_start,
    notice_rule,
    notify_by,
)
from scoring.rulebook import Rulebook, RuleViolationError
from scoring.rulebook.days import working_days_between

BOOK = Rulebook.load()
THURSDAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
ANNOUNCED = (VisitKind.DRAWN, VisitKind.JOINT, VisitKind.SPECIAL)


def test_the_worked_example_of_the_module() -> None:
    assert notify_by(VisitKind.DRAWN, THURSDAY, BOOK) == date(2026, 11, 23)


@given(st.sampled_from(ANNOUNCED), st.dates(date(2024, 1, 1), date(2027, 6, 30)))
def test_notice_leaves_the_days_that_the_rule_asks_for(kind: VisitKind, visit_on: date) -> None:
    last = notify_by(kind, visit_on, BOOK)
    days = notice_rule(kind, visit_on, BOOK).working_days.value
    assert last is not None
    assert working_days_between(last, visit_on) == days
    check_notice(kind, visit_on, last, BOOK)
    with pytest.raises(RuleViolationError):
        check_notice(kind, visit_on, last + timedelta(days=1), BOOK)


@pytest.mark.parametrize("kind", [VisitKind.CASE, VisitKind.RECHECK, VisitKind.EMERGENCY])
def test_other_visits_bring_their_notice_along(kind: VisitKind) -> None:
    assert notify_by(kind, THURSDAY, BOOK) is None
    check_notice(kind, THURSDAY, THURSDAY, BOOK)


def test_a_case_visit_is_never_announced() -> None:
    with pytest.raises(RuleViolationError) as refused:
        check_notice(VisitKind.CASE, THURSDAY, THURSDAY - timedelta(days=1), BOOK)
    assert refused.value.code == "case-visit-announced"
    check_notice(VisitKind.RECHECK, THURSDAY, THURSDAY - timedelta(days=1), BOOK)


def test_a_late_notice_may_be_carried_along_with_a_reason() -> None:
    with pytest.raises(RuleViolationError, match="最迟应在 2026-11-23") as refused:
        check_notice(VisitKind.DRAWN, THURSDAY, THURSDAY, BOOK)
    assert (refused.value.code, refused.value.basis) == ("notice-too-late", "notice.working_days.drawn")
    check_notice(
        VisitKind.DRAWN, THURSDAY, THURSDAY, BOOK, carried_because="该机构近期多次集中整改，避免事先准备"
    )


def test_inspectors_know_no_later_than_the_facility() -> None:
    check_order_of_knowing([AT, AT - timedelta(hours=1)], AT)
    for late in (None, AT + timedelta(seconds=1)):
        with pytest.raises(RuleViolationError, match="1 名检查人员"):
            check_order_of_knowing([AT, late], AT)


@pytest.mark.parametrize("kind", list(VisitKind))
def test_approval_comes_first_but_in_an_emergency(kind: VisitKind) -> None:
    check_start(kind, AT, AT, THURSDAY, BOOK)
    for approved_at in (None, AT + timedelta(seconds=1)):
        if kind is VisitKind.EMERGENCY:
            check_start(kind, AT, approved_at, THURSDAY, BOOK)
            continue
        with pytest.raises(RuleViolationError) as refused:
            check_start(kind, AT, approved_at, THURSDAY, BOOK)
        assert refused.value.code == "not-approved"
    assert approval_is_owed(kind, None) == (kind is VisitKind.EMERGENCY)
    assert kind in KIND_WORDS


def test_before_the_rule_nobody_had_to_approve() -> None:
    check_start(VisitKind.DRAWN, AT, None, date(2024, 12, 27), BOOK)
