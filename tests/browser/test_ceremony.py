"""A draw from its frozen roster to the reveal, through the pages, by the accounts who do it; and the big screen beside it."""

import json
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inspections.proof import verify
from supervision.models import Draw, DrawEvent, Inspector, Visit
from supervision.usecases import tasks
from tests.browser.test_draw_checker import VERIFY_ALL, engine  # noqa: F401 - a fixture
from tests.browser.test_look import UNFIT
from tests.browser.test_office import desk, signed_in  # noqa: F401 - a fixture
from tests.databases import one_database
from tests.supervision.small_office import START, freeze_task, moment, person, publish_plan
from tests.supervision.usecases.test_joint_draw import FIRE, TEAM

VALUE = "01 04 15 21 28 32+03"
HALVES = {"head": "civil-affairs", "decider": "market-regulation"}
PREPARE = "/office/draws/prepare/T1"


def make_half(page: Page, body: str, folder: Path) -> Path:
    """Make a half of the salt and keep the file, as its holder does; then hand it in."""
    page.locator("a[href$='/share/new']").click()
    page.select_option("[name=body]", body)
    for name in ("passphrase", "again"):
        page.fill(f"[name={name}]", f"{body} under the moon")
    with page.expect_download() as kept:
        page.click(".main button[type=submit]")
    file = folder / kept.value.suggested_filename
    kept.value.save_as(file)
    return file


def hand_in(page: Page, address: str, file: Path, passphrase: str) -> None:
    page.goto(address)
    form = page.locator("form[action$='/share']")
    page.locator("#step-share details").evaluate("it => { it.open = true; }")
    form.locator("[type=file]").set_input_files(file)
    form.locator("[type=password]").fill(passphrase)
    form.locator("button[type=submit]").click()


@one_database
@pytest.mark.parametrize("desk", [(FIRE,)], indirect=True)
def test_a_joint_draw_of_three_departments_from_the_roster_to_the_reveal(
    desk,  # noqa: F811
    engine: Page,  # noqa: F811
    browser: Browser,
    tmp_path: Path,
) -> None:
    """Two fire inspectors have four places for six homes and one day does not do: standbys are called, days added."""
    address, pages = desk
    pages.app.config["WTF_CSRF_ENABLED"] = False
    pages.as_("decider", "decider")
    pages.app.config["WTF_CSRF_ENABLED"] = True
    Inspector.update(capacity=2).where(Inspector.staff_number.in_(("FI1", "FI2"))).execute()
    publish_plan(departments=TEAM, ratio=(1, 4))
    create_task("T1")
    planner, head, decider = (signed_in(browser, address, name) for name in ("planner", "head", "decider"))

    planner.goto(address + "/office/tasks/T1")
    planner.locator("#step-freeze details").evaluate("it => { it.open = true; }")
    for number in ("FI3", "FI4"):
        planner.check(f"[name='freeze-standby'][value={number}]")
    planner.fill("[name='freeze-standby_days']", "3")
    planner.locator("form[action$='/freeze'] button").click()
    expect(planner.locator(".notice-good").first).to_contain_text("名录已锁定")
    planner.goto(address + PREPARE)
    expect(planner.locator(".case-turn")).to_contain_text("缺口预测")
    planner.locator("form[action$='/forecast'] button").click()
    expect(planner.get_by_text("会有缺口")).to_be_visible(timeout=30_000)

    for page, body in ((head, "civil-affairs"), (decider, "market-regulation")):
        page.goto(address + PREPARE)
        expect(page.locator(".case-turn")).to_contain_text("各自生成并交入盐值份额")
        file = make_half(page, body, tmp_path)
        hand_in(page, address + PREPARE, file, "not the passphrase at all")
        expect(page.get_by_text("口令与这份文件不符")).to_be_visible()
        hand_in(page, address + PREPARE, file, f"{body} under the moon")
        expect(page.locator(".notice-good").first).to_contain_text("交入")

    planner.goto(address + PREPARE + "/commit")
    planner.fill("[name=round]", "第2026130期")
    planner.fill("[name=not_before]", "2026-11-03T21:15")
    planner.click(".main button[type=submit]")
    expect(planner.get_by_role("heading", name="录入的门槛")).to_be_visible()
    expect(planner.locator(".case-turn")).to_contain_text("等公开随机值产生")
    assert planner.locator("form[action$='/beacon']").count() == 0, "locked until the value exists"
    draw = planner.url

    screen = signed_in(browser, address, "all", 1920)
    screen.goto(draw + "/screen")
    expect(screen.locator(".now-words")).to_have_text("等待公开随机值")
    assert screen.evaluate(UNFIT) == []

    pages.clock.at = moment(date(2026, 11, 4))
    for page in (planner, head):
        page.goto(draw)
        expect(page.locator(".case-turn")).to_contain_text("录入人")
        page.fill("[name='beacon-value']", VALUE)
        page.locator("form[action$='/beacon'] button").click()
        expect(page.locator(".notice-good").first).to_be_visible()
        assert VALUE not in page.locator("main").inner_text()
    expect(screen.locator(".now-words")).to_have_text("两人录入一致")  # without a touch
    planner.reload()
    expect(planner.locator(".case-turn")).to_contain_text("抽取")
    planner.locator("form[action$='/run'] button").click()
    expect(screen.locator(".now-words")).to_have_text("抽取完成，结果密封")

    change(planner, head, draw, "叫候补人员", department="fire-rescue", count="1")
    change(planner, head, draw, "增加检查日", count="3")
    planner.goto(draw)
    planner.locator("form[action$='/dispatch'] button").click()
    expect(planner.locator(".case-turn")).to_contain_text("6 次检查待批准")
    change(planner, head, draw, "检查人员退出", inspector=pseudonym_of("CI1"))
    going = {member.inspector.staff_number for visit in Visit.select() for member in visit.members}
    assert "CI1" not in going
    assert all(
        sorted(member.department for member in visit.members) == sorted(TEAM) for visit in Visit.select()
    )

    pages.clock.at = moment(date(2026, 12, 1))
    planner.goto(draw)
    expect(planner.locator(".case-turn")).to_contain_text("机关负责人：6 次检查待批准")
    planner.locator("form[action$='/reveal'] button").click()
    expect(planner.get_by_role("link", name="下载完整记录")).to_be_visible()
    expect(screen.locator(".now-words")).to_have_text("已揭示")
    with planner.expect_download() as kept:
        planner.get_by_role("link", name="下载完整记录").click()
    content = Path(kept.value.path()).read_bytes()
    record, row = json.loads(content), Draw.get()
    events = [each.sha256 for each in DrawEvent.select().order_by(DrawEvent.n)]
    assert [event["kind"] for event in record["events"]] == [
        "standby_called",
        "days_added",
        "inspector_withdrawn",
    ]
    assert verify(record, commitment=row.commitment, events=events).holds
    published = {"commitment": json.dumps(row.commitment), "events": json.dumps(events)}
    (verdict,) = engine.evaluate(VERIFY_ALL, [[content.decode(), published]])
    assert json.loads(verdict)["outcome"] == "holds", "the second implementation agrees"


