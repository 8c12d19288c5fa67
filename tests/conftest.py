"""What every test may ask for: a database of either kind, the running application, a browser; and no network.

A test that takes ``database`` runs twice, on SQLite and on PostgreSQL. One that needs a database but not both
(a page, a form) says ``@one_database`` (``tests/databases.py``).
"""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import PostgresServer, fresh_postgresql, fresh_sqlite, migrated
from tests.demonstration import demonstration, played  # noqa: F401 - fixtures for everybody

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_WORDS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                  "--disable-background-networking", "--disable-component-update",
                  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]  # fmt: skip

settings.register_profile(
    "house", deadline=None, derandomize=True
)  # the same cases each time, on any machine
settings.load_profile("house")


def pytest_configure() -> None:
    """Let no test reach beyond this machine."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            _refuse_outside(address[0])  # type: ignore[index]
        connect(self, address)  # type: ignore[arg-type]

    def guarded_look_up(host: object, *args: object, **named: object) -> object:
        _refuse_outside(host)
        return look_up(host, *args, **named)  # type: ignore[arg-type]

    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_look_up  # type: ignore[assignment]


def _refuse_outside(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in (None, "", "localhost", "::1", "0.0.0.0") and not str(name).startswith("127."):
        raise AssertionError(f"a test reached for {name}: tests stay on this machine")


@pytest.fixture(scope="session", autouse=True)
def hasher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """Make what every page test repeats cheap: weak passwords' hashes, templates compiled once. Yields the real hasher."""
    from argon2 import PasswordHasher
    from flask import Flask
    from jinja2 import FileSystemBytecodeCache

    from supervision.usecases import accounts

    with pytest.MonkeyPatch.context() as patch:
        real = accounts.HASHER
        patch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        compiled = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": compiled})
        yield real


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A PostgreSQL with the migrated database ``migrated``; if it cannot start, the tests that need it fail."""
    server = PostgresServer()
    try:
        server.start()
        server.run("CREATE DATABASE migrated")
        migrated(server.url("migrated"))
        yield server
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Bind the database handle to a fresh migrated database; MINGJING_DATA and DATABASE_URL name it. Yields its URL."""
    data = tmp_path / "var"
    if request.param == "sqlite":
        fresh = fresh_sqlite(request.getfixturevalue("sqlite_template"), data / "mingjing.sqlite")
    else:
        fresh = fresh_postgresql(request.getfixturevalue("postgresql"), f"test_{os.getpid()}_{id(request)}")
    with fresh as url:
        monkeypatch.setenv("MINGJING_DATA", str(data))
        monkeypatch.setenv("DATABASE_URL", url)
        yield url


@pytest.fixture
def live_server(database: str) -> Iterator[str]:
    """The application, served from a thread. Yields its address."""
    from werkzeug.serving import make_server

    from supervision.app import create_app

    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium, driven by Playwright; a test opens a context of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_WORDS)
        yield chromium
        chromium.close()
