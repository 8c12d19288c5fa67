"""检查点 checkpoint (C2SP ``tlog-checkpoint``): a signed note that says how long the log is and what its root is.

Its text has three lines: *origin* (the log's name), *size* (how many entries), *root* (base64 of 32 bytes).
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from supervision.disclosure.log.note import (
    Note,
    Signature,
    SigningKey,
    VerifierKey,
    parse,
    read_base64,
    sign,
    verified,
)
from supervision.disclosure.log.tlog import HASH_BYTES
from supervision.errors import InputError
from supervision.texts import mark

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """检查点: the log ``origin`` has ``size`` entries under ``root`` (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{self.root_text}\n"

    @property
    def root_text(self) -> str:
        """Return the root as it stands in the checkpoint, base64."""
        return b64encode(self.root).decode()

    def signed_by(self, key: SigningKey, others: Iterable[Signature] = ()) -> Note:
        """Return the note that is published, with the signatures of others kept below."""
        return sign(self.text, key, others)


def read_checkpoint(note: Note, place: str = "checkpoint") -> Checkpoint:
    """Return what a note says about the log; lines after the third are allowed and ignored."""
    lines = note.text.split("\n")
    root = read_base64(lines[2]) if len(lines) >= 4 else None
    if root is None or len(root) != HASH_BYTES or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise InputError(
            place, mark("不是日志的检查点：前三行应为名称、条数、根哈希"), mark("请核对下载的地址")
        )
    return Checkpoint(lines[0], int(lines[1]), root)


def open_checkpoint(
    data: bytes, key: VerifierKey, cosigners: Iterable[VerifierKey] = (), place: str = "checkpoint"
) -> tuple[Checkpoint, tuple[VerifierKey, ...]]:
    """Return a published checkpoint once ``key`` is seen to have signed it, and which cosigners did too."""
    note = parse(data, place)
    checkpoint = read_checkpoint(note, place)
    if not verified(note, [key], place) or checkpoint.origin != key.name:
        raise InputError(
            place, mark("检查点没有 {name} 的签名"), mark("请核对日志的公钥与地址"), name=key.name
        )
    return checkpoint, verified(note, cosigners, place)
