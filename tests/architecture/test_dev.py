"""``./dev`` lists all it does, says what it does not know, and works from anywhere."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT

DEV = ROOT / "dev"


def call(*words: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cwd), **env}
    return subprocess.run([DEV, *words], cwd=cwd, env=environment, capture_output=True, text=True, timeout=60)


def words() -> set[str]:
    return set(re.findall(r"^do_(\w+)\(\)", DEV.read_text(), re.MULTILINE))


def test_it_lists_every_word_with_its_meaning(tmp_path: Path) -> None:
    answer = call(cwd=tmp_path)
    assert answer.returncode == 0
    assert set(re.findall(r"^  (\w+) +\w", answer.stdout, re.MULTILINE)) == words()
    assert call("--help").stdout == call("help").stdout == answer.stdout


def test_an_unknown_word_is_named_and_the_list_shown() -> None:
    answer = call("serve")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert '"serve"' in answer.stderr
    assert "./dev WORD" in answer.stderr


@pytest.mark.parametrize(("version", "said"), [("3.9", "is 3.9"), ("2.7", "is 2.7")])
def test_an_old_python_is_named_with_what_to_do(tmp_path: Path, version: str, said: str) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("dev", "requirements.txt", "requirements-dev.txt"):
        (checkout / name).write_bytes((ROOT / name).read_bytes())
    old = tmp_path / "python-old"
    old.write_text(f"#!/bin/sh\necho {version}\n")
    for path in (old, checkout / "dev"):
        path.chmod(0o755)
    answer = subprocess.run(
        [checkout / "dev", "setup"],
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(old)},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert "3.11 or newer" in answer.stderr
    assert said in answer.stderr
    assert not (checkout / ".venv").exists()
