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

SESSIONS = {  # document: sections whose commands are run, one after the other, with the data of the ones before
    "README.md": ("From a spreadsheet to a public site in ten commands", "What a stranger can check"),
    "README.zh.md": ("从一份表格到公示网站：十条命令", "旁人能核验什么"),
    "CONTRIBUTING.md": ("Add or change a rule",),
}
DOCUMENTS = sorted(path for path in ROOT.glob("*.md") if path.name not in ("CHANGELOG.md", "BENCHMARKS.md"))
DEV_WORDS = set(re.findall(r"^do_(\w+)\(\)", (ROOT / "dev").read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", SESSIONS)
def test_what_people_are_told_to_type_does_what_it_says(name: str, tmp_path: Path) -> None:
    with session(tmp_path / "var", "zh_CN" if ".zh." in name else "en_US") as shell:
        for section in SESSIONS[name]:
            for command in commands(ROOT / name, section):
                shell.run(command)


def test_both_readmes_tell_the_same_ten_commands() -> None:
    english, chinese = (
        [[command.words for command in commands(ROOT / name, section)] for section in SESSIONS[name]]
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese
    assert len(english[0]) == 10


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


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_within_the_house_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text())
    assert not [target for target in targets if not (ROOT / target).exists()]


def test_both_readmes_have_the_same_sections() -> None:
    english, chinese = (
        re.findall(r"^#+ ", (ROOT / name).read_text(), re.MULTILINE) for name in ("README.md", "README.zh.md")
    )
    assert english == chinese
