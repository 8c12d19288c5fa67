"""检查通知 Notice of a visit: who has to be told when, and who has to have approved it.

What holds for each kind of visit, on the day of the visit:
1. The head approves every visit beforehand. Only a real emergency may begin first; its approval is made up afterwards.
2. ``notice.working_days.<kind>`` says how many working days before the visit the facility gets its notice. Where it is 0
   the officers bring the notice with them. Where it is more they may still bring it when that is necessary, and say why.
3. A case visit is never announced: telling route or items beforehand is forbidden.
4. Inspectors learn of a visit no later than the facility does, so that nobody hears of it from the one to be inspected.

Example: a drawn visit on Thursday 2026-11-26 needs three working days: the notice goes out on Monday 2026-11-23 at the
latest, and the inspectors know of it by then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scoring.rulebook import DatedValue, NotInForceError, Rulebook, RuleViolationError
from scoring.rulebook.days import working_days_between

APPROVAL = "inspection.approval.required"
NO_PRIOR_DISCLOSURE = "notice.case.no_prior_disclosure"


class VisitKind(StrEnum):
    """检查方式 Why the visit is made."""

    DRAWN = "drawn"
    JOINT = "joint"
    SPECIAL = "special"
    CASE = "case"
    RECHECK = "recheck"
    EMERGENCY = "emergency"


KIND_WORDS = {
    VisitKind.DRAWN: "随机抽查",
    VisitKind.JOINT: "年度联合检查（一表通查）",
    VisitKind.SPECIAL: "专项检查",
    VisitKind.CASE: "个案检查",
    VisitKind.RECHECK: "复查",
    VisitKind.EMERGENCY: "应急检查",
}


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """通知要求 What a visit of one kind needs on one day: notice (working days, 0 for none), approval, silence."""

    kind: VisitKind
    working_days: DatedValue
    must_be_silent: bool
    approved_before: bool

    @property
    def is_announced(self) -> bool:
        """Return whether the facility is told beforehand."""
        return bool(self.working_days.value)


def notice_rule(kind: VisitKind, on: date, book: Rulebook) -> NoticeRule:
    """Return what a visit of ``kind`` on the day ``on`` needs."""
    return NoticeRule(
        kind,
        book.on(f"notice.working_days.{kind.value}", on),
        kind is VisitKind.CASE and _demanded(NO_PRIOR_DISCLOSURE, on, book),
        kind is not VisitKind.EMERGENCY and _demanded(APPROVAL, on, book),
    )


def _demanded(rule: str, on: date, book: Rulebook) -> bool:
    """Return whether a rule demands something on ``on``; before it came into force it demanded nothing."""
    try:
        return bool(book.on(rule, on).value)
    except NotInForceError:
        return False


def notify_by(kind: VisitKind, visit_on: date, book: Rulebook) -> date | None:
    """Return the last day on which the notice may go out, or nothing for a visit without notice."""
    rule = notice_rule(kind, visit_on, book)
    if not rule.is_announced:
        return None
    day = visit_on
    while working_days_between(day, visit_on, book.calendar) < rule.working_days.value:
        day -= timedelta(days=1)
    return day


def check_notice(
    kind: VisitKind, visit_on: date, notified_on: date, book: Rulebook, *, carried_because: str = ""
) -> None:
    """Make sure that a notice given to the facility on ``notified_on`` is lawful.

    ``carried_because`` is the reason for which the officers bring it with them though it should have come before.

    Raises:
        RuleViolationError: it comes too late, or a visit that must not be announced was announced.
    """
    rule = notice_rule(kind, visit_on, book)
    if rule.must_be_silent and notified_on < visit_on:
        raise RuleViolationError(
            "case-visit-announced",
            "个案检查不得事先告知：通知书由检查人员随带。",
            basis=NO_PRIOR_DISCLOSURE,
            remedy="请不要提前送达；到场时出示。",
        )
    last = notify_by(kind, visit_on, book)
    if last is None or notified_on <= last or (notified_on == visit_on and carried_because.strip()):
        return
    raise RuleViolationError(
        "notice-too-late",
        "{kind}须提前 {days} 个工作日通知：最迟应在 {last} 送达检查通知书。",
        basis=rule.working_days.rule,
        remedy="请改期检查；确有必要随带通知书的，写明原因。",
        facts={"kind": KIND_WORDS[kind], "days": rule.working_days.value, "last": last.isoformat()},
    )


def check_order_of_knowing(informed: Iterable[datetime | None], notified_at: datetime) -> None:
    """Make sure that every inspector learned of the visit no later than the facility.

    Raises:
        RuleViolationError: an inspector was not told, or was told later.
    """
    late = sum(1 for at in informed if at is None or at > notified_at)
    if late:
        raise RuleViolationError(
            "inspectors-told-later",
            "有 {count} 名检查人员还不知道这次检查，不能先通知机构。",
            remedy="请先通知检查人员，再送达检查通知书。",
            facts={"count": late},
        )


def check_start(
    kind: VisitKind, started_at: datetime, approved_at: datetime | None, on: date, book: Rulebook
) -> None:
    """Make sure that the visit may begin at ``started_at``, which lies on the legal day ``on``.

    Raises:
        RuleViolationError: it needs an approval that was not given by then.
    """
    if not notice_rule(kind, on, book).approved_before or (
        approved_at is not None and approved_at <= started_at
    ):
        return
    raise RuleViolationError(
        "not-approved",
        "{kind}须先经机关负责人批准，现在还没有批准。",
        basis=APPROVAL,
        remedy="请先报负责人批准；情况紧急的，按应急检查报告，事后补办审批。",
        facts={"kind": KIND_WORDS[kind]},
    )


def approval_is_owed(kind: VisitKind, approved_at: datetime | None) -> bool:
    """Return whether an emergency visit still has to be approved afterwards."""
    return kind is VisitKind.EMERGENCY and approved_at is None
