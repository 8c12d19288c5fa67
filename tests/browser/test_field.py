"""One visit from the first tap to the receipt, on the real page against the real server."""

import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from supervision.config import Config
from supervision.queries.visits import get_visit
from tests.databases import one_database
from tests.supervision.views.small_district import PASSWORD, PLANNER, District, make_district

pytestmark = one_database
WAIT = 20_000  # milliseconds, on a crowded machine
BESIDE = ("CL-A02", "CL-B04", "CL-C09")


@pytest.fixture
def district(live_server: str) -> District:
    return make_district()


@pytest.fixture
def tablet(browser: Browser, live_server: str, district: District) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="zh-CN", has_touch=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{live_server}/field/")
    page.fill("[name=username]", "ca01")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/field/")
    yield page
    context.close()


def photo() -> dict[str, object]:
    """A picture that travels in several pieces."""
    file = io.BytesIO()
    Image.effect_noise((1600, 1200), 90).convert("RGB").save(file, "JPEG", quality=95)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def sign(page: Page, section: int) -> None:
    pad = page.locator("main section").nth(section).locator("canvas.pad:not(.pad-small)")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 40 + step * 15, box["y"] + 60 + (step % 3) * 20)
    page.mouse.up()
    page.locator("main section").nth(section).locator(".button-main").click()
    expect(page.locator("canvas.pad-small")).to_have_count(section + 1)


def test_a_visit_from_the_first_tap_to_the_receipt(tablet: Page, district: District) -> None:
    page, uuid = tablet, district.visit(items=(*BESIDE, "CL-A03"))
    page.reload()
    expect(page.locator(".visit-group")).to_have_count(1)
    page.tap(".visit-card")
    page.tap(".field-reach .button-main")  # begin
    for _ in range(4):
        expect(page.locator(".answers [aria-pressed=true]")).to_have_count(0)
        if page.locator(".item-card code").inner_text() == "CL-A03":
            page.context.set_offline(True)  # in the cellar
            page.focus(".answer-not_met")
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            page.tap(".answer-scope >> nth=1")
            page.set_input_files("#choose-photo", photo())  # type: ignore[arg-type]
            expect(page.locator(".photos img")).to_be_visible()
            page.fill("#remark", "二楼公示栏没有收费标准。")
        else:
            page.tap(".answer-met")
        expect(page.locator(".answers [aria-pressed=true]")).to_have_count(1)
        page.tap(".steps a >> nth=2")
    expect(page.locator(".sync-local")).to_have_class("sync-word sync-local sync-some")
    page.context.set_offline(False)
    expect(page.locator(".sync-received .count")).to_have_text("5", timeout=WAIT)

    page.evaluate("location.hash = '#sign'")
    expect(page.locator("canvas.pad")).to_have_count(3)
    for section in range(2):
        sign(page, section)
    page.locator("main section").nth(2).locator("input[type=text]").first.fill("王芳")
    sign(page, 2)
    page.evaluate("location.hash = '#summary'")
    page.tap(".button-large")
    visit = get_visit(uuid, PLANNER)
    expect(page.locator(".notice-good")).to_contain_text(visit.number, timeout=WAIT)
    assert get_visit(uuid, PLANNER).state == "submitted"
    (kept,) = (path for path in Config.from_env().evidence.iterdir() if path.is_file())
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == kept.name

    page.reload()  # nothing can be changed any more
    page.evaluate("location.hash = '#item/CL-A02'")
    expect(page.locator(".item-card code")).to_have_text("CL-A02")
    expect(page.locator(".answer-met")).to_be_disabled()
    page.goto(page.url.split("/visits/")[0] + "/")
    expect(page.locator(".visit-group h2")).to_contain_text("已提交")


def test_what_the_server_refuses_stays_on_the_tablet(tablet: Page, district: District) -> None:
    page, uuid = tablet, district.visit(items=BESIDE)
    page.goto(page.url + f"visits/{uuid}#item/CL-A02")
    page.tap(".answer-met")
    expect(page.locator(".sync-received .count")).to_have_text("1", timeout=WAIT)
    page.evaluate("location.hash = '#sign'")
    expect(page.locator("canvas.pad")).to_have_count(3)
    for section in range(2):
        sign(page, section)
    page.locator("main section").nth(2).locator("input[type=text]").first.fill("王芳")
    sign(page, 2)
    page.evaluate("location.hash = '#summary'")
    page.tap(".button-large")  # two items are unanswered
    expect(page.locator(".sync-attention .count")).not_to_have_text("0", timeout=WAIT)
    page.tap(".sync summary")
    expect(page.locator(".sync-panel")).to_contain_text("CL-B04")
    page.tap("text=取消提交，继续修改")
    for item, answer in (("CL-B04", "met"), ("CL-C09", "not_applicable")):
        page.evaluate(f"location.hash = '#item/{item}'")
        expect(page.locator(".item-card code")).to_have_text(item)
        page.tap(f".answer-{answer}")
        expect(page.locator(f".answer-{answer}")).to_have_attribute("aria-pressed", "true")
    page.evaluate("location.hash = '#summary'")
    page.tap(".button-large")
    expect(page.locator("section.notice-good")).to_be_visible(timeout=WAIT)


def test_a_visit_to_come_can_be_read_and_one_not_approved_does_not_exist(
    tablet: Page, district: District
) -> None:
    hidden = district.visit(approved=False)
    tablet.reload()
    expect(tablet.locator(".empty")).to_be_visible()
    home = tablet.url
    tablet.goto(f"{home}visits/{hidden}")
    expect(tablet.locator("h1")).to_contain_text("没有找到")
    later = district.visit(items=BESIDE, day=district.today + timedelta(days=30))
    tablet.goto(f"{home}visits/{later}#item/CL-A02")
    expect(tablet.locator("main .notice-due").last).to_contain_text("到那天才能填写")
    expect(tablet.locator(".answer-met")).to_be_disabled()
