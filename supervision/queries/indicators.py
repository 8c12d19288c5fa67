"""指标查询: each target figure with its value today: computed from the register where it has the data, else as reported.

A sum is named in the rule file (``computed: facilities.stations``) and stands in ``SUMS``. It returns numerator and
denominator, or nothing where there is nothing to count: no figure is better than a false nought.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.rulebook.indicators import Indicator, Target
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import (
    Area,
    Award,
    Facility,
    FacilityEvent,
    Fact,
    IndicatorReport,
    Operator,
    OperatorLink,
)
from supervision.queries._scope import sees_facility, within_area
from supervision.rulebook import rulebook, schemes

GONE = ("closed", "merged")
COMMUNITY = ("street_centre", "station", "meal_point")
PUBLIC_BODIES = ("public_institution", "government")
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Figure:
    """指标值: numerator and denominator on a day; ``how`` is ``computed`` or ``reported``, ``source`` its evidence."""

    numerator: Decimal
    denominator: Decimal | None
    on: date
    how: str
    source: str = ""
    reported_by: str = ""
    evidence: str = ""

    @property
    def value(self) -> Decimal | None:
        """Return numerator over denominator; nothing over nothing is not known."""
        if self.denominator is None:
            return self.numerator
        return (self.numerator / self.denominator).quantize(PLACES) if self.denominator else None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """目标对照: one target with where we stand: ``gap`` is 0 where it is met, None where nothing is known."""

    target: Target
    gap: Decimal | None
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """指标行: an indicator with its value and its targets."""

    indicator: Indicator
    figure: Figure | None
    targets: tuple[TargetRow, ...]

    @property
    def is_met(self) -> bool | None:
        """Whether every target is met; None where the value is not known."""
        told = [row.is_met for row in self.targets if row.target.is_target]
        return None if None in told or not told else all(told)


def list_indicators(*, actor: Actor, on: date, since: date = date.min) -> tuple[IndicatorRow, ...]:
    """Return all indicators with their figures in the actor's area; ``since``: what was reported for earlier is no figure."""
    return tuple(_row(indicator, actor, on, since) for indicator in rulebook().indicators)


def get_indicator(indicator_id: str, *, actor: Actor, on: date) -> IndicatorRow:
    """Return one indicator.

    Raises:
        NotFoundError: there is none of this id.
    """
    found = next((each for each in rulebook().indicators if each.id == indicator_id), None)
    if found is None:
        raise NotFoundError("没有这项指标。")
    return _row(found, actor, on)


def list_reports(indicator_id: str, *, actor: Actor) -> tuple[Figure, ...]:
    """Return what was reported for an indicator in the actor's area, the newest first."""
    query = (
        IndicatorReport.select(IndicatorReport, Area)
        .join(Area)
        .where(IndicatorReport.indicator == indicator_id, within_area(actor))
        .order_by(IndicatorReport.on.desc(), IndicatorReport.id.desc())
    )
    return tuple(
        Figure(Decimal(row.numerator), None if row.denominator is None else Decimal(row.denominator), row.on,
               "reported", row.source, row.reported_by, row.evidence_sha256)
        for row in query
    )  # fmt: skip


def _row(indicator: Indicator, actor: Actor, on: date, since: date = date.min) -> IndicatorRow:
    figure = _computed(indicator, actor, on) if indicator.computed else None
    if figure is None:
        reports = list_reports(indicator.id, actor=actor)
        figure = next((each for each in reports if since <= each.on <= on), None)
    value = figure.value if figure else None
    return IndicatorRow(indicator, figure, tuple(_against(each, value) for each in indicator.targets))


def _against(target: Target, value: Decimal | None) -> TargetRow:
    if value is None or not target.is_target:
        return TargetRow(target, None, None)
    return TargetRow(target, target.gap(value), target.is_met(value))


# --- sums over the register ---------------------------------------------------------------------------------------

Counted = tuple[int, int | None] | None


def _computed(indicator: Indicator, actor: Actor, on: date) -> Figure | None:
    counted = SUMS[indicator.computed or ""](actor, on)
    if counted is None:
        return None
    over, under = counted
    return Figure(Decimal(over), None if under is None else Decimal(under), on, "computed")


def _open(actor: Actor, on: date, *kinds: str) -> Any:
    """Return the facilities of these kinds that are there on ``on``; one that left later still was."""
    left_later = FacilityEvent.select(FacilityEvent.facility).where(
        FacilityEvent.kind.in_(GONE), FacilityEvent.on > on
    )
    return (
        Facility.select()
        .join(Area)
        .where(sees_facility(actor), Facility.kind.in_(kinds))
        .where(Facility.life_state.not_in(GONE) | Facility.id.in_(left_later))
        .where(Facility.opened_on.is_null() | (Facility.opened_on <= on))
    )


