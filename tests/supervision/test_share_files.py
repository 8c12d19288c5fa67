"""Half of a salt in a file: opened by its passphrase alone, for its task alone."""

import json

import pytest

from inspections.canonical import canonical
from scoring.rulebook import RuleViolationError
from supervision.share_files import LARGEST, lock, task_of, unlock
from tests.supervision.ceremony import share

WORDS = "lotus under the moon"
FILE = lock(share("civil-affairs"), WORDS)


def refused(data: bytes, passphrase: str = WORDS) -> str:
    with pytest.raises(RuleViolationError) as told:
        unlock(data, passphrase)
    assert told.value.remedy
    return told.value.code


def test_what_is_locked_is_unlocked():
    assert unlock(FILE, WORDS) == share("civil-affairs")
    assert unlock(FILE, f" {WORDS}\n") == share("civil-affairs"), "blanks around it are no part of it"
    assert task_of(FILE) == "T1"
    assert share("civil-affairs").secret.hex() not in FILE.decode()
    assert lock(share("civil-affairs"), WORDS) != FILE, "salt and nonce are new each time"


def test_a_wrong_passphrase_says_so_and_does_no_harm():
    assert refused(FILE, "Lotus under the moon") == "share-passphrase-wrong"
    assert unlock(FILE, WORDS)


def test_a_passphrase_that_can_be_tried_out_is_refused():
    with pytest.raises(RuleViolationError) as told:
        lock(share("civil-affairs"), "short  ")
    assert told.value.code == "share-passphrase-short"


@pytest.mark.parametrize(
    ("member", "value"), [("task", "T2"), ("body", "market-regulation"), ("made_at", "2026-01-01T00:00:00Z")]
)
def test_the_file_of_one_draw_cannot_be_made_that_of_another(member: str, value: str):
    forged = {**json.loads(FILE), member: value}
    assert refused(canonical(forged)) == "share-passphrase-wrong"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a file",
        b"[]",
        b"\xff\xfe",
        b" " * (LARGEST + 1),
        canonical({**json.loads(FILE), "format": "mingjing-share/2"}),
        canonical({**json.loads(FILE), "sealed": "00"}),
        canonical({**json.loads(FILE), "task": 7}),
        canonical({**json.loads(FILE), "made_at": "yesterday"}),
        canonical({**json.loads(FILE), "kdf": {**json.loads(FILE)["kdf"], "n": 2**30}}),
        canonical({**json.loads(FILE), "kdf": {**json.loads(FILE)["kdf"], "n": 3}}),
        canonical({**json.loads(FILE), "cipher": None}),
    ],
)
def test_what_is_no_such_file_is_refused_before_it_costs_anything(data: bytes):
    assert refused(data) == "share-file-unreadable"
