"""抽取的共用部分: finding a draw, and the request that its result follows from."""

from typing import Any

from inspections.canonical import RefusedError
from inspections.draw import draw
from inspections.protocol import Request, Result
from inspections.request import check_request
from scoring.rulebook import RuleViolationError
from supervision.errors import NotFoundError
from supervision.models import Draw, DrawEvent
from supervision.vault import Vault


def draw_row(serial: int) -> Draw:
    """Return the row of a draw."""
    row: Draw | None = Draw.get_or_none(Draw.serial == serial)
    if row is None:
        raise NotFoundError("没有第 {serial} 号抽取。", serial=serial)
    return row


def salt_label(serial: int) -> str:
    """Return under which label the salt of a draw is sealed."""
    return f"draw:{serial}"


def salt_of(row: Draw, vault: Vault) -> bytes:
    """Return the sealed salt of a draw."""
    return vault.open(row.sealed_salt, salt_label(row.serial))


def events_of(row: Draw) -> list[DrawEvent]:
    """Return the events of a draw in the order of their numbers."""
    return list(DrawEvent.select().where(DrawEvent.draw == row).order_by(DrawEvent.n))


def request_of(row: Draw, beacon: str, salt: bytes) -> Request:
    """Return what the result of a draw follows from, checked: what no longer fits its commitment is not drawn.

    Raises:
        RuleViolationError: ``commitment-broken``.
    """
    request: Any = {
        "commitment": row.commitment,
        "roster": row.roster,
        "exclusions": row.exclusions,
        "rules": row.rules,
        "salt": salt.hex(),
        "beacon": beacon,
        "events": [each.event for each in events_of(row)],
    }
    try:
        return check_request(request)
    except RefusedError as fault:
        raise RuleViolationError(
            "commitment-broken",
            "第 {serial} 号抽取的内容与承诺不符（{member}）：承诺之后它被改动过，不能抽取。",
            basis="double-random/1",
            remedy="请保存现场，从备份恢复承诺时的名录；不能恢复的，由不知道种子的机关公开决定终止。",
            facts={"serial": row.serial, "member": fault.member},
        ) from fault


def result_of(request: Request) -> Result:
    """Return the result of a checked request."""
    return draw(request)
