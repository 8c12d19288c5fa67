"""Yearly plans."""

from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.intake.office_file import read_plan
from supervision.usecases import plans as writes


@click.group("plans")
def plans() -> None:
    """What is planned for a year."""


@plans.command("draft")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@command
def draft(run: Run, file: Path) -> int:
    """Draft the plan that FILE lays down."""
    plan = read_plan(file)
    lines = tuple(
        writes.NewLine(
            title=line["title"],
            visit_kind=line["visit_kind"],
            items=tuple(line["items"]),
            departments=tuple(line["departments"]),
            lead=line["lead"],
            kinds=tuple(line["kinds"]),
            areas=tuple(line["areas"]),
            months=tuple(line["months"]),
            ratio=(line["ratio"][0], line["ratio"][1]),
            frequency=line.get("frequency", ""),
        )
        for line in plan["lines"]
    )
    writes.draft_plan(
        authority_key=plan["authority"],
        year=plan["year"],
        number=plan["number"],
        title=plan["title"],
        lines=lines,
        actor=run.actor,
        at=run.at,
    )
    run.answer(
        {"plan": plan["number"], "lines": len(lines)},
        run.say("计划 {number} 已起草，共 {n} 项，待批准。", number=plan["number"], n=len(lines)),
    )
    return 0


@plans.command("approve")
@click.argument("number")
@click.option("--publish", is_flag=True, help="Publish it at once.")
@command
def approve(run: Run, number: str, *, publish: bool) -> int:
    """Approve a plan; by another person than the one who drafted it."""
    writes.approve_plan(number=number, actor=run.actor, at=run.at)
    if publish:
        writes.publish_plan(number=number, actor=run.actor, at=run.at)
    said = (
        run.say("计划 {number} 已批准并公布。", number=number)
        if publish
        else run.say("计划 {number} 已批准。", number=number)
    )
    run.answer({"plan": number, "state": "published" if publish else "approved"}, said)
    return 0


@plans.command("publish")
@click.argument("number")
@command
def publish_(run: Run, number: str) -> int:
    """Publish an approved plan with the next release."""
    writes.publish_plan(number=number, actor=run.actor, at=run.at)
    run.answer({"plan": number, "state": "published"}, run.say("计划 {number} 已公布。", number=number))
    return 0
