"""抽取终结办理: reveal, abandonment before the beacon exists, and the published decision that alone ends a draw afterwards.

Every commitment is revealed. An abandoned one with the result it would have had: both bodies are asked to open their halves,
who has not is named in public, and on the promised day the sealed salt is opened all the same.
"""

from datetime import datetime

from inspections.protocol import salt_sha256
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day, parse_moment
from supervision.disclosure.log.entries import Kind, draw_revealed
from supervision.disclosure.release.publisher import Publisher
from supervision.disclosure.site.draw_files import draw_envelope_path
from supervision.errors import StaleError
from supervision.models import Case, Department, Draw, DrawLook, SaltShare, Task, Visit
from supervision.queries.public.draws import draw_record_bytes, record_path
from supervision.usecases._draws import (
    draw_row,
    events_of,
    request_of,
    result_of,
    salt_label,
    salt_of,
)
from supervision.usecases._frame import after_commit, record, usecase
from supervision.usecases.beacons import take_beacon
from supervision.usecases.salt_shares import returned_salt
from supervision.vault import Vault


@usecase("draw.reveal")
def reveal_draw(*, serial: int, publisher: Publisher, vault: Vault, actor: Actor, at: datetime) -> str:
    """揭示: the whole record is entered in the log and published with the next release; returns its path.

    Raises:
        RuleViolationError: ``visits-ahead`` while a drawn visit still lies ahead; ``event-cut-off``.
    """
    row = draw_row(serial)
    if row.state == "revealed" and row.revealed_index is None:  # cut off before it entered the log
        record(f"draw:{serial}", resumed=True)
    elif row.state != "drawn":
        raise StaleError("第 {serial} 号抽取不能揭示：尚未抽取，或已经揭示。", serial=serial)
    else:
        _check_ahead(row, at)
        if any(each.log_index is None for each in events_of(row)):
            raise RuleViolationError(
                "event-cut-off", "有一次变动还没有写入公开日志。", remedy="请先把它补记入日志，再揭示。"
            )
        row.state, row.revealed_at = "revealed", at
        row.save()
        Task.update(state="revealed").where(Task.id == row.task_id).execute()
        record(f"draw:{serial}", revealed=True)
    after_commit(lambda: log_reveal(serial=serial, publisher=publisher, vault=vault, actor=actor, at=at))
    return f"records/{record_path(serial)}"


def _check_ahead(row: Draw, at: datetime) -> None:
    today = china_day(at)
    days = [team["day"] for team in row.result["current"]["teams"] if team["day"]]
    ahead = [day for day in days if day > today.isoformat()]
    if ahead and today < row.reveal_by:
        raise RuleViolationError(
            "visits-ahead",
            "还有 {count} 次检查在后面，揭示会让机构提前知道。",
            remedy="请在最后一次检查之后揭示，最迟 {day}。",
            facts={"count": len(ahead), "day": row.reveal_by.isoformat()},
        )


@usecase("draw.log_reveal")
def log_reveal(*, serial: int, publisher: Publisher, vault: Vault, actor: Actor, at: datetime) -> int:
    """揭示入日志: enter the record of a revealed or abandoned draw into the public log; entered before, it is found again."""
    row = draw_row(serial)
    kind = Kind.DRAW_ABANDONED if row.state == "abandoned" else Kind.DRAW_REVEALED
    value = draw_revealed(
        row.commitment_sha256, f"records/{record_path(serial)}", draw_record_bytes(row, salt_of(row, vault))
    )
    path = draw_envelope_path(serial, kind)
    row.revealed_index = publisher.enter(path, value, kind=kind, at=row.revealed_at, signed_at=at).index
    row.save()
    record(f"draw:{serial}", revealed=row.revealed_index)
    return int(row.revealed_index)


@usecase("draw.abandon")
def abandon_draw(*, serial: int, reason: str, actor: Actor, at: datetime) -> None:
    """作废承诺: only before the beacon exists; both bodies are asked to open their halves from now on.

    Raises:
        RuleViolationError: ``beacon-exists``; ``reason-missing``.
    """
    row = draw_row(serial)
    if row.state != "committed":
        raise StaleError("第 {serial} 号抽取已经完成，不能作废。", serial=serial)
    _check_reason(reason)
    if at >= parse_moment(row.commitment["beacon"]["not_before"]):
        raise RuleViolationError(
            "beacon-exists",
            "公开随机值可能已经产生，不能再作废本次抽取。",
            basis="double-random/1",
            remedy="请完成抽取；需要调整的，按抽取后的变动办理。确须终止的，由不知道种子的机关公开决定。",
        )
    _end(row, reason, at)
    record(f"draw:{serial}")


