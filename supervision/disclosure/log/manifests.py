"""往日清单 the manifests of all releases, kept beside the log: what stood on the site on any day can still be shown.

``/log/releases/<release>.json.gz`` is the record ``release.json`` of that release, with the salt that opens its entry in
the log; ``/log/releases/index.json`` names them all. Like the log they never go back and belong to no release: nothing
vouches for them but the entry, which holds their hash.
"""

import gzip
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from supervision.disclosure.files import write_durably
from supervision.disclosure.log.entries import MANIFEST_PATH, Envelope, open_envelope
from supervision.disclosure.log.reading import Fetch
from supervision.errors import InputError
from supervision.texts import mark

FOLDER = "releases"
INDEX_PATH = f"{FOLDER}/index.json"
QUICK = 1  # hashes do not get smaller by trying harder


class KeptManifest(msgspec.Struct, frozen=True):
    """往日清单: of the release ``release``, which spoke of the day ``as_of``: its entry in the log, ``path`` below ``/log/``."""

    release: str
    as_of: date
    index: int
    path: str
    bytes: int


def manifest_path(release: str) -> str:
    """Return where the manifest of a release is kept, below ``/log/``."""
    return f"{FOLDER}/{release}.json.gz"


def kept_manifests(log_folder: Path) -> Sequence[KeptManifest]:
    """Return the manifests that are kept, the oldest release first."""
    try:
        return msgspec.json.decode((log_folder / INDEX_PATH).read_bytes(), type=list[KeptManifest])
    except FileNotFoundError:
        return ()


def keep_manifests(log_folder: Path, releases: Path, newest: str) -> None:
    """Keep the manifest of ``newest``, and of each other release in the folder ``releases`` that has none kept yet."""
    known = {each.release: each for each in kept_manifests(log_folder)}
    for sealed in sorted(releases.glob(f"*/{MANIFEST_PATH}")):
        release = sealed.relative_to(releases).parts[0]
        if release == newest or (release not in known and not release.endswith(".part")):
            known[release] = _keep(log_folder, release, sealed.read_bytes())
    rows = sorted(known.values(), key=lambda each: each.index)
    write_durably(log_folder / INDEX_PATH, msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n")


def _keep(log_folder: Path, release: str, data: bytes) -> KeptManifest:
    said = msgspec.json.decode(data, type=_Said)
    packed, path = gzip.compress(data, QUICK, mtime=0), manifest_path(release)
    write_durably(log_folder / path, packed)
    return KeptManifest(release, said.record.as_of, said.index, path, len(packed))


class _Release(msgspec.Struct):
    as_of: date


class _Said(msgspec.Struct):
    """What the index says of a manifest; its hundred thousand files are not read."""

    index: int
    record: _Release


def read_manifest(fetch: Fetch, release: str) -> Envelope:
    """Return the manifest that was kept of a release; whether the log holds it is for the caller to see.

    Raises:
        InputError: none is kept of such a release, or it is damaged.
    """
    path = manifest_path(release)
    data = fetch(path)
    if data is None:
        raise InputError(
            f"log/{path}", mark("没有留存这次发布的清单"), mark("留存了哪些，见 log/releases/index.json")
        )
    try:
        return open_envelope(gzip.decompress(data), f"log/{path}")
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"log/{path}", mark("清单文件不完整"), mark("请重新下载；若仍如此，请联系发布机关")
        ) from error
