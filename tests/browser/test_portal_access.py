"""What ACCESS.md promises and axe-core cannot see: widths, motion, spacing, greys, the page that is not there, WeChat."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from supervision.disclosure.site.building import build_site
from tests.browser.screenshots import kinds_of_page
from tests.browser.test_portal_axe import AXE, faults
from tests.supervision.disclosure.extremes import too_much

WECHAT = ("Mozilla/5.0 (Linux; Android 14; V2307A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 "
          "Mobile Safari/537.36 XWEB/1260 MMWEBSDK/20240501 MicroMessenger/8.0.50.2701 WeChat/arm64 Language/zh_CN")  # fmt: skip


class _Server(http.server.SimpleHTTPRequestHandler):
    """A web server as the sample configurations set it up: what is not there is answered with 404.html."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        content = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a register full of trouble."""
    folder = tmp_path_factory.mktemp("access") / "site"
    build_site(too_much(40), folder)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(_Server, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_no_page_is_wider_than_a_narrow_screen_whatever_stands_on_it(site: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    wide = {}
    odd = [f"{language}f/X-{what}.html" for language in ("", "en/") for what in ("word", "long", "markup")]
    for name in [*kinds_of_page(site), *odd]:
        if name == "404.html":
            continue
        page.goto(f"file://{site}/{name}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 640})
            if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                wide[f"{name} at {width}"] = over
    page.close()
    assert wide == {}


def test_a_page_that_is_not_there_is_dressed_and_fit_for_everybody(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    context.add_init_script(AXE)
    page = context.new_page()
    for path in ("/f/NOSUCH.html", "/en/far/away/from/home.html"):
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 404
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults(page) == []
    page.get_by_role("link", name="回到首页").click()
    page.wait_for_url(f"{address}/index.html")
    context.close()


def test_nothing_moves_where_less_motion_is_asked_for(site: Path, browser: Browser) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((each) => {
        const style = getComputedStyle(each);
        return style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0.01);
    }).map((each) => each.outerHTML.slice(0, 80))"""
    for wish, scrolling in (("reduce", "auto"), ("no-preference", "smooth")):
        page = browser.new_page(reduced_motion=wish)  # type: ignore[arg-type]
        for name in ("index.html", "ratings.html", "f/D000006.html"):
            page.goto(f"file://{site}/{name}")
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == scrolling
            if wish == "reduce":
                assert page.evaluate(moving) == [], name
        page.close()


@pytest.mark.parametrize("size", ["", "large"])
def test_lines_and_paragraphs_stand_apart_as_the_norm_asks(site: Path, browser: Browser, size: str) -> None:
    """Lines 1.3 of the type, paragraphs 1.3 of what lies between two lines, at least."""
    tight = """() => [...document.querySelectorAll(".prose p, .prose li, .official-text p")].filter((each) => {
        const style = getComputedStyle(each), type = parseFloat(style.fontSize), line = parseFloat(style.lineHeight);
        const before = each.previousElementSibling;
        const gap = before && each.matches("p") && before.matches("p") ? each.getBoundingClientRect().top - before.getBoundingClientRect().bottom : Infinity;
        return line < 1.3 * type - 0.1 || gap < 1.3 * (line - type) - 0.6;
    }).map((each) => each.outerHTML.slice(0, 80))"""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for name in ("how-draws-work.html", "rights.html", "verify.html", "en/privacy.html"):
        page.goto(f"file://{site}/{name}")
        page.evaluate(f"document.documentElement.dataset.type = '{size}'")
        assert page.evaluate(tight) == [], name
    page.close()


def test_a_state_is_a_word_or_a_shape_of_its_own_never_a_colour_alone(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    for name in ("f/D000006.html", "f/D000001.html", "draws.html", "index.html"):
        page.goto(f"file://{site}/{name}")
        silent = page.eval_on_selector_all(
            ".state, .stat-due, .stat-danger",
            "all => all.filter((each) => !each.textContent.trim()).map((each) => each.outerHTML)",
        )
        assert silent == []
        shapes = page.eval_on_selector_all(
            "main svg .event",
            """all => all.map((each) => [[...each.classList].find((name) => /^event-/.test(name)), each.tagName])""",
        )
        drawn = {tone: {shape for other, shape in shapes if other == tone} for tone, _ in shapes}
        if {"event-good", "event-danger"} <= set(drawn):
            assert drawn["event-good"].isdisjoint(drawn["event-danger"])
    page.close()


def test_wechat_opens_no_window_downloads_nothing_and_copies_the_address(
    address: str, browser: Browser
) -> None:
    context = browser.new_context(user_agent=WECHAT, viewport={"width": 360, "height": 740}, has_touch=True)
    context.add_init_script(
        """window.opened = 0; window.open = () => { window.opened += 1; };
        for (const name of ["alert", "confirm", "prompt"]) window[name] = () => { window.opened += 1; };
        Object.defineProperty(navigator, "clipboard", { value: undefined });
        document.execCommand = (verb) => { window.copied = verb === "copy" && document.activeElement.value; return true; };"""
    )
    page = context.new_page()
    fetched: list[str] = []
    page.on("download", lambda download: fetched.append(download.url))
    page.on("popup", lambda popup: fetched.append(popup.url))
    for name in ("index.html", "ratings.html", "results.html", "data.html", "f/D000006.html"):
        page.goto(f"{address}/{name}")
        assert page.locator("a[target], a[download]").count() == 0, name
        assert page.evaluate("window.opened") == 0
    button = page.get_by_role("button", name="复制地址")
    copied = button.get_attribute("data-copy")
    button.tap()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("window.copied") == copied
    assert fetched == []
    context.close()
