"""How long it takes from ``python -m supervision run`` to the first page."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from tests.bench.run import Benchmark


def benchmarks() -> Iterator[Benchmark]:
    """Give the second start, with everything prepared by a first one."""
    yield Benchmark("start.second", "empty database", _start, prepare=_first_start, limit={"seconds": 3})


def _first_start() -> "tempfile.TemporaryDirectory[str]":
    folder = tempfile.TemporaryDirectory(prefix="mj-start-")
    _start(folder)
    return folder


def _start(data: "tempfile.TemporaryDirectory[str]") -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "supervision", "run", "--empty", "--port", str(port)],
        env={**os.environ, "MINGJING_DATA": data.name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                if server.poll() is not None:
                    raise RuntimeError("the server did not start") from None
                time.sleep(0.02)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
