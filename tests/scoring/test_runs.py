"""Many subjects in one run: each comes out as if it were the only one; facts from rows are checked like those of files."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine import Run, evaluate
from scoring.engine.rows import RowReader
from scoring.rulebook import use_local_rules
from scoring.sheets import canonical, without_wording
from tests.bench.rules import Ledger, agree
from tests.scoring.conftest import Make
from tests.scoring.test_properties import BOOK, BREACHES, DAYS, ON, RATING, RISK, STAR, facts_of

SUBJECTS = st.lists(st.lists(st.tuples(BREACHES, DAYS), max_size=5), min_size=2, max_size=6)


@settings(max_examples=60, deadline=None)
@given(SUBJECTS, st.booleans())
def test_nobody_sees_the_others(
    subjects: list[list[tuple[tuple[str, dict[str, object]], date]]], rehearse: bool
) -> None:
    for scheme in (RATING, RISK, STAR):
        run = Run(BOOK, scheme, ON, rehearse=rehearse)
        for number, entries in enumerate(subjects):
            facts = facts_of(entries)[number % 2 :]
            sheet = run.sheet(str(number), facts)
            alone = evaluate(BOOK, scheme, str(number), facts, on=ON, rehearse=rehearse).as_record()
            assert sheet.as_record() == alone
            assert run.digest(sheet) == alone.pop("sheet_sha256")
            assert sheet.canonical(run.shared.texts) == canonical(without_wording(alone))


EVERY_WAY = """
score:
  start: 1
  not_applicable: scale_up
  round: {places: 2, how: half_up}
  parts:
    - id: mean
      name: {zh: 平均, en: mean}
      take: average
      weight: 0.3
      items:
        - {id: a, name: {zh: 甲, en: a}, max: 9, deduct: [{each: late, points: 2, at_most: 5}]}
        - {id: b, name: {zh: 乙, en: b}, max: 6, applies: visits > 1, points: visits}
    - id: few
      name: {zh: 最好, en: best}
      take: {best: 1}
      items:
        - {id: c, name: {zh: 丙, en: c}, max: 7, when_missing: keep, points: latest(late.days)}
        - {id: d, name: {zh: 丁, en: d}, max: 5, points: visits}
    - {id: more, name: {zh: 加, en: more}, bonus: true, max: 3, weight: 0.5, add: [{each: visit where clean, points: 1}]}
"""


def test_every_way_of_putting_points_together_is_shared_rightly(scheme_of: Make) -> None:
    scheme = scheme_of(EVERY_WAY)
    run = Run(BOOK, scheme, ON)
    reader = RowReader({kind.id: kind.members for kind in scheme.kinds.values()})
    for number in range(64):
        kinds = ["visit"] * (number % 4) + ["late"] * (number // 4 % 4)
        rows = [
            (f"{number}-{at}", str(number), kind, "2026-03-01", "2026-03-01T00:00:00Z", "", "",
             '{"clean": true}' if kind == "visit" else f'{{"days": "{number % 7}.5"}}', "public", None)
            for at, kind in enumerate(kinds)
        ]  # fmt: skip
        facts = [fact for _, own in reader.subjects(rows) for fact in own]
        sheet = run.sheet(str(number), facts)
        assert (
            sheet.value is None or sum((line.points or 0 for line in sheet.lines), Decimal(0)) == sheet.value
        )
        assert (
            run.digest(sheet) == evaluate(BOOK, scheme, str(number), facts, on=ON).as_record()["sheet_sha256"]
        )


def test_totals_are_those_of_one_statement_in_sql() -> None:
    try:
        assert agree(Ledger(60)) > 50
    finally:
        use_local_rules(())


ROW = (
    "f1",
    "S",
    "late",
    "2026-03-01",
    "2026-03-01T08:00:00+08:00",
    "s",
    "b",
    '{"days": "2.50"}',
    "public",
    None,
)


def test_a_row_is_a_fact() -> None:
    ((subject, (fact,)),) = RowReader({"late": {"days": "number"}}).subjects([ROW])
    assert (subject, fact.data, fact.on) == ("S", {"days": Decimal("2.50")}, date(2026, 3, 1))
    assert fact.recorded_at == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (7, '{"days": 2.5}', "fact f1: 2.5 is no exact number"),
        (7, '{"days": "soon"}', "fact f1: expected an integer or a decimal string, got 'soon'"),
        (7, "[]", "fact f1: data is a mapping"),
        (3, "2026-02-30", "fact f1: there is no day 2026-02-30"),
        (4, "2026-03-01T08:00:00", "fact f1: 2026-03-01T08:00:00 says no time zone"),
        (8, "secret", "fact f1: visibility is one of"),
    ],
)
def test_a_row_that_does_not_fit_is_named(column: int, value: str, message: str) -> None:
    row = (*ROW[:column], value, *ROW[column + 1 :])
    with pytest.raises(ValueError, match=message):
        list(RowReader({"late": {"days": "number"}}).subjects([row]))  # type: ignore[list-item]
