"""公示期与信用修复 How long a penalty or listing stays public, and from when it may be taken down early.

1. The regime in force on the day of the *decision* governs: before 2023-05-01, then until 2026-03-31, then from 2026-04-01.
2. Its tier is minor, general or serious, by the kind of penalty; where the law leaves the amount open, a person decides.
3. It stays public at most for the longest term of its tier, counted from the decision; then it ends by itself.
4. Repair may be asked for once the shortest term has passed, everything imposed is performed, and a public
   commitment is given; not while a bar for false material runs.

Worked example (a test runs it): a fine of 20,000 yuan, decided on 2026-05-10, is general. It is public until 2027-05-10
at the latest; performed on 2026-07-01 with a commitment on 2026-09-01, it may be repaired from 2026-09-01.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.rulebook.book import Rulebook
from scoring.rulebook.days import add_months
from scoring.rulebook.values import DatedValue
from scoring.schemes import Words


class Tier(StrEnum):
    """失信程度 How grave a breach of trust is, as the frame of 2026 tells it apart."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


TIER_WORDS: dict[Tier, Words] = {
    Tier.MINOR: {"zh": "轻微", "en": "minor"},
    Tier.GENERAL: {"zh": "一般", "en": "general"},
    Tier.SERIOUS: {"zh": "严重", "en": "serious"},
}


@dataclass(frozen=True, slots=True)
class Term:
    """公示期 Public from the decision until ``until`` (that day not included); repair not before ``repair_from``."""

    tier: Tier
    decided_on: date
    repair_from: date
    until: date
    shortest: DatedValue
    longest: DatedValue

    def is_public(self, on: date, repaired_on: date | None = None) -> bool:
        """Return whether the entry may be shown on that day."""
        return self.decided_on <= on < self.until and (repaired_on is None or on < repaired_on)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """修复条件 From when repair may be asked for (``None``: not yet known), and what is still missing."""

    since: date | None
    missing: tuple[Words, ...]


def tier_of(
    book: Rulebook, kinds: Iterable[str], decided_on: date, *, simple_procedure: bool = False
) -> Tier:
    """Return the tier of a penalty by its kinds; the gravest kind counts."""
    imposed = set(kinds)
    if imposed & set(book.on("repair.tier.serious_kinds", decided_on).value):
        return Tier.SERIOUS
    if simple_procedure or imposed <= set(book.on("repair.tier.minor_kinds", decided_on).value):
        return Tier.MINOR
    return Tier.GENERAL


def publication_term(book: Rulebook, tier: Tier, decided_on: date) -> Term:
    """Return how long an entry decided on that day is public."""
    shortest = book.on(f"repair.{tier}.min_months", decided_on)
    longest = book.on(f"repair.{tier}.max_months", decided_on)
    return Term(
        tier=tier,
        decided_on=decided_on,
        repair_from=add_months(decided_on, shortest.value),
        until=add_months(decided_on, longest.value),
        shortest=shortest,
        longest=longest,
    )


def eligibility(
    term: Term,
    *,
    performed_on: date | None,
    committed_on: date | None,
    barred_until: date | None = None,
) -> Eligibility:
    """Return from when repair may be asked for; ``barred_until`` is the end of a bar for false material."""
    missing: list[Words] = []
    if performed_on is None:
        missing.append({"zh": "处罚决定尚未履行完毕", "en": "what was imposed is not fully performed"})
    if committed_on is None:
        missing.append({"zh": "尚未作出公开信用承诺", "en": "no public credit commitment was given"})
    if missing:
        return Eligibility(None, tuple(missing))
    days = (term.repair_from, performed_on, committed_on, barred_until)
    return Eligibility(max(day for day in days if day is not None), ())
