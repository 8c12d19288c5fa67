"""Ways to harm a program while it writes, each in a process of its own, and databases to do it to."""

import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from supervision.database import connect, let_go
from tests.databases import PostgresServer, fresh_postgresql, fresh_sqlite, migrated

_fork = multiprocessing.get_context("fork")
Databases = Callable[[], AbstractContextManager[str]]  # each call: a fresh database, its address


def killed(work: Callable[[], object], after: float) -> bool:
    """Run ``work`` in a fork and kill it without warning after so many seconds; say whether it was still at it."""
    process = _fork.Process(target=_quietly, args=(work,))
    process.start()
    process.join(after)
    caught = process.is_alive()
    if caught and process.pid:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return caught and process.exitcode == -signal.SIGKILL


def died(work: Callable[[], object]) -> bool:
    """Run ``work`` in a fork; say whether it was killed on its way."""
    process = _fork.Process(target=_quietly, args=(work,))
    process.start()
    process.join()
    return process.exitcode == -signal.SIGKILL


def starved(work: Callable[[], object], largest_file: int) -> bool:
    """Run ``work`` in a fork where no file may grow beyond so many bytes, as on a full disk; say whether it failed."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
        work()

    process = _fork.Process(target=_quietly, args=(limited,))
    process.start()
    process.join()
    return process.exitcode != 0


def crowd(work: Callable[[int], object], people: int) -> list[int]:
    """Run ``work(number)`` in that many forks at once; return their exit statuses."""
    processes = [_fork.Process(target=work, args=(number,)) for number in range(people)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode or 0 for process in processes]


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes in a fork that nobody harms."""
    began = time.perf_counter()
    if crowd(lambda _: work(), 1) != [0]:
        raise RuntimeError("the work fails by itself")
    return time.perf_counter() - began


def _quietly(work: Callable[[], object]) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a failure is expected here, and judged by what it leaves
    work()


@contextmanager
def sqlite(prepare: Callable[[], object]) -> Iterator[Databases]:
    """Prepare one SQLite file; each call gives a copy of it."""
    folder = Path(tempfile.mkdtemp(prefix="mj-faults-"))
    try:
        migrated(f"sqlite:///{folder / 'prepared.sqlite'}")
        _prepare(f"sqlite:///{folder / 'prepared.sqlite'}", prepare)

        def fresh() -> AbstractContextManager[str]:
            for old in folder.glob("used.sqlite*"):
                old.unlink()
            return fresh_sqlite(folder / "prepared.sqlite", folder / "used.sqlite")

        yield fresh
    finally:
        shutil.rmtree(folder)


@contextmanager
def postgresql(prepare: Callable[[], object]) -> Iterator[Databases]:
    """Prepare one PostgreSQL database; each call gives a copy of it."""
    server = PostgresServer()
    try:
        server.start()
        server.run("CREATE DATABASE migrated")
        migrated(server.url("migrated"))
        _prepare(server.url("migrated"), prepare)
        yield lambda: fresh_postgresql(server, "used")
    finally:
        server.stop()


def _prepare(url: str, prepare: Callable[[], object]) -> None:
    connect(url)
    prepare()
    let_go()


KINDS = {"SQLite": sqlite, "PostgreSQL": postgresql}
