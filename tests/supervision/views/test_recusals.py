"""回避: from the inspector's own page and from the facility's, decided by a head, seen by both; then in the roster."""

import io
from datetime import date, timedelta

import pytest

from supervision.actor import Actor
from supervision.models import Facility, Inspector, Recusal, RecusalRequest, Task, TaskInspector, TaskTarget
from supervision.queries.recusals import roster_recusals
from supervision.usecases import accounts
from tests.databases import one_database
from tests.supervision.small_office import START, freeze_task, moment, person, publish_plan
from tests.supervision.views.office_pages import Pages
from tests.supervision.views.people import PASSWORD

PDF = b"%PDF-1.7 evidence"


@pytest.fixture
def house(pages: Pages) -> Pages:
    """The small office with inspector CI1 and the owner of the first home signed in."""
    for name, roles, links in (
        ("ci1", ("inspector",), {"staff_number": "CI1", "scope": "990101"}),
        ("owner", ("owner",), {"facility_code": pages.office.codes[0]}),
    ):
        actor, at = Actor("t", frozenset({"terminal"})), moment(START)
        accounts.create_account(
            username=name, name=name, roles=roles, password_hash=accounts.HASHER.hash(PASSWORD), actor=actor, at=at, **links
        )  # fmt: skip
        client = pages.app.test_client()
        assert client.post("/sign-in", data={"username": name, "password": PASSWORD}).status_code == 303
        pages.people[name] = client
    return pages


def names_of(roster_task: str = "T1") -> set[tuple[str, str, str]]:
    found = roster_recusals(roster_task, actor=person("planner"))
    return {(each.staff_number, each.facility_code, each.code) for each in found}


@one_database
def test_an_inspector_declares_and_a_head_decides(house):
    home = house.office.codes[0]
    assert "检查员CI1" in house.read("ci1", "/office/me/")
    house.post("ci1", "/office/me/recusal", **{
        "recusal-facility_code": home, "recusal-code": "declared-interest", "recusal-text": "叔父是股东",
        "recusal-evidence": (io.BytesIO(PDF), "证明.pdf")})  # fmt: skip
    request = RecusalRequest.get()
    page = f"/office/recusals/{request.case.uuid}"
    assert "还有 3 个工作日" in house.read("head", page), "the clock of the rule"
    assert house.as_("head").get(f"{page}/evidence/{request.evidence[0]}").data == PDF
    assert house.as_("head").get(f"{page}/evidence/{'0' * 64}").status_code == 404
    assert house.as_("planner").post(f"{page}/decide", data={}).status_code == 403

    silent = house.as_("head").post(f"{page}/decide", data={"decide-verdict": "grant", "decide-answer": ""})
    assert silent.status_code == 400
    assert "请写明理由" in silent.text
    house.post("head", f"{page}/decide", **{"decide-verdict": "grant", "decide-answer": "有直接利害关系"})

    assert "有直接利害关系" in house.read("ci1", "/office/me/")
    publish_plan()
    freeze_task()
    assert ("CI1", home, "declared-interest") in names_of()
    assert "declared-interest" in {code for _, _, code in Task.get().roster["recusals"]}
    shown = house.read("planner", "/office/tasks/T1/recusals")
    assert "检查员CI1" in shown
    assert "有利害关系" in shown
    house.read("ci1", "/office/tasks/T1/recusals", status=403)


@one_database
def test_a_facility_asks_the_office_finds_out_whom_it_means(house):
    house.post("owner", "/my/recusals/new", person="姓检查的CI2那位", text="与我们有合同纠纷")
    request = RecusalRequest.get()
    page = f"/office/recusals/{request.case.uuid}"
    assert request.inspector_id is None
    refused = house.as_("head").post(
        f"{page}/decide", data={"decide-verdict": "grant", "decide-answer": "属实"}
    )
    assert refused.status_code == 422
    assert "还没有核对机构说的是哪一位检查人员" in refused.text

    house.post("planner", f"{page}/identify", **{"identify-staff_number": "CI2"})
    house.post("head", f"{page}/decide", **{"decide-verdict": "refuse", "decide-answer": "纠纷三年前已了结"})

    mine = house.read("owner", "/my/recusals/")
    assert "不予回避" in mine
    assert "纠纷三年前已了结" in mine
    assert not Recusal.select().exists()


@one_database
def test_a_facility_sees_nothing_of_what_inspectors_declare(house):
    home = house.office.codes[0]
    house.post("ci1", "/office/me/recusal", **{
        "recusal-facility_code": home, "recusal-code": "kinship", "recusal-text": "母亲入住"})  # fmt: skip
    assert "母亲入住" not in house.read("owner", "/my/recusals/")
    assert "没有提出过回避申请" in house.read("owner", "/my/recusals/")


