"""备份与恢复: making the archive, and restoring it into an empty place on either database."""

import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from supervision.actor import Actor
from supervision.database import Table, db, is_postgresql
from supervision.errors import InputError
from supervision.models import ALL
from supervision.queries.audit import audit_head
from supervision.queries.backups import FORMAT, BackupReport, write_backup
from supervision.usecases._frame import after_commit, record, usecase

BATCH = 500


@usecase("backup.make")
def make_backup(
    *,
    target: Path,
    folders: dict[str, Path],
    progress: Callable[[str], None] = lambda _: None,
    actor: Actor,
    at: datetime,
) -> Callable[[], BackupReport]:
    """备份: record that a backup is made, then make it; the returned function gives the report."""
    reports: list[BackupReport] = []
    record("backup", file=target.name)
    after_commit(lambda: reports.append(write_backup(target, folders=folders, at=at, progress=progress)))
    return lambda: reports[0]


@usecase("backup.restore")
def restore_backup(
    *,
    source: Path,
    folders: dict[str, Path],
    progress: Callable[[str], None] = lambda _: None,
    actor: Actor,
    at: datetime,
) -> str:
    """恢复: put an archive into this empty database and empty folders; returns the head of the audit trail.

    Raises:
        InputError: not such an archive, damaged, or the place is not empty; nothing is written.
    """
    for folder in folders.values():
        if folder.is_dir() and any(folder.iterdir()):
            raise InputError(str(folder), "这个文件夹不是空的，不能恢复到这里。", "请指定一个空的位置。")
    for table in ALL:
        if table.select().exists():
            raise InputError(
                table._meta.table_name, "数据库里已有内容，不能恢复到这里。", "请指定一个空的数据库。"
            )
    try:
        with tarfile.open(source, "r:gz") as archive:
            manifest = _manifest(archive, source)
            for table in ALL:
                progress(table._meta.table_name)
                _restore_table(archive, table, manifest["tables"].get(table._meta.table_name))
            _restore_files(archive, folders)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise InputError(
            str(source), "备份文件无法读取：{error}", "请换一份备份。", error=str(error)
        ) from error
    head = audit_head()
    if head != manifest["head"]:
        raise InputError(str(source), "恢复后的审计链尾与备份记载不符。", "备份已损坏，请换一份。")
    record("backup", restored=source.name, head=head)
    return head


def _manifest(archive: tarfile.TarFile, source: Path) -> dict[str, Any]:
    try:
        file = archive.extractfile("manifest.json")
    except KeyError:
        file = None
    manifest = json.load(file) if file else {}
    if manifest.get("format") != FORMAT:
        raise InputError(str(source), "这不是明镜的备份文件。", "请选择由 backup 命令生成的文件。")
    return dict(manifest)


def _restore_table(archive: tarfile.TarFile, table: type[Table], expected: dict[str, Any] | None) -> None:
    if expected is None or not expected["rows"]:
        return
    file = archive.extractfile(f"tables/{table._meta.table_name}.jsonl")
    assert file is not None  # noqa: S101  (a regular file of our own archive)
    digest = hashlib.sha256()
    rows = 0
    for batch in _batches(file, digest):
        columns = {table._meta.fields[name]: name for name in batch[0]}
        table.insert_many([{field: row[name] for field, name in columns.items()} for row in batch]).execute()
        rows += len(batch)
    if rows != expected["rows"] or digest.hexdigest() != expected["sha256"]:
        raise InputError(table._meta.table_name, "备份中的这张表已损坏。", "请换一份备份。")
    if is_postgresql():
        name = table._meta.table_name
        db.execute_sql(
            f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), (SELECT max(id) FROM \"{name}\"))"  # noqa: S608
        )


def _batches(file: IO[bytes], digest: Any) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for line in file:
        digest.update(line)
        batch.append(json.loads(line))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _restore_files(archive: tarfile.TarFile, folders: dict[str, Path]) -> None:
    for entry in archive:
        label, *rest = PurePosixPath(entry.name).parts
        if label not in folders or not rest or not entry.isfile():
            continue
        if ".." in rest or any(part.startswith("/") for part in rest):
            raise InputError(entry.name, "备份里有越界的路径。", "备份可能被人动过，请换一份。")
        target = folders[label].joinpath(*rest)
        target.parent.mkdir(parents=True, exist_ok=True)
        content = archive.extractfile(entry)
        assert content is not None  # noqa: S101
        data = content.read()
        if label == "evidence" and hashlib.sha256(data).hexdigest() != rest[-1]:
            raise InputError(entry.name, "这份证据文件的内容与其编号不符。", "备份已损坏，请换一份。")
        target.write_bytes(data)
