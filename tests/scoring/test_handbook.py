"""The handbook (``scoring/LANGUAGE.md``): every example on it is run."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.checking import check_paths
from scoring.facts.files import fact_from_record
from scoring.language.calls import WORDS
from scoring.language.context import MISSING, Context, Kind, Vocabulary
from scoring.language.exact import Exact, text_of, tidy
from scoring.language.functions import CALLS
from scoring.language.meaning import compile_text
from scoring.language.syntax import QUERIES
from scoring.reading.outcome_shapes import EFFECTS
from scoring.reading.point_shapes import ITEM_WORDS, TAKES
from scoring.reading.shape import GIVES, TIES
from scoring.rulebook import Rulebook

PAGE = (Path(__file__).parents[2] / "scoring" / "LANGUAGE.md").read_text(encoding="utf-8")
FILES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
FACTS = [json.loads(line) for line in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0].splitlines()]
HEAD = re.findall(r"```yaml head\n(.*?)```", PAGE, re.DOTALL)[0]
PARTS = re.findall(r"```yaml part\n(.*?)```", PAGE, re.DOTALL)
OUTCOME = """
outcome:
  bands: [{from: 60, outcome: pass, name: {zh: 合格, en: pass}}]
  otherwise: {outcome: fail, name: {zh: 不合格, en: fail}}
"""
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| [^|]+ \|$", PAGE.split("## 7.")[1], re.MULTILINE)
BOOK = Rulebook.load()
DAY = date(2026, 6, 30)
LATE = Kind("late", {"zh": "迟报", "en": "late"}, {"days": "number", "kind": "text", "excused": "flag"})


def test_the_files_check_out_together_and_their_examples_hold(tmp_path: Path) -> None:
    for number, text in enumerate(FILES):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    checked = check_paths([tmp_path])
    assert checked.problems == ()
    assert checked.examples == sum(text.count("expect:") for text in FILES)


@pytest.mark.parametrize("part", PARTS, ids=range(len(PARTS)))
def test_the_parts_check_out_and_their_examples_hold(part: str, tmp_path: Path) -> None:
    text = HEAD + part.removeprefix("measures:\n") + ("" if "\noutcome:" in part else OUTCOME)
    (tmp_path / "example.yaml").write_text(text, encoding="utf-8")
    checked = check_paths([tmp_path])
    assert checked.problems == ()
    assert checked.examples == part.count("expect:") > 0


@pytest.mark.parametrize(("expression", "value"), ROWS, ids=[row[0] for row in ROWS])
def test_an_expression_has_the_value_given(expression: str, value: str) -> None:
    facts = [fact_from_record({"subject": "S", **fact}, {"late": LATE.members}) for fact in FACTS]
    context = Context(DAY, {"late": facts}, lambda rule: BOOK.on(rule, DAY), BOOK.calendar)
    vocabulary = Vocabulary({"late": LATE}, lambda rule: "number" if rule in BOOK.rules else None)
    assert written(compile_text(expression, vocabulary)(context)) == value


def written(value: Any) -> str:
    if value is MISSING:
        return "missing"
    if isinstance(value, bool):
        return str(value).lower()
    return (
        value if isinstance(value, str) else text_of(tidy(value)) if isinstance(value, Exact) else str(value)
    )


def test_the_handbook_knows_every_word() -> None:
    assert len(FILES) == 4
    assert len(ROWS) > 40
    assert len(PARTS) > 9
    told = set(re.findall(r"[a-z_]+", PAGE))
    assert QUERIES | CALLS.keys() | set(WORDS) <= told
    assert ITEM_WORDS.keys() | EFFECTS.keys() | set(GIVES) | set(TIES) | set(TAKES) <= told
