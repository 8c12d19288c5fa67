"""Every page fits its screen, can be pressed by a finger, is read aloud, and loads nothing that its policy forbids."""

import pytest
from playwright.sync_api import Browser, Page

from tests.databases import one_database

PAGES = {"/style": 200, "/sign-in": 200, "/forgotten": 200, "/office/": 200, "/invitation/x": 404}
WIDTHS = (360, 820, 1440)
SMALLEST = 43.5  # CSS pixels: 44 but for rounding

UNFIT = """() => {
  const unfit = [];
  const within = document.documentElement;
  if (within.scrollWidth > innerWidth) unfit.push(`wider than the screen by ${within.scrollWidth - innerWidth}`);
  for (const control of document.querySelectorAll("a, button, summary, input, select, textarea")) {
    const { width, height } = control.getBoundingClientRect();
    const inText = getComputedStyle(control).display === "inline" || control.closest("th, .crumbs, label.choice");
    if (width && !inText && !control.matches(".skip, [type=hidden]") && height < SMALLEST)
      unfit.push(`${control.tagName} "${control.textContent.trim()}" is ${Math.round(height)} high`);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!field.labels.length && !field.getAttribute("aria-label")) unfit.push(`${field.name} has no label`);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  unfit.push(...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `id ${id} stands twice`));
  return unfit;
}""".replace("SMALLEST", str(SMALLEST))


@one_database
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_fit(live_server: str, browser: Browser, language: str) -> None:
    unfit: dict[str, list[str]] = {}
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900}, locale=language)
        complaints = _complaints(page)
        for address, status in PAGES.items():
            answer = page.goto(live_server + address)
            assert answer is not None
            assert answer.status == status
            found = page.evaluate(UNFIT) + [said for said in complaints if "status of" not in said]
            if found:
                unfit[f"{address} at {width}"] = found
        page.close()
    assert unfit == {}


def _complaints(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def _page(browser: Browser, address: str) -> Page:
    page = browser.new_page(locale="zh-CN")
    page.goto(address)
    return page


@one_database
def test_display_is_remembered(live_server: str, browser: Browser) -> None:
    page = _page(browser, f"{live_server}/sign-in")
    page.click("details.display-switch summary")
    page.click("[data-display-value=dark]")
    page.click("[data-display-value=large]")
    page.goto(f"{live_server}/forgotten")
    assert page.evaluate("({...document.documentElement.dataset})") == {"theme": "dark", "type": "large"}
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"
    page.close()


@one_database
def test_refused_form_takes_the_focus_and_names_its_fields(live_server: str, browser: Browser) -> None:
    page = _page(browser, f"{live_server}/style")
    assert page.evaluate("document.activeElement.id") == "problems"
    wrong = page.locator("[aria-invalid=true]")
    described = wrong.get_attribute("aria-describedby") or ""
    assert [page.locator(f"#{one}").inner_text() != "" for one in described.split()] == [True, True]
    page.close()


@one_database
def test_everything_can_be_reached_by_keyboard(live_server: str, browser: Browser) -> None:
    page = _page(browser, f"{live_server}/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "username"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.close()
