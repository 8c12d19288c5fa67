"""检查查询: visits as the office, the inspector and the facility see them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Case, Draw, Facility, Rectification, Visit, VisitMember
from supervision.queries._scope import sees_facility
from supervision.queries.visit_records import categories_of, officers

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class VisitRow:
    """检查行: one visit in a list."""

    uuid: str
    number: str
    kind: str
    facility: str
    facility_code: str
    address: str
    day: date | None
    state: str
    draw: int | None
    reason: str
    departments: tuple[str, ...]
    received_at: datetime | None
    confirmed_on: date | None
    members: tuple[tuple[str, str, str], ...] = ()  # (staff number, name, department)


def _row(row: Visit, *, with_members: bool = False) -> VisitRow:
    members = tuple((each.key, each.name, each.department) for each in officers(row)) if with_members else ()
    return VisitRow(
        uuid=row.uuid,
        number=row.number,
        kind=row.kind,
        facility=row.facility.name,
        facility_code=row.facility.code,
        address=row.facility.address,
        day=row.day,
        state=row.case.state,
        draw=row.draw.serial if row.draw_id else None,
        reason=row.reason,
        departments=tuple(row.departments),
        received_at=row.received_at,
        confirmed_on=row.confirmed_on,
        members=members,
    )


def may_know(actor: Actor) -> Any:
    """Return the condition that this person may know of a visit already.

    An inspector learns of his own when he is informed; before a drawn visit begins only those who plan and
    approve visits know of it, and the auditor.
    """
    if actor.roles == {"inspector"}:
        mine = VisitMember.select(VisitMember.visit).where(
            VisitMember.inspector == actor.inspector_id, VisitMember.informed_at.is_null(False)
        )
        return Visit.id.in_(mine)
    if actor.may("visit.dispatch") or actor.may("visit.approve") or actor.reads_all or not actor.is_office:
        return Visit.id.is_null(False)
    return (Visit.kind != "drawn") | Visit.started_at.is_null(False) | Case.closed_on.is_null(False)


def _select(actor: Actor) -> Any:
    return (
        Visit.select(Visit, Facility, Case, Draw)
        .join(Facility)
        .join(Area)
        .switch(Visit)
        .join(Case)
        .switch(Visit)
        .left_outer_join(Draw)
        .where(sees_facility(actor), may_know(actor))
    )


@dataclass(frozen=True, slots=True)
class VisitPage:
    """检查列表: one page of a list; ``pages`` counts from 1."""

    rows: tuple[VisitRow, ...]
    total: int
    page: int
    pages: int


def page_of_visits(
    *,
    actor: Actor,
    state: str = "",
    kind: str = "",
    area: str = "",
    draw: str = "",
    text: str = "",
    page: int = 1,
) -> VisitPage:
    """Return one page of the visits that this person may see, the latest days first."""
    query = _select(actor).order_by(Visit.day.desc(), Visit.id.desc())
    asked = (
        (state, Case.state == state),
        (kind, Visit.kind == kind),
        (area, Area.code.startswith(area)),
        (draw.isdecimal(), Draw.serial == (int(draw) if draw.isdecimal() else 0)),
        (text, Facility.name.contains(text) | Visit.number.contains(text)),
    )
    for wanted, condition in asked:
        query = query.where(condition) if wanted else query
    total = query.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return VisitPage(tuple(_row(row) for row in query.paginate(page, PAGE_SIZE)), total, page, pages)


def list_visits(
    *,
    actor: Actor,
    state: str | None = None,
    kind: str | None = None,
    facility_code: str | None = None,
    limit: int = 500,
) -> tuple[VisitRow, ...]:
    """Return the visits that this person may see, the next ones first."""
    query = _select(actor).order_by(Visit.day.desc(), Visit.id.desc()).limit(limit)
    if state:
        query = query.where(Case.state == state)
    if kind:
        query = query.where(Visit.kind == kind)
    if facility_code:
        query = query.where(Facility.code == facility_code)
    if actor.facility_id is not None:  # a facility learns of a visit by its notice
        query = query.where(Visit.notified_at.is_null(False) | Visit.started_at.is_null(False))
    return tuple(_row(row) for row in query)


def visits_of_draw(serial: int) -> tuple[VisitRow, ...]:
    """Return the visits of a draw, in the order of their days."""
    query = (
        Visit.select(Visit, Facility, Case, Draw)
        .join(Facility)
        .switch(Visit)
        .join(Case)
        .switch(Visit)
        .join(Draw)
        .where(Draw.serial == serial)
        .order_by(Visit.day, Visit.id)
    )
    return tuple(_row(row, with_members=True) for row in query)


def visits_of_inspector(actor: Actor, *, done: bool = False) -> tuple[VisitRow, ...]:
    """Return an inspector's own visits: nothing before he was informed of it (need to know)."""
    query = (
        Visit.select(Visit, Facility, Case, Draw)
        .join(Facility)
        .switch(Visit)
        .join(Case)
        .switch(Visit)
        .left_outer_join(Draw)
        .switch(Visit)
        .join(VisitMember)
        .where(VisitMember.inspector == actor.inspector_id, VisitMember.informed_at.is_null(False))
        .order_by(Visit.day, Visit.id)
    )
    query = query.where(Visit.received_at.is_null(not done))
    return tuple(_row(row, with_members=True) for row in query)


