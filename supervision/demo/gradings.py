"""等级评定 applications of facilities, each played until the state that the story names; what is under way waits for people."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from supervision.demo.credit import points_of
from supervision.demo.stage import Stage, later, moment, rows
from supervision.queries.grading_items import Points, grade_scheme, items_to_score
from supervision.queries.gradings import get_grading
from supervision.usecases import grade_reviews, gradings

ASSESSORS = ("assessor", "assessor2")
DECIDERS = ("decider1", "decider2")


def apply(stage: Stage, row: dict[str, Any]) -> None:
    """Let a facility apply with its own points, and the office go on until ``until``."""
    on, owner = row["on"], stage.owner(row["facility"])
    key = gradings.apply_for_grade(
        facility_code=stage.codes[row["facility"]],
        level=row["level"],
        self_points=_points(row["facility"], on),
        actor=owner,
        at=moment(on, 9),
    )
    auditor = stage.person("auditor")
    for days, step in _steps(stage, row, key):
        if get_grading(key, actor=auditor).state == row["until"]:
            return
        step(later(on, days))


def recheck(stage: Stage, serial: int, on: date) -> None:
    """Open the re-checks that a draw selected; of the first one something has to be put right, the others wait."""
    first, *_ = grade_reviews.open_drawn(serial=serial, actor=stage.person("planner"), at=moment(on, 14))
    grade_reviews.record_review(
        uuid_=first,
        found="助浴间停用两个月，评定时计有分值；夜间值班护理员比评定时少一人。",
        actor=stage.person("assessor"),
        at=moment(later(on, 18), 15),
    )
    grade_reviews.handle_review(
        uuid_=first,
        way="ask_correction",
        reason="恢复助浴间，补足夜间值班人员，并提交一个月的排班表。",
        actor=stage.person("reviewer"),
        at=moment(later(on, 19), 10),
    )


def _steps(stage: Stage, row: dict[str, Any], key: str) -> Iterator[tuple[int, Callable[[date], object]]]:
    """Yield what is done next, so many working days after the application."""
    one, other = (stage.person(name, "assessor") for name in ASSESSORS)
    yield (
        2,
        lambda on: gradings.examine_application(
            uuid_=key, verdict="accept", actor=stage.person("reviewer"), at=moment(on, 10)
        ),
    )
    yield (
        4,
        lambda on: gradings.assign_assessors(
            uuid_=key, assessors=ASSESSORS, actor=stage.person("head"), at=moment(on, 10)
        ),
    )
    yield (
        10,
        lambda on: gradings.record_points(
            uuid_=key, points=_points(row["facility"], on), actor=one, at=moment(on, 16)
        ),
    )
    yield 11, lambda on: gradings.confirm_points(uuid_=key, agree=True, actor=other, at=moment(on, 10))
    yield (
        13,
        lambda on: gradings.propose_grade(
            uuid_=key, passed=True, actor=stage.person("reviewer"), at=moment(on, 10)
        ),
    )
    yield (
        22,
        lambda on: gradings.close_notice(
            uuid_=key, actor=stage.person("decider1", "decider"), at=moment(on, 9)
        ),
    )
    yield 23, lambda on: _decide(stage, key, DECIDERS[0], moment(on, 10))
    yield 23, lambda on: _decide(stage, key, DECIDERS[1], moment(on, 11))
    way = "ask_review" if "review" in row else "accept_result"
    yield (
        25,
        lambda on: gradings.respond(
            uuid_=key,
            way=way,
            text=row.get("review", ""),
            actor=stage.owner(row["facility"]),
            at=moment(on, 15),
        ),
    )
    yield (
        27,
        lambda on: gradings.finish_grading(uuid_=key, actor=stage.person("publisher"), at=moment(on, 10)),
    )


def _decide(stage: Stage, key: str, name: str, at: datetime) -> None:
    gradings.decide_grade(
        uuid_=key,
        verdict="agree",
        reason="评分依据充分，公示无异议",
        actor=stage.person(name, "decider"),
        at=at,
    )


def _points(source: str, on: date) -> Points:
    facility = next(each for each in rows("facilities.csv") if each["id"] == source)
    scheme = grade_scheme(facility["kind"], on)
    return {
        item.id: points_of(facility, item.id, item.most, on) for item in items_to_score(scheme) if item.most
    }
