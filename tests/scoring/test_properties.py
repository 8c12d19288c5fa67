"""Laws that hold for every scheme and all facts, tried with random ones."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine import evaluate
from scoring.facts import Fact, start_of_day
from scoring.frozen.freezing import freeze
from scoring.frozen.verifying import verify
from scoring.language.exact import ZERO, Exact, add
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.schemes import Scheme
from scoring.sheets import Sheet, canonical, sheet_hash, without_wording

BOOK = Rulebook.load()
SCHEMES = load_schemes(BOOK)
RATING, RISK, STAR = (
    SCHEMES.on(name, date(2026, 6, 30)) for name in ("credit.rating", "credit.risk_class", "grading.star")
)
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
ON = date(2026, 6, 30)

BREACHES = st.one_of(
    st.builds(lambda amount: ("penalty", {"kind": "罚款", "amount": amount}), st.integers(0, 50_000)),
    st.builds(
        lambda severity, scope, kind, item: (
            "finding",
            {
                "item": item,
                "answer": "not_met",
                "scope": scope,
                "severity": severity,
                "visit_kind": kind,
                "legal_major": "no",
            },
        ),
        st.integers(0, 4),
        st.sampled_from(["isolated", "several", "widespread"]),
        st.sampled_from(["drawn", "joint", "special"]),
        st.sampled_from(["CL-A01", "CL-A02", "CL-A04", "CL-G04", "CL-C05"]),
    ),
    st.just(("complaint", {"verified": True})),
    st.just(("abuse", {"verified": True})),
    st.just(("rectification", {"overdue": True})),
    st.just(("annual_report", {"on_time": False})),
)
ENTRIES = st.lists(st.tuples(BREACHES, DAYS), max_size=12)
GROUND = Fact(
    "g",
    "S",
    "registration",
    date(2019, 1, 1),
    start_of_day(date(2019, 1, 1)),
    {"opened_on": date(2019, 1, 1)},
)
SEEN = Fact("v", "S", "visit", date(2026, 6, 1), start_of_day(date(2026, 6, 1)), {"kind": "drawn"})


def facts_of(entries: list[tuple[tuple[str, dict[str, object]], date]]) -> list[Fact]:
    made = [
        Fact(f"f{number}", "S", kind, on, start_of_day(on), data)
        for number, ((kind, data), on) in enumerate(entries)
    ]
    return [GROUND, SEEN, *made]


def rank(scheme: Scheme, sheet: Sheet) -> int:
    assert sheet.outcome is not None
    return list(scheme.outcome.names).index(sheet.outcome)


def test_a_further_breach_never_raises_a_score() -> None:
    @settings(max_examples=150, deadline=None)
    @given(ENTRIES, BREACHES, DAYS)
    def law(
        entries: list[tuple[tuple[str, dict[str, object]], date]],
        breach: tuple[str, dict[str, object]],
        on: date,
    ) -> None:
        facts = facts_of(entries)
        further = Fact("x", "S", breach[0], on, start_of_day(on), breach[1])
        for scheme in (RATING, RISK):
            before = evaluate(BOOK, scheme, "S", facts, on=ON, rehearse=True)
            after = evaluate(BOOK, scheme, "S", [*facts, further], on=ON, rehearse=True)
            assert before.value is not None
            assert after.value is not None
            assert after.value <= before.value
            assert rank(scheme, after) >= rank(scheme, before)

    law()


@settings(max_examples=100, deadline=None)
@given(ENTRIES, st.randoms())
def test_the_order_of_facts_does_not_matter(
    entries: list[tuple[tuple[str, dict[str, object]], date]], shuffle: object
) -> None:
    facts = facts_of(entries)
    mixed = list(facts)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    one = evaluate(BOOK, RATING, "S", facts, on=ON, rehearse=True)
    assert evaluate(BOOK, RATING, "S", mixed, on=ON, rehearse=True).sha256 == one.sha256


@settings(max_examples=100, deadline=None)
@given(ENTRIES, DAYS)
def test_lines_add_up_and_nothing_is_a_float(
    entries: list[tuple[tuple[str, dict[str, object]], date]], on: date
) -> None:
    for scheme in (RATING, RISK):
        sheet = evaluate(BOOK, scheme, "S", facts_of(entries), on=on, rehearse=True)
        total: Exact = ZERO
        for line in sheet.lines:
            assert line.points is None or isinstance(line.points, Decimal | Fraction)
            total = add(total, line.points or ZERO)
        assert total == sheet.value
        record = sheet.as_record()
        assert record["sheet_sha256"] == sheet_hash(record)
        json.loads(canonical(record), parse_float=lambda text: 1 / 0)


@settings(max_examples=60, deadline=None)
@given(ENTRIES, st.integers(0, 900))
def test_what_lies_ahead_changes_nothing_today(
    entries: list[tuple[tuple[str, dict[str, object]], date]], earlier: int
) -> None:
    facts = facts_of(entries)
    on = ON - timedelta(days=earlier)
    today = evaluate(BOOK, RISK, "S", facts, on=on, rehearse=True)
    past = [fact for fact in facts if fact.on <= on]
    assert evaluate(BOOK, RISK, "S", past, on=on, rehearse=True).sha256 == today.sha256


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_hidden_facts_leave_no_trace_in_a_public_score(
    entries: list[tuple[tuple[str, dict[str, object]], date]],
) -> None:
    hidden = [replace(fact, id=f"h{fact.id}", visibility="internal") for fact in facts_of(entries)]
    bare = evaluate(BOOK, RATING, "S", [SEEN], on=ON, rehearse=True)
    assert evaluate(BOOK, RATING, "S", [SEEN, *hidden], on=ON, rehearse=True).sha256 == bare.sha256


@settings(max_examples=40, deadline=None)
@given(ENTRIES)
def test_a_frozen_sheet_holds_and_a_changed_one_does_not(
    entries: list[tuple[tuple[str, dict[str, object]], date]],
) -> None:
    facts = facts_of(entries)
    sheet = evaluate(BOOK, RATING, "S", facts, on=ON, rehearse=True)
    frozen = json.loads(json.dumps(freeze(BOOK, RATING, sheet, facts).as_record()))
    assert verify(frozen, BOOK).text == "holds"
    frozen["sheet"]["lines"][0]["points"] = "7"
    said = 'differs: line 1 (credit.rating.filing): points is "7", computed again it is "8"'
    assert verify(frozen, BOOK).text == said


def test_a_frozen_sheet_of_a_public_scheme_holds_no_hidden_fact_and_none_that_fell() -> None:
    day = date(2026, 1, 1)

    def penalty(name: str, **more: object) -> Fact:
        return Fact(name, "S", "penalty", day, start_of_day(day), {"kind": "罚款"}, **more)  # type: ignore[arg-type]

    facts = [
        penalty("shown"),
        penalty("hidden", visibility="internal"),
        penalty("old"),
        penalty("new", supersedes="old"),
    ]
    frozen = freeze(BOOK, RATING, evaluate(BOOK, RATING, "S", facts, on=ON, rehearse=True), facts)
    assert [fact["id"] for fact in frozen.facts] == ["new", "shown"]
    assert verify(json.loads(json.dumps(frozen.as_record())), BOOK).text == "holds"
    internal = freeze(BOOK, RISK, evaluate(BOOK, RISK, "S", facts, on=ON, rehearse=True), facts)
    assert [fact["id"] for fact in internal.facts] == ["hidden", "new", "shown"]


def test_a_pending_scheme_awards_nothing_whatever_the_facts() -> None:
    @settings(max_examples=60, deadline=None)
    @given(ENTRIES)
    def law(entries: list[tuple[tuple[str, dict[str, object]], date]]) -> None:
        for scheme in (RATING, RISK, STAR):
            sheet = evaluate(BOOK, scheme, "S", facts_of(entries), on=ON)
            assert sheet.value is None
            assert sheet.outcome is None or any(line.status == "veto" for line in sheet.lines)

    law()


@settings(max_examples=80, deadline=None)
@given(ENTRIES, st.booleans())
def test_the_text_that_is_hashed_is_that_of_the_record(
    entries: list[tuple[tuple[str, dict[str, object]], date]], rehearse: bool
) -> None:
    for scheme in (RATING, RISK, STAR):
        sheet = evaluate(BOOK, scheme, 'S"\\\u2028', facts_of(entries), on=ON, rehearse=rehearse)
        record = sheet.as_record()
        del record["sheet_sha256"]
        assert sheet.canonical() == canonical(without_wording(record))
