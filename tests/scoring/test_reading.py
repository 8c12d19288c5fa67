"""Scheme files: every mistake is a problem with its line, and local authorities can adopt what is open."""

from datetime import date
from pathlib import Path

import pytest

from scoring.engine import evaluate
from scoring.facts import Fact, start_of_day
from scoring.reading import examine_schemes, load_schemes
from scoring.rulebook import NotInForceError, Rulebook, RuleFileError, UnknownRuleError
from scoring.rulebook.book import examine
from tests.scoring.conftest import HEAD, OUTCOME

SCORE = """
score:
  parts:
    - id: one
      name: {zh: 一, en: one}
      max: 6
      points: visits
"""


def codes(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    path = tmp_path / "test.yaml"
    path.write_text(text, encoding="utf-8")
    _, found = examine([path])
    _, more = examine_schemes(examine([path])[0])
    return [(problem.code, problem.line) for problem in found + more]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


GOOD = HEAD + SCORE + OUTCOME


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("points: visits", "points: visitz", "bad-expression"),
        ("points: visits", 'points: "1 +"', "bad-expression"),
        ("points: visits", "points: 1 / 0", "bad-expression"),
        ("points: visits", "point: visits", "unknown-key"),
        ("points: visits", "add: [{each: visitz, points: 1}]", "bad-expression"),
        ("points: visits", "deduct: [{each: visit within 3, points: 1}]", "bad-expression"),
        ("points: visits", "applies: visits > 0", "no-verb"),
        ("points: visits", "cases: [{points: 1}, {when: visits > 1, points: 2}]", "overlap"),
        ("points: visits", "bands: {of: visits, steps: [{from: 1, points: 1}]}", "gap"),
        (
            "points: visits",
            "bands: {of: visits, steps: [{from: 1, points: 1}, {from: 2, points: 2}, {points: 0}]}",
            "overlap",
        ),
        (
            "{id: visits, is: count(visit)}",
            "{id: visits, is: later}\n  - {id: later, is: count(visit)}",
            "bad-expression",
        ),
        ("{id: visits, is: count(visit)}", "{id: day, is: count(visit)}", "reserved"),
        ("{id: late_days, is: sum(late.days)}", "{id: late_days, is: 3}", "unread"),
        ("members: {clean: flag}", "members: {clean: bool}", "wrong-word"),
        ("members: {clean: flag}", "members: {on: date}", "reserved"),
        ("  otherwise: {outcome: bad, name: {zh: 差, en: bad}}", "", "gap"),
        ("{outcome: bad, name", "{outcome: good, name", "duplicate-outcome"),
        ("law: system-design", "law: no-such-law", "unknown-law"),
        ("since: 2020-01-01", "since: 2020-13-01", "impossible-date"),
        ("confidence: design", "confidence: sure", "wrong-word"),
        ("name: {zh: 测试, en: test}", "name: 测试", "wrong-type"),
    ],
)
def test_a_mistake_is_a_problem_with_its_line(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert codes(tmp_path, GOOD) == []
    text = GOOD.replace(old, new)
    assert text != GOOD
    found = codes(tmp_path, text)
    assert code in {one for one, _ in found}
    assert all(line > 0 for _, line in found)
    if new.strip() and code not in (
        "gap",
        "no-verb",
        "unread",
        "unknown-law",
        "overlap",
        "duplicate-outcome",
    ):
        assert (code, line_of(text, new)) in found


def test_all_mistakes_of_a_file_are_named(tmp_path: Path) -> None:
    text = (
        GOOD.replace("points: visits", "points: visitz")
        .replace("from: 5", "from: nobody")
        .replace("late.days", "late.dayz")
    )
    assert [code for code, _ in codes(tmp_path, text)] == ["bad-expression"] * 3


def test_a_veto_names_an_outcome_that_exists(tmp_path: Path) -> None:
    veto = "\n  vetoes: [{id: v, name: {zh: 否, en: veto}, when: visits > 9, then: {at_most: splendid}}]\n"
    assert [code for code, _ in codes(tmp_path, GOOD.rstrip() + veto)] == ["unknown-outcome"]


def test_versions_of_a_scheme_follow_their_dates(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        GOOD.replace("since: 2020-01-01", "since: 2020-01-01\nuntil: 2024-01-01"), encoding="utf-8"
    )
    (tmp_path / "b.yaml").write_text(GOOD.replace("2020-01-01", "2025-01-01"), encoding="utf-8")
    schemes = load_schemes(Rulebook.load([tmp_path]))
    assert schemes.on("test.scheme", date(2023, 12, 31)).since == date(2020, 1, 1)
    assert schemes.on("test.scheme", date(2025, 1, 1)).since == date(2025, 1, 1)
    with pytest.raises(NotInForceError):
        schemes.on("test.scheme", date(2024, 6, 1))
    with pytest.raises(UnknownRuleError, match="known are"):
        schemes.on("test.schema", date(2024, 6, 1))


ADOPTION = """
authority: {zh: 示例区民政局, en: Example District}
review: {last_checked: 2026-11-01, every_days: 90}
adopts:
  - {scheme: credit.rating, since: 2024-01-01, until: 2026-01-01, reference: {law: local-practice}, confidence: S}
"""


def test_a_local_authority_adopts_what_the_source_leaves_open(tmp_path: Path) -> None:
    (tmp_path / "adoption.yaml").write_text(ADOPTION, encoding="utf-8")
    book = Rulebook.load([tmp_path])
    day = date(2024, 5, 1)
    penalty = Fact("f1", "S", "penalty", day, start_of_day(day), {"amount": 20_000})
    outcomes = {}
    for on in (date(2023, 12, 31), date(2025, 12, 31), date(2026, 1, 1)):
        scheme = load_schemes(book).on("credit.rating", on)
        sheet = evaluate(book, scheme, "S", [penalty], on=on)
        outcomes[on] = (sheet.outcome, scheme.authority)
        if sheet.outcome:
            assert not sheet.rehearsal
            assert {line.basis.reference.law.id for line in sheet.lines if line.points} == {"local-practice"}
    assert outcomes == {
        date(2023, 12, 31): (None, ""),
        date(2025, 12, 31): ("fair", "示例区民政局"),
        date(2026, 1, 1): (None, ""),
    }


def test_an_adoption_of_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "adoption.yaml").write_text(
        ADOPTION.replace("credit.rating", "credit.ratings"), encoding="utf-8"
    )
    with pytest.raises(RuleFileError, match="no scheme credit.ratings is in force"):
        load_schemes(Rulebook.load([tmp_path]))


def test_types_of_a_member_agree_between_schemes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(
        GOOD.replace("test.scheme", "test.other").replace("kind: text", "kind: set"), encoding="utf-8"
    )
    with pytest.raises(RuleFileError, match=r"late\.kind is a set here and a text in"):
        load_schemes(Rulebook.load([tmp_path]))
