"""Draws that anybody can check."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from inspections.plan import SEEDS
from supervision import clock
from supervision.cli._draw_changes import change
from supervision.cli._frame import Run, command
from supervision.cli._salt_shares import share, step_up
from supervision.disclosure.release.publisher import Publisher
from supervision.errors import InputError
from supervision.publishing import open_publisher
from supervision.queries.draw_preparations import get_preparation
from supervision.queries.settings import is_demonstration
from supervision.usecases import beacons, dispatches, draw_ends, forecasts
from supervision.usecases import draws as writes
from supervision.vault import Vault

PIECE = 50  # trials between two moves of the progress bar


@click.group("draws")
def draws() -> None:
    """Forecast, halves of the salt, commitment, beacon, draw, changes, reveal."""


draws.add_command(share)
draws.add_command(change)


def _publisher(run: Run) -> Publisher:
    return open_publisher(run.config, demonstration=is_demonstration())


def _vault(run: Run) -> Vault:
    return Vault.at(run.config.keys)


@draws.command("forecast")
@click.argument("task")
@command
def forecast(run: Run, task: str) -> int:
    """Try the frozen pool of TASK with 1,000 seeds: where would inspectors or days be missing?"""
    counted = _forecast(run, task)
    found = get_preparation(task, actor=run.actor)
    told: Any = found.forecast
    value = {
        "task": task,
        "trials": told.trials,
        "trials_short": told.trials_short,
        "trials_without_day": told.trials_without_day,
        "short": [list(each) for each in told.short],
        "without_day": [list(each) for each in told.without_day],
        "too_few_inspectors": [
            [each.facility, each.department, each.able, each.needed] for each in found.thin
        ],
    }
    lines = [run.say("{trials} 次试抽中，{short} 次缺人，{dayless} 次有对象排不上检查日。", **counted)]
    lines += [f"  {facility}  {department}  {count}" for facility, department, count in told.short]
    lines += [f"  {facility}  {count}" for facility, count in told.without_day]
    run.answer(value, "\n".join(lines))
    return 3 if told.trials_short or told.trials_without_day or found.thin else 0


def _forecast(run: Run, task: str) -> dict[str, int]:
    """Try what is still to be tried, with a bar; return in how many trials something was missing."""
    done = 0
    with tqdm(total=SEEDS, desc=run.say("试抽"), leave=False, disable=None) as bar:
        while done < SEEDS:
            done, _ = forecasts.forecast_draw(task_number=task, trials=PIECE, actor=run.actor, at=run.at)
            bar.update(done - bar.n)
    told: Any = get_preparation(task, actor=run.actor).forecast
    return {"trials": told.trials, "short": told.trials_short, "dayless": told.trials_without_day}


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
@click.option("--reasons", type=click.Path(dir_okay=False, path_type=Path), help='JSON: {"exceptions": {target: why}, "strata": {key: why}}; published.')  # fmt: skip
@click.option("--half", "halves", multiple=True, metavar="ACCOUNT:BODY:FILE", help="Somebody of a body steps up and hands in FILE, made now if there is none; asks for its passphrase.")  # fmt: skip
@click.option("--because", default="", help="Why there is a second draw for the task; published.")
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
    reasons: Path | None,
    halves: tuple[str, ...],
    because: str,
) -> int:
    """Commit to the frozen pool of TASK in the public log, before the value exists; with a forecast, if none was made."""
    try:
        moment = clock.parse_moment(not_before)
    except ValueError:
        raise InputError(
            "--not-before", "“{text}”不是时刻。", "写成 2026-12-01T13:15:00Z。", text=not_before
        ) from None
    promised: date = reveal_by.date()
    found = get_preparation(task, actor=run.actor).forecast
    if found and not found.is_done:
        run.tell(
            "{trials} 次试抽中，{short} 次缺人，{dayless} 次有对象排不上检查日。", **_forecast(run, task)
        )
    for words in halves:
        step_up(run, task, words)
    serial = writes.commit_draw(
        task_number=task,
        beacon=writes.Beacon(source, round_, moment, spelling, fallback),
        reveal_by=promised,
        reasons=_reasons(reasons, because),
        publisher=_publisher(run),
        vault=_vault(run),
        actor=run.actor,
        at=run.at,
    )
    run.answer({"draw": serial}, run.say("第 {n} 号抽取已作出承诺，并写入公开日志。", n=serial))
    return 0


def _reasons(file: Path | None, because: str) -> writes.Reasons:
    if file is None:
        return writes.Reasons(supersedes=because)
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        exceptions, strata = (
            {str(key): str(why) for key, why in given.get(name, {}).items()}
            for name in ("exceptions", "strata")
        )
    except (ValueError, AttributeError):
        raise InputError(
            str(file),
            "不是理由文件。",
            '写成 {{"exceptions": {{"化名": "理由"}}, "strata": {{"层": "理由"}}}}。',
        ) from None
    return writes.Reasons(exceptions, strata, because)


@draws.command("check")
@click.argument("serial", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@command
def check(run: Run, serial: int, file: Path) -> int:
    """Compare a commitment that a witness kept in FILE with the one that is about to be drawn."""
    writes.check_commitment(serial=serial, file=file.read_bytes(), actor=run.actor, at=run.at)
    run.answer({"draw": serial, "same": True}, run.say("一字不差：留存的承诺与这里的是同一份。"))
    return 0


@draws.command("beacon")
@click.argument("serial", type=int)
@click.argument("value")
@click.option("--missed", default="", metavar="WHERE", help="VALUE is that of the fallback: where the source said that the promised round was missed.")  # fmt: skip
@click.option("--run", "and_run", is_flag=True, help="Draw as soon as two people agree.")
@command
def beacon(run: Run, serial: int, value: str, missed: str, *, and_run: bool) -> int:
    """Enter the public VALUE; two people do so without seeing each other's entry."""
    entered = beacons.enter_beacon(
        serial=serial,
        value=value,
        fallback_note=missed,
        publisher=_publisher(run),
        actor=run.actor,
        at=run.at,
    )
    if and_run and entered == "agreed":
        return _draw(run, serial)
    said = {
        "agreed": run.say("两人录入一致，可以抽取。"),
        "waiting": run.say("已录入，还需另一人独立录入同一个值。"),
        "differs": run.say("两人录入的不一致，都已作废。请各自对照公告重新录入。"),
    }
    run.answer({"draw": serial, "agreed": entered == "agreed", "entered": entered}, said[entered])
    return 1 if entered == "differs" else 0


