"""The office page of target figures: computed where the register knows, reported with evidence where not."""

import io
from datetime import date
from decimal import Decimal

from supervision.actor import terminal
from supervision.models import Facility, IndicatorReport
from supervision.queries.indicators import SUMS, get_indicator
from supervision.rulebook import rulebook
from supervision.usecases import facilities
from tests.databases import one_database
from tests.supervision.small_office import moment

ON = date(2026, 11, 2)
PLACE = "/office/indicators/"


def test_every_sum_that_a_rule_file_names_is_there():
    named = {one.computed for one in rulebook().indicators if one.computed}
    assert named == set(SUMS)


@one_database
def test_the_page_shows_target_value_gap_and_date_of_each(pages):
    page = pages.read("auditor", PLACE)
    assert page.count("<tr>") > 60
    assert "特殊困难老年人月上门探访率" in page
    assert "等待填报" in page
    assert "不低于 100 %" in page
    assert "差 54" not in pages.read("auditor", PLACE + "?group=money")
    one = pages.read("auditor", PLACE + "indicators.excellent_rate")
    assert "优秀率达到80%以上" in one, "the sentence of the document"
    assert "名册里还没有数据" in one


@one_database
def test_who_runs_what_is_counted_from_the_register(pages):
    kinds = ("street_centre", "station", "station")
    codes = pages.office.codes[: len(kinds)]
    for code, kind, nature in zip(
        codes, kinds, ("non_profit", "non_profit", "public_institution"), strict=True
    ):
        Facility.update(kind=kind).where(Facility.code == code).execute()
        facilities.link_operator(
            code=code, name=f"运营方{nature}", uscc=None, nature=nature, legal_representative="", since=date(2020, 1, 1),
            actor=terminal(), at=moment(date(2020, 1, 1)),
        )  # fmt: skip

    run = get_indicator("indicators.stations_society_run", actor=terminal(), on=ON)
    assert (run.figure.numerator, run.figure.denominator, run.figure.value) == (1, 2, Decimal("0.5"))
    assert [row.gap for row in run.targets][:1] == [Decimal("0.1")]
    both = get_indicator("indicators.centres_with_stations", actor=terminal(), on=ON)
    assert (both.figure.value, both.is_met) == (1, True)


@one_database
def test_a_figure_is_reported_with_its_source_and_evidence(pages):
    address = PLACE + "indicators.visit_rate"
    filled = {"report-on": "2026-10-31", "report-numerator": "1180", "report-source": "探访系统十月月报"}

    without = pages.as_("planner").post(f"{address}/report", data=filled)
    assert without.status_code == 422
    assert "请填写分母" in without.text
    above = pages.as_("planner").post(f"{address}/report", data=filled | {"report-denominator": "1100"})
    assert "分子不能大于分母" in above.text
    evidence = (io.BytesIO(b"%PDF-1.7 report"), "十月月报.pdf")
    pages.post("planner", f"{address}/report", **filled, **{"report-denominator": "1200", "report-evidence": evidence})  # fmt: skip

    row = IndicatorReport.get()
    assert (row.numerator, row.reported_by) == (Decimal(1180), "planner")
    assert len(row.evidence_sha256) == 64
    page = pages.read("auditor", address)
    assert "98.33 %" in page
    assert "差 1.67 %" in page
    assert "探访系统十月月报" in page
    assert pages.as_("auditor").post(f"{address}/report", data=filled).status_code == 403
