"""What a year came to, as two people closed it: the ranking of streets, the indicators, the subsidies due."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from supervision.records.scores import ScoreLine, ScorePart
from supervision.records.values import Code, Count, Record, Reference, Sha256, Text


class AnnualState(StrEnum):
    """年度结果状态: ``corrected`` where a later version of the same year was closed."""

    IN_FORCE = "in_force"
    CORRECTED = "corrected"


class Basis(Record, frozen=True, kw_only=True):
    """所据数据: one thing that was reported or decided, in words with its numbers, its day and where it comes from.

    ``part``: for which part of the score it counts.
    """

    part: str = ""
    name: Text
    text: Text
    on: date
    source: str


class StreetRanking(Record, frozen=True, kw_only=True):
    """镇街排名: the index of one street in one year: its place among the ``places`` streets of its district that have one.

    ``place`` may be shared; none where data is missing. ``reason``: what this version puts right against the one before.
    ``withheld``: the parts that are not told, since one of them counts too few people.
    """

    id: Code
    area: Code
    district: Code
    year: int
    version: Count
    state: AnnualState
    place: Decimal | None = None
    places: Count = 0
    points: Decimal | None = None
    maximum: Decimal | None = None
    outcome: str = ""
    outcome_name: Text | None = None
    scheme: str
    scheme_name: Text
    on: date
    decided_on: date
    authority: str
    reason: str = ""
    missing: tuple[Text, ...] = ()
    withheld: tuple[Text, ...] = ()
    parts: tuple[ScorePart, ...] = ()
    lines: tuple[ScoreLine, ...] = ()
    basis: tuple[Basis, ...] = ()
    sheet_sha256: Sha256
    content_sha256: Sha256


class Comparison(StrEnum):
    """目标比较: how a value stands to its target; ``reached``: no target, but what had been reached by then."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    BETWEEN = "between"
    REACHED = "reached"


class IndicatorTarget(Record, frozen=True, kw_only=True):
    """指标目标: how much by when, and the sentence of the document that says so. ``region``: the code of the area it speaks of.

    ``to`` is the upper end of ``between``; ``gap`` is 0 where the target is met. The area may lie elsewhere.
    """

    value: Decimal
    to: Decimal | None = None
    comparison: Comparison
    by: date | None = None
    region: str
    reference: Reference
    quote: str
    gap: Decimal | None = None
    met: bool | None = None


class IndicatorValue(Record, frozen=True, kw_only=True):
    """指标年度值: one indicator of a district in one year: numerator over denominator on a day, beside its targets.

    ``value`` is none where there is no data. ``how``: ``computed`` from the register, ``reported`` from ``source``, or
    ``withheld``, since it counts too few people.
    """

    id: Code
    indicator: Code
    group: str
    name: Text
    unit: str
    area: Code
    year: int
    version: Count
    state: AnnualState
    numerator_name: Text
    denominator_name: Text | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    measured_on: date | None = None
    how: str = ""
    source: str = ""
    met: bool | None = None
    targets: tuple[IndicatorTarget, ...] = ()
    on: date
    decided_on: date
    authority: str
    reason: str = ""
    content_sha256: Sha256


class Subsidy(Record, frozen=True, kw_only=True):
    """补助: what is due to one facility for one year by the rule, in yuan; payment itself is made elsewhere."""

    id: Code
    facility: Code
    year: int
    version: Count
    state: AnnualState
    scheme: str
    scheme_name: Text
    outcome: str = ""
    outcome_name: Text
    amount: Decimal | None = None
    on: date
    decided_on: date
    authority: str
    reason: str = ""
    missing: tuple[Text, ...] = ()
    basis: tuple[Basis, ...] = ()
    references: tuple[Reference, ...] = ()
    sheet_sha256: Sha256
    content_sha256: Sha256
