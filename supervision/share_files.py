"""盐值份额文件 share file: one half of a draw's salt, under a passphrase that its holder alone knows.

A file of this kind is canonical JSON::

    {"format": "mingjing-share/1", "task": "MHR-2026-03", "body": "civil-affairs", "made_at": "2026-11-18T01:00:00Z",
     "kdf": {"name": "scrypt", "n": 32768, "p": 1, "r": 8, "salt": "<32 hex>"},
     "cipher": {"name": "aes-256-gcm", "nonce": "<24 hex>"}, "sealed": "<96 hex>"}

``key = scrypt(NFC passphrase as UTF-8, salt, n, r, p)``, 32 bytes. ``sealed`` is AES-256-GCM of the 32 bytes of the share under
key and nonce, with the canonical JSON of all other members as associated data: nobody can turn the file of one draw
into that of another. Whoever has a library with scrypt and AES-GCM opens it without this program.
The passphrase is kept nowhere; who forgets it has lost the share.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from inspections.canonical import RefusedError, canonical, read_json
from scoring.rulebook import RuleViolationError
from supervision.clock import UTC_FORMAT, parse_moment

FORMAT = "mingjing-share/1"
SHARE_BYTES = 32
LEAST_PASSPHRASE = 12
LARGEST = 4096  # bytes of a file
COST = {"n": 2**15, "r": 8, "p": 1}  # 32 MB and about a tenth of a second
HIGHEST_COST = {"n": 2**17, "r": 8, "p": 2}  # what a file that is handed in may ask of this machine
LENGTHS = {"salt": 16, "nonce": 12, "sealed": SHARE_BYTES + 16}


@dataclass(frozen=True, slots=True)
class Share:
    """盐值份额: 32 bytes, made for one task by one body."""

    task: str
    body: str
    made_at: datetime
    secret: bytes


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that could be tried out.

    Raises:
        RuleViolationError: ``share-passphrase-short``.
    """
    if len(passphrase.strip()) < LEAST_PASSPHRASE:
        raise RuleViolationError(
            "share-passphrase-short",
            "口令太短：至少 {least} 个字符。",
            remedy="可以用几个互不相干的词连起来，写下来与文件分开保存。",
            facts={"least": LEAST_PASSPHRASE},
        )


def lock(share: Share, passphrase: str) -> bytes:
    """Return the file that holds a share.

    Raises:
        RuleViolationError: ``share-passphrase-short``.
    """
    check_passphrase(passphrase)
    salt, nonce = token_bytes(LENGTHS["salt"]), token_bytes(LENGTHS["nonce"])
    head: dict[str, Any] = {
        "format": FORMAT,
        "task": share.task,
        "body": share.body,
        "made_at": share.made_at.strftime(UTC_FORMAT),
        "kdf": {"name": "scrypt", **COST, "salt": salt.hex()},
        "cipher": {"name": "aes-256-gcm", "nonce": nonce.hex()},
    }
    sealed = AESGCM(_key(passphrase, salt, COST)).encrypt(nonce, share.secret, canonical(head))
    return canonical({**head, "sealed": sealed.hex()}) + b"\n"


def unlock(data: bytes, passphrase: str) -> Share:
    """Return the share that a file holds.

    Raises:
        RuleViolationError: ``share-file-unreadable``; ``share-passphrase-wrong``, also where the file has been changed.
    """
    head, salt, nonce, sealed = _parts(data)
    cost = {name: head["kdf"][name] for name in COST}
    try:
        secret = AESGCM(_key(passphrase, salt, cost)).decrypt(nonce, sealed, canonical(head))
    except InvalidTag:
        raise RuleViolationError(
            "share-passphrase-wrong",
            "口令与这份文件不符，或者文件被改动过。",
            remedy="请核对大小写和输入法，再试一次；试错不会损坏文件。若确实忘了口令，承诺之前可以重新生成一份。",
        ) from None
    return Share(head["task"], head["body"], parse_moment(head["made_at"]), secret)


def task_of(data: bytes) -> str:
    """Return for which task a file was made, without opening it; it may be a lie until it is opened."""
    return str(_parts(data)[0]["task"])


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    words = unicodedata.normalize("NFC", passphrase.strip()).encode()
    return Scrypt(salt=salt, length=32, **cost).derive(words)


def _parts(data: bytes) -> tuple[dict[str, Any], bytes, bytes, bytes]:
    """Return what is authenticated, and salt, nonce and sealed share; refuse what is no such file."""
    try:
        if len(data) > LARGEST:
            raise ValueError(len(data))
        head = dict(read_json(data))
        sealed = bytes.fromhex(head.pop("sealed"))
        salt, nonce = bytes.fromhex(head["kdf"]["salt"]), bytes.fromhex(head["cipher"]["nonce"])
        cost = [(head["kdf"][name], most) for name, most in HIGHEST_COST.items()]
        lengths = {"salt": len(salt), "nonce": len(nonce), "sealed": len(sealed)}
        power_of_two = head["kdf"]["n"] > 1 and head["kdf"]["n"] & (head["kdf"]["n"] - 1) == 0
        parse_moment(head["made_at"])
        known = (head["format"], head["kdf"]["name"], head["cipher"]["name"]) == (
            FORMAT,
            "scrypt",
            "aes-256-gcm",
        )
        if (
            known
            and lengths == LENGTHS
            and power_of_two
            and all(1 <= asked <= most for asked, most in cost)
            and isinstance(head["task"], str)
            and isinstance(head["body"], str)
        ):
            return head, salt, nonce, sealed
    except (RefusedError, ValueError, KeyError, TypeError, AttributeError):
        pass  # said below, in words
    raise RuleViolationError(
        "share-file-unreadable",
        "这不是一份盐值份额文件，或者文件不完整。",
        remedy="请选择您当时下载的那份文件（文件名以 share- 开头）。",
    )
