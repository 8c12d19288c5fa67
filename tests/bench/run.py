"""``./dev bench [NAME…] [--json FILE]``: measures what the files beside this one declare.

A file here has ``def benchmarks() -> Iterable[Benchmark]``. Each is run in a process of its own, so that its
peak memory is its own; a *peer* is the same task done by another program or by bare means.
"""

import argparse
import importlib
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.report import Row, keep, table

COLUMNS = {"name": "what", "size": "size", "seconds": "seconds", "peak_mb": "peak MB", "peer": "against",
           "peer_seconds": "seconds", "ratio": "ratio", "limit": "limit", "ok": "holds"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One measurement.

    ``prepare`` makes what ``work`` (and ``peer_work``, unless it has its own) is given, untimed. A work that must do
    more than what is measured returns the seconds itself. ``limit``: upper bounds by the row's
    keys, such as ``{"seconds": 10, "peak_mb": 300, "ratio": 2}``.
    """

    name: str
    size: str
    work: Callable[[Any], object]
    prepare: Callable[[], Any] = field(default=lambda: None)
    peer: str | None = None
    peer_work: Callable[[Any], object] | None = None
    peer_prepare: Callable[[], Any] | None = None
    limit: Mapping[str, float] = field(default_factory=dict)
    granted: float = 0  # seconds that are not counted in the ratio
    only_by_name: bool = False  # takes many minutes: measured where it is asked for

    def measure(self) -> Row:
        """Run it and return its row."""
        seconds, peak = _apart(self.prepare, self.work)
        peer_seconds = (
            _apart(self.peer_prepare or self.prepare, self.peer_work)[0] if self.peer_work else None
        )
        row: Row = {
            "name": self.name,
            "size": self.size,
            "seconds": round(seconds, 4),
            "peak_mb": round(peak),
            "peer": self.peer,
            "peer_seconds": round(peer_seconds, 4) if peer_seconds is not None else None,
            "ratio": round(max(0, seconds - self.granted) / peer_seconds, 2) if peer_seconds else None,
            "limit": dict(self.limit) or None,
        }
        return row | {"ok": all(row[key] <= limit for key, limit in self.limit.items())}


def _apart(prepare: Callable[[], Any], work: Callable[[Any], object]) -> tuple[float, float]:
    """Return seconds and peak MB of ``work`` in a forked process."""
    ours, theirs = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        given = prepare()
        earlier = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # of children that only prepared
        began = time.perf_counter()
        said = work(given)
        seconds = said if isinstance(said, float) else time.perf_counter() - began
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        theirs.send((seconds, max(own, children if children > earlier else 0) / 1024))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    theirs.close()
    try:
        measured: tuple[float, float] = ours.recv()
    except EOFError:
        raise RuntimeError("the measured program failed; its words are above") from None
    finally:
        process.join()
    return measured


def collect(names: list[str]) -> Iterator[Benchmark]:
    """Give the benchmarks whose file or own name contains one of ``names``; all that are quick enough without names."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        module = importlib.import_module(f"tests.bench.{path.stem}")
        for benchmark in module.benchmarks() if hasattr(module, "benchmarks") else ():
            alone = any(name in benchmark.name and name not in path.stem for name in names)
            with_others = not names or any(name in path.stem for name in names)
            if alone or (with_others and not benchmark.only_by_name):
                yield benchmark


def main() -> int:
    """Measure, print one JSON line each and a table, write BENCHMARKS.md; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure, and write BENCHMARKS.md.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a name; all without")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON lines there too")
    wish = parser.parse_args()
    rows = []
    for benchmark in collect(wish.names):
        rows.append(benchmark.measure())
        print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
    if not rows:
        print(f"no benchmark is called {' or '.join(wish.names)}", file=sys.stderr)
        return 2
    print(f"\n{table(rows, COLUMNS)}", file=sys.stderr)
    keep("speed", rows, COLUMNS)
    if wish.json:
        wish.json.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return 0 if all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
