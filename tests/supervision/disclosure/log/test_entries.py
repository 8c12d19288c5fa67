"""Entries, envelopes and keys: one spelling, nothing told by the log alone, nothing of the demonstration in earnest."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rulebook import RuleViolationError
from supervision.disclosure.jcs import canonical
from supervision.disclosure.log import keys
from supervision.disclosure.log.entries import (
    Entry,
    Kind,
    commitment,
    commitment_in,
    decode_entry,
    open_envelope,
    seal,
)
from supervision.disclosure.log.note import SigningKey
from supervision.errors import InputError

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
SALT = bytes(range(32))
RECORD = {"id": "R-1", "text": {"zh": "发现问题已责令改正", "en": "ordered to correct"}, "score": "87.5"}


def test_canonical_form_is_rfc_8785() -> None:
    # the example of RFC 8785 section 3.2.3: members in the order of UTF-16 code units
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(names)).values()) == [2, 4, 6, 7, 1, 5, 3]
    assert canonical({"b": [True, None, '\u20ac\n\x0f\\"'], "a": -1}) == (
        '{"a":-1,"b":[true,null,"€\\n\\u000f\\\\\\""]}'.encode()
    )


@pytest.mark.parametrize("value", [1.5, 2**53, {1: 2}, "\ud800", {"a": {"b": object()}}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical(value)  # type: ignore[arg-type]


def test_an_entry_is_a_worked_example() -> None:
    envelope = seal(RECORD, kind=Kind.RESULT, at=AT, salt=SALT)
    plain = (
        b'{"id":"R-1","score":"87.5","text":{"en":"ordered to correct","zh":"' + "发现问题已责令改正".encode()
    )
    digest = hashlib.sha256(SALT + plain + b'"}}').hexdigest()
    assert commitment(RECORD, SALT) == digest
    encoded = envelope.entry.encode()
    assert encoded.decode() == (
        f'{{"at":"2026-11-22T08:00:00Z","commitment":"{digest}","kind":"result","v":1}}'
    )
    assert decode_entry(encoded, "log/0") == envelope.entry
    assert commitment_in(encoded) == digest


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'{"at":"2026-11-22T08:00:00Z","commitment":"00","kind":"result","v":1}',
        Entry(AT, Kind.RESULT, "0" * 64).encode().replace(b"result", b"rumour"),
        Entry(AT, Kind.RESULT, "0" * 64).encode() + b" ",
        b"[" * 100_000,
        Entry(AT, Kind.RESULT, "0" * 64).encode().replace(b'"v":1', b'"v":2'),
        Entry(AT, Kind.RESULT, "0" * 64).encode().replace(b"2026-11-22", b"2026-02-30"),
    ],
)
def test_other_bytes_are_no_entry(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode_entry(data, "log/7")
    assert caught.value.place == "log/7"


def test_salts_are_drawn_anew_and_hide_the_record() -> None:
    first, second = (seal(RECORD, kind=Kind.RESULT, at=AT) for _ in range(2))
    assert first.salt != second.salt
    assert first.entry.commitment != second.entry.commitment
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(RECORD, b"short")


def test_an_envelope_is_published_with_its_place() -> None:
    envelope = seal(RECORD, kind=Kind.RESULT, at=AT, salt=SALT)
    with pytest.raises(ValueError, match="once it stands in the log"):
        envelope.encode()
    numbered = envelope.numbered(41)
    assert open_envelope(numbered.encode(), "records/R-1.json") == numbered
    assert open_envelope(numbered.encode(), "records/R-1.json").entry == envelope.entry


@given(st.data())
def test_no_other_spelling_of_an_envelope_is_read(data: st.DataObject) -> None:
    encoded = seal(RECORD, kind=Kind.RESULT, at=AT, salt=SALT).numbered(41).encode()
    place = data.draw(st.integers(0, len(encoded) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != encoded[place]))
    changed = encoded[:place] + bytes([byte]) + encoded[place + 1 :]
    try:
        opened = open_envelope(changed, "records/R-1.json")
    except InputError:
        return
    assert (opened.entry.encode(), opened.index) != (
        open_envelope(encoded, "records/R-1.json").entry.encode(),
        41,
    ), "what is read although it was changed must not be the same entry at the same place"


# --- keys -------------------------------------------------------------------------------------------------------


def test_a_key_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret" / "log.key"
    made = keys.make_key(path, "civil-affairs.example/log", outside=(tmp_path / "checkout",))
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.load_key(path, production=True) == made
    assert "seed" not in repr(made)
    with pytest.raises(FileExistsError):
        keys.make_key(path, "civil-affairs.example/log")


def test_a_key_inside_the_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleViolationError) as caught:
        keys.make_key(tmp_path / "site" / ".." / "site" / "log.key", "x", outside=(tmp_path / "site",))
    assert caught.value.code == "log-key-inside"
    assert not (tmp_path / "site").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    keys.make_key(path, "civil-affairs.example/log")
    path.chmod(0o640)
    with pytest.raises(InputError, match="可以被其他用户读取"):
        keys.load_key(path, production=False)
    with pytest.raises(InputError, match="没有日志私钥"):
        keys.load_key(tmp_path / "nowhere", production=False)


def test_the_demonstration_key_is_always_the_same_and_never_in_production(tmp_path: Path) -> None:
    key = keys.demonstration_key()
    assert str(key.verifier_key) == (
        "demonstration.mingjing.example/log+64d55278+ARKlsyJV+TFhIcK3LQq4OUiTQ34hIFgzJbYw3n9AWTnw"
    )
    path = tmp_path / "log.key"
    path.write_text(keys.spell_key(SigningKey("renamed.example/log", key.seed)) + "\n", encoding="utf-8")
    path.chmod(0o600)
    assert keys.load_key(path, production=False).seed == key.seed
    with pytest.raises(RuleViolationError) as caught:
        keys.load_key(path, production=True)
    assert caught.value.code == "log-key-demonstration"


@pytest.mark.parametrize("spelled", ["", "PRIVATE+KEY+", "PRIVATE+KEY+a+00000000+AAAA", "a+b+c"])
def test_other_text_is_no_private_key(spelled: str) -> None:
    with pytest.raises(InputError, match="不是一把日志私钥"):
        keys.parse_key(spelled)
