"""Brings a database to the present version; refuses one of a newer version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peewee import DatabaseError, OperationalError
from playhouse.migrations import Runner

from supervision.database import connection, db
from supervision.errors import InputError

VERSIONS = Path(__file__).parent / "versions"
TABLE = "schema_migration"


@contextmanager
def _reached() -> Iterator[None]:
    try:
        with connection():
            yield
    except DatabaseError as error:
        if type(error) not in (DatabaseError, OperationalError):  # a migration of ours is wrong
            raise
        raise InputError(
            "DATABASE_URL",
            "打不开数据库：{error}",
            "请检查数据库是否在运行、地址是否正确、磁盘是否已满。",
            error=" ".join(str(error).split()),
        ) from error


def migrate() -> list[str]:
    """Apply what is missing and return its names; an unknown (newer) migration in the database is refused.

    Raises:
        InputError: the database was written by a newer version of this program, or cannot be reached.
    """
    with _reached():
        runner = Runner(db.obj, str(VERSIONS), table_name=TABLE)
        newer = [row.name for row in runner.status() if row.path is None]
        if newer:
            raise InputError(
                "DATABASE_URL",
                "数据库由更新的版本写成（{name}），本程序不能打开它。",
                "请安装更新的版本，或用 DATABASE_URL 指向另一个数据库。",
                name=newer[-1],
            )
        return [str(getattr(name, "name", name)) for name in runner.up()]
