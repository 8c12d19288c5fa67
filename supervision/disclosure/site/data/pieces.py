"""数据块 data files in pieces: where fifty facilities of many changed, the rest is neither said nor compressed again.

A file is cut after records whose own digest ends a piece, so that a record that is added or goes moves no other cut. In
the archive each piece is compressed by itself: the same records give the same bytes, whether they are made or taken over.

What the last build made is taken over by its place: the text from the data file that stands, its compressed form from
the archive that stands. Both are believed because the ledger speaks of these very files, and the check of every piece
that is read (CRC-32 of both forms) must be what it was; else the piece is made.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from supervision.disclosure.site.failing import named
from supervision.disclosure.site.ledger import Ledger, Packed, Piece
from supervision.disclosure.site.writing import Summed
from supervision.records.stored import DIGEST_BYTES

RECORDS = 32  # in a piece, as a rule
SHEETS = 16  # where each record is a whole score sheet
Part = tuple[bytes, Callable[[], bytes]]  # what a piece is made from (nothing: it is always made), and how
_DAY_ZERO = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can say: the day stands in its name
_END = b"\x03\x00"  # an empty last block (RFC 1951): pieces themselves never say that they are the last


def cuts(digests: bytes, records: int) -> Iterator[slice]:
    """Yield the pieces of a list by the digests of its records, one after the other: ``records`` each, as a rule."""
    start = 0
    for place in range(len(digests) // DIGEST_BYTES):
        if int.from_bytes(digests[place * DIGEST_BYTES : place * DIGEST_BYTES + 4]) % records == 0:
            yield slice(start, place + 1)
            start = place + 1
    if start < len(digests) // DIGEST_BYTES:
        yield slice(start, len(digests) // DIGEST_BYTES)


@dataclass(frozen=True, slots=True)
class Standing:
    """现存数据: data files of the last build as they stand in ``folder``, and what its ledger says of their pieces."""

    folder: Path | None = None
    before: Ledger = field(default_factory=Ledger)

    def pieces(self, path: str) -> "_Old":
        """Return the pieces of a data file by what they were made from; none where it or its archive is not there."""
        known = self.before.packed.get(path)
        if self.folder is None or known is None:
            return _Old()
        files = [self.folder / path, self.folder / known.archive]
        if not {path, known.archive} <= self.before.files.keys() or not all(each.exists() for each in files):
            return _Old()
        return _Old(known, [each.open("rb") for each in files])


class _Old:
    """The pieces of one standing file."""

    def __init__(self, known: Packed | None = None, files: Sequence[IO[bytes]] = ()) -> None:
        self._files = files
        self._places: dict[bytes, tuple[Piece, int, int]] = {}
        at, packed_at = 0, known.begins if known else 0
        for piece in known.pieces if known else ():
            self._places[piece.inputs] = piece, at, packed_at
            at, packed_at = at + piece.size, packed_at + piece.packed

    def get(self, inputs: bytes) -> tuple[Piece, bytes, bytes] | None:
        """Return a piece with its text and its compressed form; none where it is not what it was."""
        found = self._places.get(inputs) if inputs else None
        if found is None:
            return None
        piece, at, packed_at = found
        text, archive = self._files
        text.seek(at)
        archive.seek(packed_at)
        content, packed = text.read(piece.size), archive.read(piece.packed)
        return (piece, content, packed) if _check(content, packed) == piece.check else None

    def close(self) -> None:
        """Close the files."""
        for each in self._files:
            each.close()


class Packing:
    """装箱: passes data files on, piece by piece, and puts each into the archive ``name`` on its way.

    ``packed``: of what pieces each is made.
    """

    def __init__(self, file: IO[bytes], name: str, standing: Standing) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._file, self._name, self._standing = file, name, standing
        self._summed: dict[str, Summed] = {}
        self.packed: dict[str, Packed] = {}

    @property
    def sums(self) -> dict[str, tuple[str, int]]:
        """SHA-256 and size of each that went by."""
        return {path: (each.sha256.hexdigest(), each.size) for path, each in self._summed.items()}

    def pack(self, path: str, parts: Iterable[Part]) -> tuple[str, Iterable[bytes]]:
        """Return a file below ``data/`` that is made, and packed, while it is read."""
        summed = self._summed[path] = Summed(self._passed(path, parts))
        return f"data/{path}", summed

    def close(self) -> None:
        """Write the end of the archive."""
        self._zip.close()

    def _passed(self, path: str, parts: Iterable[Part]) -> Iterator[bytes]:
        pieces, old = [], self._standing.pieces(f"data/{path}")
        entry = entry_of(path)
        entry.header_offset = self._file.tell()
        self._file.write(entry.FileHeader(zip64=True))
        begins = self._file.tell()
        try:
            with named(f"data/{path}"):
                for inputs, make in parts:
                    piece, content, packed = old.get(inputs) or _made(inputs, make())
                    pieces.append(piece)
                    entry.CRC = zlib.crc32(content, entry.CRC)
                    entry.file_size += piece.size
                    self._file.write(packed)
                    yield content
        finally:
            old.close()
        self._file.write(_END)
        self._enter(entry, begins)
        self.packed[f"data/{path}"] = Packed(self._name, begins, tuple(pieces))

    def _enter(self, entry: zipfile.ZipInfo, begins: int) -> None:
        """Complete the head of a file in the archive, and enter it into the list at its end."""
        end = self._file.tell()
        entry.compress_size = end - begins
        self._file.seek(entry.header_offset)
        self._file.write(entry.FileHeader(zip64=True))
        self._file.seek(end)
        self._zip.filelist.append(entry)
        self._zip.NameToInfo[entry.filename] = entry
        self._zip.start_dir = end


def plain(content: bytes) -> Iterator[Part]:
    """Yield a small file as the one piece that it is."""
    yield b"", lambda: content


def _made(inputs: bytes, content: bytes) -> tuple[Piece, bytes, bytes]:
    deflate = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush(zlib.Z_SYNC_FLUSH)
    return Piece(inputs, len(content), len(packed), _check(content, packed)), content, packed


def _check(content: bytes, packed: bytes) -> int:
    return zlib.crc32(packed, zlib.crc32(content))


def entry_of(path: str) -> zipfile.ZipInfo:
    """Return the head of a file in an archive, the same each time."""
    entry = zipfile.ZipInfo(path, _DAY_ZERO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.CRC = 0
    return entry
