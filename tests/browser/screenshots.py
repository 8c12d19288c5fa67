"""Pictures of every kind of page, for people to look at: ``python -m tests.browser.screenshots OUT [--site FOLDER] [--app ADDRESS]``.

``--site``: a built public site; one page of each kind, at every width, in both languages, light, dark, large, high contrast
and as printed. Without it two sites are built: one with too much of everything, one with nothing.
``--app``: the address of a running demonstration (``./dev run``); every page that a person of each role can reach from the
menus and the first row of each list. Contact sheets of each folder lie beside it: ``OUT/public-360.png`` …
"""

import argparse
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from supervision.disclosure.site.building import build_site
from tests.conftest import CHROMIUM, CHROMIUM_WORDS
from tests.supervision.disclosure.extremes import nothing, too_much

WIDTHS = (360, 820, 1440)
LOOKS: dict[str, dict[str, str]] = {
    "light": {},
    "dark": {"theme": "dark"},
    "large": {"type": "large"},
    "contrast": {"contrast": "high"},
}
ROLES = (
    "planner",
    "head",
    "reviewer",
    "assessor",
    "decider1",
    "publisher",
    "auditor",
    "admin",
    "inspector1",
    "owner1",
)
MOST_PAGES = 60  # of one role: what the menus lead to, and one of each kind behind it
TALLEST = 2400  # pixels of a page on a contact sheet
SHEET_WIDTH = 2000


def kinds_of_page(site: Path) -> list[str]:
    """Return one page of each kind of a site: those at the top, the first of each folder, of each language."""
    found: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        folder = name.rpartition("/")[0]
        kind = folder if folder not in ("", "en") else re.sub(r"-by-[a-z-]+|-\d+(?=\.html)", "", name)
        found.setdefault(kind, name)
    return sorted(found.values())


def shoot_site(browser: Browser, site: Path, out: Path) -> None:
    """Take every kind of page of a site in every look and width, and once as printed."""
    out.mkdir(parents=True, exist_ok=True)
    names = kinds_of_page(site)
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        for name in names:
            page.goto(f"file://{site}/{name}")
            for look, settings in LOOKS.items():
                _dress(page, settings)
                _take(page, out / f"{_file(name)}-{width}-{look}.png")
            _dress(page, {})
        page.close()
    page = browser.new_page()
    for name in names:
        page.goto(f"file://{site}/{name}")
        page.pdf(path=out / f"{_file(name)}.pdf", prefer_css_page_size=True, print_background=True)
    page.close()


def shoot_app(browser: Browser, address: str, out: Path, password: str) -> None:
    """Take every page that each role finds, at every width and in both languages."""
    for role in ROLES:
        folder = out / role
        folder.mkdir(parents=True, exist_ok=True)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("[name=username]", role)
        page.fill("[name=password]", password)
        page.click("button[type=submit]:visible")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        for path in list(_reached(page, address, urlsplit(page.url).path)):
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                for language in ("zh-CN", "en"):
                    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
                    _take(page, folder / f"{_file(path)}-{width}-{language}.png")
        context.close()


def _reached(page: Page, address: str, start: str) -> Iterator[str]:
    """Yield the pages that links lead to, one of each kind: /office/facilities/X and /office/facilities/Y are one."""
    waiting, kinds, taken = [start], {_kind(start)}, 0
    while waiting and taken < MOST_PAGES:
        path = waiting.pop(0)
        answer = page.goto(address + path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        links = page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)")
        taken += 1
        yield path
        for link in links:
            parts = urlsplit(link)
            other = parts.path
            if not link.startswith(address) or not re.match(r"/(office|my|field)\b", other):
                continue
            if _kind(other) not in kinds and not re.search(r"\.(pdf|json|csv|xlsx|zip|crt)$", other):
                kinds.add(_kind(other))
                waiting.append(other)


def _kind(path: str) -> str:
    """Return a path with everything that names one thing left out: codes, numbers, days, ids."""
    parts = path.strip("/").split("/")
    return "/".join("*" if re.search(r"[0-9A-Z\u4e00-\u9fff%]", part) else part for part in parts)


def _dress(page: Page, settings: dict[str, str]) -> None:
    page.evaluate(
        """(settings) => ["theme", "type", "contrast"].forEach((key) => {
            if (settings[key]) document.documentElement.dataset[key] = settings[key];
            else delete document.documentElement.dataset[key];
        })""",
        settings,
    )


def _file(path: str) -> str:
    return re.sub(r"[^\w.-]+", "_", path.strip("/").removesuffix(".html")) or "home"


def _take(page: Page, path: Path) -> None:
    page.screenshot(path=path, full_page=True)


def contact_sheets(folder: Path, scale: float = 0.35) -> None:
    """Put the pictures of each width of a folder on sheets of paper, long pages cut: ``<folder>-<width>-<n>.png``."""
    for width in WIDTHS:
        sheet, row, number, x, y = [], 0, 1, 0, 0
        for path in sorted(folder.glob(f"*-{width}-*.png")):
            with Image.open(path) as full:
                small = full.convert("RGB").crop((0, 0, full.width, min(full.height, TALLEST)))
                small = small.resize((int(small.width * scale), int(small.height * scale)))
            if x + small.width > SHEET_WIDTH:
                x, y, row = 0, y + row + 8, 0
            if y + small.height > SHEET_WIDTH * 1.4 and sheet:
                _write_sheet(sheet, folder.with_name(f"{folder.name}-{width}-{number}.png"))
                sheet, row, number, x, y = [], 0, number + 1, 0, 0
            sheet.append((small, x, y))
            x, row = x + small.width + 8, max(row, small.height)
        if sheet:
            _write_sheet(sheet, folder.with_name(f"{folder.name}-{width}-{number}.png"))


def _write_sheet(placed: Iterable[tuple[Image.Image, int, int]], path: Path) -> None:
    placed = list(placed)
    height = max(y + picture.height for picture, _, y in placed)
    sheet = Image.new("RGB", (SHEET_WIDTH, height), "#888888")
    for picture, x, y in placed:
        sheet.paste(picture, (x, y))
    sheet.save(path)


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screenshots", description="Pictures of every page."
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--site", type=Path, help="a built public site")
    parser.add_argument("--app", help="address of a running demonstration, http://localhost:8000")
    parser.add_argument("--password", default="mingjing-demo")
    wish = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as made:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_WORDS)
        if wish.app:
            shoot_app(browser, wish.app.rstrip("/"), wish.out, wish.password)
            folders = [wish.out / role for role in ROLES]
        elif wish.site:
            shoot_site(browser, wish.site.resolve(), wish.out / "public")
            folders = [wish.out / "public"]
        else:
            folders = [wish.out / "much", wish.out / "nothing"]
            for folder, snapshot in zip(folders, (too_much(), nothing()), strict=True):
                build_site(snapshot, Path(made) / folder.name)
                shoot_site(browser, Path(made) / folder.name, folder)
        browser.close()
    for folder in folders:
        contact_sheets(folder)


if __name__ == "__main__":
    main()
