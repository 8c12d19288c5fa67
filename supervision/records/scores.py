"""Public scores with every line that made them. The internal risk class has no type here."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from supervision.records.values import Code, Count, Record, Reference, Sha256, Text


class Measure(StrEnum):
    """评价种类: different answers, never mixed. A home has a star grade, a station or home-care organisation one of its own."""

    STAR_GRADE = "star_grade"
    STATION_GRADE = "station_grade"
    PERFORMANCE_RATING = "performance_rating"
    CREDIT_RATING = "credit_rating"


GRADES = (Measure.STAR_GRADE, Measure.STATION_GRADE)  # a facility is graded by one of the two, by its kind


class ScoreState(StrEnum):
    """评价状态: ``incomplete`` is a rehearsal that awards nothing, because the sources leave something open."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    INCOMPLETE = "incomplete"


class LineStatus(StrEnum):
    """评分行状态."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_OBSERVED = "not_observed"
    APPLIED = "applied"
    BLANKED = "blanked"


class ScoreLine(Record, frozen=True, kw_only=True):
    """评分行: one reason for points won or lost: rule, law, fact, points, sentence.

    ``fact`` is the id of a public record (result, finding, penalty …) or empty where the fact is stated in ``text``.
    """

    rule: Code
    since: date
    part: str = ""
    item: str = ""
    fact: str = ""
    observed_on: date | None = None
    points: Decimal
    maximum: Decimal | None = None
    status: LineStatus
    text: Text
    reference: Reference | None = None


class ScorePart(Record, frozen=True, kw_only=True):
    """分项: points against the maximum and against what the outcome asks for."""

    key: str
    name: Text
    points: Decimal
    maximum: Decimal
    threshold: Decimal | None = None


class Score(Record, frozen=True, kw_only=True):
    """评价结果: one outcome of one facility with its sheet. ``rank`` of ``ranks``, the highest being best; rank 0: none.

    ``evidence_since``–``evidence_until``: the days of the oldest and newest fact used; ``observed`` of ``applicable``
    says how much was looked at, ``unobserved`` names what was not.
    """

    id: Code
    facility: Code
    measure: Measure
    scheme: str
    scheme_name: Text
    state: ScoreState
    outcome: str
    outcome_name: Text
    rank: Count = 0
    ranks: Count = 0
    points: Decimal | None = None
    maximum: Decimal | None = None
    threshold: Decimal | None = None
    on: date
    since: date | None = None
    until: date | None = None
    authority: str = ""
    number: str = ""
    evidence_since: date | None = None
    evidence_until: date | None = None
    observed: Count = 0
    applicable: Count = 0
    unobserved: tuple[Text, ...] = ()
    missing: tuple[Text, ...] = ()
    parts: tuple[ScorePart, ...] = ()
    lines: tuple[ScoreLine, ...] = ()
    sheet_sha256: Sha256 | None = None
