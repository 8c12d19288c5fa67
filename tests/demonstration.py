"""The loaded demonstration, for tests: played once a session, whichever worker asks first; each test has a copy.

def test_…(demonstration: Config) -> None: ...
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.rulebook import use_local_rules
from supervision.config import CHECKOUT, Config
from supervision.database import connect, let_go


def play(folder: Path) -> None:
    """Load the demonstration into a data folder of its own, in a process of its own."""
    environment = {**os.environ, "MINGJING_DATA": str(folder)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "supervision", "demo", "--reset"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the loaded demonstration; look, do not write."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "mingjing.sqlite").is_file():
            play(folder)
    return folder


@pytest.fixture
def demonstration(played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Config]:
    """A copy of the loaded demonstration on SQLite, with the database handle and the local rules bound to it."""
    data = tmp_path / "var"
    copied(played, data)
    monkeypatch.setenv("MINGJING_DATA", str(data))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = Config.from_env()
    connect(config.database_url)
    use_local_rules([config.rules])
    yield config
    use_local_rules([])
    let_go()


def copied(played: Path, data: Path) -> None:
    """Copy a data folder."""
    shutil.copytree(played, data, symlinks=True, copy_function=_copy)


def _copy(source: str, target: str) -> None:
    """Copy a file; pages of releases and evidence never change, so that the same file on disk does."""
    if "/site/releases/" in source or "/evidence/" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)
