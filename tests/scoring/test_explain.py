"""Explanations: what is missing, what would lift an outcome, and the same sheet in two languages."""

from datetime import date
from html.parser import HTMLParser

import pytest

from scoring.engine import evaluate
from scoring.explain import Explanation, Until, explain
from scoring.explain.html import as_html
from scoring.explain.outlook import Turn
from scoring.explain.telling import as_text, change_lines, lift_text, swallowed_text
from scoring.facts import Fact, start_of_day
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.sheets.comparing import Change, change

BOOK = Rulebook.load()
ON = date(2026, 6, 30)
SCHEMES = load_schemes(BOOK)


def explained(
    scheme_id: str, *said: tuple[str, str, dict[str, object]], rehearse: bool = True
) -> Explanation:
    facts = [
        Fact(f"f{number}", "S", kind, date.fromisoformat(on), start_of_day(date.fromisoformat(on)), data)
        for number, (kind, on, data) in enumerate(said)
    ]
    return explain(BOOK, SCHEMES.on(scheme_id, ON), "S", facts, on=ON, rehearse=rehearse)


PENALTY = ("penalty", "2025-10-10", {"kind": "罚款", "amount": 20_000})
FINDING = (
    "finding",
    "2026-03-10",
    {"item": "CL-A04", "answer": "not_met", "scope": "isolated", "severity": 3, "visit_kind": "joint"},
)
LATE = ("annual_report", "2026-03-10", {"on_time": False})


def test_one_thing_that_lifts_the_outcome_comes_first() -> None:
    said = explained("credit.rating", PENALTY, LATE)
    assert said.sheet.outcome == "fair"
    assert [lift_text(lift) for lift in said.lifts] == ["“行政处罚”得满分，结果将是“信用良好”（79分）"]
    assert (
        lift_text(said.lifts[0], "en")
        == "full marks for Penalties: the outcome would be Good credit (79 points)"
    )


def test_two_things_together_where_one_is_not_enough() -> None:
    said = explained("credit.rating", PENALTY, FINDING, LATE)
    assert (said.sheet.outcome, said.sheet.value) == ("fair", 64)
    assert [lift_text(lift) for lift in said.lifts] == [
        "“备案承诺”得满分、“行政处罚”得满分，结果将是“信用良好”（79分）"
    ]


def test_a_lift_is_what_the_evaluator_says() -> None:
    said = explained("credit.rating", PENALTY, FINDING, LATE)
    facts = [
        Fact(f"f{number}", "S", kind, date.fromisoformat(on), start_of_day(date.fromisoformat(on)), data)
        for number, (kind, on, data) in enumerate([PENALTY, FINDING, LATE])
    ]
    lift = said.lifts[0]
    names = {item.name["zh"]: item.id for item in SCHEMES.on("credit.rating", ON).items()}
    ids = frozenset(names[words["zh"].removeprefix("“").removesuffix("”得满分")] for words in lift.names)
    again = evaluate(BOOK, SCHEMES.on("credit.rating", ON), "S", facts, on=ON, rehearse=True, supposed=ids)
    assert (again.outcome, again.value) == (lift.outcome, lift.value)


def test_a_veto_is_named_as_what_stands_in_the_way() -> None:
    said = explained("credit.rating", ("listing", "2026-01-01", {"list": "black", "until": date(2029, 1, 1)}))
    assert said.sheet.outcome == "poor"
    assert lift_text(said.lifts[0]) == "不再有“在失信惩戒对象名单上”，结果将是“信用良好”（80分）"


def test_where_a_veto_decides_alone_nothing_is_missing() -> None:
    listed = ("listing", "2026-01-01", {"list": "black", "until": date(2029, 1, 1)})
    said = explained("credit.rating", listed, rehearse=False)
    assert (said.sheet.outcome, said.sheet.value) == ("poor", None)
    assert said.missing == ()
    assert any(line.status == "undecided" or line.status == "pending" for line in said.sheet.lines)


