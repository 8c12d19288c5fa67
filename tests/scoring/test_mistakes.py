"""One file with every kind of mistake: all are named in one run, each once, at its line and column."""

from pathlib import Path

import pytest

from scoring.checking import check_paths

FILE = """\
scheme: test.mistakes
name: {zh: 测试, en: test}
public: false
since: 2020-02-30
reference: {law: no-such-law}
confidence: design
review: {last_checked: 2026-11-22, every_days: 180}
colour: red
facts:
  visit: {name: {zh: 检查, en: visit}, members: {score: number, score: number}}
  breach: {name: {zh: 问题, en: breach}, members: {item: text}}
measures:
  - {id: a, is: b + 1}
  - {id: b, is: a + 1}
  - {id: c, is: count(visits)}
  - {id: d, is: latest(visit.score) / (3 - 3)}
  - {id: e, is: months_since(day) - days_since(day)}
  - {id: f, is: latest(visit.scores)}
  - {id: g, is: 'count(visit within rule("credit.rating.validity_months") days)'}
  - {id: h, is: count(visit within 1 year)}
tables:
  - id: t
    name: {zh: 表, en: table}
    keys: [{id: m, least: 0, most: 10}]
    rows: [{m: {to: 3}, value: 1}, {m: {from: 3, to: 5}, value: 2}, {m: {from: 7}, value: 3}]
score:
  parts:
    - {id: p, name: {zh: 一, en: one}, max: 10, points: 'lookup("t", a)'}
    - id: q
      name: {zh: 二, en: two}
      max: 10
      bands: {of: count(breach), steps: [{from: 3, points: 1}, {from: 5, points: 2}, {points: 0}]}
outcome:
  bands: [{from: 60, outcome: pass, name: {zh: 合格, en: pass}}]
  otherwise: {outcome: fail, name: {zh: 不合格, en: fail}}
  vetoes:
    - {id: v, name: {zh: 否, en: veto}, each: breach where item = 3, then: {at_most: passed}}
also:
  - {id: o1, name: {zh: 甲, en: A}, value: 'place("o2")', bands: [{to: 1, outcome: u, name: {zh: 一, en: u}}], otherwise: {outcome: w, name: {zh: 二, en: w}}}
  - {id: o2, name: {zh: 乙, en: B}, value: 'place("o1")', bands: [{to: 1, outcome: u, name: {zh: 一, en: u}}], otherwise: {outcome: w, name: {zh: 二, en: w}}}
"""
MISTAKES = [
    (4, "2020-02-30", "impossible-date", "there is no day 2020-02-30"),
    (5, "law: no", "unknown-law", "no law has the id no-such-law"),
    (8, "colour", "unknown-key", "'colour' is not known here"),
    (10, "score: number}", "duplicate-key", "score stands here a second time, first in line 10"),
    (13, "b + 1", "bad-expression", "b stands further below, or reads itself in a circle"),
    (15, "count", "bad-expression", "visits is no kind of fact this scheme declares"),
    (16, "3 - 3)", "bad-expression", "division by zero"),
    (17, "months_since", "bad-expression", "months and days cannot be added or compared"),
    (18, "latest", "bad-expression", "visit has no member scores; it has"),
    (19, "rule(", "bad-expression", "this counts months, not days"),
    (20, "year", "bad-expression", "expected days, months, years, working_days after the number of within"),
    (22, "id: t", "gap", "no row says what holds for m above 5 below 7"),
    (25, "{m: {from: 3", "overlap", "row 2 and row 1 both say what holds"),
    (32, "{from: 5", "overlap", "from 5 does not lie below 3; write the highest first"),
    (37, "item = 3", "bad-expression", "a text cannot be compared with a number"),
    (37, "at_most", "unknown-outcome", "no outcome passed; there are pass, fail"),
    (39, "{id: o1", "circle", "the outcomes o1, o2 read each other in a circle"),
]


def test_every_mistake_is_named_once_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "mistakes.yaml"
    path.write_text(FILE, encoding="utf-8")
    lines = FILE.splitlines()
    problems = check_paths([path]).problems
    assert {problem.file for problem in problems} == {str(path)}
    assert [(one.line, one.code) for one in problems] == [(line, code) for line, _, code, _ in MISTAKES]
    for problem, (line, at, _, said) in zip(problems, MISTAKES, strict=True):
        assert said in problem.message
        assert lines[line - 1][problem.column - 1 :].startswith(at), problem


