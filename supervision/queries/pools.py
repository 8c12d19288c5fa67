"""名录查询: the rows that a roster is made of, as the values of ``inspections.pool``."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

from inspections.candidates import Candidate, Certain, Officer
from scoring.rulebook import Rulebook
from scoring.rulebook.days import add_months
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.models import (
    Area,
    Award,
    Department,
    Draw,
    DrawEvent,
    Facility,
    Inspector,
    InspectorAbsence,
    InspectorTie,
    PlanLine,
    Recusal,
    Task,
    Visit,
    VisitMember,
)
from supervision.queries._scope import within_area
from supervision.queries.gradings import graded
from supervision.queries.visit_calendar import COUNTED, counted_visits

GRADE_SAMPLE = "grade_sample"  # 等级抽查复核: the yearly re-check of grades in force
Nonces = Callable[[str], str]


def task_facilities(task: Task, actor: Actor, on: date) -> list[Facility]:
    """Return the facilities that a task concerns, within the actor's area; a grade's re-check those graded on ``on``."""
    query = (
        Facility.select(Facility, Area)
        .join(Area)
        .where(Facility.kind.in_(task.kinds), within_area(actor))
        .order_by(Facility.code)
    )
    if task.visit_kind == GRADE_SAMPLE:
        query = query.where(Facility.id.in_(graded(on).select(Award.facility)))
    areas = tuple(task.areas)
    return [row for row in query if not areas or row.area.code.startswith(areas)]


def candidates(
    facilities: list[Facility], tiers: Mapping[str, str], task: Task, on: date, nonces: Nonces
) -> list[Candidate]:
    """Return the facilities as candidates of the draw, with what they were checked for this year."""
    visits = counted_visits(task.authority, on.year)
    checked: dict[int, dict[str, date]] = defaultdict(dict)
    query = Visit.select(Visit, Task, PlanLine).left_outer_join(Task).left_outer_join(PlanLine)
    for row in query.where(Visit.authority == task.authority, Visit.day.is_null(False)):
        if row.day.year == on.year and row.kind in COUNTED:
            for item in row.task.line.items if row.task_id and row.confirmed_on else ():
                checked[row.facility_id][item] = row.day
    carried = carried_facilities(task)
    return [
        Candidate(
            code=row.code,
            area=row.area.code,
            tier=tiers[row.code],
            nonce=nonces(f"{task.number}:facility:{row.code}"),
            is_closed=row.life_state in ("closed", "suspended"),
            visits_this_year=visits.get(row.id, 0),
            checked=checked[row.id],
            carried=carried.get(row.id),
        )
        for row in facilities
    ]


def carried_facilities(task: Task) -> dict[int, Certain]:
    """Return what earlier draws of this authority oblige: whoever they selected and did not reach is drawn for certain.

    An abandoned or superseded draw obliges by what it had selected, any other by who was withdrawn from it. It is
    settled once the facility stands in a later draw, or has been visited since.
    """
    owed: dict[int, Certain] = {}
    draws = Draw.select(Draw, Task).join(Task).where(Draw.authority == task.authority).order_by(Draw.serial)
    for draw in draws:
        names = _pseudonyms(draw)
        drawn = set(draw.result["selected"]) if draw.result else set()
        for facility in [names[each] for each in drawn if each in names]:
            owed.pop(facility, None)
        if draw.state in ("abandoned", "superseded"):
            owed |= dict.fromkeys((names[each] for each in drawn if each in names), Certain.SELECTED_BEFORE)
        events = [row.event for row in DrawEvent.select().where(DrawEvent.draw == draw)]
        gone = [each["target"] for each in events if each["kind"] == "target_withdrawn"]
        owed |= dict.fromkeys((names[each] for each in gone if each in names), Certain.WITHDRAWN_EARLIER)
        owed = {each: why for each, why in owed.items() if not _visited_since(each, draw)}
    return owed


def _pseudonyms(draw: Draw) -> dict[str, int]:
    """Return the facility behind each pseudonym of a draw, as kept with its commitment."""
    codes = {name: code for name, code, _ in draw.openings["targets"]}
    ids = dict(
        Facility.select(Facility.code, Facility.id).where(Facility.code.in_(list(codes.values()))).tuples()
    )
    return {name: ids[code] for name, code in codes.items() if code in ids}


def _visited_since(facility: int, draw: Draw) -> bool:
    day = china_day(draw.drawn_at or draw.abandoned_at or draw.committed_at)
    seen = Visit.select().where(
        Visit.facility == facility, Visit.confirmed_on.is_null(False), Visit.day >= day
    )
    return bool(seen.exists())


def officers_of(task: Task, nonces: Nonces, standby: Collection[str] = ()) -> list[Officer]:
    """Return the inspectors of the departments that take part, with their absences; ``standby``: only called when needed."""
    departments = [department for department, _, _ in task.team]
    absences: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for row in InspectorAbsence.select():
        absences[row.inspector_id].append((row.since, row.until - timedelta(days=1)))
    last = max(date.fromisoformat(day) for day in task.days)
    query = (
        Inspector.select(Inspector, Department)
        .join(Department)
        .where(Department.key.in_(departments), Inspector.until.is_null() | (Inspector.until > last))
        .order_by(Inspector.staff_number)
    )
    return [
        Officer(
            staff_number=row.staff_number,
            department=row.department.key,
            capacity=row.capacity,
            nonce=nonces(f"{task.number}:inspector:{row.staff_number}"),
            areas=tuple(row.areas),
            own_area=row.own_area,
            qualifications=frozenset(row.qualifications),
            credential_until=row.credential_until,
            away=tuple(absences[row.id]),
            standby=row.staff_number in standby,
        )
        for row in query
    ]


def declared_recusals(on: date, book: Rulebook) -> dict[tuple[str, str], str]:
    """Return who must not go where, with the code of the reason: kin and former posts by rule, then what was decided."""
    found: dict[tuple[str, str], str] = {}
    looking_back = int(book.on("recusal.former_employer.months", on).value)
    for tie in _with_names(InspectorTie.select(InspectorTie, Inspector, Facility), InspectorTie):
        until = (
            add_months(tie.until, looking_back) if tie.until and tie.kind == "former-employer" else tie.until
        )
        if tie.since <= on and (until is None or on < until):
            found[tie.inspector.staff_number, tie.facility.code] = tie.kind
    decided = _with_names(Recusal.select(Recusal, Inspector, Facility), Recusal)
    for row in decided.where(Recusal.since <= on, Recusal.until.is_null() | (Recusal.until > on)):
        found[row.inspector.staff_number, row.facility.code] = row.code
    return found


def _with_names(query: Any, table: type[Any]) -> Any:
    return query.join(Inspector).switch(table).join(Facility)


def earlier_visits() -> list[tuple[str, str, date]]:
    """Return which inspector was where, on which day."""
    query = (
        VisitMember.select(Inspector.staff_number, Facility.code, Visit.day)
        .join(Inspector)
        .switch(VisitMember)
        .join(Visit)
        .join(Facility)
        .where(Visit.day.is_null(False))
    )
    return [(staff, code, day) for staff, code, day in query.tuples()]
