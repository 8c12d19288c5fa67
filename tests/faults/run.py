"""``./dev faults [--n N] [--seed S]``: kill it, crowd it, fill its disk, and look whether anything is half written.

A file here has ``def faults() -> Iterable[Fault]``. The tests run each a few times (``test_faults.py``), this
runs them for long; the same seed gives the same moments of death, as far as a machine repeats itself.
"""

import argparse
import importlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from tests.bench.report import Row, keep, table

COLUMNS = {"name": "what", "runs": "runs", "seed": "seed", "interrupted": "interrupted", "stood": "what stood afterwards",
           "seconds": "seconds", "problems": "problems", "ok": "holds"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run came to: whether the fault struck while work was under way, what is wrong afterwards, what stood."""

    interrupted: bool
    problems: tuple[str, ...] = ()
    stood: str = ""


Trial = Callable[[random.Random], Outcome]


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble. ``place`` prepares what all runs share and gives the function that does one run.

    ``most``: runs that are enough; ``long``: takes minutes, and is left to ``./dev faults``.
    """

    name: str
    place: Callable[[], AbstractContextManager[Trial]]
    most: int | None = None
    long: bool = False

    def run(self, n: int, seed: int) -> tuple[Row, list[str]]:
        """Run it ``n`` times, or as often as is enough; return its row and every problem."""
        n = min(n, self.most or n)
        began = time.perf_counter()
        with self.place() as trial:
            runs = tqdm(range(n), self.name, leave=False, disable=None)
            outcomes = [trial(random.Random(f"{seed} {number}")) for number in runs]
        problems = [
            f"run {number}: {one}" for number, outcome in enumerate(outcomes) for one in outcome.problems
        ]
        row: Row = {
            "name": self.name,
            "runs": n,
            "seed": seed,
            "interrupted": sum(outcome.interrupted for outcome in outcomes),
            "stood": _counted(outcome.stood for outcome in outcomes),
            "seconds": round(time.perf_counter() - began, 1),
            "problems": len(problems),
            "ok": not problems,
        }
        return row, problems


def _counted(stood: Iterable[str]) -> str:
    return "; ".join(f"{said}: {times}" for said, times in sorted(Counter(stood).items()) if said)


def collect() -> Iterator[Fault]:
    """Give the faults of all files here."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        module = importlib.import_module(f"tests.faults.{path.stem}")
        if hasattr(module, "faults"):
            yield from module.faults()


def main() -> int:
    """Run all, tell how each went, write it into BENCHMARKS.md at once; 1 where something broke."""
    parser = argparse.ArgumentParser(prog="./dev faults", description="Long runs of faults and load.")
    parser.add_argument("--n", type=int, default=50, metavar="N", help="runs of each (50)")
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a name; all without")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    wish = parser.parse_args()
    chosen = [
        fault for fault in collect() if not wish.names or any(name in fault.name for name in wish.names)
    ]
    rows: list[Row] = []
    for number, fault in enumerate(chosen, 1):
        print(f"{number} of {len(chosen)}: {fault.name} …", file=sys.stderr, flush=True)
        row, problems = fault.run(wish.n, wish.seed)
        rows.append(row)
        for problem in problems:
            print(f"{fault.name}: {problem}", file=sys.stderr)
        keep("faults", [row], COLUMNS)
    print(table(rows, COLUMNS))
    return 0 if all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
