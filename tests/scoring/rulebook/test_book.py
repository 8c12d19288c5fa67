"""The rulebook: dated values, references that resolve, local values beside national ones, all problems at once."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rulebook import (
    NotInForceError,
    Rulebook,
    RuleFileError,
    UnknownRuleError,
    confirmed_for_citation,
    use_local_rules,
)
from scoring.rulebook.days import Deadline, add_working_days

BOOK = Rulebook.load()

LOCAL = """
authority: {zh: 示例区民政局, en: Example District}
review: {last_checked: 2026-11-01, every_days: 90}
rules:
  - id: rectification.days.general
    name: {zh: 一般问题整改期限, en: Correcting a general problem}
    unit: days
    values:
      2026-01-01:
        {value: 10, until: 2026-07-01, reference: {law: local-practice}, confidence: S}
"""


def test_every_rule_has_its_law_and_a_review_date() -> None:
    assert len(BOOK.rules) > 100
    for rule in BOOK.rules.values():
        assert rule.national.entries
        assert rule.name["zh"]
        assert rule.name["en"]
        for entry in rule.national.entries:
            assert entry.reference.law is BOOK.laws[entry.reference.law.id]
            assert entry.reference.law.in_force(entry.since)


def test_a_value_follows_its_dates() -> None:
    assert BOOK.on("repair.general.max_months", date(2026, 3, 31)).value == 36
    assert BOOK.on("repair.general.max_months", date(2026, 4, 1)).value == 12
    with pytest.raises(NotInForceError, match="it begins on 2021-09-01"):
        BOOK.on("repair.general.max_months", date(2021, 8, 31))
    with pytest.raises(UnknownRuleError):
        BOOK.on("no.such.rule", date(2026, 1, 1))


def test_what_is_only_remembered_may_not_be_cited() -> None:
    assert BOOK.on("lists.black.removal_after_months", date(2026, 1, 1)).confirmed_for_citation
    assert not BOOK.on("lists.black.statement_working_days", date(2026, 1, 1)).confirmed_for_citation
    assert not BOOK.on("sampling.ratio.a", date(2026, 1, 1)).confirmed_for_citation
    assert confirmed_for_citation("S/S2")
    assert not confirmed_for_citation("S/M-h")


@given(st.sampled_from(sorted(BOOK.rules)), st.integers(0, 4000))
def test_a_rule_is_constant_between_its_dates(rule_id: str, later: int) -> None:
    rule = BOOK.rule(rule_id)
    day = rule.national.starts[0] + timedelta(days=later)
    value = rule.on(day)
    assert value.since <= day
    assert rule.on(value.since) is value
    assert not any(value.since < start <= day for start in rule.national.starts)


def test_a_local_value_goes_first_while_it_lasts(tmp_path: Path) -> None:
    (tmp_path / "local.yaml").write_text(LOCAL, encoding="utf-8")
    book = Rulebook.load([tmp_path])
    values = [
        book.on("rectification.days.general", day)
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 1))
    ]
    assert [(value.value, value.is_local) for value in values] == [(15, False), (10, True), (15, False)]
    assert values[1].authority == "示例区民政局"
    assert book.rule("rectification.days.general").national.on(date(2026, 1, 1)).value == 15
    assert Rulebook.load().on("rectification.days.general", date(2026, 1, 1)).value == 15


def test_a_local_calendar_makes_a_year_certain(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    (folder / "2027.yaml").write_text(
        "year: 2027\nnotice: {law: system-design, confidence: design}\n"
        "off:\n  - {first: 2027-01-01, last: 2027-01-04, name: {zh: 元旦, en: New Year}}\nmake_up_workdays: []\n",
        encoding="utf-8",
    )
    calendar = Rulebook.load([tmp_path]).calendar
    assert not calendar.is_working_day(date(2027, 1, 4))
    assert not calendar.is_provisional(date(2027, 1, 4))


def test_every_problem_of_every_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        LOCAL.replace("value: 10", "value: ten").replace("confidence: S", "confidence: sure, sorce: x"),
        encoding="utf-8",
    )
    (tmp_path / "b.yaml").write_text(LOCAL.replace("local-practice", "no-such-law"), encoding="utf-8")
    (tmp_path / "c.yaml").write_text(LOCAL.replace("authority:", "autority:"), encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        Rulebook.load([tmp_path])
    said = [(Path(p.file).name, p.line, p.code) for p in caught.value.problems]
    assert said == [
        ("a.yaml", 10, "wrong-type"),
        ("a.yaml", 10, "wrong-word"),
        ("a.yaml", 10, "unknown-key"),
        ("b.yaml", 10, "unknown-law"),
        ("c.yaml", 2, "no-authority"),
        ("c.yaml", 2, "unknown-key"),
    ]
    assert "is 'authority' meant?" in caught.value.problems[-1].message


def test_a_local_file_names_its_authority_and_keeps_the_unit(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        LOCAL.replace("authority: {zh: 示例区民政局, en: Example District}", ""), encoding="utf-8"
    )
    (tmp_path / "b.yaml").write_text(LOCAL.replace("unit: days", "unit: working_days"), encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        Rulebook.load([tmp_path])
    assert [p.code for p in caught.value.problems] == ["no-authority", "wrong-unit"]


def test_reviews_fall_due() -> None:
    assert BOOK.review_due(date(2026, 11, 22)) == []
    assert len(BOOK.review_due(date(2027, 11, 22))) == len(BOOK.rules)


@pytest.fixture
def local_folder(tmp_path: Path) -> Iterator[Path]:
    use_local_rules([tmp_path / "rules"])
    yield tmp_path / "rules"
    use_local_rules([])


def test_the_local_rules_of_an_installation_are_used_by_everybody(local_folder: Path) -> None:
    day = date(2026, 1, 1)
    assert Rulebook.load().on("rectification.days.general", day).value == 15
    (local_folder / "calendars").mkdir(parents=True)
    (local_folder / "local.yaml").write_text(LOCAL, encoding="utf-8")
    assert Rulebook.load().on("rectification.days.general", day).value == 10
    assert Rulebook.load(()).on("rectification.days.general", day).value == 15
    assert add_working_days(date(2026, 12, 31), 1) == Deadline(date(2027, 1, 4), provisional=True)
    notice = local_folder / "calendars" / "2027.yaml"
    notice.write_text(
        "year: 2027\nnotice: {law: system-design, confidence: design}\n"
        "off:\n  - {first: 2027-01-01, last: 2027-01-04, name: {zh: 元旦, en: New Year}}\nmake_up_workdays: []\n",
        encoding="utf-8",
    )
    assert add_working_days(date(2026, 12, 31), 1) == Deadline(date(2027, 1, 5), provisional=False)
