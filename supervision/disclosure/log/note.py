"""签名文本 signed notes (C2SP ``signed-note``): a text and the signatures below it, readable by eye.

::

    demo.example/log            the text: every line of it is signed
    12
    mKX…=
                                an empty line
    — demo.example/log x08g…=   who signed: name, then base64 of 4 bytes of key id and the signature

Signatures of keys that the reader does not know are ignored; a wrong signature of a known key spoils the whole
note. Two kinds of signature are understood: 1, Ed25519 over the text (the log itself); 4, a *cosignature*, Ed25519 over
a moment and the text (``tlog-cosignature``: another body that checked consistency).
"""

import hashlib
import re
import struct
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from supervision.errors import InputError
from supervision.texts import mark

ED25519 = 1
COSIGNATURE = 4
MAX_SIGNATURES = 100
MAX_BYTES = 1_000_000
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_LINE = re.compile(r"\A— (?P<name>[^\s+]+) (?P<base64>[A-Za-z0-9+/]+={0,2})\Z")


def key_id(name: str, algorithm: int, public_key: bytes) -> bytes:
    """Return the four bytes that, with its name, identify a key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public_key).digest()[:4]


@dataclass(frozen=True, slots=True)
class Signature:
    """签名: one signature line; ``value`` without the leading key id."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """Return the line as it stands in the note."""
        return f"— {self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """签名文本: ``text`` ends with a newline; nothing is verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """Return the note as it is published, UTF-8."""
        return (self.text + "\n" + "".join(each.line for each in self.signatures)).encode()


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """验证公钥: who may have signed. Spelled ``name+hash+key``."""

    name: str
    algorithm: int
    public_key: bytes

    @property
    def id(self) -> bytes:
        """Return the key id."""
        return key_id(self.name, self.algorithm, self.public_key)

    def __str__(self) -> str:
        """Spell the key as others configure it."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.algorithm]) + self.public_key).decode()}"

    def matches(self, signature: Signature) -> bool:
        """Tell whether ``signature`` claims to be of this key."""
        return signature.name == self.name and signature.key_id == self.id

    def holds(self, text: str, signature: Signature) -> bool:
        """Tell whether ``signature`` of this key is right for ``text``."""
        message, value = text.encode(), signature.value
        if self.algorithm == COSIGNATURE:
            message, value = _cosigned(text, signature.value[:8]), signature.value[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(value, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """签名私钥: an Ed25519 key with the name it signs under; ``seed`` is secret."""

    name: str
    seed: bytes

    def __repr__(self) -> str:
        """Show the name, never the seed."""
        return f"SigningKey({self.name!r})"

    @property
    def verifier_key(self) -> VerifierKey:
        """Return the public half."""
        return VerifierKey(self.name, ED25519, self._public)

    @property
    def cosigner_key(self) -> VerifierKey:
        """Return the public half as others configure it for cosignatures."""
        return VerifierKey(self.name, COSIGNATURE, self._public)

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def _public(self) -> bytes:
        return self._private.public_key().public_bytes_raw()

    def sign(self, text: str) -> Signature:
        """Sign ``text`` as it stands."""
        return Signature(self.name, self.verifier_key.id, self._private.sign(text.encode()))

    def cosign(self, text: str, at: datetime) -> Signature:
        """Sign that at the moment ``at`` this checkpoint was the largest seen and extended all seen before."""
        stamp = struct.pack(">Q", int(at.timestamp()))
        value = stamp + self._private.sign(_cosigned(text, stamp))
        return Signature(self.name, self.cosigner_key.id, value)


def _cosigned(text: str, stamp: bytes) -> bytes:
    moment = int.from_bytes(stamp, "big")
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def cosigned_at(signature: Signature) -> datetime:
    """Return the moment that a verified cosignature speaks of."""
    return datetime.fromtimestamp(int.from_bytes(signature.value[:8], "big"), UTC)


def parse_verifier_key(spelled: str, place: str = "key.txt") -> VerifierKey:
    """Read ``name+hash+key``; anything that does not fit together is refused."""
    name, _, rest = spelled.strip().partition("+")
    identifier, _, encoded = rest.partition("+")
    data = read_base64(encoded)
    if not name or re.search(r"\s", name) or data is None or len(data) != 33:
        raise InputError(
            place, mark("不是一把验证公钥：应为“名称+标识+公钥”"), mark("请重新取得该日志的公钥")
        )
    key = VerifierKey(name, data[0], data[1:])
    if key.algorithm not in (ED25519, COSIGNATURE) or identifier != key.id.hex():
        raise InputError(
            place,
            mark("验证公钥的标识 {given} 与名称和公钥不符"),
            mark("请重新取得该日志的公钥"),
            given=identifier,
        )
    return key


def sign(text: str, key: SigningKey, others: Iterable[Signature] = ()) -> Note:
    """Return ``text`` signed by ``key``, keeping the signatures of others."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ValueError("a note's text ends with a newline and holds no control characters")
    mine = key.sign(text)
    kept = [each for each in others if (each.name, each.key_id) != (mine.name, mine.key_id)]
    return Note(text, (mine, *kept))


def parse(data: bytes, place: str = "checkpoint") -> Note:
    """Read a signed note without believing it; ``place`` names it in errors."""
    if len(data) > MAX_BYTES:
        raise _malformed(place)
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise _malformed(place) from error
    head, separator, tail = whole.rpartition("\n\n")
    if not separator or not tail.endswith("\n") or _CONTROL.search(whole):
        raise _malformed(place)
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise _malformed(place)
    signatures: dict[tuple[str, bytes], Signature] = {}
    for line in lines:
        found = _LINE.match(line)
        value = read_base64(found["base64"]) if found else None
        if found is None or value is None or len(value) < 5:
            raise _malformed(place)
        one = Signature(found["name"], value[:4], value[4:])
        signatures.setdefault((one.name, one.key_id), one)
    return Note(head + "\n", tuple(signatures.values()))


def verified(note: Note, keys: Iterable[VerifierKey], place: str = "checkpoint") -> tuple[VerifierKey, ...]:
    """Return those of ``keys`` that signed ``note``; a wrong signature of one of them is refused."""
    signers = []
    for key in keys:
        for signature in note.signatures:
            if not key.matches(signature):
                continue
            if not key.holds(note.text, signature):
                raise InputError(
                    place,
                    mark("{name} 的签名不对"),
                    mark("内容在签名之后被改动过，请勿采信，并联系发布机关"),
                    name=key.name,
                )
            signers.append(key)
    return tuple(signers)


def read_base64(text: str) -> bytes | None:
    """Return the bytes, or None for what is not standard base64 (RFC 4648 section 4), padding included."""
    try:
        data = b64decode(text, validate=True)
    except (Base64Error, ValueError):
        return None
    return data if b64encode(data).decode() == text else None


def _malformed(place: str) -> InputError:
    return InputError(place, mark("不是一份完整的签名文本"), mark("请重新下载；若仍如此，请联系发布机关"))
