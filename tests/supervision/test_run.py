"""``python -m supervision run`` as a person uses it: it says where everything is, serves, and ends cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MINGJING", "DATABASE"))
    }
    return {**kept, "MINGJING_DATA": str(data), "LANG": "C.UTF-8", **more}


@contextmanager
def running(data: Path, *words: str, **more: str) -> Iterator[tuple[str, list[str]]]:
    """Run it on a free port; gives the first address and all lines printed before the first page."""
    process = subprocess.Popen(
        [sys.executable, "-m", "supervision", "run", "--empty", "--port", "0", *words],
        cwd=ROOT,
        env=environment(data, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    try:
        for line in process.stdout:
            lines.append(line.rstrip())
            if "Ctrl-C" in line:
                break
        address = re.search(r"https?://[\w.]+:\d+", "\n".join(lines))
        assert address, lines
        yield address[0], lines
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert (process.returncode, rest) == (0, "")


def test_it_prints_every_face_and_serves_them(tmp_path: Path) -> None:
    with running(tmp_path) as (address, lines):
        for path in ("/", "/en/", "/office/", "/field/", "/my/"):
            assert any(f"{address}{path} " in line for line in lines), path
        with urllib.request.urlopen(f"{address}/healthz", timeout=20) as answer:
            assert answer.status == 200


def test_it_speaks_the_language_of_the_terminal(tmp_path: Path) -> None:
    with running(tmp_path, LANG="zh_CN.UTF-8") as (_, lines):
        assert lines[0] == "明镜已启动。"
    with running(tmp_path, LANG="en_US.UTF-8") as (_, lines):
        assert lines[0] == "Mingjing is running."


def test_a_taken_port_is_named_with_a_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = subprocess.run(
            [sys.executable, "-m", "supervision", "run", "--port", str(port)],
            cwd=ROOT,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=30,
        )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert f"Port {port} is taken" in answer.stderr
    assert re.search(r"./dev run --port \d+", answer.stderr)
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"MINGJING_PRODUCTION": "1", "MINGJING_DATA": str(ROOT / "var")},
            "cannot lie inside the program's folder",
        ),
        ({"MINGJING_PRODUCTION": "1"}, "Real duty needs https"),
        ({"MINGJING_DATA": "/proc/none"}, "Cannot read or write"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "The database cannot be opened"),
        ({"DATABASE_URL": "mysql://somewhere/else"}, "Not the address of a database"),
        ({"DATABASE_URL": f"sqlite:///{Path(__file__)}"}, "The database cannot be opened"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_forbids_running_is_said_in_one_sentence(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "supervision", "run", "--empty", "--port", "0"],
        cwd=ROOT,
        env=environment(tmp_path) | settings,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 2
    assert said in answer.stderr
    assert "→" in answer.stderr
    assert "Traceback" not in answer.stderr
