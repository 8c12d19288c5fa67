"""派发办理: visits of what was drawn; and after an event, visits that follow the draw as it stands now."""

from datetime import date, datetime
from typing import Any

from supervision.actor import Actor
from supervision.errors import StaleError
from supervision.models import CaseMove, Draw, Facility, Inspector, Visit, VisitMember
from supervision.usecases._cases import move_case
from supervision.usecases._draws import draw_row
from supervision.usecases._frame import record, usecase
from supervision.usecases.visits import create_visit, visit_facts

NOT_YET_TOLD = ("planned", "approved")  # nobody but the office knows of it: it is changed in place
TOLD = ("noticed",)  # a notice is out: it is cancelled, and another one planned
CHANGED = "抽取后变动"  # why such a visit is cancelled


@usecase("visit.dispatch")
def dispatch_draw(*, serial: int, actor: Actor, at: datetime) -> tuple[str, ...]:
    """派发抽取结果: a visit for each target that has a team and a day and no visit yet; returns their ids.

    After an event, once more for whoever joined, and for whoever had been told of another team or day.
    """
    row = draw_row(serial)
    if row.state not in ("drawn", "revealed"):
        raise StaleError("第 {serial} 号抽取还没有结果。", serial=serial)
    waiting = to_dispatch(row)
    if not waiting:
        raise StaleError("第 {serial} 号抽取已经派发。", serial=serial)
    dispatch = _Dispatch(row, actor, at)
    made = [dispatch.plan(team).uuid for team in waiting]
    record(f"draw:{serial}", visits=len(made))
    return tuple(made)


@usecase("visit.follow_draw")
def follow_draw(*, serial: int, actor: Actor, at: datetime) -> dict[str, int]:
    """按变动调整检查: what has not begun is made to agree with the draw after its events; returns what was done how often.

    Again: nothing changes. What a facility was told of is cancelled; it is dispatched anew, with a notice of its own.
    """
    row = draw_row(serial)
    dispatch = _Dispatch(row, actor, at)
    done = {"cancelled": 0, "changed": 0}
    teams = {team["target"]: team for team in row.result["current"]["teams"] if _can_go(team)}
    for visit in Visit.select().where(Visit.draw == row).order_by(Visit.id):
        state, team = visit.case.state, teams.get(visit.pseudonym)
        if state not in NOT_YET_TOLD + TOLD or (team is not None and dispatch.agrees(visit, team)):
            continue
        if team is not None and state in NOT_YET_TOLD:
            dispatch.change(visit, team)
            done["changed"] += 1
        else:
            dispatch.cancel(visit)
            done["cancelled"] += 1
    record(f"draw:{serial}", **done)
    return done


def to_dispatch(row: Draw) -> list[dict[str, Any]]:
    """Return the teams that can go and for which there is no visit, or one that an event has cancelled."""
    visits = {each.pseudonym: each for each in Visit.select().where(Visit.draw == row).order_by(Visit.id)}

    def is_missing(name: str) -> bool:
        if name not in visits:
            return True
        case = visits[name].case
        cancelled = CaseMove.select().where(
            CaseMove.case == case, CaseMove.move == "cancel", CaseMove.note == CHANGED
        )
        return case.state == "cancelled" and cancelled.exists()

    return [team for team in row.result["current"]["teams"] if _can_go(team) and is_missing(team["target"])]


def _can_go(team: dict[str, Any]) -> bool:
    return bool(team["day"] and team["inspectors"])


class _Dispatch:
    """Turns teams of pseudonyms into visits of one draw."""

    def __init__(self, row: Draw, actor: Actor, at: datetime) -> None:
        self._row, self._actor, self._at = row, actor, at
        self._targets = {name: (code, nonce) for name, code, nonce in row.openings["targets"]}
        self._staff = {name: staff for name, staff, _ in row.openings["inspectors"]}

    def plan(self, team: dict[str, Any]) -> Visit:
        """Plan the visit of a team."""
        code, nonce = self._targets[team["target"]]
        earlier = Visit.select().where(Visit.draw == self._row, Visit.pseudonym == team["target"]).count()
        identity = f"{self._row.commitment_sha256}:{team['target']}"
        return create_visit(
            kind="drawn",
            facility=Facility.get(Facility.code == code),
            authority=self._row.authority,
            day=date.fromisoformat(team["day"]),
            members=self._members(team),
            task=self._row.task,
            draw=self._row,
            pseudonym=team["target"],
            nonce=nonce,
            identity=f"{identity}:{earlier}" if earlier else identity,
            actor=self._actor,
            at=self._at,
        )

    def agrees(self, visit: Visit, team: dict[str, Any]) -> bool:
        """Return whether a visit is that of this team, on its day."""
        wanted = {self._staff[each] for each in team["inspectors"]}
        there = {each.inspector.staff_number for each in visit.members}
        return wanted == there and visit.day == date.fromisoformat(team["day"])

    def change(self, visit: Visit, team: dict[str, Any]) -> None:
        """Put team and day of a visit right that nobody has been told of."""
        members = self._members(team)
        VisitMember.delete().where(
            VisitMember.visit == visit, VisitMember.inspector.not_in([each.id for each in members])
        ).execute()
        there = {each.inspector_id for each in visit.members}
        for each in members:
            if each.id not in there:
                VisitMember.create(visit=visit, inspector=each, department=each.department.key)
        visit.day = date.fromisoformat(team["day"])
        visit.departments = sorted({each.department.key for each in members})
        visit.save()

    def cancel(self, visit: Visit) -> None:
        """Cancel a visit that the draw does not hold any more as it is."""
        move_case(
            visit.case,
            "cancel",
            facts=visit_facts(visit),
            note=CHANGED,
            actor=self._actor,
            at=self._at,
        )

    def _members(self, team: dict[str, Any]) -> list[Inspector]:
        people = {
            each.staff_number: each
            for each in Inspector.select().where(
                Inspector.staff_number.in_([self._staff[name] for name in team["inspectors"]])
            )
        }
        return [people[self._staff[name]] for name in team["inspectors"]]
