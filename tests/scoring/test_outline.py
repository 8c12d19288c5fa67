"""What a kept sheet comes to: parts against their maximum, what was not looked at, the place of an outcome."""

from collections.abc import Callable
from datetime import date

import pytest

from scoring.engine import evaluate
from scoring.explain.outline import outline, rank
from scoring.facts import Fact
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.schemes import Scheme
from scoring.sheets import Sheet

DAY = date(2026, 6, 30)
TWO = """
score:
  parts:
    - id: part
      name: {{zh: 部分, en: part}}
      {weight}
      max: 20
      items:
        - {{id: first, name: {{zh: 第一项, en: first}}, max: 10, points: 8}}
        - {{id: second, name: {{zh: 第二项, en: second}}, max: 10, points: latest(late.days) {applies}}}
"""
NEEDS = """
outcome:
  levels:
    - outcome: gold
      name: {zh: 金, en: gold}
      needs: [{id: total, name: {zh: 总分, en: total}, is: total >= 12.5}]
  otherwise: {outcome: none, name: {zh: 无, en: none}}
"""

Make = Callable[..., Scheme]
Score = Callable[..., Sheet]


def of(score: Score, scheme_of: Make, text: str, *facts: Fact, **more: str):
    sheet = score(text, *facts, **more)
    return outline(Rulebook.load(), scheme_of(text, **more), sheet.as_record())


@pytest.mark.parametrize(
    ("weight", "points", "most"), [("least: 0", "13", "20"), ("weight: 0.70", "9.1", "14")]
)
def test_the_worked_example(
    score: Score, scheme_of: Make, fact: Callable[..., Fact], weight: str, points: str, most: str
) -> None:
    found = of(score, scheme_of, TWO.format(weight=weight, applies=""), fact("late", days=5))
    (portion,) = found.portions
    assert (f"{float(portion.points):g}", f"{float(portion.most):g}") == (points, most)
    assert found.most == portion.most
    assert dict(found.part_of) == {"part": "part", "first": "part", "second": "part"}
    assert found.unobserved == ()


def test_what_nobody_looked_at_is_named_and_leaves_the_part_open(score: Score, scheme_of: Make) -> None:
    found = of(score, scheme_of, TWO.format(weight="least: 0", applies=""))
    assert [item.id for item in found.unobserved] == ["second"]
    assert found.portions[0].points is None
    assert found.portions[0].most == 20


def test_what_does_not_apply_is_not_part_of_the_maximum(
    score: Score, scheme_of: Make, fact: Callable[..., Fact]
) -> None:
    found = of(
        score, scheme_of, TWO.format(weight="least: 0", applies=", applies: visits > 0"), fact("late", days=5)
    )
    assert (found.portions[0].points, found.portions[0].most) == (8, 10)
    assert found.unobserved == ()


def test_the_total_that_an_outcome_asks_for(score: Score, scheme_of: Make, fact: Callable[..., Fact]) -> None:
    text, late = TWO.format(weight="least: 0", applies=""), fact("late", days=5)
    assert of(score, scheme_of, text, late).threshold == 5
    assert str(float(of(score, scheme_of, text, late, outcome=NEEDS).threshold)) == "12.5"


def test_the_lowest_band_is_a_place_and_below_needs_there_is_none(scheme_of: Make) -> None:
    text = TWO.format(weight="least: 0", applies="")
    bands, needs = scheme_of(text), scheme_of(text, NEEDS)
    assert [rank(bands, each) for each in ("good", "bad", None)] == [(2, 2), (1, 2), (0, 2)]
    assert [rank(needs, each) for each in ("gold", "none")] == [(1, 1), (0, 1)]


def test_every_scheme_that_is_built_in_has_an_outline() -> None:
    book = Rulebook.load([])
    for scheme in load_schemes(book).all():
        sheet = evaluate(book, scheme, "S", (), on=DAY)
        found = outline(book, scheme, sheet.as_record())
        assert len(found.unobserved) == sheet.applicable - sheet.observed, scheme.id
