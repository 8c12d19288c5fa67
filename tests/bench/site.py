"""What building the public site costs: a small district, and five thousand facility pages with all that belongs to them."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from supervision.disclosure.generate import invent
from supervision.disclosure.pages.facilities import facility_values
from supervision.disclosure.site import Site, build_site
from supervision.records.snapshot import Snapshot
from tests.bench.run import Benchmark


def benchmarks() -> Iterable[Benchmark]:
    """Return the measurements; the peer renders and writes the facility pages alone."""
    return [
        Benchmark(
            name="site: a small district",
            size="150 facility pages, both languages",
            prepare=lambda: Place(75),
            work=lambda place: build_site(place.snapshot, place.out),
            peer="bare Jinja: render and write the same facility pages",
            peer_work=bare,
            limit={"seconds": 5},
        ),
        Benchmark(
            name="site: a city",
            size="5,000 facility pages, both languages, two years",
            prepare=lambda: Place(2_500),
            work=lambda place: build_site(place.snapshot, place.out),
            peer="bare Jinja: render and write the same facility pages",
            peer_work=bare,
            limit={"seconds": 10, "ratio": 4, "peak_mb": 300},
        ),
        Benchmark(
            name="site: one facility of a city changed",
            size="5,000 facility pages, both languages, two years",
            prepare=built,
            work=lambda place: build_site(place.snapshot, place.out),
            limit={"seconds": 10},
        ),
    ]


@dataclass(slots=True)
class Place:
    """A snapshot and an empty folder."""

    facilities: int
    folder: Any = field(init=False)
    snapshot: Snapshot = field(init=False)

    def __post_init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="mingjing-bench-")
        self.snapshot = invent(self.facilities, 2, 1)

    @property
    def out(self) -> Path:
        """Return where the site goes."""
        return Path(self.folder.name) / "site"


def built() -> Place:
    """Return a place whose site stands already."""
    place = Place(2_500)
    build_site(place.snapshot, place.out)
    return place


def bare(place: Place) -> None:
    """Render the facility pages with the same template and the same values, and write them; nothing else."""
    site = Site(place.snapshot)
    for edition in site.editions.values():
        folder = place.out / edition.prefix / "f"
        folder.mkdir(parents=True, exist_ok=True)
        for facility in place.snapshot.facilities:
            values = facility_values(edition, facility)
            page = edition.render("facility.html", f"f/{facility.code}.html", values["name"], **values)
            (folder / f"{facility.code}.html").write_text(page)
