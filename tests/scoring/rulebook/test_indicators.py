"""Every figure of the five policy documents is rule data: found by document and section, with its sentence."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.rulebook import Rulebook
from scoring.rulebook.book import examine

BOOK = Rulebook.load()
FOUND = {
    (target.source.law.id, target.source.article, target.value, one.id.removeprefix("indicators."))
    for one in BOOK.indicators
    for target in one.targets
}
FIGURES = """
zhonglou-2021 | 四（一）1 | 1 | visit_rate
zhonglou-2021 | 四（一）2 | 0.25 | home_service_share
zhonglou-2021 | 四（一）3 | 1 | ability_assessment
zhonglou-2021 | 四（二）4 | 15 | floor_space
zhonglou-2021 | 四（二）4 | 1 | floor_space_met
zhonglou-2021 | 四（二）5 | 500 | adaptation_2021
zhonglou-2021 | 四（二）5 | 0.10 | adaptation_share
zhonglou-2021 | 四（二）5 | 1 | adaptation_poor
zhonglou-2021 | 四（二）6 | 0.88 | stations_urban
zhonglou-2021 | 四（二）6 | 0.65 | stations_rural
zhonglou-2021 | 四（二）6 | 1 | complexes
zhonglou-2021 | 四（三）7 | 200 | home_beds
zhonglou-2021 | 四（三）8 | 0.50 | society_run
zhonglou-2021 | 四（三）8 | 2 | embedded_homes
zhonglou-2021 | 四（四）10 | 1 | emergency_network
zhonglou-2021 | 四（四）11 | 10000 | volunteers
zhonglou-2021 | 四（四）11 | 1 | volunteer_coverage
zhonglou-2021 | 四（四）12 | 1 | medical_contracts
zhonglou-2021 | 六（二） | 0.50 | home_care_funds
chongqing-2021 | 设施布局规划 | 0.2 | land
chongqing-2021 | 运营能力 | 0.55 | centres_with_stations
chongqing-2021 | 运营能力 | 0.60 | stations_society_run
chongqing-2021 | 运营能力 | 0.80 | excellent_rate
chongqing-2021 | 运营能力 | 0.90 | satisfaction
chongqing-2021 | 支持体系 | 1 | policies_each_district
chongqing-2021 | 老年人照顾服务计划 | 300 | meal_points
chongqing-2021 | 老年人照顾服务计划 | 100 | bath_points
chongqing-2021 | 老年人照顾服务计划 | 1000 | meal_delivery
chongqing-2021 | 社会办养老机构 | 40 | new_homes
chongqing-2021 | 社会办养老机构 | 6000 | new_beds
chongqing-2021 | 优化供给结构 | 3000 | new_affordable_beds
chongqing-2021 | 优化供给结构 | 3000 | new_nursing_beds
chongqing-2021 | 优化供给结构 | 0.40 | nursing_beds
chongqing-2021 | 融合发展 | 20 | chain_complexes
chongqing-2021 | 融合发展 | 2 | home_service_providers
yuzhong-2017 | 一（一） | 1 | centres_each_street
yuzhong-2017 | 一（一） | 500 | station_distance
yuzhong-2017 | 一（一） | 54 | stations_planned
yuzhong-2017 | 一（一） | 10 | circle_ten
yuzhong-2017 | 一（一） | 1 | community_coverage
yuzhong-2017 | 一（二） | 70000 | station_subsidy
yuzhong-2017 | 一（二） | 3000000 | station_subsidies
yuzhong-2017 | 一（二） | 10000 | public_items_beneficiaries
yuzhong-2017 | 一（二） | 300 | age_allowance
yuzhong-2017 | 一（二） | 200 | poor_allowance
yuzhong-2017 | 一（二） | 100 | service_allowance
yuzhong-2017 | 一（三） | 3 | centres
yuzhong-2017 | 一（三） | 40 | stations_planned
yuzhong-2017 | 二（三） | 10 | standard_items_large
yuzhong-2017 | 二（三） | 30 | standard_items_small
yuzhong-2017 | 前言 | 153000 | elders
yuzhong-2017 | 前言 | 0.291 | elders_share
yuzhong-2017 | 前言 | 25900 | elders_over_80
yuzhong-2017 | 前言 | 0.1692 | elders_over_80_share
yuzhong-2017 | 一（二） | 30000 | allowance_recipients
yuzhong-2017 | 一（二） | 10000000 | allowance_sum
yuzhong-2017 | 一（二） | 1000 | service_allowance_recipients
yuzhong-2017 | 一（二） | 2000000 | service_allowance_sum
yuzhong-2017 | 二（一） | 3 | chain_operators
yuzhong-2017 | 三（二） | 533 | elder_groups
yuzhong-2017 | 三（二） | 1 | needs_served
yuzhong-2017 | 三（三） | 1 | medical_kinds
yuzhong-2017 | 三（二） | 47000 | elder_group_members
yuzhong-2017 | 三（二） | 22 | neighbour_points
yuzhong-2017 | 三（二） | 45 | volunteer_teams
yuzhong-2017 | 三（二） | 7000 | volunteers_daxigou
yuzhong-2017 | 三（三） | 95000 | health_follow_ups
yuzhong-2017 | 三（三） | 168000 | health_files
yuzhong-2017 | 三（三） | 200 | platform_partners
daxing-2023 | 一（三） | 1 | policy_benefits
daxing-2023 | 二（二）3 | 1 | unions
daxing-2023 | 二（四）8 | 15 | circle_fifteen
daxing-2023 | 二（四）8 | 1 | basic_services
daxing-2023 | 二（五）10 | 1 | adaptation_poor
daxing-2023 | 二（五）12 | 0.30 | elder_volunteers
chongqing-reply-1199 | 前言 | 220 | centres
chongqing-reply-1199 | 前言 | 2912 | stations_planned
chongqing-reply-1199 | 前言 | 0.133 | stations_society_run
chongqing-reply-1199 | 前言 | 0.745 | stations_society_run
chongqing-reply-1199 | 前言 | 1 | centres_society_run
chongqing-reply-1199 | 二 | 0.2 | land
chongqing-reply-1199 | 三 | 0.55 | centres_with_stations
chongqing-reply-1199 | 三 | 0.60 | stations_society_run
chongqing-reply-1199 | 三 | 0.80 | excellent_rate
chongqing-reply-1199 | 三 | 0.90 | satisfaction
chongqing-reply-1199 | 三 | 20 | chain_complexes
chongqing-reply-1199 | 三 | 2 | home_service_providers
chongqing-reply-1199 | 四 | 1 | medical_capacity
chongqing-reply-1199 | 五 | 40 | new_homes
chongqing-reply-1199 | 五 | 6000 | new_beds
chongqing-reply-1199 | 五 | 3000 | new_affordable_beds
chongqing-reply-1199 | 五 | 3000 | new_nursing_beds
chongqing-reply-1199 | 五 | 0.40 | nursing_beds
chongqing-reply-1199 | 六 | 200 | courses
chongqing-reply-1199 | 六 | 20000 | carers_trained
chongqing-reply-1199 | 六 | 2000 | managers_trained
chongqing-reply-1199 | 六 | 2000 | carers_recruited
chongqing-reply-1199 | 六 | 100 | heads_recruited
"""
LISTED = {
    (law, section, Decimal(value), name)
    for law, section, value, name in (line.split(" | ") for line in FIGURES.strip().splitlines())
}


def test_each_figure_of_the_documents_is_an_indicator_and_nothing_is_invented() -> None:
    assert set() == LISTED - FOUND, "figures without an indicator"
    assert set() == FOUND - LISTED, "indicators that no document asks for"


def test_each_figure_carries_its_sentence_and_both_languages() -> None:
    for one in BOOK.indicators:
        assert one.name["zh"], one.id
        assert one.name["en"], one.id
        assert one.denominator or one.unit != "ratio", f"{one.id} is a ratio over nothing"
        for target in one.targets:
            assert 2 < len(target.source.quote) <= 24, f"{one.id}: a short quotation of the figure"
            assert target.source.law.promulgated, one.id


@pytest.mark.parametrize(
    ("name", "value", "met", "gap"),
    [
        ("nursing_beds", "0.40", False, "0"),
        ("nursing_beds", "0.41", True, "0"),
        ("excellent_rate", "0.75", False, "0.05"),
        ("station_subsidy", "80000", True, "0"),
        ("station_subsidy", "80001", False, "-1"),
        ("station_distance", "500", True, "0"),
        ("station_distance", "620", False, "-120"),
        ("standard_items_small", "28", False, "2"),
    ],
)
def test_a_value_is_held_against_its_target(name: str, value: str, met: bool, gap: str) -> None:
    one = next(each for each in BOOK.indicators if each.id == f"indicators.{name}")
    assert one.targets[0].is_met(Decimal(value)) is met
    assert one.targets[0].gap(Decimal(value)) == Decimal(gap)


def test_a_file_of_indicators_is_read_strictly(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(
        """
review: {last_checked: 2026-11-22, every_days: 365}
indicators:
  - id: indicators.visit_rate
    name: {zh: 重复, en: double}
    unit: ratio
    numerator: {zh: 甲, en: a}
    denominator: {zh: 乙, en: b}
    targets: [{value: 1, is: at_least, by: null, area: "320404", source: {law: nobody-knows}}]
  - id: indicators.other
    name: {zh: 其他, en: other}
    unit: miles
    numerator: {zh: 甲, en: a}
    targets: []
""",
        encoding="utf-8",
    )
    codes = {(problem.line, problem.code) for problem in examine([tmp_path])[1]}
    assert codes == {(12, "wrong-word"), (14, "too-few")}


def test_a_target_knows_what_was_reached_already() -> None:
    one = next(each for each in BOOK.indicators if each.id == "indicators.stations_society_run")
    assert [(each.value, each.is_target, each.by) for each in one.targets][-1] == (
        Decimal("0.745"),
        False,
        date(2021, 11, 22),
    )
