"""检查 conditions of moves of a visit."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from scoring.rulebook.days import working_days_between
from supervision.procedures.cases import Refusal
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark

VisitKind = Literal["drawn", "joint", "special", "case", "recheck", "emergency"]


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """检查的事实: ``record_complete``: every item answered, every photo arrived, signatures or refusals there."""

    kind: VisitKind
    day: date | None = None
    officers: int = 0
    record_complete: bool = False
    results_complete: bool = False


@guard(VisitFacts)
def is_emergency(now: Now[VisitFacts]) -> Refusal | None:
    """Only an emergency may begin before it is approved (R1.20)."""
    if now.facts.kind == "emergency":
        return None
    return Refusal(
        "visit-not-approved",
        mark("检查须先经机关负责人批准"),
        mark("请先报批；确属紧急情况的，按应急检查登记"),
        "inspection.approval.required",
    )


@guard(VisitFacts)
def is_approved(now: Now[VisitFacts]) -> Refusal | None:
    """The head has approved, before the visit or, in an emergency, afterwards."""
    if now.case and now.case.made("approve", "approve_afterwards"):
        return None
    return Refusal(
        "visit-not-approved",
        mark("应急检查尚未补办批准"),
        mark("请机关负责人补办批准手续"),
        "inspection.approval.required",
    )


@guard(VisitFacts)
def is_unapproved(now: Now[VisitFacts]) -> Refusal | None:
    """Approval afterwards is given once, and only where none was given before."""
    if now.case and now.case.made("approve", "approve_afterwards"):
        return Refusal("visit-approved-already", mark("检查已经批准"), mark("无须重复批准"))
    return None


@guard(VisitFacts)
def has_team(now: Now[VisitFacts]) -> Refusal | None:
    """At least two officers go (R1.21)."""
    least = now.book.on("inspection.officers.min", now.on).value
    if now.facts.officers >= least:
        return None
    return Refusal(
        "visit-too-few-officers",
        mark("检查人员只有 {officers} 人，至少应有 {least} 人"),
        mark("请补齐检查人员"),
        "inspection.officers.min",
        {"officers": now.facts.officers, "least": least},
    )


@guard(VisitFacts)
def notice_is_due(now: Now[VisitFacts]) -> Refusal | None:
    """A kind of visit that is not announced gets no notice beforehand (R2.3)."""
    if notice_days(now) > 0:
        return None
    return Refusal(
        "visit-not-announced",
        mark("这类检查不事先通知"),
        mark("检查通知书由检查人员随带，到场出示"),
        notice_rule(now.facts),
    )


@guard(VisitFacts)
def notice_in_time(now: Now[VisitFacts]) -> Refusal | None:
    """The notice goes out the prescribed working days before the day of the visit."""
    least, rule = notice_days(now), notice_rule(now.facts)
    if now.facts.day is None:
        return Refusal("visit-without-day", mark("检查日期还没有确定"), mark("请先确定检查日期"), rule)
    left = working_days_between(now.on, now.facts.day, now.book.calendar)
    if left >= least:
        return None
    return Refusal(
        "visit-notice-late",
        mark("距检查日只有 {left} 个工作日，通知至少须提前 {least} 个工作日"),
        mark("请改期，或改为无须事先通知的检查方式"),
        rule,
        {"left": max(left, 0), "least": least},
    )


@guard(VisitFacts)
def needs_no_notice(now: Now[VisitFacts]) -> Refusal | None:
    """A visit begins without notice only where its kind has none."""
    least = notice_days(now)
    if least == 0:
        return None
    return Refusal(
        "visit-notice-missing",
        mark("还没有发出检查通知，这类检查须提前 {least} 个工作日通知"),
        mark("请先发出检查通知书"),
        notice_rule(now.facts),
        {"least": least},
    )


@guard(VisitFacts)
def day_has_come(now: Now[VisitFacts]) -> Refusal | None:
    """An announced visit does not begin before its day."""
    if now.facts.day is not None and now.on >= now.facts.day:
        return None
    return Refusal("visit-too-early", mark("还没有到通知的检查日期"), mark("请按通知的日期检查，或重新通知"))


@guard(VisitFacts)
def record_is_complete(now: Now[VisitFacts]) -> Refusal | None:
    """Every item has one of the four answers, evidence has arrived, the record is signed or the refusal noted."""
    if now.facts.record_complete:
        return None
    return Refusal(
        "visit-record-incomplete",
        mark("检查记录不完整：有未作答的事项、未到齐的照片或缺少的签名"),
        mark("未查的事项请选“未检查”并说明；拒绝签字的请注明原因"),
    )


@guard(VisitFacts)
def results_are_complete(now: Now[VisitFacts]) -> Refusal | None:
    """Every recording department has its set of results."""
    if now.facts.results_complete:
        return None
    return Refusal(
        "visit-results-incomplete",
        mark("还有部门没有作出检查结果"),
        mark("谁检查、谁录入：请该部门录入结果"),
    )


def notice_rule(facts: VisitFacts) -> str:
    """Return the id of the rule that says how long before a visit of this kind the facility is told."""
    return f"notice.working_days.{facts.kind}"


def notice_days(now: Now[VisitFacts]) -> int:
    """Return how many working days before a visit of this kind the facility is told; 0 is no notice."""
    return int(now.book.on(notice_rule(now.facts), now.on).value)
