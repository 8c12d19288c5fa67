"""Changes after a draw: asked for by one person, decided by another."""

from typing import Any

import click

from supervision.cli._frame import Run, command
from supervision.errors import InputError
from supervision.publishing import open_publisher
from supervision.queries.settings import is_demonstration
from supervision.usecases import draw_events as writes
from supervision.vault import Vault


@click.group("change")
def change() -> None:
    """Ask for a change of a draw, approve or refuse it, log one that was cut off."""


@change.command("ask")
@click.argument("serial", type=int)
@click.argument("kind", type=click.Choice(sorted(writes.MEMBERS)))
@click.option("--target", metavar="PSEUDONYM")
@click.option("--inspector", metavar="PSEUDONYM")
@click.option("--department", metavar="KEY")
@click.option("--count", type=int)
@click.option("--reason", required=True, help="Published with the reveal: no personal matters.")
@command
def ask(run: Run, serial: int, kind: str, reason: str, **named: Any) -> int:
    """Ask for a change of KIND; who comes instead, the tickets decide."""
    what = {name: value for name, value in named.items() if value is not None}
    if set(what) != set(writes.MEMBERS[kind]):
        raise InputError(
            kind, "这种变动须写明：{members}。", "请照此给出选项，不多也不少。",
            members=", ".join(f"--{each}" for each in writes.MEMBERS[kind]),
        )  # fmt: skip
    number = writes.ask_event(
        serial=serial,
        kind=kind,
        what=what,
        reason=reason,
        vault=Vault.at(run.config.keys),
        actor=run.actor,
        at=run.at,
    )
    run.answer(
        {"draw": serial, "change": number}, run.say("变动申请 {number}，等待另一人批准。", number=number)
    )
    return 0


@change.command("approve")
@click.argument("number", type=int)
@command
def approve(run: Run, number: int) -> int:
    """Approve change NUMBER: into the public log, then effective."""
    n = writes.approve_event(change=number, **_tools(run))
    run.answer({"change": number, "event": n}, run.say("第 {n} 项变动已写入公开日志并生效。", n=n))
    return 0


@change.command("refuse")
@click.argument("number", type=int)
@click.option("--reason", required=True)
@command
def refuse(run: Run, number: int, reason: str) -> int:
    """Refuse change NUMBER; the draw stays as it is."""
    writes.refuse_event(change=number, note=reason, actor=run.actor, at=run.at)
    run.answer({"change": number, "state": "refused"}, run.say("已记录：不同意，抽取不变。"))
    return 0


@change.command("log")
@click.argument("serial", type=int)
@command
def log(run: Run, serial: int) -> int:
    """Enter an approved change into the public log that was cut off on its way."""
    n = writes.log_event(serial=serial, **_tools(run))
    run.answer({"draw": serial, "event": n}, run.say("第 {n} 项变动已写入公开日志并生效。", n=n))
    return 0


def _tools(run: Run) -> dict[str, Any]:
    return {
        "publisher": open_publisher(run.config, demonstration=is_demonstration()),
        "vault": Vault.at(run.config.keys),
        "actor": run.actor,
        "at": run.at,
    }