@usecase("draw.end")
def end_draw(*, serial: int, body: str, number: str, reason: str, actor: Actor, at: datetime) -> None:
    """决定终止: after the beacon exists a draw ends only by the published decision of a body that does not know the seed.

    Raises:
        RuleViolationError: ``beacon-not-there``; ``reason-missing``; ``decision-missing``; ``decider-knows``;
            ``body-knows``; ``visits-open``.
    """
    row = draw_row(serial)
    if row.state not in ("committed", "drawn"):
        raise StaleError("第 {serial} 号抽取已经了结。", serial=serial)
    if at < parse_moment(row.commitment["beacon"]["not_before"]):
        raise RuleViolationError(
            "beacon-not-there",
            "公开随机值产生之前，由机关负责人作废承诺即可。",
            remedy="请机关负责人在抽取页面作废承诺，写明原因。",
        )
    _check_reason(reason)
    if not body.strip() or not number.strip():
        raise RuleViolationError(
            "decision-missing",
            "请写明作出决定的机关和决定文号：决定须公布。",
            basis="double-random/1",
            remedy="请照决定书填写机关全称和文号。",
        )
    _check_knows_nothing(row, body, actor)
    open_visits = Visit.select().join(Case).where(Visit.draw == row, Case.closed_on.is_null()).count()
    if open_visits:
        raise RuleViolationError(
            "visits-open",
            "本次抽取还有 {count} 次检查没有办结。",
            remedy="请机关负责人先取消还没有开始的检查；已经开始的，先办完。",
            facts={"count": open_visits},
        )
    row.ended_by = f"{body.strip()} {number.strip()}"
    _end(row, reason, at)
    record(f"draw:{serial}", by=row.ended_by)


def _check_knows_nothing(row: Draw, body: str, actor: Actor) -> None:
    shares = list(SaltShare.select().where(SaltShare.draw == row))
    looked = DrawLook.select().where(DrawLook.draw == row, DrawLook.by == actor.key).exists()
    if looked or actor.key in {row.committed_by, *(each.holder for each in shares)}:
        raise RuleViolationError(
            "decider-knows",
            "您参与过本次抽取，或看过它的结果，不能决定终止它。",
            basis="double-random/1",
            remedy="请由没有参与、也没有看过结果的人办理。",
        )
    names = [
        each.name for each in Department.select().where(Department.key.in_([each.body for each in shares]))
    ]
    if any(body.strip() in (name, name.strip()) for name in names):
        raise RuleViolationError(
            "body-knows",
            "{body} 保管着盐值的一半，不能作出这项决定。",
            basis="double-random/1",
            remedy="请由不知道种子的机关作出决定并公布。",
            facts={"body": body.strip()},
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolationError("reason-missing", "作废须写明原因，原因会公布。", remedy="请写明原因。")


def _end(row: Draw, reason: str, at: datetime) -> None:
    row.state, row.abandoned_at, row.abandoned_reason = "abandoned", at, reason.strip()
    row.save()
    SaltShare.update(asked_at=at).where(SaltShare.draw == row).execute()
    Task.update(state="frozen").where(Task.id == row.task_id).execute()


@usecase("draw.reveal_abandoned")
def reveal_abandoned(*, serial: int, publisher: Publisher, vault: Vault, actor: Actor, at: datetime) -> str:
    """揭示作废的承诺: with the result it would have had; returns the path of the record.

    Raises:
        RuleViolationError: ``shares-not-returned`` before the promised day; ``beacon-four-eyes``; ``salt-not-the-one``.
    """
    row = draw_row(serial)
    if row.state != "abandoned" or row.revealed_index is not None:
        raise StaleError("第 {serial} 号抽取没有作废，或已经揭示。", serial=serial)
    if row.revealed_at is None:
        salt = returned_salt(row, vault)
        if salt is None and china_day(at) < row.reveal_by:
            raise RuleViolationError(
                "shares-not-returned",
                "还有单位没有交出盐值份额。",
                basis="double-random/1",
                remedy="请保管人用自己的文件和口令交出。到 {day} 仍未交出的，由系统打开密封的盐值，并公布哪个单位没有交出。",
                facts={"day": row.reveal_by.isoformat()},
            )
        salt = salt or salt_of(row, vault)
        if salt_sha256(salt) != row.commitment["salt_sha256"]:
            raise RuleViolationError(
                "salt-not-the-one", "交出的份额合成的不是承诺的盐值。", remedy="请各保管人核对交出的文件。"
            )
        if row.beacon is None:
            take_beacon(row)
        row.result, row.revealed_at = result_of(request_of(row, row.beacon, salt)), at
        row.sealed_salt = vault.seal(salt, salt_label(serial))  # the server's own copy may have been lost
        row.save()
    record(f"draw:{serial}", abandoned=True)
    after_commit(lambda: log_reveal(serial=serial, publisher=publisher, vault=vault, actor=actor, at=at))
    return f"records/{record_path(serial)}"
