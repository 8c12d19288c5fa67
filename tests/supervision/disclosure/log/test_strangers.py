"""Trees, proofs and notes are those that Go's own packages make (``tests/golden/log``: how to make them again)."""

import json
from pathlib import Path

import pytest

from supervision.disclosure.log.keys import parse_key
from supervision.disclosure.log.note import parse, sign, verified
from supervision.disclosure.log.tlog import holds_consistency, holds_inclusion, leaf_hash, root_of
from tests.supervision.disclosure.log.test_tlog import tree_over

GO = json.loads((Path(__file__).parents[3] / "golden" / "log" / "go.json").read_text())
LEAVES = [leaf_hash(f"entry {number}".encode()) for number in range(700)]


def hashes(proof: dict) -> list[bytes]:
    return [bytes.fromhex(each) for each in proof["Proof"]]


@pytest.mark.parametrize("size", [int(each) for each in GO["roots"]])
def test_roots_are_those_of_go(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == GO["roots"][str(size)]


def test_proofs_are_those_of_go_and_hold() -> None:
    for each in GO["inclusion"]:
        size, at = each["Size"], each["At"]
        assert tree_over(LEAVES[:size]).inclusion_proof(at) == hashes(each)
        assert holds_inclusion(LEAVES[at], at, size, hashes(each), root_of(LEAVES[:size]))
    for each in GO["consistency"]:
        size, at = each["Size"], each["At"]
        assert tree_over(LEAVES[:size]).consistency_proof(at) == hashes(each)
        roots = root_of(LEAVES[:at]), root_of(LEAVES[:size])
        assert holds_consistency(at, size, *roots, hashes(each))


def test_a_note_is_signed_as_go_signs_it_and_gos_is_opened() -> None:
    key = parse_key(GO["key"])
    assert sign(GO["text"], key).encode() == GO["note"].encode()
    assert verified(parse(GO["note"].encode()), [key.verifier_key]) == (key.verifier_key,)
