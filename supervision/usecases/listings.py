"""红黑名单办理: propose, tell, hear, decide by two, publish, end. The procedure file says who may when.

The public name of the black list is 失信惩戒对象名单; the authority can switch it off, natural persons are not
listed, and each entry carries its basis.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from scoring.lists import list_term
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Authority, Facility, Fact, Listing
from supervision.procedures.definition import Words
from supervision.queries.listings import RedVerdict, list_measures, listing_facts, red_verdict
from supervision.rulebook import rulebook
from supervision.usecases._cases import move_case, open_case
from supervision.usecases._frame import record, usecase
from supervision.usecases._numbers import next_number
from supervision.usecases.facilities import get_facility_row
from supervision.usecases.facts import append_fact

SERIES = {"red": "红榜", "black": "惩戒"}


def listing_row(uuid_: str) -> Listing:
    """Return the row of a listing."""
    row: Listing | None = Listing.get_or_none(Listing.uuid == uuid_)
    if row is None:
        raise NotFoundError("没有这条名单记录。")
    return row


@usecase("listing.propose")
def propose_listing(
    *,
    list_kind: str,
    facility_code: str,
    rule: str,
    cause: str,
    evidence: tuple[str, ...] = (),
    identity: str | None = None,
    actor: Actor,
    at: datetime,
) -> str:
    """提出列入: under a criterion of the rule file (its id); returns the id of the entry.

    Raises:
        RuleViolationError: ``criterion-unknown``; the conditions are not met on this day.
    """
    facility = get_facility_row(facility_code, actor)
    row = open_listing(
        list_kind=list_kind,
        facility=facility,
        rule=rule,
        cause=cause,
        evidence=evidence,
        identity=identity,
        actor=actor,
        at=at,
    )
    return str(row.uuid)


def open_listing(
    *,
    list_kind: str,
    facility: Facility,
    rule: str,
    cause: str,
    evidence: tuple[str, ...],
    origin: dict[str, str] | None = None,
    identity: str | None = None,
    actor: Actor,
    at: datetime,
) -> Listing:
    """Open the case of an entry within a running transaction; ``origin``: the entry elsewhere that led to it."""
    book, on = rulebook(), china_day(at)
    if list_kind not in SERIES or rule not in book.rules:
        raise RuleViolationError("criterion-unknown", "名单规则中没有“{rule}”这一条。", facts={"rule": rule})
    value = book.on(rule, on)
    verdict = red_verdict(facility.code, on) if list_kind == "red" else None
    if verdict and not verdict.is_met:
        raise RuleViolationError(
            "listing-conditions",
            "当日不符合列入条件：{conditions}",
            basis=verdict.sheet.scheme,
            remedy="请查看逐项计算的理由",
            facts={"conditions": conditions(verdict)},
        )
    basis = [
        {
            "law": value.reference.law.id,
            "article": value.reference.article or "",
            "confidence": value.confidence.value,
        }
    ]
    draft = Listing(list_kind=list_kind, facility=facility, rule=rule, basis=basis)
    case, _ = open_case(
        f"listing_{list_kind}",
        "propose",
        facility=facility,
        title=f"{facility.name} {cause}",
        facts=listing_facts(draft, on),
        note=cause,
        evidence=evidence,
        actor=actor,
        at=at,
        identity=identity,
    )
    row: Listing = Listing.create(
        uuid=case.uuid,
        list_kind=list_kind,
        facility=facility,
        case=case,
        cause=cause,
        rule=rule,
        basis=basis,
        organ=Authority.select().order_by(Authority.id).get().name,
        measures=[each.as_record() for each in list_measures(list_kind, on) if each.may_be_imposed],
        origin=origin,
    )
    record(f"listing:{case.uuid}", list=list_kind, facility=facility.code, rule=rule)
    return row


def conditions(verdict: RedVerdict) -> Words:
    """Return the conditions that are not met, else those that cannot be judged, in both languages."""
    told = verdict.unmet or verdict.unknown
    return Words("；".join(each["zh"] for each in told), "; ".join(each["en"] for each in told))


def _move(
    uuid_: str,
    move: str,
    actor: Actor,
    at: datetime,
    *,
    note: str = "",
    evidence: tuple[str, ...] = (),
    acts: dict[str, Callable[[Listing], None]] | None = None,
    **facts: Any,
) -> Listing:
    row = listing_row(uuid_)
    move_case(
        row.case,
        move,
        facts=listing_facts(row, china_day(at), **facts),
        note=note,
        evidence=evidence,
        actor=actor,
        at=at,
        acts={name: partial(act, row) for name, act in (acts or {}).items()},
    )
    record(f"listing:{uuid_}", move=move)
    return row


@usecase("listing.serve_notice")
def serve_notice(*, uuid_: str, served_on: date, actor: Actor, at: datetime) -> None:
    """送达告知书: from then the period to state one's case runs."""
    _move(uuid_, "serve_notice", actor, at, served_on=served_on)


