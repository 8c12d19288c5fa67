"""Which facts can count, and until when a sheet holds: held against the plain way, for every scheme and any facts."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine import Run, evaluate
from scoring.engine.rows import RowReader
from scoring.facts import Fact, start_of_day
from scoring.language.context import Type
from scoring.rulebook import NotInForceError
from scoring.schemes import Scheme
from tests.scoring.conftest import Make
from tests.scoring.test_properties import BOOK, ON, RATING, SCHEMES

ALL = [scheme for scheme in SCHEMES.all() if scheme.in_force(ON) and not scheme.comparisons]
DAYS = st.dates(date(2023, 5, 1), date(2026, 7, 31)) | st.sampled_from(
    [date(2024, 2, 29), date(2025, 6, 30), date(2025, 7, 1), date(2026, 6, 30), date(2026, 7, 1)]
)
WORDS = ["yes", "no", "CL-A01", "CL-G04", "not_met", "met", "drawn", "black", "isolated", "general", "serious", "A", "D"]  # fmt: skip
VALUES: dict[Type, st.SearchStrategy[Any]] = {
    "number": st.sampled_from(
        [Decimal(0), Decimal(1), Decimal(2), Decimal("3.5"), Decimal(4), Decimal(20_000)]
    ),
    "text": st.sampled_from(WORDS),
    "flag": st.booleans(),
    "date": DAYS,
    "set": st.frozensets(st.sampled_from(WORDS), max_size=3),
}


@st.composite
def ledgers(draw: Callable[[st.SearchStrategy[Any]], Any], scheme: Scheme) -> list[Fact]:
    """Facts of one subject as they come: corrected, internal, late, ahead of their time, saying half of what they could."""
    kinds = sorted(scheme.kinds.values(), key=lambda kind: kind.id)
    facts: list[Fact] = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(kinds))
        said = [name for name in sorted(kind.members) if draw(st.integers(0, 5))]
        data = {name: draw(VALUES[kind.members[name]]) for name in said}
        on = draw(DAYS)
        corrected = draw(st.sampled_from(facts)).id if facts and draw(st.integers(0, 7)) == 0 else None
        seen_by = "internal" if draw(st.integers(0, 7)) == 0 else "public"
        facts.append(
            Fact(f"f{number}", "S", kind.id, on, start_of_day(on), data, "s", "", seen_by, corrected)
        )  # type: ignore[arg-type]
    return facts


@pytest.mark.parametrize("scheme", ALL, ids=lambda scheme: scheme.id)
def test_among_many_each_comes_out_as_if_alone_and_holds_until_its_turn(scheme: Scheme) -> None:
    @settings(max_examples=25, deadline=None)
    @given(st.lists(ledgers(scheme), min_size=1, max_size=3), st.booleans(), st.data())
    def law(subjects: list[list[Fact]], rehearse: bool, data: st.DataObject) -> None:
        run = Run(BOOK, scheme, ON, rehearse=rehearse)
        for facts in subjects:
            rated = run.rate("S", facts)
            alone = evaluate(BOOK, scheme, "S", facts, on=ON, rehearse=rehearse)
            assert (rated.outcome, rated.value, rated.sha256) == (alone.outcome, alone.value, alone.sha256)
            assert rated.turn > ON
            until = min(rated.turn, _rules_change(scheme), date(2032, 1, 1))
            for day in (until - timedelta(days=1), ON + timedelta(days=data.draw(st.integers(1, 800)))):
                if ON < day < until:
                    later = evaluate(BOOK, scheme, "S", facts, on=day, rehearse=rehearse)
                    assert (later.outcome, later.value, later.lines) == (
                        alone.outcome,
                        alone.value,
                        alone.lines,
                    )

    law()


def _rules_change(scheme: Scheme) -> date:
    """Return the first day on which another version of the scheme, or another value of a rule, applies."""
    days = [
        entry.since for rule in BOOK.rules.values() for entry in (*rule.national.entries, *rule.local.entries)
    ]
    days += [entry.until for rule in BOOK.rules.values() for entry in rule.national.entries if entry.until]
    return min([day for day in [*days, scheme.until or date.max] if day > ON], default=date.max)


@settings(max_examples=60, deadline=None)
@given(ledgers(RATING))
def test_what_is_not_read_is_not_missed(facts: list[Fact]) -> None:
    run = Run(BOOK, RATING, ON, rehearse=True)
    reader = RowReader({kind.id: kind.members for kind in RATING.kinds.values()}, run.reach)
    ((_, kept),) = reader.subjects([_row(fact) for fact in facts]) if facts else (("S", []),)
    assert run.rate("S", kept) == run.rate("S", facts)


def _row(fact: Fact) -> Any:
    record = fact.as_record()
    record["data"] = json.dumps(record["data"])
    return tuple(record[name] for name in ("id", "subject", "kind", "on", "recorded_at", "source", "basis", "data", "visibility", "supersedes"))  # fmt: skip


def breach(on: date, answer: str = "not_met") -> Fact:
    data = {
        "item": "CL-A01",
        "answer": answer,
        "scope": "isolated",
        "severity": Decimal(2),
        "visit_kind": "joint",
    }
    return Fact(f"{answer} {on}", "S", "finding", on, start_of_day(on), data)


def test_the_worked_example() -> None:
    run = Run(BOOK, RATING, ON, rehearse=True)
    nothing = run.rate("S", [])
    counts = run.rate("S", [breach(date(2025, 9, 1))])
    assert counts.value != nothing.value
    assert counts.turn == date(2026, 9, 1)
    for gone in (breach(date(2025, 6, 30)), breach(date(2025, 9, 1), "met")):
        assert run.rate("S", [gone]) == nothing
        words = run.reach.words_of("finding", gone.data, gone.id)
        assert not run.reach.can_count(words, gone.on)


def counting(value: str) -> str:
    """An outcome that is a number alone."""
    return f"""
