"""The public site opened from a disk, as a journalist or an inspector on a train would: no server, no network."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from supervision.disclosure.invented.snapshot import generate_snapshot
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
  for (const control of document.querySelectorAll(".button, .chip, summary, input:not([type=checkbox]), select, .choice, .site-nav a, .switch button")) {
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
def test_pages_fit_phone_tablet_and_desk(site: Path, page: Page, language: str) -> None:
    unfit = {}
    for path in PAGES:
        page.goto(f"file://{site}/{language}{path}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for width in (360, 820, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            for size in ("", "large"):
                page.evaluate(f"document.documentElement.dataset.type = '{size}'")
                if found := page.evaluate(UNFIT):
                    unfit[f"{path} at {width} {size}"] = found
    assert unfit == {}


@pytest.mark.parametrize(
    ("language", "sought", "name"),
    [
        ("", "福轩", "朗山福轩养老院"),
        ("", "lsfx", "朗山福轩养老院"),
        ("", "D000006", "朗山福轩养老院"),
        ("", "langshanfux", "朗山福轩养老院"),
        ("", "朗山富轩养老", "朗山福轩养老院"),
        ("", "lsfxyyl", "朗山福轩养老院"),
        ("", "langshnafuxuanyanglaoyuan", "朗山福轩养老院"),
        ("en/", "langshan care home no. 6", "Langshan Care Home No. 6"),
        ("en/", "Langshna Care Home No 6", "Langshan Care Home No. 6"),
    ],
)
def test_a_facility_is_found_by_part_initials_and_code(
    site: Path, page: Page, language: str, sought: str, name: str
) -> None:
    page.goto(f"file://{site}/{language}index.html")
    page.get_by_role("searchbox").fill(sought)
    expect(page.locator(".find-results a").first).to_contain_text(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/f/D000006.html")
    assert page.locator("h1").inner_text() == name


def test_what_is_not_there_is_said(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/index.html")
    page.get_by_role("searchbox").fill("没有这样的名字")
    expect(page.locator(".find-status")).to_contain_text("没有找到")


@pytest.mark.parametrize("sought", ["朗山", "langshanzhen", "lsz"])
def test_a_street_is_found_by_its_name_and_its_sound(site: Path, page: Page, sought: str) -> None:
    page.goto(f"file://{site}/index.html")
    page.get_by_role("searchbox").fill(sought)
    page.locator(".find-results a", has_text="看这个区域的机构").click()
    page.wait_for_url("**/areas/990101003.html")


def test_homes_are_chosen_by_what_matters_and_the_choice_is_an_address(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/ratings.html")
    count = page.locator(".choose-count")
    expect(count).to_have_text(re.compile("符合条件的有 1[01][0-9] 家"))
    page.get_by_label("类型", exact=True).select_option(label="养老机构")
    page.get_by_label("每月最多（元）").fill("5000")
    page.get_by_label("有空床").check()
    page.get_by_label("排列").select_option(label="便宜的在前")
    expect(page.locator(".choose-list li").first).to_contain_text("每月")
    chosen = count.inner_text()
    prices = [
        int(found[1].replace(",", ""))
        for text in page.locator(".choose-facts").all_inner_texts()
        if (found := re.search(r"每月 ([\d,]+) 元", text))
    ]
    assert prices == sorted(prices)
    assert max(prices) <= 5000
    page.reload()
    expect(count).to_have_text(chosen)
    expect(page.get_by_label("每月最多（元）")).to_have_value("5000")


def test_four_homes_at_most_are_compared_by_keyboard(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/ratings.html")
    boxes = page.locator(".choose-list input")
    for number in range(4):
        boxes.nth(number).focus()
        page.keyboard.press("Space")
        expect(page.locator(".compare thead th")).to_have_count(number + 1)
    expect(boxes.nth(4)).to_be_disabled()
    page.locator(".compare thead button").first.click()
    expect(page.locator(".compare thead th")).to_have_count(3)
    page.reload()
    expect(page.locator(".compare thead th")).to_have_count(3)


def test_near_me_puts_the_nearest_first_and_asks_nobody(site: Path, page: Page) -> None:
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = (done) =>"
        " done({ coords: { longitude: 106.7, latitude: 29.9 } });"
    )
    page.goto(f"file://{site}/ratings.html")
    page.get_by_role("button", name="离我近的").click()
    expect(page.locator(".choose-facts").first).to_contain_text("公里")
    far = [
        float(re.search(r"约 ([\d.]+) 公里", text)[1])  # type: ignore[index]
        for text in page.locator(".choose-facts").all_inner_texts()
    ]
    assert far == sorted(far)


def test_a_list_is_sorted_by_its_heading_with_the_keyboard_and_says_so(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/en/areas/990101001.html")
    head = page.locator("th", has_text="Last inspection")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    cells = page.locator('td[data-label="Last inspection"]').all_inner_texts()
    days = [datetime.strptime(cell, "%d %B %Y").replace(tzinfo=UTC) for cell in cells if cell != "–"]
    assert days == sorted(days)
    assert cells[len(days) :] == ["–"] * (len(cells) - len(days))
    grade = page.locator("th", has_text="Star grade")
    grade.get_by_role("button").click()
    grade.get_by_role("button").click()
    expect(grade).to_have_attribute("aria-sort", "descending")
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    said = page.locator('td[data-label="Star grade"]').all_inner_texts()
    ranks = [*(f"Grade {n}" for n in range(5, 0, -1)), "–"]
    assert said == sorted(said, key=ranks.index)


def test_the_schematic_map_leads_to_homes(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/ratings.html")
    expect(page.locator(".choose-map a").first).to_have_attribute("href", re.compile(r"f/D\d+\.html"))


VOICES = """
window.spoken = [];
speechSynthesis.getVoices = () => %s;
speechSynthesis.speak = (words) => { window.spoken.push(words.text); if (words.onstart) words.onstart(); };
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def test_the_page_is_read_aloud_by_a_voice_on_the_device(site: Path, page: Page) -> None:
    page.add_init_script(VOICES % "[{ lang: 'zh-CN', localService: true }]")
    page.goto(f"file://{site}/f/D000006.html")
    button = page.locator("#aloud")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    spoken = page.evaluate("window.spoken")
    assert spoken[0] == "朗山福轩养老院"
    assert "要投诉，请打电话 12345。" in spoken
    button.click()
    expect(button).to_have_text("朗读")
    expect(page.locator(".spoken")).to_have_count(0)


@pytest.mark.parametrize("voices", ["[]", "[{ lang: 'zh-CN', localService: false }]"])
def test_without_a_voice_on_the_device_reading_is_not_offered(site: Path, page: Page, voices: str) -> None:
    page.add_init_script(VOICES % voices)
    page.goto(f"file://{site}/f/D000006.html")
    expect(page.get_by_role("button", name="大字")).to_be_visible()
    assert page.locator("#aloud").is_hidden()


def test_an_old_copy_says_so_and_what_ran_out_is_marked(site: Path, page: Page) -> None:
    page.clock.set_fixed_time(datetime(2029, 7, 2, tzinfo=UTC))
    page.goto(f"file://{site}/f/D000006.html")
    expect(page.locator(".old-copy")).to_be_visible()
    expect(page.locator("#offer ~ * .until .over").first).to_have_text("已过有效期")


def test_a_tap_copies_the_address(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/f/D000006.html")
    button = page.get_by_role("button", name="复制地址")
    button.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()


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