@one_database
def test_kin_and_former_posts_recuse_by_rule_until_they_lapse(house):
    home, other = house.office.codes[:2]
    house.post("ci1", "/office/me/tie", **{
        "tie-facility_code": home, "tie-kind": "kinship", "tie-relation": "母亲入住", "tie-since": "2025-01-01"})  # fmt: skip
    house.post("planner", "/office/inspectors/CI2/tie", **{
        "tie-facility_code": other, "tie-kind": "former-employer", "tie-relation": "护理主管",
        "tie-since": "2019-01-01", "tie-until": "2024-06-30"})  # fmt: skip
    house.post("planner", "/office/inspectors/CI3/tie", **{
        "tie-facility_code": other, "tie-kind": "former-employer", "tie-relation": "护理员",
        "tie-since": "2015-01-01", "tie-until": "2020-06-30"})  # fmt: skip
    publish_plan()
    freeze_task()
    assert names_of() == {("CI1", home, "kinship"), ("CI2", other, "former-employer")}, "36 months look back"
    assert "母亲入住" not in house.read("reviewer", "/office/inspectors/CI1"), "kin is nobody else's business"
    assert "母亲入住" in house.read("planner", "/office/inspectors/CI1")


@one_database
def test_nobody_declares_for_another_or_twice_or_decides_on_himself(house):
    home = house.office.codes[0]
    declared = {"recusal-facility_code": home, "recusal-code": "kinship", "recusal-text": "母亲入住"}
    refused = house.as_("ci1").post("/office/inspectors/CI2/recusal", data=declared)
    assert refused.status_code == 422
    assert "只能为本人申报回避" in refused.text
    house.post("ci1", "/office/me/recusal", **declared)
    assert "等待决定" in house.as_("ci1").post("/office/me/recusal", data=declared).text

    inspector = Inspector.get(Inspector.staff_number == "CI1")
    request = RecusalRequest.get()
    from supervision.usecases.recusals import decide_recusal

    himself = Actor("boss", frozenset({"head"}), scope="990101", inspector_id=inspector.id)
    with pytest.raises(Exception, match=r"不能决定自己|decide"):
        decide_recusal(
            uuid_=request.case.uuid, grant=False, answer="无碍", publisher=house.office.publisher,
            vault=house.office.vault, actor=himself, at=moment(START),
        )  # fmt: skip
    house.post("ci1", f"/office/me/recusals/{request.case.uuid}/withdraw")
    assert request.case.get_by_id(request.case_id).state == "withdrawn"


@one_database
def test_an_inspector_keeps_areas_and_leave_up_to_date_and_a_planner_confirms(house):
    house.post("ci1", "/office/me/particulars", **{
        "particulars-areas": "990101001", "particulars-own_area": "", "particulars-note": "调整分工"})  # fmt: skip
    house.post("ci1", "/office/me/absence", **{
        "absence-since": "2026-11-10", "absence-until": "2026-11-18", "absence-reason": "年假"})  # fmt: skip
    inspector = Inspector.get(Inspector.staff_number == "CI1")
    assert inspector.areas == [], "nothing holds before it is confirmed"
    waiting = house.read("planner", "/office/inspectors/requests")
    assert "柳荫街道" in waiting
    assert "年假" in waiting

    first, second = 1, 2
    declined = house.as_("planner").post(f"/office/inspectors/requests/{first}", data={"verdict": "decline", "reason": ""})  # fmt: skip
    assert declined.status_code == 400
    house.post("planner", f"/office/inspectors/requests/{first}", verdict="accept", reason="")
    house.post("planner", f"/office/inspectors/requests/{second}", verdict="decline", reason="那天有任务")

    inspector = Inspector.get(Inspector.staff_number == "CI1")
    assert inspector.areas == ["990101001"]
    assert inspector.confirmed_on == START
    assert not list(inspector.absences)
    assert "那天有任务" in house.read("ci1", "/office/me/")
    again = house.as_("planner").post(f"/office/inspectors/requests/{first}", data={"verdict": "accept", "reason": ""})  # fmt: skip
    assert again.status_code == 409


@one_database
def test_the_directory_says_who_lacks_what(house):
    page = house.read("planner", "/office/inspectors/completeness")
    assert "没有证件有效期" in page
    assert "资料从未确认" in page
    house.post("planner", "/office/inspectors/CI1/confirm")
    assert "资料从未确认" not in house.read("planner", "/office/inspectors/CI1")
    house.clock.at = moment(START + timedelta(days=200))
    assert "资料很久没有确认" in house.read("planner", "/office/inspectors/CI1")


@one_database
def test_experts_assist_and_are_never_inspectors(house):
    expert = {"key": "E1", "name": "陈工", "department": "civil-affairs", "specialities": "消防、用电"}
    assert house.as_("planner").post("/office/experts/new", data=expert).status_code == 303
    assert "陈工" in house.read("planner", "/office/experts/")
    refused = house.as_("planner").post("/office/experts/new", data=expert | {"key": "CI1"})
    assert refused.status_code == 422
    assert "检查人员不能登记为专家" in refused.text
    publish_plan()
    freeze_task()
    assert not {row.inspector.name for row in TaskInspector.select()} & {"陈工"}
    assert date(2026, 11, 16).isoformat() in Task.get().days
    assert TaskTarget.select().count() == Facility.select().count()
