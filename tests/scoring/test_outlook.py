"""What a score rests on, how two sheets differ, and what comes if nothing changes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scoring.engine import evaluate
from scoring.explain import explain, what_changed, what_comes
from scoring.explain.html import as_html
from scoring.explain.outlook import outlook
from scoring.explain.telling import as_text
from scoring.facts import Fact, start_of_day
from scoring.reading import load_schemes
from scoring.rulebook import Confidence, Rulebook
from scoring.schemes.versions import Schemes
from scoring.sheets.comparing import change
from scoring.sheets.footing import footing

BOOK = Rulebook.load()
SCHEMES = load_schemes(BOOK)
ON = date(2026, 6, 30)


def fact(name: str, what: str, on: str, recorded: str = "", /, **data: Any) -> Fact:
    day = date.fromisoformat(on)
    return Fact(name, "S", what, day, start_of_day(date.fromisoformat(recorded or on)), data)


PENALTY = fact("p", "penalty", "2025-10-10", kind="罚款", amount=5_000)
VISIT = fact("v", "visit", "2026-03-10", kind="drawn")
FOUND = fact(
    "f", "finding", "2026-03-10",
    item="CL-C05", answer="not_met", scope="isolated", severity=3, visit_kind="drawn",
)  # fmt: skip
LISTED = fact("l", "listing", "2026-01-10", list="black", until=date(2027, 1, 10))
FACTS = [PENALTY, VISIT, FOUND, LISTED]


def test_a_line_that_went_and_one_that_came_stand_under_one_rule() -> None:
    scheme = SCHEMES.on("credit.rating", ON)
    june, november = (
        evaluate(BOOK, scheme, "S", facts, on=ON, rehearse=True).as_record() for facts in ([], [PENALTY])
    )
    moved = change(june, november)
    assert moved is not None
    (pair,) = moved.pairs()
    assert (pair.rule, pair.points, len(pair.before), len(pair.after)) == (
        "credit.rating.penalties",
        -5,
        0,
        1,
    )
    assert (moved.outcome, moved.value) == (("good", "good"), ("80.0", "75.0"))
    assert change(june, june) is None


def test_footing_knows_the_age_and_the_weakest_basis() -> None:
    scheme = SCHEMES.on("credit.rating", ON)
    found = footing(evaluate(BOOK, scheme, "S", FACTS, on=ON, rehearse=True), FACTS)
    assert (found.oldest, found.newest, found.age) == (PENALTY.on, FOUND.on, 112)
    assert found.weakest is Confidence.DESIGN
    assert found.observed <= found.applicable
    bare = footing(evaluate(BOOK, scheme, "S", [], on=ON), [])
    assert (bare.oldest, bare.newest, bare.age) == (None, None, None)


def test_every_turn_stands_on_its_first_day() -> None:
    turns = what_comes(
        BOOK, SCHEMES, "credit.rating", "S", FACTS, on=ON, until=date(2027, 12, 31), rehearse=True
    )
    assert [(turn.on, *turn.change.outcome, turn.change.value[1]) for turn in turns.turns] == [
        (date(2027, 1, 10), "poor", "fair", "72.0"),  # the listing is over
        (date(2027, 3, 10), "fair", "good", "75.0"),  # the finding counted for twelve months
        (date(2027, 10, 10), "good", "good", "80.0"),  # the penalty counted for twenty-four
    ]


def test_halving_finds_what_looking_at_every_day_finds() -> None:
    seen = {}
    for step in (1, 7, 30):
        turns, _ = outlook(
            BOOK, SCHEMES, "credit.rating", "S", lambda _: FACTS,
            on=ON, until=ON + timedelta(days=500), step=step, rehearse=True,
        )  # fmt: skip
        seen[step] = [(turn.on, turn.change.value) for turn in turns]
    assert seen[1] == seen[7] == seen[30]


def test_facts_may_leave_by_the_day() -> None:
    gone = date(2026, 9, 1)
    (turn,), _ = outlook(
        BOOK, SCHEMES, "credit.rating", "S", lambda day: [] if day >= gone else [PENALTY],
        on=ON, until=date(2026, 12, 31), rehearse=True,
    )  # fmt: skip
    assert (turn.on, turn.change.value) == (gone, ("75.0", "80.0"))


def test_what_changed_since_knows_what_was_on_record_then() -> None:
    late = fact("late", "penalty", "2026-01-10", "2026-06-01", kind="罚款", amount=5_000)
    asked = (BOOK, SCHEMES, "credit.rating", "S", [late])
    since = what_changed(*asked, since=date(2026, 3, 1), on=ON, rehearse=True)
    assert since.change is not None
    assert since.change.value == ("80.0", "75.0")
    assert what_changed(*asked, since=date(2026, 6, 1), on=ON, rehearse=True).change is None


def test_an_explanation_carries_its_footing() -> None:
    said = explain(BOOK, SCHEMES.on("credit.rating", ON), "S", FACTS, on=ON, rehearse=True)
    assert said.footing.newest == FOUND.on
    assert said.since is None
    assert said.until is None


def test_where_a_version_ends_the_outlook_says_so_and_looks_up_to_the_day_before() -> None:
    ends = date(2027, 1, 14)
    ending = replace(SCHEMES.on("credit.rating", ON), until=ends)
    asked = (BOOK, Schemes({"credit.rating": (ending,)}), "credit.rating", "S", FACTS)
    for until in (ends, ends + timedelta(days=200)):
        said = what_comes(*asked, on=ON, until=until, rehearse=True)
        assert said.ends == ends
        assert said.turns[-1].on == date(2027, 1, 10), (
            "the entry of the list ends in the last days of the version"
        )
    assert what_comes(*asked, on=ON, until=ends - timedelta(days=1), rehearse=True).ends is None
    told = replace(explain(BOOK, ending, "S", FACTS, on=ON, rehearse=True), until=said)
    assert "2027-01-14起：方案或它所依据的规则没有有效的版本" in as_text(told)
    assert "From 2027-01-14 on no version" in as_html(told, "en")
