"""公示期与信用修复 How long a penalty stays public, from when it may be taken down early, and what bars that.

1. The regime in force on the day of the *decision* governs: before 2023-05-01, then until 2026-03-31, then from 2026-04-01.
2. Its tier is minor, general or serious, by kinds of penalty × amount × sector, as the scheme of that day says. Where
   the source leaves an amount open (待核), the scheme decides nothing: a person does.
3. It stays public at most for the longest term of its tier, counted from the decision; then it ends by itself. A ban that
   runs longer keeps it public as long as it runs.
4. Repair may be asked for once the shortest term has passed and what the regime asks for is there: duties performed,
   conduct corrected, a public commitment … Some kinds are never repaired early; a bar for false material runs its time.
5. The same conduct penalised again while the first decision is public is a repeat. The regime of 2021 then ends nothing
   early; that of 2026 bars both entries for years, counted from the later decision.
6. A decision must itself be shown within working days that a rule gives, a work-safety penalty within those of its law.

Worked example (a test runs it): 20,000 yuan of unlawful gains confiscated on 2026-05-10 is general. It is public until
2027-05-10 at the latest; performed and corrected on 2026-07-01, with a commitment on 2026-09-01, it may be repaired from
2026-09-01.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from scoring.engine import evaluate
from scoring.facts import Fact, start_of_day
from scoring.rulebook.book import Rulebook
from scoring.rulebook.days import Deadline, add_months, add_working_days
from scoring.rulebook.values import DatedValue
from scoring.schemes import Words
from scoring.schemes.versions import Schemes
from scoring.sheets import Sheet

FINE = "罚款"
WORK_SAFETY = "安全生产"
CLOCK = "publication.working_days.penalty"
SAFETY_CLOCK = "publication.working_days.safety_penalty"
FROM_CONDUCT = "repair.max_months_from_conduct"
HIDDEN = "hidden"


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
MISSING_WORDS: dict[str, Words] = {
    "performed": {"zh": "处罚决定尚未履行完毕", "en": "what was imposed is not fully performed"},
    "corrected": {
        "zh": "违法行为尚未改正、后果尚未消除",
        "en": "the conduct is not corrected, its harm not undone",
    },
    "committed": {"zh": "尚未作出公开信用承诺", "en": "no public credit commitment was given"},
    "no_repeat": {"zh": "公示期内又有同类违法行为", "en": "the same conduct was penalised again meanwhile"},
    "not_listed": {
        "zh": "仍在异常名录或失信名单上",
        "en": "still on a list of abnormal operation or breach of trust",
    },
}
ASKED_WITH_APPLICATION = (
    "committed"  # the commitment comes with the application: it keeps nobody from applying
)


@dataclass(frozen=True, slots=True)
class Decision:
    """处罚决定 What the tier hangs on: ``kinds`` in the words of the law, the fine in yuan, sector, procedure."""

    decided_on: date
    kinds: frozenset[str]
    fine: Decimal = Decimal(0)
    sector: str = ""
    simple: bool = False


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
class Standing:
    """修复情形 What is known of an entry: days on which something was done, and what stands against repair."""

    performed_on: date | None = None
    corrected_on: date | None = None
    committed_on: date | None = None
    repeated_on: date | None = None  # of two decisions on the same conduct, the day of the later one
    listed: bool = False
    ban_until: date | None = None
    barred_until: date | None = None  # the end of a bar for false material
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """修复条件 From when repair may be granted (``None``: not yet known), what is missing, what bars it, what is 待核.

    ``earliest``: the first day the terms leave open, whatever else is missing; ``None`` where it is barred for good.
    ``held``: why that day lies later than the shortest term.
    """

    since: date | None
    missing: tuple[Words, ...]
    earliest: date | None = None
    lacking: tuple[str, ...] = ()
    barred: tuple[Words, ...] = ()
    held: tuple[Words, ...] = ()
    open: tuple[Words, ...] = ()
    asked: tuple[DatedValue, ...] = field(default=(), repr=False)

    def may_apply(self, on: date) -> bool:
        """Return whether an application has a chance on that day: all is there but the commitment made with it."""
        ready = not self.barred and set(self.lacking) <= {ASKED_WITH_APPLICATION}
        return ready and self.earliest is not None and self.earliest <= on


def tier_sheet(book: Rulebook, schemes: Schemes, decision: Decision) -> Sheet:
    """Return what the regime of the day of the decision says of its tier, and whether it is shown (``also``)."""
    on = decision.decided_on
    scheme = schemes.producing("publication_tier", on)
    whole = {"simple": decision.simple, "sector": decision.sector or None}
    fines = {FINE: decision.fine}
    said: list[tuple[str, Mapping[str, object]]] = [
        ("penalty.decision", whole),
        *(("penalty.kind", {"kind": kind, "amount": fines.get(kind)}) for kind in sorted(decision.kinds)),
    ]
    facts = [
        Fact(
            f"{kind}-{number}",
            "decision",
            kind,
            on,
            start_of_day(on),
            {name: data[name] for name in scheme.kinds[kind].members},
        )
        for number, (kind, data) in enumerate(said)
        if kind in scheme.kinds
    ]
    return evaluate(book, scheme, "decision", facts, on=on)


def is_shown(sheet: Sheet) -> bool:
    """Return whether a decision with this tier is shown to the public."""
    return HIDDEN not in sheet.also.values()


def publish_by(book: Rulebook, sector: str, decided_on: date) -> tuple[Deadline, DatedValue]:
    """Return the last working day for showing a decision, and the rule that says so."""
    special = book.rule(SAFETY_CLOCK).find(decided_on) if sector == WORK_SAFETY else None
    rule = special or book.on(CLOCK, decided_on)
    return add_working_days(decided_on, int(rule.value)), rule


def repeated_on(term: Term, others: Iterable[Term]) -> date | None:
    """Return on which day the same conduct was last penalised while an earlier decision on it was public.

    ``others``: the terms of further decisions on the same conduct, before or after this one.
    """
    pairs = [(term, other) if term.decided_on < other.decided_on else (other, term) for other in others]
    repeats = (
        later.decided_on
        for first, later in pairs
        if first.decided_on < later.decided_on and first.is_public(later.decided_on)
    )
    return max(repeats, default=None)


def publication_term(
    book: Rulebook,
    tier: Tier | str,
    decided_on: date,
    ban_until: date | None = None,
    ended_on: date | None = None,
) -> Term:
    """Return how long an entry decided on that day is public; ``ended_on``: when the conduct ended, where known."""
    shortest = book.on(f"repair.{tier}.min_months", decided_on)
    longest = book.on(f"repair.{tier}.max_months", decided_on)
    until = add_months(decided_on, longest.value)
    from_conduct = book.rule(FROM_CONDUCT).find(decided_on)
    if ended_on and from_conduct and from_conduct.value is not None:
        until = min(until, add_months(ended_on, from_conduct.value))
    return Term(
        tier=Tier(tier),
        decided_on=decided_on,
        repair_from=add_months(decided_on, shortest.value),
        until=max(until, ban_until) if ban_until else until,
        shortest=shortest,
        longest=longest,
    )


def eligibility(book: Rulebook, term: Term, standing: Standing) -> Eligibility:
    """Return from when repair may be granted, by the regime of the day of the decision."""
    asked = book.on("repair.requires", term.decided_on)
    never = book.on("repair.never_kinds", term.decided_on)
    repeat = book.on("repair.repeat_bar_months", term.decided_on)
    undone = set(_undone(standing, term.decided_on))
    lacking = tuple(sorted(set(asked.value) & undone, key=list(MISSING_WORDS).index))
    barred: list[Words] = []
    if never.value and standing.kinds & set(never.value):
        kinds = "、".join(sorted(standing.kinds & set(never.value)))
        barred.append({"zh": f"{kinds}不能提前修复", "en": f"this kind is never repaired early: {kinds}"})
    days = (term.repair_from, standing.performed_on, standing.corrected_on)
    repeat_until = _repeat_until(standing.repeated_on, repeat)
    known = [*days, standing.ban_until, standing.barred_until, repeat_until]
    earliest = None if barred else max(day for day in known if day is not None)
    since = None
    if not barred and not lacking:
        since = max(day for day in (earliest, standing.committed_on) if day is not None)
    return Eligibility(
        since=since,
        missing=tuple(MISSING_WORDS[code] for code in lacking),
        earliest=earliest,
        lacking=lacking,
        barred=tuple(barred),
        held=tuple(_held(standing, repeat_until)),
        open=tuple(_open(never, repeat if repeat_until else None)),
        asked=(asked, never, *((repeat,) if repeat_until else ())),
    )


def _repeat_until(repeated: date | None, bar: DatedValue) -> date | None:
    return add_months(repeated, int(bar.value)) if repeated and bar.value is not None else None


def _undone(standing: Standing, decided_on: date) -> Iterable[str]:
    done = {
        "performed": standing.performed_on is not None,
        "corrected": standing.corrected_on is not None,
        "committed": standing.committed_on is not None,
        "no_repeat": standing.repeated_on is None or standing.repeated_on <= decided_on,
        "not_listed": not standing.listed,
    }
    return (code for code, is_done in done.items() if not is_done)


def _held(standing: Standing, repeat_until: date | None) -> Iterable[Words]:
    if repeat_until:
        yield {
            "zh": f"{standing.repeated_on}又因同类行为受到处罚，{repeat_until}前不能修复",
            "en": f"the same conduct was penalised again on {standing.repeated_on}: no repair before {repeat_until}",
        }
    if standing.barred_until:
        yield {
            "zh": f"修复申请中提供过虚假材料，{standing.barred_until}前不能修复",
            "en": f"an application rested on false material: no repair before {standing.barred_until}",
        }
    if standing.ban_until:
        yield {
            "zh": f"限制或者禁止的期限到{standing.ban_until}届满，此前不能修复",
            "en": f"a restriction or ban runs until {standing.ban_until}: no repair before it",
        }


def _open(never: DatedValue, repeat: DatedValue | None) -> Iterable[Words]:
    if never.value is None:
        yield {
            "zh": "哪些处罚不能提前修复，这一时期的规定没有读到（待核）",
            "en": "which penalties are never repaired early was not read for this period (unconfirmed)",
        }
    if repeat and not repeat.confirmed_for_citation:
        yield {
            "zh": "何为再犯、再犯后几年内不能修复，原文没有读到（待核）",
            "en": "what counts as a repeat, and for how many years it bars repair, was not read (unconfirmed)",
        }
