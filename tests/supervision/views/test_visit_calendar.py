"""The calendar says who is visited how often; the cap speaks before a roster is frozen, and then it acts."""

import csv
import io
from datetime import date

import pytest

from scoring.rulebook import RuleViolationError
from supervision.models import Case, Plan, Task, TaskTarget, Visit
from supervision.queries.visit_calendar import counted_visits, visit_calendar
from supervision.usecases import plans, tasks, visits
from tests.databases import one_database
from tests.supervision.small_office import START, moment, person, publish_plan

pytestmark = one_database
CALENDAR = "/office/calendar/"


def planned(office, code: str, *days: date, kind: str = "special") -> list[str]:
    """Plan visits by hand, one a day."""
    return [
        visits.plan_visit(
            visit=visits.NewVisit(kind, code, day, "专项", ("CI1", "CI2")), actor=person("planner"), at=moment(START)
        )
        for day in days
    ]  # fmt: skip


def calendar(**asked):
    return visit_calendar(actor=person("planner"), on=date(2026, 11, 30), year=2026, **asked)


def row_of(code: str, **asked):
    return next((row for row in calendar(**asked).rows if row.code == code), None)


def test_visits_are_counted_by_month_against_the_cap(pages):
    first, second, third, *_ = pages.office.codes
    planned(pages.office, first, date(2026, 11, 9), date(2026, 11, 10), date(2026, 12, 1))
    planned(pages.office, second, date(2026, 11, 9), kind="case")
    (cancelled,) = planned(pages.office, third, date(2026, 11, 9))
    Case.update(state="cancelled").where(Case.id == Visit.get(Visit.uuid == cancelled).case_id).execute()

    found = calendar()
    assert (found.cap, found.minimum, found.everybody) == (2, 1, 12)
    assert (found.below, found.reached, found.over) == (10, 1, 1)
    assert row_of(first).months == (0,) * 10 + (2, 1)
    assert (row_of(first).counted, row_of(first).last) == (3, date(2026, 11, 10)), (
        "what is to come is no visit yet"
    )
    assert (row_of(second).total, row_of(second).counted) == (1, 0), "a case does not count against the cap"
    assert row_of(third).total == 0, "what was cancelled was no visit"
    assert row_of(first, show="over")
    assert len(calendar(show="below").rows) == 10


def test_who_was_not_visited_for_long(pages):
    planned(pages.office, pages.office.codes[0], date(2026, 5, 31))
    assert row_of(pages.office.codes[0], unvisited=5)
    assert row_of(pages.office.codes[0], unvisited=7) is None
    assert len(calendar(unvisited=7).rows) == 11
    assert calendar(unvisited=5).rows[-1].code == pages.office.codes[0], "the longest come first"


def test_a_drawn_visit_that_has_not_begun_is_not_betrayed(pages):
    (uuid,) = planned(pages.office, pages.office.codes[0], date(2026, 11, 9))
    Visit.update(kind="drawn").where(Visit.uuid == uuid).execute()
    seen = visit_calendar(actor=person("assessor"), on=date(2026, 11, 30), year=2026)
    assert sum(seen.months) == 0
    assert sum(calendar().months) == 1


def test_the_page_and_its_csv(pages):
    code = pages.office.codes[0]
    planned(pages.office, code, date(2026, 11, 9), date(2026, 11, 10))
    shown = pages.read("planner", CALENDAR)
    assert "heat-2" in shown
    assert "已达" in shown
    content = pages.as_("planner").get(CALENDAR + "calendar.csv?show=reached").data.decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(content))
    assert heading[0] == "编号"
    assert [row[0] for row in rows] == [code]
    assert rows[0][4:17] == ["0"] * 10 + ["2", "0", "2"]
    for odd in ("?year=0", "?year=abc&unvisited=-3&page=99", "?unvisited=999999"):
        pages.read("planner", CALENDAR + odd)


def test_the_cap_speaks_before_freezing_and_acts(pages):
    publish_plan()
    code = pages.office.codes[0]
    planned(pages.office, code, date(2026, 11, 9), date(2026, 11, 10))
    task = tasks.NewTask(
        plan_number="P1", line=1, number="T1", title="十一月抽查", kinds=(), areas=(),
        team=(("civil-affairs", 2, ()), ("market-regulation", 2, ())), days=(date(2026, 11, 16), date(2026, 11, 17)),
    )  # fmt: skip
    tasks.create_task(task=task, actor=person("planner"), at=moment(START, 11))
    shown = pages.read("planner", "/office/tasks/T1")
    assert "1 家机构今年已检查 2 次，达到上限" in shown
    assert "明湖试验1号养老院" in shown
    tasks.freeze_task(number="T1", actor=person("planner"), at=moment(START, 12))
    left_out = TaskTarget.get(TaskTarget.facility == Visit.get().facility)
    assert left_out.excluded == "本年度检查次数已达上限"
    assert counted_visits(Task.get().authority, 2026) == {left_out.facility_id: 2}


def test_a_plan_says_what_it_comes_to_and_none_goes_over_the_cap(pages):
    publish_plan()
    shown = pages.read("planner", "/office/plans/P1")
    for words in ("每家机构一年检查几次", "平均不足每年最少次数", "各部门的分工", "牵头", "第 1 版"):
        assert words in shown
    line = plans.NewLine(
        "每月全查", "drawn", ("food",), ("civil-affairs",), "civil-affairs", ("home",), ("990101",), (3, 6, 9), (1, 1)
    )  # fmt: skip
    with pytest.raises(RuleViolationError) as refused:
        plans.draft_plan(
            authority_key="minghu", year=2027, number="P2", title="计划", lines=(line,),
            actor=person("planner"), at=moment(START),
        )  # fmt: skip
    assert refused.value.code == "plan-over-cap"
    assert Plan.select().count() == 1


def test_a_visit_says_which_version_it_stands_on(pages):
    (uuid,) = planned(pages.office, pages.office.codes[0], date(2026, 11, 9))
    assert "/office/items/versions/1" in pages.read("planner", f"/office/visits/{uuid}")
