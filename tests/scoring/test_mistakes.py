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
