"""The public site opened from a disk, as a journalist or an inspector on a train would: no server, no network."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from supervision.disclosure.generate import generate_snapshot
from tests.supervision.disclosure.conftest import mkdocs_build

PAGES = (
    "index.html",
    "ratings.html",
    "areas/990101001.html",
    "f/D000006.html",
    "f/D000041.html",
    "results.html",
    "red-list.html",
    "black-list.html",
    "draws.html",
    "draws-fairness.html",
    "draws/draw-2026.html",
    "draws/draw-2027.html",
    "plans/plan-2026.html",
    "rules.html",
    "items.html",
    "notices/notice-2026-0002.html",
    "data.html",
    "how-draws-work.html",
    "verify.html",
)
UNFIT = """() => {
  const unfit = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) unfit.push(`wider than the screen by ${wide}`);
  for (const control of document.querySelectorAll(".button, .chip, summary, input, .site-nav a, .switch button")) {
    const { width, height } = control.getBoundingClientRect();
    if (width && height < 43.5) unfit.push(`"${control.textContent.trim()}" is ${Math.round(height)} high`);
  }
  return unfit;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an invented district in a folder."""
    folder = tmp_path_factory.mktemp("portal")
    generate_snapshot(120, 2, 1, folder / "data" / "snapshot")
    mkdocs_build(folder / "site", folder / "data")
    return folder / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone that complains about whatever is refused or reaches outside."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else said.append(request.url))
    yield page
    page.close()
    assert said == []


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("size", ["", "large"])
def test_pages_fit_phone_tablet_and_desk(site: Path, page: Page, language: str, size: str) -> None:
    unfit = {}
    for width in (360, 820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path in PAGES:
            page.goto(f"file://{site}/{language}{path}")
            page.evaluate(f"document.documentElement.dataset.type = '{size}'")
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            if found := page.evaluate(UNFIT):
                unfit[f"{path} at {width}"] = found
    assert unfit == {}


@pytest.mark.parametrize(
    ("language", "sought", "name"),
    [
        ("", "福轩", "朗山福轩养老院"),
        ("", "lsfx", "朗山福轩养老院"),
        ("", "D000006", "朗山福轩养老院"),
        ("en/", "langshan care home no. 6", "Langshan Care Home No. 6"),
    ],
)
def test_a_facility_is_found_by_part_initials_and_code(
    site: Path, page: Page, language: str, sought: str, name: str
) -> None:
    page.goto(f"file://{site}/{language}index.html")
    page.get_by_role("searchbox").fill(sought)
    page.locator(".find-results a").first.wait_for()
    assert page.locator(".find-results a").first.inner_text().startswith(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/f/D000006.html")
    assert page.locator("h1").inner_text() == name


def test_what_is_not_there_is_said(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/index.html")
    page.get_by_role("searchbox").fill("没有这样的名字")
    page.locator(".find-results li").first.wait_for()
    assert "没有找到" in page.locator(".find-results").inner_text()


def test_everything_is_read_without_script(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"file://{site}/f/D000006.html")
    assert page.locator("text=三级").first.is_visible()
    why = page.locator("details.why").first
    why.locator("summary").click()
    assert why.locator(".sheet").first.is_visible()
    assert page.locator("#display").is_hidden()
    page.goto(f"file://{site}/index.html")
    assert page.locator("form.find").is_hidden()
    page.locator(".chip").first.click()
    assert page.locator("table a").count() == 40
    context.close()


def test_type_size_is_remembered_and_age_is_counted_from_today(site: Path, page: Page) -> None:
    page.clock.set_fixed_time(datetime(2029, 7, 2, tzinfo=UTC))
    page.goto(f"file://{site}/en/f/D000006.html")
    page.get_by_role("button", name="Large type").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.type") == "large"
    assert page.get_by_role("button", name="Large type").get_attribute("aria-pressed") == "true"
    assert "4 years ago" in page.locator(".answers").inner_text()


def test_the_keyboard_reaches_the_content_first(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/f/D000006.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**/D000006.html#main")  # the browser reports the new address a moment after the key
    assert page.evaluate("location.hash") == "#main"
