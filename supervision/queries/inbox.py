"""收件箱: what waits for this person by role, with the clock that runs and what is late."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.models import (
    Area,
    Authority,
    Award,
    BeaconEntry,
    Case,
    Draw,
    DrawChange,
    Facility,
    Plan,
    PlanLine,
    Rectification,
    Release,
    SaltShare,
    Task,
    Visit,
)
from supervision.procedures import load_procedure, procedure_ids
from supervision.procedures.words import role_names
from supervision.queries._scope import of_authority, sees_facility
from supervision.queries.cases import CaseFile, case_address, case_file
from supervision.queries.draws import list_draws
from supervision.queries.imports import count_open_doubts
from supervision.queries.recognition import count_unmatched
from supervision.queries.visits import may_know
from supervision.texts import mark

SOON = 3  # working days or days
MOST = 200
Words = dict[str, str]  # {"zh": …, "en": …}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """案件行: one open case; ``left`` as in ``RunningClock``, None where no clock runs."""

    title: str
    facility: str
    href: str
    state: Words
    turn: Words
    entered_on: date
    left: int | None
    unit: str
    provisional: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Errand:
    """待办事项: something that waits and is no case: a plan to approve, a value to enter; ``facts`` fill the text."""

    text: str
    facts: Mapping[str, object]
    href: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """收件箱: errands, and cases with what is late first; ``total`` counts all open cases that the person may see."""

    on: date
    errands: tuple[Errand, ...]
    cases: tuple[CaseRow, ...]
    total: int

    @property
    def mine(self) -> int:
        """Return how much waits for this person."""
        return len(self.errands) + sum(1 for each in self.cases if each.mine)

    @property
    def late(self) -> int:
        """Return how many of the cases shown are late."""
        return sum(1 for each in self.cases if each.left is not None and each.left < 0)

    @property
    def due(self) -> int:
        """Return how many of the cases shown are due soon."""
        return sum(1 for each in self.cases if each.left is not None and 0 <= each.left <= SOON)


def office_inbox(*, actor: Actor, on: date, at: datetime, everything: bool = False) -> Inbox:
    """Return what waits for this person; with ``everything`` all open cases that he may see."""
    query = _open_cases(actor)
    total = query.count()
    if not everything:
        query = query.where(_my_states(actor))
    rows = [_row(case, case_file(case, actor, on), on) for case in query.limit(MOST)]
    shown = [row for row in rows if everything or row.mine]
    shown.sort(key=lambda row: (row.left is None, row.left or 0, row.entered_on))
    return Inbox(on, tuple(_errands(actor, at)), tuple(shown), total)


def _open_cases(actor: Actor) -> Any:
    known = Visit.select(Visit.case).join(Case).where(may_know(actor))
    return (
        Case.select(Case, Facility)
        .join(Facility)
        .join(Area)
        .where(Case.closed_on.is_null(), sees_facility(actor))
        .where((Case.procedure != "visit") | Case.id.in_(known))
        .order_by(Case.entered_on, Case.id)
    )


def _my_states(actor: Actor) -> Any:
    """Return the condition that a case stands where it is the turn of one of the actor's roles."""
    condition = Case.id.is_null()
    for name in procedure_ids():
        states = load_procedure(name).definition.states.values()
        mine = [state.id for state in states if set(state.turn) & actor.roles]
        if mine:
            condition |= (Case.procedure == name) & Case.state.in_(mine)
    return condition


def _row(case: Case, file: CaseFile, on: date) -> CaseRow:
    state = file.procedure.state(file.state.state).name
    turn = role_names(file.turn)
    deadlines = [each for each in file.clocks if each.clock.kind == "deadline"]
    first = deadlines[0] if deadlines else None
    left = first.left if first else _left_of_order(case, on)
    return CaseRow(
        title=case.title.removeprefix(case.facility.name).strip(),
        facility=case.facility.name,
        href=case_address(case),
        state={"zh": state.zh, "en": state.en},
        turn={"zh": turn.zh, "en": turn.en},
        entered_on=case.entered_on,
        left=left,
        unit="working_days" if first and first.clock.unit == "working_days" else "days",
        provisional=bool(first and first.provisional),
        mine=file.is_my_turn,
    )


