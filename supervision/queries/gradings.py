"""等级评定查询: what a facility may apply for, its application, and what the guards of the procedure ask.

Grades are counted from 1 (一级) to 5 (五级), 0 is none. What is kept with a case stands in ``Case.data``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from scoring.engine import evaluate
from scoring.rulebook.days import add_months
from scoring.schemes import Scheme
from scoring.sheets import VETO, Sheet
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Authority, Award, Case, Facility
from supervision.procedures import load_procedure
from supervision.procedures.definition import Words
from supervision.procedures.guards.gradings import GradingFacts
from supervision.queries._scope import sees_facility
from supervision.queries.grading_items import (
    GRADES,
    application_scheme,
    are_complete,
    grade_number,
    grade_scheme,
    is_settled,
    prefix_of,
)
from supervision.queries.scores import gathered
from supervision.rulebook import rulebook

# --- what guards ask ------------------------------------------------------------------------------------------------


def graded(on: date) -> Any:
    """Return the awards of grades in force on ``on``, of homes and of stations."""
    schemes_ = {grade_scheme(kind, on).id for kind in ("home", "station")}
    return Award.select().where(
        Award.scheme.in_(schemes_),
        Award.decided_on.is_null(False),
        Award.since <= on,
        Award.until > on,
        Award.ended_on.is_null() | (Award.ended_on > on),
    )


def held_grade(facility: Facility, on: date) -> Award | None:
    """Return the award of a grade that is in force on ``on``."""
    rows = graded(on).where(Award.facility == facility, Award.scheme == grade_scheme(facility.kind, on).id)
    held: Award | None = rows.order_by(Award.since.desc(), Award.id.desc()).first()
    return held


@dataclass(frozen=True, slots=True)
class Openings:
    """可申报: what a facility may apply for today, and why; ``excluded`` are the grounds that exclude it."""

    held: int
    highest: int | None
    renewal_is_open: bool
    excluded: tuple[dict[str, str], ...]
    is_settled: bool
    sheet: Sheet


def openings(facility: Facility, on: date) -> Openings:
    """Return what the facility may apply for on ``on``."""
    scheme, award = grade_scheme(facility.kind, on), held_grade(facility, on)
    sheet = _evaluated(application_scheme(facility.kind, on), facility, on)
    graded = _evaluated(scheme, facility, on)
    grounds = graded.lines if graded.outcome in scheme.outcome.more else ()
    return Openings(
        held=grade_number(award.outcome) if award else 0,
        highest=None if sheet.outcome is None else grade_number(sheet.outcome),
        renewal_is_open=sheet.also.get("renewal") == "open",
        excluded=tuple(dict(line.words) for line in grounds if line.status == VETO),
        is_settled=is_settled(scheme),
        sheet=sheet,
    )


def _evaluated(scheme: Scheme, facility: Facility, on: date) -> Sheet:
    facts = gathered(scheme, facility.code, on=on)
    return evaluate(rulebook(), scheme, facility.code, facts, on=on)


def grading_facts(row: Case, on: date, **more: Any) -> GradingFacts:
    """Return what the guards of an application ask; ``more`` is what the caller knows besides."""
    return application_facts(row.facility, row.data, on, other_is_open=False, **more)


def application_facts(facility: Facility, data: dict[str, Any], on: date, **more: Any) -> GradingFacts:
    """Return the facts of an application that is kept as ``data``."""
    open_, scheme = openings(facility, on), grade_scheme(facility.kind, on)
    points, decider = data.get("points", {}), who_decides(on)
    given: dict[str, Any] = {
        "level": data["level"],
        "highest": open_.highest,
        "held": open_.held,
        "renewal_is_open": open_.renewal_is_open,
        "decides_up_to": decider.up_to,
        "decided_at": decider.at,
        "excluded_by": _enumerated(open_.excluded),
        "scheme_is_settled": open_.is_settled,
        "self_is_complete": are_complete(scheme, data["self"]),
        "assessors": tuple(data.get("assessors", ())),
        "points_complete": are_complete(scheme, points),
        "result": data.get("result"),
    }
    return GradingFacts(**{**given, **more})


@dataclass(frozen=True, slots=True)
class Deciders:
    """由谁评定: the highest grade that this authority decides, where it stands, and what counties and cities decide."""

    up_to: int
    at: Literal["county", "city"]
    county: int
    city: int


def who_decides(on: date) -> Deciders:
    """Return up to which grade this authority decides by itself; a province decides all (R3.12)."""
    county, city = (
        int(rulebook().on(f"grading.star.{at}_decides_max", on).value) for at in ("county", "city")
    )
    area = Area.select().join(Authority).order_by(Authority.id).first()
    if area is not None and area.level == "province":
        return Deciders(len(GRADES), "city", county, city)
    if area is not None and area.level == "city":
        return Deciders(city, "city", county, city)
    return Deciders(county, "county", county, city)


def _enumerated(sentences: tuple[dict[str, str], ...]) -> Words | None:
    if not sentences:
        return None
    return Words("；".join(each["zh"] for each in sentences), "; ".join(each["en"] for each in sentences))


# --- lists and single applications ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GradingRow:
    """申报行: one application, or one re-check of a grade."""

    uuid: str
    facility: str
    facility_code: str
    kind: str
    level: int
    opened_on: date
    state: str
    state_words: dict[str, str]
    is_open: bool
    data: dict[str, Any]


def list_gradings(
    *, actor: Actor, procedure: str = "grading", open_only: bool = False
) -> tuple[GradingRow, ...]:
    """Return applications (or re-checks), those under way first."""
    query = cases_of(actor, procedure).order_by(
        Case.closed_on.is_null(False), Case.entered_on.desc(), Case.id.desc()
    )
    if open_only:
        query = query.where(Case.closed_on.is_null())
    return tuple(_row(row) for row in query)


def get_grading(uuid_: str, *, actor: Actor, procedure: str = "grading") -> GradingRow:
    """Return one.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = cases_of(actor, procedure).where(Case.uuid == uuid_).first()
    if row is None:
        raise NotFoundError("没有这件申报，或它不在您的工作范围内。")
    return _row(row)


