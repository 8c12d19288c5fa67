"""From the item list to a revealed draw through the pages: who may, who may not, and what is said then."""

import json
import re
from datetime import date

from inspections.proof import verify
from supervision.models import Draw, Recusal, RecusalRequest, Task, Visit
from tests.databases import one_database
from tests.supervision.small_office import freeze_task, moment, publish_plan

VALUE = "01 04 15 21 28 32+03"
PLAN = {
    "year": "2026",
    "number": "P7",
    "title": "试验计划",
    "line_title": "养老院抽查",
    "visit_kind": "drawn",
    "items": "food",
    "departments": ["civil-affairs", "market-regulation"],
    "lead": "civil-affairs",
    "kinds": "home",
    "months": "11",
    "ratio": "1/6",
}
TASK = {"number": "T7", "title": "十一月抽查", "first_day": "2026-11-16", "days": "2", "standby_days": "1",
        "per_day": "2", "count_civil-affairs": "2", "count_market-regulation": "2"}  # fmt: skip
BEACON = {"source": "双色球", "round": "第2026130期", "not_before": "2026-11-03T21:15", "format": "ssq",
          "fallback": "下一期", "reveal_by": "2026-12-31"}  # fmt: skip


@one_database
def test_the_whole_way_from_a_plan_to_a_revealed_draw(pages):
    assert "食品安全法" in pages.read("planner", "/office/items/")

    pages.post("planner", "/office/plans/new", **PLAN)
    pages.post("head", "/office/plans/P7/approve")
    pages.post("planner", "/office/plans/P7/publish")
    pages.post("planner", "/office/tasks/new?plan=P7&line=1", **TASK)
    pages.post("planner", "/office/tasks/T7/freeze")
    assert "12" in pages.read("planner", "/office/tasks/T7")
    assert Task.get().days == ["2026-11-16", "2026-11-17"]

    draw = pages.commit("T7", **BEACON)
    assert "公开随机值还没有产生" in pages.read("planner", draw)

    pages.clock.at = moment(date(2026, 11, 4))
    pages.post("planner", f"{draw}/beacon", **{"beacon-value": VALUE})
    assert "1 / 2" in pages.read("head", draw)
    assert VALUE not in pages.read("head", draw), "the second person sees nothing of the first one's entry"
    refused = pages.as_("planner").post(f"{draw}/run")
    assert refused.status_code == 422
    assert "公开随机值须由两人分别录入且一致" in refused.text
    pages.post("head", f"{draw}/beacon", **{"beacon-value": VALUE})
    pages.post("planner", f"{draw}/run")
    assert "抽中的机构" in pages.read("planner", draw)
    assert "抽中的机构" not in pages.read("publisher", draw), "nothing of the result before the reveal"
    pages.read("planner", f"{draw}/record.json", status=404)

    pages.post("planner", f"{draw}/dispatch")
    uuids = [visit.uuid for visit in Visit.select()]
    assert uuids
    preview = pages.as_("head").post("/office/visits/preview", data={"action": "approve", "visit": uuids})
    assert "可以办理" in preview.text
    pages.post("head", "/office/visits/approve", visit=uuids)
    assert {visit.case.state for visit in Visit.select()} == {"approved"}

    assert pages.as_("planner").post(f"{draw}/reveal").status_code == 422, "visits lie ahead"
    pages.clock.at = moment(date(2026, 12, 1))
    pages.post("planner", f"{draw}/reveal")
    record = json.loads(pages.as_("publisher").get(f"{draw}/record.json").data)
    assert verify(record).holds


@one_database
def test_two_who_read_different_values_begin_again(pages):
    publish_plan()
    freeze_task()
    draw = pages.commit("T1", **BEACON)
    pages.clock.at = moment(date(2026, 11, 4))

    pages.post("planner", f"{draw}/beacon", **{"beacon-value": VALUE})
    pages.post("head", f"{draw}/beacon", **{"beacon-value": "01 04 15 21 28 32+04"})

    assert "两人录入的不一致" in pages.read("head", draw)
    assert "0 / 2" in pages.read("planner", draw)


