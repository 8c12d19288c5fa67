"""Tasks: carrying out a line of the plan."""

from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.intake.office_file import read_task
from supervision.usecases import tasks as writes


@click.group("tasks")
def tasks() -> None:
    """Who can be drawn."""


@tasks.command("create")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--freeze", is_flag=True, help="Freeze its pool at once.")
@command
def create(run: Run, file: Path, *, freeze: bool) -> int:
    """Create the task that FILE lays down."""
    task = read_task(file)
    number = writes.create_task(
        task=writes.NewTask(
            plan_number=task["plan"],
            line=task["line"],
            number=task["number"],
            title=task["title"],
            kinds=tuple(task.get("kinds", ())),
            areas=tuple(task.get("areas", ())),
            team=tuple(
                (p["department"], p["count"], tuple(p.get("qualifications", ()))) for p in task["team"]
            ),
            days=tuple(task["days"]),
            standby_days=tuple(task.get("standby_days", ())),
            per_day=task.get("per_day", 2),
        ),
        actor=run.actor,
        at=run.at,
    )
    if freeze:
        return _freeze(run, number)
    run.answer({"task": number}, run.say("任务 {number} 已建立。", number=number))
    return 0


@tasks.command("freeze")
@click.argument("number")
@command
def freeze_(run: Run, number: str) -> int:
    """Freeze the pool of a task: who can be drawn, who is left out and why."""
    return _freeze(run, number)


def _freeze(run: Run, number: str) -> int:
    counted = writes.freeze_task(number=number, actor=run.actor, at=run.at)
    run.answer(
        {"task": number, **counted},
        run.say(
            "任务 {number} 的名录已锁定：{targets} 家可抽，{excluded} 个排除。",
            number=number,
            targets=counted["targets"],
            excluded=counted["excluded"],
        ),
    )
    return 0
