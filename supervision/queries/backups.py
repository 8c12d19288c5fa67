"""备份 backup: everything that is not code, as one archive that a person can read and compare.

    mingjing-backup.tar.gz
      manifest.json            version, moment, tables with their numbers of rows and SHA-256, audit head
      tables/<table>.jsonl     one row a line, UTF-8, keys sorted, in the order of their ids
      evidence/<sha256>        evidence files by content
      log/…                    tiles and checkpoint of the public log

Private keys are not in it.
"""

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from supervision.clock import UTC_FORMAT
from supervision.database import Table, canonical_json, db
from supervision.models import ALL
from supervision.queries.audit import audit_head

FORMAT = "mingjing-backup/1"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """备份报告: how much went in, and the head of the audit trail that a restore must reach."""

    rows: int
    files: int
    head: str
    sha256: str


def table_rows(table: type[Table]) -> Iterator[dict[str, object]]:
    """Return the rows of a table as JSON values, in the order of their ids."""
    yield from table.select().order_by(table.id).dicts().iterator()


def write_backup(
    target: Path, *, folders: dict[str, Path], at: datetime, progress: Callable[[str], None] = lambda _: None
) -> BackupReport:
    """Write the archive, whole or not at all; ``folders`` are put in under their names.

    Raises:
        OSError: the disk is full or the place cannot be written; nothing is left behind.
    """
    tables: dict[str, dict[str, object]] = {}
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    files = 0
    try:
        with db.atomic(), tarfile.open(unfinished, "w:gz", compresslevel=5) as archive:
            for table in ALL:
                name = table._meta.table_name
                progress(name)
                tables[name] = _add_table(archive, table, at)
            head = audit_head()
            for label, folder in folders.items():
                for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
                    if path.is_file():
                        archive.add(path, f"{label}/{path.relative_to(folder)}", recursive=False)
                        files += 1
            manifest = {"format": FORMAT, "made_at": at.strftime(UTC_FORMAT), "head": head, "tables": tables}
            _add_bytes(
                archive, "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode(), at
            )
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    rows = sum(int(str(table["rows"])) for table in tables.values())
    with target.open("rb") as file:
        return BackupReport(rows, files, head, hashlib.file_digest(file, "sha256").hexdigest())


def _add_table(archive: tarfile.TarFile, table: type[Table], at: datetime) -> dict[str, object]:
    digest, rows = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as file:
        for row in table_rows(table):
            line = canonical_json(row).encode() + b"\n"
            digest.update(line)
            file.write(line)
            rows += 1
        entry = _entry(f"tables/{table._meta.table_name}.jsonl", file.tell(), at)
        file.seek(0)
        archive.addfile(entry, file)
    return {"rows": rows, "sha256": digest.hexdigest()}


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes, at: datetime) -> None:
    archive.addfile(_entry(name, len(content), at), io.BytesIO(content))


def _entry(name: str, size: int, at: datetime) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, int(at.timestamp()), 0o600
    return entry
