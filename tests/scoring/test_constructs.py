"""What the handbook does not show of the language: mistakes in every construct, and the edges of the rest."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.__main__ import main
from scoring.checking import check_paths
from scoring.engine.standing import compare
from scoring.facts import Fact
from scoring.language.exact import Exact, TooLongError
from scoring.reading import examine_schemes
from scoring.rulebook.book import examine
from scoring.schemes import Comparison
from scoring.sheets import Sheet
from tests.scoring.conftest import HEAD, OUTCOME
from tests.scoring.test_reading import GOOD, codes

BANDS = "bands: [{from: 5, outcome: good, name: {zh: 好, en: good}}]"
ALSO = """
also:
  - id: other
    name: {zh: 另, en: other}
    levels: [{outcome: yes1, name: {zh: 是, en: one}, needs: [{id: need, name: {zh: 需, en: need}, is: 'outcome("main") = "good"'}]}]
    otherwise: {outcome: no1, name: {zh: 否, en: none}}
"""
PEERS = """
peers:
  grouped_by: [district]
  compare: [{id: standing, measure: visits, gives: rank}]
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("points: visits", "points: visits / (3 - 3)", "bad-expression"),
        ("points: visits", 'points: count(visit within rule("credit.rating.validity_months") days)', "bad-expression"),
        ("points: visits", 'points: months_since(day) - days_since(day)', "bad-expression"),
        ("points: visits", 'points: if months_since(day) > rule("performance.validity_months") then 1 else 2', ""),
        ("points: visits", "points: sum(late.days per kind)", "bad-expression"),
        ("points: visits", "points: sum(max of late.days)", "bad-expression"),
        ("points: visits", "points: count(visit last 1.5)", "bad-expression"),
        ("points: visits", "points: latest(sum of late.days per kind)", "bad-expression"),
        ("points: visits", 'points: place("main")', "bad-expression"),
        ("points: visits", "points: later\nsets: {later: [a, a]}", "duplicate-word"),
        ("points: visits", "points: visits\n      round: {step: 0, how: down}", "bad-step"),
        ("points: visits", "bands: {of: visits, steps: [{from: 3, points: 1}, {to: 9, points: 2}, {points: 3}]}", "overlap"),
        ("points: visits", "bands: {of: visits, steps: [{to: 3, points: 1}, {below: 3, points: 2}, {points: 3}]}", "overlap"),
        ("points: visits", "bands: {of: visits, steps: [{below: 3, points: 1}, {to: 3, points: 2}, {points: 3}]}", ""),
        (BANDS, "levels: [{outcome: good, name: {zh: 好, en: good}, from: 5, at_least: {two: 0.5}}]", "unknown-part"),
        (BANDS, "levels: [{outcome: good, name: {zh: 好, en: good}, from: 5, every_item: 1.5}]", "too-large"),
        (BANDS, "levels: [{outcome: good, name: {zh: 好, en: good}}]", "no-need"),
        (BANDS, "levels: [{outcome: good, name: {zh: 好, en: good}, from: 5, every_part: 0.5, at_least: {one: 0.6}}]", ""),
        (BANDS, BANDS + "\n  gates: [{id: g, name: {zh: 门, en: gate}, is: visits > 1, else: nothing}]", "unknown-outcome"),
        (BANDS, BANDS + "\n  vetoes: [{id: v, name: {zh: 否, en: veto}, when: visits > 1, then: {suspend: nothing}}]", "unknown-outcome"),
        (BANDS, "levels: [{outcome: good, name: {zh: 好, en: good}, needs: [{id: need, name: {zh: 需, en: need}, is: 'outcome(\"other\") = \"yes1\"'}]}]", "circle"),
        ("measure: visits", "measure: ranked", "circle"),
        ("measure: visits", "measure: visitz", "unknown-measure"),
        ("measure: visits, gives: rank", "measure: visits, gives: quantile", "missing-key"),
        ("measure: visits, gives: rank", "measure: visits, gives: quantile, at: 0.2, best: lowest", "says-nothing"),
        ("measure: visits, gives: rank", "measure: visits, gives: share_ahead, ties: dense", "says-nothing"),
        ("measure: visits, gives: rank", "measure: visits, gives: worst, best: lowest", ""),
        ("grouped_by: [district]", "grouped_by: [ranked]", "bad-group"),
        ("grouped_by: [district]", "grouped_by: []\n  among: standing > 1", "circle"),
        ("measure: visits", "points: total", ""),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, old: str, new: str, code: str) -> None:
    good = (
        GOOD.replace("  - {id: visits,", "  - {id: ranked, is: standing * 2}\n  - {id: visits,")
        + ALSO
        + PEERS
    )
    good = good.replace("public: false", "public: false")
    assert codes(tmp_path, good) == []
    text = good.replace(old, new)
    assert text != good
    found = {one for one, _ in codes(tmp_path, text)}
    assert code in found if code else found == set()


