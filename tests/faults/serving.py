"""The running server: a killed worker is replaced and costs only the requests it held; slow senders hold nobody up."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.run import Fault, Outcome, Trial

ROOT = Path(__file__).parents[2]
READERS, SLOW_SENDERS = 8, 20
PATIENCE = 5.0  # seconds that a page may take beside the slow senders, on a busy machine


def faults() -> Iterator[Fault]:
    """Give both."""
    yield Fault("a web worker killed under load", lambda: _place(_killing))
    yield Fault(f"{SLOW_SENDERS} clients that send slowly", lambda: _place(_slow))


class Server:
    """The program as a person starts it, on a free port."""

    def __init__(self, data: str) -> None:
        environment = {**os.environ, "MINGJING_DATA": data}
        environment.pop("DATABASE_URL", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "supervision", "run", "--empty", "--port", "0"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(f"the server did not start:\n{said}")
            said += line
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
        assert found
        self.port = int(found[1])

    def workers(self) -> list[int]:
        """Return the process numbers of the web workers."""
        masters = [pid for pid in _children(self.process.pid) if _children(pid)]
        return [worker for master in masters for worker in _children(master)]

    def get(self, path: str = "/healthz") -> bool:
        """Ask for a page; say whether it came."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=60)


@contextmanager
def _place(trials: Callable[[Server], Trial]) -> Iterator[Trial]:
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as data:
        server = Server(data)
        try:
            yield trials(server)
        finally:
            server.stop()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _killing(server: Server) -> Trial:
    def trial(dice: random.Random) -> Outcome:
        lost, stop = [], threading.Event()

        def read() -> None:
            while not stop.is_set():
                if not server.get():
                    lost.append(1)

        readers = [threading.Thread(target=read) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        time.sleep(dice.uniform(0.05, 0.5))
        killed = dice.choice(server.workers())
        os.kill(killed, signal.SIGKILL)
        time.sleep(1)
        stop.set()
        for reader in readers:
            reader.join()
        found = [f"{len(lost)} requests lost by {READERS} readers"] if len(lost) > READERS else []
        if not all(server.get() for _ in range(20)):
            found.append("pages are missing afterwards")
        before = time.monotonic() + 10
        while (
            len(server.workers()) < (os.cpu_count() or 1) or killed in server.workers()
        ) and time.monotonic() < before:
            time.sleep(0.05)
        if len(server.workers()) < (os.cpu_count() or 1):
            found.append("the worker was not replaced")
        return Outcome(True, tuple(found))

    return trial


def _slow(server: Server) -> Trial:
    def trial(dice: random.Random) -> Outcome:
        head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n"
        senders = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(SLOW_SENDERS)]
        try:
            for sender in senders:
                sender.sendall(head + b"x" * dice.randrange(1, 1000))
            began = time.monotonic()
            came = server.get("/sign-in")
            waited = time.monotonic() - began
        finally:
            for sender in senders:
                sender.close()
        found = [] if came else ["the page did not come"]
        return Outcome(True, (*found, *([f"a page waited {waited:.1f} s"] if waited > PATIENCE else [])))

    return trial
