"""发布 releases of the site: staged beside the live one, then switched to in one step.

::

    <root>/live            a link to the release that the public sees
    <root>/releases/<name> whole sites; files that did not change are the same file on disk (hard links)
    <root>/log             the transparency log, outside the releases: it never goes back
    <root>/releases/<name>/log → ../../log, so that any web server finds it below the live site

A kill at any moment leaves the old site or the new one, whole: a release is built under another name and renamed,
the link ``live`` is replaced by a rename. Nothing ever goes back: a roll-back is a new release with the content of an
earlier one, less what has been taken down since.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from scoring.rulebook import RuleViolationError
from supervision.disclosure.files import flush_folders
from supervision.disclosure.log.entries import MANIFEST_PATH, open_envelope
from supervision.disclosure.processes import beside
from supervision.disclosure.verification.sources import LIVE, LOG_FOLDER, files_below
from supervision.errors import InputError, NotFoundError
from supervision.texts import mark

RELEASES_FOLDER = "releases"
UNFINISHED = ".part"
MANY = 200  # files; beyond, one flush of the whole disk is cheaper than one a file
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Changes:
    """变更清单: which paths a release adds, changes and removes against another; sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Releases:
    """发布目录: the releases below ``root``."""

    root: Path

    @property
    def log_folder(self) -> Path:
        """Return where the transparency log lies."""
        return self.root / LOG_FOLDER

    @property
    def live(self) -> str | None:
        """Return the name of the release that the public sees."""
        link = self.root / LIVE
        return link.readlink().name if link.is_symlink() else None

    def names(self) -> list[str]:
        """Return the finished releases, in the order of their names."""
        folder = self.root / RELEASES_FOLDER
        if not folder.is_dir():
            return []
        return sorted(each.name for each in folder.iterdir() if not each.name.endswith(UNFINISHED))

    def folder(self, name: str) -> Path:
        """Return the folder of a finished release."""
        path = self.root / RELEASES_FOLDER / name
        if not _NAME.fullmatch(name) or name.endswith(UNFINISHED) or not path.is_dir():
            raise NotFoundError(mark("没有名为 {name} 的发布"), name=name)
        return path

    def stage(
        self,
        name: str,
        files: Mapping[str, bytes],
        *,
        base: str | None = None,
        removed: Iterable[str] = (),
    ) -> Path:
        """Make the release ``name``: the files of ``base`` less ``removed``, with ``files`` (path → bytes) on top."""
        with_paths = {_inside(path): data for path, data in files.items()}
        part = self._begin(name)
        try:
            if base:
                _link_tree(self.folder(base), part, without={*removed, *with_paths, MANIFEST_PATH})
            _write_tree(part, with_paths)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        return self._finish(name, part)

    @contextmanager
    def building(
        self, name: str, *, base: str | None, spare: str | None = None
    ) -> Iterator[tuple[Path, Callable[[], None]]]:
        """Let a site be built into the release ``name``, which begins as the sealed files of ``base`` and is whole at the end.

        Yields its folder, and what to call before anything is done in it: meanwhile a hundred thousand files are linked
        in, by a process of its own.

        ``spare``, an old release that would go anyway, is turned into it where there is one: it lacks a few files of
        ``base``, where an empty folder lacks all of them. Files may be shared with other releases: they are replaced,
        never written into. What the block changed is made durable by the caller (``settle``).
        """
        part = self._begin(name)
        try:
            with beside(partial(self._begin_as, part, base, spare)) as ready:
                yield part, ready
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        self._finish(name, part)

    def _begin_as(self, part: Path, base: str | None, spare: str | None) -> None:
        """Let an empty folder hold the sealed files of ``base``."""
        if not base:
            return
        present: dict[str, str] = {}
        if spare:
            part.rmdir()
            old = sealed_files(self.folder(spare))
            self.folder(spare).rename(part)
            (part / LOG_FOLDER).unlink(missing_ok=True)
            (part / MANIFEST_PATH).unlink(missing_ok=True)
            there = set(files_below(part))
            for path in there - old.keys():
                (part / path).unlink()
            present = {path: known for path, known in old.items() if path in there}
        _turn(part, present, self.folder(base), sealed_files(self.folder(base)))

    def spare(self, keep: int) -> str | None:
        """Return the oldest release, where there are more than ``keep`` beside the live one."""
        spare = [name for name in self.names() if name != self.live]
        return spare[0] if len(spare) > keep else None

    def changes(self, name: str, since: str | None) -> Changes:
        """Return what differs between two releases."""
        new = manifest_of(self.folder(name))
        old = manifest_of(self.folder(since)) if since else {}
        both = new.keys() & old.keys()
        return Changes(
            tuple(sorted(new.keys() - old.keys())),
            tuple(sorted(path for path in both if new[path] != old[path])),
            tuple(sorted(old.keys() - new.keys())),
        )

    def switch(self, name: str) -> None:
        """Show the public the release ``name``, in one step."""
        target = self.folder(name)
        beside = self.root / f"{LIVE}{UNFINISHED}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(target.relative_to(self.root), target_is_directory=True)
        beside.replace(self.root / LIVE)
        flush_folders([self.root])

    def roll_back(self, name: str, *, to: str, taken_down: Iterable[str]) -> Path:
        """Stage the release ``name`` with the content of the earlier ``to``, less every path taken down since."""
        return self.stage(name, {}, base=to, removed=taken_down)

    def prune(self, keep: int) -> list[str]:
        """Remove the oldest releases beyond ``keep``, never the live one; return their names."""
        spare = [name for name in self.names() if name != self.live]
        gone = spare[: max(0, len(spare) - keep)]
        for name in gone:
            shutil.rmtree(self.folder(name))
        return gone

    def _begin(self, name: str) -> Path:
        folder = self.root / RELEASES_FOLDER
        if not _NAME.fullmatch(name) or name.endswith(UNFINISHED):
            raise InputError(name, mark("不能用作发布的名称"), mark("请只用字母、数字、点和短横"))
        if (folder / name).exists():
            raise RuleViolationError(
                "release-exists",
                mark("已有名为 {name} 的发布"),
                remedy=mark("请换一个名称"),
                facts={"name": name},
            )
        part = folder / f"{name}{UNFINISHED}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        return part

    def _finish(self, name: str, part: Path) -> Path:
        (part / LOG_FOLDER).symlink_to(Path("..", "..", LOG_FOLDER), target_is_directory=True)
        done = part.with_name(name)
        flush_folders([part])
        part.rename(done)
        flush_folders([done.parent])
        return done


