"""候选: the facilities and inspectors that a task concerns, and which of them cannot be drawn on a day, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from scoring.rulebook import Rulebook
from scoring.rulebook.days import add_months


class Exclusion(StrEnum):
    """排除原因 Why somebody stands among the exclusions; the words are what is hashed and revealed."""

    CLOSED = "已停业、注销或合并"
    CAP_REACHED = "本年度检查次数已达上限"
    ITEMS_CHECKED = "同一事项本年度已检查"
    UPPER_LEVEL = "上级机关近期已就同一事项检查"
    AWAY = "检查期间不在岗"
    CREDENTIAL = "执法证件在检查期间到期"
    UNQUALIFIED = "不具备本次检查所需的资质"


class Certain(StrEnum):
    """必抽原因 Why all of a stratum are drawn; no other reason counts."""

    FULL_COVERAGE = "full-coverage"
    WITHDRAWN_EARLIER = "withdrawn-earlier"
    SELECTED_BEFORE = "selected-before"  # by an abandoned or superseded draw


CERTAIN_KEYS = {Certain.WITHDRAWN_EARLIER: "certain-1", Certain.SELECTED_BEFORE: "certain-2"}


@dataclass(frozen=True, slots=True)
class PoolRules:
    """名录规则 The values of the rules that decide who is in the pool; months and numbers of visits. None is no limit."""

    visits_per_year: int | None
    may_repeat_items: bool
    quiet_months: int
    familiar_visits: int | None
    familiar_months: int
    small_stratum: int = 3  # of so many facilities or fewer all are drawn

    @classmethod
    def on(cls, book: Rulebook, day: date) -> Self:
        """Return the values in force on ``day``."""
        return cls(
            visits_per_year=book.on("inspection.visits.cap_per_organ", day).value,
            may_repeat_items=book.on("inspection.same_item_same_year_repeat", day).value,
            quiet_months=book.on("inspection.upper_level_quiet_months", day).value,
            familiar_visits=book.on("sampling.familiarity.visits", day).value,
            familiar_months=book.on("sampling.familiarity.months", day).value,
            small_stratum=int(book.on("sampling.small_stratum.members", day).value),
        )


@dataclass(frozen=True, slots=True)
class Tier:
    """抽查档 One stratum: a neutral key and how many are drawn; ``reason`` is a `Certain` where all are."""

    key: str
    ratio: tuple[int, int]
    minimum: int = 0
    reserve: int = 0
    reason: str = ""

    @classmethod
    def of(
        cls, key: str, share: Decimal | int, *, minimum: int = 0, reserve: int = 0, reason: str = ""
    ) -> Self:
        """Return a tier whose share is an exact number from 0 to 1, as rules write it."""
        return cls(key, Decimal(share).as_integer_ratio(), minimum, reserve, reason)


@dataclass(frozen=True, slots=True)
class Part:
    """参与部门 A department of the team: how many go, and what each of them must be qualified for."""

    department: str
    count: int
    qualifications: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """候选机构 A facility that the task concerns. ``area`` is its full area code, ``nonce`` its own for this draw.

    ``checked`` says on which day each item was last checked here, ``checked_above`` the same for upper levels;
    ``visits_this_year`` counts visits by this organ. ``carried`` is set where an earlier draw obliges.
    """

    code: str
    area: str
    tier: str
    nonce: str
    is_closed: bool = False
    visits_this_year: int = 0
    checked: Mapping[str, date] = field(default_factory=dict)
    checked_above: Mapping[str, date] = field(default_factory=dict)
    carried: Certain | None = None  # full coverage is a tier of its own, not carried


@dataclass(frozen=True, slots=True)
class Officer:
    """候选人员 An inspector of a department that takes part. No areas means everywhere; ``away`` are days, both inclusive.

    ``own_area`` is where he lives or is posted; ``standby`` marks who is only called when somebody is missing.
    """

    staff_number: str
    department: str
    capacity: int
    nonce: str
    areas: tuple[str, ...] = ()
    own_area: str = ""
    qualifications: frozenset[str] = frozenset()
    credential_until: date | None = None
    away: tuple[tuple[date, date], ...] = ()
    standby: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """任务框架 What the task lays down: items, tiers, team, days; ``nonce`` is the roster's own."""

    id: str
    title: str
    authority: str
    nonce: str
    items: frozenset[str]
    tiers: tuple[Tier, ...]
    team: tuple[Part, ...]
    days: tuple[date, ...]
    per_day: int
    standby_days: tuple[date, ...] = ()


def why_not(candidate: Candidate, frame: Frame, rules: PoolRules, on: date) -> Exclusion | None:
    """Return why a facility cannot be drawn on a day, or None."""
    if candidate.is_closed:
        return Exclusion.CLOSED
    if candidate.carried:
        return None
    if rules.visits_per_year is not None and candidate.visits_this_year >= rules.visits_per_year:
        return Exclusion.CAP_REACHED
    this_year = {item for item, day in candidate.checked.items() if day.year == on.year}
    if frame.items and frame.items <= this_year and not rules.may_repeat_items:
        return Exclusion.ITEMS_CHECKED
    lately = {
        item for item, day in candidate.checked_above.items() if add_months(day, rules.quiet_months) > on
    }
    if frame.items and frame.items <= lately:
        return Exclusion.UPPER_LEVEL
    return None


def why_not_sent(officer: Officer, frame: Frame) -> Exclusion | None:
    """Return why an inspector cannot be sent on the task's days, or None."""
    if any(since <= day <= until for since, until in officer.away for day in frame.days):
        return Exclusion.AWAY
    if officer.credential_until is not None and frame.days and officer.credential_until < max(frame.days):
        return Exclusion.CREDENTIAL
    asked = {part.department: part.qualifications for part in frame.team}
    if officer.department not in asked or not asked[officer.department] <= officer.qualifications:
        return Exclusion.UNQUALIFIED
    return None
