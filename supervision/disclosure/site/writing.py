"""Writing a site: only what changed, on all cores where there is much, and nothing left over from before."""

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from supervision.disclosure.processes import in_processes, may_part
from supervision.disclosure.site import pinyin
from supervision.disclosure.site.digests import Digests
from supervision.disclosure.site.ledger import Book, Ledger

Content = bytes | Iterable[bytes] | None  # whole, in pieces, or as it stands already
Files = Iterator[tuple[str, Content]]
Written = list[tuple[str, bytes, bool]]
Part = tuple[str, int | str]

NOT_OURS = ("log",)
HEAVY = ("lists", "data", "finding")  # parts that look at every facility
LARGE = 2_000  # facilities of a site: below, starting processes costs more than it saves


@dataclass(slots=True)
class Tally:
    """What was written so far: SHA-256 of every file, and the paths that are new or changed."""

    digests: Digests = field(default_factory=Digests)
    changed: Digests = field(default_factory=lambda: Digests(0))
    unsure: list[str] = field(default_factory=list)  # files of the last build that none of this one is yet

    def add(self, written: Written) -> None:
        """Count in what ``write_files`` returned."""
        for path, digest, new in written:
            self.digests[path] = digest
            if new:
                self.changed[path] = b""

    def stand(self, paths: Iterable[str], known: Mapping[str, bytes]) -> None:
        """Count in files that stand as they are; ``known``: the digests of the last build."""
        self.digests.update((path, known[path]) for path in paths)
        self.unsure = [path for path in known if path not in self.digests]

    def gone(self) -> list[str]:
        """Return the files of the last build that this one does not have."""
        return [path for path in self.unsure if path not in self.digests]


@dataclass(slots=True)
class Summed:
    """合计: content in pieces, added up while it is read: of what went by, SHA-256 and ``size``."""

    pieces: Iterable[bytes]
    sha256: Any = field(default_factory=hashlib.sha256)
    size: int = 0

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces."""
        for piece in self.pieces:
            self.sha256.update(piece)
            self.size += len(piece)
            yield piece


def write_files(
    out: Path, files: Iterable[tuple[str, Content]], known: Mapping[str, bytes] = MappingProxyType({})
) -> Written:
    """Write files that are not there with the same bytes already; return ``(path, SHA-256, changed)`` of each.

    A file without content stands there already; ``known`` holds its SHA-256. One that comes in pieces is never held
    whole.
    """
    written: Written = []
    folders: set[str] = set()
    for path, content in files:
        if content is None:
            written.append((path, known[path], False))
            continue
        target = f"{out}/{path}"
        folder = target.rpartition("/")[0]
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            folders.add(folder)
        if isinstance(content, bytes):
            written.append((path, hashlib.sha256(content).digest(), _write(target, content)))
        else:
            written.append((path, *_write_pieces(target, content, known.get(path))))
    return written


def _write(target: str, content: bytes) -> bool:
    """Write a file; return whether its bytes were others before."""
    try:
        with open(target, "rb", buffering=0) as file:  # noqa: PTH123 - twice as fast for thousands of files
            if file.read() == content:
                return False
    except FileNotFoundError:
        pass
    with suppress(FileNotFoundError):
        os.unlink(target)  # noqa: PTH108 - the old file may be shared with a release by a hard link
    with open(target, "wb") as file:  # noqa: PTH123
        file.write(content)
    return True


def _write_pieces(target: str, pieces: Iterable[bytes], known: bytes | None) -> tuple[bytes, bool]:
    """Write a file piece by piece beside its place and put it there; return its SHA-256 and whether it changed.

    ``known``: the SHA-256 of what stands there, where that is known.
    """
    beside, summed = f"{target}.part", pieces if isinstance(pieces, Summed) else Summed(pieces)
    with open(beside, "wb") as file:  # noqa: PTH123
        file.writelines(summed)
    digest: bytes = summed.sha256.digest()
    same = Path(target).exists() and (known or file_digest(Path(target))) == digest
    if same:
        Path(beside).unlink()
    else:
        Path(beside).replace(target)
    return digest, not same


def file_digest(path: Path) -> bytes:
    """Return the SHA-256 of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def write_parts(
    out: Path, parts: Sequence[Part], make: Callable[[Part], Files], book: Book, *, large: bool
) -> Iterator[Written]:
    """Write the files that ``make`` gives for each part; of a ``large`` site in several processes.

    What the pages enter into ``book`` while they are made is in it afterwards, whoever made them, and how names sound is
    known from then on.
    """
    cores = os.cpu_count() or 1
    if not large or cores < 2 or not may_part():
        for part in parts:
            yield write_files(out, make(part), book.before.files)
        return

    def write(part: Part) -> tuple[Written, Book, dict[str, tuple[str, ...]]]:
        book.inputs, book.families, book.packed = {}, {}, {}
        names = pinyin.known()
        written = write_files(out, make(part), book.before.files)
        return written, Book(Ledger(), book.inputs, book.families, book.packed), pinyin.learned(names)

    for written, entered, names in in_processes(write, parts, cores, lambda part: part[0] in HEAVY):
        pinyin.learn(names)
        book.inputs.update(entered.inputs)
        book.families.update(entered.families)
        book.packed.update(entered.packed)
        yield written


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def remove_these(out: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Remove files of the last build that this one does not have."""
    removed = tuple(sorted(paths))
    for path in removed:
        (out / path).unlink(missing_ok=True)
    return removed


def remove_others(out: Path, ours: Collection[str]) -> tuple[str, ...]:
    """Remove files of an earlier build that this one does not have, and the folders that this empties; ``/log/`` stays."""
    removed = tuple(sorted(_others(str(out), "", ours)))
    for path in removed:
        (out / path).unlink()
        with suppress(OSError):  # something is left in it
            for folder in Path(path).parents[:-1]:
                (out / folder).rmdir()
    return removed


def _others(folder: str, before: str, ours: Collection[str]) -> Iterator[str]:
    """Yield the paths below ``folder`` that are not ours; there may be two million, so that none is kept."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = before + entry.name
            if path in NOT_OURS:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _others(entry.path, f"{path}/", ours)
            elif path not in ours:
                yield path
