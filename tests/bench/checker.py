"""The checker on a draw's page, on a slow phone: a record of 20,000 facilities, opened from a disk, drawn again.

Measured is the page alone at a quarter of this machine's speed: it is denied its worker, which the browser would not slow
down with it.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from inspections.draw import draw
from supervision.disclosure.site.building import Site
from supervision.disclosure.site.writing import files_in, write_files
from supervision.records.snapshot import read_snapshot
from tests.bench.draw import DAYS, inspector, region
from tests.bench.run import Benchmark
from tests.conftest import CHROMIUM, CHROMIUM_WORDS
from tests.inspections.draws import hash_number, make_request, make_roster

PORTAL = Path(__file__).parents[2] / "portal_docs"
SLOWER = 4
WITHOUT_WORKER = "window.Worker = function () { throw new Error('no workers here'); };"


def benchmarks() -> Iterable[Benchmark]:
    """Return what is measured, from the press of the button to the verdict."""
    yield Benchmark(
        name="checker: a draw in the browser",
        size="20,000 targets, 1,000 drawn, 1,000 inspectors, CPU four times slower",
        prepare=opened,
        work=check,
        limit={"seconds": 3},
    )


def opened() -> Any:
    """Open the page of such a draw in a browser that is slowed down; the process ends with the measurement."""
    folder = Path(tempfile.mkdtemp(prefix="mingjing-checker-"))
    records = {f"records/{path}": content for path, content in files_in(PORTAL / "snapshot" / "records")} | {
        "records/draws/draw-3.json": large_record()
    }
    shutil.copytree(PORTAL / "theme" / "assets", folder / "assets")
    write_files(folder, Site(read_snapshot(PORTAL / "snapshot"), records).files(("rest", 0)))
    browser = sync_playwright().start().chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_WORDS)
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.add_init_script(WITHOUT_WORKER)
    page.goto(f"file://{folder}/draws/draw-3.html")
    page.evaluate("document.getElementById('checker-commitment').value = ''")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page, folder


def check(given: Any) -> None:
    """Press the button and wait for the verdict."""
    page, folder = given
    page.evaluate("document.querySelector('.checker-start').click()")
    page.wait_for_selector(".checker-good", timeout=120_000)
    page.context.browser.close()
    shutil.rmtree(folder)


def large_record() -> bytes:
    """20,000 facilities in four strata, of which every twentieth is drawn, as a file."""
    targets = (
        {"id": hash_number("f", i), "stratum": f"S{i % 4}", "region": region(i, 300)} for i in range(20_000)
    )
    roster = make_roster(
        strata=[{"key": f"S{tier}", "ratio": [1, 20], "minimum": 1, "reserve": 5} for tier in range(4)],
        targets=sorted(targets, key=lambda target: target["id"]),
        inspectors=[inspector(i, 6) for i in range(1_000)],
        calendar={"days": DAYS, "per_day": 2},
    )
    request = make_request(roster)
    return json.dumps(request | {"result": draw(request)}, ensure_ascii=False).encode()
