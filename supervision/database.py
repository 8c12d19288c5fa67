"""The database handle, the kinds of columns, and the base of all tables. SQLite and PostgreSQL, one code.

Moments are stored as ``2026-12-01T13:15:00Z`` and decimals as text on both, so that a row has the same
bytes wherever it lies; JSON is stored in canonical form (sorted keys, no spaces).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peewee import (
    AutoField,
    CharField,
    DatabaseProxy,
    Model,
    PostgresqlDatabase,
    SqliteDatabase,
    TextField,
)
from playhouse.db_url import parse as parse_url
from playhouse.pool import PooledPostgresqlDatabase

from supervision.errors import InputError

db = DatabaseProxy()
_url = ""

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": "full",
    "busy_timeout": 15_000,
    "cache_size": -32_000,
}


class Table(Model):
    """A table: columns, keys, checks, and a ``Disclosure`` that classifies each column. No behaviour."""

    id = AutoField()

    class Meta:
        """Bound to the one handle; table names are the class names in snake case."""

        database = db
        legacy_table_names = False

    class Disclosure:
        """Which columns may be seen by whom; names separated by spaces, every column in exactly one."""

        public = ""
        internal = ""
        personal = ""


class _Value:
    """For the type checker alone: a row's attribute is the value, not the field."""

    if TYPE_CHECKING:

        def __get__(self, row: Any, table: Any) -> Any: ...
        def __set__(self, row: Any, value: Any) -> None: ...


class MomentField(_Value, CharField):
    """An aware moment in UTC, to the second; a naive one is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, **kwargs})

    def db_value(self, value: datetime | str | None) -> str | None:
        if value is None or isinstance(value, str):
            return value
        if value.tzinfo is None:
            raise ValueError(f"{self.name}: a moment without time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


class JsonField(_Value, TextField):
    """A JSON value, stored as canonical text; numbers with a point are refused (use strings)."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else canonical_json(value)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class ExactField(_Value, CharField):
    """A decimal number, stored as text, exact on both databases."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, **kwargs})

    def db_value(self, value: Decimal | int | str | None) -> str | None:
        if isinstance(value, float):
            raise ValueError(f"{self.name}: a float is not exact")
        return None if value is None else str(value)

    def python_value(self, value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, without spaces and without floats."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refuse)


def _refuse(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot stand in JSON here")


def connect(url: str) -> None:
    """Bind the handle to ``url`` (``sqlite:///path`` or ``postgresql://…``); opens nothing yet."""
    global _url
    _url = url
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        db.initialize(SqliteDatabase(path, pragmas=SQLITE_PRAGMAS, timeout=15, lock_type="IMMEDIATE"))
    elif url.startswith(("postgresql://", "postgres://")):
        settings = parse_url(url)
        name = settings.pop("database")
        db.initialize(
            PooledPostgresqlDatabase(
                name, max_connections=40, stale_timeout=300, prefer_psycopg3=True, **settings
            )
        )
    else:
        raise InputError(
            "DATABASE_URL",
            "无法识别的数据库地址：{url}",
            "请使用 sqlite:///路径 或 postgresql://用户@主机/库名",
            url=url,
        )


def database_url() -> str:
    """Return what the handle is bound to, for a process of our own that reads too."""
    return _url


def is_postgresql() -> bool:
    """Return whether the handle is bound to PostgreSQL."""
    return isinstance(db.obj, PostgresqlDatabase)


def let_go() -> None:
    """Close every connection of this thread, pooled ones too: before a fork, after a test."""
    if not db.is_closed():
        db.close()
    if isinstance(db.obj, PooledPostgresqlDatabase):
        db.close_all()


@contextmanager
def connection() -> Iterator[None]:
    """Hold one connection for a request, a command or a job."""
    opened = db.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened and not db.is_closed():
            db.close()


def fast_and_unsafe() -> None:
    """Let this connection write without waiting for the disk, for what can be made again; SQLite alone."""
    if not is_postgresql():
        db.execute_sql("PRAGMA synchronous = OFF")


def empty() -> None:
    """Drop every table of a PostgreSQL database."""
    with connection():
        db.execute_sql("DROP SCHEMA public CASCADE")
        db.execute_sql("CREATE SCHEMA public")


def one_at_a_time(name: str) -> None:
    """Make transactions that say the same ``name`` queue on PostgreSQL, until each ends; on SQLite all writers do."""
    if is_postgresql():
        db.execute_sql("SELECT pg_advisory_xact_lock(hashtext(%s))", (name,))


@contextmanager
def transaction() -> Iterator[None]:
    """Run one write transaction: ``BEGIN IMMEDIATE`` on SQLite, so that two writers queue instead of failing."""
    with connection(), db.atomic():
        yield


def insert_rows(table: type[Table], rows: Sequence[Mapping[str, Any]], *, known_stay: bool = False) -> None:
    """Insert many rows of the same columns with one prepared statement, several times as fast as ``insert_many``.

    Columns that the rows leave out get their defaults. ``known_stay``: one whose key is there already changes nothing.
    """
    if not rows:
        return
    fields = table._meta.fields
    given = [fields[name] for name in rows[0]]
    filled = [field for name, field in fields.items() if name not in rows[0] and field.default is not None]
    columns = ", ".join(f'"{field.column_name}"' for field in (*given, *filled))
    places = ", ".join([db.obj.param] * (len(given) + len(filled)))
    defaults = [field.default() if callable(field.default) else field.default for field in filled]
    tail = [field.db_value(value) for field, value in zip(filled, defaults, strict=True)]
    values = [[field.db_value(row[field.name]) for field in given] + tail for row in rows]
    twice = " ON CONFLICT DO NOTHING" if known_stay else ""
    statement = f'INSERT INTO "{table._meta.table_name}" ({columns}) VALUES ({places}){twice}'  # noqa: S608
    with closing(db.obj.cursor()) as cursor:
        cursor.executemany(statement, values)


@contextmanager
def unhurried_disk() -> Iterator[None]:
    """Do not wait for the disk at each commit: for loads that are begun again when the machine fails meanwhile."""
    if is_postgresql():
        db.execute_sql("SET synchronous_commit TO off")
    else:
        db.execute_sql("PRAGMA synchronous = off")
    try:
        yield
    finally:
        db.execute_sql("SET synchronous_commit TO on" if is_postgresql() else "PRAGMA synchronous = full")
