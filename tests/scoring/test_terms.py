"""Repair and lists: terms by the regime of the day of decision, and what repair still lacks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.lists import list_criteria, list_term
from scoring.repair import Tier, eligibility, publication_term, tier_of
from scoring.rulebook import Rulebook

BOOK = Rulebook.load()
DECIDED = st.dates(date(2021, 9, 1), date(2030, 12, 31))


def test_the_worked_example() -> None:
    decided = date(2026, 5, 10)
    tier = tier_of(BOOK, ["罚款"], decided)
    term = publication_term(BOOK, tier, decided)
    assert (tier, term.repair_from, term.until) == (Tier.GENERAL, date(2026, 8, 10), date(2027, 5, 10))
    done = eligibility(term, performed_on=date(2026, 7, 1), committed_on=date(2026, 9, 1))
    assert (done.since, done.missing) == (date(2026, 9, 1), ())
    undone = eligibility(term, performed_on=None, committed_on=None)
    assert undone.since is None
    assert [words["zh"] for words in undone.missing] == ["处罚决定尚未履行完毕", "尚未作出公开信用承诺"]


@pytest.mark.parametrize(
    ("tier", "decided", "months"),
    [
        (Tier.MINOR, date(2023, 4, 30), (0, 3)),
        (Tier.GENERAL, date(2023, 4, 30), (6, 36)),
        (Tier.GENERAL, date(2026, 3, 31), (3, 36)),
        (Tier.SERIOUS, date(2026, 3, 31), (12, 36)),
        (Tier.MINOR, date(2026, 4, 1), (0, 3)),
        (Tier.GENERAL, date(2026, 4, 1), (3, 12)),
        (Tier.SERIOUS, date(2026, 4, 1), (12, 36)),
    ],
)
def test_the_regime_of_the_decision_governs(tier: Tier, decided: date, months: tuple[int, int]) -> None:
    term = publication_term(BOOK, tier, decided)
    assert (term.shortest.value, term.longest.value) == months


def test_the_gravest_kind_sets_the_tier() -> None:
    decided = date(2026, 5, 10)
    assert tier_of(BOOK, ["警告"], decided) is Tier.MINOR
    assert tier_of(BOOK, ["警告", "罚款"], decided) is Tier.GENERAL
    assert tier_of(BOOK, ["罚款"], decided, simple_procedure=True) is Tier.MINOR
    assert tier_of(BOOK, ["警告", "吊销许可证件"], decided) is Tier.SERIOUS


@given(DECIDED, st.sampled_from(list(Tier)), st.integers(-10, 2000))
def test_an_entry_is_public_within_its_term_and_never_outside(decided: date, tier: Tier, later: int) -> None:
    term = publication_term(BOOK, tier, decided)
    on = decided + timedelta(days=later)
    assert term.repair_from <= term.until
    assert term.is_public(on) == (decided <= on < term.until)
    assert not term.is_public(on, repaired_on=on)


def test_list_terms() -> None:
    black = list_term(BOOK, "black", date(2024, 2, 29))
    assert (black.removable_from, black.until) == (date(2026, 2, 28), date(2027, 2, 28))
    assert black.holds(date(2027, 2, 27))
    assert not black.holds(date(2027, 2, 28))
    red = list_term(BOOK, "red", date(2026, 1, 31))
    assert (red.removable_from, red.until) == (None, date(2028, 1, 31))
    assert len(list_criteria(BOOK, "black", date(2026, 1, 1))) == 10
    assert list_criteria(BOOK, "black", date(2019, 10, 31)) == []
