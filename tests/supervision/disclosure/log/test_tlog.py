"""Tiles and proofs agree with RFC 6962, with the C2SP text and with one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.disclosure.log.tlog import (
    EMPTY_ROOT,
    TILE_WIDTH,
    Tile,
    Tree,
    holds_consistency,
    holds_inclusion,
    leaf_hash,
    node_hash,
    root_of,
    spell_index,
    tiles_of,
)

# The eight inputs with which Certificate Transparency has always been tested, and the roots of the first 1 … 8.
INPUTS = [bytes.fromhex(each) for each in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [bytes.fromhex(each) for each in (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)]  # fmt: skip


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def tree_over(hashes: list[bytes]) -> Tree:
    """Return a tree whose tiles are computed by the definition, every level from the one below."""
    rows = [hashes]
    while len(rows[-1]) >= TILE_WIDTH:
        row = rows[-1]
        rows.append(
            [root_of(row[i : i + TILE_WIDTH]) for i in range(0, len(row) - TILE_WIDTH + 1, TILE_WIDTH)]
        )

    def read(tile: Tile) -> bytes:
        row = rows[tile.level][tile.index * TILE_WIDTH : tile.index * TILE_WIDTH + tile.width]
        assert len(row) == tile.width, "asked for a tile that no tree of this size has"
        return b"".join(row)

    return Tree(len(hashes), read)


def test_hashes_are_those_of_the_rfc() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert (
        node_hash(b"N123", b"N456").hex()
        == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    hashes = [leaf_hash(each) for each in INPUTS[:size]]
    assert root_of(hashes) == ROOTS[size - 1]
    assert tree_over(hashes).root == ROOTS[size - 1]


def test_a_known_proof() -> None:
    tree = tree_over([leaf_hash(each) for each in INPUTS])
    proof = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [each.hex() for each in tree.inclusion_proof(0)] == proof
    assert [each.hex() for each in tree.consistency_proof(1)] == proof


@pytest.mark.parametrize(
    ("index", "spelled"),
    [(0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_tile_index_is_spelled_in_threes(index: int, spelled: str) -> None:
    assert spell_index(index) == spelled


def test_tiles_of_the_example_in_the_specification() -> None:
    tiles = list(tiles_of(70_000))
    full = [tile for tile in tiles if tile.width == TILE_WIDTH]
    assert [sum(tile.level == level for tile in full) for level in range(3)] == [273, 1, 0]
    assert [tile.path for tile in tiles if tile.width != TILE_WIDTH] == [
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert [tile.path for tile in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert Tile(0, 273, 112).bundle_path == "tile/entries/273.p/112"


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_growing_writes_exactly_the_tiles_that_are_new(a: int, b: int) -> None:
    old, new = sorted((a, b))
    assert set(tiles_of(new, old)) == set(tiles_of(new)) - set(tiles_of(old))


SIZES = st.one_of(
    st.integers(1, 40), st.sampled_from([255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_000])
)


@given(SIZES, st.data())
def test_every_proof_from_tiles_holds_and_no_other(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    tree, root = tree_over(hashes), root_of(hashes)
    assert tree.root == root
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index)
    assert tree.leaf(index) == hashes[index]
    assert holds_inclusion(hashes[index], index, size, proof, root)
    assert not holds_inclusion(leaf_hash(b"another"), index, size, proof, root)
    assert not holds_inclusion(hashes[index], index, size, [*proof, root], root)
    old_root = root_of(hashes[:index])
    growth = tree.consistency_proof(index)
    assert tree.root_at(index) == old_root
    assert holds_consistency(index, size, old_root, root, growth)
    assert not holds_consistency(index, size, leaf_hash(b"another"), root, growth)
    if growth:
        place = data.draw(st.integers(0, len(growth) - 1))
        forged = [*growth[:place], leaf_hash(growth[place]), *growth[place + 1 :]]
        assert not holds_consistency(index, size, old_root, root, forged)
        assert not holds_consistency(index, size, old_root, root, growth[:-1])


def test_proofs_of_places_that_are_not_there() -> None:
    tree = tree_over(leaves(5))
    assert not holds_inclusion(tree.leaf(0), 5, 5, tree.inclusion_proof(0), tree.root)
    assert not holds_inclusion(b"", 0, 1, [], b"")
    assert not holds_consistency(6, 5, tree.root, tree.root, [])
    assert not holds_consistency(0, 5, b"anything", tree.root, [])
    assert holds_consistency(0, 5, EMPTY_ROOT, tree.root, [])
    with pytest.raises(IndexError):
        tree.inclusion_proof(5)
    with pytest.raises(IndexError):
        tree.consistency_proof(6)
