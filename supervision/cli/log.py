"""The transparency log, checked by anybody."""

from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.disclosure.verification.site import verify_site
from supervision.publishing import open_publisher, replace_log_key
from supervision.queries.settings import is_demonstration
from supervision.usecases.log import change_log_key, cosign_log


@click.group("log")
def log() -> None:
    """The append-only log of every act of disclosure."""


@log.command("verify")
@click.argument("place", metavar="PATH-or-URL")
@click.option("--remember", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@command
def verify(run: Run, place: str, remember: Path | None) -> int:
    """Check signature, consistency, records, manifest and draws of a published site."""
    report = verify_site(place, remember)
    value = report.as_json(run.say)
    lines = [
        run.say("日志 {origin}，{size} 条", origin=report.origin, size=report.size),
        run.say(
            "记录 {records} 条、文件 {manifest} 个、抽取 {draws} 次核验无误",
            records=report.records,
            manifest=report.manifest,
            draws=report.draws,
        ),
    ]
    if report.consistent is not None:
        lines.append(
            run.say("与上次记住的检查点一致") if report.consistent else run.say("与上次记住的检查点不一致")
        )
    lines += [f"{each['place']}: {each['message']}" for each in value["problems"]]
    run.answer(value, "\n".join(lines))
    return 0 if report.holds else 1


@log.command("cosign")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@command
def cosign(run: Run, file: Path) -> int:
    """Show that another body signed a checkpoint; its public key stands in keys/cosigners.txt of the data folder."""
    keys = run.config.keys / "cosigners.txt"
    names = cosign_log(
        note=file.read_bytes(),
        cosigners=keys.read_text() if keys.exists() else "",
        place=str(keys),
        publisher=open_publisher(run.config, demonstration=is_demonstration()),
        actor=run.actor,
        at=run.at,
    )
    run.answer({"cosigned_by": names}, run.say("已公布会签：{names}", names="、".join(names)))
    return 0


@log.command("change-key")
@command
def change_key(run: Run) -> int:
    """Make a new signing key; the old one signs beside it until keys/log.former.key is destroyed."""
    demonstration = is_demonstration()
    replace_log_key(run.config, demonstration=demonstration)
    key = change_log_key(
        publisher=open_publisher(run.config, demonstration=demonstration), actor=run.actor, at=run.at
    )
    said = run.say(
        "新的公钥：{key}\n请公布它；过渡期满后销毁 {file}。",
        key=key,
        file=str(run.config.keys / "log.former.key"),
    )
    run.answer({"key": key}, said)
    return 0
