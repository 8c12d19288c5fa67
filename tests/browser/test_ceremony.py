"""A draw from its frozen roster to the reveal, through the pages, by the accounts who do it; and the big screen beside it."""

import json
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from inspections.proof import verify
from supervision.models import Draw, Visit
from tests.browser.test_look import UNFIT
from tests.browser.test_office import desk, signed_in  # noqa: F401 - a fixture
from tests.databases import one_database
from tests.supervision.small_office import freeze_task, moment, publish_plan

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
def test_from_the_frozen_roster_to_the_reveal(desk, browser: Browser, tmp_path: Path) -> None:  # noqa: F811
    address, pages = desk
    pages.app.config["WTF_CSRF_ENABLED"] = False
    pages.as_("decider", "decider")
    pages.app.config["WTF_CSRF_ENABLED"] = True
    publish_plan()
    freeze_task()
    planner, head, decider = (signed_in(browser, address, name) for name in ("planner", "head", "decider"))

    planner.goto(address + PREPARE)
    planner.locator("form[action$='/forecast'] button").click()
    expect(planner.get_by_text("次试抽都不缺人")).to_be_visible()

    for page, body in ((head, "civil-affairs"), (decider, "market-regulation")):
        page.goto(address + PREPARE)
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
    assert planner.locator("form[action$='/beacon']").count() == 0, "locked until the value exists"
    draw = planner.url

    screen = signed_in(browser, address, "all", 1920)
    screen.goto(draw + "/screen")
    expect(screen.locator(".now-words")).to_have_text("等待公开随机值")
    assert screen.evaluate(UNFIT) == []

    pages.clock.at = moment(date(2026, 11, 4))
    for page in (planner, head):
        page.goto(draw)
        page.fill("[name='beacon-value']", VALUE)
        page.locator("form[action$='/beacon'] button").click()
        expect(page.locator(".notice-good").first).to_be_visible()
        assert VALUE not in page.locator("main").inner_text()
    expect(screen.locator(".now-words")).to_have_text("两人录入一致")  # without a touch
    planner.reload()
    planner.locator("form[action$='/run'] button").click()
    expect(screen.locator(".now-words")).to_have_text("抽取完成，结果密封")
    planner.locator("form[action$='/dispatch'] button").click()
    expect(planner.locator(".case-turn")).to_contain_text("次检查待批准")

    withdraw(planner, head, draw)

    pages.clock.at = moment(date(2026, 12, 1))
    planner.goto(draw)
    planner.locator("form[action$='/reveal'] button").click()
    expect(planner.get_by_role("link", name="下载完整记录")).to_be_visible()
    expect(screen.locator(".now-words")).to_have_text("已揭示")
    with planner.expect_download() as kept:
        planner.get_by_role("link", name="下载完整记录").click()
    record = json.loads(Path(kept.value.path()).read_bytes())
    assert verify(record, commitment=Draw.get().commitment).holds
    assert [event["kind"] for event in record["events"]] == ["inspector_withdrawn"]


def withdraw(planner: Page, head: Page, draw: str) -> None:
    """Let an inspector drop out: asked for by one, approved by another; the visits follow."""
    planner.goto(draw)
    planner.get_by_role("link", name="检查人员退出").click()
    planner.fill("[name=reason]", "调离岗位")
    gone = planner.locator("[name=inspector] option").first.inner_text().split(" ")[0]
    planner.click(".main button[type=submit]")
    expect(planner.locator(".case-turn")).to_contain_text("1 项变动待批准")
    head.goto(draw)
    head.locator("form[action$='/approve'] button").click()
    expect(head.get_by_text("变动已写入公开日志并生效")).to_be_visible()
    going = {member.inspector.name for visit in Visit.select() for member in visit.members}
    assert gone not in going
    assert all(visit.members.count() == 4 for visit in Visit.select())


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