def _left_of_order(case: Case, on: date) -> int | None:
    """Return how late an order is whose clock has run out; None for what has no deadline."""
    order = Rectification.get_or_none(Rectification.case == case)
    late = order is not None and order.due_on < on and order.reported_on is None
    return (order.due_on - on).days if late else None


def _errands(actor: Actor, at: datetime) -> Iterator[Errand]:
    if actor.may("facility.clear_doubt") and (count := count_open_doubts(actor=actor)):
        yield Errand(mark("答复 {count} 个待核事项"), {"count": count}, "/office/facilities/doubts/")
    if actor.may("recognition.match") and (count := count_unmatched()):
        yield Errand(mark("对应 {count} 条外地名单"), {"count": count}, "/office/recognition/?show=unmatched")
    yield from _plans(actor)
    yield from _draws(actor, at)
    if actor.may("award.decide"):
        waiting = (
            Award.select().join(Facility).join(Area).where(sees_facility(actor), Award.decided_on.is_null())
        )
        if count := waiting.count():
            yield Errand(mark("决定 {count} 项评定"), {"count": count}, "/office/ratings/?show=proposed")
    if actor.may("release.approve"):
        prepared = Release.get_or_none(Release.state == "prepared")
        if prepared and prepared.prepared_by != actor.key:
            number = prepared.number
            yield Errand(mark("批准第 {number} 号发布"), {"number": number}, f"/office/releases/{number}")


def _plans(actor: Actor) -> Iterator[Errand]:
    states = {
        "draft": ("plan.approve", mark("批准计划 {number}")),
        "approved": ("plan.publish", mark("公布计划 {number}")),
    }
    own = Plan.select().join(Authority).join(Area).where(of_authority(actor))
    for row in own.where(Plan.state.in_(list(states))):
        action, text = states[row.state]
        if actor.may(action) and not (row.state == "draft" and row.drafted_by == actor.key):
            yield Errand(text, {"number": row.number}, f"/office/plans/{row.number}")
    if actor.may("task.freeze"):
        tasks = Task.select().join(PlanLine).join(Plan).join(Authority).join(Area).where(of_authority(actor))
        for row in tasks.where(Task.state.in_(("draft", "frozen"))):
            text = (
                mark("锁定任务 {number} 的名录") if row.state == "draft" else mark("为任务 {number} 作出承诺")
            )
            yield Errand(text, {"number": row.number}, f"/office/tasks/{row.number}")


def _draws(actor: Actor, at: datetime) -> Iterator[Errand]:
    for row in list_draws(actor=actor):
        href, facts = f"/office/draws/{row.serial}", {"serial": row.serial}
        if row.state == "committed" and at >= row.not_before and actor.may("draw.enter_beacon"):
            entered = BeaconEntry.select().join(Draw)
            entered = entered.where(Draw.serial == row.serial, BeaconEntry.voided_at.is_null())
            if not entered.where(BeaconEntry.by == actor.key).exists():
                yield Errand(mark("录入第 {serial} 号抽取的公开随机值"), facts, href)
            elif actor.may("draw.run") and entered.count() > 1:
                yield Errand(mark("办理第 {serial} 号抽取"), facts, href)
        elif row.state == "drawn":
            changes = DrawChange.select().join(Draw).where(Draw.serial == row.serial)
            if actor.may("draw.approve_event") and changes.where(DrawChange.state == "asked").exists():
                yield Errand(mark("批准第 {serial} 号抽取的变动"), facts, href)
            if actor.may("draw.reveal"):
                yield Errand(mark("派发或揭示第 {serial} 号抽取"), facts, href)
        elif row.state == "abandoned":
            mine = SaltShare.select().join(Draw, on=SaltShare.draw == Draw.id)
            if mine.where(
                Draw.serial == row.serial, SaltShare.holder == actor.key, SaltShare.returned_at.is_null()
            ).exists():
                yield Errand(mark("交出第 {serial} 号抽取的盐值份额"), facts, href)
