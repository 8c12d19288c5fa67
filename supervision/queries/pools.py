"""名录查询: the rows that a roster is made of, as the values of ``inspections.pool``."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from inspections.candidates import Candidate, Certain, Officer, Tier
from scoring.rulebook import Rulebook
from supervision.actor import Actor
from supervision.models import (
    Area,
    Department,
    Draw,
    Facility,
    Finding,
    Inspector,
    InspectorAbsence,
    PlanLine,
    Recusal,
    Task,
    Visit,
    VisitMember,
)
from supervision.queries._scope import within_area

Nonces = Callable[[str], str]
YEAR = timedelta(days=365)
SMALLEST_STRATUM = 5
SERIOUS = 3


def task_facilities(task: Task, actor: Actor) -> list[Facility]:
    """Return the facilities that a task concerns, within the actor's area."""
    query = (
        Facility.select(Facility, Area)
        .join(Area)
        .where(Facility.kind.in_(task.kinds), within_area(actor))
        .order_by(Facility.code)
    )
    areas = tuple(task.areas)
    return [row for row in query if not areas or row.area.code.startswith(areas)]


def tier_keys(facilities: list[Facility], on: date) -> dict[int, str]:
    """Return the tier of each facility: S1 where nobody has been for a year or something serious is open, else S2.

    Two reasons lead to S1, so that the tier does not tell which. Too small a stratum is merged with the other.
    """
    last: dict[int, date] = {}
    for facility, day in (
        Visit.select(Visit.facility, Visit.day).where(Visit.confirmed_on.is_null(False)).tuples()
    ):
        if day is not None:
            last[facility] = max(last.get(facility, day), day)
    serious = {
        facility
        for (facility,) in Finding.select(Finding.facility)
        .where(Finding.severity >= SERIOUS, Finding.verified_on.is_null())
        .tuples()
    }
    keys = {
        row.id: "S1" if row.id in serious or last.get(row.id, date.min) < on - YEAR else "S2"
        for row in facilities
    }
    sizes = [list(keys.values()).count(key) for key in ("S1", "S2")]
    if 0 < min(sizes) < SMALLEST_STRATUM:
        keys = dict.fromkeys(keys, "S1" if sizes[0] > sizes[1] else "S2")
    return keys


def tiers_of(ratio: list[int], book: Rulebook, on: date) -> tuple[Tier, ...]:
    """Return the tiers of a plan line's ratio: S1 at twice the share of S2."""
    least = int(book.on("sampling.draw_at_least", on).value)
    numerator, denominator = ratio
    return (
        Tier("S1", (min(2 * numerator, denominator), denominator), minimum=least, reserve=2),
        Tier("S2", (numerator, denominator), minimum=least, reserve=2),
    )


def candidates(
    facilities: list[Facility], tiers: dict[int, str], task: Task, on: date, nonces: Nonces
) -> list[Candidate]:
    """Return the facilities as candidates of the draw, with what they were checked for this year."""
    visits: dict[int, int] = defaultdict(int)
    checked: dict[int, dict[str, date]] = defaultdict(dict)
    query = Visit.select(Visit, Task, PlanLine).left_outer_join(Task).left_outer_join(PlanLine)
    for row in query.where(Visit.authority == task.authority, Visit.day.is_null(False)):
        if row.day.year == on.year and row.kind in ("drawn", "joint", "special"):
            visits[row.facility_id] += 1
            for item in row.task.line.items if row.task_id and row.confirmed_on else ():
                checked[row.facility_id][item] = row.day
    carried = _carried(task)
    return [
        Candidate(
            code=row.code,
            area=row.area.code,
            tier=tiers[row.id],
            nonce=nonces(f"{task.number}:facility:{row.code}"),
            is_closed=row.life_state in ("closed", "suspended"),
            visits_this_year=visits[row.id],
            checked=checked[row.id],
            carried=Certain.SELECTED_BEFORE if row.id in carried else None,
        )
        for row in facilities
    ]


def _carried(task: Task) -> set[int]:
    """Return what an abandoned draw had selected: it is drawn for certain next time."""
    found: set[int] = set()
    for draw in Draw.select().where(Draw.state == "abandoned", Draw.result.is_null(False)):
        if draw.task.line_id != task.line_id:
            continue
        selected = set(draw.result["selected"])
        codes = [code for name, code, _ in draw.openings["targets"] if name in selected]
        found |= {row.id for row in Facility.select(Facility.id).where(Facility.code.in_(codes))}
    return found


def officers_of(task: Task, nonces: Nonces) -> list[Officer]:
    """Return the inspectors of the departments that take part, with their absences."""
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
            standby=False,
        )
        for row in query
    ]


def declared_recusals(on: date) -> dict[tuple[str, str], str]:
    """Return who declared not to go where, with the code of the reason."""
    query = (
        Recusal.select(Recusal, Inspector, Facility)
        .join(Inspector)
        .switch(Recusal)
        .join(Facility)
        .where(Recusal.since <= on, Recusal.until.is_null() | (Recusal.until > on))
    )
    return {(row.inspector.staff_number, row.facility.code): row.code for row in query}


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
