"""Releases of the public site: prepared by one person, approved by another."""

from collections.abc import Iterator

import click

from supervision.cli._frame import Run, command
from supervision.publishing import open_publisher
from supervision.queries.releases import ReleaseView, list_releases
from supervision.queries.settings import is_demonstration
from supervision.queries.withdrawals import REASONS
from supervision.usecases.releases import approve_release, prepare_release, rollback_release
from supervision.vault import Vault


@click.group("releases")
def releases() -> None:
    """What the public sees, and how it changed."""


def _answer(run: Run, view: ReleaseView) -> None:
    value = {
        "release": view.number,
        "as_of": view.as_of.isoformat(),
        "state": view.state,
        "new": list(view.new),
        "changed": list(view.changed),
        "taken_down": list(view.taken_down),
        "reasons": {
            key: {"reason": why, "since": day.isoformat() if day else None}
            for key, (why, day) in view.reasons.items()
        },
        "late": [
            {
                "record": each.key,
                "clock": each.clock,
                "since": each.since.isoformat(),
                "due": each.due.isoformat(),
                "working_days": each.days,
            }
            for each in view.late
        ],
    }
    text = run.say(
        "第 {n} 号发布（{day}）：新增 {new}，变更 {changed}，移除 {gone}；待另一人批准。",
        n=view.number,
        day=view.as_of,
        new=len(view.new),
        changed=len(view.changed),
        gone=len(view.taken_down),
    )
    run.answer(value, "\n".join([text, *_told(run, view)]))


def _told(run: Run, view: ReleaseView) -> Iterator[str]:
    """Yield a line for each record that leaves, with its reason, and for each that is late."""
    for key, (why, day) in view.reasons.items():
        yield run.say("撤下 {record}：{reason}", record=key, reason=run.say(REASONS[why])) + (
            f" {day}" if day else ""
        )
    for each in view.late:
        yield run.say(
            "迟延 {record}：{due} 截止，已迟 {days} 个工作日（{clock}）",
            record=each.key,
            due=each.due,
            days=each.days,
            clock=each.clock,
        )


@releases.command("prepare")
@click.option("--reason", default="")
@command
def prepare(run: Run, reason: str) -> int:
    """Freeze what is public today and show what it changes."""
    view = prepare_release(
        folder=run.config.prepared,
        public_url=run.config.public_url,
        reason=reason,
        actor=run.actor,
        at=run.at,
    )
    _answer(run, view)
    return 0


@releases.command("approve")
@click.argument("number", metavar="ID", type=int)
@command
def approve(run: Run, number: int) -> int:
    """Approve a prepared release: the site is built, sealed and shown."""
    approve_release(
        number=number,
        folder=run.config.prepared,
        publisher=open_publisher(run.config, demonstration=is_demonstration()),
        vault=Vault.at(run.config.keys),
        actor=run.actor,
        at=run.at,
    )
    run.answer({"release": number, "state": "live"}, run.say("第 {n} 号发布已上线。", n=number))
    return 0


@releases.command("rollback")
@click.argument("number", metavar="ID", type=int)
@command
def rollback(run: Run, number: int) -> int:
    """Prepare an earlier release again, less what was taken down or expired since."""
    _answer(run, rollback_release(to=number, folder=run.config.prepared, actor=run.actor, at=run.at))
    return 0


@releases.command("list")
@command
def list_(run: Run) -> int:
    """List releases, the newest first."""
    rows = list_releases()
    run.answer(
        [{"release": row.number, "as_of": row.as_of.isoformat(), "state": row.state} for row in rows],
        "\n".join(f"{row.number:5} {row.as_of} {row.state}" for row in rows),
    )
    return 0
