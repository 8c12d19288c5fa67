"""Documents whose commands are run: blocks fenced with ```console in Markdown.

A line that begins with ``$ `` is a command, those after it are what it prints (``…`` stands for anything, within
a line or as a line). Commands of one section share a folder of data and run in order. One that ends in `` &``
goes on in the background until the section ends, and is waited for until it has printed its lines.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.reading import ROOT

SECONDS = 120  # a command that takes longer hangs
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a document with the lines that it promises."""

    place: str
    words: str
    printed: tuple[str, ...]

    @property
    def in_background(self) -> bool:
        """Whether it goes on while the next ones run."""
        return self.words.endswith(" &")


def commands(path: Path, section: str | None = None) -> list[Command]:
    """Return the commands of a document, or of the section with that heading."""
    text = path.read_text()
    start, end = 0, len(text)
    if section:
        heading = re.search(rf"^(#+) {re.escape(section)}$", text, re.MULTILINE)
        if not heading:
            raise LookupError(f"{path.name} has no section “{section}”")
        start = heading.end()
        following = re.compile(rf"^#{{1,{len(heading[1])}}} ", re.MULTILINE).search(text, start)
        end = following.start() if following else end
    found = []
    for block in BLOCK.finditer(text, start, end):
        for part in re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE):
            if part.startswith("$ "):
                line = text.count("\n", 0, block.start()) + 2 + block[1][: block[1].index(part)].count("\n")
                words, _, printed = part[2:].replace("\\\n", " ").partition("\n")
                found.append(
                    Command(f"{path.name}:{line}", words.strip(), tuple(printed.rstrip().splitlines()))
                )
    return found


def missing(promised: tuple[str, ...], said: str) -> str | None:
    """Return the first promised line that does not come, in order, in what was said."""
    lines = iter(said.splitlines())
    for line in promised:
        pattern = re.compile(".*".join(re.escape(part.strip()) for part in line.split("…")))
        if line.strip() not in ("", "…") and not any(
            pattern.search(" ".join(one.split())) or pattern.search(one) for one in lines
        ):
            return line
    return None


@contextmanager
def session(data: Path, language: str = "en_US") -> Iterator["Session"]:
    """Run commands with their data in ``data``; what runs in the background ends with the block."""
    running = Session(data, language)
    try:
        yield running
    finally:
        running.end()


class Session:
    """A shell that remembers what goes on in the background."""

    def __init__(self, data: Path, language: str) -> None:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MINGJING", "DATABASE", "LC_"))
        }
        path = f"{ROOT / '.venv/bin'}:{kept.get('PATH', os.defpath)}"
        self.env = {**kept, "MINGJING_DATA": str(data), "LANG": f"{language}.UTF-8", "PATH": path}
        self.data = data
        self.background: list[subprocess.Popen[str]] = []

    def run(self, command: Command) -> None:
        """Run one command.

        Raises:
            AssertionError: it failed, or did not print what the document promises.
        """
        said = self._start(command) if command.in_background else self._wait(command)
        line = missing(command.printed, said)
        assert line is None, f"{command.place}: $ {command.words}\ndoes not print: {line}\nbut:\n{said}"

    def _wait(self, command: Command) -> str:
        ran = subprocess.run(
            ["bash", "-c", command.words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        said = ran.stdout + ran.stderr
        assert ran.returncode in (0, 3), (
            f"{command.place}: $ {command.words}\nends with {ran.returncode}:\n{said}"
        )
        return said

    def _start(self, command: Command) -> str:
        log = self.data.parent / f"background-{len(self.background)}.log"
        with log.open("w") as out:
            words = f"exec {command.words.removesuffix('&')}"
            self.background.append(
                subprocess.Popen(
                    ["bash", "-c", words], cwd=ROOT, env=self.env, stdout=out, stderr=out, text=True
                )
            )
        before = time.monotonic() + SECONDS
        while time.monotonic() < before and self.background[-1].poll() is None:
            if missing(command.printed, log.read_text()) is None:
                break
            time.sleep(0.1)
        return log.read_text()

    def end(self) -> None:
        """End what runs in the background."""
        for process in self.background:
            process.send_signal(signal.SIGTERM)
        for process in self.background:
            process.wait(30)
