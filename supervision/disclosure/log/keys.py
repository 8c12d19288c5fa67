"""日志密钥 the log's Ed25519 keys: made at set-up, kept outside checkout and site, readable by their owner alone.

A key file holds one line in the form of Go's ``note`` package, ``PRIVATE+KEY+<name>+<id>+<base64>``.
"""

import hashlib
import os
import secrets
import stat
from base64 import b64encode
from pathlib import Path

from scoring.rulebook import RuleViolationError
from supervision.disclosure.log.note import ED25519, SigningKey, read_base64
from supervision.errors import InputError
from supervision.texts import mark

PREFIX = "PRIVATE+KEY+"
DEMONSTRATION_NAME = "demonstration.mingjing.example/log"
DEMONSTRATION_PHRASE = b"mingjing demonstration log key: everybody has it, it proves nothing"


def demonstration_key() -> SigningKey:
    """Return the key of the demonstration, known to everybody, so that its site is the same bytes each time."""
    return SigningKey(DEMONSTRATION_NAME, hashlib.sha256(DEMONSTRATION_PHRASE).digest())


def make_key(path: Path, name: str, *, outside: tuple[Path, ...] = ()) -> SigningKey:
    """Make a key named ``name`` and write it to ``path``, mode 0600; an existing file is never overwritten.

    ``outside`` are folders that a private key must not lie in: the checkout, the published site.
    """
    for folder in outside:
        if path.resolve().is_relative_to(folder.resolve()):
            raise RuleViolationError(
                "log-key-inside",
                mark("私钥不能放在 {folder} 之内"),
                remedy=mark("请放到程序与网站目录之外，例如 /etc/mingjing"),
                facts={"folder": str(folder)},
            )
    key = SigningKey(name, secrets.token_bytes(32))
    _write_key(path, key)
    return key


def _write_key(path: Path, key: SigningKey) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(spell_key(key) + "\n")
        file.flush()
        os.fsync(descriptor)


def former_key_file(key_file: Path) -> Path:
    """Return where the key lies that signs beside a new one until it is destroyed."""
    return key_file.with_suffix(".former.key")


def exchange_key(key_file: Path, *, outside: tuple[Path, ...] = ()) -> SigningKey:
    """Make a new key of the same name in the place of the old one, which stays beside it; return the new.

    Cut off at any moment, it can be asked for again: the old key is copied before the new one takes its place.
    """
    old, kept, fresh = (
        load_key(key_file, production=False),
        former_key_file(key_file),
        key_file.with_suffix(".new"),
    )
    if kept.exists() and load_key(kept, production=False) != old:
        raise RuleViolationError(
            "log-key-changing",
            mark("上一次更换的旧密钥还在，日志仍由两把密钥签名"),
            remedy=mark("过渡期满后请先销毁 {file}，再更换新的密钥"),
            facts={"file": str(kept)},
        )
    if not kept.exists():
        _write_key(kept, old)
    fresh.unlink(missing_ok=True)
    key = make_key(fresh, old.name, outside=outside)
    fresh.replace(key_file)
    return key


def load_key(path: Path, *, production: bool) -> SigningKey:
    """Read the key at ``path``; one that others can read, or the demonstration's in production, is refused."""
    place = str(path)
    if not path.is_file():
        raise InputError(place, mark("没有日志私钥"), mark("请先生成私钥"))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise InputError(
            place,
            mark("日志私钥可以被其他用户读取"),
            mark("请执行 chmod 600 {path}，并考虑更换私钥"),
            path=place,
        )
    key = parse_key(path.read_text(encoding="utf-8"), place)
    if production:
        refuse_demonstration(key)
    return key


def refuse_demonstration(key: SigningKey) -> None:
    """Refuse the demonstration's key, under whatever name: everybody could sign with it."""
    if key.seed == demonstration_key().seed:
        raise RuleViolationError(
            "log-key-demonstration",
            mark("演示密钥人人可得，不能用于正式发布"),
            remedy=mark("请生成本机关自己的私钥"),
        )


def spell_key(key: SigningKey) -> str:
    """Spell a private key as one line."""
    encoded = b64encode(bytes([ED25519]) + key.seed).decode()
    return f"{PREFIX}{key.name}+{key.verifier_key.id.hex()}+{encoded}"


def parse_key(spelled: str, place: str = "key") -> SigningKey:
    """Read a private key spelled by ``spell_key`` or by Go's ``note`` package."""
    body = spelled.strip().removeprefix(PREFIX)
    name, _, rest = body.partition("+")
    identifier, _, encoded = rest.partition("+")
    data = read_base64(encoded)
    if name and data is not None and len(data) == 33 and data[0] == ED25519:
        key = SigningKey(name, data[1:])
        if spelled.strip().startswith(PREFIX) and key.verifier_key.id.hex() == identifier:
            return key
    raise InputError(place, mark("不是一把日志私钥"), mark("请从保管处恢复原文件，不要手工编辑"))
