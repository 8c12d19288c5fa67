"""Where a published site is read from: a folder on this machine, or an address on the network."""

import os
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from supervision.disclosure.log.reading import folder_fetch
from supervision.errors import InputError
from supervision.texts import mark

LIVE = "live"
LOG_FOLDER = "log"
MAX_FILE_BYTES = 512_000_000
TIMEOUT_SECONDS = 30
PARALLEL = 8


class Source(Protocol):
    """A published site: bytes by path, and where it can be known the paths that are there."""

    def fetch(self, path: str) -> bytes | None:
        """Return the bytes at ``path``, or None."""

    def fetch_all(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Yield ``(path, bytes)`` for each of ``paths``, in their order."""

    def paths(self) -> set[str] | None:
        """Return every path outside ``/log/``, or None where a source cannot list itself."""


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A site in a folder."""

    folder: Path

    def fetch(self, path: str) -> bytes | None:
        """Return the bytes of a file; nothing outside of the folder is ever read."""
        return folder_fetch(self.folder)(path) if stays_inside(path) else None

    def fetch_all(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Read one file after the other."""
        return ((path, self.fetch(path)) for path in paths)

    def paths(self) -> set[str]:
        """List the files; ``/log/`` is not part of a release."""
        return set(files_below(self.folder))


def stays_inside(path: str) -> bool:
    """Return whether a path that a site names stays below the site."""
    return not path.startswith("/") and ".." not in path.split("/")


def files_below(folder: Path) -> Iterator[str]:
    """Yield the relative paths of the files of a release, ``/log/`` left out."""
    for parent, folders, names in os.walk(folder):
        inside = os.path.relpath(parent, folder)
        if inside == ".":  # a link to a log not begun yet counts as a file
            folders[:], names = ([name for name in found if name != LOG_FOLDER] for found in (folders, names))
            yield from names
        else:
            yield from (f"{inside}/{name}" for name in names)


@dataclass(frozen=True, slots=True)
class WebSource:
    """A site at an address; ``prefix`` ends with a slash."""

    prefix: str

    def fetch(self, path: str) -> bytes | None:
        """Fetch one file; 404 is None, any other trouble is said."""
        if not stays_inside(path):
            return None
        address = self.prefix + quote(path)
        try:
            with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  (http or https)
                data: bytes = answer.read(MAX_FILE_BYTES + 1)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (404, 410):
                return None
            raise InputError(
                address, mark("服务器回答 {code}"), mark("请稍后再试"), code=error.code
            ) from error
        except OSError as error:
            raise InputError(
                address, mark("无法连接：{reason}"), mark("请核对地址与网络"), reason=str(error)
            ) from error
        if len(data) > MAX_FILE_BYTES:
            raise InputError(address, mark("文件过大"), mark("请核对地址"))
        return data

    def fetch_all(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Fetch several files at a time."""
        wanted = list(paths)
        with ThreadPoolExecutor(PARALLEL) as pool:
            yield from zip(wanted, pool.map(self.fetch, wanted), strict=True)

    def paths(self) -> None:
        """Nobody can list a site over the network: what is not in the manifest stays unseen."""
        return


def open_source(place: str) -> Source:
    """Return the site at a folder or an http(s) address; a folder of releases stands for the live one."""
    if urlsplit(place).scheme in ("http", "https"):
        return WebSource(place.rstrip("/") + "/")
    folder = Path(place)
    if not folder.is_dir():
        raise InputError(place, mark("没有这个目录"), mark("请给出站点目录，或以 http(s):// 开头的网址"))
    live = folder / LIVE
    return FolderSource(live if live.is_dir() and not (folder / "index.html").exists() else folder)
