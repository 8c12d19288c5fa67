"""What building the public site costs: a district, a city, 20,000 facilities beside Hugo, 50 of 20,000 changed, a nation.

Every measured program begins with the records as they lie on the disk.
"""

import multiprocessing
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from supervision.disclosure.invented.snapshot import generate_snapshot
from supervision.disclosure.release.publisher import demonstration_publisher
from supervision.disclosure.site.building import CHUNK, Site, build_site
from supervision.disclosure.site.pages import facilities
from supervision.disclosure.site.pages.facilities import facility_values
from supervision.disclosure.site.writing import Files, Part, write_parts
from supervision.records.snapshot import Snapshot, read_snapshot, write_snapshot
from supervision.records.values import Text
from tests.bench import rendering
from tests.bench.hugo import peer
from tests.bench.run import Benchmark

FACILITY_PAGE = re.compile(r"(|en/)f/([^/]+)\.html")
AT = datetime(2026, 11, 22, 3, tzinfo=UTC)


def benchmarks() -> Iterable[Benchmark]:
    """Return the measurements; the peer renders and writes the facility pages alone."""
    return [
        Benchmark(
            name="site: a small district",
            size="150 facility pages, both languages",
            prepare=lambda: Place(75),
            work=Place.build,
            peer="bare Jinja: render and write the same facility pages",
            peer_work=bare,
            limit={"seconds": 5},
        ),
        Benchmark(
            name="site: a city",
            size="5,000 facility pages, both languages, two years",
            prepare=lambda: Place(2_500),
            work=Place.build,
            peer="bare Jinja: render and write the same facility pages",
            peer_work=bare,
            limit={"seconds": 10, "ratio": 4, "peak_mb": 300},
        ),
        _beside_hugo(),
        Benchmark(
            name="site: 50 of 20,000 facilities changed (names, points, results)",
            size="40,000 facility pages, lists, search, data, feeds, manifest, log, switch",
            prepare=lambda: Running(20_000),
            work=Running.publish,
            peer="rendering the changed pages, writing all changed files (0.5 s are granted)",
            peer_work=Running.render,
            limit={"ratio": 3},
            granted=0.5,
        ),
        Benchmark(
            name="site: a nation, facility pages",
            size="400,000 pages, one language, one year",
            prepare=lambda: Pages(400_000, 1, beside_hugo=False),
            work=Pages.ours,
            peer="20,000 of them, twenty times",
            peer_prepare=lambda: Pages(20_000, 1, beside_hugo=False),
            peer_work=Pages.twenty_times,
            limit={"ratio": 1.5, "peak_mb": 1000},
            only_by_name=True,
        ),
        Benchmark(
            name="site: a nation, everything",
            size="400,000 facilities, both languages, one year; memory of the largest process",
            prepare=lambda: Place(400_000, 1),
            work=Place.build,
            peer="20,000 of them, twenty times",
            peer_prepare=lambda: Place(20_000, 1),
            peer_work=Place.twenty_times,
            limit={"ratio": 1.5, "peak_mb": 1000},
            only_by_name=True,
        ),
    ]


def _beside_hugo() -> Benchmark:
    """Return the comparison with Hugo; without its ratio, and saying so, where it is not installed."""
    if not peer.is_there():
        print(peer.MISSING, file=sys.stderr)
    return Benchmark(
        name="site: facility pages, from JSON to HTML",
        size="20,000 pages, one language, two years",
        prepare=lambda: Pages(20_000, 2),
        work=Pages.ours,
        peer="Hugo, the same pages from JSON" if peer.is_there() else peer.MISSING,
        peer_work=Pages.theirs if peer.is_there() else None,
        limit={"peak_mb": 300} | ({"ratio": 1} if peer.is_there() else {}),
    )


class Place:
    """The records of some facilities on disk and a place for the site."""

    def __init__(self, facilities: int, years: int = 2) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="mingjing-bench-")
        self.records, self.out = (Path(self.folder.name) / name for name in ("records", "site"))
        apart(lambda: generate_snapshot(facilities, years, 1, self.records))

    def build(self) -> None:
        """Read the records and build the site."""
        build_site(read_snapshot(self.records), self.out)

    def twenty_times(self) -> float:
        """Return what twenty times as many facilities take where time is in proportion to them."""
        began = time.perf_counter()
        self.build()
        return 20 * (time.perf_counter() - began)


