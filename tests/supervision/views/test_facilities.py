"""The register by hand: entering, changing, opening and closing, changing operators; a rule is said, typing is kept."""

import pytest

from supervision import clock
from supervision.models import AuditEntry, Facility, FacilityEvent, OperatorLink
from tests.databases import one_database
from tests.supervision.views.people import sign_in

pytestmark = one_database
HOME = "/office/facilities/"
TODAY = clock.china_day(clock.now()).isoformat()
WHOLE = {
    "name": "明湖手写养老院", "kind": "home", "area_code": "990101001", "address": "柳浪路1号", "zipcode": "", "beds": "80",
    "opened_on": "2020-05-01", "ownership": "民建民营", "telephone": "0000-557000", "longitude": "0.020", "latitude": "0.03",
}  # fmt: skip


@pytest.fixture
def code(planner):
    answer = planner.post(HOME + "new", data=WHOLE)
    assert answer.status_code == 303, answer.text
    return answer.location.removeprefix(HOME)


def test_a_facility_is_entered_once(planner, code):
    page = planner.get(HOME + code)
    for text in ("明湖手写养老院", "80", "2020年5月1日", "柳荫街道", "0000-557000"):
        assert text in page.text
    again = planner.post(HOME + "new", data=WHOLE | {"name": "明湖 手写养老院"})
    assert again.status_code == 422
    assert code in again.text
    assert 'value="明湖 手写养老院"' in again.text
    assert Facility.select().count() == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "请填写机构名称"),
        ("beds", "many", "beds"),
        ("zipcode", "12", "6 位数字"),
        ("longitude", "200", "经度在"),
        ("opened_on", "2020-02-30", "opened_on"),
        ("area_code", "310101", "area_code"),
    ],
)
def test_wrong_fields_are_said_beside_them(planner, field, value, says):
    page = planner.post(HOME + "new", data=WHOLE | {field: value})
    assert page.status_code == 400
    assert says in page.text
    assert f'id="{field}-problem"' in page.text
    assert Facility.select().count() == 0


def test_a_change_stays_in_the_file_with_its_reason(planner, code):
    page = planner.get(f"{HOME}{code}/change")
    assert 'value="80"' in page.text
    unchanged = planner.post(f"{HOME}{code}/change", data=WHOLE | {"reason": "核对"})
    assert unchanged.status_code == 422
    changed = WHOLE | {"name": "明湖改名养老院", "area_code": "990101003", "beds": "90", "reason": "更名扩建"}
    assert planner.post(f"{HOME}{code}/change", data=changed).status_code == 303
    facility = Facility.get()
    assert (facility.name_key, facility.area.code, facility.beds) == ("明湖改名养老院", "990101003", 90)
    event = FacilityEvent.get(FacilityEvent.kind == "changed")
    assert event.data == {
        "area_code": ["990101001", "990101003"],
        "beds": [80, 90],
        "name": ["明湖手写养老院", "明湖改名养老院"],
    }
    assert "更名扩建" in planner.get(HOME + code).text


def test_life_ends_once(planner, code):
    events = f"{HOME}{code}/events"
    event = {"kind": "suspended", "on": TODAY, "reason": "", "basis": "", "into_code": ""}
    assert "须写明原因" in planner.post(events, data=event).text
    assert planner.post(events, data=event | {"reason": "装修"}).status_code == 303
    assert "早于上一事件" in planner.post(events, data=event | {"kind": "resumed", "on": "2020-12-31"}).text
    assert planner.post(events, data=event | {"kind": "closed", "reason": "歇业"}).status_code == 303
    assert planner.post(events, data=event | {"kind": "resumed"}).status_code == 422
    page = planner.get(HOME + code)
    assert "已终止" in page.text
    assert f"{code}/change" not in page.text


def test_operators_follow_each_other(planner, code):
    operator = {"name": "甲公司", "uscc": "91110000802100433b", "nature": "enterprise", "legal_representative": "",
                "since": "2021-01-01"}  # fmt: skip
    wrong = planner.post(f"{HOME}{code}/operator", data=operator | {"uscc": "91110000802100433A"})
    assert wrong.status_code == 422
    assert "校验码不符" in wrong.text
    for one in (operator, operator | {"name": "乙公司", "uscc": "", "since": "2023-01-01"}):
        assert planner.post(f"{HOME}{code}/operator", data=one).status_code == 303
    links = [(link.operator.name, str(link.since), str(link.until)) for link in OperatorLink.select()]
    assert links == [("甲公司", "2021-01-01", "2023-01-01"), ("乙公司", "2023-01-01", "None")]


def test_nobody_else_writes_and_nobody_writes_elsewhere(app, planner, code):
    entries = AuditEntry.select().count
    elsewhere, reviewer = (
        sign_in(app, "elsewhere", "planner", scope="31"),
        sign_in(app, "reviewer", "reviewer"),
    )
    before = entries()
    for verb in ("change", "events", "operator"):
        assert elsewhere.post(f"{HOME}{code}/{verb}", data=WHOLE | {"reason": "x"}).status_code == 404
        assert reviewer.post(f"{HOME}{code}/{verb}", data=WHOLE).status_code == 403
    assert elsewhere.post(HOME + "new", data=WHOLE | {"name": "越界院"}).status_code == 400
    assert entries() == before
    assert "登记机构" not in reviewer.get(HOME).text
