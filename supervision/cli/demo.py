"""The demonstration district."""

import click

from supervision.cli._frame import Run, command
from supervision.cli._progress import scenes
from supervision.database import let_go
from supervision.demo.loading import reset
from supervision.errors import InputError
from supervision.texts import mark


@click.command("demo")
@click.option("--reset", "afresh", is_flag=True, help="Throw the district away and load it again.")
@command
def demo(run: Run, afresh: bool) -> int:
    """Load the invented district afresh; refused where real data lies."""
    if not afresh:
        raise InputError("demo", mark("没有说要做什么"), mark("载入演示区：./dev demo --reset"))
    with scenes(run) as tell:
        reset(run.config, tell)
    let_go()
    run.tell("演示区已重新载入。")
    return 0
