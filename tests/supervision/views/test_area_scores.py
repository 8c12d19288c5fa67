"""Index of streets, targets of areas, subsidies, catalogue of services: what is reported is ranked and summed by rule."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from scoring.rulebook import use_local_rules
from supervision.models import Area, AreaFact
from supervision.queries.area_scores import STREETS, TARGETS, area_scores
from supervision.usecases.area_facts import record_area_fact
from tests.databases import one_database
from tests.supervision.small_office import moment, person
from tests.supervision.views.office_pages import Pages

pytestmark = one_database
DEMO_RULES = Path(__file__).parents[3] / "supervision" / "demo" / "rules"
DAY = date(2026, 11, 3)
REST = {
    "street.volunteers": {"registered": 300, "elders": 1000},
    "street.coverage": {"communities": 10, "covered": 10},
    "street.needs": {"found": 10, "met": 10},
    "street.adaptation": {"asked": 10, "adapted": 10},
}


@pytest.fixture
def district(pages: Pages, tmp_path: Path):
    """A district that has adopted the index, with three streets of its own."""
    shutil.copytree(DEMO_RULES, tmp_path / "rules")
    use_local_rules([tmp_path / "rules"])
    home = Area.get(Area.level == "district")
    codes = [f"{home.code}{number:03}" for number in (901, 902, 903)]
    for code in codes:
        Area.get_or_create(
            code=code, defaults={"name": f"示例街道{code[-1]}", "level": "street", "parent_code": home.code}
        )
    pages.clock.at = moment(DAY)
    yield pages, home, codes
    use_local_rules([])


def tell(area: str, kind: str, **data: object) -> None:
    record_area_fact(
        area=area, kind=kind, on=DAY, source="台账", data=data, actor=person("assessor"), at=moment(DAY)
    )


def test_equals_share_a_place_and_a_street_without_data_has_none(district) -> None:
    _, _, codes = district
    for code, (satisfied, done) in zip(codes, ((90, 80), (80, 90), (95, None)), strict=True):
        tell(code, "street.survey", valid=100, satisfied=satisfied)
        if done is not None:
            tell(code, "street.tasks", listed=100, done=done)
            for kind, data in REST.items():
                tell(code, kind, **data)
    found = {row.code: row for row in area_scores(STREETS, actor=person("auditor"), on=DAY)}
    assert [found[code].sheet.value for code in codes[:2]] == [89.5, 89.5]
    assert [found[code].place for code in codes[:2]] == [1, 1]
    assert found[codes[0]].peers == 2
    assert found[codes[2]].sheet.value is None


def test_rates_have_exact_denominators_and_a_sample_too_small_decides_nothing(district) -> None:
    pages, home, codes = district
    survey = {
        "facility": "抽样",
        "population": 400,
        "asked": 60,
        "valid": 50,
        "very_satisfied": 30,
        "satisfied": 16,
    }
    tell(home.code, "area.survey", **survey, blind=True)
    tell(
        codes[0],
        "area.survey",
        **{**survey, "asked": 39, "valid": 35, "very_satisfied": 20, "satisfied": 15},
        blind=True,
    )
    page = pages.read("assessor", "/office/targets/")
    assert "92 %" in page
    assert "46 / 50" in page
    assert "样本不合要求" in page
    assert {row.code: row.sheet.outcome for row in area_scores(TARGETS, actor=person("auditor"), on=DAY)}[
        codes[0]
    ] == "sample_unfit"


def test_what_is_reported_on_a_page_stands_there_with_its_source(district) -> None:
    pages, _, codes = district
    address = f"/office/streets/{codes[0]}"
    sent = {
        "street-tasks-on": "2026-11-02",
        "street-tasks-source": "街道台账",
        "street-tasks-listed": "40",
        "street-tasks-done": "41",
    }
    refused = pages.as_("assessor").post(f"{address}/street.tasks", data=sent)
    assert refused.status_code == 422
    assert "部分不能大于总数" in refused.text
    pages.post("assessor", f"{address}/street.tasks", **{**sent, "street-tasks-done": "39"})
    page = pages.read("assessor", address)
    assert "街道台账" in page
    assert "97.5 %" in page
    assert AreaFact.select().count() == 1


def test_a_claim_gives_a_sum_or_says_why_there_is_none(district) -> None:
    pages, _, _ = district
    page = pages.read("planner", "/office/subsidies/")
    assert "没有补助申请" in page
    for address in ("/office/subsidies/bed_subsidy/", "/office/services/"):
        for language in ("zh-CN", "en"):
            assert pages.as_("planner").get(f"{address}?lang={language}").status_code == 200
    assert pages.as_("planner").get("/office/subsidies/none/").status_code == 404