def _number(*kinds: str) -> Callable[[Actor, date], Counted]:
    return lambda actor, on: (_open(actor, on, *kinds).count(), None)


def _run_by_society(*kinds: str) -> Callable[[Actor, date], Counted]:
    """Count facilities whose operator is no public body, over those whose operator is known by its nature."""

    def count(actor: Actor, on: date) -> Counted:
        natures = [
            nature
            for (nature,) in _operators(actor, on, *kinds).select(Operator.nature).where(Operator.nature != "").tuples()
        ]  # fmt: skip
        return (sum(nature not in PUBLIC_BODIES for nature in natures), len(natures)) if natures else None

    return count


def _operators(actor: Actor, on: date, *kinds: str) -> Any:
    """Return who runs the facilities of these kinds on ``on``."""
    return (
        OperatorLink.select(OperatorLink.operator, Facility.kind)
        .join(Facility)
        .join(Area)
        .switch(OperatorLink)
        .join(Operator)
        .where(Facility.id.in_(_open(actor, on, *kinds).select(Facility.id)))
        .where(OperatorLink.since.is_null() | (OperatorLink.since <= on))
        .where(OperatorLink.until.is_null() | (OperatorLink.until > on))
    )


def _centres_with_stations(actor: Actor, on: date) -> Counted:
    """Count centres whose operator also runs a station, over all centres."""
    pairs = list(
        _operators(actor, on, "street_centre", "station")
        .select(OperatorLink.operator, Facility.kind)
        .tuples()
    )
    with_station = {operator for operator, kind in pairs if kind == "station"}
    centres = [operator for operator, kind in pairs if kind == "street_centre"]
    return (sum(operator in with_station for operator in centres), len(centres)) if centres else None


def _streets_with_centre(actor: Actor, on: date) -> Counted:
    """Count streets in which a centre stands, over all streets."""
    streets = [
        code for (code,) in Area.select(Area.code).where(Area.level == "street", within_area(actor)).tuples()
    ]
    places = [row.area.code for row in _open(actor, on, "street_centre").select(Facility, Area)]
    return (sum(any(place.startswith(street) for place in places) for street in streets), len(streets)) if streets else None  # fmt: skip


def _opened(actor: Actor, on: date) -> list[Facility]:
    """Return the homes that opened in the year of ``on``."""
    query = _open(actor, on, "home", "rural_home").where(Facility.opened_on >= date(on.year, 1, 1))
    return list(query)


def _excellent(actor: Actor, on: date) -> Counted:
    """Count the best outcome of the performance assessment among the awards that hold."""
    scheme = schemes().producing("performance_rating", on)
    best = next(iter(scheme.outcome.names))
    outcomes = [
        outcome
        for (outcome,) in Award.select(Award.outcome)
        .join(Facility)
        .join(Area)
        .where(sees_facility(actor), Award.scheme == scheme.id, Award.decided_on.is_null(False))
        .where(Award.since <= on, Award.until > on, Award.ended_on.is_null() | (Award.ended_on > on))
        .where(Award.outcome != "not_rated")  # not open long enough to be evaluated
        .tuples()
    ]
    return (sum(outcome == best for outcome in outcomes), len(outcomes)) if outcomes else None


def _satisfaction(actor: Actor, on: date) -> Counted:
    """Add up the newest survey of each facility: satisfied answers over valid ones."""
    rows = (
        Fact.select(Fact, Facility)
        .join(Facility)
        .join(Area)
        .where(sees_facility(actor), Fact.kind == "survey", Fact.on <= on)
        .order_by(Fact.on, Fact.id)
    )
    newest = {row.facility_id: row.data for row in rows}
    answers = [(int(data["satisfied"]), int(data["valid"])) for data in newest.values() if data.get("valid")]
    return (sum(yes for yes, _ in answers), sum(valid for _, valid in answers)) if answers else None


SUMS: dict[str, Callable[[Actor, date], Counted]] = {
    "facilities.stations": _number("station"),
    "facilities.centres": _number("street_centre"),
    "facilities.meal_points": _number("meal_point"),
    "facilities.society_run": _run_by_society(*COMMUNITY),
    "facilities.stations_society_run": _run_by_society("station"),
    "facilities.centres_society_run": _run_by_society("street_centre"),
    "facilities.centres_with_stations": _centres_with_stations,
    "facilities.streets_with_centre": _streets_with_centre,
    "facilities.new_homes": lambda actor, on: (len(_opened(actor, on)), None),
    "facilities.new_beds": lambda actor, on: (sum(row.beds or 0 for row in _opened(actor, on)), None),
    "ratings.excellent_rate": _excellent,
    "ratings.satisfaction": _satisfaction,
}
