#!/usr/bin/env python3
"""会签 cosign: another body looks at a disclosure log, sees that nothing was rewritten, and says so with its signature.

One file for a court, a newspaper, a neighbouring city; it needs Python 3.9+ and `pip install cryptography`, nothing of
ours. It follows C2SP tlog-tiles, signed-note and tlog-cosignature, so that it works with any such log::

    python cosign.py key   example.org/witness --key witness.key     makes a key; prints the public half to hand over
    python cosign.py sign  https://site.example/ --key witness.key   checks and signs; prints the checkpoint to hand back
    python cosign.py check https://site.example/                     checks only

What it saw last is kept beside the key (`witness.key.seen`): a log that is shorter or another one than before is not
signed. Keep both files; they are your memory.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import pathlib
import re
import sys
import time
import urllib.error
import urllib.request

WIDTH = 256
ED25519, COSIGNATURE = 1, 4


class RefusedError(Exception):
    """Why nothing is signed."""


def fetch(place: str, path: str) -> bytes | None:
    """Return a file of the site at ``place`` (an address or a folder), None where there is none."""
    if not place.startswith(("http://", "https://")):
        file = pathlib.Path(place, path)
        return file.read_bytes() if file.is_file() else None
    try:
        with urllib.request.urlopen(place.rstrip("/") + "/" + path, timeout=30) as answer:  # noqa: S310 - http(s) only
            return answer.read()
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise RefusedError(f"{path}: {error}") from error
    except (OSError, ValueError) as error:
        raise RefusedError(f"{place} 没有读到 could not be read: {error}") from error


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """Return the four bytes that, with its name, identify a key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def spell(name: str, algorithm: int, public: bytes) -> str:
    """Return a public key as others configure it: name+hash+key."""
    key = base64.b64encode(bytes([algorithm]) + public).decode()
    return f"{name}+{key_id(name, algorithm, public).hex()}+{key}"


def read_key(spelled: str) -> tuple[str, bytes]:
    """Return name and public half of the log's key."""
    name, _, rest = spelled.strip().partition("+")
    identity, _, encoded = rest.partition("+")
    data = base64.b64decode(encoded)
    if len(data) != 33 or data[0] != ED25519 or key_id(name, ED25519, data[1:]).hex() != identity:
        raise RefusedError("log/key.txt 不是一把完整的公钥 is no whole key")
    return name, data[1:]


def read_checkpoint(note: bytes, name: str, public: bytes) -> tuple[str, int, bytes]:
    """Return text, size and root of a checkpoint that the log itself has signed."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, _, signatures = note.decode().rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        found = re.fullmatch(r"— (\S+) (\S+)", line)
        value = base64.b64decode(found[2]) if found else b""
        if found and found[1] == name and value[:4] == key_id(name, ED25519, public):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(value[4:], text.encode())
            except InvalidSignature:
                break
            origin, size, root = text.split("\n")[:3]
            if origin == name:
                return text, int(size), base64.b64decode(root)
    raise RefusedError("检查点没有日志自己的有效签名 the log's own signature is missing or wrong")


def tile_path(index: int) -> str:
    """Return where the hashes of 256 entries stand."""
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03d}")
    return "log/tile/0/" + "/".join(groups)


def read_leaves(place: str, size: int) -> list[bytes]:
    """Return the leaf hashes of the whole log."""
    leaves: list[bytes] = []
    for index in range(-(-size // WIDTH)):
        width = min(WIDTH, size - index * WIDTH)
        path = tile_path(index)
        tile = (fetch(place, f"{path}.p/{width}") if width < WIDTH else None) or fetch(place, path) or b""
        if len(tile) < 32 * width:
            raise RefusedError(f"{path} 缺失或不完整 is missing or cut off")
        leaves += [tile[32 * i : 32 * i + 32] for i in range(width)]
    return leaves


def root_of(row: list[bytes]) -> bytes:
    """Return the root of a tree (RFC 6962) over leaf hashes."""
    if not row:
        return hashlib.sha256(b"").digest()
    while len(row) > 1:
        pairs = [hashlib.sha256(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) - len(row) % 2 :]
    return row[0]


def check(place: str, seen: pathlib.Path | None) -> tuple[bytes, str, int]:
    """Return note, text and size of a checkpoint that holds and continues what ``seen`` remembers."""
    note, spelled = fetch(place, "log/checkpoint"), fetch(place, "log/key.txt")
    if note is None or spelled is None:
        raise RefusedError("这里没有公开日志 there is no log here")
    name, public = read_key(spelled.decode())
    text, size, root = read_checkpoint(note, name, public)
    leaves = read_leaves(place, size)
    if root_of(leaves) != root:
        raise RefusedError("瓦片得不出检查点上的根哈希 the tiles do not give the root that was signed")
    if seen and seen.exists():
        old_key, old_size, old_root = seen.read_text().split()
        if old_key != spell(name, ED25519, public):
            raise RefusedError("日志换了公钥 the log has another key than before: ask its keeper why")
        if int(old_size) > size:
            raise RefusedError(f"日志变短了 the log is shorter than before: {size} < {old_size}")
        if root_of(leaves[: int(old_size)]).hex() != old_root:
            raise RefusedError("历史被改写 the log is not the continuation of the one seen before")
    if seen:
        seen.write_text(f"{spell(name, ED25519, public)} {size} {root.hex()}\n")
    return note, text, size


def main() -> int:
    """Do what the command line asks; return the exit status."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("key", "sign", "check"))
    parser.add_argument("place", help="address or folder of the site; for a new key: its name")
    parser.add_argument("--key", type=pathlib.Path, help="file of the cosigner's own key")
    parser.add_argument("--out", type=pathlib.Path, help="write the cosigned checkpoint here")
    given = parser.parse_args()
    if given.what != "check" and given.key is None:
        parser.error(f"{given.what} needs --key FILE")
    if given.what == "key":
        if not re.fullmatch(r"[^\s+]+", given.place):
            parser.error("a name has no spaces and no +")
        seed = os.urandom(32)
        descriptor = os.open(given.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # never over an old key
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{given.place} {seed.hex()}\n")
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        print(spell(given.place, COSIGNATURE, public))
        return 0
    seen = given.key.with_name(given.key.name + ".seen") if given.key else None
    note, text, size = check(given.place, seen)
    print(f"✓ {text.splitlines()[0]}: {size}", file=sys.stderr)
    if given.what == "sign":
        name, seed_hex = given.key.read_text().split()
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed_hex))
        moment = int(time.time())
        signed = private.sign(f"cosignature/v1\ntime {moment}\n{text}".encode())
        identity = key_id(name, COSIGNATURE, private.public_key().public_bytes_raw())
        value = base64.b64encode(identity + moment.to_bytes(8, "big") + signed).decode()
        cosigned = note + f"— {name} {value}\n".encode()
        if given.out:
            given.out.write_bytes(cosigned)
        else:
            sys.stdout.buffer.write(cosigned)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RefusedError as refused:
        sys.exit(f"✗ {refused}")
    except FileExistsError as error:
        sys.exit(f"✗ {error.filename} 已存在 exists already; it is not overwritten")
