"""What people come for, done with the keyboard alone, and what each errand costs: keys pressed, stops passed.

``python -m tests.browser.keyboard_walk SITE CODE`` prints the record that stands in ``portal_docs/ACCESS.md``. At each stop
it looks whether the stop is seen: an outline of 2 px or more, inside the screen.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.conftest import CHROMIUM, CHROMIUM_WORDS

FARTHEST = 150  # stops
STOP = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const name = at.getAttribute("aria-label") || (at.labels && at.labels[0] && at.labels[0].innerText)
        || at.innerText || (at.querySelector("title") || {}).textContent || "";
    return { name: name.trim().split("\\n")[0].slice(0, 24),
             seen: at !== document.body && marked && box.height > 0 && box.bottom > 0 && box.top < innerHeight };
}"""


@dataclass(slots=True)
class Walk:
    """走查: one errand on the way; ``steps`` as a person would write them down, ``unseen`` the stops without a mark."""

    page: Page
    site: Path
    keys: int = 0
    steps: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Begin at a page."""
        self.page.goto(f"file://{self.site}/{path}")

    def to(self, selector: str) -> None:
        """Press Tab until the stop is one that ``selector`` means."""
        for count in range(1, FARTHEST + 1):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            if not stop["seen"]:
                self.unseen.append(f"{stop['name']} ({self.page.url.rpartition('/')[2]})")
            if self.page.evaluate("(sought) => document.activeElement.matches(sought)", selector):
                self.keys += count
                self.steps.append(f"{f'Tab × {count}' if count > 1 else 'Tab'} → “{stop['name']}”")
                return
        raise AssertionError(f"{selector} is not reached in {FARTHEST} stops")

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)
        self.steps.append(" ".join(keys))

    def type(self, text: str) -> None:
        """Type a text."""
        self.page.keyboard.type(text)
        self.keys += len(text)
        self.steps.append(f"“{text}”")

    def past_the_head(self) -> None:
        """Take the first stop of every page, which leads past its head."""
        self.to("a[href='#main']")
        self.press("Enter")


def _find(walk: Walk, code: str) -> None:
    walk.open(f"f/{code}.html")
    name = walk.page.locator("h1").inner_text()
    walk.open("index.html")
    walk.past_the_head()
    walk.to("#find")
    walk.type(name[:6])
    expect(walk.page.locator(".find-results a").first).to_be_visible()
    walk.to(f".find-results a[href$='{code}.html']")
    walk.press("Enter")
    expect(walk.page.locator("h1")).to_have_text(name)


def _why(walk: Walk, code: str) -> None:
    walk.open(f"f/{code}.html")
    walk.past_the_head()
    walk.to(".score-card summary")
    walk.press("Enter")
    expect(walk.page.locator(".score-card .why[open] table").first).to_be_visible()


def _complain(walk: Walk, code: str) -> None:
    walk.open(f"f/{code}.html")
    walk.past_the_head()
    walk.to(".jump [href='#go']")
    walk.press("Enter")
    walk.to("[href='tel:12345']")


def _large(walk: Walk, code: str) -> None:
    walk.open(f"f/{code}.html")
    walk.to("[data-set='type'], button:nth-of-type(1)")
    walk.press("Enter")
    expect(walk.page.locator("html[data-type=large]")).to_be_attached()
    walk.open(f"en/f/{code}.html")
    expect(walk.page.locator("html[data-type=large]")).to_be_attached()
    walk.to("[data-set='type'], button:nth-of-type(1)")
    walk.press("Enter")
    expect(walk.page.locator("html[data-type=large]")).not_to_be_attached()


def _compare(walk: Walk, _: str) -> None:
    walk.open("ratings.html")
    walk.past_the_head()
    for _number in range(2):
        walk.to(".choose-list input:not(:checked)")
        walk.press("Space")
    expect(walk.page.locator(".compare thead th")).to_have_count(2)
    walk.press("Shift+Tab")


def _choose(walk: Walk, _: str) -> None:
    walk.open("ratings.html")
    before = walk.page.locator(".choose-count").inner_text()
    walk.past_the_head()
    walk.to("#c-grade")
    walk.press("ArrowDown")
    expect(walk.page.locator(".choose-count")).not_to_have_text(before)
    walk.to(".choose-map a")


def _sort(walk: Walk, _: str) -> None:
    walk.open("results.html")
    walk.past_the_head()
    walk.to("th button, th a")
    walk.press("Enter")
    expect(walk.page.locator("th[aria-sort=ascending], th[aria-sort=descending]").first).to_be_visible()


def _calculate(walk: Walk, _: str) -> None:
    walk.open("rules/credit.rating.html")
    walk.past_the_head()
    walk.to("#calculator-example")
    before = walk.page.locator(".calculator-lines").inner_text()
    walk.press("ArrowDown")
    expect(walk.page.locator(".calculator-lines")).not_to_have_text(before)
    walk.to(".calculator-facts input, .calculator-facts select, .calculator-facts button")


def _verify(walk: Walk, _: str) -> None:
    walk.open("verify.html")
    walk.past_the_head()
    walk.to("#verify-folder")
    with walk.page.expect_file_chooser() as asked:
        walk.press("Enter")
    assert asked.value.is_multiple()


Errand = Callable[[Walk, str], None]
ERRANDS: tuple[tuple[str, str, Errand], ...] = (
    ("按名字找到一家机构", "find a home by its name", _find),
    ("为什么是这个等级", "why this grade", _why),
    ("打投诉电话", "reach the telephone for complaints", _complain),
    ("放大字号，英文页也大，再放回", "large type, kept on the English page, and back", _large),
    ("按等级挑选，走到示意图", "choose by grade, walk on to the map", _choose),
    ("把两家并排比较", "put two side by side", _compare),
    ("给检查结果换个次序", "another order of the results", _sort),
    ("自己试算", "try the calculator", _calculate),
    ("核验本站", "verify the site", _verify),
)


def walked(page: Page, site: Path, code: str, errand: Errand) -> Walk:
    """Do one errand and return its record."""
    walk = Walk(page, site)
    errand(walk, code)
    return walk


def main(site: str, code: str) -> None:
    """Print the record."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_WORDS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        print("| errand | 做什么 | keys | not seen | walked |\n|---|---|--:|--:|---|")
        for chinese, english, errand in ERRANDS:
            walk = walked(page, Path(site), code, errand)
            print(f"| {english} | {chinese} | {walk.keys} | {len(walk.unseen)} | {'; '.join(walk.steps)} |")
            for each in walk.unseen:
                print("   ", each, file=sys.stderr)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
