"""Reading a published log, from a folder or over the network alike: a ``Fetch`` returns the bytes at a path."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from supervision.disclosure.log.tlog import HASH_BYTES, TILE_WIDTH, Tile, Tree
from supervision.errors import InputError
from supervision.texts import mark

CHECKPOINT_PATH = "checkpoint"
KEY_PATH = "key.txt"
COSIGNED_PATH = "cosigned"
COSIGNERS_PATH = "cosigners.txt"

Fetch = Callable[[str], bytes | None]
"""Return the bytes at a path below the log's prefix, or None where there is nothing."""


def folder_fetch(folder: Path) -> Fetch:
    """Return the ``Fetch`` of a folder on this machine."""

    def fetch(path: str) -> bytes | None:
        try:
            with open(f"{folder}/{path}", "rb") as file:  # noqa: PTH123  (a site has tens of thousands of files)
                return file.read()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    return fetch


@dataclass(frozen=True, slots=True)
class LogReader:
    """日志读取: the first ``size`` entries of a published log and the tree over them."""

    fetch: Fetch
    size: int

    @property
    def tree(self) -> Tree:
        """Return the tree as the published tiles have it."""
        return Tree(self.size, self.tile)

    def tile(self, tile: Tile) -> bytes:
        """Return a tile's hashes; a partial tile may meanwhile have been replaced by the full one."""
        data = self._either(tile.path, Tile(tile.level, tile.index).path)
        wanted = tile.width * HASH_BYTES
        if len(data) not in (wanted, TILE_WIDTH * HASH_BYTES):
            raise _broken(tile.path)
        return data[:wanted]

    def bundle(self, tile: Tile) -> list[bytes]:
        """Return the encoded entries below one tile of level 0."""
        data = self._either(tile.bundle_path, Tile(0, tile.index).bundle_path)
        entries = list(split_bundle(data, tile.bundle_path))
        if len(entries) not in (tile.width, TILE_WIDTH):
            raise _broken(tile.bundle_path)
        return entries[: tile.width]

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the encoded entries from ``start`` up to ``stop`` (the end)."""
        stop = self.size if stop is None else min(stop, self.size)
        for index in range(start // TILE_WIDTH, -(-stop // TILE_WIDTH)):
            first = index * TILE_WIDTH
            bundle = self.bundle(Tile(0, index, min(TILE_WIDTH, self.size - first)))
            yield from bundle[max(0, start - first) : stop - first]

    def _either(self, path: str, full: str) -> bytes:
        data = self.fetch(path)
        if data is None:
            data = self.fetch(full)
        if data is None:
            raise InputError(
                f"log/{path}", mark("日志缺少这个文件"), mark("请重新下载；若仍如此，请联系发布机关")
            )
        return data


def join_bundle(entries: list[bytes]) -> bytes:
    """Return entries as a bundle: each with its length in two bytes, big-endian, before it."""
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def split_bundle(data: bytes, path: str) -> Iterator[bytes]:
    """Yield the entries of a bundle."""
    at = 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise _broken(path)
        yield data[start:at]


def _broken(path: str) -> InputError:
    return InputError(
        f"log/{path}", mark("日志文件不完整或被改动"), mark("请重新下载；若仍如此，请联系发布机关")
    )
