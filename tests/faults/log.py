"""The transparency log: a crowd that writes to it at once loses nothing and forks nothing; nor does a death."""

import os
import random
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from supervision.disclosure.log.entries import Entry, Kind
from supervision.disclosure.log.keeping import Log
from supervision.disclosure.log.keys import demonstration_key
from supervision.disclosure.log.tlog import leaf_hash, root_of
from tests.faults.harm import crowd, died, killed, seconds_of
from tests.faults.run import Fault, Outcome, Trial

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
WRITERS, APPENDS, ENTRIES = 5, 4, 60
BEFORE = 250  # entries: the next ones fill a tile


def faults() -> Iterator[Fault]:
    """Give the crowd, and the two deaths."""
    yield Fault(f"{WRITERS} processes appending to the log at once", _crowding)
    yield Fault("appending to the log, killed at any moment", lambda: _place(_killing))
    yield Fault("appending to the log, killed between tiles and checkpoint", lambda: _place(_between))


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


@contextmanager
def _place(trials: Callable[[Path], Trial]) -> Iterator[Trial]:
    """Prepare a log of some entries; each run has a copy of it in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as name:
        _open(Path(name) / "first").append(_entries(0, BEFORE), at=AT)
        yield trials(Path(name))


def _open(place: Path) -> Log:
    return Log(place / "log", demonstration_key(), place / "memory")


def _entries(start: int, stop: int) -> list[Entry]:
    return [Entry(AT, Kind.RESULT, f"{number:064x}") for number in range(start, stop)]


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder / "used", ignore_errors=True)
    return Path(shutil.copytree(folder / "first", folder / "used"))


def _append(place: Path, count: int) -> None:
    _open(place).append(_entries(BEFORE, BEFORE + count), at=AT)


def _killing(folder: Path) -> Trial:
    place = _fresh(folder)
    seconds = seconds_of(lambda: _append(place, ENTRIES))

    def trial(dice: random.Random) -> Outcome:
        place, count = _fresh(folder), dice.randrange(1, 2 * ENTRIES)
        return _judged(place, count, caught=killed(lambda: _append(place, count), dice.uniform(0, seconds)))

    return trial


def _between(folder: Path) -> Trial:
    """The tiles are on the disk, the checkpoint over them is neither remembered nor shown: or remembered alone."""

    def trial(dice: random.Random) -> Outcome:
        place, count = _fresh(folder), dice.randrange(1, 2 * ENTRIES)
        step = dice.choice(("_sign", "_publish"))

        def die(*_: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        def append() -> None:
            with patch.object(Log, step, die):
                _append(place, count)

        return _judged(place, count, caught=died(append))

    return trial


def _judged(place: Path, count: int, *, caught: bool) -> Outcome:
    """Look at the log after a death, append once more what it lacks, and look again."""
    shown = _open(place).head
    problems = [] if shown.size in (BEFORE, BEFORE + count) else [f"a log of {shown.size} entries"]
    if _open(place).reader.tree.root != shown.root:
        problems.append("what is shown is not whole")
    wanted, log = _entries(BEFORE, BEFORE + count), _open(place)
    known = log.find(each.commitment for each in wanted)
    log.append([each for each in wanted if each.commitment not in known], at=AT)
    if list(_open(place).entries()) != _entries(0, BEFORE + count):
        problems.append("after another try the entries are not there once each, in their order")
    if _open(place).reader.tree.root_at(BEFORE) != root_of(
        [leaf_hash(each.encode()) for each in _entries(0, BEFORE)]
    ):
        problems.append("the log does not go on from the old one")
    return Outcome(caught, tuple(problems), stood="old log" if shown.size == BEFORE else "new log")
