"""The draw of a nation: 400,000 facilities selected, 20,000 teams dealt, both verified."""

import gc
import hashlib
import hmac
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspections.draw import draw
from inspections.drawing import Drawing, select
from inspections.plan import forecast
from inspections.protocol import Roster
from inspections.tickets import Tickets
from tests.bench.run import Benchmark
from tests.inspections.draws import hash_number, make_request, make_roster

KEY = bytes(range(32))
DAYS = [f"2026-12-{day:02d}" for day in range(1, 29)]


def benchmarks() -> Iterator[Benchmark]:
    """Return what is measured; the peer hashes the ids and does nothing else."""
    yield Benchmark(
        name="draw: select",
        size="400,000 targets",
        prepare=nation,
        work=lambda roster: select(roster, Tickets(KEY)),
        peer="HMAC-SHA-256 of the ids",
        peer_work=bare_hashing,
        limit={"ratio": 2, "peak_mb": 1500},
    )
    yield Benchmark(
        name="draw: the whole command",
        size="400,000 targets",
        prepare=lambda: Files(nation()),
        work=lambda files: command("draw", files.request),
        peer="HMAC-SHA-256 of the ids",
        peer_work=lambda files: bare_hashing(files.roster),
        limit={"ratio": 4, "peak_mb": 1500},
    )
    yield Benchmark(
        name="verify: the whole command",
        size="400,000 targets",
        prepare=lambda: Files(nation()),
        work=lambda files: command("verify", files.record),
        peer="drawing it",
        peer_work=lambda files: command("draw", files.request),
        limit={"ratio": 1.5, "peak_mb": 1500},
    )
    yield Benchmark(
        name="draw: deal, move and take days",
        size="20,000 × 2 places, 50,000 inspectors",
        prepare=lambda: province(capacity=3),
        work=lambda roster: Drawing(roster, Tickets(KEY)),
        limit={"seconds": 5},
    )
    yield Benchmark(
        name="draw: deal where hardly anybody has room",
        size="20,000 × 2 places, 44,000 inspectors for one each",
        prepare=lambda: province(capacity=1, inspectors=44_000),
        work=lambda roster: Drawing(roster, Tickets(KEY)),
        limit={"seconds": 10},
    )
    yield Benchmark(
        name="draw: forecast of shortages",
        size="1,000 seeds, 4,500 facilities, 300 inspectors",
        prepare=city,
        work=forecast,
        limit={"seconds": 60},
    )


@dataclass
class Files:
    """A request and its record on disk."""

    roster: Roster
    folder: "tempfile.TemporaryDirectory[str]" = field(default_factory=tempfile.TemporaryDirectory)

    def __post_init__(self) -> None:
        request: Any = make_request(dict(self.roster))
        self.request, self.record = (
            Path(self.folder.name) / name for name in ("request.json", "record.json")
        )
        self.request.write_text(json.dumps(request, ensure_ascii=False))
        self.record.write_text(json.dumps(request | {"result": draw(request)}, ensure_ascii=False))


def nation() -> Any:
    """400,000 facilities in four strata, of which 2,000 are drawn."""
    gc.disable()
    return make_roster(
        strata=[{"key": f"S{tier}", "ratio": [1, 200], "minimum": 1, "reserve": 5} for tier in range(4)],
        targets=sorted(
            (
                {"id": hash_number("f", i), "stratum": f"S{i % 4}", "region": region(i, 3000)}
                for i in range(400_000)
            ),
            key=lambda target: target["id"],
        ),
        inspectors=[inspector(i, 1) for i in range(1000, 3000)],
        calendar={"days": DAYS, "per_day": 2},
    )


def province(capacity: int, inspectors: int = 50_000) -> Any:
    """20,000 facilities, all drawn; inspectors for one area, some for two or everywhere; 100,000 recusals."""
    gc.disable()
    pairs = {(f"i{number('a', i) % inspectors:05}", f"f{number('b', i) % 20_000:05}") for i in range(100_000)}
    return make_roster(
        strata=[{"key": "S1", "ratio": [1, 1], "minimum": 0, "reserve": 0}],
        targets=[{"id": f"f{i:05}", "stratum": "S1", "region": region(i, 300)} for i in range(20_000)],
        inspectors=[inspector(i, capacity) for i in range(inspectors)],
        recusals=[[name, target, "own-area"] for name, target in sorted(pairs)],
        calendar={"days": DAYS, "per_day": 2},
    )


def city() -> Any:
    """4,500 facilities in three strata, a tenth of them drawn; two departments, 300 inspectors, hardly room to spare."""
    return make_roster(
        strata=[{"key": f"S{tier}", "ratio": [1, 10], "minimum": 1, "reserve": 5} for tier in range(3)],
        targets=sorted(
            (
                {"id": hash_number("f", i), "stratum": f"S{i % 3}", "region": region(i, 16)}
                for i in range(4_500)
            ),
            key=lambda target: target["id"],
        ),
        inspectors=[inspector(i, 12) | {"department": ("ca", "mr")[i % 2]} for i in range(1000, 1300)],
        team=[{"department": "ca", "count": 2}, {"department": "mr", "count": 2}],
        calendar={"days": DAYS, "per_day": 1},
    )


def inspector(i: int, capacity: int) -> dict[str, Any]:
    areas = [] if i % 20 == 0 else sorted({region(i + 7, 300), region(i + 11 * (i % 3), 300)})
    return {"id": f"i{i:05}", "department": "ca", "regions": areas, "capacity": 1 + i % capacity}


def region(i: int, regions: int) -> str:
    return f"{110_000 + number('region', i) % regions}"


def number(*words: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(words).encode()).digest()[:4], "big")


def bare_hashing(roster: Roster) -> list[bytes]:
    """What cannot be done without: one HMAC a target."""
    return [hmac.digest(KEY, target["id"].encode(), "sha256") for target in roster["targets"]]


def command(verb: str, file: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "inspections", verb, str(file)], check=True, stdout=subprocess.DEVNULL
    )
