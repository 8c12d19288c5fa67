"""执法检查人员查询: the directory of an authority, with absences and recusals. No numbers of visits a person (R1.40)."""

from dataclasses import dataclass
from datetime import date

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import (
    Area,
    Authority,
    Department,
    Facility,
    Inspector,
    InspectorAbsence,
    Recusal,
)
from supervision.queries._scope import of_authority
from supervision.queries.areas import area_names
from supervision.queries.directory import lacks_of


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """检查人员行: one inspector in the directory; ``areas`` are names, none means everywhere."""

    staff_number: str
    name: str
    department: str
    department_en: str
    credential_number: str
    credential_until: date | None
    qualifications: tuple[str, ...]
    areas: tuple[str, ...]
    own_area: str
    capacity: int
    since: date | None
    until: date | None
    is_away: bool


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """不在岗: from the first day until the day before ``until``."""

    since: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """回避: where this inspector does not go."""

    facility: str
    facility_code: str
    code: str
    since: date
    until: date | None
    note: str


@dataclass(frozen=True, slots=True)
class InspectorFile:
    """检查人员档案: one inspector with absences and recusals."""

    row: InspectorRow
    area_codes: tuple[str, ...]
    own_area_code: str
    training: tuple[dict[str, str], ...]
    confirmed_on: date | None
    lacks: tuple[str, ...]
    inspector_id: int
    absences: tuple[AbsenceRow, ...]
    recusals: tuple[RecusalRow, ...]


def _query(actor: Actor):
    return (
        Inspector.select(Inspector, Department)
        .join(Department)
        .join(Authority)
        .join(Area)
        .where(of_authority(actor))
        .order_by(Department.id, Inspector.staff_number)
    )


def _row(row: Inspector, names: dict[str, str], away: set[int]) -> InspectorRow:
    return InspectorRow(
        staff_number=row.staff_number,
        name=row.name,
        department=row.department.name,
        department_en=row.department.english,
        credential_number=row.credential_number,
        credential_until=row.credential_until,
        qualifications=tuple(row.qualifications),
        areas=tuple(names.get(code, code) for code in row.areas),
        own_area=names.get(row.own_area, row.own_area),
        capacity=row.capacity,
        since=row.since,
        until=row.until,
        is_away=row.id in away,
    )


def _rows(rows: list[Inspector], on: date) -> tuple[InspectorRow, ...]:
    names = area_names({code for row in rows for code in (*row.areas, row.own_area) if code})
    gone = InspectorAbsence.select(InspectorAbsence.inspector).where(
        InspectorAbsence.since <= on, InspectorAbsence.until > on
    )
    away = {inspector for (inspector,) in gone.tuples()}
    return tuple(_row(row, names, away) for row in rows)


def list_inspectors(
    *, actor: Actor, on: date, text: str = "", department: str = "", state: str = ""
) -> tuple[InspectorRow, ...]:
    """Return the directory; ``state``: ``away`` or ``expired`` (credential) on the day ``on``."""
    query = _query(actor)
    if text:
        query = query.where(Inspector.name.contains(text) | Inspector.staff_number.contains(text))
    if department:
        query = query.where(Department.key == department)
    rows = _rows(list(query), on)
    if state == "away":
        return tuple(row for row in rows if row.is_away)
    if state == "expired":
        return tuple(row for row in rows if row.credential_until and row.credential_until < on)
    return rows


def get_inspector(staff_number: str, *, actor: Actor, on: date) -> InspectorFile:
    """Return one inspector's file.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _query(actor).where(Inspector.staff_number == staff_number).first()
    if row is None:
        raise NotFoundError("没有工号为 {number} 的执法检查人员。", number=staff_number)
    absences = (
        InspectorAbsence.select()
        .where(InspectorAbsence.inspector == row)
        .order_by(InspectorAbsence.since.desc())
    )
    recusals = Recusal.select(Recusal, Facility).join(Facility).where(Recusal.inspector == row)
    return InspectorFile(
        _rows([row], on)[0],
        tuple(row.areas),
        row.own_area,
        tuple(row.training),
        row.confirmed_on,
        lacks_of(row, on),
        row.id,
        tuple(AbsenceRow(each.since, each.until, each.reason) for each in absences),
        tuple(
            RecusalRow(each.facility.name, each.facility.code, each.code, each.since, each.until, each.note)
            for each in recusals.order_by(Recusal.since.desc(), Recusal.id)
        ),
    )


def staff_number_of(actor: Actor) -> str | None:
    """Return the staff number of the inspector who is signed in, or None."""
    row = Inspector.get_or_none(Inspector.id == actor.inspector_id)
    return row.staff_number if row else None


def department_options(*, actor: Actor) -> tuple[tuple[str, str, str], ...]:
    """Return key, Chinese and English name of the departments that this person works with."""
    query = Department.select(Department.key, Department.name, Department.english)
    return tuple(query.join(Authority).join(Area).where(of_authority(actor)).order_by(Department.id).tuples())


def qualifications_of(departments: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return which qualifications the inspectors of each department have."""
    found: dict[str, set[str]] = {key: set() for key in departments}
    for row in (
        Inspector.select(Inspector, Department).join(Department).where(Department.key.in_(departments))
    ):
        found[row.department.key] |= set(row.qualifications)
    return {key: tuple(sorted(words)) for key, words in found.items()}
