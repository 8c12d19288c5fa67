"""Directories come in and go out through the pages; a head adopts the item list that a planner proposed."""

import io
from datetime import date

import openpyxl
import pytest

from scoring.rulebook import RuleViolationError
from supervision.models import (
    AuditEntry,
    Expert,
    ImportBatch,
    InspectionItem,
    Inspector,
    InspectorAbsence,
    ItemList,
    ItemProposal,
    Visit,
)
from supervision.queries.items import get_version, version_in_force
from supervision.usecases import items, plans, visits
from supervision.usecases.experts import register_expert
from tests.databases import one_database
from tests.supervision.intake.lists import GOLDEN, xlsx_of
from tests.supervision.small_office import START, moment, person
from tests.supervision.views import test_imports as lists
from tests.supervision.views.office_pages import Pages

pytestmark = one_database
OFFICER = ["工号", "姓名", "部门", "执法证件号"]


def table(pages: Pages, name: str) -> list[list[object]]:
    """Return the rows of a directory as it goes out, its headings first."""
    answer = pages.as_("planner").get(f"/office/directories/{name}/list.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def upload(pages: Pages, name: str, rows: list[list[object]], status: int = 200) -> str:
    answer = pages.as_("planner").post(
        f"/office/directories/{name}/import/",
        data={"file": (io.BytesIO(xlsx_of(rows).content), f"{name}.xlsx")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == status, answer.text[-2000:]
    return answer.text


def confirm(pages: Pages, name: str, rows: list[list[object]], **fields: object) -> str:
    """Upload and confirm; return the address to which one is sent."""
    here = f"/office/directories/{name}/import/"
    digest = upload(pages, name, rows).split(f'action="{here}')[1].split('"')[0]
    return pages.post("planner", here + digest, name=f"{name}.xlsx", mapping="", **fields)


def propose(pages: Pages, rows: list[list[object]], since: str = "2026-12-01") -> str:
    return confirm(pages, "items", rows, **{"new-since": since, "new-reason": "补充一项"})


def with_item(rows: list[list[object]], **cells: object) -> list[list[object]]:
    """Return the list with a second item, like the first but for ``cells`` by heading."""
    new = (
        dict(zip(rows[0], rows[1], strict=True))
        | {"事项编码": "fire", "抽查事项": "消防安全", "序号": 2}
        | cells
    )
    return [*rows, list(new.values())]


@pytest.mark.parametrize("name", ["inspectors", "experts"])
def test_the_same_table_changes_nothing(pages, name):
    register_expert(key="ZJ1", name="专家甲", department="civil-affairs", specialities=("消防",), actor=person("planner"), at=moment(START))  # fmt: skip
    assert "新增 0 人，变更 0 人" in upload(pages, name, table(pages, name))


def test_inspectors_are_entered_and_changed_and_the_rest_stays(pages):
    rows = [
        [*OFFICER, "负责区域", "不在岗"],
        ["CI1", "检查员CI1", "民政局", "证CI1", "柳荫街道", "2026-12-01 至 2026-12-05 休假"],
        ["NEW1", "新人", "民政局", "证NEW1", "", ""],
        ["NEW2", "冒名", "民政局", "证MA1", "", ""],
        ["NEW3", "无部门", "月亮局", "证NEW3", "", ""],
    ]
    shown = upload(pages, "inspectors", rows)
    for words in (
        "新增 1 人，变更 1 人",
        "已登记在 MA1 名下",
        "没有名为“月亮局”的部门",
        "柳荫街道(990101001)",
        "检查员CI2(CI2)",
    ):
        assert words in shown
    assert Inspector.select().count() == 8
    kept = pages.read("planner", confirm(pages, "inspectors", rows))
    assert Inspector.get(Inspector.staff_number == "NEW1").department.key == "civil-affairs"
    changed = Inspector.get(Inspector.staff_number == "CI1")
    assert (changed.areas, changed.capacity) == (["990101001"], 12)
    assert InspectorAbsence.get().until == date(2026, 12, 5)
    assert Inspector.select().count() == 9
    assert "credential_number.taken" in kept
    assert "证MA1" not in kept, "no credential is kept in a report"
    assert "新增 0 人，变更 0 人" in upload(pages, "inspectors", rows)
    assert InspectorAbsence.select().count() == 1


def test_an_expert_is_no_inspector(pages):
    rows = [["编号", "姓名", "邀请部门"], ["CI1", "两面", "民政局"], ["ZJ1", "专家甲", "民政局"]]
    assert "检查人员不能登记为专家" in upload(pages, "experts", rows)
    confirm(pages, "experts", rows)
    assert [row.key for row in Expert.select()] == ["ZJ1"]
    assert Expert.get().confirmed_on == START
    assert AuditEntry.select().where(AuditEntry.action == "directory.import").count() == 1


def test_a_formula_is_refused_where_the_file_was_chosen(pages):
    shown = upload(pages, "inspectors", [OFFICER, ["CI9", "=1+1", "民政局", "9"]], status=400)
    assert "公式" in shown
    assert ImportBatch.select().count() == 0


def test_a_head_adopts_what_a_planner_proposed(pages):
    rows = with_item(table(pages, "items"))
    assert "这份清单与现行版本完全相同" in upload(pages, "items", rows[:2])
    address = propose(pages, rows)
    assert InspectionItem.select().count() == 1
    assert "消防安全" in pages.read("head", address)
    assert (
        pages.as_("planner").post(f"{address}/adopt", data={"adopt-since": "2026-12-01"}).status_code == 403
    )
    pages.post("head", f"{address}/adopt", **{"adopt-since": "2026-12-02"})
    version = version_in_force(date(2026, 12, 2))
    assert version.version == 2
    assert ItemProposal.get().decided_by == version.adopted_by
    assert version_in_force(date(2026, 12, 1)).version == 1
    assert [row.key for row in get_version(1)[1]] == ["food"], "the earlier version stays as it was"
    assert [row.key for row in get_version(2)[1]] == ["food", "fire"]
    assert "补充一项" in pages.read("head", "/office/items/versions/")
    assert "消防安全" not in pages.read("head", "/office/items/versions/1")
    assert "消防安全" in pages.read("head", "/office/items/versions/2")


def test_a_list_with_a_wrong_row_cannot_be_proposed(pages):
    rows = with_item(table(pages, "items"), 抽查依据="")
    shown = upload(pages, "items", rows)
    assert "没有法律依据，不能列入清单" in shown
    assert "还不能提出" in shown
    assert 'name="new-since"' not in shown


def test_what_is_left_out_is_told_to_end_and_a_stale_list_is_not_adopted(pages):
    rows = with_item(table(pages, "items"))
    first = propose(pages, rows)
    alone = [rows[0], rows[2]]
    assert "食品安全(food)" in upload(pages, "items", alone)
    second = propose(pages, alone)
    pages.post("head", f"{second}/adopt", **{"adopt-since": "2026-12-01"})
    assert ItemList.select().count() == 2
    late = pages.as_("head").post(f"{first}/adopt", data={"adopt-since": "2026-12-03"})
    assert late.status_code == 409
    pages.post("head", f"{first}/refuse", **{"refuse-reason": "已有新版"})
    assert "已有新版" in pages.read("planner", first)


def test_a_list_does_not_hold_for_days_that_have_passed(pages):
    here = "/office/directories/items/import/"
    rows = with_item(table(pages, "items"))
    digest = upload(pages, "items", rows).split(f'action="{here}')[1].split('"')[0]
    fields = {"name": "x.xlsx", "new-since": "2026-10-01", "new-reason": "补"}
    answer = pages.as_("planner").post(here + digest, data=fields)
    assert answer.status_code == 422
    assert "已经过去的日子" in answer.text
    assert ItemProposal.select().count() == 0


def test_the_register_goes_out_and_comes_in_unchanged(app, planner):
    lists.confirm(planner, lists.upload(planner, GOLDEN.read_bytes()))
    content = planner.get("/office/facilities/list.xlsx").data
    assert "新增 0 家，变更 0 家" in lists.upload(planner, content, "facilities.xlsx").text


def test_nothing_outside_the_adopted_list_can_be_planned_or_inspected(pages):
    fire = items.NewItem(
        key="fire", serial=1, matter="消防安全", kinds=("home",), content="疏散通道",
        basis=({"law": "fire-law", "article": "第十六条"},), way="实地核查", frequency="每年", organ_level="县级",
        category="key", departments=("civil-affairs",), checklist_items=("CL-C01", "CL-C02"),
    )  # fmt: skip
    since = date(2026, 11, 10)
    items.adopt_items(
        items=(fire,), ends=("food",), since=since, reason="换版", actor=person("head"), at=moment(START)
    )
    line = plans.NewLine(
        "食品", "drawn", ("food",), ("civil-affairs",), "civil-affairs", ("home",), ("990101",), (11,), (1, 4)
    )  # fmt: skip

    def draft(on: date) -> int:
        return plans.draft_plan(
            authority_key="minghu", year=2027, number=f"P{on.day}", title="计划", lines=(line,),
            actor=person("planner"), at=moment(on),
        )  # fmt: skip

    def plan(on: date, *points: str) -> str:
        new = visits.NewVisit("special", pages.office.codes[0], on, "专项", ("CI1", "CI2"), points or None)
        return visits.plan_visit(visit=new, actor=person("planner"), at=moment(START))

    assert draft(START), "until the new version holds, the earlier one does"
    with pytest.raises(RuleViolationError) as unplanned:
        draft(since)
    assert unplanned.value.code == "item-not-listed"
    with pytest.raises(RuleViolationError) as uninspected:
        plan(since, "CL-C01", "CL-A01")
    assert uninspected.value.code == "point-not-listed"
    assert Visit.get(Visit.uuid == plan(since)).items == ["CL-C01", "CL-C02"]
