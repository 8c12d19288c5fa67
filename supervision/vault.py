"""密封 vault: what must stay secret until its day (the salt of a draw) lies encrypted under the server's own key."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from supervision.config import secret_file
from supervision.errors import InputError

NONCE = 12
PREFIX = "aes256gcm:"  # names its algorithm, so that another can stand beside it


@dataclass(frozen=True, slots=True)
class Vault:
    """密封库: seals and opens short secrets; ``label`` binds each to what it belongs to."""

    key: bytes

    @classmethod
    def at(cls, folder: Path) -> "Vault":
        """Return the vault whose key lies in ``folder``; made at first use, readable by the owner alone."""
        return cls(secret_file(folder / "vault.key"))

    def seal(self, secret: bytes, label: str, nonce: bytes | None = None) -> str:
        """Return ``secret`` encrypted."""
        nonce = nonce or token_bytes(NONCE)
        return PREFIX + b64encode(nonce + AESGCM(self.key).encrypt(nonce, secret, label.encode())).decode()

    def open(self, sealed: str, label: str) -> bytes:
        """Return what was sealed under ``label``.

        Raises:
            InputError: the key is another one, or what was sealed has been changed.
        """
        data = b64decode(sealed.removeprefix(PREFIX))
        try:
            return AESGCM(self.key).decrypt(data[:NONCE], data[NONCE:], label.encode())
        except InvalidTag as error:
            raise InputError(
                label, "密封的内容打不开：密钥不对，或内容被改动。", "请从保管处恢复 keys/vault.key。"
            ) from error
