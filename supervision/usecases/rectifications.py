"""整改办理: an order to correct, the facility's report, the re-check, closing; late ones escalate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from inspections.rectification import Order, extended
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.documents.papers import CorrectionOrder
from supervision.errors import NotAllowedError, NotFoundError
from supervision.models import Finding, Rectification, RectificationReport, Visit
from supervision.procedures.effects import carry_out
from supervision.procedures.guards.rectifications import RectificationFacts, Severity
from supervision.queries.visit_records import categories_of
from supervision.rulebook import rulebook
from supervision.usecases._cases import move_case, open_case
from supervision.usecases._frame import record, usecase
from supervision.usecases._papers import issue_order
from supervision.usecases.facts import append_fact

DAYS = "rectification.days."


def open_order(visit: Visit, order: Order, *, actor: Actor, at: datetime) -> str:
    """Open the case of an order within a running transaction, issue the paper, tie its findings; return its number."""
    severity = order.rule.removeprefix(DAYS)
    subjects = [each.name for each in categories_of(visit.checklist, order.items)]
    case, outcome = open_case(
        "rectification",
        "order_halt" if order.is_immediate else "order",
        facility=visit.facility,
        department=order.department,
        title=f"{visit.facility.name} {'、'.join(subjects or order.items)}",
        facts=RectificationFacts(cast(Severity, severity), immediate_danger=order.is_immediate),
        note="危险紧迫，责令立即停用" if order.is_immediate else "",
        actor=actor,
        at=at,
        data={"severity": severity, "immediate": order.is_immediate},
        identity=f"{visit.uuid}:{order.department}:{order.rule}",
    )
    papers: list[CorrectionOrder] = []
    carry_out(
        outcome.effects,
        {
            "rectification.assign_number": lambda: papers.append(
                issue_order(visit, order, case, actor=actor, at=at)
            )
        },
    )
    paper = papers[0]
    Rectification.create(
        case=case,
        visit=visit,
        facility=visit.facility_id,
        department=order.department,
        number=paper.number,
        ordered_on=order.ordered_on,
        due_on=order.plan_due.on if order.plan_due else order.due.on,
        due_rule=order.rule,
        provisional=(order.plan_due or order.due).provisional,
        items=list(order.items),
    )
    Finding.update(rectification=case).where(
        Finding.visit == visit, Finding.item.in_(list(order.items))
    ).execute()
    return paper.number


def order_row(number: str) -> Rectification:
    """Return the row of an order."""
    row: Rectification | None = Rectification.get_or_none(Rectification.number == number)
    if row is None:
        raise NotFoundError("没有编号为 {number} 的责令改正通知书。", number=number)
    return row


def order_facts(row: Rectification, open_items: int | None = None) -> RectificationFacts:
    """Return what the guards of the procedure ask about an order."""
    data = row.case.data
    return RectificationFacts(data["severity"], immediate_danger=data["immediate"], open_items=open_items)


@usecase("rectification.report")
def report_rectification(
    *, number: str, text: str, evidence: tuple[str, ...], actor: Actor, at: datetime
) -> None:
    """报告整改情况: the facility says what it did, with evidence (SHA-256 of stored files).

    Raises:
        NotAllowedError: the order is not this facility's.
    """
    row = order_row(number)
    if actor.facility_id is not None and actor.facility_id != row.facility_id:
        raise NotAllowedError("这份通知书不是发给贵机构的。")
    row.reported_on = china_day(at)
    open_ones = Finding.update(state="corrected", corrected_on=row.reported_on).where(
        Finding.rectification == row.case, Finding.state == "open"
    )
    move_case(
        row.case,
        "report",
        facts=order_facts(row),
        note=text,
        evidence=evidence,
        actor=actor,
        at=at,
        acts={"finding.mark_corrected": lambda: _execute(open_ones)},
    )
    RectificationReport.create(rectification=row, by=actor.key, at=at, text=text, evidence=list(evidence))
    row.save()
    record(f"rectification:{number}", evidence=list(evidence))


@usecase("rectification.extend")
def extend_rectification(*, number: str, reason: str, actor: Actor, at: datetime) -> None:
    """同意延期: once, before the deadline, for the days that the rule gives."""
    row = order_row(number)
    move_case(row.case, "extend", facts=order_facts(row), note=reason, actor=actor, at=at)
    more = extended(row.due_on, row.ordered_on, rulebook())
    row.due_on, row.provisional = more.on, row.provisional or more.provisional
    row.save()
    record(f"rectification:{number}", due_on=row.due_on)


@usecase("rectification.recheck")
def recheck_rectification(
    *, number: str, open_items: tuple[str, ...], note: str = "", actor: Actor, at: datetime
) -> None:
    """复查: item by item; those in ``open_items`` are not put right, all others are verified.

    Raises:
        RuleViolationError: ``item-not-in-order``.
    """
    row, on = order_row(number), china_day(at)
    strangers = [item for item in open_items if item not in row.items]
    if strangers:
        raise RuleViolationError(
            "item-not-in-order", "{items} 不在这份通知书中。", facts={"items": "、".join(strangers)}
        )
    mine = Finding.rectification == row.case
    still_open = Finding.item.in_(list(open_items))
    verified = Finding.update(state="verified", verified_on=on).where(mine, ~still_open)
    reopened = Finding.update(state="open", corrected_on=None).where(mine, still_open)
    move_case(
        row.case,
        "recheck_fail" if open_items else "recheck_pass",
        facts=order_facts(row, open_items=len(open_items)),
        note=note,
        actor=actor,
        at=at,
        acts={"finding.reopen": lambda: _execute(verified, reopened)}
        if open_items
        else {"finding.verify": lambda: _execute(verified)},
    )
    record(f"rectification:{number}", open=list(open_items))


@usecase("rectification.close")
def close_rectification(*, number: str, actor: Actor, at: datetime) -> None:
    """办结: by another person than the one who checked again; enters the credit file."""
    row = order_row(number)
    late = any(step.move == "fall_due" for step in row.case.moves)
    done = {"overdue": False, "was_overdue": late, "closed": True}
    move_case(
        row.case,
        "close",
        facts=order_facts(row, open_items=0),
        actor=actor,
        at=at,
        acts={"fact.record_correction": lambda: _fact(row, done, at)},
    )
    row.closed_on = china_day(at)
    row.save()
    record(f"rectification:{number}", closed_on=row.closed_on)


@usecase("rectification.fall_due")
def mark_overdue(*, number: str, actor: Actor, at: datetime) -> None:
    """逾期: the deadline has passed without a report; enters the credit file."""
    row = order_row(number)
    late = {"overdue": True, "was_overdue": True, "closed": False}
    move_case(
        row.case,
        "fall_due",
        facts=order_facts(row),
        actor=actor,
        at=at,
        acts={"fact.record_overdue": lambda: _fact(row, late, at)},
    )
    record(f"rectification:{number}", due_on=row.due_on)


@usecase("rectification.escalate")
def escalate_rectification(
    *, number: str, reason: str, refer: bool = False, actor: Actor, at: datetime
) -> None:
    """升级督办或移送: what stays undone is supervised from above, or handed to those who can punish it."""
    row = order_row(number)
    move_case(
        row.case, "refer" if refer else "escalate", facts=order_facts(row), note=reason, actor=actor, at=at
    )
    record(f"rectification:{number}", referred=refer)


def _execute(*queries: Any) -> None:
    for query in queries:
        query.execute()


def _fact(row: Rectification, data: Mapping[str, object], at: datetime) -> None:
    append_fact(
        facility_id=row.facility_id,
        kind="rectification",
        on=china_day(at),
        at=at,
        source=row.number,
        data={"number": row.number, **data},
        identity=f"{row.number}:{data}",
    )