def get_visit(uuid_: str, actor: Actor) -> VisitRow:
    """Return one visit within the actor's area, or of his own.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    query = (
        Visit.select(Visit, Facility, Case, Draw, Area)
        .join(Facility)
        .join(Area)
        .switch(Visit)
        .join(Case)
        .switch(Visit)
        .left_outer_join(Draw)
        .where(Visit.uuid == uuid_)
    )
    row = query.where(sees_facility(actor), may_know(actor)).first()
    if row is None:
        raise NotFoundError("没有这次检查，或它不在您的工作范围内。")
    return _row(row, with_members=True)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """责令改正行: one order with its deadline and state."""

    number: str
    facility: str
    facility_code: str
    department: str
    visit: str
    ordered_on: date
    due_on: date
    provisional: bool
    state: str
    items: tuple[str, ...]
    subjects: tuple[dict[str, str], ...]  # the categories of the items, in words
    reported_on: date | None
    closed_on: date | None


def list_orders(
    *, actor: Actor, open_only: bool = False, facility_code: str | None = None
) -> tuple[OrderRow, ...]:
    """Return orders to correct, the next due first."""
    query = (
        Rectification.select(Rectification, Facility, Case, Visit)
        .join(Facility)
        .join(Area)
        .switch(Rectification)
        .join(Case)
        .switch(Rectification)
        .join(Visit)
        .where(sees_facility(actor))
        .order_by(Rectification.closed_on.is_null(False), Rectification.due_on, Rectification.id)
    )
    if open_only:
        query = query.where(Rectification.closed_on.is_null())
    if facility_code:
        query = query.where(Facility.code == facility_code)
    return tuple(
        OrderRow(
            number=row.number,
            facility=row.facility.name,
            facility_code=row.facility.code,
            department=row.department,
            visit=row.visit.uuid,
            ordered_on=row.ordered_on,
            due_on=row.due_on,
            provisional=row.provisional,
            state=row.case.state,
            items=tuple(row.items),
            subjects=tuple(
                {"zh": each.name, "en": each.name_en}
                for each in categories_of(row.visit.checklist, row.items)
            ),
            reported_on=row.reported_on,
            closed_on=row.closed_on,
        )
        for row in query
    )


def orders_of_visit(uuid_: str) -> tuple[str, ...]:
    """Return the numbers of the orders that followed from a visit."""
    query = (
        Rectification.select(Rectification.number)
        .join(Visit)
        .where(Visit.uuid == uuid_)
        .order_by(Rectification.id)
    )
    return tuple(number for (number,) in query.tuples())
