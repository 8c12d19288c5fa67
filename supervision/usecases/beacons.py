"""信标办理: two people enter the public random value without seeing each other's entry.

Nothing is deleted: what was corrected, and what two people read differently, is void and stays.
"""

from datetime import datetime
from typing import Literal

from inspections.beacon import check_value
from inspections.canonical import RefusedError
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import parse_moment
from supervision.disclosure.release.publisher import Publisher
from supervision.errors import InputError, StaleError
from supervision.models import BeaconEntry, Draw
from supervision.queries.gates import gate_of
from supervision.usecases._draws import draw_row
from supervision.usecases._frame import record, usecase

Entered = Literal["waiting", "agreed", "differs"]


@usecase("draw.enter_beacon")
def enter_beacon(
    *,
    serial: int,
    value: str,
    fallback_note: str = "",
    publisher: Publisher,
    actor: Actor,
    at: datetime,
) -> Entered:
    """录入公开随机值: one person's reading; returns whether another one is waited for, two agree, or they differ.

    ``fallback_note`` is given where the source has published no value for the promised round: it says where the source said
    so, and ``value`` is that of the fallback. What differs or is corrected is void and kept.

    Raises:
        RuleViolationError: ``beacon-too-early``; ``beacon-not-logged``; ``beacon-same-person``; ``beacon-agreed``.
        InputError: the value is not spelt as was promised.
    """
    row = draw_row(serial)
    if row.state not in ("committed", "abandoned") or row.beacon is not None:
        raise StaleError("第 {serial} 号抽取已经有公开随机值。", serial=serial)
    _check_gate(row, publisher, at)
    promise = row.commitment["beacon"]["format"]
    try:
        check_value(value, promise)
    except RefusedError as fault:
        raise InputError(
            "beacon",
            "这个值的写法与约定不符：应为 {format}。",
            "请对照公告逐位核对。",
            format=" / ".join(promise),
        ) from fault
    mine, others = None, []
    for each in standing_entries(row):
        if each.by == actor.key:
            mine = each
        else:
            others.append(each)
    reading = (value, bool(fallback_note.strip()))
    if len(others) > 1 or (mine is not None and others):
        raise RuleViolationError("beacon-agreed", "已有两人录入一致，不能再改。", remedy="请抽取。")
    if mine is not None and (mine.value, mine.of_fallback) == reading:
        raise RuleViolationError(
            "beacon-same-person",
            "您已经录入过这个值：一个人录入两次不算两人。",
            basis="double-random/1",
            remedy="请另一人对照公告独立录入。",
        )
    if mine is not None:
        _void([mine], "corrected", at)
    entry = BeaconEntry.create(
        draw=row, value=value, of_fallback=reading[1], note=fallback_note.strip(), by=actor.key, at=at
    )
    if others and any((each.value, each.of_fallback) != reading for each in others):
        _void([*others, entry], "disagrees", at)
        record(f"draw:{serial}", entry=entry.id, differs_from=[each.id for each in others])
        return "differs"
    record(f"draw:{serial}", entry=entry.id, corrects=mine.id if mine else None)
    return "agreed" if others else "waiting"


def _check_gate(row: Draw, publisher: Publisher, at: datetime) -> None:
    promise = row.commitment["beacon"]
    if at < parse_moment(promise["not_before"]):
        raise RuleViolationError(
            "beacon-too-early",
            "{day} 之前这个值还不存在，不能录入。",
            basis="double-random/1",
            remedy="请等到这个时刻以后，对照公告录入。",
            facts={"day": promise["not_before"]},
        )
    if row.state == "committed" and not gate_of(row, publisher).is_open(at):
        raise RuleViolationError(
            "beacon-not-logged",
            "公开日志在这个值产生之前没有包含本次承诺，抽取不能进行。",
            basis="double-random/1",
            remedy="请由不知道种子的机关公开决定终止本次抽取，说明原因，再重新承诺。",
        )


def _void(entries: list[BeaconEntry], why: str, at: datetime) -> None:
    BeaconEntry.update(voided_at=at, void_why=why).where(
        BeaconEntry.id.in_([each.id for each in entries])
    ).execute()


def standing_entries(row: Draw) -> list[BeaconEntry]:
    """Return the entries that count: neither corrected nor void."""
    return list(
        BeaconEntry.select()
        .where(BeaconEntry.draw == row, BeaconEntry.voided_at.is_null())
        .order_by(BeaconEntry.id)
    )


def take_beacon(row: Draw) -> None:
    """Take over what two people have agreed upon.

    Raises:
        RuleViolationError: ``beacon-four-eyes``.
    """
    entries = standing_entries(row)
    if len({entry.by for entry in entries}) < 2 or len({entry.value for entry in entries}) != 1:
        raise RuleViolationError(
            "beacon-four-eyes",
            "公开随机值须由两人分别录入且一致，才能抽取。",
            basis="double-random/1",
            remedy="请另一人独立录入；两人不一致的，都须重新录入。",
        )
    row.beacon = entries[0].value
    row.fallback_reason = entries[0].note if entries[0].of_fallback else ""
