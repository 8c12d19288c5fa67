"""Every kind of public page before axe-core, at the size of a telephone: WCAG 2.2 AA as far as a machine can see it."""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from supervision.disclosure.invented.snapshot import generate_snapshot
from tests.browser.family_questions import QUESTIONS, cost
from tests.browser.keyboard_walk import ERRANDS, walked
from tests.browser.screenshots import kinds_of_page
from tests.supervision.disclosure.conftest import mkdocs_build
from tests.supervision.disclosure.with_methods import METHODS, write_with_methods

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = """{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
           resultTypes: ['violations'] }"""
LOOKS = ({}, {"theme": "dark"}, {"contrast": "high"}, {"type": "large"})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an invented district in a folder."""
    folder = tmp_path_factory.mktemp("axe")
    invented = folder / "data" / "snapshot"
    write_with_methods(generate_snapshot(60, 2, 1, invented), invented)
    mkdocs_build(folder / "site", folder / "data")
    return folder / "site"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A telephone with axe-core in every page; the policy of the pages does not bind the one who tests them."""
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, reduced_motion="reduce", bypass_csp=True
    )
    context.add_init_script(AXE)
    yield context.new_page()
    context.close()


def pages_of(site: Path) -> list[str]:
    """Return one page of each kind and two methods of rating; 404.html is dressed by a server only, and has its own test."""
    methods = {f"{language}rules/{name}.html" for language in ("", "en/") for name in METHODS}
    return sorted({*kinds_of_page(site), *methods} - {"404.html"})


def faults(page: Page) -> list[str]:
    """Return what axe-core finds on the open page."""
    done = page.evaluate(f"axe.run(document, {RULES})")
    return [f"{each['id']}: {node['html'][:120]}" for each in done["violations"] for node in each["nodes"]]


def test_axe_finds_nothing_on_any_kind_of_page(site: Path, page: Page) -> None:
    pages = pages_of(site)
    assert len(pages) > 40
    found = {}
    for name in pages:
        page.goto(f"file://{site}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        if wrong := faults(page):
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("look", LOOKS[1:], ids=lambda look: next(iter(look)))
def test_axe_finds_nothing_however_the_page_is_set(site: Path, page: Page, look: dict[str, str]) -> None:
    found = {}
    for name in ("index.html", "ratings.html", "f/D000006.html", "draws.html", "en/red-list.html"):
        page.goto(f"file://{site}/{name}")
        for key, value in look.items():
            page.evaluate(f"document.documentElement.dataset.{key} = '{value}'")
        if wrong := faults(page):
            found[name] = wrong
    assert found == {}


def test_at_400_per_cent_nothing_is_wider_than_the_screen(site: Path, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
    wide = {}
    for name in pages_of(site):
        page.goto(f"file://{site}/{name}")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[name] = over
    page.set_viewport_size({"width": 360, "height": 800})
    assert wide == {}


def test_the_keyboard_walks_through_a_page_and_is_always_seen(site: Path, page: Page) -> None:
    page.goto(f"file://{site}/f/D000006.html")
    hidden, seen = [], 0
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
                const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return { end: at === document.body, text: at.outerHTML.slice(0, 90),
                         seen: marked && box.height > 0 && box.bottom > 0 && box.top < innerHeight };
            }"""
        )
        if here["end"]:
            break
        seen += 1
        if not here["seen"]:
            hidden.append(here["text"])
    assert seen > 25
    assert hidden == []


def test_every_errand_is_done_with_the_keyboard_alone_and_each_stop_is_seen(
    site: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    walks = {english: walked(page, site, "D000006", errand) for _, english, errand in ERRANDS}
    page.close()
    assert {errand: walk.unseen for errand, walk in walks.items() if walk.unseen} == {}
    assert {errand: walk.keys for errand, walk in walks.items() if walk.keys > 60} == {}


def test_every_question_of_a_family_is_answered_within_two_taps_and_a_screen(site: Path, page: Page) -> None:
    spent = {each.english: cost(page, f"file://{site}/f/D000006.html", each) for each in QUESTIONS}
    assert len(spent) == 10
    assert {question: each for question, each in spent.items() if each[0] > 2 or each[1] > 1} == {}
