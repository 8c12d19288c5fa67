"""The frame that all tests stand in does what it says."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser

from supervision.database import db, is_postgresql
from supervision.migrations import TABLE
from tests.databases import PostgresServer, one_database


def test_database_is_fresh_and_migrated(database: str) -> None:
    assert TABLE in db.get_tables()
    assert os.environ["DATABASE_URL"] == database
    db.execute_sql("CREATE TABLE left_over (id INTEGER)")  # the next test, or run, would see it


def test_both_databases_are_what_they_say(database: str) -> None:
    assert is_postgresql() == database.startswith("postgresql:")
    assert "left_over" not in db.get_tables()


@one_database
def test_one_database_is_sqlite(database: str) -> None:
    assert not is_postgresql()


def test_postgresql_listens_on_a_socket_file_alone(postgresql: PostgresServer) -> None:
    with psycopg.connect(postgresql.url("postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_postgresql_ends_with_its_tests_even_when_they_are_killed() -> None:
    code = "from tests.databases import PostgresServer as P; p = P(); p.start(); print(p.process.pid, p.folder, flush=True); input()"
    tests = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert tests.stdout is not None
    pid, folder = tests.stdout.readline().split()
    assert (Path(folder) / "postgresql.conf").exists() or (Path(folder) / "data").exists()
    tests.send_signal(signal.SIGKILL)
    tests.communicate()
    before = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < before:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()
    subprocess.run(["rm", "-r", folder], check=True)


@pytest.mark.parametrize("address", ["http://example.com/", "http://192.0.2.1/", "http://[2001:db8::1]/"])
def test_nothing_outside_is_reached(address: str) -> None:
    with pytest.raises(AssertionError, match="tests stay on this machine"):
        urllib.request.urlopen(address, timeout=1)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2], timeout=1).close()


def test_browser_works_and_reaches_nothing_outside(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>明镜</h1>")
    assert page.inner_text("h1") == "明镜"
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED|ERR_INTERNET|ERR_ADDRESS"):
        page.goto("http://example.com/", timeout=3000)
    page.close()
