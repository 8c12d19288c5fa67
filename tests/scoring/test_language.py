"""Expressions: what they mean, what missing does to them, and what is refused with its place."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.facts import Fact, start_of_day
from scoring.language import exact
from scoring.language.context import MISSING, Context, Kind, Vocabulary
from scoring.language.functions import months_since
from scoring.language.meaning import compile_text
from scoring.language.tree import ExpressionError
from scoring.rulebook import Rulebook
from scoring.rulebook.days import add_months

BOOK = Rulebook.load()
DAY = date(2026, 3, 14)
KIND = Kind(
    "penalty",
    {"zh": "处罚", "en": "penalty"},
    {"amount": "number", "kind": "text", "paid": "flag", "tags": "set"},
)


def vocabulary() -> Vocabulary:
    return Vocabulary({"penalty": KIND}, lambda rule: "number" if rule in BOOK.rules else None)


def a_fact(number: int, on: date, **data: Any) -> Fact:
    return Fact(f"p{number}", "S", "penalty", on, start_of_day(on), data)


FACTS = [
    a_fact(1, date(2024, 3, 15), amount=500, kind="fine", paid=True, tags=["fire", "food"]),
    a_fact(2, date(2025, 3, 14), amount=Decimal("7.5"), kind="warning", paid=False),
    a_fact(3, date(2026, 3, 13), kind="fine"),
]


def run(text: str, facts: list[Fact] = FACTS) -> Any:
    context = Context(DAY, {"penalty": facts}, lambda rule: BOOK.on(rule, DAY), BOOK.calendar)
    return compile_text(text, vocabulary())(context)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 4 / 8", Decimal("6.5")),
        ("-(2 - 5) * 2", 6),
        ("1/3 + 1/3 + 1/3 = 1", True),
        ("0.1 + 0.2 = 0.3", True),
        ("10 / 3", Fraction(10, 3)),
        ('round(10 / 3, 2, "half_up")', Decimal("3.33")),
        ('round(2.5, 0, "half_even")', 2),
        ('round(2.5, 0, "half_up")', 3),
        ('round(-2.5, 0, "half_up")', -3),
        ('round(-2.5, 0, "half_even")', -2),
        ('round(-2.5, 0, "down")', -2),
        ('round(-2.5, 0, "floor")', -3),
        ('round(-2.5, 0, "ceiling")', -2),
        ('round_to_step(87, 5, "down")', 85),
        ("greatest(1, 3, 2) - least(4, 2)", 1),
        ("if 2 > 1 and not 1 > 2 then 5 else 6", 5),
        ('"a" in ["b", "a"]', True),
        ("count(penalty)", 3),
        ("count(penalty within 24 months)", 3),
        ("count(penalty within 12 months)", 1),
        ("count(penalty within 2 days)", 1),
        ("count(penalty within 1 years)", 1),
        ('count(penalty where kind = "fine")', 2),
        ('any(penalty where "fire" in tags within 30 months)', MISSING),
        ('any(penalty where tags is not missing, "fire" in tags)', True),
        ('sum(penalty.amount where kind = "warning")', Decimal("7.5")),
        ("sum(penalty.amount)", MISSING),
        ("sum(penalty.amount where amount is not missing)", Decimal("507.5")),
        ("max(penalty.amount where amount is not missing)", 500),
        ("average(penalty.amount where amount is not missing)", Decimal("253.75")),
        ("distinct(penalty.kind)", 2),
        ("latest(penalty.kind)", "fine"),
        ("latest(penalty.amount)", MISSING),
        ("latest(penalty.amount where amount > 1000)", MISSING),
        ('latest(penalty.amount where kind = "closure")', MISSING),
        ("first_known(latest(penalty.amount), 9)", 9),
        ("first(penalty.on) = 2024-03-15", True),
        ("every(penalty, amount > 1)", MISSING),
        ("every(penalty, amount > 100)", False),
        ('none(penalty, kind = "closure")', True),
        ("months_since(first(penalty.on))", 23),
        ("days_since(first(penalty.on))", 729),
        ("months_before(day, 1) = 2026-02-14", True),
        ("1 / count(penalty where amount > 9999)", MISSING),
        ('rule("grading.star.validity_months") / 12', 3),
        ('count(penalty within rule("grading.star.veto.penalty_months") months)', 3),
    ],
)
def test_meaning(text: str, value: Any) -> None:
    assert run(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{m} > 1 and 1 > 2", False),
        ("{m} > 1 or 2 > 1", True),
        ("{m} > 1 and 2 > 1", MISSING),
        ("not {m} > 1", MISSING),
        ("{m} + 1", MISSING),
        ("{m} is missing", True),
        ("{m} in [1, 2]", MISSING),
        ("if {m} > 1 then 1 else 2", MISSING),
    ],
)
def test_missing_is_contagious_but_not_blind(text: str, value: Any) -> None:
    assert run(text.replace("{m}", "latest(penalty.amount)"), []) is value


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("count(penalti)", "no kind of fact this scheme declares; declared are penalty", 0),
        ("penalty", "a kind of fact; ask with count", 0),
        ("1 + amount", "amount is not known here", 4),
        ("count(penalty where amnt > 1)", "amnt is not known here", 20),
        ("latest(penalty)", "needs a member", 0),
        ("latest(penalty.size)", "has no member size", 0),
        ('1 + "a"', "needs a number, this is a text", 4),
        ('"a" < "b"', "not more or less", 0),
        ('1 = "1"', "a number cannot be compared with a text", 0),
        ("1 / 0", "division by zero", 4),
        ("(1 + 2", "expected ')', got 'the end'", 6),
        ("1 == 2", "a single =", 2),
        ("1 < 2 < 3", "two things at a time", 6),
        ("2026-02-30 = day", "there is no day", 0),
        ("count(penalty within 2)", "expected days, months, years", 22),
        ("count(penalty within 1.5 months)", "whole number", 21),
        ("every(penalty)", "needs a condition", 0),
        ("sum(penalty.kind)", "needs a number", 0),
        ("open(1)", "there is no function open", 0),
        ("__import__", "is not known here", 0),
        ('round(1, 2, "up")', "expected one of half_up", 12),
        ("round(1, 2)", "takes 3 values, got 2", 0),
        ('rule("no.such")', "no rule is called", 0),
        ('points("x")', "no part or item is called x", 0),
        ("count(parts)", "only after scoring", 0),
        ("count(penalty where count(penalty) > 1)", "make it a measure", 20),
        ("if 1 then 2 else 3", "stands a condition", 3),
        ('if 1 > 0 then 2 else "x"', "'else' a text", 21),
        ("(" * 80 + "1" + ")" * 80, "levels deep", 60),
        ("1 " * 1500, "characters at most", 0),
        ("1 ; 2", "';' is not understood", 2),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(text: str, message: str, at: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_text(text, vocabulary())
    assert message in str(caught.value)
    assert caught.value.at == at


@given(
    st.decimals(-999, 999, places=4),
    st.sampled_from(["0.01", "0.05", "1", "2.5"]),
    st.sampled_from(exact.ROUNDINGS),
)
def test_rounding_lands_on_a_step_near_by(number: Decimal, step: str, how: str) -> None:
    rounded = exact.round_to(number, Decimal(step), how)
    assert rounded % Decimal(step) == 0
    assert abs(rounded - number) < Decimal(step)
    assert exact.round_to(rounded, Decimal(step), how) == rounded
    if how.startswith("half"):
        assert abs(rounded - number) * 2 <= Decimal(step)


@given(st.fractions(max_denominator=1000), st.fractions(max_denominator=1000))
def test_arithmetic_is_exact(a: Fraction, b: Fraction) -> None:
    one, other = exact.exact(a), exact.exact(b)
    assert Fraction(exact.add(one, other)) == a + b
    assert Fraction(exact.multiply(one, other)) == a * b
    quotient = exact.divide(one, other)
    assert quotient is None if b == 0 else Fraction(quotient) == a / b
    assert not isinstance(exact.add(one, other), float)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 240))
def test_months_since_is_the_inverse_of_add_months(day: date, months: int) -> None:
    assert months_since(day, add_months(day, months)) == months
