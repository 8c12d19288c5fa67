"""案件流转: the one place where a case moves. The procedure file decides, here it is written down.

A use-case loads its facts, calls ``open_case`` or ``move_case``, and gets back what else it has to do: effects by
name, papers to issue, clocks that run then.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.models import Case, CaseInvolvement, CaseMove, Facility
from supervision.procedures import load_procedure
from supervision.procedures.cases import Outcome
from supervision.procedures.effects import carry_out
from supervision.queries.cases import actor_view, case_state

Acts = Mapping[str, Callable[[], None]]
NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-000000000002")


def open_case(
    name: str,
    move: str,
    *,
    facility: Facility,
    title: str,
    facts: Any,
    actor: Actor,
    at: datetime,
    department: str = "",
    note: str = "",
    evidence: Sequence[str] = (),
    data: dict[str, Any] | None = None,
    identity: str | None = None,
) -> tuple[Case, Outcome]:
    """Open a case; the caller carries out its effects once what hangs on the case is written; ``identity`` makes its id the same each time (a demonstration), else it is random."""
    on = china_day(at)
    outcome = load_procedure(name).start(
        move, actor_view(actor), on=on, at=at, facts=facts, note=note, evidence=evidence
    )
    state = outcome.case
    row = Case.create(
        uuid=str(uuid.uuid5(NAMESPACE, identity) if identity else uuid.uuid4()),
        procedure=name,
        procedure_version=state.version,
        facility=facility,
        area=facility.area_id,
        department=department,
        title=title,
        state=state.state,
        entered_on=state.entered_on,
        opened_on=on,
        data=data or {},
    )
    _write(row, outcome, evidence)
    return row, outcome


def move_case(
    row: Case,
    move: str,
    *,
    facts: Any,
    actor: Actor,
    at: datetime,
    note: str = "",
    evidence: Sequence[str] = (),
    acts: Acts | None = None,
) -> Outcome:
    """Make a move and carry out its effects; what stands against it is raised, with its basis and remedy.

    ``acts`` are the effects that this use-case brings, by the names that the procedure file gives them.
    """
    on = china_day(at)
    flow = load_procedure(row.procedure, row.procedure_version)
    outcome = flow.apply(
        case_state(row), move, actor_view(actor, row), on=on, at=at, facts=facts, note=note, evidence=evidence
    )
    row.state, row.entered_on = outcome.case.state, outcome.case.entered_on
    row.closed_on = None if flow.state(row.state).is_open else on
    row.save()
    _write(row, outcome, evidence)
    carry_out(outcome.effects, acts or {})
    return outcome


def involve(row: Case, person: str, role: str) -> None:
    """Note that somebody had to do with a case, so that somebody else decides what comes later."""
    CaseInvolvement.insert(case=row, person=person, role=role).on_conflict_ignore().execute()


def _write(row: Case, outcome: Outcome, evidence: Sequence[str]) -> None:
    step = outcome.step
    CaseMove.create(
        case=row,
        n=step.n,
        move=step.move,
        from_state=step.from_state,
        to_state=step.to_state,
        by=step.by,
        at=step.at,
        on=step.on,
        note=step.note,
        data={"evidence": list(evidence)} if evidence else {},
    )
    involve(row, step.by, step.move)