@draws.command("run")
@click.argument("serial", type=int)
@command
def run_(run: Run, serial: int) -> int:
    """Draw, once two people have entered the same value."""
    return _draw(run, serial)


def _draw(run: Run, serial: int) -> int:
    counted = writes.run_draw(
        serial=serial, publisher=_publisher(run), vault=_vault(run), actor=run.actor, at=run.at
    )
    run.answer(
        {"draw": serial, **counted},
        run.say(
            "第 {n} 号抽取：抽中 {selected} 家，缺 {short} 人，{dayless} 家没有检查日。", n=serial, **counted
        ),
    )
    return 0


@draws.command("dispatch")
@click.argument("serial", type=int)
@command
def dispatch(run: Run, serial: int) -> int:
    """Make a visit of each target that was drawn, to be approved by the head."""
    made = dispatches.dispatch_draw(serial=serial, actor=run.actor, at=run.at)
    run.answer({"draw": serial, "visits": list(made)}, run.say("已派发 {n} 次检查，待批准。", n=len(made)))
    return 0


@draws.command("reveal")
@click.argument("serial", type=int)
@click.option(
    "--abandoned", is_flag=True, help="Reveal an abandoned commitment with the result it would have had."
)
@command
def reveal(run: Run, serial: int, *, abandoned: bool) -> int:
    """Enter the whole record in the log; the next release publishes it."""
    usecase = draw_ends.reveal_abandoned if abandoned else draw_ends.reveal_draw
    path = usecase(serial=serial, publisher=_publisher(run), vault=_vault(run), actor=run.actor, at=run.at)
    run.answer({"draw": serial, "record": path}, run.say("第 {n} 号抽取已揭示：{path}", n=serial, path=path))
    return 0


@draws.command("abandon")
@click.argument("serial", type=int)
@click.option("--reason", required=True)
@command
def abandon(run: Run, serial: int, reason: str) -> int:
    """Abandon a commitment before its value can exist; the reason is published."""
    draw_ends.abandon_draw(serial=serial, reason=reason, actor=run.actor, at=run.at)
    run.answer({"draw": serial, "state": "abandoned"}, run.say("第 {n} 号承诺已作废。", n=serial))
    return 0


@draws.command("end")
@click.argument("serial", type=int)
@click.option("--body", required=True, help="Whose published decision it is; it does not know the seed.")
@click.option("--number", required=True, help="The number of the decision.")
@click.option("--reason", required=True)
@command
def end(run: Run, serial: int, body: str, number: str, reason: str) -> int:
    """Record the published decision that ends a draw after its value exists."""
    draw_ends.end_draw(serial=serial, body=body, number=number, reason=reason, actor=run.actor, at=run.at)
    run.answer({"draw": serial, "state": "abandoned"}, run.say("第 {n} 号抽取已终止。", n=serial))
    return 0
