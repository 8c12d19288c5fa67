"""多进程 parts of a piece of work, each in a process of its own, as many at once as there are cores.

A process that ends gives its memory back: a part that looks at every facility copies much of what it inherited. None
outlives the program that began it, so that after a kill nobody goes on writing.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any, TypeVar

P = TypeVar("P")
R = TypeVar("R")
_PR_SET_PDEATHSIG = 1


def in_processes(
    work: Callable[[P], R], parts: Iterable[P], cores: int, heavy: Callable[[P], bool] = lambda _: False
) -> Iterator[R]:
    """Yield what ``work`` returns for each part, whichever is done first; only the answers are pickled.

    ``heavy``: which parts take much memory: one of them at a time, as long as there are others to do beside it.

    Raises:
        Exception: what ``work`` raised, with the words of its process as a note; the others are ended.
        RuntimeError: a process was killed.
    """
    waiting: dict[bool, deque[P]] = {True: deque(), False: deque()}  # the heavy ones, the light ones
    for part in parts:
        waiting[heavy(part)].append(part)
    running: dict[Any, ForkProcess] = {}  # by the end of the pipe that each answers into
    weighty: set[Any] = set()  # of those, where a heavy part runs

    def begin() -> None:
        while any(waiting.values()) and len(running) < cores:
            takes_heavy = bool(waiting[True]) and not (weighty and waiting[False])
            answer, process = _begun(work, waiting[takes_heavy].popleft())
            running[answer] = process
            if takes_heavy:
                weighty.add(answer)

    try:
        begin()
        while running:
            answer = wait(list(running))[0]
            weighty.discard(answer)
            result: R = _received(answer, running.pop(answer))
            begin()
            yield result
    finally:
        for process in running.values():
            process.kill()
            process.join()


def may_part() -> bool:
    """Return whether work may be given to processes here: one forked beside threads may inherit a lock they hold."""
    return threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def beside(work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Let ``work`` be done in a process of its own beside the block, where that may be; gives what waits for its answer.

    Where it may not, it is done when the answer is asked for. It never outlives the block.
    """
    if not may_part():
        yield work
        return
    answer, process = _begun(lambda _: work(), None)
    try:
        yield partial(_received, answer, process)
    except BaseException:
        process.kill()
        raise
    finally:
        process.join()


def _begun(work: Callable[[P], Any], part: P) -> tuple[Connection, ForkProcess]:
    context, parent = multiprocessing.get_context("fork"), os.getpid()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, work, part, parent))
    process.start()
    theirs.close()
    return ours, process


def _answer(to: Connection, work: Callable[[P], R], part: P, parent: int) -> None:
    with suppress(OSError, AttributeError):  # where the system cannot tell a child of its parent's end
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    gc.freeze()  # what was inherited stays shared: looking it over for garbage would copy it
    try:
        to.send((work(part), None))
    except Exception as error:  # noqa: BLE001 - raised again where the answer is read
        error.add_note(traceback.format_exc())
        to.send((None, error))


def _received(answer: Any, process: ForkProcess) -> Any:
    try:
        result, error = answer.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"a process that wrote the site ended with {process.exitcode}") from None
    finally:
        answer.close()
    process.join()
    if error:
        raise error
    return result