def test_items_cannot_read_what_is_known_only_after_them(tmp_path: Path) -> None:
    text = GOOD.replace("points: visits", "points: standing") + PEERS
    assert codes(tmp_path, text) == []
    assert [code for code, _ in codes(tmp_path, text.replace("measure: visits", "points: total"))] == [
        "bad-expression"
    ]


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ("points: visits + visitz", 24),
        ('points: "visits + visitz"', 25),
        ("points: 'visits + visitz'", 25),
    ],
)
def test_a_mistake_in_an_expression_has_its_column(tmp_path: Path, said: str, column: int) -> None:
    path = tmp_path / "test.yaml"
    path.write_text(GOOD.replace("points: visits", said), encoding="utf-8")
    (problem,) = examine_schemes(examine([path])[0])[1]
    assert (problem.code, problem.column) == ("bad-expression", column)
    assert "visitz is not known here" in problem.message


def test_a_number_that_grows_beyond_use_is_refused(score: Callable[..., Sheet]) -> None:
    grown = "".join(f"\n  - {{id: m{n}, is: m{n - 1} * m{n - 1}}}" for n in range(1, 12))
    text = f"  - {{id: m0, is: 123456789.123456789}}{grown}\nscore:\n  parts: [{{id: p, name: {{zh: 一, en: one}}, points: m11}}]\n"
    with pytest.raises(TooLongError):
        score(text)


VALUES: dict[str, Exact] = {
    name: Decimal(value) for name, value in {"a": 95, "b": 90, "c": 90, "d": 80}.items()
}


@pytest.mark.parametrize(
    ("gives", "more", "expected"),
    [
        ("rank", {}, [1, 2, 2, 4]),
        ("rank", {"ties": "worse"}, [1, 3, 3, 4]),
        ("rank", {"ties": "middle"}, [1, Decimal("2.5"), Decimal("2.5"), 4]),
        ("rank", {"ties": "dense"}, [1, 2, 2, 3]),
        ("rank", {"highest_first": False}, [4, 2, 2, 1]),
        ("rank_share", {}, [Decimal("0.25"), Decimal("0.5"), Decimal("0.5"), 1]),
        ("share_behind", {}, [1, Fraction(1, 3), Fraction(1, 3), 0]),
        ("share_ahead", {}, [0, Fraction(1, 3), Fraction(1, 3), 1]),
        ("size", {}, [4] * 4),
        ("sum", {}, [355] * 4),
        ("mean", {}, [Decimal("88.75")] * 4),
        ("median", {}, [90] * 4),
        ("best", {}, [95] * 4),
        ("worst", {}, [80] * 4),
        ("quantile", {"at": Decimal("0.25")}, [80] * 4),
        ("quantile", {"at": Decimal("0.26")}, [90] * 4),
        ("quantile", {"at": Decimal(1)}, [95] * 4),
        ("quantile", {"at": Decimal(0)}, [80] * 4),
        ("quantile", {"at": Decimal("0.25"), "highest_first": False}, [80] * 4),
        ("best", {"highest_first": False}, [80] * 4),
        ("size", {"fewest": 5}, []),
    ],
)
def test_standing(gives: str, more: dict[str, object], expected: list[Exact]) -> None:
    words = {
        "id": "x",
        "name": {},
        "measure": "m",
        "points": None,
        "highest_first": True,
        "fewest": 2,
        **more,
    }
    comparison = Comparison(gives=gives, **words)  # type: ignore[arg-type]
    assert list(compare(comparison, VALUES).values()) == expected


