"""抽取后变动办理: what may happen to a draw once it is made: asked for by one, approved by another, logged, then effective.

Nothing is chosen by hand. An event says who drops out, or how many standbys or days are added; the tickets decide the rest.
It stands in the public log before it changes anything; one that was cut off in between is taken up again (``log_event``).
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspections.canonical import RefusedError, hash_of
from inspections.draw import next_event
from inspections.protocol import Request, Result
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.disclosure.log.entries import Kind, draw_event
from supervision.disclosure.release.publisher import Publisher
from supervision.disclosure.site.draw_files import draw_event_path
from supervision.errors import NotFoundError, StaleError
from supervision.models import Draw, DrawChange, DrawEvent, Visit
from supervision.usecases._draws import draw_row, events_of, request_of, result_of, salt_of
from supervision.usecases._frame import after_commit, record, usecase
from supervision.usecases.dispatches import follow_draw
from supervision.vault import Vault

MEMBERS = {  # what each kind of event says besides its reason
    "target_withdrawn": ("target",),
    "inspector_withdrawn": ("inspector",),
    "recused": ("inspector", "target"),
    "standby_called": ("department", "count"),
    "days_added": ("count",),
}
NOT_BEGUN = ("planned", "approved", "noticed", "cancelled", "refused")


def _drawn(serial: int) -> Draw:
    row = draw_row(serial)
    if row.state != "drawn":
        raise StaleError("第 {serial} 号抽取还没有结果，或已经揭示，不能再变动。", serial=serial)
    return row


@usecase("draw.ask_event")
def ask_event(
    *,
    serial: int,
    kind: str,
    what: Mapping[str, str | int],
    reason: str,
    vault: Vault,
    actor: Actor,
    at: datetime,
) -> int:
    """申请变动: a facility closes, an inspector falls ill or must not go, standbys or days are needed; returns its id.

    ``what`` names target and inspector by their pseudonyms. What could not happen now is refused at once.

    Raises:
        RuleViolationError: ``event-impossible``; ``event-without-reason``; ``visit-begun``.
    """
    row = _drawn(serial)
    if not reason.strip():
        raise RuleViolationError(
            "event-without-reason", "变动须写明原因，揭示时会公布。", remedy="请写明原因，不写个人隐私。"
        )
    _try(row, kind, what, reason, (actor.key, actor.key + "?"), vault, at)
    change = DrawChange.create(
        draw=row, kind=kind, what=dict(what), reason=reason.strip(), asked_by=actor.key, asked_at=at
    )
    record(f"draw:{serial}", change=change.id, kind=kind)
    return int(change.id)


@usecase("draw.refuse_event")
def refuse_event(*, change: int, note: str, actor: Actor, at: datetime) -> None:
    """不同意变动: with its reason; the draw stays as it is."""
    row = _asked(change)
    if not note.strip():
        raise RuleViolationError(
            "event-without-reason", "请写明为什么不同意。", remedy="请写一句理由，申请人会看到。"
        )
    row.state, row.note, row.decided_by, row.decided_at = "refused", note.strip(), actor.key, at
    row.save()
    record(f"draw:{row.draw.serial}", change=row.id)


@usecase("draw.approve_event")
def approve_event(
    *,
    change: int,
    nonce: str | None = None,
    publisher: Publisher,
    vault: Vault,
    actor: Actor,
    at: datetime,
) -> int:
    """同意变动: by a second person; the event joins the chain, then enters the log, then takes effect. Returns its number.

    ``nonce`` is random where none is given (64 hex digits).

    Raises:
        RuleViolationError: ``four-eyes``; ``event-cut-off``; ``event-impossible``; ``visit-begun``.
    """
    asked = _asked(change)
    _drawn(asked.draw.serial)
    if asked.asked_by == actor.key:
        raise RuleViolationError(
            "four-eyes",
            "申请变动的人不能自己批准。",
            basis="double-random/1",
            remedy="请另一位有权批准的人办理。",
        )
    return enact(
        asked, decided_by=actor.key, nonce=nonce, publisher=publisher, vault=vault, actor=actor, at=at
    )


def enact(
    asked: DrawChange,
    *,
    decided_by: str,
    nonce: str | None = None,
    publisher: Publisher,
    vault: Vault,
    actor: Actor,
    at: datetime,
) -> int:
    """Let a change happen behind which two people stand, within the running use-case; returns the number of the event.

    Raises:
        RuleViolationError: ``event-cut-off``; ``event-impossible``; ``visit-begun``.
    """
    row = asked.draw
    if any(each.log_index is None for each in events_of(row)):
        raise RuleViolationError(
            "event-cut-off", "前一次变动还没有写入公开日志。", remedy="请先把它补记入日志，再批准这一次。"
        )
    people = asked.asked_by, decided_by
    event = _try(row, asked.kind, asked.what, asked.reason, people, vault, at, nonce)
    DrawEvent.create(draw=row, change=asked, n=event["n"], event=event, sha256=hash_of(event), at=at)
    asked.state, asked.decided_by, asked.decided_at = "approved", decided_by, at
    asked.save()
    record(f"draw:{row.serial}", change=asked.id, n=event["n"], event=hash_of(event))
    after_commit(lambda: log_event(serial=row.serial, publisher=publisher, vault=vault, actor=actor, at=at))
    return int(event["n"])


@usecase("draw.log_event")
def log_event(*, serial: int, publisher: Publisher, vault: Vault, actor: Actor, at: datetime) -> int:
    """变动入日志: enter the last event into the public log, then let it take effect; entered before, it is found again.

    ``on`` of an event is the day of the checkpoint that first holds it: one that was cut off and enters on a later day is
    written anew with that day.
    """
    row = _drawn(serial)
    last = next((each for each in events_of(row) if each.log_index is None), None)
    if last is None:
        raise StaleError("第 {serial} 号抽取没有待入日志的变动。", serial=serial)
    path = draw_event_path(serial, last.n)
    late = last.event["on"] != china_day(at).isoformat()
    if late and not publisher.holds(path, _entry(row, last), kind=Kind.DRAW_EVENT, at=last.at):
        _again(row, last, vault, at)
    logged = publisher.enter(path, _entry(row, last), kind=Kind.DRAW_EVENT, at=last.at, signed_at=at)
    last.log_index = logged.index
    last.save()
    row.result = result_of(_request(row, vault))
    row.save()
    record(f"draw:{serial}", n=last.n, log_index=logged.index)
    after_commit(lambda: follow_draw(serial=serial, actor=actor, at=at))
    return int(last.n)


def _entry(row: Draw, event: DrawEvent) -> dict[str, Any]:
    return draw_event(row.commitment_sha256, event.n, event.sha256)


def _again(row: Draw, last: DrawEvent, vault: Vault, at: datetime) -> None:
    """Write an event that was never logged anew with the day on which it will be."""
    old = last.event
    last.delete_instance()
    request = _request(row, vault)
    kept = {name: old[name] for name in ("kind", *MEMBERS[old["kind"]])}
    event = _next(request, old["nonce"], old["reason"], tuple(old["approved_by"]), at, kept)
    last.event, last.sha256, last.at = event, hash_of(event), at
    last.save(force_insert=True)


def _asked(change: int) -> DrawChange:
    row: DrawChange | None = DrawChange.get_or_none(DrawChange.id == change)
    if row is None:
        raise NotFoundError("没有这项变动申请。")
    if row.state != "asked":
        raise StaleError("这项变动申请已经办结。")
    return row


def _request(row: Draw, vault: Vault) -> Request:
    return request_of(row, row.beacon, salt_of(row, vault))


def _try(
    row: Draw,
    kind: str,
    what: Mapping[str, str | int],
    reason: str,
    people: tuple[str, str],
    vault: Vault,
    at: datetime,
    nonce: str | None = None,
) -> Any:
    """Return the event as it would come next, or refuse what cannot be."""
    if kind not in MEMBERS or set(what) != set(MEMBERS[kind]):
        raise _impossible("kind", kind)
    request, nonce = _request(row, vault), nonce or secrets.token_hex(32)
    approved_by = tuple(hash_of(["draw-event/approved-by", each, nonce]) for each in people)
    event = _next(request, nonce, reason.strip(), approved_by, at, {"kind": kind, **what})
    with_it: Any = {**request, "events": [*request["events"], event]}
    _check_begun(row, result_of(with_it))
    return event


def _next(
    request: Request, nonce: str, reason: str, approved_by: Any, at: datetime, what: Mapping[str, Any]
) -> Any:
    try:
        return next_event(
            request,
            nonce=nonce,
            on=china_day(at).isoformat(),
            reason=reason,
            approved_by=approved_by,
            **what,
        )
    except RefusedError as fault:
        raise _impossible(fault.member, fault.problem) from fault


REMEDIES = {  # by the last word of the path that the protocol names
    "target": "只有还没有检查的对象，或候补中的对象，可以撤出。",
    "inspector": "只能是名录中（含候补）、尚未退出的检查人员。",
    "department": "只能是检查组中的部门。",
    "count": "不能多于还能动用的候补，也不能多于实际缺少的数目。",
    "on": "变动须按日期先后办理。",
}


def _impossible(member: str, problem: str) -> RuleViolationError:
    word = member.rsplit(".", 1)[-1]
    return RuleViolationError(
        "event-impossible",
        "现在不能有这样的变动。",
        basis="double-random/1",
        remedy=REMEDIES.get(
            word, "请核对变动的种类：没有缺人就不能叫候补，没有缺检查日就不能加检查日，已回避的不必再回避。"
        ),
        facts={"member": member, "problem": problem},
    )


def _check_begun(row: Draw, result: Result) -> None:
    """Refuse an event that would change a visit that has begun today."""
    before = {team["target"]: team for team in row.result["current"]["teams"]}
    after = {team["target"]: team for team in result["current"]["teams"]}
    changed = {name for name, team in before.items() if after.get(name) != team}
    begun = [
        visit.number
        for visit in Visit.select().where(Visit.draw == row, Visit.pseudonym.in_(sorted(changed)))
        if visit.case.state not in NOT_BEGUN
    ]
    if begun:
        raise RuleViolationError(
            "visit-begun",
            "检查 {numbers} 已经开始，这项变动会改动它。",
            basis="double-random/1",
            remedy="请在检查结束之后的次日再办理：那时它不再受影响。",
            facts={"numbers": "、".join(begun)},
        )
