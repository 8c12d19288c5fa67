"""推出的列表 lists that nobody writes: they follow from the records, so that page, data and feed say the same.

Corrections, facilities not visited for long, and how long publishing took.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from statistics import median_high
from typing import Any

from scoring.rulebook.days import add_months, working_days_between
from supervision.disclosure.site.register import Register
from supervision.records.annual_results import AnnualState
from supervision.records.decisions import GRANTED
from supervision.records.rules import Rule
from supervision.records.stored import members
from supervision.records.values import Code, Count, Record, Text

NOT_VISITED_MONTHS = 12
TERMS = {"result": "publication.working_days.result", "penalty": "publication.working_days.penalty"}
ANNUAL = {
    "streets": "street_rankings",
    "indicators": "indicator_values",
    "subsidies": "subsidies",
}  # lists of years


class Correction(Record, frozen=True, kw_only=True):
    """更正: something published was put right. ``kind`` is rule, plan, objection or the list of a year (``ANNUAL``); ``about`` the id of that record."""

    id: Code
    on: date
    kind: str
    about: Code
    facility: Code | None = None
    text: Text


class NotVisited(Record, frozen=True, kw_only=True):
    """久未检查: a facility without a published result for ``NOT_VISITED_MONTHS`` months; without days where there never was one."""

    facility: Code
    last_on: date | None = None
    since: date | None = None


class PublicationTime(Record, frozen=True, kw_only=True):
    """公布用时: how many working days passed from decision to publication, of one kind of record in one year."""

    id: Code
    kind: str
    year: int
    published: Count
    usual_days: Count
    longest_days: Count
    term_days: Count | None = None
    late: Count | None = None
    newest_on: date


DERIVED: dict[str, type[Record]] = {
    "correction": Correction,
    "not_visited": NotVisited,
    "publication_time": PublicationTime,
}


def newest_versions(records: Iterable[Any]) -> list[Any]:
    """Return of what years came to the version that holds, the newest year first."""
    holding = (each for each in records if each.state is AnnualState.IN_FORCE)
    return sorted(holding, key=lambda each: -each.year)


def corrections(register: Register) -> tuple[Correction, ...]:
    """Return what was corrected in public: rules, published plans, records objected to with success; the newest first."""
    return register.once("corrections", lambda: _all_corrections(register))


def _all_corrections(register: Register) -> tuple[Correction, ...]:
    return tuple(sorted(_corrections(register), key=lambda each: (each.on, each.id), reverse=True))


def _corrections(register: Register) -> Iterator[Correction]:
    snapshot = register.snapshot
    for rule in snapshot.rules:
        for n, each in enumerate(rule.corrections, 1):
            yield Correction(id=f"{rule.id}-{n}", on=each.on, kind="rule", about=rule.id, text=each.reason)
    for plan in snapshot.plans:
        for change in plan.changes:
            told = Text(zh=change.reason)
            yield Correction(id=f"{plan.id}-{change.n}", on=change.on, kind="plan", about=plan.id, text=told)
    for objection in snapshot.objections:
        if objection.state in GRANTED and objection.decided_on:
            yield Correction(
                id=objection.id,
                on=objection.decided_on,
                kind="objection",
                about=objection.about,
                facility=objection.facility,
                text=objection.outcome or Text(zh=""),
            )
    yield from _annual(register)


def _annual(register: Register) -> Iterator[Correction]:
    """Yield each later version of a year once, whatever the number of its records."""
    for name, records in ANNUAL.items():
        seen: set[tuple[int, int]] = set()
        for each in getattr(register.snapshot, records):
            if each.reason and (each.year, each.version) not in seen:
                seen.add((each.year, each.version))
                yield Correction(
                    id=f"{name}-{each.year}-{each.version}",
                    on=each.decided_on,
                    kind=name,
                    about=f"{name}-{each.year}",
                    text=Text(zh=each.reason),
                )


def newest_results(register: Register) -> Sequence[int]:
    """Return the places of all results in their table, the last published first, of those the last confirmed."""
    return register.once("newest_results", lambda: _newest_results(register))


def _newest_results(register: Register) -> Sequence[int]:
    published = [
        (each.published_on, each.confirmed_on, each.id, place)
        for place, each in enumerate(members(register.snapshot.results, "published_on", "confirmed_on", "id"))
    ]
    published.sort(reverse=True)
    return array("I", (place for *_, place in published))


def not_visited(register: Register) -> tuple[NotVisited, ...]:
    """Return the facilities in business without a result in the last months, in the order of their codes."""
    return register.once("not_visited", lambda: _not_visited(register))


def _not_visited(register: Register) -> tuple[NotVisited, ...]:
    found = []
    for facility in register.active():
        since = _term_end(facility.latest) if facility.latest else None
        if since is None or since <= register.as_of:
            found.append(NotVisited(facility=facility.code, last_on=facility.latest, since=since))
    return tuple(found)


@cache
def _term_end(latest: date) -> date:
    return add_months(latest, NOT_VISITED_MONTHS)


def publication_times(register: Register) -> tuple[PublicationTime, ...]:
    """Return a row for each sort of record and year, results first, the newest year first."""
    return register.once("publication_times", lambda: _publication_times(register))


def _publication_times(register: Register) -> tuple[PublicationTime, ...]:
    snapshot = register.snapshot
    results = (
        (each.confirmed_on, each.published_on)
        for each in members(snapshot.results, "confirmed_on", "published_on")
    )
    penalties = ((each.decided_on, each.published_on) for each in snapshot.penalties)
    return (*_times(register, "result", results), *_times(register, "penalty", penalties))


def _times(register: Register, kind: str, settled: Iterable[tuple[date, date]]) -> Iterator[PublicationTime]:
    years: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for start, end in settled:
        years[end.year].append((_days(start, end), end))
    for year, found in sorted(years.items(), reverse=True):
        waits = [days for days, _ in found]
        term = value_on(register.snapshot.rules, TERMS[kind], date(year, 12, 31))
        yield PublicationTime(
            id=f"{kind}-{year}",
            kind=kind,
            year=year,
            published=len(waits),
            usual_days=median_high(waits),
            longest_days=max(waits),
            term_days=term,
            late=None if term is None else sum(days > term for days in waits),
            newest_on=max(end for _, end in found),
        )


@cache
def _days(start: date, end: date) -> int:
    return working_days_between(start, end)


def value_on(rules: Iterable[Rule], rule_id: str, on: date) -> int | None:
    """Return the whole number that a published rule names for a day."""
    values = [value for rule in rules if rule.id == rule_id for value in rule.values if value.since <= on]
    newest = max(values, key=lambda value: value.since, default=None)
    return newest.value if newest and isinstance(newest.value, int) else None
