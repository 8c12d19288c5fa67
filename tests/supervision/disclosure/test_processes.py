"""Parts of a piece of work in processes of their own."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision.disclosure import processes
from supervision.disclosure.processes import beside, in_processes


def wait_for(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_every_part_is_done_once_in_a_process_of_its_own() -> None:
    answers = list(in_processes(lambda part: (part, os.getpid()), range(7), 2))
    assert sorted(part for part, _ in answers) == list(range(7))
    assert len({process for _, process in answers} | {os.getpid()}) == 8


def test_what_fails_is_raised_with_its_place_and_the_others_end() -> None:
    def work(part: int) -> int:
        if part == 3:
            raise KeyError("the third")
        return part

    with pytest.raises(KeyError, match="the third") as failed:
        list(in_processes(work, range(9), 2))
    assert "test_processes.py" in failed.value.__notes__[0]


def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(RuntimeError, match="-9"):
        list(in_processes(lambda _: os.kill(os.getpid(), signal.SIGKILL), [1], 2))


def test_heavy_parts_run_one_at_a_time_beside_light_ones(tmp_path: Path) -> None:
    def work(part: str) -> str:
        if part.startswith("heavy"):
            (tmp_path / "running").touch(exist_ok=False)  # fails where another runs
            time.sleep(0.01)
            (tmp_path / "running").unlink()
            (tmp_path / part).touch()
        elif part == "light 1":  # is there to be done until the heavy ones are
            wait_for(lambda: len(list(tmp_path.glob("heavy*"))) == 3)
        return part

    parts = ["heavy 1", "heavy 2", "heavy 3", "light 1", "light 2"]
    assert sorted(in_processes(work, parts, 2, lambda part: part.startswith("heavy"))) == parts


def test_heavy_parts_wait_for_nobody_where_nothing_light_is_left(tmp_path: Path) -> None:
    def work(part: str) -> str:
        (tmp_path / part).touch()
        wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
        return part

    assert sorted(in_processes(work, ["a", "b"], 2, lambda _: True)) == ["a", "b"]


@pytest.fixture
def parting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work be given to processes, though whoever runs the tests may have threads of its own."""
    monkeypatch.setattr(processes, "may_part", lambda: True)


@pytest.mark.usefixtures("parting")
def test_what_is_done_beside_answers_or_raises_where_it_is_asked_for() -> None:
    with beside(os.getpid) as answer:
        assert answer() != os.getpid()
    with beside(lambda: {}["nothing"]) as answer, pytest.raises(KeyError, match="nothing"):
        answer()


@pytest.mark.usefixtures("parting")
def test_what_is_done_beside_a_block_ends_with_it(tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / "process").write_text(str(os.getpid()))
        time.sleep(600)

    def block() -> None:
        with beside(work):
            wait_for(lambda: (tmp_path / "process").exists() and bool((tmp_path / "process").read_text()))
            raise KeyError("ours")

    with pytest.raises(KeyError, match="ours"):
        block()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "process").read_text()), 0)


def test_beside_threads_it_is_done_when_it_is_asked_for() -> None:
    held = threading.Event()
    thread = threading.Thread(target=held.wait)
    thread.start()
    try:
        with beside(os.getpid) as answer:
            assert answer() == os.getpid()
    finally:
        held.set()
        thread.join()
