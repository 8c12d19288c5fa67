"""Restore."""

from pathlib import Path

import click

from supervision import clock
from supervision.actor import terminal
from supervision.cli._frame import Run, command
from supervision.cli.backup import folders
from supervision.config import Config
from supervision.database import connect, connection
from supervision.migrations import migrate
from supervision.usecases.backups import restore_backup


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--into", required=True, metavar="DIR-or-URL", help="An empty folder, or an empty database's address."
)
@command
def restore(run: Run, file: Path, into: str) -> int:
    """Restore an archive into an empty place, on either database."""
    is_url = "://" in into
    data = run.config.data if is_url else Path(into).resolve()
    target = Config(
        data,
        into if is_url else f"sqlite:///{data / 'mingjing.sqlite'}",
        run.config.public_url,
        production=False,
    )
    connect(target.database_url)
    migrate()
    with connection():
        head = restore_backup(source=file, folders=folders(target), actor=terminal(), at=clock.now())
    run.answer(
        {"into": into, "head": head}, run.say("已恢复到 {into}；审计链尾 {head}", into=into, head=head)
    )
    return 0
