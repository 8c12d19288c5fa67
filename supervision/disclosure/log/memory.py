"""日志记忆 what a log remembers outside of the site: every checkpoint it signed, and the keys it signed with before."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from supervision.disclosure.files import append_durably, whole_lines
from supervision.disclosure.log.checkpoint import Checkpoint, open_checkpoint
from supervision.disclosure.log.entries import read_moment, write_moment
from supervision.disclosure.log.note import VerifierKey, parse, parse_verifier_key, verified
from supervision.errors import InputError
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class Signed:
    """已签检查点: a checkpoint this log has signed, when, and the note as it was signed."""

    at: datetime
    checkpoint: Checkpoint
    note: bytes


class Memory:
    """日志记忆: ``folder`` holds ``checkpoints.jsonl`` and ``former-keys.txt``; ``keys`` are those in use now."""

    def __init__(self, folder: Path, *keys: VerifierKey) -> None:
        self.folder, self.keys = folder, keys
        self._checkpoints, self._former = folder / "checkpoints.jsonl", folder / "former-keys.txt"

    def signed(self) -> list[Signed]:
        """Return every checkpoint that was signed, oldest first."""
        return [self._signed_in(line, number) for number, line in enumerate(self._lines(), 1)]

    def last(self) -> Signed | None:
        """Return the newest of them."""
        lines = self._lines()
        return self._signed_in(lines[-1], len(lines)) if lines else None

    def remember(self, data: bytes, at: datetime) -> None:
        """Keep a checkpoint for ever; called before it is published."""
        line = json.dumps({"at": write_moment(at), "note": data.decode()}, ensure_ascii=False)
        append_durably(self._checkpoints, line.encode() + b"\n")

    def retire(self, key: VerifierKey) -> None:
        """Keep the public half of a key that signed until now, so that what it signed stays readable without it."""
        if f"{key}\n" not in self._former_keys():
            append_durably(self._former, f"{key}\n".encode())

    def open(self, data: bytes, place: str = "checkpoint") -> Checkpoint:
        """Return a checkpoint that this log signed, with a key of now or one of before."""
        note = parse(data, place)
        former = [parse_verifier_key(line, str(self._former)) for line in self._former_keys().splitlines()]
        key = next((key for key in (*self.keys, *former) if verified(note, [key], place)), self.keys[0])
        return open_checkpoint(data, key, place=place)[0]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time write; the lock falls with the process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _former_keys(self) -> str:
        return self._former.read_text() if self._former.exists() else ""

    def _lines(self) -> list[bytes]:
        data = self._checkpoints.read_bytes() if self._checkpoints.exists() else b""
        return data[: whole_lines(data)].splitlines()

    def _signed_in(self, line: bytes, number: int) -> Signed:
        place = f"{self._checkpoints}:{number}"
        try:
            value = json.loads(line)
            at, data = read_moment(value["at"]), str(value["note"]).encode()
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(place, mark("检查点记录已损坏"), mark("请从备份恢复这个文件")) from error
        return Signed(at, self.open(data, place), data)
