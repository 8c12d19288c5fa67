"""检查办理: planning, approving, announcing and beginning a visit.

A visit has a kind; only drawn ones need a draw. None begins without the head's approval, emergencies afterwards.
Inspectors learn of a visit no later than the facility.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspections.checklist import checklist_on
from inspections.notice import VisitKind, notice_rule
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import (
    Authority,
    Case,
    Department,
    Facility,
    Inspector,
    Task,
    Visit,
    VisitMember,
)
from supervision.procedures.effects import carry_out
from supervision.procedures.guards.visits import VisitFacts
from supervision.rulebook import rulebook
from supervision.usecases._cases import involve, move_case, open_case
from supervision.usecases._frame import record, usecase
from supervision.usecases._items import listed_points
from supervision.usecases._numbers import next_number
from supervision.usecases._papers import issue_notice
from supervision.usecases.facilities import get_facility_row

SERIES = "检"


@dataclass(frozen=True, slots=True)
class NewVisit:
    """新检查: a visit that was not drawn: joint, special, case, re-check or emergency."""

    kind: str
    facility_code: str
    day: date | None
    reason: str
    staff_numbers: tuple[str, ...]
    items: tuple[str, ...] | None = None
    parent: str | None = None


def visit_row(uuid_: str) -> Visit:
    """Return the row of a visit."""
    visit = Visit.get_or_none(Visit.uuid == uuid_)
    if visit is None:
        raise NotFoundError("没有这次检查，或它不在您的工作范围内。")
    return visit


def visit_facts(visit: Visit, **more: Any) -> VisitFacts:
    """Return what the guards of the procedure ask about a visit."""
    officers = VisitMember.select().where(VisitMember.visit == visit).count()
    return VisitFacts(kind=visit.kind, day=visit.day, officers=officers, **more)


def create_visit(
    *,
    kind: str,
    facility: Facility,
    authority: Authority,
    day: date | None,
    members: list[Inspector],
    actor: Actor,
    at: datetime,
    reason: str = "",
    identity: str | None = None,
    points: tuple[str, ...] | None = None,
    task: Task | None = None,
    **links: Any,
) -> Visit:
    """Write a visit; it looks at points of the item list alone, those of its plan line where it carries one out."""
    on = day or china_day(at)
    checklist = checklist_on(on)
    listed = listed_points(on, keys=task.line.items if task else None, points=points)
    if not points:
        listed = [item.id for item in checklist.for_kind(facility.kind) if item.id in listed]
    officers = len(members)
    case, outcome = open_case(
        "visit",
        "plan",
        facility=facility,
        title=facility.name,
        facts=VisitFacts(kind=kind, day=day, officers=officers),  # type: ignore[arg-type]
        actor=actor,
        at=at,
        identity=identity,
    )
    visit = Visit(
        uuid=case.uuid,
        kind=kind,
        facility=facility,
        authority=authority,
        case=case,
        day=day,
        reason=reason,
        departments=sorted({each.department.key for each in members}),
        items=listed,
        task=task,
        **links,
    )

    def assign_number() -> None:
        _, visit.number = next_number(authority, SERIES, on.year)
        case.title = f"{visit.number} {facility.name}"
        case.save()

    def pin_checklist() -> None:
        visit.checklist, visit.checklist_sha256 = checklist.version, checklist.sha256

    carry_out(outcome.effects, {"visit.assign_number": assign_number, "visit.pin_checklist": pin_checklist})
    visit.save(force_insert=True)
    for each in members:
        VisitMember.create(visit=visit, inspector=each, department=each.department.key)
    return visit


@usecase("visit.plan")
def plan_visit(*, visit: NewVisit, identity: str | None = None, actor: Actor, at: datetime) -> str:
    """提出检查: a visit that was not drawn; returns its id.

    Raises:
        RuleViolationError: ``drawn-visit-by-hand``: a drawn visit comes from a draw alone.
    """
    if visit.kind == "drawn":
        raise RuleViolationError(
            "drawn-visit-by-hand",
            "随机抽查的对象和人员只能由抽取产生，不能手工指定。",
            basis="double-random/1",
        )
    facility = get_facility_row(visit.facility_code, actor)
    query = Inspector.select(Inspector, Department).join(Department)
    members = list(query.where(Inspector.staff_number.in_(visit.staff_numbers)).order_by(Inspector.id))
    if len(members) != len(set(visit.staff_numbers)):
        raise NotFoundError("有检查人员的工号不存在。", remedy="请核对执法检查人员名录。")
    row = create_visit(
        kind=visit.kind,
        facility=facility,
        authority=Authority.select().order_by(Authority.id).get(),
        day=visit.day,
        members=members,
        reason=visit.reason,
        points=visit.items,
        parent=visit_row(visit.parent) if visit.parent else None,
        identity=identity,
        actor=actor,
        at=at,
    )
    if visit.kind == "emergency":
        inform_inspectors(row, at)  # they go at once, the approval is made up afterwards
    record(f"visit:{row.uuid}", kind=visit.kind, facility=facility.code)
    return row.uuid


@usecase("visit.approve")
def approve_visits(*, uuids: tuple[str, ...], actor: Actor, at: datetime) -> None:
    """批准检查: by the head of the organ; an emergency that has begun is approved afterwards."""
    for each in uuids:
        visit = visit_row(each)
        afterwards = visit.case.state not in ("planned",)
        move_case(
            visit.case,
            "approve_afterwards" if afterwards else "approve",
            facts=visit_facts(visit),
            actor=actor,
            at=at,
        )
        if not notice_rule(VisitKind(visit.kind), china_day(at), rulebook()).is_announced:
            inform_inspectors(visit, at)  # nobody announces it: they learn of it by the approval
        record(f"visit:{each}", afterwards=afterwards)


@usecase("visit.cancel")
def cancel_visit(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """取消检查: with its reason, before it has begun."""
    visit = visit_row(uuid_)
    move_case(visit.case, "cancel", facts=visit_facts(visit), note=reason, actor=actor, at=at)
    record(f"visit:{uuid_}")


@usecase("visit.notify")
def notify_visits(*, uuids: tuple[str, ...], actor: Actor, at: datetime) -> None:
    """发出检查通知: inspectors first, then the facility; the notice is issued as a paper."""
    for each in uuids:
        visit = visit_row(each)
        move_case(
            visit.case,
            "notify",
            facts=visit_facts(visit),
            actor=actor,
            at=at,
            acts={"visit.inform_inspectors": lambda visit=visit: inform_inspectors(visit, at)},  # type: ignore[misc]
        )
        visit.notified_at = at
        visit.save()
        issue_notice(visit, actor=actor, at=at)
        record(f"visit:{each}", notified=at)


def inform_inspectors(visit: Visit, at: datetime) -> None:
    """Let the inspectors of a visit learn of it, and note that they were there: they confirm nothing of it."""
    VisitMember.update(informed_at=at).where(
        VisitMember.visit == visit, VisitMember.informed_at.is_null()
    ).execute()
    keys = Inspector.select(Inspector.staff_number).join(VisitMember).where(VisitMember.visit == visit)
    for (key,) in keys.tuples():
        involve(visit.case, key, "inspector")


@usecase("visit.start")
def start_visit(*, uuid_: str, reason: str = "", actor: Actor, at: datetime) -> None:
    """开始检查: announced, without notice where its kind has none, or as an emergency before the approval."""
    visit = visit_row(uuid_)
    begin(visit, reason=reason, actor=actor, at=at)
    record(f"visit:{uuid_}", started=at)


def begin(visit: Visit, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Begin a visit within a running transaction; the procedure says whether that may be."""
    case: Case = visit.case
    moves = {"noticed": "start_announced", "approved": "start_unannounced", "planned": "start_emergency"}
    if case.state not in moves:
        raise StaleError("这次检查已经开始或已经结束。")
    announced = case.state == "noticed"  # then they know already
    move_case(
        case,
        moves[case.state],
        facts=visit_facts(visit),
        note=reason or visit.reason,
        actor=actor,
        at=at,
        acts={} if announced else {"visit.inform_inspectors": lambda: inform_inspectors(visit, at)},
    )
    involve(case, actor.key, "inspector")
    visit.started_at = at
    visit.day = visit.day or china_day(at)
    visit.save()
    if visit.notified_at is None:
        issue_notice(visit, actor=actor, at=at)