@one_database
def test_a_value_that_is_misspelt_is_said_beside_its_field(pages):
    publish_plan()
    freeze_task()
    draw = pages.commit("T1", **BEACON)
    pages.clock.at = moment(date(2026, 11, 4))

    answer = pages.as_("planner").post(f"{draw}/beacon", data={"beacon-value": "2 9 13"})

    assert answer.status_code == 400
    assert "写法与约定不符" in answer.text
    assert 'value="2 9 13"' in answer.text, "what was typed is still there"


@one_database
def test_a_commitment_is_abandoned_with_a_reason_only(pages):
    publish_plan()
    freeze_task()
    draw = pages.commit("T1", **BEACON)

    assert pages.as_("head").post(f"{draw}/abandon", data={"abandon-reason": ""}).status_code == 400
    pages.post("head", f"{draw}/abandon", **{"abandon-reason": "名录有误"})

    assert Draw.get().state == "abandoned"
    assert "名录有误" in pages.read("auditor", draw)


@one_database
def test_nobody_approves_a_plan_of_his_own(pages):
    both = pages.as_("chief", "planner", "head")
    both.post("/office/plans/new", data=PLAN)

    answer = both.post("/office/plans/P7/approve")

    assert answer.status_code == 422
    assert "起草人不能批准自己起草的计划" in answer.text


@one_database
def test_a_draft_says_what_is_wrong_beside_the_field(pages):
    answer = pages.as_("planner").post("/office/plans/new", data=PLAN | {"ratio": "4/1", "months": "13"})

    assert answer.status_code == 400
    assert "请写成分数" in answer.text
    assert "请写月份" in answer.text
    assert 'value="试验计划"' in answer.text


@one_database
def test_inspectors_absence_and_recusal(pages):
    number = "/office/inspectors/CI1"
    assert "检查员CI1" in pages.read("planner", "/office/inspectors/")

    wrong = pages.as_("planner").post(
        f"{number}/absence", data={"absence-since": "2026-11-10", "absence-until": "2026-11-09"}
    )
    assert wrong.status_code == 400
    pages.post("planner", f"{number}/absence",
               **{"absence-since": "2026-11-01", "absence-until": "2026-11-09", "absence-reason": "培训"})  # fmt: skip
    assert "今天不在岗" in pages.read("planner", "/office/inspectors/?state=away")
    pages.post("planner", f"{number}/recusal", **{
        "recusal-facility_code": pages.office.codes[0], "recusal-code": "kinship", "recusal-text": "母亲入住"})  # fmt: skip
    assert RecusalRequest.get().code == "kinship"
    assert not Recusal.select().exists(), "a head decides first"


@one_database
def test_each_page_is_for_its_role_and_area(pages):
    publish_plan()
    freeze_task()
    draw = pages.commit("T1", **BEACON)
    shown = ("/office/", "/office/inspectors/", "/office/inspectors/CI1", "/office/items/", "/office/plans/",
             "/office/plans/P1", "/office/tasks/", "/office/tasks/T1", "/office/draws/", draw)  # fmt: skip
    for address in shown:
        pages.read("auditor", address)
        pages.read("assessor", address)
    for address in ("/office/plans/new", "/office/inspectors/new", "/office/tasks/new?plan=P1&line=1"):
        pages.read("planner", address)
        pages.read("assessor", address, status=403)
    elsewhere = pages.as_("stranger", "planner", scope="320101")
    for address in ("/office/inspectors/CI1", "/office/plans/P1", "/office/tasks/T1", draw):
        assert elsewhere.get(address).status_code == 404, address
        assert elsewhere.get("/office/plans/").status_code == 200
    assert elsewhere.post(f"{draw}/run").status_code == 404
    assert pages.app.test_client().get("/office/plans/").status_code == 303, "sign in first"


@one_database
def test_nothing_is_written_without_a_token(pages):
    publish_plan()
    planner = pages.as_("planner")
    pages.app.config["WTF_CSRF_ENABLED"] = True
    rules = [rule for rule in pages.app.url_map.iter_rules() if "POST" in rule.methods]
    office = [rule.rule for rule in rules if rule.rule.startswith("/office/")]
    assert len(office) > 30

    for address in office:
        address = re.sub(r"<int:\w+>", "1", address)
        place = "/".join("x" if "<" in part else part for part in address.split("/"))
        assert planner.post(place).status_code == 400, place