def cases_of(actor: Actor, procedure: str) -> Any:
    """Return the rows of applications or re-checks that this person may see, with their facilities."""
    return (
        Case.select(Case, Facility)
        .join(Facility)
        .join(Area)
        .where(Case.procedure == procedure, sees_facility(actor))
    )


def _row(row: Case) -> GradingRow:
    state = load_procedure(row.procedure, row.procedure_version).state(row.state)
    return GradingRow(
        row.uuid,
        row.facility.name,
        row.facility.code,
        row.facility.kind,
        row.data.get("level", 0),
        row.opened_on,
        row.state,
        {"zh": state.name.zh, "en": state.name.en},
        state.is_open,
        dict(row.data),
    )


@dataclass(frozen=True, slots=True)
class MyGrading:
    """本机构的等级: the grade in force, what may be applied for, applications and re-checks, the newest first."""

    code: str
    kind: str
    openings: Openings
    held_until: date | None
    renewal_from: date | None
    applications: tuple[GradingRow, ...]
    reviews: tuple[GradingRow, ...]


def my_grading(*, actor: Actor, on: date) -> MyGrading:
    """Return what the facility that ``actor`` works for sees of its grade."""
    facility = Facility.get_or_none(Facility.id == actor.facility_id)
    if facility is None:
        raise NotFoundError("这些页面属于养老服务机构，您的账户不属于任何机构。", remedy="请回到首页。")
    held = held_grade(facility, on)
    window = rulebook().on(f"grading.{prefix_of(facility.kind)}.renewal_window_months", on).value
    return MyGrading(
        facility.code,
        facility.kind,
        openings(facility, on),
        held.until if held else None,
        add_months(held.until, -int(window)) if held else None,
        list_gradings(actor=actor),
        list_gradings(actor=actor, procedure="grade_review"),
    )
