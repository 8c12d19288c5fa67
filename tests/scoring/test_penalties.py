"""Limits of the penalty law, each by its dated rule."""

from datetime import date
from decimal import Decimal

from scoring.penalties import Procedure, against
from scoring.repair import Decision
from scoring.rulebook import Rulebook

BOOK = Rulebook.load()
DAY = date(2026, 5, 10)


def said(**case: object) -> str | None:
    decision = {key: case.pop(key) for key in ("fine", "sector", "simple") if key in case}
    kinds = frozenset(case.pop("kinds", ("罚款",)))
    found = against(BOOK, Procedure(Decision(DAY, kinds, **decision), **case))
    return found and found.code


def test_the_worked_example() -> None:
    assert said(fine=Decimal(3001), simple=True) == "penalty-not-simple"
    assert said(fine=Decimal(3000), simple=True) is None
    assert said(kinds=("没收违法所得",), simple=True) == "penalty-not-simple"


def test_a_heavier_penalty_needs_the_offer_of_a_hearing() -> None:
    assert said(kinds=("警告", "吊销许可证件")) == "penalty-hearing"
    assert said(kinds=("警告", "吊销许可证件"), hearing_offered=True) is None


def test_the_time_bar_is_two_years_and_five_where_life_or_health_is_at_stake() -> None:
    late = {"violation_ended_on": date(2023, 5, 10), "opened_on": date(2025, 5, 11)}
    assert said(**late) == "penalty-time-barred"
    assert said(**late | {"opened_on": date(2025, 5, 10)}) is None
    assert said(**late, sector="食品") is None
    assert said(**late | {"opened_on": date(2028, 5, 11)}, sector="食品") == "penalty-time-barred"


def test_order_66_has_a_maximum() -> None:
    laws = frozenset({"mca-order-66"})
    assert said(fine=Decimal("30000.01"), laws=laws) == "penalty-above-maximum"
    assert said(fine=Decimal(30000), laws=laws) is None
    assert said(fine=Decimal(90000), laws=frozenset({"fire-law"})) is None
