"""透明日志 transparency log: the arithmetic of an append-only list that cannot be rewritten in silence.

Entries stand in a row. Two neighbours are hashed together, then pairs of pairs, up to one *root*: 32 bytes that
speak for every entry. Whoever has the root of yesterday and that of today can check with a handful of hashes

* that one entry stands at one place (*inclusion*), and
* that today's list is yesterday's with something added at the end (*consistency*).

Worked example: entries ``b""`` and ``b"\\x00"`` ::

    leaf 0 = SHA256(00)          = 6e340b9c…      a leaf is hashed with a leading 0x00
    leaf 1 = SHA256(00 00)       = 96a296d2…
    root   = SHA256(01 leaf leaf) = fac54203…     a node is hashed with a leading 0x01

Hashing is RFC 6962 section 2.1. On disk the tree is cut into *tiles* of 256 hashes as C2SP ``tlog-tiles`` says: level 0
holds leaves, each hash of level 1 is the root of one full tile of level 0, and so on. No I/O happens here: a
``TileReader`` is handed in.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

TILE_WIDTH = 256
HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry as a leaf of the tree."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """Return the largest power of two smaller than ``size`` (at least 2): where RFC 6962 cuts a tree."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes: the definition itself, level by level."""
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        above = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])  # a lone last hash rises unchanged: the same tree as RFC 6962's recursion
        level = above
    return level[0]


# --- tiles ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """瓦片 tile: up to 256 consecutive hashes of one level; ``width`` below 256 is a partial tile."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Return the address below the log's prefix, ``tile/0/x001/x234/067.p/5``."""
        return f"tile/{self.level}/{spell_index(self.index)}{spell_width(self.width)}"

    @property
    def bundle_path(self) -> str:
        """Return the address of the entries that this tile of level 0 hashes."""
        return f"tile/entries/{spell_index(self.index)}{spell_width(self.width)}"


def spell_index(index: int) -> str:
    """Spell a tile's index in groups of three digits: 1234067 is ``x001/x234/067``."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join(["x" + group for group in groups[:-1]] + [groups[-1]])


def spell_width(width: int) -> str:
    """Spell a tile's width: nothing when full, else ``.p/<width>``."""
    return "" if width == TILE_WIDTH else f".p/{width}"


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """Yield the tiles of a tree of ``size`` entries that one of ``since`` entries did not have, level by level."""
    level = 0
    while size > 0:
        for index in range(since // TILE_WIDTH, -(-size // TILE_WIDTH)):
            width = min(TILE_WIDTH, size - index * TILE_WIDTH)
            if index * TILE_WIDTH + width > since:
                yield Tile(level, index, width)
        size //= TILE_WIDTH
        since //= TILE_WIDTH
        level += 1


TileReader = Callable[[Tile], bytes]


@dataclass(frozen=True, slots=True)
class Tree:
    """哈希树 the tree of the first ``size`` entries, read from tiles.

    ``read`` returns a tile's bytes (``width`` × 32). What it returns is believed: compare ``root`` with a
    signed checkpoint, or use the proofs, which the other side checks for itself.
    """

    size: int
    read: TileReader

    @property
    def root(self) -> bytes:
        """Return the root hash, 32 bytes."""
        return self.root_at(self.size)

    def root_at(self, size: int) -> bytes:
        """Return the root that the tree had when it held its first ``size`` entries."""
        return self.range_hash(0, size) if size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """Return the leaf hash of the entry at ``index``."""
        return self._row(0, index, index + 1)[0]

    def range_hash(self, start: int, stop: int) -> bytes:
        """Return MTH(D[start:stop]) for a range that RFC 6962 cuts out of the first ``stop`` entries."""
        count = stop - start
        if count & (count - 1) == 0:  # a complete subtree: one run of hashes within a single tile
            level = (count.bit_length() - 1) // 8
            unit = TILE_WIDTH**level
            return root_of(self._row(level, start // unit, stop // unit))
        cut = start + _split(count)
        return node_hash(self.range_hash(start, cut), self.range_hash(cut, stop))

    def _row(self, level: int, start: int, stop: int) -> list[bytes]:
        tile = start // TILE_WIDTH
        width = min(TILE_WIDTH, self.size // TILE_WIDTH**level - tile * TILE_WIDTH)
        data = self.read(Tile(level, tile, width))
        first = start - tile * TILE_WIDTH
        return [data[i * HASH_BYTES : (i + 1) * HASH_BYTES] for i in range(first, first + stop - start)]

    def inclusion_proof(self, index: int) -> list[bytes]:
        """Return the hashes that lead from the leaf at ``index`` to the root, lowest first (RFC 6962 2.1.1)."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        proof: list[bytes] = []
        start, stop = 0, self.size
        while stop - start > 1:
            cut = start + _split(stop - start)
            if index < cut:
                proof.append(self.range_hash(cut, stop))
                stop = cut
            else:
                proof.append(self.range_hash(start, cut))
                start = cut
        return proof[::-1]

    def consistency_proof(self, old_size: int) -> list[bytes]:
        """Return the hashes that show that the first ``old_size`` entries are still the first (RFC 6962 2.1.2)."""
        if not 0 <= old_size <= self.size:
            raise IndexError(old_size)
        if old_size in (0, self.size):
            return []
        proof: list[bytes] = []
        start, stop, whole = 0, self.size, True  # whole: the old tree's root is known to the verifier
        while old_size != stop:
            cut = start + _split(stop - start)
            if old_size <= cut:
                proof.append(self.range_hash(cut, stop))
                stop = cut
            else:
                proof.append(self.range_hash(start, cut))
                start, whole = cut, False
        if not whole:
            proof.append(self.range_hash(start, stop))
        return proof[::-1]


# --- proofs -----------------------------------------------------------------------------------------------------


def holds_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``proof`` leads from ``leaf`` at ``index`` to the ``root`` of a tree of ``size`` entries."""
    if not 0 <= index < size or len(leaf) != HASH_BYTES:
        return False
    node, last, value = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            value = node_hash(sibling, value)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and value == root


def holds_consistency(old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether ``proof`` shows that the tree of ``size`` entries begins with the one of ``old_size``."""
    if not 0 <= old_size <= size:
        return False
    if old_size == 0 and old_root != EMPTY_ROOT:
        return False
    if old_size == size:
        return not proof and old_root == root
    if old_size == 0:
        return not proof  # every list extends the empty one
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    node, last = old_size - 1, size - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    old_value = value = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            old_value, value = node_hash(sibling, old_value), node_hash(sibling, value)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old_value == old_root and value == root
