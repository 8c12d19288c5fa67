"""The runner of documents notices what it should."""

from pathlib import Path

import pytest

from tests.documents.console import commands, missing, session

TEXT = """# A
```console
$ echo one; echo two
one
$ echo three \\
  four
three … four
```
## Ten commands
```console
$ sleep 30 &
$ echo "$MINGJING_DATA" >&2
…var
```
# Next
```console
$ false
```
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "A.md"
    path.write_text(TEXT)
    return path


def test_commands_and_what_they_print(document: Path) -> None:
    found = commands(document)
    assert [command.words for command in found][:2] == ["echo one; echo two", "echo three    four"]
    assert [command.place for command in found] == ["A.md:3", "A.md:5", "A.md:11", "A.md:12", "A.md:17"]
    assert found[0].printed == ("one",)


def test_a_section_ends_at_the_next_of_its_rank(document: Path) -> None:
    assert len(commands(document, "Ten commands")) == 2
    with pytest.raises(LookupError, match="Eleven"):
        commands(document, "Eleven")


def test_a_session_shares_its_data_and_ends_its_background(document: Path, tmp_path: Path) -> None:
    with session(tmp_path / "var") as shell:
        for command in commands(document, "Ten commands"):
            shell.run(command)
        sleeping = shell.background[0]
    assert sleeping.poll() is not None


def test_a_broken_promise_or_a_failure_is_shown(document: Path, tmp_path: Path) -> None:
    document.write_text("```console\n$ echo one\ntwo\n$ false\n```\n")
    with session(tmp_path / "var") as shell:
        first, second = commands(document)
        with pytest.raises(AssertionError, match="does not print: two"):
            shell.run(first)
        with pytest.raises(AssertionError, match="ends with 1"):
            shell.run(second)


def test_order_and_gaps() -> None:
    said = "rows 60\n  accepted    41\ndone"
    assert missing(("rows …", "accepted 41", "done"), said) is None
    assert missing(("done", "rows …"), said) == "rows …"
