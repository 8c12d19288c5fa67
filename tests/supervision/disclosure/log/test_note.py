"""Signed notes are those of other people's tools: published examples, and what must be refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.disclosure.log.checkpoint import Checkpoint, open_checkpoint, read_checkpoint
from supervision.disclosure.log.keys import demonstration_key, parse_key, spell_key
from supervision.disclosure.log.note import (
    Note,
    SigningKey,
    cosigned_at,
    parse,
    parse_verifier_key,
    sign,
    verified,
)
from supervision.errors import InputError

# The example of Go's package golang.org/x/mod/sumdb/note.
GO_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_SIGNATURE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
# The example of c2sp.org/signed-note.
C2SP_VERIFIER = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_we_sign_byte_for_byte_as_go_does() -> None:
    key = parse_key(GO_KEY)
    assert str(key.verifier_key) == GO_VERIFIER
    assert spell_key(key) == GO_KEY
    assert sign(GO_TEXT, key).encode().decode() == f"{GO_TEXT}\n{GO_SIGNATURE}"


@pytest.mark.parametrize(
    ("verifier", "note"), [(GO_VERIFIER, f"{GO_TEXT}\n{GO_SIGNATURE}"), (C2SP_VERIFIER, C2SP_NOTE)]
)
def test_we_verify_what_others_signed(verifier: str, note: str) -> None:
    key = parse_verifier_key(verifier)
    opened = parse(note.encode())
    assert verified(opened, [key]) == (key,)
    assert opened.encode().decode() == note
    with pytest.raises(InputError, match="签名不对"):
        verified(Note(opened.text.replace("e", "3", 1), opened.signatures), [key])


def test_unknown_signatures_are_ignored_and_kept() -> None:
    key, other = parse_key(GO_KEY), demonstration_key()
    note = sign(GO_TEXT, key, [other.sign(GO_TEXT)])
    assert verified(parse(note.encode()), [key.verifier_key]) == (key.verifier_key,)
    assert verified(note, [other.verifier_key, key.verifier_key]) == (other.verifier_key, key.verifier_key)
    assert sign(GO_TEXT, key, note.signatures) == note, "signing again replaces only its own signature"
    stranger = SigningKey("PeterNeumann", b"\x01" * 32)
    assert verified(note, [stranger.verifier_key]) == (), "a name alone proves nothing"


def test_cosignatures_speak_of_a_moment() -> None:
    log, witness = demonstration_key(), SigningKey("witness.example/w1", b"\x07" * 32)
    checkpoint = Checkpoint(log.name, 12, b"\x05" * 32)
    note = checkpoint.signed_by(log, [witness.cosign(checkpoint.text, AT)])
    opened, cosigners = open_checkpoint(note.encode(), log.verifier_key, [witness.cosigner_key])
    assert opened == checkpoint
    assert cosigners == (witness.cosigner_key,)
    assert cosigned_at(note.signatures[1]) == AT
    assert parse_verifier_key(str(witness.cosigner_key)) == witness.cosigner_key
    late = Note(note.text, (note.signatures[0], witness.cosign("other\n", AT)))
    with pytest.raises(InputError, match=r"witness\.example/w1"):
        verified(late, [witness.cosigner_key])


@pytest.mark.parametrize(
    "data",
    [
        GO_TEXT,
        f"{GO_TEXT}\n",
        f"{GO_TEXT}\n{GO_SIGNATURE[:-1]}",
        f"\x01{GO_TEXT}\n{GO_SIGNATURE}",
        f"{GO_TEXT}\n{GO_SIGNATURE}Unexpected line.\n",
        f"{GO_TEXT}\n{GO_SIGNATURE.replace('PeterNeumann', 'Peter Neumann')}",
        f"{GO_TEXT}\n{GO_SIGNATURE.replace('AM=', 'AN=')}",  # spare bits that base64 must leave empty
        f"{GO_TEXT}\n{GO_SIGNATURE * 101}",
    ],
)
def test_malformed_notes_are_refused(data: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(data.encode(), "log/checkpoint")
    assert caught.value.place == "log/checkpoint"


def test_not_utf8_is_refused() -> None:
    with pytest.raises(InputError):
        parse(b"\xff" + f"{GO_TEXT}\n{GO_SIGNATURE}".encode())


@given(st.integers(0, len(GO_VERIFIER) - 1), st.characters(codec="ascii"))
def test_a_mangled_verifier_key_is_refused(place: int, letter: str) -> None:
    mangled = GO_VERIFIER[:place] + letter + GO_VERIFIER[place + 1 :]
    if mangled.strip() == GO_VERIFIER:
        return
    with pytest.raises(InputError):
        parse_verifier_key(mangled)


@pytest.mark.parametrize(
    "spelled",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # wrong length, right hash
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # unknown algorithm, right hash
    ],
)
def test_keys_of_another_kind_are_refused(spelled: str) -> None:
    with pytest.raises(InputError):
        parse_verifier_key(spelled)


def test_a_checkpoint_is_three_lines() -> None:
    text = "go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n"
    checkpoint = read_checkpoint(Note(text, ()))
    assert (checkpoint.origin, checkpoint.size, checkpoint.text) == (
        "go.sum database tree",
        123456789012,
        text,
    )
    assert read_checkpoint(Note(text + "more\n", ())) == checkpoint, "lines after the third are allowed"


@pytest.mark.parametrize(
    "text",
    [
        "log\n0xabcdef\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
        "log\n012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
        "log\n12\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBTOOBIG=\n",
        "\n12\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
        "log\n12\n",
    ],
)
def test_other_texts_are_no_checkpoints(text: str) -> None:
    with pytest.raises(InputError, match="检查点"):
        read_checkpoint(Note(text, ()))


def test_a_checkpoint_of_another_log_is_refused() -> None:
    key = demonstration_key()
    elsewhere = Checkpoint("elsewhere.example/log", 1, b"\x05" * 32).signed_by(key)
    with pytest.raises(InputError, match="没有"):
        open_checkpoint(elsewhere.encode(), key.verifier_key)
