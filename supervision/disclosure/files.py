"""Files that survive a power cut: written beside their place, flushed, then renamed onto it."""

import os
from collections.abc import Iterable
from pathlib import Path


def write_durably(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: after a crash the old bytes are there or the new ones, never half of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = part_of(path)
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def part_of(path: Path) -> Path:
    """Return where ``write_durably`` writes first; a kill may leave it behind."""
    return path.with_name(path.name + ".part")


def append_durably(path: Path, line: bytes) -> None:
    """Add ``line`` to the end of ``path`` and flush it; a last line that a crash cut off is removed first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0)
        file.truncate(whole_lines(file.read()))
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def whole_lines(data: bytes) -> int:
    """Return how many bytes of ``data`` are lines written to their end."""
    return data.rfind(b"\n") + 1


def flush_folders(folders: Iterable[Path]) -> None:
    """Make renames within ``folders`` durable."""
    for folder in sorted(set(folders)):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
