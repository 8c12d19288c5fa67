"""The transparency log: a crowd that writes to it at once loses nothing and forks nothing."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from supervision.disclosure.log.entries import Entry, Kind
from supervision.disclosure.log.keeping import Log
from supervision.disclosure.log.keys import demonstration_key
from supervision.disclosure.log.tlog import leaf_hash, root_of
from tests.faults.harm import crowd
from tests.faults.run import Fault, Outcome, Trial

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
WRITERS, APPENDS, ENTRIES = 5, 4, 60


def faults() -> Iterator[Fault]:
    """Give the crowd."""
    yield Fault(f"{WRITERS} processes appending to the log at once", _crowding)


@contextmanager
def _crowding() -> Iterator[Trial]:
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as folder:
        yield lambda _: _append_together(Path(tempfile.mkdtemp(dir=folder)))


def _append_together(place: Path) -> Outcome:
    def log() -> Log:
        return Log(place / "log", demonstration_key(), place / "memory")

    def write(number: int) -> None:
        for turn in range(APPENDS):
            names = (f"{number:032x}{turn * ENTRIES + n:032x}" for n in range(ENTRIES))
            log().append([Entry(AT, Kind.RESULT, name) for name in names], at=AT)
        os._exit(0)

    found = [f"writer ended with {status}" for status in crowd(write, WRITERS) if status]
    whole = log()
    entries = list(whole.entries())
    if len({entry.commitment for entry in entries}) != WRITERS * APPENDS * ENTRIES:
        found.append(f"{len(entries)} entries")
    if root_of([leaf_hash(entry.encode()) for entry in entries]) != whole.head.root:
        found.append("the root is not that of the entries")
    sizes = [each.checkpoint.size for each in whole.signed()]
    if sizes != sorted(set(sizes)):
        found.append(f"checkpoints of sizes {sizes}")
    return Outcome(True, tuple(found))
