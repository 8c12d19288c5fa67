"""双随机抽查办理: commit, enter the beacon by two people, draw, reveal (protocol double-random/1).

The draw itself is ``inspections.draw``; here stands who may do what when: the beacon is accepted only after it can
exist and only if a checkpoint of the public log that is older than it contains the commitment; two people enter it
without seeing each other's entry; the salt lies sealed until the reveal.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspections.beacon import check_value
from inspections.canonical import RefusedError
from inspections.draw import draw
from inspections.plan import combine_shares, commit, require_ready
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import UTC_FORMAT, china_day, parse_moment
from supervision.disclosure.draw_files import draw_envelope_path
from supervision.disclosure.entries import Kind, draw_committed, draw_revealed
from supervision.disclosure.publisher import Publisher
from supervision.errors import InputError, NotFoundError, StaleError
from supervision.models import BeaconEntry, Draw, Task
from supervision.queries.public.draws import draw_record_bytes, record_path
from supervision.usecases._frame import after_commit, record, usecase
from supervision.usecases.tasks import task_row
from supervision.vault import Vault

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Beacon:
    """信标约定: which public value will count, fixed before it exists."""

    source: str
    round: str
    not_before: datetime
    format: tuple[str, ...]
    fallback: str


def draw_row(serial: int) -> Draw:
    """Return the row of a draw."""
    row: Draw | None = Draw.get_or_none(Draw.serial == serial)
    if row is None:
        raise NotFoundError("没有第 {serial} 号抽取。", serial=serial)
    return row


@usecase("draw.commit")
def commit_draw(
    *,
    task_number: str,
    beacon: Beacon,
    reveal_by: date,
    publisher: Publisher,
    vault: Vault,
    shares: tuple[bytes, bytes] | None = None,
    supersedes: int | None = None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """作出承诺: hash roster, salt, exclusions and rules; then the commitment enters the public log. Returns the serial.

    ``shares`` are the two halves of the salt, made by two bodies; made here where none are given. A commitment that
    was cut off before it entered the log is taken up again by committing once more: never are there two.

    Raises:
        RuleViolationError: ``open-commitment``; ``beacon-in-past``; whatever ``inspections.plan`` refuses.
    """
    task = task_row(task_number)
    cut_off = Draw.get_or_none(Draw.task == task, Draw.state == "committed", Draw.committed_index.is_null())
    if cut_off is not None:
        record(f"draw:{cut_off.serial}", resumed=True)
        after_commit(lambda: log_commitment(serial=cut_off.serial, publisher=publisher, actor=actor, at=at))
        return int(cut_off.serial)
    if task.state != "frozen":
        raise StaleError("任务 {number} 的名录尚未锁定，或已作出承诺。", number=task_number)
    if beacon.not_before <= at:
        raise RuleViolationError(
            "beacon-in-past",
            "约定的公开随机值在承诺时可能已经存在。",
            basis="double-random/1",
            remedy="请约定一个将来才产生的值。",
        )
    earlier = draw_row(supersedes) if supersedes else None
    if (
        Draw.select().where(Draw.task == task, Draw.state.in_(("committed", "drawn"))).exists()
        and not earlier
    ):
        raise RuleViolationError(
            "open-commitment", "这项任务已有未了结的承诺。", remedy="请先揭示或作废前一次抽取。"
        )
    last = (
        Draw.select(Draw.serial).where(Draw.authority == task.authority).order_by(Draw.serial.desc()).first()
    )
    serial = (last.serial if last else 0) + 1
    salt = combine_shares(*(shares or (secrets.token_bytes(SALT_BYTES), secrets.token_bytes(SALT_BYTES))))
    require_ready(task.roster, reveal_by=reveal_by, reasons=task.reasons)
    commitment, digest = commit(
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
    Draw.create(
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
        sealed_salt=vault.seal(salt, f"draw:{serial}"),
        committed_at=at,
        committed_by=actor.key,
        reveal_by=reveal_by,
        reason=reason,
    )
    task.state = "committed"
    task.save()
    record(f"draw:{serial}", task=task_number, commitment=digest)
    after_commit(lambda: log_commitment(serial=serial, publisher=publisher, actor=actor, at=at))
    return serial


@usecase("draw.log_commitment")
def log_commitment(*, serial: int, publisher: Publisher, actor: Actor, at: datetime) -> int:
    """承诺入日志: enter a commitment that stands in the register into the public log; entered before, it is found again."""
    row = draw_row(serial)
    path = draw_envelope_path(serial, Kind.DRAW_COMMITTED)
    logged = publisher.enter(path, draw_committed(row.commitment), kind=Kind.DRAW_COMMITTED, at=at)
    row.committed_index = logged.index
    row.save()
    record(f"draw:{serial}", log_index=logged.index)
    return int(row.committed_index)


@usecase("draw.enter_beacon")
def enter_beacon(*, serial: int, value: str, publisher: Publisher, actor: Actor, at: datetime) -> bool:
    """录入公开随机值: one person's reading; returns whether two people agree by now.

    Raises:
        RuleViolationError: ``beacon-too-early``; ``beacon-not-logged``; ``beacon-disagrees`` (both entries are void).
        InputError: the value is not spelt as was promised.
    """
    row = draw_row(serial)
    if row.state != "committed":
        raise StaleError("第 {serial} 号抽取已经完成。", serial=serial)
    promise = row.commitment["beacon"]
    not_before = parse_moment(promise["not_before"])
    if at < not_before:
        raise RuleViolationError(
            "beacon-too-early",
            "{day} 之前这个值还不存在，不能录入。",
            basis="double-random/1",
            facts={"day": promise["not_before"]},
        )
    logged = row.committed_index
    signed = None if logged is None else publisher.log.first_signed_with(logged)
    if signed is None or signed.at >= not_before:
        raise RuleViolationError(
            "beacon-not-logged",
            "公开日志在这个值产生之前没有包含本次承诺，抽取不能进行。",
            basis="double-random/1",
            remedy="请作废本次承诺，说明原因，重新承诺。",
        )
    try:
        check_value(value, promise["format"])
    except RefusedError as fault:
        raise InputError(
            "beacon",
            "这个值的写法与约定不符：应为 {format}。",
            "请对照公告逐位核对。",
            format=" / ".join(promise["format"]),
        ) from fault
    others = [entry for entry in BeaconEntry.select().where(BeaconEntry.draw == row) if entry.by != actor.key]
    if others and all(entry.value != value for entry in others):
        BeaconEntry.delete().where(BeaconEntry.draw == row).execute()
        record(f"draw:{serial}", beacon="disagrees", voided=[entry.by for entry in others])
        return False
    BeaconEntry.delete().where(BeaconEntry.draw == row, BeaconEntry.by == actor.key).execute()
    BeaconEntry.create(draw=row, value=value, by=actor.key, at=at)
    record(f"draw:{serial}", beacon="entered")
    return bool(others)


@usecase("draw.run")
def run_draw(*, serial: int, vault: Vault, actor: Actor, at: datetime) -> dict[str, int]:
    """抽取: computed once, from the committed parts and the agreed beacon; returns how many are selected and short.

    Raises:
        RuleViolationError: ``beacon-four-eyes`` until two people have entered the same value.
    """
    row = draw_row(serial)
    if row.state != "committed":
        raise StaleError("第 {serial} 号抽取已经完成。", serial=serial)
    entries = list(BeaconEntry.select().where(BeaconEntry.draw == row))
    if len({entry.by for entry in entries}) < 2 or len({entry.value for entry in entries}) != 1:
        raise RuleViolationError(
            "beacon-four-eyes",
            "公开随机值须由两人分别录入且一致，才能抽取。",
            basis="double-random/1",
            remedy="请另一人独立录入；两人不一致的，都须重新录入。",
        )
    result: dict[str, Any] = dict(draw(_request(row, entries[0].value, vault)))
    row.beacon, row.result, row.state, row.drawn_at = entries[0].value, result, "drawn", at
    row.save()
    Task.update(state="drawn").where(Task.id == row.task_id).execute()
    counted = {"selected": len(result["selected"]), "short": len(result["short"])}
    record(f"draw:{serial}", **counted)
    return counted


def _request(row: Draw, beacon: str, vault: Vault) -> Any:
    salt = vault.open(row.sealed_salt, f"draw:{row.serial}")
    return {
        "commitment": row.commitment,
        "roster": row.roster,
        "exclusions": row.exclusions,
        "rules": row.rules,
        "salt": salt.hex(),
        "beacon": beacon,
        "events": [],
    }


@usecase("draw.reveal")
def reveal_draw(*, serial: int, publisher: Publisher, vault: Vault, actor: Actor, at: datetime) -> str:
    """揭示: the whole record is entered in the log and published with the next release; returns its path.

    Raises:
        RuleViolationError: ``visits-ahead`` while a drawn visit still lies ahead.
    """
    row = draw_row(serial)
    if row.state != "drawn":
        raise StaleError("第 {serial} 号抽取不能揭示：尚未抽取，或已经揭示。", serial=serial)
    ahead = [
        team["day"] for team in row.result["teams"] if team["day"] and team["day"] > china_day(at).isoformat()
    ]
    if ahead and china_day(at) < row.reveal_by:
        raise RuleViolationError(
            "visits-ahead",
            "还有 {count} 次检查在后面，揭示会让机构提前知道。",
            remedy="请在最后一次检查之后揭示，最迟 {day}。",
            facts={"count": len(ahead), "day": row.reveal_by.isoformat()},
        )
    row.state, row.revealed_at = "revealed", at
    file = f"records/{record_path(serial)}"
    salt = vault.open(row.sealed_salt, f"draw:{serial}")
    value = draw_revealed(row.commitment_sha256, file, draw_record_bytes(row, salt))
    path = draw_envelope_path(serial, Kind.DRAW_REVEALED)
    row.revealed_index = publisher.enter(path, value, kind=Kind.DRAW_REVEALED, at=at).index
    row.save()
    Task.update(state="revealed").where(Task.id == row.task_id).execute()
    record(f"draw:{serial}", revealed=row.revealed_index)
    return file


@usecase("draw.abandon")
def abandon_draw(*, serial: int, reason: str, actor: Actor, at: datetime) -> None:
    """作废承诺: only before the beacon exists; afterwards a draw ends by its events alone. Both stay visible.

    Raises:
        RuleViolationError: ``beacon-exists``; ``reason-missing``.
    """
    row = draw_row(serial)
    if row.state != "committed":
        raise StaleError("第 {serial} 号抽取已经完成，不能作废。", serial=serial)
    if not reason.strip():
        raise RuleViolationError("reason-missing", "作废须写明原因，原因会公布。")
    if at >= parse_moment(row.commitment["beacon"]["not_before"]):
        raise RuleViolationError(
            "beacon-exists",
            "公开随机值可能已经产生，不能再作废本次抽取。",
            basis="double-random/1",
            remedy="请完成抽取；需要调整的，按抽取后的变动办理。",
        )
    row.state, row.abandoned_at, row.reason = "abandoned", at, reason
    row.save()
    Task.update(state="frozen").where(Task.id == row.task_id).execute()
    record(f"draw:{serial}")
