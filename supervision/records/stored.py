"""存盘记录 records that stay on the disk: a city has a million, a page shows ten of them.

A snapshot read from its folder holds, of each large kind, where every line begins and a digest of it: 24 bytes a
record, whatever the record holds. A record is decoded when it is asked for and forgotten when it was shown. In
memory (from a database, from a test) the same kind is a tuple of records; ``members`` and ``digests`` take either, and
whoever reads records through them and by their place need not know which it is.
"""

import os
import weakref
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, overload

import msgspec

from supervision.records.values import Record

R = TypeVar("R", bound=Record)
DIGEST_BYTES = 16
BLOCK = 1 << 20  # bytes read at once
EVERY = slice(None)
_encode = msgspec.json.Encoder(order="sorted").encode


class Stored(Sequence[R]):
    """存盘记录: the lines of one file, each a record of ``kind``; ``begins`` where each line does, and the file's end.

    The file stays open, so that a snapshot is whole even where its folder is replaced meanwhile.
    """

    def __init__(self, path: Path, kind: type[R]) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._decode = msgspec.json.Decoder(kind).decode
        self._kind = kind
        self._begins = array("Q", [0])
        self.digests = bytearray()
        for line in self.lines():
            self._begins.append(self._begins[-1] + len(line) + 1)
            self.digests += _digest(line)

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self._begins) - 1

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[R, ...]: ...
    def __getitem__(self, place: int | slice) -> R | tuple[R, ...]:
        """Return one record, or several, read from the disk."""
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        begin = self._begins[place]
        return self._decode(os.pread(self._file, self._begins[place + 1] - begin, begin))

    def __iter__(self) -> Iterator[R]:
        """Yield the records in their order, reading the file from its beginning."""
        return map(self._decode, self.lines())

    def __eq__(self, other: object) -> bool:
        """Return whether the other holds the same records in the same order, on the disk or in memory."""
        if isinstance(other, Stored):
            return self.digests == other.digests
        return isinstance(other, tuple) and len(self) == len(other) and self.digests == digests(other)

    __hash__ = None  # type: ignore[assignment]  # compared by content

    def members(self, names: tuple[str, ...], some: slice = EVERY) -> Iterator[Any]:
        """Yield every record, or some, with these members alone: the others are passed over unread."""
        return map(_decoder(self._kind, names).decode, self.lines(some))

    def lines(self, some: slice = EVERY) -> Iterator[bytes]:
        """Yield the lines of the file, or some that follow each other, as they are, without their ends."""
        if some is not EVERY:
            start, stop, _ = some.indices(len(self))
            begin = self._begins[start]
            yield from os.pread(self._file, self._begins[stop] - begin, begin).splitlines()
            return
        place, rest = 0, b""
        while block := os.pread(self._file, BLOCK, place):
            place += len(block)
            *whole, rest = (rest + block).split(b"\n")
            yield from whole
        if rest:
            yield rest


def members(records: Sequence[Record], *names: str, some: slice = EVERY) -> Iterator[Any]:
    """Yield the records, or ``some`` of them, with at least the members ``names``, in their order."""
    return records.members(names, some) if isinstance(records, Stored) else iter(records[some])


def lines(records: Sequence[Record], some: slice = EVERY) -> Iterator[bytes]:
    """Yield each record, or ``some`` of them, as canonical JSON, without an end of line."""
    return records.lines(some) if isinstance(records, Stored) else map(_encode, records[some])


def digests(records: Sequence[Record]) -> bytes | bytearray:
    """Return a digest of each record, one after the other, ``DIGEST_BYTES`` each."""
    if isinstance(records, Stored):
        return records.digests
    return b"".join([_digest(_encode(record)) for record in records])


def _digest(line: bytes) -> bytes:
    return blake2b(line, digest_size=DIGEST_BYTES).digest()


@cache
def _decoder(kind: type[Record], names: tuple[str, ...]) -> msgspec.json.Decoder[Any]:
    known = {each.name: each for each in msgspec.structs.fields(kind)}
    fields: list[Any] = [
        (name, of.type) if (of := known[name]).required else (name, of.type, of.default) for name in names
    ]
    part = msgspec.defstruct(f"{kind.__name__}Part", fields, kw_only=True, frozen=True, gc=False)
    return msgspec.json.Decoder(part)