def manifest_of(folder: Path) -> dict[str, str]:
    """Return path → SHA-256 of every file below ``folder``, the manifest's own record and ``/log/`` left out."""
    return {
        path: hashlib.sha256((folder / path).read_bytes()).hexdigest()
        for path in sorted(files_below(folder))
        if path != MANIFEST_PATH
    }


def sealed_files(folder: Path) -> dict[str, str]:
    """Return path → SHA-256 as the manifest of a release says; of one without manifest, as its files are."""
    try:
        sealed = open_envelope((folder / MANIFEST_PATH).read_bytes(), MANIFEST_PATH)
    except FileNotFoundError:
        return manifest_of(folder)
    return dict(sealed.record["files"])  # type: ignore[arg-type]


def settle(folder: Path, changed: Collection[str]) -> None:
    """Make new and changed files of a release durable."""
    if len(changed) > MANY:
        os.sync()
        return
    for path in changed:
        with (folder / path).open("rb") as file:
            os.fsync(file.fileno())
    flush_folders({(folder / path).parent for path in changed})


def _inside(path: str) -> str:
    """Return ``path`` if it stays inside a release and off ``/log/``."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or parts[0] == LOG_FOLDER:
        raise ValueError(f"{path!r} is no path of a release")
    return path


def _turn(folder: Path, present: Mapping[str, str], base: Path, wanted: Mapping[str, str]) -> None:
    """Make the files of ``folder``, which are ``present``, those of ``base``: by links, where they differ."""
    made: set[str] = set()
    for path in present.keys() | wanted.keys():
        if present.get(path) == wanted.get(path):
            continue
        target = f"{folder}/{path}"  # texts, for there may be a hundred thousand
        if path in present:
            with suppress(FileNotFoundError):
                os.unlink(target)  # noqa: PTH108
        if path in wanted:
            parent = target.rpartition("/")[0]
            if parent not in made:
                os.makedirs(parent, exist_ok=True)  # noqa: PTH103
                made.add(parent)
            os.link(f"{base}/{path}", target)


def _link_tree(old: Path, new: Path, without: set[str]) -> None:
    made: set[Path] = set()
    for path in files_below(old):
        if path not in without:
            target = new / path
            if target.parent not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            os.link(old / path, target)


def _write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files``; an existing file is replaced, not written into, for it may be shared with another release."""
    many = len(files) > MANY
    folders = set()
    for path, data in files.items():
        target = folder / path
        if target.parent not in folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
        target.unlink(missing_ok=True)
        with target.open("xb") as file:
            file.write(data)
            if not many:
                file.flush()
                os.fsync(file.fileno())
    if many:
        os.sync()
    else:
        flush_folders(folders)
