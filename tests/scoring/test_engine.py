"""The engine: points, parts, bounds, what does not apply, what is missing, levels and vetoes, time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.checking import points_of
from scoring.facts import Fact, Visibility, start_of_day
from scoring.language.exact import ZERO, Exact, add
from scoring.sheets import Sheet

PART = """
score:
  {whole}
  parts:
    - id: part
      name: {{zh: 部分, en: part}}
      {part}
      items:
        - id: punctual
          name: {{zh: 守时, en: punctual}}
          max: 6
          deduct: [{{each: late within 12 months, points: 2, at_most: 5}}]
        - id: second
          name: {{zh: 第二项, en: second}}
          {second}
"""


def text(whole: str = "start: 0", part: str = "least: 0", second: str = "{max: 4, points: 4}") -> str:
    second = second.strip("{}").replace(", ", "\n          ") if second.startswith("{") else second
    return PART.format(whole=whole, part=part, second=second)


def summed(sheet: Sheet) -> Exact:
    total: Exact = ZERO
    for line in sheet.lines:
        total = add(total, line.points or ZERO)
    return total


def test_the_worked_example(score: Callable[..., Sheet], fact: Callable[..., Fact]) -> None:
    second = "{max: 4, applies: visits > 0, points: 4}"
    one = fact("late")
    left_out = score(text(part="max: 10", second=second), one)
    assert (left_out.value, left_out.outcome) == (4, "bad")
    scaled = score(text(part="max: 10\n      not_applicable: scale_up", second=second), one)
    assert (scaled.value, scaled.outcome) == (Fraction(20, 3), "good")
    full = score(text(part="max: 10\n      not_applicable: full_marks", second=second), one)
    assert full.value == 8
    assert [summed(sheet) == sheet.value for sheet in (left_out, scaled, full)] == [True] * 3
    assert (scaled.observed, scaled.applicable) == (1, 1)


@pytest.mark.parametrize(
    ("whole", "part", "second", "value"),
    [
        ("start: 10", "least: 0", "{max: 4, points: 4}", 18),
        ("start: 0", "max: 5", "{max: 4, points: 4}", 5),
        ("start: 0", "least: 9", "{max: 4, points: 4}", 9),
        ("max: 7", "least: 0", "{max: 4, points: 4}", 7),
        ("least: 20", "least: 0", "{max: 4, points: 4}", 20),
        ("start: 0", "weight: 0.5", "{max: 4, points: 4}", 4),
        ("start: 0", "weight: 0.5", "{max: 4, points: 4, weight: 0.25}", Decimal("2.5")),
        ("start: 0", "least: 0", "{max: 4, points: 9}", 8),
        ("start: 0", "least: 0", "{max: 4, points: 0 - 3}", 4),
        ("start: 0", "least: 0", "{max: 4, least: -2, points: 0 - 3}", 2),
        ("round: {places: 0, how: half_up}", "least: 0", "{max: 4, points: 2.5}", 7),
        ("round: {places: 0, how: half_even}", "least: 0", "{max: 4, points: 2.5}", 6),
        ("round: {step: 5, how: down}", "least: 0", "{max: 4, points: 4}", 5),
        ("start: 0", "least: 0", "cases: [{when: late_days > 9, points: 4}, {points: 1}]", 5),
        (
            "start: 0",
            "least: 0",
            "bands: {of: visits, steps: [{from: 3, points: 4}, {from: 1, points: 2}, {points: 0}]}",
            6,
        ),
        ("start: 0", "least: 0", "add: [{each: visit where clean, points: 1.5, at_most: 2}]", 6),
    ],
)
def test_points(
    score: Callable[..., Sheet], fact: Callable[..., Fact], whole: str, part: str, second: str, value: Decimal
) -> None:
    facts = [
        fact("late", days=3),
        fact("visit", clean=True),
        fact("visit", clean=True),
        fact("visit", clean=False),
    ]
    if "from: 3" in second:
        facts = facts[:2]
    sheet = score(text(whole, part, second), *facts)
    assert sheet.value == value
    assert summed(sheet) == value, "the lines add up to the value"


def test_deductions_have_a_maximum_and_name_their_facts(
    score: Callable[..., Sheet], fact: Callable[..., Fact]
) -> None:
    sheet = score(text(), fact("late"), fact("late"), fact("late"), fact("late", "2025-06-30"))
    lines = [line for line in sheet.lines if line.rule.endswith("punctual")]
    assert [(line.status, line.points, line.facts) for line in lines] == [
        ("won", 6, ()),
        ("deducted", -2, ("f1",)),
        ("deducted", -2, ("f2",)),
        ("deducted", -2, ("f3",)),
        ("adjusted", 1, ()),
    ]
    assert points_of(sheet, "punctual") == (1, True)


@pytest.mark.parametrize(
    ("policy", "value", "status"),
    [
        ("undecided", None, "undecided"),
        ("lose", 6, "lost"),
        ("keep", 10, "won"),
        ("not_applicable", 6, "not_applicable"),
    ],
)
def test_missing_is_missing_unless_the_scheme_says_otherwise(
    score: Callable[..., Sheet], policy: str, value: int | None, status: str
) -> None:
    sheet = score(text(second=f"{{max: 4, when_missing: {policy}, points: latest(late.days)}}"))
    assert sheet.value == value
    assert [line.status for line in sheet.lines if line.rule.endswith("second")] == [status]
    assert sheet.observed == 1
    assert (sheet.outcome is None) == (value is None)


def test_where_nobody_looked_nothing_was_observed(
    score: Callable[..., Sheet], fact: Callable[..., Fact]
) -> None:
    second = "{max: 4, needs: [visit within 12 months], when_missing: keep, points: 4}"
    assert (score(text(second=second)).observed, score(text(second=second)).value) == (1, 10)
    assert score(text(second=second), fact("visit", clean=True)).observed == 2


LEVELS = """
outcome:
  levels:
    - outcome: gold
      name: {zh: 金, en: gold}
      needs:
        - {id: total, name: {zh: 总分, en: total}, is: total >= 9}
        - {id: each, name: {zh: 每项, en: each}, is: "every(items, ratio >= 0.6)"}
        - {id: seen, name: {zh: 有检查, en: visited}, is: latest(visit.clean)}
    - outcome: silver
      name: {zh: 银, en: silver}
      needs: [{id: total, name: {zh: 总分, en: total}, is: total >= 5}]
  otherwise: {outcome: none, name: {zh: 无, en: none}}
  more: [{outcome: barred, name: {zh: 不评, en: barred}}]
  vetoes:
    - {id: capped, name: {zh: 封顶, en: capped}, each: late where kind = "b" within 6 months, then: {at_most: silver}}
    - {id: lowered, name: {zh: 降档, en: lowered}, when: late_days > 9, then: {lower_by: 1}}
    - {id: barred, name: {zh: 不评, en: barred}, each: 'late where kind in ["c", "d"]', then: {outcome: barred}}
    - {id: silver, name: {zh: 定银, en: silver}, each: late where kind = "d", then: {outcome: silver}}
