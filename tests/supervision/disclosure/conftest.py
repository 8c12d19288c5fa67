"""The demonstration site, built once for all tests of this folder, as a reader of the repository would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def mkdocs_build(out: Path, data: Path | None = None) -> None:
    """Run ``python -m mkdocs build`` with the data folder ``data``, or where none is set up."""
    environment = {**os.environ, "MINGJING_DATA": str(data or out.parent / "no-data")}
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "--site-dir", str(out)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Path:
    """The folder of the demonstration site."""
    out = tmp_path_factory.mktemp("site") / "site"
    mkdocs_build(out)
    yield out
    shutil.rmtree(out)
