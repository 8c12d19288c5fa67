"""外地名单办理: lists of other regions come in, are matched, and mean something here only after verification by two.

What comes in has no effect. A reviewer says what it is to mean here, a decider recognises it; an equal sanction is a
listing of our own, under a criterion of our own, by its own procedure. It all ends with its source.
"""

from datetime import datetime
from functools import partial

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import InputError, NotFoundError
from supervision.models import ForeignEntry
from supervision.queries._foreign import has_ended
from supervision.texts import mark
from supervision.usecases._cases import Acts
from supervision.usecases._foreign_entries import end_entry, match_row, move_entry, write_effect
from supervision.usecases._frame import record, usecase
from supervision.usecases.facilities import get_facility_row
from supervision.usecases.listings import open_listing, take_off

SAME = "same"
TAKEN_OFF = ("decided", "published")  # states of a listing that a fallen ground ends


@usecase("recognition.match")
def match_entry(*, uuid_: str, facility_code: str, reason: str, actor: Actor, at: datetime) -> str:
    """对应机构: a person says which facility here is meant; returns the id of the entry.

    Raises:
        RuleViolationError: ``foreign-matched``; the entry has ended.
    """
    row, facility = _row(uuid_), get_facility_row(facility_code, actor)
    if row.case is not None and row.case.state != "set_aside":
        raise RuleViolationError(
            "foreign-matched", "这条外地名单已经对应到本地机构。", remedy="对应有误的，先不予认定。"
        )
    match_row(row, facility, "person", reason, actor, at)
    record(f"foreign:{uuid_}", facility=facility.code)
    return str(row.uuid)


@usecase("recognition.propose")
def propose_effect(
    *,
    uuid_: str,
    effect: str,
    reason: str,
    rule: str = "",
    evidence: tuple[str, ...] = (),
    actor: Actor,
    at: datetime,
) -> None:
    """提出认定: notice or watch is recognised by another person; ``same`` proposes a listing here under ``rule``."""
    row = _row(uuid_)
    acts: Acts = {}
    if effect == SAME:
        if not rule:
            raise InputError(mark("列入条件"), mark("同等惩戒须写明符合本地的哪一项列入条件。"))
        acts = {"recognition.open_listing": partial(_open_listing, row, rule, reason, evidence, actor, at)}
    row.proposed = effect
    row.save()
    move_entry(row, "list_here" if effect == SAME else "propose", actor, at, reason, acts, effect)
    record(f"foreign:{uuid_}", effect=effect, rule=rule)


def _open_listing(
    row: ForeignEntry, rule: str, reason: str, evidence: tuple[str, ...], actor: Actor, at: datetime
) -> None:
    row.listing = open_listing(
        list_kind=row.list_kind,
        facility=row.facility,
        rule=rule,
        cause=reason,
        evidence=evidence,
        origin={"region": row.region, "authority": row.authority, "number": row.number},
        actor=actor,
        at=at,
    )
    row.save()


@usecase("recognition.decide")
def decide_effect(*, uuid_: str, verdict: str, reason: str, actor: Actor, at: datetime) -> None:
    """认定: ``recognise`` what was proposed, by another person, or ``send_back``."""
    row, on = _row(uuid_), china_day(at)

    def enter() -> None:
        row.effect, row.recognised_by, row.recognised_on = row.proposed, actor.key, on
        row.save()
        write_effect(row, row.until, at)

    move_entry(
        row, verdict, actor, at, reason, {"fact.record_foreign": enter} if verdict == "recognise" else {}
    )
    record(f"foreign:{uuid_}", verdict=verdict, effect=row.effect)


@usecase("recognition.set_aside")
def set_aside_entry(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """不予认定: it means nothing here, or another facility; it may be matched anew."""
    move_entry(_row(uuid_), "set_aside", actor, at, reason)
    record(f"foreign:{uuid_}", set_aside=True)


@usecase("recognition.withdraw")
def withdraw_entry(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """终止: the source has ended, so its effect here ends; a listing that followed is taken off by a decider."""
    row = _row(uuid_)
    if not has_ended(row, china_day(at)):
        raise RuleViolationError(
            "foreign-in-force", "这条外地名单仍然有效", remedy="来源机关移出或到期之后终止"
        )
    end_entry(row, actor, at)
    record(f"foreign:{uuid_}", ended=True)


@usecase("recognition.finish")
def finish_entry(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """撤销本地列入: the entry here that rested on it ends; one still being decided is dropped in its own procedure first."""
    row = _row(uuid_)

    def end_listing() -> None:
        row.ended_on = china_day(at)
        row.save()
        listing = row.listing
        if listing.case.closed_on is not None:
            return
        if listing.case.state not in TAKEN_OFF:
            raise RuleViolationError(
                "foreign-listing-open", "本地的列入程序还没有结束。", remedy="请先在名单程序中决定不予列入。"
            )
        take_off(listing, "revoke", reason, (row.file.sha256,), actor, at)

    move_entry(row, "finish", actor, at, reason, {"recognition.end_listing": end_listing})
    record(f"foreign:{uuid_}", finished=True)


def _row(uuid_: str) -> ForeignEntry:
    row: ForeignEntry | None = ForeignEntry.get_or_none(ForeignEntry.uuid == uuid_)
    if row is None:
        raise NotFoundError("没有这条外地名单。")
    return row
