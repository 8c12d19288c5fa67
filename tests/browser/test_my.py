"""A facility reports from a phone: the upload shows how far it is, and the page works without a script too."""

import pytest
from playwright.sync_api import Browser, Page, expect

from supervision.config import Config
from supervision.evidence import EvidenceStore
from supervision.queries.rectifications import get_order
from tests.databases import one_database
from tests.supervision.views.small_district import (
    PASSWORD,
    PHOTO,
    PLANNER,
    District,
    inspected,
    make_district,
)

pytestmark = one_database
PICTURE = {"name": "改好了.jpg", "mimeType": "image/jpeg", "buffer": PHOTO * 400}


@pytest.fixture
def district(live_server: str) -> District:
    return make_district()


def phone(browser: Browser, address: str, *, script: bool) -> Page:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", java_script_enabled=script
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    page.fill("[name=username]", "owner1")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    return page


@pytest.mark.parametrize("script", [True, False])
def test_a_report_with_photos(
    browser: Browser, live_server: str, district: District, *, script: bool
) -> None:
    _, (number, *_) = inspected(district, EvidenceStore(Config.from_env().evidence), "CL-A02")
    page = phone(browser, f"{live_server}/my/", script=script)
    page.click("main a:has-text('报告整改情况')")
    page.fill("#text", "公示栏已经补齐。")
    if script:
        page.set_input_files("#evidence", {**PICTURE, "name": "程序.exe", "buffer": b"MZ" * 99})  # type: ignore[arg-type]
        page.click("main button[type=submit]")
        expect(page.locator("main .notice-danger")).to_contain_text("程序.exe")
        expect(page.locator("#text")).to_have_value("公示栏已经补齐。")
    page.set_input_files("#evidence", PICTURE)  # type: ignore[arg-type]
    page.click("main button[type=submit]")
    expect(page.locator("main .notice-good")).to_contain_text("已送交")
    assert page.url.rstrip("/").count("/report") == 0
    assert get_order(number, actor=PLANNER, on=district.today).case.state.state == "reported"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if script else True
    page.context.close()
