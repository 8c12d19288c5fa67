"""The office in a browser: every page fits, and a draw is made from a plan without a mouse."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from supervision import clock
from supervision.app import create_app
from supervision.models import Draw
from supervision.vault import Vault
from tests.browser.test_look import UNFIT
from tests.databases import one_database
from tests.supervision.ceremony import hand_in
from tests.supervision.small_office import START, freeze_task, moment, open_office, publish_plan
from tests.supervision.usecases.test_visits import confirm, inspected
from tests.supervision.views.office_pages import Clock, Pages
from tests.supervision.views.people import PASSWORD

VALUE = "01 04 15 21 28 32+03"
ADDRESSES = (
    "/office/", "/office/?show=all", "/office/inspectors/", "/office/inspectors/CI1", "/office/inspectors/new",
    "/office/items/", "/office/items/versions/", "/office/items/versions/1", "/office/directories/items/import/",
    "/office/calendar/", "/office/plans/", "/office/plans/P1", "/office/plans/new", "/office/tasks/", "/office/tasks/T1",
    "/office/tasks/new?plan=P1&line=1", "/office/draws/", "/office/draws/prepare/T1",
    "/office/draws/prepare/T1/share/new", "/office/draws/prepare/T1/commit", "/office/visits/",
    "/office/visits/new", "/office/visits/{visit}", "/office/rectifications/", "/office/facilities/{facility}/credit",
    "/office/ratings/", "/office/listings/", "/office/listings/new", "/office/penalties/", "/office/penalties/new",
    "/office/objections/", "/office/releases/", "/office/notices/", "/office/notices/new",
)  # fmt: skip


@pytest.fixture
def desk(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[tuple[str, Pages]]:
    """The small office, served, with more departments where a test names them; yields its address and its people."""
    ticking = Clock(moment(START))
    monkeypatch.setattr(clock, "now", ticking)
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = False  # while accounts are made; the served pages ask for their tokens
    pages = Pages(app, open_office(tmp_path, *getattr(request, "param", ())), ticking)
    for name, *roles in (("planner", "planner"), ("head", "head"), ("all", "planner", "reviewer", "decider",
                         "publisher", "assessor", "head")):  # fmt: skip
        pages.as_(name, *roles)
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    thread.join(10)
    server.server_close()


def signed_in(browser: Browser, address: str, name: str, width: int = 1440, language: str = "zh-CN") -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, locale=language).new_page()
    page.goto(address + "/sign-in")
    page.keyboard.type(name) if page.evaluate("document.activeElement.name") == "username" else page.fill(
        "[name=username]", name
    )
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/**")
    return page


@one_database
def test_office_pages_fit(desk, browser):
    address, pages = desk
    publish_plan()
    freeze_task()
    visit = inspected(pages.office)
    confirm(visit)
    known = {"visit": visit, "facility": pages.office.codes[0]}
    unfit = {}
    for language, widths in (("zh-CN", (360, 1440)), ("en", (820,))):
        page = signed_in(browser, address, "all", widths[0], language)
        for place in ADDRESSES:
            answer = page.goto(address + place.format(**known))
            assert answer.status == 200, place
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                if found := page.evaluate(UNFIT):
                    unfit[f"{place} at {width}"] = found
        page.context.close()
    assert unfit == {}


class Keys:
    """Somebody who uses the keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> "Keys":
        """Press Tab until what ``selector`` names has the focus, and shows it."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                outline = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", f"{selector} does not show that it has the focus"
                return self
        raise AssertionError(f"the keyboard does not reach {selector} on {self.page.url}")

    def write(self, field: str, text: str) -> "Keys":
        self.to(f"[name='{field}']")
        self.page.locator(":focus").fill(text)
        return self

    def tick(self, field: str, value: str) -> "Keys":
        self.to(f"[name='{field}'][value='{value}']")
        self.page.keyboard.press("Space")
        return self

    def unfold(self, selector: str) -> "Keys":
        """Open what is folded away."""
        self.to(selector).page.keyboard.press("Enter")
        expect(self.page.locator(selector).locator("..")).to_have_attribute("open", "")
        return self

    def press(self, selector: str) -> "Keys":
        """Go there and press Enter; wait for the next page."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self


def enter_beacon(keys: Keys, draw: str) -> None:
    keys.page.goto(draw)
    keys.write("beacon-value", VALUE).press("form[action$='/beacon'] button")


@one_database
def test_from_plan_to_draw_by_keyboard(desk, browser):
    address, pages = desk
    planner, head = (Keys(signed_in(browser, address, name)) for name in ("planner", "head"))

    planner.press(".side-nav a[href='/office/plans/']").press("a[href='/office/plans/new']")
    planner.write("number", "P7").write("title", "试验计划").write("line_title", "养老院抽查")
    planner.tick("items", "food").tick("departments", "civil-affairs").tick(
        "departments", "market-regulation"
    )
    planner.tick("kinds", "home").write("months", "11").write("ratio", "1/6").press(
        ".main button[type=submit]"
    )

    head.page.reload()
    head.press("a[href='/office/plans/P7']").press("form[action$='/approve'] button")
    planner.page.reload()
    planner.press("form[action$='/publish'] button").press("a[href*='/office/tasks/new']")
    planner.write("number", "T7").write("first_day", "2026-11-16").write("days", "2")
    planner.press(".main button[type=submit]").unfold("#step-freeze summary")
    planner.press("form[action$='/freeze'] button")
    planner.press("a[href='/office/draws/prepare/T7']").press("form[action$='/forecast'] button")
    hand_in(Vault.at(pages.app.config["MINGJING"].keys), pages.clock.at, "T7")
    planner.page.reload()
    planner.press("a[href$='/T7/commit']")
    planner.write("round", "第2026130期").write("not_before", "2026-11-03T21:15")
    planner.press(".main button[type=submit]")
    draw = planner.page.url
    assert "公开随机值还没有产生" in planner.page.content()

    pages.clock.at = moment(date(2026, 11, 4))
    enter_beacon(planner, draw)
    enter_beacon(head, draw)
    planner.page.reload()
    planner.press("form[action$='/run'] button").press("form[action$='/dispatch'] button")

    assert Draw.get().state == "drawn"
    assert "抽中的机构" in planner.page.content()
