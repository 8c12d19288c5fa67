"""等级复核查询: the yearly duty to re-check, what a draw has selected for it, and what the guards of a re-check ask."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from supervision.actor import Actor
from supervision.models import Area, Case, Draw, Facility, PlanLine, Task
from supervision.procedures.guards.gradings import GradeReviewFacts
from supervision.queries._scope import sees_facility
from supervision.queries.grading_items import grade_number
from supervision.queries.gradings import cases_of, graded, held_grade
from supervision.queries.pools import GRADE_SAMPLE
from supervision.rulebook import rulebook

PROCEDURE = "grade_review"


def review_facts(row: Case, on: date, **more: Any) -> GradeReviewFacts:
    """Return what the guards of a re-check ask."""
    held = held_grade(row.facility, on)
    given: dict[str, Any] = {
        "held": grade_number(held.outcome) if held else 0,
        "intended": row.data.get("intended"),
    }
    return GradeReviewFacts(**{**given, **more})


@dataclass(frozen=True, slots=True)
class RecheckDuty:
    """抽查复核: how many grades are in force, how many must be re-checked this year, how many were."""

    in_force: int
    due: int
    opened: int


def recheck_duty(*, actor: Actor, on: date) -> RecheckDuty:
    """Return the yearly duty to re-check graded homes (share by rule, rounded up)."""
    in_force = graded(on).join(Facility).join(Area).where(sees_facility(actor)).count()
    ratio = Decimal(rulebook().on("grading.star.recheck_ratio", on).value)
    due = ceil(in_force * ratio)
    opened = cases_of(actor, PROCEDURE).where(Case.opened_on >= date(on.year, 1, 1)).count()
    return RecheckDuty(in_force, due, opened)


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """抽中复核: a draw of graded facilities, and those it selected for which no re-check was opened yet."""

    serial: int
    title: str
    waiting: tuple[str, ...]  # codes


def drawn_samples(*, actor: Actor) -> tuple[DrawnSample, ...]:
    """Return the draws whose selected facilities still wait for their re-check, the newest first."""
    query = (
        Draw.select(Draw, Task)
        .join(Task)
        .join(PlanLine)
        .where(PlanLine.visit_kind == GRADE_SAMPLE, Draw.state.in_(("drawn", "revealed")))
        .order_by(Draw.serial.desc())
    )
    opened = {(row.data.get("draw"), row.facility.code) for row in cases_of(actor, PROCEDURE)}
    found = []
    for draw in query:
        codes = {name: code for name, code, _ in draw.openings["targets"]}
        standing = {team["target"] for team in draw.result["current"]["teams"]}
        selected = sorted(codes[name] for name in standing)
        waiting = tuple(code for code in selected if (draw.serial, code) not in opened)
        if waiting:
            found.append(DrawnSample(draw.serial, draw.task.title, waiting))
    return tuple(found)
