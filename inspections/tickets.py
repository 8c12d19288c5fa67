"""签号: the tickets that stand for chance.

A ticket is a keyed hash of what it is for: whoever has the seed computes the same one, nobody without it can guess it.
"""

import hashlib
from collections.abc import Callable, Iterable

_BLOCK = 64  # bytes; the HMAC of SHA-256 pads its key to one block


class Tickets:
    """签: all tickets of one seed, HMAC-SHA-256 of the canonical list of words, as 32 bytes.

    The words are ids, days and numbers, none of which needs an escape in its canonical form.
    Bytes and their hex digits have the same order. The two hashes of the HMAC are begun once and copied for each
    ticket, which halves the time of ``hmac.digest``.
    """

    def __init__(self, seed: bytes) -> None:
        key = seed.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))

    def ticket(self, *words: str | int) -> bytes:
        """Return the ticket of these words."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(_list_of(words))
        outer.update(inner.digest())
        return outer.digest()

    def series(self, *head: str) -> Callable[[str], bytes]:
        """Return the function from an id to the ticket of ``head`` and that id, for the many that begin alike."""
        begun = self._inner.copy()
        begun.update(_list_of(head)[:-1] + b',"')
        outer_of = self._outer.copy
        inner_of = begun.copy

        def ticket(name: str) -> bytes:
            inner, outer = inner_of(), outer_of()
            inner.update(b'%b"]' % name.encode())
            outer.update(inner.digest())
            return outer.digest()

        return ticket


def _list_of(words: Iterable[str | int]) -> bytes:
    inside = ",".join([f'"{word}"' if isinstance(word, str) else str(word) for word in words])
    return f"[{inside}]".encode()
