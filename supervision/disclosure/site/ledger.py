"""底账 what the last build knew: of every file its SHA-256, and of what each page was made.

A page is made again only where the digest of its *inputs* differs: everything it is made from, and nothing else.

=========================  ==========================================================================================
a page                     its inputs
=========================  ==========================================================================================
of a facility              ``Stamps.page``: its own records, what it shows of its neighbours, which records are sealed
of a list                  its heading, its place among the pages of the list, and the stamps of its rows
of a family (rules, …)     the tables that the family reads, named in ``site.FAMILIES``
every one of them          the program, the templates, the texts, the settings, the words that all pages share
=========================  ==========================================================================================

Whatever declares no inputs is made each time. A ledger lies beside the releases and speaks of one of them, which it
names by the hash of its manifest; of any other it is not believed, and everything is made again.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import msgspec

from supervision.disclosure.files import write_durably


def digest(*parts: bytes) -> bytes:
    """Return one digest of several parts, each with its length, so that no two lists of parts look alike."""
    summed = hashlib.blake2b(digest_size=16)
    for part in parts:
        summed.update(len(part).to_bytes(8, "big"))
        summed.update(part)
    return summed.digest()


class Family(msgspec.Struct, frozen=True):
    """页面族: pages that are made together, and the digest of the tables that they were made from."""

    inputs: bytes
    paths: tuple[str, ...]


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """块: a run of records in a data file: ``size`` bytes, ``packed`` in the archive, ``check`` the CRC-32 of both."""

    inputs: bytes
    size: int
    packed: int
    check: int


class Packed(msgspec.Struct, frozen=True):
    """装箱: of what pieces a data file is made, and where those of it lie in the archive, one after the other."""

    archive: str
    begins: int
    pieces: tuple[Piece, ...]


class Ledger(msgspec.Struct):
    """底账: ``files`` path → SHA-256 and ``inputs`` path → digest of one build; ``manifest`` says of which release.

    The inputs of files that are made together stand under the first of them. ``packed``: the data files by their paths.
    """

    manifest: str = ""
    files: Mapping[str, bytes] = {}
    inputs: dict[str, bytes] = {}
    families: dict[str, Family] = {}
    packed: dict[str, Packed] = {}

    def keeps(self, inputs: bytes, *paths: str) -> bool:
        """Return whether the files at ``paths`` were made from the same inputs."""
        return self.inputs.get(paths[0]) == inputs and all(path in self.files for path in paths)

    def family(self, name: str, inputs: bytes) -> tuple[str, ...] | None:
        """Return the paths of a family that was made from the same inputs; none where it must be made."""
        found = self.families.get(name)
        if found and found.inputs == inputs and all(path in self.files for path in found.paths):
            return found.paths
        return None

    def save(self, path: Path) -> None:
        """Write the ledger beside the releases."""
        write_durably(path, msgspec.json.encode(self, enc_hook=dict))

    @classmethod
    def load(cls, path: Path, manifest: str) -> Self:
        """Read the ledger of the release whose manifest has this hash; an empty one where there is no such."""
        try:
            found = msgspec.json.decode(path.read_bytes(), type=cls)
        except (FileNotFoundError, msgspec.DecodeError):
            return cls()
        return found if found.manifest == manifest else cls()

    def checked(self, folder: Path) -> "Ledger":
        """Return the ledger without the files that are not in ``folder`` as it says: these are made again."""
        return Ledger(
            manifest=self.manifest,
            files={path: known for path, known in self.files.items() if _hash(folder / path) == known},
            inputs=self.inputs,
            families=self.families,
            packed=self.packed,
        )


@dataclass(frozen=True, slots=True)
class Stamped:
    """印记: ``common`` digests what all pages share, ``own`` the records of each facility, by its code."""

    common: bytes
    own: Mapping[str, bytes]


@dataclass(slots=True)
class Book:
    """The ledger of the last build, which is read, and what goes into that of this build."""

    before: Ledger = field(default_factory=Ledger)
    inputs: dict[str, bytes] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    packed: dict[str, Packed] = field(default_factory=dict)

    def keeps(self, inputs: bytes, *paths: str) -> bool:
        """Enter what the files at ``paths`` are made from; return whether all of them stand already."""
        self.inputs[paths[0]] = inputs
        return self.before.keeps(inputs, *paths)


def _hash(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except FileNotFoundError:
        return b""


def folder_digest(paths: Iterable[Path]) -> bytes:
    """Return one digest of files: their names and their content."""
    return digest(*(part for path in paths for part in (path.name.encode(), path.read_bytes())))
