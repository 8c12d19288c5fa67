"""信用修复查询: applications to end a publication early, each with its entry and its case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Case, CreditRepair, Facility
from supervision.queries._scope import sees_facility
from supervision.queries.cases import CaseFile, case_file
from supervision.queries.entries import Entry, entry_of, repair_facts

Words = dict[str, str]  # {"zh": …, "en": …}


@dataclass(frozen=True, slots=True)
class RepairFile:
    """修复申请档案: one application with its entry and its case."""

    uuid: str
    facility: str
    facility_code: str
    entry: Entry
    applied_on: date
    commitment: str
    evidence: int
    answer: str
    decided_on: date | None
    state: Words
    is_open: bool
    case: CaseFile


def list_repairs(*, actor: Actor, on: date, open_only: bool = False) -> tuple[RepairFile, ...]:
    """Return applications, the open ones first."""
    query = _query(actor).order_by(Case.closed_on.is_null(False), CreditRepair.id.desc())
    query = query.where(Case.closed_on.is_null()) if open_only else query
    return tuple(_file(row, actor, on) for row in query)


def get_repair(uuid_: str, *, actor: Actor, on: date) -> RepairFile:
    """Return one application.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _query(actor).where(Case.uuid == uuid_).first()
    if row is None:
        raise NotFoundError("没有这件修复申请。")
    return _file(row, actor, on)


def _query(actor: Actor) -> Any:
    return (
        CreditRepair.select(CreditRepair, Facility, Case)
        .join(Facility)
        .join(Area)
        .switch(CreditRepair)
        .join(Case)
        .where(sees_facility(actor))
    )


def _file(row: Any, actor: Actor, on: date) -> RepairFile:
    entry = entry_of(row.facility, row.against_kind, row.against, on)
    case = case_file(row.case, actor, on, repair_facts(entry))
    state = case.procedure.state(row.case.state)
    return RepairFile(
        uuid=row.case.uuid,
        facility=row.facility.name,
        facility_code=row.facility.code,
        entry=entry,
        applied_on=row.applied_on,
        commitment=row.commitment,
        evidence=len(row.evidence),
        answer=row.answer,
        decided_on=row.decided_on,
        state={"zh": state.name.zh, "en": state.name.en},
        is_open=state.is_open,
        case=case,
    )
