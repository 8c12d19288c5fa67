"""What the transparency log and the releases cost: a city's year, the next day on top of ten, 50 changes of 20,000."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from supervision.disclosure.log.entries import Entry, Kind, seal
from supervision.disclosure.log.keeping import Log
from supervision.disclosure.log.keys import demonstration_key
from supervision.disclosure.log.tlog import leaf_hash, root_of
from supervision.disclosure.release.releases import Releases
from supervision.disclosure.release.sealing import log_records, seal_site
from supervision.disclosure.verification.site import verify_site
from supervision.disclosure.verification.sources import files_below
from tests.bench.run import Benchmark

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
PAGE = b"<p>" + b"x" * 3000


def benchmarks() -> Iterable[Benchmark]:
    """Return what is measured; the peers do the same work without our care."""
    return [
        Benchmark(
            name="log: append a city's year at once",
            size="30,000 entries",
            prepare=Place,
            work=lambda place: place.log.append(some_entries(30_000), at=AT),
            peer="encode and hash in memory",
            peer_work=lambda _: root_of([leaf_hash(entry.encode()) for entry in some_entries(30_000)]),
            limit={"seconds": 3, "ratio": 10},
        ),
        Benchmark(
            name="log: append a day after ten years",
            size="100 on 300,000 entries",
            prepare=ten_years,
            work=lambda place: place.log.append(some_entries(100, 300_000), at=AT),
            peer="write and flush five files",
            peer_work=lambda place: [flushed(place.root / f"{n}", b"x" * 8192) for n in range(5)],
            limit={"seconds": 0.1, "peak_mb": 300},
        ),
        Benchmark(
            name="release: 50 changed pages, staged and switched",
            size="20,000 pages",
            prepare=pages,
            work=release_fifty,
            peer="write and flush the 50",
            peer_work=lambda place: [flushed(place.root / f"{n}", PAGE) for n in range(50)],
            limit={"seconds": 0.5},
        ),
        Benchmark(
            name="log verify: a whole site",
            size="20,000 pages, 20,000 records",
            prepare=published,
            work=verified,
            peer="read and hash every file",
            peer_work=lambda place: [digest(place.live, path) for path in files_below(place.live)],
            limit={"seconds": 10, "peak_mb": 300},
        ),
    ]


@dataclass(frozen=True)
class Place:
    """A fresh folder; the process that measures ends with it, so it cleans up after itself."""

    folder: tempfile.TemporaryDirectory[str]

    def __init__(self) -> None:
        object.__setattr__(self, "folder", tempfile.TemporaryDirectory(prefix="log-bench-"))

    @property
    def root(self) -> Path:
        return Path(self.folder.name)

    @property
    def releases(self) -> Releases:
        return Releases(self.root / "public")

    @property
    def live(self) -> Path:
        return self.root / "public" / "live"

    @property
    def log(self) -> Log:
        return Log(self.releases.log_folder, demonstration_key(), self.root / "memory")


def ten_years() -> Place:
    place = Place()
    place.log.append(some_entries(300_000), at=AT)
    return place


def pages() -> Place:
    place = Place()
    place.releases.stage("r1", {f"f/{number}.html": PAGE for number in range(20_000)})
    place.releases.switch("r1")
    return place


def release_fifty(place: Place) -> None:
    place.releases.stage("r2", {f"f/{number}.html": PAGE + b"!" for number in range(50)}, base="r1")
    place.releases.switch("r2")


def published() -> Place:
    place = pages()
    envelopes = {
        f"records/{number}.json": seal(
            {"id": f"R-{number}", "text": "发现问题已责令改正"}, kind=Kind.RESULT, at=AT
        )
        for number in range(20_000)
    }
    numbered = log_records(place.log, envelopes, at=AT)
    files = {path: each.encode() for path, each in numbered.items()}
    seal_site(place.releases.stage("r2", files, base="r1"), place.log, "r2", as_of=AT.date(), at=AT)
    place.releases.switch("r2")
    return place


def verified(place: Place) -> None:
    report = verify_site(str(place.releases.root))
    assert report.holds
    assert report.records == 20_000


def some_entries(count: int, since: int = 0) -> list[Entry]:
    return [Entry(AT, Kind.RESULT, f"{number:064x}") for number in range(since, since + count)]


def digest(folder: Path, path: str) -> bytes:
    return hashlib.sha256((folder / path).read_bytes()).digest()


def flushed(path: Path, data: bytes) -> None:
    with path.open("wb", buffering=0) as file:
        file.write(data)
        os.fsync(file.fileno())
