"""Putting the demonstration in place.

It is played in a folder of its own and moved when it is whole, the database last, so that a load that was cut off
leaves nothing behind. On PostgreSQL it is played where it stays.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from supervision.config import Config
from supervision.database import connect, connection, empty, fast_and_unsafe, let_go
from supervision.demo.district import load_demonstration
from supervision.errors import NotAllowedError
from supervision.migrations import migrate
from supervision.queries.settings import is_demonstration, is_unused
from supervision.rulebook import use_rules

Tell = Callable[[str, int, int], None]  # scene, its number, how many there are
SQLITE = "sqlite:///"


def load(config: Config, tell: Tell) -> None:
    """Play the demonstration into an unused installation, whole or not at all."""
    if not config.database_url.startswith(SQLITE):
        load_demonstration(config, tell)
        return
    part = config.data / "demonstration.part"
    shutil.rmtree(part, ignore_errors=True)
    apart = replace(config, data=part, database_url=f"{SQLITE}{part / 'demonstration.sqlite'}")
    let_go()
    connect(apart.database_url)
    migrate()
    with connection():
        fast_and_unsafe()  # a power cut now costs nothing: it is played again
        load_demonstration(apart, tell)
    let_go()
    database = part / "demonstration.sqlite"
    for each in sorted(part.iterdir(), key=lambda path: path == database):
        _put(
            each,
            Path(config.database_url.removeprefix(SQLITE)) if each == database else config.data / each.name,
        )
    os.sync()
    part.rmdir()
    connect(config.database_url)
    use_rules(config)  # its local rules have moved with it


def reset(config: Config, tell: Tell) -> None:
    """Throw the demonstration away and play it afresh.

    Raises:
        NotAllowedError: the data is real, or the server is running on it.
    """
    with connection():
        if not (is_demonstration() or is_unused()):
            raise NotAllowedError(
                "这里存放的不是演示数据，不能重置。", remedy="请另设 MINGJING_DATA 再载入演示区。"
            )
    with in_use(config, alone=True):
        if not config.database_url.startswith(SQLITE):
            empty()
            migrate()
            shutil.rmtree(config.site, ignore_errors=True)
        load(config, tell)


@contextmanager
def in_use(config: Config, *, alone: bool = False) -> Iterator[None]:
    """Hold the data folder: together with others, or ``alone``.

    Raises:
        NotAllowedError: somebody else holds it.
    """
    config.data.mkdir(parents=True, exist_ok=True)
    with (config.data / "in-use").open("w") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotAllowedError(
                "数据目录正被使用：{folder}", remedy="请先停止 ./dev run，再试一次。", folder=config.data
            ) from None
        yield


def _put(path: Path, target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    for beside in (f"{target}-wal", f"{target}-shm"):
        Path(beside).unlink(missing_ok=True)
    path.replace(target)
