"""How long a family waits for a facility page and for its search: a cheap phone on slow 4G, as Chromium imitates it.

Latency 150 ms, 1.6 Mbit/s, the processor four times slower; files compressed, as the sample configurations of web
servers send them.
"""

import gzip
import mimetypes
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site import finding
from supervision.disclosure.site.building import build_site
from supervision.disclosure.site.pinyin import initials, sounds
from supervision.disclosure.site.register import register
from tests.bench.run import Benchmark

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
CPU = 4  # times slower
MOST_LOADED = 300_000  # bytes of a search, before compression
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def benchmarks() -> Iterable[Benchmark]:
    """Return both."""
    return [
        Benchmark(
            name="first view of a facility page",
            size="the largest of 600 pages of three years, 360 px, slow 4G, 4× slower processor",
            prepare=Served,
            work=Served.first_view,
            limit={"seconds": 1},
        ),
        Benchmark(
            name="search for a facility by its code",
            size="600 facilities, index loaded, 4× slower processor",
            prepare=Served,
            work=Served.search,
            limit={"seconds": 0.2},
        ),
        Benchmark(
            name="search by name, part, pinyin, initials, street and with a slip: the slowest",
            size="20,000 facilities, index loaded, 4× slower processor; 300 KB each at most",
            prepare=City,
            work=City.searches,
            limit={"seconds": 0.2},
        ),
    ]


class Served:
    """A built site and a server that compresses."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="mingjing-bench-")
        out = Path(self.folder.name)
        self.facilities = invent(600, 3, 1)
        build_site(self.facilities, out)
        self.largest = max((out / "f").glob("*.html"), key=lambda path: path.stat().st_size).name
        self.files = {
            f"/{path.relative_to(out).as_posix()}": path.read_bytes()
            for path in out.rglob("*")
            if path.is_file()
        }
        files = self.files

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                content = files.get(self.path.partition("?")[0])
                body = gzip.compress(content, 1) if content else b""
                self.send_response(200 if content else 404)
                self.send_header(
                    "Content-Type", mimetypes.guess_type(self.path)[0] or "application/octet-stream"
                )
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def first_view(self) -> float:
        """Return the seconds until the page's content is first painted, of a browser that has seen nothing yet."""
        return self._seen(f"f/{self.largest}", lambda page: float(page.evaluate(PAINTED)) / 1000)

    def search(self) -> float:
        """Return the seconds from the last letter of a code to its link."""
        code = self.facilities.facilities[-1].code

        def found(page: Page) -> float:
            page.locator("form.find input").fill("D")
            page.wait_for_function("window.mingjing && window.mingjing.directory()")
            page.wait_for_timeout(500)
            return float(page.evaluate(_TYPED, [code, code])) / 1000

        return self._seen("index.html", found, slow_network=False)

    def _seen(self, path: str, look, *, slow_network: bool = True) -> float:  # type: ignore[no-untyped-def]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            page = browser.new_page(viewport={"width": 360, "height": 740}, bypass_csp=True)
            devices = page.context.new_cdp_session(page)
            devices.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
            if slow_network:
                devices.send("Network.enable")
                devices.send("Network.emulateNetworkConditions", SLOW_4G)
            page.goto(f"http://127.0.0.1:{self.server.server_port}/{path}", wait_until="load")
            page.wait_for_function(PAINTED)
            seconds: float = look(page)
            browser.close()
            return seconds


class City(Served):
    """The same pages with the search index of a large city."""

    def __init__(self) -> None:
        super().__init__()
        found = register(invent(20_000, 1, 1))
        for path, script in finding.shards(found):
            self.files[f"/{path}"] = script.encode()
        facility = found.snapshot.facilities[12_345]
        name = facility.name.zh.partition("（")[0]
        spoken = "".join(sounds(name))
        street = found.areas[facility.area].name.zh
        self.sought = (name, name[2:5], spoken, initials(name), street, spoken[:3] + spoken[4:])

    def searches(self) -> float:
        """Return the seconds from the last letter to the first links, of the slowest search."""
        return max(
            self._seen("index.html", partial(self._search, sought=each), slow_network=False)
            for each in self.sought
        )

    def _search(self, page: Page, sought: str) -> float:
        loaded = [len(self.files["/assets/names.js"])]
        page.on("request", lambda each: loaded.append(len(self.files.get(urlsplit(each.url).path, b""))))
        page.locator("form.find input").focus()
        page.wait_for_function("window.mingjing && window.mingjing.directory()")
        milliseconds = page.evaluate(_TYPED, [sought, ""])
        if sum(loaded[1:]) > MOST_LOADED:
            raise ValueError(f"{sought} loads {sum(loaded[1:])} bytes")
        return float(milliseconds) / 1000


_TYPED = """([sought, code]) => new Promise(done => {
  const input = document.querySelector("form.find input"), began = performance.now();
  const seen = () => [...document.querySelectorAll(".find-results a")].some(link => link.href.includes(code))
    ? done(performance.now() - began) : setTimeout(seen, 1);
  input.value = sought;
  input.dispatchEvent(new Event("input"));
  seen();
})"""
