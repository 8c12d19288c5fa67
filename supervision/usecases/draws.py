"""双随机抽查办理: commit and draw (protocol double-random/1).

The draw itself is ``inspections.draw``; here stands what must come before what: a commitment needs a forecast of shortages
and the halves of two bodies (``salt_shares``); a draw needs a beacon on which two people agree (``beacons``); the salt lies
sealed until the reveal. What ends a draw stands in ``draw_ends``, what changes it in ``draw_events``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from inspections.canonical import RefusedError, hash_of, read_json
from inspections.plan import commit, require_ready
from inspections.proof import check_published_commitment
from inspections.protocol import commitment_sha256
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import UTC_FORMAT
from supervision.disclosure.log.entries import Kind, draw_committed
from supervision.disclosure.release.publisher import Publisher
from supervision.disclosure.site.draw_files import draw_envelope_path
from supervision.errors import InputError, StaleError
from supervision.models import (
    Draw,
    Facility,
    Inspector,
    ShortageForecast,
    Task,
    TaskInspector,
    TaskTarget,
)
from supervision.usecases._draws import draw_row, request_of, result_of, salt_label, salt_of
from supervision.usecases._frame import after_commit, record, usecase
from supervision.usecases.beacons import take_beacon
from supervision.usecases.draw_recusals import follow_recusals
from supervision.usecases.salt_shares import bind_shares, take_salt
from supervision.usecases.tasks import task_row
from supervision.vault import Vault


@dataclass(frozen=True, slots=True)
class Beacon:
    """信标约定: which public value will count, fixed before it exists."""

    source: str
    round: str
    not_before: datetime
    format: tuple[str, ...]
    fallback: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """公开理由: what is said with a commitment: why a target may have few inspectors, why a stratum is drawn whole, small or not."""

    exceptions: Mapping[str, str] = field(default_factory=dict)  # target -> reason
    strata: Mapping[str, str] = field(default_factory=dict)  # stratum -> reason
    supersedes: str = ""  # why there is a second draw


@usecase("draw.commit")
def commit_draw(
    *,
    task_number: str,
    beacon: Beacon,
    reveal_by: date,
    reasons: Reasons = Reasons(),
    publisher: Publisher,
    vault: Vault,
    actor: Actor,
    at: datetime,
) -> int:
    """作出承诺: hash roster, salt, exclusions and rules; then the commitment enters the public log. Returns the serial.

    The salt is made of the halves that two bodies have handed in. A commitment for a task that was drawn before
    names the earlier one. One that was cut off before it entered the log is taken up again by committing once more.

    Raises:
        RuleViolationError: ``open-commitment``; ``beacon-in-past``; ``forecast-missing``; ``roster-changed``;
            ``supersede-without-reason``; ``shares-missing``; whatever ``inspections.plan`` refuses.
    """
    task = task_row(task_number)
    cut_off = Draw.get_or_none(Draw.task == task, Draw.state == "committed", Draw.committed_index.is_null())
    if cut_off is not None:
        record(f"draw:{cut_off.serial}", resumed=True)
        after_commit(lambda: log_commitment(serial=cut_off.serial, publisher=publisher, actor=actor, at=at))
        return int(cut_off.serial)
    _check_open(task, beacon, at)
    _check_forecast(task)
    earlier = Draw.select().where(Draw.task == task).order_by(Draw.serial.desc()).first()
    if earlier is not None and not reasons.supersedes.strip():
        raise RuleViolationError(
            "supersede-without-reason",
            "这项任务以前抽取过（第 {serial} 号），再次抽取须写明原因，原因会公布。",
            basis="double-random/1",
            remedy="请填写再次抽取的原因。",
            facts={"serial": earlier.serial},
        )
    strata = {**reasons.strata, **task.reasons}
    require_ready(task.roster, reveal_by=reveal_by, reasons=strata, exceptions=reasons.exceptions)
    salt = take_salt(task, vault)
    last = (
        Draw.select(Draw.serial).where(Draw.authority == task.authority).order_by(Draw.serial.desc()).first()
    )
    serial = (last.serial if last else 0) + 1
    commitment, digest = _commitment(
        task, salt=salt, serial=serial, beacon=beacon, reveal_by=reveal_by, earlier=earlier
    )
    row = Draw.create(
        task=task,
        authority=task.authority,
        serial=serial,
        supersedes=earlier,
        state="committed",
        commitment=commitment,
        commitment_sha256=digest,
        roster=task.roster,
        exclusions=task.exclusions,
        rules=task.rules,
        openings=_openings(task),
        exceptions=sorted([name, why] for name, why in reasons.exceptions.items() if why.strip()),
        strata_reasons=strata,
        sealed_salt=vault.seal(salt, salt_label(serial)),
        committed_at=at,
        committed_by=actor.key,
        reveal_by=reveal_by,
        reason=reasons.supersedes if earlier else "",
    )
    bind_shares(task, row)
    task.state = "committed"
    task.save()
    record(f"draw:{serial}", task=task_number, commitment=digest)
    after_commit(lambda: log_commitment(serial=serial, publisher=publisher, actor=actor, at=at))
    return serial


def require_none_open(task_number: str) -> None:
    """Refuse a second commitment beside one that is not settled.

    Raises:
        RuleViolationError: ``open-commitment``.
    """
    unfinished = Draw.get_or_none(Draw.task == task_row(task_number), Draw.state.in_(("committed", "drawn")))
    if unfinished is not None:
        raise RuleViolationError(
            "open-commitment",
            "这项任务已有未了结的承诺（第 {serial} 号）：同时只能有一个。",
            basis="double-random/1",
            remedy="请先完成或终止前一次抽取。",
            facts={"serial": unfinished.serial},
        )


def _check_open(task: Task, beacon: Beacon, at: datetime) -> None:
    require_none_open(task.number)
    if task.state != "frozen":
        raise StaleError("任务 {number} 的名录尚未锁定，或已抽取。", number=task.number)
    if beacon.not_before <= at:
        raise RuleViolationError(
            "beacon-in-past",
            "约定的公开随机值在承诺时可能已经存在。",
            basis="double-random/1",
            remedy="请约定一个将来才产生的值。",
        )


def _check_forecast(task: Task) -> None:
    forecast = ShortageForecast.get_or_none(ShortageForecast.task == task)
    if forecast is None or forecast.done_at is None:
        raise RuleViolationError(
            "forecast-missing",
            "还没有做完缺口预测：承诺之前须先试抽，看人手和检查日够不够。",
            basis="double-random/1",
            remedy="请在任务页面做缺口预测。",
        )
    if forecast.roster_sha256 != hash_of(task.roster):
        raise RuleViolationError(
            "roster-changed",
            "锁定的名录在缺口预测之后变了。",
            basis="double-random/1",
            remedy="请重新锁定名录，再做一次缺口预测。",
        )


def _commitment(
    task: Task, *, salt: bytes, serial: int, beacon: Beacon, reveal_by: date, earlier: Draw | None
) -> tuple[Any, str]:
    try:
        return commit(
            task.roster,
            task.exclusions,
            task.rules,
            salt=salt,
            serial=serial,
            supersedes=earlier.commitment_sha256 if earlier else None,
            beacon={
                "source": beacon.source,
                "round": beacon.round,
                "not_before": beacon.not_before.strftime(UTC_FORMAT),
                "format": list(beacon.format),
                "fallback": beacon.fallback,
            },
            reveal_by=reveal_by,
        )
    except RefusedError as fault:
        raise InputError(
            fault.member,
            "承诺的内容不合协议（{member}）。",
            "请核对任务编号和公开随机值的写法；编号只能用字母、数字和 . _ : -",
            member=fault.member,
        ) from fault


def _openings(task: Task) -> dict[str, list[list[str]]]:
    """Return whom each pseudonym stands for: freezing the task again would forget it."""
    targets = TaskTarget.select(TaskTarget.pseudonym, Facility.code, TaskTarget.nonce).join(Facility)
    people = TaskInspector.select(TaskInspector.pseudonym, Inspector.staff_number, TaskInspector.nonce).join(
        Inspector
    )
    return {
        "targets": sorted(map(list, targets.where(TaskTarget.task == task).tuples())),
        "inspectors": sorted(map(list, people.where(TaskInspector.task == task).tuples())),
    }


@usecase("draw.log_commitment")
def log_commitment(*, serial: int, publisher: Publisher, actor: Actor, at: datetime) -> int:
    """承诺入日志: enter a commitment that stands in the register into the public log; entered before, it is found again."""
    row = draw_row(serial)
    path = draw_envelope_path(serial, Kind.DRAW_COMMITTED)
    logged = publisher.enter(
        path, draw_committed(row.commitment), kind=Kind.DRAW_COMMITTED, at=row.committed_at, signed_at=at
    )
    row.committed_index = logged.index
    row.save()
    record(f"draw:{serial}", log_index=logged.index)
    return int(row.committed_index)


@usecase("draw.check_commitment")
def check_commitment(*, serial: int, file: bytes, actor: Actor, at: datetime) -> None:
    """核对承诺文件: a witness compares the commitment that he kept with the one that is about to be drawn.

    Raises:
        RuleViolationError: ``commitment-file-unreadable``; ``commitment-of-another-draw``.
    """
    row = draw_row(serial)
    try:
        kept: Any = read_json(file)
        check_published_commitment(kept)
    except RefusedError as fault:
        raise RuleViolationError(
            "commitment-file-unreadable",
            "这不是一份承诺文件，或者文件不完整。",
            remedy="请选择承诺时从抽取页面或公示网站下载的文件。",
        ) from fault
    if commitment_sha256(kept) != row.commitment_sha256:
        raise RuleViolationError(
            "commitment-of-another-draw",
            "这份文件是任务 {task} 第 {kept} 号承诺，不是这里的第 {serial} 号。",
            basis="double-random/1",
            remedy="请选择本次抽取的承诺文件。文件确实是本次留存的，请不要抽取，立即报告监督机关。",
            facts={"task": kept["task"], "kept": kept["serial"], "serial": serial},
        )
    record(f"draw:{serial}", same=True)


@usecase("draw.run")
def run_draw(
    *, serial: int, publisher: Publisher, vault: Vault, actor: Actor, at: datetime
) -> dict[str, int]:
    """抽取: computed once, from the committed parts and the agreed beacon; returns how many are selected and short.

    Recusals that were granted between commitment and draw become its first events.

    Raises:
        RuleViolationError: ``beacon-four-eyes`` until two people have entered the same value; ``commitment-broken``.
    """
    row = draw_row(serial)
    if row.state != "committed":
        raise StaleError("第 {serial} 号抽取已经完成。", serial=serial)
    take_beacon(row)
    result = result_of(request_of(row, row.beacon, salt_of(row, vault)))
    row.result, row.state, row.drawn_at = result, "drawn", at
    row.save()
    Task.update(state="drawn").where(Task.id == row.task_id).execute()
    dayless = sum(1 for team in result["teams"] if team["day"] is None)
    counted = {"selected": len(result["selected"]), "short": len(result["short"]), "dayless": dayless}
    record(f"draw:{serial}", **counted)
    after_commit(lambda: follow_recusals(publisher=publisher, vault=vault, at=at))
    return counted
