"""Parts of a piece of work in processes of their own."""

import os
import signal

import pytest

from supervision.disclosure.site.processes import in_processes


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