def create_task(number: str) -> None:
    """Make a task on one day, of one visit a day for everybody."""
    task = tasks.NewTask(
        plan_number="P1",
        line=1,
        number=number,
        title="三部门联合抽查",
        kinds=(),
        areas=(),
        team=tuple((key, 1, ()) for key in TEAM),
        days=(date(2026, 11, 16),),
        per_day=1,
    )
    tasks.create_task(task=task, actor=person("planner"), at=moment(START))


def pseudonym_of(staff: str) -> str:
    return next(name for name, number, _ in Draw.get().openings["inspectors"] if number == staff)


def change(planner: Page, head: Page, draw: str, kind: str, **what: str) -> None:
    """Ask for a change as one person and approve it as another."""
    planner.goto(draw)
    planner.get_by_role("link", name=kind).click()
    for name, value in what.items():
        field = planner.locator(f"[name={name}]")
        field.fill(value) if name == "count" else field.select_option(value)
    planner.fill("[name=reason]", "工作需要")
    planner.click(".main button[type=submit]")
    expect(planner.locator(".case-turn")).to_contain_text("1 项变动待批准")
    head.goto(draw)
    head.locator("form[action$='/approve'] button").click()
    expect(head.get_by_text("变动已写入公开日志并生效")).to_be_visible()


@one_database
def test_a_draw_that_was_abandoned_fits_every_screen(desk, browser: Browser) -> None:  # noqa: F811
    address, pages = desk
    publish_plan()
    freeze_task()
    pages.app.config["WTF_CSRF_ENABLED"] = False
    draw = pages.commit(
        "T1", source="双色球", round="第2026130期", not_before="2026-11-03T21:15", format="ssq",
        fallback="下一期", reveal_by="2026-12-31",
    )  # fmt: skip
    pages.post("head", f"{draw}/abandon", **{"abandon-reason": "名录有误"})
    pages.app.config["WTF_CSRF_ENABLED"] = True
    unfit = {}
    for width, language in ((360, "zh-CN"), (820, "en"), (1440, "zh-CN")):
        page = signed_in(browser, address, "all", width, language)
        for place in (draw, f"{draw}/fallback", f"{draw}/screen", PREPARE):
            assert page.goto(address + place).status == 200, place
            if found := page.evaluate(UNFIT):
                unfit[f"{place} at {width}"] = found
        page.context.close()
    assert unfit == {}
