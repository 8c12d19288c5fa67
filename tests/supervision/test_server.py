"""The two children of the server: they start together, end together, and a dead clock is started again."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supervision.errors import InputError
from supervision.server import listen
from supervision.tls import local_certificate

PROGRAM = """
import os, sys, time
from datetime import UTC, datetime
from pathlib import Path
from supervision import server
from supervision.tls import local_certificate

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    time.sleep(float(environ["QUERY_STRING"] or 0))
    return [str(os.getppid()).encode()]

def clock():
    print("clock", os.getpid(), flush=True)
    time.sleep(600)

server.CLOCK_PAUSE = 0.1
tls = local_certificate(Path(sys.argv[1]), ["localhost", "127.0.0.1"], datetime.now(UTC)) if sys.argv[1:] else None
taken = server.listen("127.0.0.1", 0)
port = taken.getsockname()[1]
sys.exit(server.serve(taken, server.Work(lambda: application, clock), tls=tls, ready=lambda: print("ready", port, flush=True)))
"""


@contextmanager
def running(*words: str) -> Iterator[tuple[subprocess.Popen[str], int, int]]:
    """Run the program above; gives the parent, the port and the clock's process number."""
    parent = subprocess.Popen(
        [sys.executable, "-c", "import signal; signal.signal(2, signal.SIG_IGN)" + PROGRAM, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    said = dict(parent.stdout.readline().split() for _ in range(2))
    try:
        yield parent, int(said["ready"]), int(said["clock"])
    finally:
        if parent.poll() is None:
            parent.kill()
        parent.communicate()


def get(port: int, query: str = "") -> int:
    """Return the process number of gunicorn's master."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/?{query}", timeout=20) as answer:
        return int(answer.read())


def gone(pid: int) -> bool:
    before = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < before:
        time.sleep(0.02)
    return not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_all_and_says_nothing(number: signal.Signals) -> None:
    """Also where it was started with ``&`` from a script, which makes a program ignore SIGINT."""
    with running() as (parent, port, clock):
        web = get(port)
        parent.send_signal(number)
        out, error = parent.communicate(timeout=20)
        assert (parent.returncode, out, error) == (0, "", "")
        assert gone(web)
        assert gone(clock)


def test_a_request_under_way_is_answered_before_the_end() -> None:
    with running() as (parent, port, _):
        slow = subprocess.Popen(
            [
                sys.executable,
                "-c",
                f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:{port}/?1.5').status)",
            ],
            stdout=subprocess.PIPE,
        )
        time.sleep(0.7)
        parent.send_signal(signal.SIGTERM)
        assert slow.communicate(timeout=20)[0] == b"200\n"
        assert parent.wait(20) == 0


def test_a_clock_that_died_is_started_again() -> None:
    with running() as (parent, port, clock):
        os.kill(clock, signal.SIGKILL)
        assert parent.stdout is not None
        word, again = parent.stdout.readline().split()
        assert word == "clock"
        assert int(again) != clock
        assert get(port)


def test_children_of_a_killed_parent_end() -> None:
    with running() as (parent, port, clock):
        web = get(port)
        parent.kill()
        assert gone(web)
        assert gone(clock)


def test_tls_is_trusted_with_the_authority_alone(tmp_path: Path) -> None:
    with running(str(tmp_path)) as (_, port, _):
        trusting = ssl.create_default_context(cafile=tmp_path / "ca.pem")
        with urllib.request.urlopen(f"https://127.0.0.1:{port}/", context=trusting, timeout=10) as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://127.0.0.1:{port}/", timeout=10)


def test_a_taken_port_names_a_free_one() -> None:
    assert any(taken_port_names_a_free_one() for _ in range(5)), (
        "other tests take ports meanwhile, but not each time"
    )


def taken_port_names_a_free_one() -> bool:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(InputError) as caught:
            listen("127.0.0.1", port)
        assert caught.value.place == "--port"
        assert str(port) in str(caught.value)
        try:
            listen("127.0.0.1", int(str(caught.value.facts["free"]))).close()
        except InputError:
            return False
    return True


@pytest.mark.parametrize("host", ["203.0.113.9", "no-such-host.invalid"])
def test_a_foreign_address_is_refused(host: str) -> None:
    with pytest.raises(InputError) as caught:
        listen(host, 0)
    assert caught.value.place == "--host"


def test_certificates_are_kept_renewed_and_follow_the_addresses(tmp_path: Path) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    names = ["desk", "desk.local", "192.168.1.5", "203.0.113.8", "127.0.0.1"]

    def made(on: datetime, of: list[str]) -> tuple[bytes, bytes]:
        files = local_certificate(tmp_path, of, on)
        return files.authority.read_bytes(), files.certificate.read_bytes()

    authority, certificate = made(at, names)
    assert made(at, names) == (authority, certificate)
    assert made(at.replace(month=12), names) == (authority, certificate)

    moved = made(at, ["desk", "desk.local", "10.0.0.7"])
    assert moved[0] == authority, "tablets need not install another authority"
    assert moved[1] != certificate
    assert made(at.replace(year=2027), ["desk", "desk.local", "10.0.0.7"])[1] != moved[1], "old: renewed"
    assert made(at, ["desk", "8.8.8.8"])[0] != authority, "an address it may not vouch for"
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.key")} == {0o600}
