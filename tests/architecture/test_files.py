"""Files stay small, finished and named for what they hold."""

import re
import subprocess

import pytest

from tests.architecture.reading import PACKAGES, ROOT, files, name_of

LINES, LINES_OF_TESTS = 300, 500
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pytest\.(mark\.)?(skip|xfail)")
PYTHON = files("*.py")


def test_no_file_is_long() -> None:
    long = {
        name_of(path): lines
        for path in PYTHON
        if (lines := path.read_text().count("\n"))
        > (LINES_OF_TESTS if path.is_relative_to(ROOT / "tests") else LINES)
    }
    assert not long


def test_nothing_is_left_unfinished() -> None:
    unfinished = {
        f"{name_of(path)}:{number}": line.strip()
        for path in files("*.py", "*.html", "*.css", "*.js", "*.yaml", "*.md")
        if path.name != "test_files.py"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line)
    }
    assert not unfinished


def test_no_drawer_for_odds_and_ends() -> None:
    assert not [name_of(path) for path in PYTHON if DRAWERS & {path.stem, *path.relative_to(ROOT).parts[:-1]}]


def test_code_names_no_scheme() -> None:
    """Schemes are data: a new one needs no Python."""
    schemes = {
        match[1]
        for path in files("*.yaml", under=("scoring/rules",))
        if (match := re.search(r"^scheme: *([\w.-]+)", path.read_text(), re.MULTILINE))
    }
    assert schemes, "no scheme found: has the key of a scheme file another name by now?"
    named = {
        name_of(path): scheme
        for path in files("*.py", under=PACKAGES)
        for scheme in schemes
        if re.search(rf"[\"']{re.escape(scheme)}[\"']", path.read_text())
    }
    assert not named


@pytest.mark.parametrize(
    "tool",
    [
        ["ruff", "check", "--quiet", "."],
        ["ruff", "format", "--check", "--quiet", "."],
        ["mypy"],
        ["-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"],
    ],
    ids=["style", "form", "types", "imports"],
)
def test_tools_are_content(tool: list[str]) -> None:
    words = tool if tool[0] == "-c" else ["-m", *tool]
    ran = subprocess.run([ROOT / ".venv/bin/python", *words], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-3000:]
