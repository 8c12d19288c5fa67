"""证据库 evidence store: files by their content, received in parts that can be resumed.

A file being received lies in ``.partial/<sha256>``; how much of it there is, is the size of that file, so that
a cut connection or a killed process loses nothing that was confirmed. Its last byte makes it whole: the content is
hashed, and only if it fits its name does it become ``<sha256>``.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from supervision.errors import InputError, StaleError

MAX_FILE = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class EvidenceStore:
    """证据库: a local folder; each file is named by its SHA-256."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Return where a whole file lies."""
        return self.folder / sha256

    def has(self, sha256: str) -> bool:
        """Return whether the file is there, whole."""
        return self.path(sha256).is_file()

    def offset(self, sha256: str, size: int) -> int:
        """Return how many bytes there are."""
        if self.has(sha256):
            return size
        partial = self._partial(sha256)
        return partial.stat().st_size if partial.is_file() else 0

    def append(self, sha256: str, size: int, offset: int, data: bytes) -> int:
        """Add ``data`` at ``offset`` and return how many bytes there are now.

        Raises:
            StaleError: ``offset`` is not where the file ends; ask for the offset and go on from there.
            InputError: more bytes than announced, or the whole does not fit its name (what came is thrown away).
        """
        with self._alone(sha256):
            present = self.offset(sha256, size)
            if present == size and offset + len(data) == size:
                return size  # a repeat of the last part, whose answer was lost
            if offset != present:
                raise StaleError("文件已收到 {present} 字节，应从那里继续。", present=present)
            if present + len(data) > size:
                raise InputError(sha256, "收到的内容比说明的多。", "请重新发送这个文件。")
            partial = self._partial(sha256)
            with partial.open("ab") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if present + len(data) == size:
                self._finish(sha256, partial)
        return present + len(data)

    def put(self, data: bytes) -> str:
        """Keep ``data`` and return its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        present = self.offset(sha256, len(data))
        self.append(sha256, len(data), present, data[present:])
        return sha256

    @contextmanager
    def _alone(self, sha256: str) -> Iterator[None]:
        """Let one at a time add to a file, from any thread or process: of two senders the second sees what the first left."""
        folder = self.folder / ".partial"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f".lock-{sha256[0]}").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _partial(self, sha256: str) -> Path:
        return self.folder / ".partial" / sha256

    def _finish(self, sha256: str, partial: Path) -> None:
        with partial.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            partial.unlink()
            raise InputError(sha256, "收到的内容与其编号不符，已丢弃。", "请重新发送这个文件。")
        partial.replace(self.path(sha256))
