"""Backup."""

from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.config import Config
from supervision.usecases.backups import make_backup


def folders(config: Config) -> dict[str, Path]:
    """Return what an archive holds besides the tables."""
    return {"evidence": config.evidence, "log": config.site / "log"}


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@command
def backup(run: Run, file: Path) -> int:
    """Write everything that is not code into one archive (private keys excepted)."""
    made = make_backup(target=file, folders=folders(run.config), actor=run.actor, at=run.at)()
    run.answer(
        {"file": str(file), "rows": made.rows, "files": made.files, "head": made.head, "sha256": made.sha256},
        run.say(
            "已备份 {rows} 行、{files} 个文件到 {file}；审计链尾 {head}",
            rows=made.rows,
            files=made.files,
            file=file,
            head=made.head,
        ),
    )
    return 0
