"""文件摘要 the digests of a site's files by their paths, in a fifth of the memory that a dict of them takes.

A nation's site has two million files, five of each facility: ``f/D1.html``, ``f/D1.json``, ``en/f/D1.html`` … What they
have in common, the name, is held once; folder and ending, of which there are a few dozen pairs, are a number.
"""

from collections.abc import Iterator, MutableMapping

BYTES = 32  # SHA-256
_NUMBER = 4  # bytes before each digest that say which folder and ending


class Digests(MutableMapping[str, bytes]):
    """文件摘要: path → SHA-256; ``_held`` has, by name, number and digest of each file of that name, one after the other.

    With ``width`` 0 it holds the paths alone.
    """

    def __init__(self, width: int = BYTES) -> None:
        self._step = _NUMBER + width
        self._held: dict[str, bytes] = {}
        self._numbers: dict[tuple[str, str], bytes] = {}
        self._places: list[tuple[str, str]] = []
        self._count = 0

    def __len__(self) -> int:
        """Return how many files there are."""
        return self._count

    def __iter__(self) -> Iterator[str]:
        """Yield the paths."""
        for name, held in self._held.items():
            for start in range(0, len(held), self._step):
                folder, ending = self._places[int.from_bytes(held[start : start + _NUMBER], "big")]
                yield f"{folder}{name}{ending}"

    def __getitem__(self, path: str) -> bytes:
        """Return the digest of a file."""
        _, held, start = self._find(path)
        if start < 0:
            raise KeyError(path)
        return held[start + _NUMBER : start + self._step]

    def __setitem__(self, path: str, digest: bytes) -> None:
        """Enter a file."""
        name, held, start = self._find(path)
        if start < 0:
            self._count += 1
            self._held[name] = held + self._number(path) + digest
        else:
            self._held[name] = held[: start + _NUMBER] + digest + held[start + self._step :]

    def __delitem__(self, path: str) -> None:
        """Take a file out."""
        name, held, start = self._find(path)
        if start < 0:
            raise KeyError(path)
        self._count -= 1
        self._held[name] = held[:start] + held[start + self._step :]
        if not self._held[name]:
            del self._held[name]

    def _find(self, path: str) -> tuple[str, bytes, int]:
        """Return the name of a file, what is held of that name, and where in it the file begins; -1 where it does not."""
        folder, name, ending = _parts(path)
        held, number = self._held.get(name, b""), self._numbers.get((folder, ending))
        if number is None:
            return name, held, -1
        start = held.find(number)
        while start > 0 and start % self._step:  # the same bytes within a digest
            start = held.find(number, start + 1)
        return name, held, start

    def _number(self, path: str) -> bytes:
        folder, _, ending = _parts(path)
        if (folder, ending) not in self._numbers:
            self._numbers[folder, ending] = len(self._places).to_bytes(_NUMBER, "big")
            self._places.append((folder, ending))
        return self._numbers[folder, ending]


def _parts(path: str) -> tuple[str, str, str]:
    folder, slash, file = path.rpartition("/")
    name, dot, ending = file.rpartition(".")
    return (folder + slash, name, dot + ending) if dot else (folder + slash, file, "")
