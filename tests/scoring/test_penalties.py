"""Limits of the penalty law, each by its dated rule."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.engine import evaluate
from scoring.facts import Fact, start_of_day
from scoring.penalties import Procedure, against
from scoring.reading import load_schemes
from scoring.repair import Decision
from scoring.rulebook import Rulebook
from scoring.rulebook.book import FOLDER

BOOK = Rulebook.load()
SCHEMES = load_schemes(BOOK)
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
    assert said(kinds=("限制开展生产经营活动",)) == "penalty-hearing"


def test_a_larger_sum_needs_the_offer_only_where_a_local_authority_said_what_is_larger(
    tmp_path: Path,
) -> None:
    fined = Procedure(Decision(DAY, frozenset({"罚款"}), Decimal(20_000)))
    forfeited = Procedure(Decision(DAY, frozenset({"没收违法所得"})), forfeited=Decimal(20_000))
    assert (against(BOOK, fined), against(BOOK, forfeited)) == (None, None), "待核: no sum is judged"
    text = (FOLDER / "penalty" / "procedure.yaml").read_text(encoding="utf-8")
    values = [rule for rule in text.split("  - id: ") if rule.startswith("penalty.hearing.larger_")]
    local = (
        "authority: {zh: 明湖区, en: Minghu}\n"
        + text[text.index("review:") : text.index("rules:\n")]
        + "rules:\n"
    )
    local += "".join("  - id: " + rule.replace("value: null", "value: 20000") for rule in values)
    (tmp_path / "hearing.yaml").write_text(local, encoding="utf-8")
    book = Rulebook.load([tmp_path])
    for case in (fined, forfeited):
        refused = against(book, case)
        assert refused
        assert refused.code == "penalty-hearing"
        assert against(book, replace(case, hearing_offered=True)) is None
    assert against(book, replace(forfeited, forfeited=Decimal("19999.99"))) is None


def test_the_time_bar_is_two_years_and_five_where_life_health_or_money_is_at_stake_and_harm_was_done() -> (
    None
):
    late = {"violation_ended_on": date(2023, 5, 10), "opened_on": date(2025, 5, 11)}
    assert said(**late) == "penalty-time-barred"
    assert said(**late | {"opened_on": date(2025, 5, 10)}) is None
    assert said(**late, harmed=True) == "penalty-time-barred"
    for sector in ("食品", "金融安全"):
        assert said(**late, sector=sector, harmed=True) is None
        assert said(**late, sector=sector, harmed=False) == "penalty-time-barred"
        assert said(**late, sector=sector) == "penalty-harm-open"
        assert said(**late | {"opened_on": date(2028, 5, 11)}, sector=sector) == "penalty-time-barred"


def test_order_66_has_a_maximum() -> None:
    laws = frozenset({"mca-order-66"})
    assert said(fine=Decimal("30000.01"), laws=laws) == "penalty-above-maximum"
    assert said(fine=Decimal(30000), laws=laws) is None
    assert said(fine=Decimal(90000), laws=frozenset({"fire-law"})) is None


MINIMUM = """
review: {last_checked: 2026-11-22, every_days: 180}
rules:
  - id: penalty.order66.min_fine
    name: {zh: 罚款下限, en: least fine}
    unit: yuan
    values:
      2026-01-01: {value: 10000, reference: {law: beijing-elderly-care-2026, article: 第六十九条}, confidence: S}
"""


def test_a_place_may_have_a_minimum_too(tmp_path: Path) -> None:
    (tmp_path / "penalty.yaml").write_text("authority: {zh: 某市, en: A city}\n" + MINIMUM, "utf-8")
    beijing = Rulebook.load([FOLDER.parent / "local" / "beijing"])
    somewhere = Rulebook.load([tmp_path])
    law = frozenset({"beijing-elderly-care-2026"})
    fined = {
        yuan: Procedure(Decision(DAY, frozenset({"罚款"}), Decimal(yuan)), law)
        for yuan in (9999, 10000, 30001)
    }
    codes = {yuan: (found := against(somewhere, case)) and found.code for yuan, case in fined.items()}
    assert codes == {9999: "penalty-below-minimum", 10000: None, 30001: "penalty-above-maximum"}
    assert against(beijing, fined[9999]) is None, "from when its minimum applies was not read"
    assert against(BOOK, fined[9999]) is None, "order 66 itself knows no minimum"


@pytest.mark.parametrize(
    ("ended", "opened", "sector", "harmed"),
    [
        (date(2023, 5, 10), date(2025, 5, 10), "养老服务", None),
        (date(2023, 5, 10), date(2025, 5, 11), "养老服务", True),
        (date(2023, 5, 10), date(2025, 5, 10), "消防", None),
        (date(2023, 5, 10), date(2028, 5, 10), "消防", True),
        (date(2023, 5, 10), date(2028, 5, 10), "消防", False),
        (date(2023, 5, 10), date(2028, 5, 10), "消防", None),
        (date(2023, 5, 10), date(2028, 5, 11), "消防", None),
        (date(2024, 2, 29), date(2026, 3, 1), "其他", None),
    ],
)
def test_the_time_bar_that_refuses_is_the_one_that_the_scheme_explains(
    ended: date, opened: date, sector: str, harmed: bool | None
) -> None:
    scheme = SCHEMES.producing("time_bar", opened)
    data = {"ended_on": ended, "sector": sector, "harmed": harmed}
    fact = Fact("f", "S", "violation", opened, start_of_day(opened), data)
    outcome = evaluate(BOOK, scheme, "S", [fact], on=opened).outcome
    refused = said(violation_ended_on=ended, opened_on=opened, sector=sector, harmed=harmed)
    assert outcome == {"penalty-time-barred": "barred", "penalty-harm-open": None, None: "open"}[refused]