@pytest.mark.parametrize("written", ["2020-02-30", "no", "017", "*other", "", "9" * 41])
def test_what_yaml_refuses_is_not_refused_again_for_its_type(tmp_path: Path, written: str) -> None:
    path = tmp_path / "refused.yaml"
    path.write_text(FILE.replace("2020-02-30", written), encoding="utf-8")
    assert [problem.line for problem in check_paths([path]).problems].count(4) == 1


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("of: count(breach)", "of: count(breaches)", "bad-expression", "count(breaches)"),
        ("{from: 5, points: 2}", "{from: five, points: 2}", "bad-expression", "five"),
        ("since: 2020-02-30", "since: 2020-02-28\nuntil: 2020-02-28", "bad-until", "until"),
        ("max: 10, points", "max: 10, least: 11, points", "overlap", "max: 10"),
        ("max: 10, points", "max: -10, points", "overlap", "max: -10"),
        ("score:\n", "score:\n  max: 5\n  least: 6\n", "overlap", "max: 5"),
    ],
)
def test_further_mistakes_are_named_once(tmp_path: Path, old: str, new: str, code: str, at: str) -> None:
    path = tmp_path / "further.yaml"
    assert FILE.count(old) == 1
    text = FILE.replace(old, new)
    path.write_text(text, encoding="utf-8")
    places = [
        text.splitlines()[one.line - 1][one.column - 1 :]
        for one in check_paths([path]).problems
        if one.code == code
    ]
    assert sum(place.startswith(at) for place in places) == 1


EXAMPLES = """
given: [{kind: visits, on: 2026-01-01, data: {}}]
examples:
  - name: 一
    on: 2026-06-30
    given: [{kind: visit, on: 2026-01-01, data: {score: many}}, {kind: visit, on: 2026-01-01, data: {score: 1}}]
    expect: {outcome: good}
  - {name: 二, on: 2026-06-30, given: [{kind: visit, on: 2026-01-01, data: {score: true}}], expect: {outcome: good}}
"""
CLEAN = """
facts:
  visit: {name: {zh: 检查, en: visit}, members: {score: number}}
score:
  parts: [{id: p, name: {zh: 一, en: one}, max: 10, points: MEASURE}]
outcome:
  bands: [{from: 6, outcome: good, name: {zh: 好, en: good}}]
  otherwise: {outcome: bad, name: {zh: 差, en: bad}}
"""
HEAD = FILE[: FILE.index("colour")].replace("02-30", "02-28").replace("no-such-law", "system-design")


def test_facts_of_examples_that_cannot_be_read_are_named_at_their_place(tmp_path: Path) -> None:
    path = tmp_path / "examples.yaml"
    text = HEAD + CLEAN.replace("MEASURE", "latest(visit.score)") + EXAMPLES
    path.write_text(text, encoding="utf-8")
    problems = check_paths([path]).problems
    assert [one.code for one in problems] == ["bad-fact"] * 3
    said = [text.splitlines()[one.line - 1][one.column - 1 :][:42] for one in problems]
    assert [one[: one.index(", on")] for one in said] == ["{kind: visits", "{kind: visit", "{kind: visit"]
    assert "no scheme knows facts of kind visits; is visit meant?" in problems[0].message
    assert "data.score: expected an integer or a decimal string, got 'many'" in problems[1].message


@pytest.mark.parametrize("sign", ["", "1 / "])
def test_an_example_with_a_number_beyond_all_use_fails_by_name(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "long.yaml"
    example = EXAMPLES[EXAMPLES.index("examples") :].replace("many", "2").replace("true", "3")
    points = f"'{sign}power(power(power(count(visit) + 9, 60), 60), 60)'"
    path.write_text(HEAD + CLEAN.replace("MEASURE", points) + example, encoding="utf-8")
    problems = check_paths([path]).problems
    assert [one.code for one in problems] == ["example-fails"] * 2
    assert "a number grew beyond all use" in problems[0].message


def test_a_step_in_another_unit_than_its_number_is_named(tmp_path: Path) -> None:
    path = tmp_path / "units.yaml"
    bands = "of: days_since(day), steps: [{from: 'rule(\"grading.star.validity_months\")', points: 1}, {points: 0}]"
    text = CLEAN.replace("points: MEASURE", f"bands: {{{bands}}}")
    path.write_text(HEAD + text, encoding="utf-8")
    messages = [one.message for one in check_paths([path]).problems if one.code == "bad-expression"]
    assert len(messages) == 1
    assert messages[0].startswith("days and months cannot be added or compared")
