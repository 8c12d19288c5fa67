"""Serving: one parent, two children: the web (gunicorn) and the clock (the scheduler).

The parent opens the port before anything slow happens, forks both children from what is already loaded, starts
a clock that died again, and ends both at Ctrl-C or SIGTERM. A child whose parent was killed ends by itself.
Threads: many, since a tablet that sends photos slowly holds one for minutes. Processes: one a core, since
threads of one process share its core.
"""

import ctypes
import errno
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from typing import Any

from gunicorn.app.base import BaseApplication

from supervision.errors import InputError
from supervision.texts import mark
from supervision.tls import TlsFiles

WORKERS = os.cpu_count() or 1
THREADS = 32
ENDS_WITHIN = 15  # seconds, for requests and jobs under way
CLOCK_PAUSE = 5  # seconds before a clock that died is started again
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Work:
    """What the two children do: ``application`` loads the WSGI application, ``clock`` runs until SIGTERM."""

    application: Callable[[], Callable[..., Any]]
    clock: Callable[[], None]


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or say why not and what to do.

    Raises:
        InputError: taken, not permitted, or no address of this machine.
    """
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(socket.SOMAXCONN)
    except OSError as error:
        taken.close()
        raise _why_not(error, host, port) from error
    return taken


def _why_not(error: OSError, host: str, port: int) -> InputError:
    if isinstance(error, PermissionError):
        problem, remedy = (
            mark("端口 {port} 须有系统管理员权限"),
            mark("请用 1024 以上的端口，例如 --port 8000。"),
        )
        return InputError("--port", problem, remedy, port=port)
    if error.errno == errno.EADDRINUSE:
        problem, remedy = (
            mark("端口 {port} 已被其他程序占用"),
            mark("请另选一个端口，例如 ./dev run --port {free}。"),
        )
        return InputError("--port", problem, remedy, port=port, free=_free_port(host, port))
    problem = mark("{host} 不是本机的地址")
    remedy = mark("请用 --host 127.0.0.1（仅本机）或 --host 0.0.0.0（局域网）。")
    return InputError("--host", problem, remedy, host=host)


def _free_port(host: str, port: int) -> int:
    for candidate in range(port + 1, min(port + 50, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((host, candidate))
                return candidate
    return 0  # any free one


def serve(taken: socket.socket, work: Work, *, tls: TlsFiles | None, ready: Callable[[], None]) -> int:
    """Serve on the port until Ctrl-C or SIGTERM; call ``ready`` once pages are answered. Returns an exit status."""
    hear, tell = os.pipe()  # one byte from each worker that is ready
    targets: dict[str, Callable[[], None]] = {
        "web": lambda: _Gunicorn(work.application, taken, tls, tell).run(),
        "clock": work.clock,
    }
    children: dict[str, ForkProcess] = {}
    for number in ENDINGS:  # SIGINT too: a shell script's & ignores it
        signal.signal(number, signal.default_int_handler)
    try:
        for name, target in targets.items():
            children[name] = _start(target)
        taken.close()
        return _watch(children, targets, hear, ready)
    except KeyboardInterrupt:
        return 0
    finally:
        _end(children)


def _watch(
    children: dict[str, ForkProcess],
    targets: dict[str, Callable[[], None]],
    hear: int,
    ready: Callable[[], None],
) -> int:
    for _ in range(WORKERS):  # all of them: a worker that is told to stop while it starts does not hear it
        if hear not in wait([hear, children["web"].sentinel]):
            return children["web"].exitcode or 1
        os.read(hear, 1)
    ready()
    while True:
        wait([child.sentinel for child in children.values()])
        if not children["web"].is_alive():
            return children["web"].exitcode or 1
        sys.stderr.write("the scheduler ended by itself; it is started again\n")
        time.sleep(CLOCK_PAUSE)
        children["clock"] = _start(targets["clock"])


def _start(target: Callable[[], None]) -> ForkProcess:
    child = _fork.Process(target=_child, args=(target, os.getpid()))
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)  # until the child has put the parent's handlers away
    child.start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    return child


def _child(target: Callable[[], None], parent: int) -> None:
    os.setsid()  # the terminal's Ctrl-C reaches the parent alone, which then ends both in good order
    for number in ENDINGS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        target()


def _end(children: dict[str, ForkProcess]) -> None:
    for child in children.values():
        child.terminate()
    for child in children.values():
        child.join(ENDS_WITHIN)
        if child.is_alive():
            child.kill()
            child.join()


class _Gunicorn(BaseApplication):
    """gunicorn without a command line, on a port that is already ours."""

    def __init__(
        self,
        application: Callable[[], Callable[..., Any]],
        taken: socket.socket,
        tls: TlsFiles | None,
        tell: int,
    ) -> None:
        self._application, self._taken, self._tls, self._tell = application, taken, tls, tell
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"fd://{self._taken.fileno()}",
            "worker_class": "gthread",
            "workers": WORKERS,
            "threads": THREADS,
            "preload_app": True,  # loaded once, shared by the workers; opens no connection while it loads
            "control_socket_disable": True,
            "graceful_timeout": ENDS_WITHIN - 3,
            "loglevel": "error",
            "post_worker_init": lambda worker: os.write(self._tell, b"."),
        }
        if self._tls:
            settings |= {"certfile": str(self._tls.certificate), "keyfile": str(self._tls.key)}
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        return self._application()
