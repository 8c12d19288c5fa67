"""Sorted runs: records that come facility by facility, put into the order of their ids without being held together.

An id is a word, the code of its facility and the rest (``credit-D000001-2025``). The facilities come in the order of
their codes, so all ids that begin with the same word are in order already: one run each, joined in the order of words.
"""

from collections.abc import Iterable
from pathlib import Path

from supervision.records.snapshot import identity
from supervision.records.stored import lines
from supervision.records.values import Record

HELD = 4_000  # lines of a run that wait to be written


class Runs:
    """The runs of all kinds, as files in ``folder`` until they are joined."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[tuple[str, str], list[bytes]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("*.*part"):  # by a run that was cut off
            left.unlink()

    def add(self, kind: str, code: str, records: Iterable[Record]) -> None:
        """Add the records of one kind about the facility ``code``, which comes after all that were added before."""
        for record in sorted(records, key=lambda each: identity(kind, each)):
            word = identity(kind, record).partition(code)[0]
            waiting = self._waiting.setdefault((kind, word), [])
            waiting += lines([record])
            if len(waiting) >= HELD:
                self._write(kind, word)

    def join(self) -> None:
        """Make ``<kind>.jsonl`` of the runs of each kind."""
        for kind, word in sorted(self._waiting):
            self._write(kind, word)
            run = self._run(kind, word)
            with run.open("rb") as read, (self._folder / f"{kind}.jsonl").open("ab") as whole:
                while some := read.read(1 << 20):
                    whole.write(some)
            run.unlink()

    def _write(self, kind: str, word: str) -> None:
        with self._run(kind, word).open("ab") as run:
            run.writelines(line + b"\n" for line in self._waiting[kind, word])
        self._waiting[kind, word].clear()

    def _run(self, kind: str, word: str) -> Path:
        return self._folder / f"{kind}.{word}part"
