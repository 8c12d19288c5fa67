"""异议查询: what facilities object to, with the case and the facts that may be wrong."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Case, Facility, Objection
from supervision.procedures import load_procedure
from supervision.queries._scope import sees_facility
from supervision.queries.cases import CaseFile, case_file


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """异议行: one objection in a list; ``state`` in both languages."""

    uuid: str
    facility: str
    facility_code: str
    against_kind: str
    against: str
    filed_on: date
    state: dict[str, str]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ObjectionFile:
    """异议档案: the facility's words, and the answer once there is one."""

    row: ObjectionRow
    text: str
    answer: str
    answered_on: date | None
    case: CaseFile


def _query(actor: Actor) -> Any:
    return (
        Objection.select(Objection, Facility, Case)
        .join(Facility)
        .join(Area)
        .switch(Objection)
        .join(Case)
        .where(sees_facility(actor))
    )


def _row(row: Objection) -> ObjectionRow:
    state = load_procedure("objection", row.case.procedure_version).state(row.case.state)
    return ObjectionRow(
        row.case.uuid,
        row.facility.name,
        row.facility.code,
        row.against_kind,
        row.against,
        row.filed_on,
        {"zh": state.name.zh, "en": state.name.en},
        state.is_open,
    )


def list_objections(
    *, actor: Actor, open_only: bool = False, facility_code: str = ""
) -> tuple[ObjectionRow, ...]:
    """Return objections, the open ones first."""
    query = _query(actor).order_by(
        Case.closed_on.is_null(False), Objection.filed_on.desc(), Objection.id.desc()
    )
    if open_only:
        query = query.where(Case.closed_on.is_null())
    if facility_code:
        query = query.where(Facility.code == facility_code)
    return tuple(_row(row) for row in query)


def get_objection(uuid_: str, *, actor: Actor, on: date) -> ObjectionFile:
    """Return one objection.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _query(actor).where(Case.uuid == uuid_).first()
    if row is None:
        raise NotFoundError("没有这件异议。")
    return ObjectionFile(_row(row), row.text, row.answer, row.answered_on, case_file(row.case, actor, on))
