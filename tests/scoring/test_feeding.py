"""One scheme reads the outcome of another: on the same day, named by its hash, never in a circle, never from inside out."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from scoring.engine import Run, evaluate
from scoring.facts import Fact, start_of_day
from scoring.frozen.freezing import freeze
from scoring.frozen.verifying import verify
from scoring.reading import examine_schemes, load_schemes
from scoring.rulebook import Rulebook
from scoring.rulebook.book import examine
from scoring.schemes import Scheme
from scoring.schemes.graph import Edge, edges, leaks

ON = date(2026, 6, 30)
HEAD = """
name: {zh: 示例, en: example}
since: 2020-01-01
reference: {law: system-design}
confidence: design
review: {last_checked: 2026-11-22, every_days: 180}
"""
LATE = """
scheme: test.late
public: true
facts: {late: {name: {zh: 迟报, en: late}, members: {days: number}}}
outcome:
  value: sum(late.days within 12 months)
  bands: [{to: 5, outcome: good, name: {zh: 好, en: good}}]
  otherwise: {outcome: bad, name: {zh: 差, en: bad}}
"""
READER = """
scheme: test.reader
public: true
facts: {report: {name: {zh: 报告评价, en: report rating}, from: test.late, members: {outcome: text, value: number}}}
outcome:
  levels: [{outcome: trusted, name: {zh: 可信, en: trusted}, needs: [{id: good, name: {zh: 好, en: good}, is: 'latest(report.outcome) = "good"'}]}]
  otherwise: {outcome: watched, name: {zh: 关注, en: watched}}
"""


def folder(path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (path / f"{name}.yaml").write_text(HEAD + text, encoding="utf-8")
    return path


def schemes(path: Path, **texts: str) -> tuple[Rulebook, Mapping[str, Scheme]]:
    book = Rulebook.load([folder(path, **texts)])
    return book, {one.id: one for one in load_schemes(book).all()}


def late(days: int, on: str = "2026-03-01") -> Fact:
    day = date.fromisoformat(on)
    return Fact(f"f-{on}", "S", "late", day, start_of_day(day), {"days": days})


def test_the_line_names_the_other_sheet_by_its_hash(tmp_path: Path) -> None:
    book, known = schemes(tmp_path, late=LATE, reader=READER)
    facts = [late(3)]
    other = evaluate(book, known["test.late"], "S", facts, on=ON)
    sheet = evaluate(book, known["test.reader"], "S", facts, on=ON)
    assert sheet.outcome == "trusted"
    assert f"sheet:{other.sha256}" in {fact for line in sheet.lines for fact in line.facts}


def test_what_changes_the_other_changes_this_one_on_its_day(tmp_path: Path) -> None:
    book, known = schemes(tmp_path, late=LATE, reader=READER)
    facts = [late(9, "2025-09-10")]
    one_by_one = evaluate(book, known["test.reader"], "S", facts, on=ON)
    rated = Run(book, known["test.reader"], ON).rate("S", facts)
    assert (rated.outcome, rated.sha256, rated.turn) == ("watched", one_by_one.sha256, date(2026, 9, 10))
    assert evaluate(book, known["test.reader"], "S", facts, on=rated.turn).outcome == "trusted"


def test_what_was_not_known_then_does_not_reach_it(tmp_path: Path) -> None:
    book, known = schemes(tmp_path, late=LATE, reader=READER)
    then = start_of_day(date(2026, 2, 1))
    assert evaluate(book, known["test.reader"], "S", [late(9)], on=ON, known_at=then).outcome == "trusted"
    assert evaluate(book, known["test.reader"], "S", [late(9)], on=ON).outcome == "watched"


def test_a_frozen_score_keeps_what_the_other_said(tmp_path: Path) -> None:
    book, known = schemes(tmp_path, late=LATE, reader=READER)
    sheet = evaluate(book, known["test.reader"], "S", [late(3)], on=ON)
    frozen = freeze(book, known["test.reader"], sheet, [late(3)]).as_record()
    assert [fact["kind"] for fact in frozen["facts"]] == ["report"]
    assert verify(frozen, book).holds


def test_the_graph_follows_it(tmp_path: Path) -> None:
    book, known = schemes(tmp_path, late=LATE, reader=READER)
    graph = edges(book, known.values())
    assert Edge("scheme test.reader", "fact report") in graph
    assert Edge("fact report", "scheme test.late") in graph
    assert leaks(book, known.values()) == ()


CIRCLE = LATE.replace("facts: {", "facts: {back: {name: {zh: 回, en: back}, from: test.reader, members: {outcome: text}}, ").replace(
    "  value:", '  gates: [{id: g, name: {zh: 门, en: gate}, is: latest(back.outcome) = "trusted", else: bad}]\n  value:'
)  # fmt: skip
PEERS = LATE.replace("outcome:\n", "measures: [{id: times, is: count(late)}]\npeers: {grouped_by: [], compare: [{id: r, measure: times, gives: rank}]}\noutcome:\n", 1)  # fmt: skip
RECORDED = READER.replace("test.reader", "test.third").replace(" from: test.late,", "")


@pytest.mark.parametrize(
    ("texts", "code", "said"),
    [
        ({"late": LATE, "reader": READER.replace("test.late", "test.lat")}, "unknown-scheme", "test.lat"),
        ({"late": LATE, "reader": READER.replace("value: number", "points: number")}, "unknown-member", "outcome: text, value: number"),
        ({"late": LATE.replace("public: true", "public: false"), "reader": READER}, "reads-internal", "not public"),
        ({"late": CIRCLE, "reader": READER}, "circle", "test.late, test.reader"),
        ({"late": LATE, "reader": READER.replace("from: test.late", "from: test.reader")}, "circle", "test.reader"),
        ({"late": PEERS, "reader": READER}, "compares-peers", "produces"),
        ({"late": LATE, "reader": READER, "third": RECORDED}, "two-origins", "report"),
    ],
)  # fmt: skip
def test_mistakes_have_their_place(tmp_path: Path, texts: dict[str, str], code: str, said: str) -> None:
    book, problems = examine([folder(tmp_path, **texts)])
    assert problems == []
    found = [one for one in examine_schemes(book)[1] if one.code == code]
    assert found, examine_schemes(book)[1]
    assert any(re.search(re.escape(said), one.message) for one in found), found
    assert all(one.line > 1 for one in found if code != "two-origins")
