"""二维码 QR codes by the ten thousand: the address of each page as a picture of some 300 bytes inside the page.

With version, mode and mask fixed a QR code is linear: which modules change with one bit of the text does not depend on
the rest of it. So ``segno`` is asked once for each bit of the part that differs, and a code is the exclusive-or of
what its bits change. A test compares the result with ``segno`` itself.
"""

import struct
import zlib
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache

import segno

BORDER = 4
_MASK = 2


def _modules(text: str, version: int | None) -> tuple[int, int, int]:
    """Return the code of ``text`` as one whole number (the first module its highest bit), its size and its version."""
    code = segno.make(
        text, mode="byte", error="m", mask=_MASK, version=version, boost_error=False, micro=False
    )
    bits = "".join(str(int(module)) for row in code.matrix for module in row)
    return int(bits, 2), len(code.matrix), int(code.version)


def png(modules: int, size: int) -> bytes:
    """Return modules as a picture, one pixel each, with the quiet border that readers need."""
    wide = size + 2 * BORDER
    row_bytes = -(-wide // 8)
    full, white = (1 << size) - 1, b"\0" + b"\xff" * row_bytes
    rows = [white] * BORDER
    for number in range(size):
        row = (modules >> (size * (size - 1 - number))) & full
        line = ~(row << (row_bytes * 8 - BORDER - size)) & ((1 << row_bytes * 8) - 1)
        rows.append(b"\0" + line.to_bytes(row_bytes, "big"))
    rows += [white] * BORDER
    head = struct.pack(">IIBBBBB", wide, wide, 1, 0, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@dataclass(slots=True)
class Codes:
    """QR codes of addresses that differ in one place: ``before`` + name + ``after``; names are ASCII."""

    before: str
    after: str = ""

    def modules(self, name: str) -> tuple[int, int]:
        """Return the code of ``before`` + ``name`` + ``after`` and its size."""
        ground, size, bits = _ground(self.before, self.after, len(name))
        for place, character in enumerate(name):
            value, changes = ord(character), bits[place]
            for bit in range(7):
                if value >> bit & 1:
                    ground ^= changes[bit]
        return ground, size

    def picture(self, name: str) -> str:
        """Return the code as an address that holds the picture itself."""
        return "data:image/png;base64," + b64encode(png(*self.modules(name))).decode()


@lru_cache(64)
def _ground(before: str, after: str, length: int) -> tuple[int, int, list[list[int]]]:
    """Return the code of a name of zeros, its size, and what each bit of each character changes in it."""
    zero = "\0" * length
    ground, size, version = _modules(before + zero + after, None)

    def change(place: int, bit: int) -> int:
        text = zero[:place] + chr(1 << bit) + zero[place + 1 :]
        return ground ^ _modules(before + text + after, version)[0]

    return ground, size, [[change(place, bit) for bit in range(7)] for place in range(length)]