class Pages:
    """The records of many facilities on disk, and beside them what Hugo makes the same pages from."""

    def __init__(self, facilities: int, years: int, *, beside_hugo: bool = True) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="mingjing-bench-")
        self.records, self.out, self.hugo = (
            Path(self.folder.name) / name for name in ("records", "out", "hugo")
        )
        apart(lambda: self._write(facilities, years, beside_hugo and peer.is_there()))

    def _write(self, facilities: int, years: int, beside_hugo: bool) -> None:
        snapshot = generate_snapshot(facilities, years, 1, self.records)
        if beside_hugo:
            peer.prepare(Site(snapshot), self.hugo)

    def ours(self) -> None:
        """Read the records and make the pages of one language, in as many processes as there are cores."""
        site = Site(read_snapshot(self.records))
        edition = site.editions["zh-CN"]

        def make(part: Part) -> Files:
            some = site.facilities[int(part[1]) : int(part[1]) + CHUNK]
            made = (facilities.page(edition, code) for code in some)
            return ((path, page.encode()) for path, page in made)

        site.warm()
        parts: list[Part] = [("facilities", start) for start in range(0, len(site.facilities), CHUNK)]
        for _ in write_parts(self.out, parts, make, site.book, large=True):
            pass

    def twenty_times(self) -> float:
        """Return what twenty times as many pages take where time is in proportion to the pages."""
        began = time.perf_counter()
        self.ours()
        return 20 * (time.perf_counter() - began)

    def theirs(self) -> float:
        """Let Hugo make them, and make sure, untimed, that these are the same pages."""
        began = time.perf_counter()
        peer.run(self.hugo)
        seconds = time.perf_counter() - began
        apart(self.ours)
        peer.same_pages(self.out / "f", self.hugo / "out" / "f")
        return seconds


class Running:
    """A publisher that runs on, its site live, and the prepared records of the next release: 50 facilities changed."""

    def __init__(self, facilities: int) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="mingjing-bench-")
        root = Path(self.folder.name)
        self.publisher = demonstration_publisher(root / "public", root / "memory")
        before, self.prepared = root / "before", root / "prepared"
        generate_snapshot(facilities, 2, 1, before)
        self._publish("r1", before)
        self.first = self.publisher.last[-1].ledger
        apart(lambda: write_snapshot(changed(read_snapshot(before), 50), self.prepared))

    def publish(self) -> None:
        """Read and publish what was prepared, and compared with its hash when it was approved."""
        self._publish("r2", self.prepared)

    def _publish(self, name: str, records: Path) -> None:
        snapshot = read_snapshot(records, checked=True)
        as_of = snapshot.meta.as_of
        self.publisher.publish(name, snapshot, standing={}, fresh={}, files={}, as_of=as_of, at=AT)

    def render(self) -> float:
        """Render the pages that changed, and write them with all other files that did, whose bytes are at hand."""
        self.publish()  # says which files changed, and has their bytes
        snapshot, alone = read_snapshot(self.prepared), Path(self.folder.name) / "alone"
        editions = {edition.prefix: edition for edition in Site(snapshot).editions.values()}
        known = {each.code: each for each in snapshot.facilities}
        live, now = self.publisher.releases.folder("r2"), self.publisher.last[-1].ledger.files
        paths = [path for path, digest in now.items() if self.first.files.get(path) != digest]
        pages = {path: found for path in paths if (found := FACILITY_PAGE.fullmatch(path))}
        others = {path: (live / path).read_bytes() for path in paths if path not in pages}
        for path in paths:
            (alone / path).parent.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        for path, (prefix, code) in ((path, found.groups()) for path, found in pages.items()):
            edition = editions[prefix]
            values = facility_values(edition, known[code])
            (alone / path).write_text(
                edition.render("facility.html", f"f/{code}.html", values["name"], **values)
            )
        for path, content in others.items():
            (alone / path).write_bytes(content)
        took = time.perf_counter() - began
        lists: list[Part] = [*(("lists", each.language) for each in editions.values()), ("rest", 0)]
        return took + rendering.seconds(Site(snapshot, before=self.first), lists, others.keys())


def changed(snapshot: Snapshot, count: int) -> Snapshot:
    """Return the snapshot with other names, points and results of ``count`` facilities, taken at random."""
    codes = set(random.Random(1).sample([each.code for each in snapshot.facilities], count))
    copy = msgspec.structs.replace
    return replace(
        snapshot,
        facilities=tuple(
            copy(each, name=Text(zh=f"{each.name.zh}（新）", en=f"{each.name.en} (new)"))
            if each.code in codes
            else each
            for each in snapshot.facilities
        ),
        scores=tuple(
            copy(each, points=each.points - 1) if each.facility in codes and each.points else each
            for each in snapshot.scores
        ),
        results=tuple(
            copy(each, reply=Text(zh="已逐项整改", en="All corrected")) if each.facility in codes else each
            for each in snapshot.results
        ),
    )


def apart(work: Callable[[], object]) -> None:
    """Do something in a process of its own, whose memory is not ours."""
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("what was to be prepared failed; its words are above")


def bare(place: Place) -> None:
    """Render the facility pages with the same template and the same values, and write them; nothing else."""
    snapshot = read_snapshot(place.records)
    site = Site(snapshot)
    for edition in site.editions.values():
        folder = place.out / edition.prefix / "f"
        folder.mkdir(parents=True, exist_ok=True)
        for facility in snapshot.facilities:
            values = facility_values(edition, facility)
            page = edition.render("facility.html", f"f/{facility.code}.html", values["name"], **values)
            (folder / f"{facility.code}.html").write_text(page)