"""


@pytest.mark.parametrize(
    ("visit", "late", "outcome"),
    [
        ({"clean": True}, {}, "gold"),
        ({"clean": False}, {}, "silver"),
        ({}, {}, None),
        ({"clean": True}, {"kind": "b"}, "silver"),
        ({"clean": True}, {"kind": "a", "days": 10}, "silver"),
        ({"clean": False}, {"kind": "a", "days": 10}, "none"),
        ({}, {"kind": "c"}, "barred"),
        ({}, {"kind": "b"}, None),
        ({"clean": True}, {"kind": "d"}, "barred"),
        ({"clean": True}, {"days": 1}, None),
    ],
)
def test_levels_and_vetoes(
    score: Callable[..., Sheet],
    fact: Callable[..., Fact],
    visit: dict[str, bool],
    late: dict[str, object],
    outcome: str | None,
) -> None:
    facts = [fact("visit", **visit)]
    if late:
        facts.append(fact("late", "2026-06-01", **{"days": 0, **late}))
    sheet = score(
        text(second="{max: 4, points: 4}").replace("points: 2, at_most: 5", "points: 0"),
        *facts,
        outcome=LEVELS,
    )
    assert sheet.outcome == outcome
    if outcome == "barred":
        veto = next(line for line in sheet.lines if line.status == "veto")
        assert veto.facts == ("f2",)


def test_a_veto_ends_with_its_window(score: Callable[..., Sheet], fact: Callable[..., Fact]) -> None:
    facts = [fact("visit", "2025-01-01", clean=True), fact("late", "2025-12-31", kind="b", days=0)]
    days = {
        day: score(text(), *facts, outcome=LEVELS, on=day).outcome
        for day in (date(2026, 6, 29), date(2026, 6, 30))
    }
    assert days == {
        date(2026, 6, 29): "silver",
        date(2026, 6, 30): "silver",
    }  # four points lost: silver either way
    free = text().replace("points: 2, at_most: 5", "points: 0")
    assert score(free, *facts, outcome=LEVELS, on=date(2026, 6, 29)).outcome == "silver"
    assert score(free, *facts, outcome=LEVELS, on=date(2026, 6, 30)).outcome == "gold"


def test_time_two_days_two_moments(score: Callable[..., Sheet], fact: Callable[..., Fact]) -> None:
    wrong = fact("late", "2026-03-01")
    noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    right = Fact("f2", "S", "withdrawal", date(2026, 4, 1), noon, {}, supersedes="f1")
    assert score(text(), wrong, right, on=date(2026, 3, 31)).value == 10, "as we know today, also for March"
    assert (
        score(text(), wrong, right, on=date(2026, 3, 31), known_at=start_of_day(date(2026, 3, 31))).value == 8
    )
    assert score(text(), wrong, right, on=date(2026, 2, 28), known_at=noon).value == 10


def test_a_fact_that_is_not_public_counts_in_no_public_scheme(score: Callable[..., Sheet]) -> None:
    day = date(2026, 3, 1)
    words: tuple[Visibility, ...] = ("public", "internal", "personal")
    facts = [Fact(f"f-{word}", "S", "late", day, start_of_day(day), {}, visibility=word) for word in words]
    assert score(text(), *facts).value == 5
    sheet = score(text(), *facts, public=True)
    assert sheet.value == 8
    assert {fact for line in sheet.lines for fact in line.facts} == {"f-public"}
    corrected = Fact(
        "g", "S", "late", day, start_of_day(day), {}, visibility="internal", supersedes="f-public"
    )
    assert score(text(), *facts, corrected, public=True).value == 10, "a hidden correction still corrects"


def test_whether_an_item_applies_may_be_unknown(
    score: Callable[..., Sheet], fact: Callable[..., Fact]
) -> None:
    second = "{max: 4, applies: latest(visit.clean), points: 4}"
    assert score(text(second=second)).value is None
    assert score(text(second=second), fact("visit", clean=False)).value == 6
    assert score(text(second=second), fact("visit", clean=True)).value == 10


def test_an_assumed_number_was_not_observed(score: Callable[..., Sheet]) -> None:
    sheet = score(text(second="max: 4\n          assumed: {max: 4, points: 4}"), rehearse=True)
    assert (sheet.value, sheet.observed, sheet.applicable) == (10, 1, 2)


def test_rehearsal_assumes_and_says_so(score: Callable[..., Sheet]) -> None:
    second = "{max: null, assumed: {max: 4}, points: 3}"
    plain, rehearsed = score(text(second=second)), score(text(second=second), rehearse=True)
    assert (plain.value, plain.outcome, plain.rehearsal) == (None, None, False)
    assert [line.status for line in plain.lines if line.rule.endswith("second")] == ["pending"]
    assert (rehearsed.value, rehearsed.outcome, rehearsed.rehearsal) == (9, "good", True)
    assert rehearsed.as_record()["rehearsal"] is True


def test_a_fact_of_another_type_is_named(score: Callable[..., Sheet], fact: Callable[..., Fact]) -> None:
    with pytest.raises(TypeError, match="f1: late.days is a number, got 'three'"):
        score(text(), fact("late", days="three"))
    with pytest.raises(TypeError, match="is a float"):
        fact("late", days=1.5)
