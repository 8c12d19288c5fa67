"""Bring the database to the present version."""

import click

from supervision.cli._frame import Run, command


@click.command("migrate")
@command
def migrate(run: Run) -> int:
    """Create or update the database; refuses one of a newer version."""
    run.answer({"database": run.config.database_url}, run.say("数据库已是当前版本。"))
    return 0