def test_an_unmet_condition_on_facts_is_named_and_one_on_points_is_not() -> None:
    said = explained(
        "lists.red_entry",
        ("star_grade", "2025-01-10", {"outcome": "four", "until": date(2028, 1, 10)}),
        ("credit_rating", "2025-06-01", {"outcome": "excellent"}),
        ("credit_rating", "2026-06-01", {"outcome": "excellent"}),
        ("survey", "2026-03-01", {"valid": 60, "satisfied": 50}),
        rehearse=False,
    )
    assert [lift_text(lift) for lift in said.lifts] == ["满足“满意率达标”，结果将是“符合条件”"]


def test_what_is_missing_is_listed() -> None:
    said = explained("credit.rating", rehearse=False)
    assert {line.status for line in said.missing} == {"pending", "undecided"}
    text = as_text(said)
    assert "还缺什么:" in text
    assert "依据待核，来源未给出分值" in text


class Checker(HTMLParser):
    """Counts tags, so that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["zh", "en"])
def test_html_is_whole_and_carries_every_line(language: str) -> None:
    said = explained("credit.rating", PENALTY, FINDING, LATE)
    page, checker = as_html(said, language), Checker()
    checker.feed(page)
    assert checker.open == []
    assert checker.seen.count("tr") == len(said.sheet.lines) + 1
    assert "<script" not in page
    assert "style=" not in page
    for line in said.sheet.lines:
        assert line.words[language] in page
    assert ("试算" in page) == (language == "zh")


def test_text_from_outside_is_escaped() -> None:
    fact = Fact(
        "<b>1</b>", "S", "penalty", date(2026, 1, 1), start_of_day(date(2026, 1, 1)), {"kind": "罚款"}
    )
    said = explain(BOOK, SCHEMES.on("credit.rating", ON), "S", [fact], on=ON, rehearse=True)
    assert "<b>" not in as_html(said)
    assert "&lt;b&gt;1" in as_html(said)


def test_both_languages_come_from_the_same_sheet() -> None:
    said = explained("credit.rating", PENALTY)
    assert all(
        line.words["zh"] and line.words["en"] and line.words["zh"] != line.words["en"]
        for line in said.sheet.lines
    )


def test_points_that_a_maximum_swallows_are_counted_and_not_listed() -> None:
    before = {"rule": "s.a", "fact": "f", "points": "-9", "status": "deducted", "text": "", "text_en": ""}
    later = {**before, "points": "-8"}
    swallowed = Change("S", ("c", "c"), ("61", "61"), (before,), (later,))
    moved = Change("S", ("c", "b"), ("61", "61"), (before,), (later,))
    said = {**before, "points": None, "status": "veto"}
    vetoed = Change("S", ("c", "c"), ("61", "61"), (), (said,))
    scheme = SCHEMES.on("credit.rating", ON)
    until = Until(ON, tuple(Turn(ON, one, scheme) for one in (swallowed, moved, vetoed)))
    assert [turn.change for turn in until.moves] == [moved, vetoed]
    assert swallowed_text(until, "zh") == "有1日只有个别理由的分值变化，结果和总分不变"
    assert swallowed_text(Until(ON, until.moves), "en") == ""


def test_what_held_and_is_not_told_any_more_is_not_said_to_have_failed() -> None:
    """Undecided for want of a survey, then not eligible for a hazard: the other conditions still hold."""
    facts = [
        Fact("f0", "S", "star_grade", date(2025, 1, 10), start_of_day(date(2025, 1, 10)), {"outcome": "four", "until": date(2028, 1, 10)}),
        Fact("f1", "S", "hazard", date(2026, 5, 1), start_of_day(date(2026, 5, 1)), {"closed": True}),
    ]  # fmt: skip
    scheme = SCHEMES.on("lists.red_entry", ON)
    before, after = (evaluate(BOOK, scheme, "S", facts, on=day).as_record() for day in (date(2026, 4, 1), ON))
    moved = change(before, after)
    assert moved is not None
    lines = [line.strip() for line in change_lines(moved, scheme, "en")]
    assert "− holds for Eligible: no major hazard for the time given" in lines
    assert "+ does not hold for Eligible: no major hazard for the time given" in lines
    assert not [line for line in lines if line.startswith("− holds") and "hazard" not in line]
