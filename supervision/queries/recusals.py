"""回避查询: requests with their cases, and for one roster who must not go where and where that came from."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import (
    Area,
    Case,
    CaseMove,
    Facility,
    Inspector,
    InspectorTie,
    RecusalRequest,
    Task,
    TaskInspector,
    TaskTarget,
)
from supervision.procedures import load_procedure
from supervision.queries._scope import sees_facility
from supervision.queries.cases import CaseFile, case_file


@dataclass(frozen=True, slots=True)
class RequestRow:
    """回避申请行: ``inspector`` is empty until the office has found out who is meant; ``state`` in both languages."""

    uuid: str
    facility: str
    facility_code: str
    inspector: str
    staff_number: str
    person: str
    code: str
    from_facility: bool
    filed_on: date
    filed_by: str
    state: dict[str, str]
    is_open: bool
    granted: bool | None
    answer: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class RequestFile:
    """回避申请: with the reasons given, the evidence, the case, and inspectors of the name that was written."""

    row: RequestRow
    text: str
    evidence: tuple[str, ...]
    case: CaseFile
    alike: tuple[tuple[str, str], ...]  # (staff number, name and department)


@dataclass(frozen=True, slots=True)
class TieRow:
    """利害关系行: kin at a facility or a former post there."""

    facility: str
    facility_code: str
    kind: str
    relation: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class RosterRecusal:
    """名录中的回避: who does not go where in a frozen roster, and why."""

    staff_number: str
    inspector: str
    facility_code: str
    facility: str
    code: str


def _query(actor: Actor) -> Any:
    return (
        RecusalRequest.select(RecusalRequest, Case, Facility, Inspector)
        .join(Case)
        .switch(RecusalRequest)
        .join(Facility)
        .join(Area)
        .switch(RecusalRequest)
        .left_outer_join(Inspector)
        .where(sees_facility(actor))
        .order_by(Case.closed_on.is_null(False), RecusalRequest.filed_on.desc(), RecusalRequest.id.desc())
    )


def _row(row: RecusalRequest) -> RequestRow:
    state = load_procedure("recusal", row.case.procedure_version).state(row.case.state)
    opening = CaseMove.get(CaseMove.case == row.case, CaseMove.n == 1)
    return RequestRow(
        uuid=row.case.uuid,
        facility=row.facility.name,
        facility_code=row.facility.code,
        inspector=row.inspector.name if row.inspector_id else "",
        staff_number=row.inspector.staff_number if row.inspector_id else "",
        person=row.person,
        code=row.code,
        from_facility=opening.move == "request",
        filed_on=row.filed_on,
        filed_by=row.filed_by,
        state={"zh": state.name.zh, "en": state.name.en},
        is_open=state.is_open,
        granted=row.granted,
        answer=row.answer,
        decided_on=row.decided_on,
    )


def list_requests(*, actor: Actor, open_only: bool = False) -> tuple[RequestRow, ...]:
    """Return requests, the open ones first; a facility sees its own requests alone, not what inspectors declared."""
    query = _query(actor)
    if open_only:
        query = query.where(Case.closed_on.is_null())
    rows = tuple(_row(row) for row in query)
    return rows if actor.facility_id is None else tuple(row for row in rows if row.from_facility)


def requests_of(inspector_id: int) -> tuple[RequestRow, ...]:
    """Return what an inspector declared himself, or was declared for him; not what facilities asked."""
    query = (
        RecusalRequest.select(RecusalRequest, Case, Facility, Inspector)
        .join(Case)
        .switch(RecusalRequest)
        .join(Facility)
        .switch(RecusalRequest)
        .join(Inspector)
        .where(RecusalRequest.inspector == inspector_id)
        .order_by(RecusalRequest.id.desc())
    )
    rows = (_row(row) for row in query)
    return tuple(row for row in rows if not row.from_facility or not row.is_open)


def get_request(uuid_: str, *, actor: Actor, on: date) -> RequestFile:
    """Return one request.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _query(actor).where(Case.uuid == uuid_).first()
    if row is None:
        raise NotFoundError("没有这件回避申请。")
    return RequestFile(
        _row(row), row.text, tuple(row.evidence), case_file(row.case, actor, on), _alike(row.person)
    )


def _alike(person: str) -> tuple[tuple[str, str], ...]:
    """Return the inspectors of whom a facility may have written: by name or by credential number."""
    if not person:
        return ()
    query = Inspector.select().order_by(Inspector.staff_number)
    found = [
        row for row in query if row.name in person or person in row.name or row.credential_number in person
    ]
    return tuple((row.staff_number, f"{row.name} · {row.staff_number}") for row in found)


def ties_of(inspector_id: int) -> tuple[TieRow, ...]:
    """Return an inspector's registered ties."""
    query = (
        InspectorTie.select(InspectorTie, Facility)
        .join(Facility)
        .where(InspectorTie.inspector == inspector_id)
        .order_by(InspectorTie.since.desc(), InspectorTie.id)
    )
    return tuple(
        TieRow(row.facility.name, row.facility.code, row.kind, row.relation, row.since, row.until)
        for row in query
    )


def roster_recusals(number: str, *, actor: Actor) -> tuple[RosterRecusal, ...]:
    """Return the recusals of a task's frozen roster by name: for those who freeze it, and for the auditor."""
    if not (actor.may("task.freeze") or actor.reads_all):
        return ()
    task = Task.get_or_none(Task.number == number)
    if task is None or not task.roster:
        return ()
    people = {
        row.pseudonym: row.inspector
        for row in TaskInspector.select(TaskInspector, Inspector)
        .join(Inspector)
        .where(TaskInspector.task == task)
    }
    targets = {
        row.pseudonym: row.facility
        for row in TaskTarget.select(TaskTarget, Facility).join(Facility).where(TaskTarget.task == task)
    }
    found = [
        RosterRecusal(
            people[who].staff_number, people[who].name, targets[where].code, targets[where].name, code
        )
        for who, where, code in task.roster["recusals"]
    ]
    return tuple(sorted(found, key=lambda each: (each.code, each.staff_number, each.facility_code)))
