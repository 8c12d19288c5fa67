"""What the tests of the rule engine share: a scheme from a few lines of YAML, a fact from a few words."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.engine import evaluate
from scoring.facts import Fact, start_of_day
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.schemes import Scheme
from scoring.sheets import Sheet

HEAD = """
scheme: test.scheme
name: {zh: 测试, en: test}
public: false
since: 2020-01-01
reference: {law: system-design}
confidence: design
review: {last_checked: 2026-11-22, every_days: 180}
facts:
  late: {name: {zh: 迟报, en: late report}, members: {days: number, kind: text}}
  visit: {name: {zh: 检查, en: visit}, members: {clean: flag}}
measures:
  - {id: late_days, is: sum(late.days)}
  - {id: visits, is: count(visit)}
"""
OUTCOME = """
outcome:
  bands: [{from: 5, outcome: good, name: {zh: 好, en: good}}]
  otherwise: {outcome: bad, name: {zh: 差, en: bad}}
"""
DAY = date(2026, 6, 30)

Make = Callable[..., Scheme]
Score = Callable[..., Sheet]


@pytest.fixture
def scheme_of(tmp_path: Path) -> Make:
    """Return a maker of schemes: the lines given stand after a common head, and before a common outcome."""

    def make(text: str, outcome: str = OUTCOME, *, public: bool = False) -> Scheme:
        head = HEAD.replace("public: false", "public: true") if public else HEAD
        (tmp_path / "test.yaml").write_text(head + text + outcome, encoding="utf-8")
        return load_schemes(Rulebook.load([tmp_path])).on("test.scheme", DAY)

    return make


@pytest.fixture
def score(scheme_of: Make) -> Score:
    """Return a scorer: a scheme's text and facts in, a sheet out."""

    def run(
        text: str, *facts: Fact, outcome: str = OUTCOME, public: bool = False, on: date = DAY, **more: Any
    ) -> Sheet:
        return evaluate(Rulebook.load(), scheme_of(text, outcome, public=public), "S", facts, on=on, **more)

    return run


@pytest.fixture
def fact() -> Callable[..., Fact]:
    """Return a maker of facts with ids f1, f2, …"""
    made: list[Fact] = []

    def make(kind: str, on: str = "2026-03-01", /, *, fact_id: str = "", **data: Any) -> Fact:
        day = date.fromisoformat(on)
        one = Fact(fact_id or f"f{len(made) + 1}", "S", kind, day, start_of_day(day), data)
        made.append(one)
        return one

    return make
