"""Where things lie and how the house is run; read once from the environment, never changed afterwards."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Config:
    """运行配置: the settings of one installation.

    ``data``: folder of everything that is not code (``MINGJING_DATA``, default ``./var``).
    ``database_url``: ``sqlite:///…`` or ``postgresql://…`` (``DATABASE_URL``, default SQLite in ``data``).
    ``public_url``: where the public site is reached, for QR codes and feeds (``MINGJING_PUBLIC_URL``).
    ``production``: real duty (``MINGJING_PRODUCTION=1``): refuses demonstration secrets and a data folder in the checkout.
    """

    data: Path
    database_url: str
    public_url: str
    production: bool

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Config":
        """Read the environment; nothing is created on disk."""
        env = os.environ if env is None else env
        data = Path(env.get("MINGJING_DATA") or CHECKOUT / "var").expanduser().resolve()
        return cls(
            data=data,
            database_url=env.get("DATABASE_URL") or f"sqlite:///{data / 'mingjing.sqlite'}",
            public_url=(env.get("MINGJING_PUBLIC_URL") or "http://localhost:8000").rstrip("/"),
            production=env.get("MINGJING_PRODUCTION", "") in ("1", "true", "yes"),
        )

    def secret_key(self) -> bytes:
        """Return the key that signs sessions; made at first use, readable by the owner alone."""
        return secret_file(self.data / "secret.key")

    @property
    def snapshot(self) -> Path:
        """Folder of the snapshot that the public site is built from."""
        return self.data / "snapshot"

    @property
    def site(self) -> Path:
        """Folder that holds the releases, the link ``live`` and the log of the public site."""
        return self.data / "site"

    @property
    def prepared(self) -> Path:
        """Folder of the snapshots that releases were prepared from, one a number."""
        return self.data / "releases"

    @property
    def rules(self) -> Path:
        """Folder of local rule files: values, adopted schemes, holiday notices (``calendars/``)."""
        return self.data / "rules"

    @property
    def evidence(self) -> Path:
        """Folder of evidence files, each named by its SHA-256."""
        return self.data / "evidence"

    @property
    def keys(self) -> Path:
        """Folder of the private keys; never part of a backup unless asked for."""
        return self.data / "keys"


def secret_file(path: Path, size: int = 32) -> bytes:
    """Return the random bytes kept in ``path`` (mode 0600), making them at first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_bytes(size)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(made)
    return path.read_bytes()
