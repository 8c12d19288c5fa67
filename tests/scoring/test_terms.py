"""Repair and lists: terms by the regime of the day of decision, and what repair still lacks."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.lists import list_criteria, list_term
from scoring.reading import load_schemes
from scoring.repair import (
    Decision,
    Standing,
    Tier,
    eligibility,
    is_shown,
    publication_term,
    publish_by,
    repeated_on,
    tier_sheet,
)
from scoring.rulebook import Rulebook
from scoring.rulebook.book import FOLDER

BOOK = Rulebook.load()
SCHEMES = load_schemes(BOOK)
DECIDED = st.dates(date(2021, 9, 1), date(2030, 12, 31))


def tier_of(decided: date, *kinds: str, book: Rulebook = BOOK, **more: object) -> str | None:
    return tier_sheet(book, load_schemes(book), Decision(decided, frozenset(kinds), **more)).outcome


def test_the_worked_example() -> None:
    decided = date(2026, 5, 10)
    tier = tier_of(decided, "没收违法所得")
    term = publication_term(BOOK, Tier(tier), decided)
    assert (tier, term.repair_from, term.until) == (Tier.GENERAL, date(2026, 8, 10), date(2027, 5, 10))
    done = Standing(
        performed_on=date(2026, 7, 1), corrected_on=date(2026, 7, 1), committed_on=date(2026, 9, 1)
    )
    found = eligibility(BOOK, term, done)
    assert (found.since, found.missing, found.barred) == (date(2026, 9, 1), (), ())
    undone = eligibility(BOOK, term, Standing())
    assert (undone.since, undone.earliest) == (None, date(2026, 8, 10))
    assert [words["zh"] for words in undone.missing] == [
        "处罚决定尚未履行完毕",
        "违法行为尚未改正、后果尚未消除",
        "尚未作出公开信用承诺",
    ]


def test_who_may_apply_lacks_nothing_but_the_commitment_that_comes_with_it() -> None:
    term = publication_term(BOOK, Tier.GENERAL, date(2026, 5, 10))
    done = Standing(performed_on=date(2026, 7, 1), corrected_on=date(2026, 7, 1))
    found = eligibility(BOOK, term, done)
    assert not found.may_apply(date(2026, 8, 9))
    assert found.may_apply(date(2026, 8, 10))
    assert not eligibility(BOOK, term, Standing(performed_on=date(2026, 7, 1))).may_apply(date(2026, 12, 1))
    barred = Standing(
        performed_on=date(2026, 7, 1), corrected_on=date(2026, 7, 1), barred_until=date(2029, 7, 1)
    )
    assert eligibility(BOOK, term, barred).earliest == date(2029, 7, 1)


def test_the_old_regime_never_repairs_a_stop_of_business_early() -> None:
    decided = date(2022, 6, 1)
    term = publication_term(BOOK, Tier.SERIOUS, decided)
    done = Standing(date(2022, 7, 1), date(2022, 7, 1), kinds=frozenset({"责令停产停业"}))
    found = eligibility(BOOK, term, done)
    assert (found.since, found.earliest) == (None, None)
    assert "不能提前修复" in found.barred[0]["zh"]
    again = eligibility(
        BOOK,
        term,
        Standing(date(2022, 7, 1), date(2022, 7, 1), repeated_on=date(2022, 9, 1), listed=True),
    )
    assert again.lacking == ("no_repeat", "not_listed")


def test_a_repeat_bars_both_entries_for_the_years_of_the_rule_from_the_later_decision() -> None:
    first = publication_term(BOOK, Tier.GENERAL, date(2026, 5, 10))
    later = publication_term(BOOK, Tier.GENERAL, date(2027, 5, 9))
    after = publication_term(BOOK, Tier.GENERAL, date(2028, 5, 10))  # the second is public no more
    assert repeated_on(first, [later, after]) == date(2027, 5, 9)
    assert repeated_on(later, [first, after]) == date(2027, 5, 9)
    assert repeated_on(after, [first, later]) is None
    assert repeated_on(first, [publication_term(BOOK, Tier.GENERAL, date(2026, 5, 10))]) is None
    done = Standing(date(2027, 6, 1), date(2027, 6, 1), date(2027, 6, 1), repeated_on=date(2027, 5, 9))
    for term in (first, later):
        found = eligibility(BOOK, term, done)
        assert (found.since, found.lacking) == (date(2030, 5, 9), ())
        assert "2027-05-09" in found.held[0]["en"]
        assert "待核" in found.open[-1]["zh"]


def test_the_regime_of_2021_ends_nothing_early_after_a_repeat_but_the_repeat_itself_may_end() -> None:
    done = Standing(date(2022, 7, 1), date(2022, 7, 1), repeated_on=date(2022, 9, 1))
    first = eligibility(BOOK, publication_term(BOOK, Tier.GENERAL, date(2022, 6, 1)), done)
    assert (first.since, first.lacking) == (None, ("no_repeat",))
    later = eligibility(BOOK, publication_term(BOOK, Tier.GENERAL, date(2022, 9, 1)), done)
    assert (later.since, later.lacking) == (date(2023, 3, 1), ())


@pytest.mark.parametrize(
    ("sector", "decided", "day", "law"),
    [
        ("安全生产", date(2026, 9, 24), date(2026, 10, 12), "work-safety-law"),  # seven working days over two holidays
        ("消防", date(2026, 9, 24), date(2026, 10, 12), "double-disclosure-2018"),
        ("安全生产", date(2021, 8, 31), date(2021, 9, 9), "double-disclosure-2018"),  # a day before article 78
    ],
)  # fmt: skip
def test_by_when_a_penalty_is_shown(sector: str, decided: date, day: date, law: str) -> None:
    due, rule = publish_by(BOOK, sector, decided)
    assert (due.on, rule.reference.law.id) == (day, law)


def test_where_a_place_counts_from_the_end_of_the_conduct_the_earlier_end_holds() -> None:
    decided, ended = date(2025, 1, 10), date(2021, 3, 1)  # the longer time bar left five years
    here = Rulebook.load([FOLDER.parent / "local" / "shandong"])
    assert publication_term(BOOK, Tier.SERIOUS, decided, ended_on=ended).until == date(2028, 1, 10)
    assert publication_term(here, Tier.SERIOUS, decided, ended_on=ended).until == date(2026, 3, 1)
    assert publication_term(here, Tier.SERIOUS, decided).until == date(2028, 1, 10), (
        "not known, not shortened"
    )
    assert here.on("objection.working_days.decide", date(2026, 6, 30)).value == 3
    assert here.rule("objection.working_days.decide").national.on(date(2026, 6, 30)).value == 7


def test_hubei_says_what_a_small_fine_is() -> None:
    hubei = Rulebook.load([FOLDER.parent / "local" / "hubei"])
    decided = date(2022, 6, 1)
    assert tier_of(decided, "罚款", book=hubei, fine=Decimal(99_999), sector="养老服务") == Tier.MINOR
    assert tier_of(decided, "罚款", book=hubei, fine=Decimal(100_000), sector="养老服务") == Tier.GENERAL


def test_under_order_58_only_the_five_sectors_wait_a_year() -> None:
    decided = date(2024, 6, 1)
    assert tier_of(decided, "吊销许可证件", sector="养老服务") == Tier.GENERAL
    assert tier_of(decided, "罚款", sector="消防") == Tier.SERIOUS


def test_what_was_not_read_is_said() -> None:
    term = publication_term(BOOK, Tier.GENERAL, date(2026, 5, 10))
    assert "待核" in eligibility(BOOK, term, Standing()).open[0]["zh"]


def test_a_ban_that_runs_longer_is_shown_as_long_as_it_runs() -> None:
    decided, ban = date(2026, 5, 10), date(2031, 5, 10)
    assert publication_term(BOOK, Tier.SERIOUS, decided, ban).until == ban
    assert publication_term(BOOK, Tier.SERIOUS, decided, date(2027, 1, 1)).until == date(2029, 5, 10)


@pytest.mark.parametrize(
    ("tier", "decided", "months"),
    [
        (Tier.MINOR, date(2023, 4, 30), (3, 3)),
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


@pytest.mark.parametrize(
    ("decided", "kinds", "more", "tier"),
    [
        (date(2022, 6, 1), ["警告"], {}, "minor"),
        (date(2022, 6, 1), ["罚款"], {"fine": 5000}, None),  # provinces say what is small
        (date(2022, 6, 1), ["没收违法所得"], {"sector": "食品"}, "serious"),
        (date(2023, 4, 30), ["没收违法所得"], {"sector": "消防"}, "general"),
        (date(2023, 5, 1), ["没收违法所得"], {"sector": "消防"}, "serious"),
        (date(2026, 3, 31), ["警告", "罚款"], {"fine": 5000, "sector": "养老服务"}, "general"),
        (date(2026, 4, 1), ["警告"], {}, "minor"),
        (date(2026, 4, 1), ["罚款"], {"fine": 3000, "simple": True}, "minor"),
        (date(2026, 4, 1), ["罚款"], {"fine": 20000}, None),  # departments say what is very large
        (date(2026, 4, 1), ["警告", "吊销许可证件"], {}, "serious"),
    ],
)
def test_kind_amount_and_sector_set_the_tier_under_the_regime_of_the_day(
    decided: date, kinds: list[str], more: dict[str, object], tier: str | None
) -> None:
    said = {name: Decimal(value) if name == "fine" else value for name, value in more.items()}
    assert tier_of(decided, *kinds, **said) == tier


def test_a_local_authority_gives_the_amount_that_the_nation_leaves_open(tmp_path: Path) -> None:
    (tmp_path / "hubei.yaml").write_text(
        """