@usecase("listing.record_statement")
def record_statement(*, uuid_: str, text: str, actor: Actor, at: datetime) -> None:
    """陈述申辩: what the facility, or for the red list somebody else, says against it."""
    row = listing_row(uuid_)
    _move(uuid_, "answer" if row.case.state == "doubted" else "state_case", actor, at, note=text)


@usecase("listing.propose_end")
def propose_end(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """提出移出: a condition of the red list fails; the facility is heard before people decide."""
    _move(uuid_, "propose_end", actor, at, note=reason)


@usecase("listing.keep")
def keep_listing(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """保留在列: what was proposed to end goes on, with the reason."""
    _move(uuid_, "keep", actor, at, note=reason)


@usecase("listing.close_hearing")
def close_hearing(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """陈述或公示期满: nothing more was said in time."""
    row = listing_row(uuid_)
    _move(uuid_, "close_notice" if row.list_kind == "red" else "close_hearing", actor, at)


@usecase("listing.decide")
def decide_listing(*, uuid_: str, reason: str, verdict: str = "list", actor: Actor, at: datetime) -> str:
    """决定列入: two people decide; the second one's agreement makes it. ``verdict``: list, drop or disagree.

    Returns the state in which the case then stands.
    """
    row = listing_row(uuid_)
    second = row.case.state == "decided_once"
    moves = {"list": "decide_again" if second else "decide", "drop": "drop", "disagree": "disagree"}
    row = _move(uuid_, moves[verdict], actor, at, note=reason)
    if row.case.state == "decided":
        on = china_day(at)
        authority = Authority.select().order_by(Authority.id).get()
        _, row.number = next_number(authority, SERIES[row.list_kind], on.year)
        row.decided_on = on
        row.save()
    return str(row.case.state)


@usecase("listing.publish")
def publish_listing(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """公布: from today the entry stands on the public list, until its term ends or, where none is known, it is removed."""
    on = china_day(at)

    def enter(row: Listing) -> None:
        row.since = on
        row.until = list_term(rulebook(), row.list_kind, on).until
        row.save()
        append_fact(
            facility_id=row.facility_id,
            kind="listing",
            on=on,
            at=at,
            source=row.number,
            data={"list": row.list_kind} | ({"until": row.until.isoformat()} if row.until else {}),
            identity=row.uuid,
        )

    _move(uuid_, "publish", actor, at, acts={"fact.record_listing": enter})


@usecase("listing.end")
def end_listing(
    *,
    uuid_: str,
    way: str,
    reason: str = "",
    evidence: tuple[str, ...] = (),
    actor: Actor,
    at: datetime,
) -> None:
    """移出: ``expire`` at the end of the term, ``repair`` after credit repair, ``revoke`` where the ground fell.

    The entry is taken down at once; what stays public is a tombstone without name or cause.
    """
    take_off(listing_row(uuid_), way, reason, evidence, actor, at)


def take_off(
    row: Listing, way: str, reason: str, evidence: tuple[str, ...], actor: Actor, at: datetime
) -> None:
    """End an entry within a running transaction, as its procedure allows; it is taken down at once."""
    on = china_day(at)

    def leave(row: Listing) -> None:
        row.ended_on, row.ended_reason = on, reason or way
        row.save()
        append_fact(
            facility_id=row.facility_id,
            kind="listing",
            on=row.since or on,  # it began when it began; what changes is its end
            at=at,
            source=row.number,
            data={"list": row.list_kind, "until": on.isoformat()},
            supersedes=_entry_fact(row),
            identity=f"{row.uuid}:end",
        )

    _move(
        row.uuid,
        way,
        actor,
        at,
        note=reason,
        evidence=evidence,
        acts={"fact.end_listing": leave},
        duties_performed=way == "repair",
        ground_gone=way == "revoke",
    )
    _move(row.uuid, "take_down", actor, at)


def _entry_fact(row: Listing) -> str | None:
    found = Fact.get_or_none(
        Fact.facility == row.facility_id, Fact.kind == "listing", Fact.source == row.number
    )
    return found.uuid if found else None
