"""The transparency log, checked by anybody."""

from pathlib import Path

import click

from supervision.cli._frame import Run, command
from supervision.disclosure.verification.saved import prove_file
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


@log.command("prove")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("place", metavar="PATH-or-URL")
@click.option("--release", required=True, metavar="N", help="As log/releases/index.json numbers them.")
@command
def prove(run: Run, file: Path, place: str, release: str) -> int:
    """Prove that a file saved earlier stood on the site: by the manifest kept of that release, and by the log."""
    name = release.zfill(6) if release.isdecimal() else release
    proof = prove_file(file, place, name)
    value = {
        "release": proof.release,
        "as_of": proof.as_of,
        "at": proof.at,
        "index": proof.index,
        "sha256": proof.sha256,
        "paths": list(proof.paths),
        "problems": proof.report.as_json(run.say)["problems"],
    }
    lines = [f"{each['place']}: {each['message']}" for each in value["problems"]]
    if proof.report.holds:
        said = run.say(
            "相符：第 {release} 号发布（{day}）的 {paths}，日志第 {index} 条，{at} 写入。",
            release=proof.release,
            day=proof.as_of,
            paths="、".join(proof.paths),
            index=proof.index,
            at=proof.at,
        )
        lines = [said]
    run.answer(value, "\n".join(lines))
    return 0 if proof.report.holds else 1


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