authority: {zh: 湖北省市场监督管理局, en: Hubei}
review: {last_checked: 2026-11-22, every_days: 180}
rules:
  - id: repair.small_fine_yuan
    name: {zh: 较小数额罚款的上限, en: "A small fine lies below"}
    unit: yuan
    values:
      2021-09-01: {value: 100000, reference: {law: samr-order-45}, confidence: S}
""",
        encoding="utf-8",
    )
    book, day = Rulebook.load([tmp_path]), date(2022, 6, 1)
    assert tier_of(day, "罚款", book=book, fine=Decimal(99999), sector="养老服务") == "minor"
    assert tier_of(day, "罚款", book=book, fine=Decimal(100000), sector="养老服务") == "general"


def test_what_is_minor_is_not_normally_shown() -> None:
    for decided, kinds, shown in (
        (date(2022, 6, 1), {"警告"}, False),
        (date(2022, 6, 1), {"通报批评"}, True),
        (date(2026, 6, 1), {"通报批评"}, False),
        (date(2026, 6, 1), {"罚款"}, True),
    ):
        found = tier_sheet(BOOK, SCHEMES, Decision(decided, frozenset(kinds), fine=Decimal(1)))
        assert is_shown(found) is shown, (decided, kinds)


@given(DECIDED, st.sampled_from(list(Tier)), st.integers(-10, 2000))
def test_an_entry_is_public_within_its_term_and_never_outside(decided: date, tier: Tier, later: int) -> None:
    term = publication_term(BOOK, tier, decided)
    on = decided + timedelta(days=later)
    assert term.repair_from <= term.until
    assert term.is_public(on) == (decided <= on < term.until)
    assert not term.is_public(on, repaired_on=on)


def test_list_terms() -> None:
    black = list_term(BOOK, "black", date(2024, 2, 29))
    assert (black.removable_from, black.until) == (date(2026, 2, 28), None), "no source gives its term"
    assert black.holds(date(2040, 1, 1))
    assert not black.holds(date(2024, 2, 28))
    red = list_term(BOOK, "red", date(2026, 1, 31))
    assert (red.removable_from, red.until) == (None, date(2028, 1, 31))
    assert red.holds(date(2028, 1, 30))
    assert not red.holds(date(2028, 1, 31))
    assert len(list_criteria(BOOK, "black", date(2026, 1, 1))) == 10
    assert list_criteria(BOOK, "black", date(2019, 10, 31)) == []