def test_peers_of_nobody_and_of_one() -> None:
    rank = Comparison("x", {}, "m", None, "rank", highest_first=True, fewest=1)
    assert compare(rank, {}) == {}
    assert compare(rank, {"a": Decimal(3)}) == {"a": 1}
    assert (
        compare(Comparison("x", {}, "m", None, "rank", highest_first=True, fewest=2), {"a": Decimal(3)}) == {}
    )


RAISED = """
outcome:
  bands:
    - {from: 9, outcome: a, name: {zh: 甲, en: a}}
    - {from: 5, outcome: b, name: {zh: 乙, en: b}}
  otherwise: {outcome: c, name: {zh: 丙, en: c}}
  vetoes:
    - {id: up, name: {zh: 升, en: up}, when: visits > 0, then: {raise_by: 2}}
    - {id: cap, name: {zh: 顶, en: cap}, when: late_days > 3, then: {at_most: b}}
"""


@pytest.mark.parametrize(("visits", "days", "outcome"), [(0, 0, "c"), (1, 0, "a"), (1, 9, "b"), (0, 9, "c")])
def test_what_raises_and_caps_in_the_order_of_the_file(
    score: Callable[..., Sheet], fact: Callable[..., Fact], visits: int, days: int, outcome: str
) -> None:
    parts = "score:\n  parts: [{id: p, name: {zh: 一, en: one}, max: 10, points: 1}]\n"
    facts = [fact("visit") for _ in range(visits)] + [fact("late", days=days)]
    assert score(parts, *facts, outcome=RAISED).outcome == outcome


def test_a_fact_recorded_after_its_file_was_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, facts = tmp_path / "rules.yaml", tmp_path / "facts.jsonl"
    rules.write_text(
        HEAD + "score:\n  parts: [{id: p, name: {zh: 一, en: one}, max: 10, points: visits}]\n" + OUTCOME,
        encoding="utf-8",
    )
    record = '{{"subject": "a", "kind": "visit", "on": "2026-01-01", "recorded_at": "{}"}}\n'
    asked = [
        "evaluate",
        "--rules",
        str(rules),
        "--scheme",
        "test.scheme",
        "--facts",
        str(facts),
        "--on",
        str(date(2026, 6, 30)),
    ]
    facts.write_text(record.format("2026-01-02T00:00:00Z"), encoding="utf-8")
    assert main(asked) == 0
    facts.write_text(record.format("2999-01-02T00:00:00Z"), encoding="utf-8")
    assert main(asked) == 2
    assert "facts.jsonl:1:1: recorded_at 2999-01-02T00:00:00Z lies ahead" in capsys.readouterr().err


def test_check_says_what_should_be_looked_up_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(GOOD, encoding="utf-8")
    reviews = {}
    for day in ("2026-11-22", "2027-11-22"):
        assert main(["check", str(path), "--on", day]) == 0
        reviews[day] = json.loads(capsys.readouterr().out)["reviews"]
    assert reviews == {"2026-11-22": [], "2027-11-22": ["test.scheme"]}


LEVELS = """
outcome:
  levels:
    - {outcome: gold, name: {zh: 金, en: gold}, from: 5, needs: [{id: clean, name: {zh: 干净, en: clean}, is: any(visit where clean)}]}
    - {outcome: silver, name: {zh: 银, en: silver}, from: 5}
  otherwise: {outcome: none, name: {zh: 无, en: none}}
"""