outcome:
  value: '{value}'
  bands: [{{from: 100, outcome: many, name: {{zh: 多, en: many}}}}]
  otherwise: {{outcome: few, name: {{zh: 少, en: few}}}}
"""


CASES = {
    "within 30 days": (date(2026, 6, 10), date(2026, 7, 10)),
    "within 3 months": (date(2026, 3, 31), ON),
    "within 3 months ": (date(2026, 4, 30), date(2026, 7, 30)),
    "within 2 years": (date(2025, 2, 28), date(2027, 2, 28)),
    "within 5 working_days": (date(2026, 6, 29), date(2026, 7, 6)),
    "within 2 to 4 months": (date(2026, 5, 15), date(2026, 7, 15)),
    "where days_since(on) < 40": (date(2026, 6, 10), date(2026, 7, 1)),
    "where months_since(on) < 3": (date(2026, 6, 10), date(2026, 7, 10)),
}


@pytest.mark.parametrize(("window", "case"), CASES.items())
def test_the_day_on_which_a_fact_comes_in_or_goes_out(
    scheme_of: Make, window: str, case: tuple[date, date]
) -> None:
    scheme = scheme_of("", counting(f"count(late {window})"))
    on, turn = case
    fact = Fact("f", "S", "late", on, start_of_day(on), {"days": Decimal(1)})

    def value(day: date) -> Any:
        return evaluate(BOOK, scheme, "S", [fact], on=day).value

    found = Run(BOOK, scheme, ON).rate("S", [fact]).turn
    if turn == ON:  # it no longer counts, and never will
        assert (found, value(ON)) == (date.max, Decimal(0))
        return
    assert found == turn
    day = ON
    while day < turn:
        assert value(day) == value(ON)
        day += timedelta(days=1)
    if "days_since" not in window:  # looked at again every day
        assert value(turn) != value(ON) or "months_since" in window


def test_a_rule_that_begins_later_is_asked_for_facts_that_count_alone(scheme_of: Make) -> None:
    day = date(2021, 6, 30)
    rule = next(one for one in BOOK.rules.values() if one.unit == "yuan" and one.national.starts[0] > day)
    scheme = scheme_of("", counting(f'count(late where days > rule("{rule.id}") within 1 months)'))
    old, new = (
        Fact(str(on), "S", "late", on, start_of_day(on), {"days": Decimal(1)})
        for on in (date(2021, 1, 1), date(2021, 6, 1))
    )
    assert Run(BOOK, scheme, day).rate("S", [old]).value == 0
    with pytest.raises(NotInForceError):
        Run(BOOK, scheme, day).rate("S", [new])


def test_a_fact_ahead_of_its_day_is_awaited() -> None:
    run = Run(BOOK, RATING, ON, rehearse=True)
    assert run.rate("S", [breach(date(2026, 7, 15))]).turn == date(2026, 7, 15)
