"""Draws that anybody can check."""

from datetime import date, datetime

import click

from supervision import clock
from supervision.cli._frame import Run, command
from supervision.errors import InputError
from supervision.publishing import open_publisher
from supervision.queries.settings import is_demonstration
from supervision.usecases import draws as writes
from supervision.usecases import visits
from supervision.vault import Vault


@click.group("draws")
def draws() -> None:
    """Commit, enter the beacon, draw, reveal."""


@draws.command("commit")
@click.argument("task")
@click.option("--source", required=True, help="Who publishes the value that will count.")
@click.option("--round", "round_", required=True, help="Which of its values.")
@click.option("--not-before", required=True, metavar="MOMENT", help="When it certainly does not exist yet.")
@click.option(
    "--spelling", multiple=True, default=("ssq",), help="hex64, ssq, dlt or digits:N; several are joined."
)
@click.option("--fallback", default="同一来源的下一期")
@click.option("--reveal-by", required=True, type=click.DateTime(["%Y-%m-%d"]))
@command
def commit(
    run: Run,
    task: str,
    source: str,
    round_: str,
    not_before: str,
    spelling: tuple[str, ...],
    fallback: str,
    reveal_by: datetime,
) -> int:
    """Commit to the frozen pool of TASK in the public log, before the value exists."""
    try:
        moment = clock.parse_moment(not_before)
    except ValueError:
        raise InputError(
            "--not-before", "“{text}”不是时刻。", "写成 2026-12-01T13:15:00Z。", text=not_before
        ) from None
    promised: date = reveal_by.date()
    serial = writes.commit_draw(
        task_number=task,
        beacon=writes.Beacon(source, round_, moment, spelling, fallback),
        reveal_by=promised,
        publisher=open_publisher(run.config, demonstration=is_demonstration()),
        vault=Vault.at(run.config.keys),
        actor=run.actor,
        at=run.at,
    )
    run.answer({"draw": serial}, run.say("第 {n} 号抽取已作出承诺，并写入公开日志。", n=serial))
    return 0


@draws.command("beacon")
@click.argument("serial", type=int)
@click.argument("value")
@click.option("--run", "and_run", is_flag=True, help="Draw as soon as two people agree.")
@command
def beacon(run: Run, serial: int, value: str, *, and_run: bool) -> int:
    """Enter the public VALUE; two people do so without seeing each other's entry."""
    agreed = writes.enter_beacon(
        serial=serial,
        value=value,
        publisher=open_publisher(run.config, demonstration=is_demonstration()),
        actor=run.actor,
        at=run.at,
    )
    if and_run and agreed:
        return _draw(run, serial)
    said = run.say("两人录入一致，可以抽取。") if agreed else run.say("已录入，还需另一人独立录入同一个值。")
    run.answer({"draw": serial, "agreed": agreed}, said)
    return 0


@draws.command("run")
@click.argument("serial", type=int)
@command
def run_(run: Run, serial: int) -> int:
    """Draw, once two people have entered the same value."""
    return _draw(run, serial)


def _draw(run: Run, serial: int) -> int:
    counted = writes.run_draw(serial=serial, vault=Vault.at(run.config.keys), actor=run.actor, at=run.at)
    run.answer(
        {"draw": serial, **counted},
        run.say("第 {n} 号抽取：抽中 {selected} 家，缺 {short} 人。", n=serial, **counted),
    )
    return 0


@draws.command("dispatch")
@click.argument("serial", type=int)
@command
def dispatch(run: Run, serial: int) -> int:
    """Make a visit of each target that was drawn, to be approved by the head."""
    made = visits.dispatch_draw(serial=serial, actor=run.actor, at=run.at)
    run.answer({"draw": serial, "visits": list(made)}, run.say("已派发 {n} 次检查，待批准。", n=len(made)))
    return 0


@draws.command("reveal")
@click.argument("serial", type=int)
@command
def reveal(run: Run, serial: int) -> int:
    """Enter the whole record in the log; the next release publishes it."""
    path = writes.reveal_draw(
        serial=serial,
        publisher=open_publisher(run.config, demonstration=is_demonstration()),
        vault=Vault.at(run.config.keys),
        actor=run.actor,
        at=run.at,
    )
    run.answer({"draw": serial, "record": path}, run.say("第 {n} 号抽取已揭示：{path}", n=serial, path=path))
    return 0


@draws.command("abandon")
@click.argument("serial", type=int)
@click.option("--reason", required=True)
@command
def abandon(run: Run, serial: int, reason: str) -> int:
    """Abandon a commitment before its value can exist; the reason is published."""
    writes.abandon_draw(serial=serial, reason=reason, actor=run.actor, at=run.at)
    run.answer({"draw": serial, "state": "abandoned"}, run.say("第 {n} 号承诺已作废。", n=serial))
    return 0
