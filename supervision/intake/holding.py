"""暂存 holding: an uploaded file waits here between preview and confirmation, under its hash, for a day at most."""

import hashlib
import re
from datetime import datetime, timedelta
from pathlib import Path

from supervision.errors import NotFoundError
from supervision.intake.container import Received
from supervision.texts import mark

KEPT_FOR = timedelta(days=1)
HASH = re.compile(r"[0-9a-f]{64}")


def hold(folder: Path, received: Received, *, at: datetime) -> str:
    """Keep a file and return its SHA-256; what has waited too long goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < (at - KEPT_FOR).timestamp():
            old.unlink(missing_ok=True)
    digest = hashlib.sha256(received.content).hexdigest()
    half = folder / f"{digest}.part"
    half.write_bytes(received.content)
    half.replace(folder / digest)
    return digest


def held(folder: Path, digest: str, name: str) -> Received:
    """Return the file that waits under ``digest``."""
    path = folder / digest
    if not HASH.fullmatch(digest) or not path.is_file():
        raise NotFoundError(mark("这份文件已不在暂存区。"), remedy=mark("请重新上传。"))
    return Received(name, path.read_bytes())


def let_go(folder: Path, digest: str) -> None:
    """Delete a file that has been imported or given up."""
    if HASH.fullmatch(digest):
        (folder / digest).unlink(missing_ok=True)
