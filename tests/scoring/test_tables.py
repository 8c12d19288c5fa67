"""Tables: what they answer, and that a gap or an overlap is an error of the file, with its line."""

import itertools
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.language.context import MISSING
from scoring.language.tables import Cell, Key, Stretch, Table, build_table
from tests.scoring.conftest import HEAD, OUTCOME
from tests.scoring.test_reading import codes

NAME = {"zh": "表", "en": "table"}
SCOPE = Key("scope", "text", ("one", "all"))
SEVERITY = Key("severity", "number", domain=Stretch(Decimal(1), True, Decimal(4), True))


def stretch(
    low: int | None = None, high: int | None = None, low_in: bool = True, high_in: bool = True
) -> Stretch:
    return Stretch(
        None if low is None else Decimal(low), low_in, None if high is None else Decimal(high), high_in
    )


def built(keys: list[Key], rows: list[tuple[tuple[Cell, ...], int]]) -> tuple[Table, list[str]]:
    table, errors = build_table("t", NAME, keys, "number", [(cells, Decimal(value)) for cells, value in rows])
    return table, [f"{error.code}: {error}" for error in errors]


def test_the_worked_example() -> None:
    table, errors = built(
        [SCOPE, SEVERITY],
        [
            ((frozenset({"one"}), stretch(high=3, high_in=False)), 1),
            ((frozenset({"one"}), stretch(3)), 2),
            ((frozenset({"all"}), None), 4),
        ],
    )
    assert errors == []
    asked = {
        ("one", Decimal(3)): 2,
        ("one", Decimal("2.99")): 1,
        ("one", Fraction(8, 3)): 1,
        ("all", Decimal(1)): 4,
        ("one", Decimal(5)): MISSING,
        ("some", Decimal(2)): MISSING,
    }
    assert {key: table.find(key) for key in asked} == asked


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([((stretch(1, 2),), 1), ((stretch(3, 4),), 2)], ["gap: no row says what holds for severity above 2 below 3"]),
        ([((stretch(1, 2),), 1), ((stretch(2, 4),), 2)], ["overlap: row 2 and row 1 both say what holds"]),
        ([((stretch(1, 2, high_in=False),), 1), ((stretch(2, 4, low_in=False),), 2)], ["gap: no row says what holds for severity 2"]),
        ([((stretch(1, 2),), 1), ((stretch(2, 4, low_in=False),), 2)], []),
        ([((None,), 1)], []),
        ([((stretch(-9, 9),), 1)], []),
    ],
)  # fmt: skip
def test_gaps_and_overlaps_of_numbers(rows: list[tuple[tuple[Cell, ...], int]], errors: list[str]) -> None:
    assert built([SEVERITY], rows)[1] == errors


def test_whole_numbers_have_no_gap_between_two_and_three() -> None:
    whole = Key("n", "number", domain=Stretch(Decimal(1), True, Decimal(4), True), whole=True)
    table, errors = built([whole], [((stretch(1, 2),), 1), ((stretch(3, 4),), 2)])
    assert errors == []
    assert table.find([Decimal("2.5")]) is MISSING
    assert built([whole], [((stretch(1, 2),), 1), ((stretch(4, 4),), 2)])[1] == [
        "gap: no row says what holds for n above 2 below 4"
    ]


@given(
    st.lists(st.integers(-20, 20), unique=True, max_size=6).map(sorted),
    st.one_of(st.integers(-25, 25), st.fractions(-25, 25)),
)
def test_a_cut_line_answers_everywhere_with_the_one_row_that_holds(
    limits: list[int], value: int | Fraction
) -> None:
    ends = [None, *limits, None]
    rows = [
        ((stretch(low, high, True, False),), number)
        for number, (low, high) in enumerate(itertools.pairwise(ends))
    ]
    table, errors = built([Key("n", "number")], rows)
    assert errors == []
    number = Decimal(value) if isinstance(value, int) else value
    assert table.find([number]) == sum(limit <= value for limit in limits)


TABLE = """
tables:
  - id: weight
    name: {zh: 表, en: table}
    keys: [{id: scope, words: [one, all]}, {id: seen, least: 0}]
    rows:
      - {scope: one, seen: {below: 5}, value: 1}
      - {scope: one, seen: {from: 5}, value: 2}
      - {scope: all, value: 3}
score:
  parts: [{id: p, name: {zh: 一, en: one}, max: 6, points: 'lookup("weight", "one", visits)'}]
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("seen: {from: 5}", "seen: {above: 5}", "gap", 17),
        ("seen: {from: 5}", "seen: {from: 4}", "overlap", 22),
        ("{scope: all, value: 3}", "{scope: any, value: 3}", "overlap", 23),
        ("{scope: all, value: 3}", "{scope: both, value: 3}", "wrong-word", 23),
        ("{scope: all, value: 3}", "{scop: all, value: 3}", "unknown-key", 23),
        ("{scope: all, value: 3}", "{scope: all}", "missing-key", 23),
        ("{scope: all, value: 3}", "{scope: all, value: three}", "types-disagree", 17),
        ("seen: {from: 5}", "seen: {from: 5, to: 1}", "bad-stretch", 22),
        ("seen: {from: 5}", "seen: {form: 5}", "wrong-type", 22),
        ("least: 0}", "least: 0}, {id: seen, flag: true}", "duplicate-id", 19),
        ('lookup("weight", "one", visits)', 'lookup("weight", visits, "one")', "bad-expression", 25),
        ('lookup("weight", "one", visits)', 'lookup("weight", "one")', "bad-expression", 25),
        ('lookup("weight", "one", visits)', 'lookup("wait", "one", visits)', "bad-expression", 25),
        ("    rows:", "    reference: {law: no-such-law}\n    rows:", "unknown-law", 20),
    ],
)  # fmt: skip
def test_a_mistake_in_a_table_is_a_problem_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    assert codes(tmp_path, (HEAD + TABLE + OUTCOME).replace(old, new))[:1] == [(code, line)]


def test_a_table_without_a_mistake_has_no_problem(tmp_path: Path) -> None:
    assert codes(tmp_path, HEAD + TABLE + OUTCOME) == []
