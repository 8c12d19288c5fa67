"""The first of many: what comes first in a stream that is too long to be sorted whole."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
ROOM = 16  # how many wait before the last of all are dropped: few, for there may be a list of each street


class Best(Generic[T]):
    """Keeps the first ``most`` of what is added, in the order of ``key``; of equals the earlier comes first."""

    def __init__(self, most: int, key: Callable[[T], Any], *, down: bool = False) -> None:
        self._most, self._key, self._down = most, key, down
        self._kept: list[T] = []
        self._last: Any = None  # the key of the last that has a place

    def add(self, item: T) -> bool:
        """Add one; return whether it is among the first so far, or may be."""
        if self._last is not None:
            key = self._key(item)
            if not (self._last < key if self._down else key < self._last):
                return False
        self._kept.append(item)
        if len(self._kept) >= self._most + ROOM:
            self._cut()
        return True

    def extend(self, items: Iterable[T]) -> None:
        """Add several."""
        for item in items:
            self.add(item)

    def first(self) -> list[T]:
        """Return the first of all that was added, in order."""
        self._cut()
        return self._kept

    def _cut(self) -> None:
        self._kept.sort(key=self._key, reverse=self._down)
        del self._kept[self._most :]
        if len(self._kept) == self._most:
            self._last = self._key(self._kept[-1])
