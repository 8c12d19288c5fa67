"""计划变更: a published plan is changed in the open: proposed, approved by a head, published with what, when and why."""

from datetime import date

from supervision.models import PlanChange, PlanLine
from supervision.queries.public.inspections import plans
from tests.databases import one_database
from tests.supervision.small_office import START, publish_plan

CHANGE = {
    "line_title": "养老院抽查", "visit_kind": "drawn", "items": "food", "departments": ["civil-affairs", "market-regulation"],
    "lead": "civil-affairs", "kinds": "home", "months": "12", "ratio": "1/3", "reason": "冬季加强检查",
}  # fmt: skip
LINE = "/office/plans/P1/lines/1"


@one_database
def test_a_change_is_proposed_approved_and_published_as_a_change(pages):
    publish_plan()
    assert "1/6" in pages.read("planner", f"{LINE}/change").replace(" ", "")
    pages.post("planner", f"{LINE}/change", **CHANGE)
    assert tuple(PlanLine.get().ratio) == (1, 6), "the published plan stands until the change is published"
    assert "1/6 → 1/3" in pages.read("head", "/office/plans/P1")
    assert pages.as_("planner").post("/office/plans/P1/changes/1/approve").status_code == 403
    pages.post("head", "/office/plans/P1/changes/1/approve")
    assert pages.as_("head").post("/office/plans/P1/changes/1/approve").status_code == 409
    pages.post("planner", "/office/plans/P1/changes/1/publish")

    assert (PlanLine.get().ratio, PlanLine.get().months) == ([1, 3], [12])
    (plan,) = plans(date(2026, 12, 1))
    (change,) = plan.changes
    assert (change.n, change.kind, change.on, change.reason) == (1, "changed", START, "冬季加强检查")
    assert [each.zh for each in change.what] == ["时间：11月 → 12月", "抽查比例：1/6 → 1/3"]
    assert not plans(date(2026, 11, 1)), "nothing before its day"


@one_database
def test_a_change_says_why_changes_something_and_waits_its_turn(pages):
    publish_plan()
    planner = pages.as_("planner")
    silent = planner.post(f"{LINE}/change", data=CHANGE | {"reason": ""})
    assert (silent.status_code, "请写明理由" in silent.text) == (400, True)
    same = planner.post(f"{LINE}/change", data=CHANGE | {"months": "11", "ratio": "1/6"})
    assert (same.status_code, "没有任何变更" in same.text) == (422, True)
    often = planner.post(f"{LINE}/change", data=CHANGE | {"months": "3,6,9", "ratio": "1/1"})
    assert (often.status_code, "超过同一机关的年度上限" in often.text) == (422, True)
    assert not PlanChange.select().exists()
    pages.post("planner", f"{LINE}/change", **CHANGE)
    again = planner.post(f"{LINE}/end", data={"reason": "不再需要"})
    assert (again.status_code, "已有一次变更在办理" in again.text) == (422, True)


@one_database
def test_a_line_is_added_and_taken_out(pages):
    publish_plan()
    pages.post(
        "planner",
        "/office/plans/P1/lines/new",
        **CHANGE | {"line_title": "冬季专项", "visit_kind": "special"},
    )
    pages.post("planner", f"{LINE}/end", reason="并入专项检查")
    for n in (1, 2):
        pages.post("head", f"/office/plans/P1/changes/{n}/approve")
        pages.post("planner", f"/office/plans/P1/changes/{n}/publish")
    lines = {line.title: line.ended_on for line in PlanLine.select()}
    assert lines == {"养老院抽查": START, "冬季专项": None}
    assert {row.kind for row in PlanChange.select()} == {"added", "ended"}
    page = pages.read("planner", "/office/plans/P1")
    assert "已取消" in page
    assert "公布年度计划" in page, "the deadline of publication, as a clock"
    assert pages.as_("planner").get(f"{LINE}/change").status_code == 400


@one_database
def test_the_terms_of_roles_hold_for_every_step(pages):
    publish_plan()
    for address in (f"{LINE}/change", f"{LINE}/end", "/office/plans/P1/lines/new"):
        pages.read("assessor", address, status=403)
