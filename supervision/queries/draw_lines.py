"""抽取结果查询: who goes where, for those who need to know: the whole for who dispatches it, his own lines for an inspector.

An inspector knows day, area and team from the dispatch on; name and address from the hour that a rule names, or from the
moment the facility was told, whichever is earlier.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from scoring.rulebook.days import is_working_day
from supervision.actor import Actor
from supervision.clock import CHINA
from supervision.errors import NotFoundError
from supervision.models import Area, Case, Department, Draw, Facility, Inspector, Visit, VisitMember
from supervision.queries.draw_looks import Look
from supervision.queries.draw_names import names_of
from supervision.queries.draws import find_draw, sees_result
from supervision.queries.visit_records import officers
from supervision.rulebook import rulebook

DAYS_BEFORE = "inspection.dispatch.shown_working_days_before"
FROM_HOUR = "inspection.dispatch.shown_from_hour"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """结果行: one target as the draw stands now, with its team and its day."""

    facility: str
    code: str
    stratum: str
    team: tuple[tuple[str, str], ...]  # (name, department)
    short: tuple[str, ...]  # departments, once for each missing place
    day: date | None


@dataclass(frozen=True, slots=True)
class SealedResult:
    """密封的结果: the teams in the present order, and the reserve; ``subjects`` are for the record of who looked."""

    serial: int
    rows: tuple[ResultRow, ...]
    reserve: tuple[tuple[str, str], ...]  # (stratum, facility)
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """检查安排: one visit of an inspector; ``facility`` and ``address`` are empty before ``shown_from``."""

    serial: int
    title: str
    pseudonym: str
    visit: str
    day: date
    area: str
    team: tuple[tuple[str, str], ...]  # (name, department)
    state: str
    shown_from: datetime
    facility: str
    address: str
    is_informed: bool

    @property
    def is_shown(self) -> bool:
        """Return whether name and address are shown."""
        return bool(self.facility)


def shown_from(day: date) -> datetime:
    """Return the moment from which an inspector is shown where he goes on ``day``."""
    book = rulebook()
    left, on = int(book.on(DAYS_BEFORE, day).value), day
    while left:
        on -= timedelta(days=1)
        left -= is_working_day(on, book.calendar)
    hour = int(book.on(FROM_HOUR, day).value)
    return datetime.combine(on, time(hour), CHINA).astimezone(UTC)


def sealed_result(serial: int, *, actor: Actor) -> SealedResult:
    """Return the result of a draw for who needs it.

    Raises:
        NotFoundError: there is none yet, or this person need not know it.
    """
    row = find_draw(serial, actor)
    if not sees_result(row, actor):
        raise NotFoundError("第 {serial} 号抽取没有您可以看的结果。", serial=serial)
    names = names_of(row)
    departments = {each["id"]: each["department"] for each in _inspectors(row)}
    strata = {each["id"]: each["stratum"] for each in row.roster["targets"]}
    current = row.result["current"]
    return SealedResult(
        serial=serial,
        rows=tuple(
            ResultRow(
                facility=names.target(team["target"]),
                code=names.facilities.get(team["target"], ("", ""))[0],
                stratum=strata[team["target"]],
                team=tuple((names.inspector(each), departments[each]) for each in team["inspectors"]),
                short=tuple(part for target, part in current["short"] if target == team["target"]),
                day=date.fromisoformat(team["day"]) if team["day"] else None,
            )
            for team in current["teams"]
        ),
        reserve=tuple(
            (stratum, names.target(each)) for stratum, held in row.result["reserve"].items() for each in held
        ),
        is_sealed=row.revealed_at is None,
    )


def _inspectors(row: Draw) -> list[dict[str, str]]:
    return [*row.roster["inspectors"], *row.roster["standby"]["inspectors"]]


def lines_of(*, actor: Actor, at: datetime) -> tuple[LineRow, ...]:
    """Return an inspector's visits of sealed draws, the next ones first."""
    query = (
        VisitMember.select(VisitMember, Visit, Facility, Area, Case, Draw)
        .join(Visit)
        .join(Facility)
        .join(Area)
        .switch(Visit)
        .join(Case)
        .switch(Visit)
        .join(Draw)
        .where(
            VisitMember.inspector == actor.inspector_id,
            Draw.state == "drawn",
            Case.closed_on.is_null(),
            Visit.received_at.is_null(),
        )
        .order_by(Visit.day, Visit.id)
    )
    return tuple(_line(each, at) for each in query)


def _line(member: VisitMember, at: datetime) -> LineRow:
    visit = member.visit
    hour = shown_from(visit.day)
    approved = visit.case.state != "planned"
    shows = member.informed_at is not None or (approved and at >= hour)
    return LineRow(
        serial=visit.draw.serial,
        title=visit.draw.task.title,
        pseudonym=visit.pseudonym,
        visit=visit.uuid,
        day=visit.day,
        area=visit.facility.area.name,
        team=tuple((each.name, each.department) for each in officers(visit)),
        state=visit.case.state,
        shown_from=hour,
        facility=visit.facility.name if shows else "",
        address=visit.facility.address if shows else "",
        is_informed=member.informed_at is not None,
    )


def own_nonces(*, actor: Actor) -> tuple[tuple[int, str, str, str], ...]:
    """Return under which pseudonym an inspector stands in each draw: (serial, task, pseudonym, nonce)."""
    staff = Inspector.get_by_id(actor.inspector_id).staff_number
    found = []
    for row in Draw.select().where(Draw.result.is_null(False)).order_by(Draw.serial.desc()):
        mine = next((each for each in row.openings.get("inspectors", ()) if each[1] == staff), None)
        if mine:
            found.append((row.serial, row.task.title, mine[0], mine[2]))
    return tuple(found)


def looks_at(lines: tuple[LineRow, ...]) -> tuple[Look, ...]:
    """Return the looks that reading these lines is."""
    return tuple((each.serial, "address" if each.is_shown else "line", each.pseudonym) for each in lines)


def department_names() -> dict[str, tuple[str, str]]:
    """Return the departments' names in both languages."""
    return {each.key: (each.name, each.english) for each in Department.select()}
