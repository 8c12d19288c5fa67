"""The results of a year: proposed by one, closed by another, never changed; a correction is a version with its reason."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from scoring.frozen.verifying import verify
from scoring.rulebook import RuleViolationError, use_local_rules
from supervision.errors import NotAllowedError, StaleError
from supervision.models import AnnualResult, AnnualSheet, Area
from supervision.queries.annual_results import frozen_annual, get_annual_result, list_annual_results
from supervision.queries.public import annual_results as public
from supervision.queries.public.small_groups import NOT_TOLD
from supervision.rulebook import rulebook
from supervision.usecases.annual_results import (
    decide_annual_result,
    propose_annual_result,
    refuse_annual_result,
)
from supervision.usecases.area_facts import record_area_fact
from supervision.usecases.indicators import report_indicator
from tests.databases import one_database
from tests.supervision.small_office import moment, person
from tests.supervision.views.office_pages import Pages

pytestmark = one_database
RULES = Path(__file__).parents[3] / "supervision" / "demo" / "rules"
REPORTED, PROPOSED, CLOSED = date(2025, 12, 20), date(2026, 1, 12), date(2026, 1, 14)
LATER = date(2026, 3, 9)
YEAR = {
    "street.survey": {"valid": 100, "satisfied": 90},
    "street.tasks": {"listed": 40, "done": 36},
    "street.volunteers": {"registered": 300, "elders": 1000},
    "street.coverage": {"communities": 10, "covered": 9},
    "street.needs": {"found": 100, "met": 90},
    "street.adaptation": {"asked": 20, "adapted": 18},
}
STREET = "990101901"
OTHER = "990101902"
ALONE = "990101001"  # of which nothing was reported


def tell(area: str, kind: str, data: dict[str, int], at: date = REPORTED) -> None:
    record_area_fact(area=area, kind=kind, on=REPORTED, source="台账", data=data,
                     actor=person("assessor"), at=moment(at))  # fmt: skip


@pytest.fixture
def district(pages: Pages, tmp_path: Path):
    """A district that has adopted the index, with the year 2025 of two streets reported."""
    shutil.copytree(RULES, tmp_path / "rules")
    use_local_rules([tmp_path / "rules"])
    for code, done in ((STREET, 36), (OTHER, 30)):
        Area.get_or_create(
            code=code, defaults={"name": f"示例街道{code[-1]}", "level": "street", "parent_code": "990101"}
        )
        for kind, data in {**YEAR, "street.tasks": {"listed": 40, "done": done}}.items():
            tell(code, kind, data)
    pages.clock.at = moment(PROPOSED)
    yield pages
    use_local_rules([])


def propose(about: str = "street_index", on: date = PROPOSED, year: int = 2025, reason: str = "") -> str:
    return propose_annual_result(
        about=about, area="990101", year=year, reason=reason, actor=person("assessor"), at=moment(on)
    )


def close(key: str, on: date = CLOSED) -> None:
    decide_annual_result(uuid_=key, actor=person("head"), at=moment(on))


def test_each_sheet_can_be_computed_again_from_its_file(district) -> None:
    key = propose()
    close(key)
    row, lines = get_annual_result(key, actor=person("auditor"))
    assert (row.state, [line.subject for line in lines]) == ("closed", [STREET, OTHER, ALONE])
    assert [line.standing.get("place") for line in lines] == ["1", "2", None]
    for line in lines:
        frozen = frozen_annual(key, line.subject, actor=person("auditor"))
        assert frozen.content_sha256 == line.content_sha256
        verdict = verify(frozen.as_record(), rulebook())
        assert verdict.holds, verdict.text
    forged = frozen.as_record()
    forged["facts"][0]["data"]["district"] = "990102"
    assert not verify(forged, rulebook()).holds


def test_nobody_closes_what_he_proposed_and_nobody_closes_twice(district) -> None:
    key = propose()
    with pytest.raises(RuleViolationError, match="提出人不能"):
        decide_annual_result(uuid_=key, actor=person("assessor", "head"), at=moment(CLOSED))
    with pytest.raises(NotAllowedError):
        decide_annual_result(uuid_=key, actor=person("auditor"), at=moment(CLOSED))
    assert public.read(CLOSED).streets == (), "what is only proposed is not public"
    close(key)
    with pytest.raises(StaleError):
        close(key)
    assert public.read(PROPOSED).streets == (), "nor is it before its day"
    assert len(public.read(CLOSED).streets) == 3


def test_a_correction_is_a_version_with_its_reason_and_leaves_the_earlier_one(district) -> None:
    first = propose()
    close(first)
    kept = list(AnnualSheet.select().order_by(AnnualSheet.id).tuples())
    with pytest.raises(RuleViolationError, match="相同"):
        propose(on=LATER, reason="再算一次")
    tell(STREET, "street.tasks", {"listed": 40, "done": 20}, at=LATER)
    with pytest.raises(RuleViolationError, match="更正须写明理由"):
        propose(on=LATER)
    second = propose(on=LATER, reason="清单完成项数多报")
    with pytest.raises(RuleViolationError, match="正在等待"):
        propose(on=LATER, reason="清单完成项数多报")
    close(second, on=LATER)
    assert list(AnnualSheet.select().order_by(AnnualSheet.id).tuples())[:3] == kept
    states = {row.uuid: (row.version, row.state) for row in list_annual_results(actor=person("head"))}
    assert states == {first: (1, "corrected"), second: (2, "closed")}
    told = {each.id: each for each in public.read(LATER).streets}
    assert (told[f"street-{STREET}-2025-1"].place, told[f"street-{STREET}-2025-2"].place) == (1, 2)
    assert told[f"street-{STREET}-2025-2"].reason == "清单完成项数多报"
    assert told[f"street-{STREET}-2025-1"].lines == ()


def test_what_was_returned_stays_on_file_and_can_be_proposed_again(district) -> None:
    key = propose()
    refuse_annual_result(uuid_=key, reason="等青石街道补报", actor=person("head"), at=moment(CLOSED))
    close(propose(on=CLOSED), on=LATER)
    assert [(row.version, bool(row.refused_on)) for row in AnnualResult.select().order_by(AnnualResult.id)] == [
        (1, True),
        (1, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("about", "year", "code"),
    [
        ("street_index", 2026, "annual-not-over"),
        ("station_subsidy", 2025, "annual-nothing"),
    ],
)
def test_what_cannot_be_closed_is_refused_with_a_reason(district, about: str, year: int, code: str) -> None:
    with pytest.raises(RuleViolationError) as refused:
        propose(about=about, year=year)
    assert refused.value.code == code


def test_an_indicator_takes_figures_of_its_year_alone(district) -> None:
    for day, done in ((date(2024, 12, 25), 90), (date(2026, 1, 5), 89)):
        report_indicator(indicator="indicators.visit_rate", on=day, numerator=done, denominator=100,
                         source="月报", actor=person("planner"), at=moment(date(2026, 1, 6)))  # fmt: skip
    close(propose(about="indicators"))
    (value,) = (each for each in public.read(CLOSED).indicators if each.indicator == "indicators.visit_rate")
    assert (value.value, value.met) == (None, None)
    report_indicator(indicator="indicators.visit_rate", on=date(2025, 12, 25), numerator=85, denominator=100,
                     source="十二月月报", actor=person("planner"), at=moment(LATER))  # fmt: skip
    close(propose(about="indicators", on=LATER, reason="补报探访数"), on=LATER)
    newest = next(
        each for each in public.read(LATER).indicators if each.id == "indicators.visit_rate-990101-2025-2"
    )
    assert (str(newest.value), newest.source, newest.met) == ("0.85", "十二月月报", False)
    assert newest.targets[0].quote


@pytest.mark.parametrize(("done", "under"), [(7, 100), (7, 8), (95, 100), (90, 100), (100, 100), (0, 100)])
def test_of_few_people_no_number_is_told(district, done: int, under: int) -> None:
    """Nine elders and fewer could be told apart, also those who were not visited; nobody at all, or many, cannot."""
    report_indicator(indicator="indicators.visit_rate", on=date(2025, 12, 25), numerator=done, denominator=under,
                     source="十二月月报", actor=person("planner"), at=moment(date(2026, 1, 6)))  # fmt: skip
    close(propose(about="indicators"))
    (value,) = (each for each in public.read(CLOSED).indicators if each.indicator == "indicators.visit_rate")
    told = (value.numerator, value.denominator, value.value, value.met, value.targets[0].gap)
    if 0 < done < 10 or 0 < under - done < 10:
        assert told == (None,) * 5
        assert value.how == "withheld"
    else:
        assert told[:2] == (done, under)
        assert value.met is (done == under)


@pytest.mark.parametrize(("adapted", "asked"), [(3, 5), (18, 20), (24, 31), (40, 50), (20, 20), (0, 20)])
def test_no_points_of_a_street_tell_of_few_people(district, adapted: int, asked: int) -> None:
    """Three of five points are 60 %; and the total less the points of all other parts are the points of this one."""
    tell(STREET, "street.adaptation", {"asked": asked, "adapted": adapted}, at=PROPOSED)
    close(propose())
    street = next(each for each in public.read(CLOSED).streets if each.area == STREET)
    told = {"tasks", "coverage"}
    unknown = {"satisfaction", "volunteers", "needs", "adaptation"}
    if 0 < adapted < 10 or 0 < asked - adapted < 10:
        assert (
            {each.key for each in street.parts} == {each.part for each in street.lines if each.part} == told
        )
        assert {each.part for each in street.basis if each.text == NOT_TOLD} == unknown
        assert len(street.withheld) == len(unknown)
    else:
        assert {each.key for each in street.parts} == told | unknown
        assert street.withheld == ()
    assert street.points is not None


def test_the_pages_propose_close_and_hand_out_the_sealed_file(district) -> None:
    pages: Pages = district
    key = pages.post(
        "assessor", "/office/annual/new", about="street_index", area="990101", year="2025", reason=""
    )
    assert "等待决定" in pages.read("assessor", "/office/annual/")
    assert "示例街道1" in pages.read("head", key)
    assert pages.as_("assessor").post(f"{key}/decide").status_code == 403
    pages.post("head", f"{key}/decide")
    page = pages.read("auditor", key)
    assert "已封存" in page
    assert f"{key}/{STREET}.json" in page
    assert '"content_sha256"' in pages.read("auditor", f"{key}/{STREET}.json")
    again = pages.as_("assessor").post(
        "/office/annual/new", data={"about": "street_index", "area": "990101", "year": "2025"}
    )
    assert again.status_code == 422
    assert "没有要更正的内容" in again.text
