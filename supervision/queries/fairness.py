"""抽取统计查询: all revealed draws together, as the office sees them; nothing of a draw that is still secret."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from inspections.fairness import Fairness, fairness, lots_of
from inspections.turnover import Turnover, turnover
from supervision.actor import Actor
from supervision.models import Area, Authority, Draw, Facility, Plan, PlanLine, Task, TaskTarget, Visit
from supervision.queries._scope import of_authority
from supervision.queries.draws import record_of_draw
from supervision.vault import Vault

STREET = 9  # digits of the code of a street


@dataclass(frozen=True, slots=True)
class RevealedDraw:
    """已揭示的抽取: one draw with its whole record."""

    serial: int
    task: str
    title: str
    record: Any


@dataclass(frozen=True, slots=True)
class LineProgress:
    """计划进度: one line of a plan, and what has come of it: tasks, draws, visits dispatched and confirmed."""

    plan: str
    year: int
    title: str
    months: tuple[int, ...]
    tasks: int
    draws: int
    visits: int
    confirmed: int


def revealed_draws(*, vault: Vault, actor: Actor, most: int | None = None) -> tuple[RevealedDraw, ...]:
    """Return the revealed draws that concern the actor, the newest first."""
    query = (
        Draw.select(Draw.serial, Task.number, Task.title)
        .join(Task)
        .switch(Draw)
        .join(Authority)
        .join(Area)
        .where(of_authority(actor), Draw.state == "revealed")
        .order_by(Draw.serial.desc())
        .limit(most)
    )
    return tuple(
        RevealedDraw(
            row.serial,
            row.task.number,
            row.task.title,
            json.loads(record_of_draw(row.serial, vault=vault, actor=actor)),
        )
        for row in query
    )


def chances(draws: tuple[RevealedDraw, ...], by: str) -> Fairness:
    """Compare what was drawn with what was to be expected: ``by`` ``kind`` of facility, or ``area`` (street).

    The office knows whom the pseudonyms stand for, so it can ask what the public cannot.
    """
    lots = []
    for draw in draws:
        rows = (
            TaskTarget.select(TaskTarget.pseudonym, Facility.kind, Area.code)
            .join(Task)
            .switch(TaskTarget)
            .join(Facility)
            .join(Area)
            .where(Task.number == draw.task)
        )
        groups = {
            row.pseudonym: row.facility.kind if by == "kind" else row.facility.area.code[:STREET]
            for row in rows
        }
        lots += lots_of(draw.record, groups)
    return fairness(lots)


def turnovers(draws: tuple[RevealedDraw, ...]) -> tuple[tuple[RevealedDraw, Turnover], ...]:
    """Return what the events of each draw changed."""
    return tuple((draw, turnover(draw.record)) for draw in draws)


def plan_progress(*, since_year: int, actor: Actor) -> tuple[LineProgress, ...]:
    """Return the lines of the plans from ``since_year`` on, the newest year first, with what came of them."""
    lines = (
        PlanLine.select(PlanLine, Plan)
        .join(Plan)
        .join(Authority)
        .join(Area)
        .where(of_authority(actor), Plan.year >= since_year)
        .order_by(Plan.year.desc(), Plan.number, PlanLine.serial)
    )
    tasks = {row.id: row.line_id for row in Task.select(Task.id, Task.line)}
    counted = Counter(tasks.values())
    drawn = Counter(
        tasks[row.task_id] for row in Draw.select(Draw.task).where(Draw.state.in_(("drawn", "revealed")))
    )
    visits, confirmed = Counter[int](), Counter[int]()
    for row in Visit.select(Visit.task, Visit.confirmed_on).where(Visit.task.is_null(False)):
        visits[tasks[row.task_id]] += 1
        confirmed[tasks[row.task_id]] += row.confirmed_on is not None
    return tuple(
        LineProgress(
            line.plan.number,
            line.plan.year,
            line.title,
            tuple(line.months),
            counted[line.id],
            drawn[line.id],
            visits[line.id],
            confirmed[line.id],
        )
        for line in lines
    )
