"""Schemes as data: names told apart, forms that a person can fill, what has no word refused by its name."""

from collections.abc import Callable
from datetime import date

import pytest

from scoring.portable import FORMAT, NotPortableError, program
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.schemes import Scheme

DAY = date(2026, 6, 30)
BOOK = Rulebook.load()


def test_every_public_scheme_is_portable_on_every_day_it_applies() -> None:
    public = [scheme for scheme in load_schemes(BOOK).all() if scheme.public]
    assert len(public) > 12
    for scheme in public:
        made = program(BOOK, scheme, DAY if scheme.in_force(DAY) else scheme.since)
        assert (made["format"], made["scheme"]) == (FORMAT, scheme.id)


def test_names_are_told_apart(scheme_of: Callable[..., Scheme]) -> None:
    scheme = scheme_of(
        """
sets: {slow: [fee, report]}
score:
  parts:
    - {id: a, name: {zh: 甲, en: A}, max: 9, points: late_days - count(late where kind in slow and on < day)}
"""
    )
    (item,) = program(BOOK, scheme, DAY)["score"]["parts"]
    where = ["and", ["in", ["member", "kind"], ["set", ["fee", "report"]]], ["<", ["member", "on"], ["day"]]]
    assert item["points"] == ["-", ["name", "late_days"], ["query", "count", {"of": "late", "where": where}]]


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("working_days_since(latest(late.on))", "working_days_since"),
        ("count(late within 5 working_days)", "within … working_days (late)"),
    ],
)
def test_what_has_no_word_is_refused_by_its_name(
    scheme_of: Callable[..., Scheme], expression: str, named: str
) -> None:
    scheme = scheme_of(
        f"score:\n  parts:\n    - {{id: a, name: {{zh: 甲, en: A}}, max: 9, points: {expression!r}}}\n"
    )
    with pytest.raises(NotPortableError, match="calendar of working days") as refused:
        program(BOOK, scheme, DAY)
    assert refused.value.what == named


def test_forms_of_the_rules_here() -> None:
    """A scheme scored item by item asks for each item; words to choose from are those it compares with."""
    forms = {}
    for scheme in load_schemes(BOOK).all():
        made = program(BOOK, scheme, DAY if scheme.in_force(DAY) else scheme.since)
        forms |= {(scheme.id, kind["kind"]): kind for kind in made["facts"]}
    asked = {kind["form"]["asks"] for kind in forms.values()}
    assert asked == {"once", "often", "items"}
    by_item = [kind for kind in forms.values() if kind["form"]["asks"] == "items"]
    assert all(kind["form"]["member"] == "item" and len(kind["form"]["items"]) > 10 for kind in by_item)
    words = {
        choice["value"]
        for kind in forms.values()
        for member in kind["members"]
        for choice in member["choices"]
    }
    assert {"black", "not_met", "excellent", "吊销许可证件"} <= words


def test_a_rule_that_says_nothing_for_the_day_is_refused() -> None:
    (scheme,) = [one for one in load_schemes(BOOK).all() if one.id.endswith("star")]
    with pytest.raises(NotPortableError, match="says nothing for"):
        program(BOOK, scheme, date(1990, 1, 1))
