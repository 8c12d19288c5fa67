"""What the documents tell people to type is run, or at least known to the program."""

import re
import shlex
from pathlib import Path

import click
import pytest

from supervision.cli import program
from tests.architecture.reading import ROOT
from tests.documents.console import Command, commands, session
from tests.documents.drawn import DOCUMENT, redrawn

TEN = "From a spreadsheet to a public site in ten commands"
DOCUMENTS = sorted(path for path in ROOT.glob("*.md") if path.name not in ("CHANGELOG.md", "BENCHMARKS.md"))
DEV_WORDS = set(re.findall(r"^do_(\w+)\(\)", (ROOT / "dev").read_text(), re.MULTILINE))


def test_ten_commands_lead_from_a_spreadsheet_to_a_public_site(tmp_path: Path) -> None:
    found = commands(ROOT / "README.md", TEN)
    assert len(found) == 10
    with session(tmp_path / "var") as shell:
        for command in found:
            shell.run(command)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_a_document_exists(path: Path) -> None:
    for command in commands(path):
        for words in _simple_commands(command):
            _check(words, command.place)


def _simple_commands(command: Command) -> list[list[str]]:
    lexer = shlex.shlex(command.words, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    for word in lexer:
        if set(word) <= set("|&;"):
            found.append([])
        else:
            found[-1].append(word)
    return [
        [word for word in words if "=" not in word.split("/")[0] or word.startswith("-")]
        for words in found
        if words
    ]


def _check(words: list[str], place: str) -> None:
    match words:
        case ["./dev", word, *_]:
            assert word in DEV_WORDS, f"{place}: ./dev has no word {word}"
        case [python, "-m", "supervision", *rest] if python.endswith("python"):
            _resolve(program, rest, place)
        case [python, "-m", package, *_] if python.endswith("python") and package in (
            "scoring",
            "inspections",
        ):
            assert (ROOT / package / "__main__.py").exists(), f"{place}: {package} has no commands"


def _resolve(command: click.Command, words: list[str], place: str) -> None:
    """Follow groups to a command and look each of its options up."""
    context = click.Context(command)
    while isinstance(command, click.Group):
        assert words, f"{place}: a word is missing after {command.name}"
        found = command.get_command(context, words[0])
        assert found, f"{place}: {command.name} has no command {words[0]}"
        command, words = found, words[1:]
        context = click.Context(command, parent=context)
    known = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] in known | {"--help"}, f"{place}: {command.name} has no option {word}"


def test_pictures_show_the_house_as_it_is() -> None:
    text = DOCUMENT.read_text()
    assert redrawn(text) == text, "run python -m tests.documents.drawn"
