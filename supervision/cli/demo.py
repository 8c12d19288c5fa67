"""The demonstration district."""

from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.cli._progress import scenes
from supervision.database import let_go
from supervision.demo.loading import reset
from supervision.demo.showing import play_and_write
from supervision.errors import InputError
from supervision.texts import mark


@click.command("demo")
@click.option("--reset", "afresh", is_flag=True, help="Throw the district away and load it again.")
@click.option(
    "--snapshot",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Play it apart and write what its public sees: portal_docs/snapshot is made so.",
)
@command
def demo(run: Run, afresh: bool, folder: Path | None) -> int:
    """Load the invented district afresh; refused where real data lies."""
    if folder is not None:
        with scenes(run) as tell:
            play_and_write(run.config, folder, tell)
        let_go()
        run.tell("演示区的公开快照已写入：{folder}", folder=folder)
        return 0
    if not afresh:
        raise InputError("demo", mark("没有说要做什么"), mark("载入演示区：./dev demo --reset"))
    with scenes(run) as tell:
        reset(run.config, tell)
    let_go()
    run.tell("演示区已重新载入。")
    return 0
