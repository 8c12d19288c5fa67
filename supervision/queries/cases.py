"""案件查询: a case as its procedure file sees it, for whoever looks at it: path, moves with what stands against them, clocks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import (
    Area,
    Case,
    CaseInvolvement,
    CaseMove,
    CreditRepair,
    Facility,
    ForeignEntry,
    Inspector,
    Listing,
    Rectification,
    RecusalRequest,
    Visit,
    VisitMember,
)
from supervision.procedures import MoveOption, PathStep, Procedure, RunningClock, load_procedure
from supervision.procedures.cases import ActorView, CaseState, Step
from supervision.procedures.guards.objections import ObjectionFacts
from supervision.procedures.guards.rectifications import RectificationFacts
from supervision.procedures.guards.recusals import RecusalFacts
from supervision.procedures.guards.visits import VisitFacts
from supervision.queries._foreign import facts_of_case
from supervision.queries._scope import sees_facility
from supervision.queries.entries import entry_of, repair_facts
from supervision.queries.grade_reviews import review_facts
from supervision.queries.gradings import grading_facts
from supervision.queries.listings import listing_facts


@dataclass(frozen=True, slots=True)
class CaseFile:
    """案件档案: where a case stands for the one who looks at it."""

    uuid: str
    title: str
    procedure: Procedure
    state: CaseState
    path: tuple[PathStep, ...]
    options: tuple[MoveOption, ...]
    clocks: tuple[RunningClock, ...]
    turn: tuple[str, ...]

    def option(self, *moves: str) -> MoveOption | None:
        """Return the first of these moves that leads out of the present state."""
        return next((each for each in self.options if each.move.id in moves), None)

    @property
    def is_my_turn(self) -> bool:
        """Return whether something waits for this person: his role's turn, and nothing against his move but the clock."""
        return any(
            set(option.move.roles) & set(self.turn)
            and all(each.code not in NOT_MINE for each in option.refusals)
            for option in self.options
        )


NOT_MINE = ("procedure-role", "procedure-four-eyes", "procedure-involved", "procedure-clock-running")


def case_state(row: Case) -> CaseState:
    """Return where a case stands and how it came there."""
    moves = CaseMove.select().where(CaseMove.case == row).order_by(CaseMove.n)
    return CaseState(
        procedure=row.procedure,
        version=row.procedure_version,
        state=row.state,
        entered_on=row.entered_on,
        opened_on=row.opened_on,
        steps=tuple(Step(m.n, m.move, m.from_state, m.to_state, m.by, m.on, m.at, m.note) for m in moves),
    )


def actor_view(actor: Actor, row: Case | None = None) -> ActorView:
    """Return how the frame sees the actor: roles, and what this person has had to do with the case."""
    involved: frozenset[str] = frozenset()
    if row is not None:
        people = {actor.key}
        if actor.inspector_id is not None:  # one person, known under the account and under the staff number
            people.add(Inspector.get_by_id(actor.inspector_id).staff_number)
        rows = CaseInvolvement.select().where(CaseInvolvement.case == row, CaseInvolvement.person.in_(people))
        involved = frozenset(each.role for each in rows)
    return ActorView(actor.key, actor.roles, involved)


def case_file(row: Case, actor: Actor, on: date, facts: Any = None) -> CaseFile:
    """Return a case as ``actor`` sees it on the day ``on``; ``facts`` where the caller knows more than the rows say."""
    procedure = load_procedure(row.procedure, row.procedure_version)
    state, facts = case_state(row), facts or case_facts(row, on)
    return CaseFile(
        uuid=row.uuid,
        title=row.title,
        procedure=procedure,
        state=state,
        path=procedure.path(state),
        options=procedure.moves(state, actor_view(actor, row), on, facts),
        clocks=procedure.clocks(state, on, facts),
        turn=procedure.turn(state),
    )


def get_case(uuid_: str, *, actor: Actor, on: date) -> CaseFile:
    """Return one case.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    query = Case.select(Case, Facility, Area).join(Facility).join(Area)
    row = query.where(Case.uuid == uuid_, sees_facility(actor)).first()
    if row is None:
        raise NotFoundError("没有这件案件，或它不在您的工作范围内。")
    return case_file(row, actor, on)


def case_facts(row: Case, on: date) -> Any:
    """Return what the guards and clocks of the case's procedure ask, as far as the rows say it."""
    return READERS[load_procedure(row.procedure, row.procedure_version).definition.facts](row, on)


def _visit(row: Case, _: date) -> VisitFacts:
    visit = Visit.get(Visit.case == row)
    received = visit.received_at is not None
    return VisitFacts(
        kind=visit.kind,
        day=visit.day,
        officers=VisitMember.select().where(VisitMember.visit == visit).count(),
        record_complete=received,
        results_complete=received,
    )


def _rectification(row: Case, _: date) -> RectificationFacts:
    return RectificationFacts(row.data["severity"], immediate_danger=row.data["immediate"])


def _listing(row: Case, on: date) -> Any:
    return listing_facts(Listing.get(Listing.case == row), on)


def _objection(row: Case, _: date) -> ObjectionFacts:
    return ObjectionFacts(last_day=date.fromisoformat(row.data["last_day"]))


def _repair(row: Case, on: date) -> Any:
    asked = CreditRepair.get(CreditRepair.case == row)
    return repair_facts(entry_of(asked.facility, asked.against_kind, asked.against, on))


def _recusal(row: Case, _: date) -> RecusalFacts:
    return RecusalFacts(RecusalRequest.get(RecusalRequest.case == row).inspector_id is not None)


READERS: dict[str, Callable[[Case, date], Any]] = {
    "visit": _visit,
    "rectification": _rectification,
    "listing": _listing,
    "objection": _objection,
    "repair": _repair,
    "grading": grading_facts,
    "grade_review": review_facts,
    "recusal": _recusal,
    "foreign_entry": facts_of_case,
}


PLACES = {
    "visit": "visits",
    "objection": "objections",
    "grading": "gradings",
    "grade_review": "grade-reviews",
    "credit_repair": "repairs",
    "recusal": "recusals",
}  # all others are listings


def case_address(row: Case) -> str:
    """Return where the office handles a case."""
    if row.procedure == "rectification":
        return f"/office/rectifications/{Rectification.get(Rectification.case == row).number}"
    if row.procedure == "recognition":  # matched anew, an entry keeps its address
        return f"/office/recognition/{ForeignEntry.get(ForeignEntry.case == row).uuid}"
    return f"/office/{PLACES.get(row.procedure, 'listings')}/{row.uuid}"