@pytest.mark.parametrize(
    ("clean", "visits", "outcome"), [(True, 5, "gold"), (False, 5, "silver"), (True, 4, "none")]
)
def test_a_level_that_asks_more_shares_its_number_with_the_next(
    score: Callable[..., Sheet], fact: Callable[..., Fact], clean: bool, visits: int, outcome: str
) -> None:
    parts = "score:\n  parts: [{id: p, name: {zh: 一, en: one}, max: 10, points: visits + late_days}]\n"
    facts = [fact("visit", clean=clean) for _ in range(visits)]
    assert score(parts, *facts, outcome=LEVELS).outcome == outcome


def test_a_level_that_asks_no_more_does_not(tmp_path: Path) -> None:
    swapped = LEVELS.replace("from: 5, needs", "needs").replace(
        "silver}, from: 5", "silver}, from: 5, every_part: 0.1"
    )
    again = swapped.replace(
        "  otherwise", "    - {outcome: third, name: {zh: 铜, en: third}, from: 5}\n  otherwise", 1
    )
    twice = again.replace(
        "  otherwise", "    - {outcome: last, name: {zh: 末, en: last}, from: 5}\n  otherwise", 1
    )
    text = GOOD.replace(GOOD[GOOD.index("\noutcome:") :], "")
    assert [codes(tmp_path, text + one) for one in (swapped, again)] == [[], []]
    assert [code for code, _ in codes(tmp_path, text + twice)] == ["overlap"]


WHOLE = """
score:
  not_applicable: HOW
  parts:
    - {id: p, name: {zh: 一, en: one}, max: 10, applies: visits > 0, points: visits}
    - {id: q, name: {zh: 二, en: two}, max: 10, applies: visits > 1, points: visits}
    - {id: extra, name: {zh: 加, en: extra}, bonus: true, max: 3, points: late_days}
"""


@pytest.mark.parametrize("how", ["leave_out", "scale_up", "full_marks"])
def test_where_nothing_applies_there_is_no_value_and_no_outcome(
    score: Callable[..., Sheet], fact: Callable[..., Fact], how: str
) -> None:
    text = WHOLE.replace("HOW", how)
    nothing = score(text, fact("late", days=2))
    assert (nothing.value, nothing.outcome) == (None, None)
    assert ("test.scheme.total", "not_applicable") in {(line.rule, line.status) for line in nothing.lines}
    one = score(text, fact("late", days=2), fact("visit"))
    assert one.value == {"leave_out": 3, "scale_up": 4, "full_marks": 13}[how]


def test_who_begins_with_points_keeps_them_where_nothing_applies(score: Callable[..., Sheet]) -> None:
    sheet = score(WHOLE.replace("HOW", "leave_out\n  start: 80"))
    assert (sheet.value, sheet.outcome) == (80, "good")


EXPECTED = """
examples:
  - name: 部分得分
    on: 2026-06-30
    given: [{kind: visit, on: 2026-01-01, data: {clean: true}}]
    expect: {value: 10/3, points: {whole: 10/3, first: 1/3, second: 3}}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        ("whole: 10/3", "whole: 3.33", "expected 3.33 points for whole, got 10/3"),
        ("value: 10/3", "value: 1/3", "expected the value 1/3, got 10/3"),
        ("value: 10/3", "value: 10/0", "expected a number, or a fraction such as 10/3, got '10/0'"),
        ("first: 1/3", "third: 0", "no line speaks of third"),
    ],
)
def test_examples_expect_parts_and_fractions(tmp_path: Path, old: str, new: str, said: str) -> None:
    items = (
        "{id: first, name: {zh: 甲, en: A}, max: 6, points: visits / 3}",
        "{id: second, name: {zh: 乙, en: B}, max: 6, points: 3}",
    )
    parts = f"score:\n  parts:\n    - {{id: whole, name: {{zh: 一, en: one}}, items: [{', '.join(items)}]}}\n"
    path = tmp_path / "test.yaml"
    path.write_text(HEAD + parts + OUTCOME + EXPECTED.replace(old, new), encoding="utf-8")
    assert [problem.message.removeprefix("部分得分: ") for problem in check_paths([path]).problems] == [said][
        : bool(said)
    ]
