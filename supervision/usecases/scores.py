"""评分与评定办理: keeping a score sheet with all its lines; awarding and ending a grade or rating.

A sheet whose scheme leaves something open (待核) has no outcome; it can be kept and shown, it awards nothing.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import Authority, Award, ScoreSheet
from supervision.queries.scores import Fallen
from supervision.usecases._awards import end_of_term, end_row, put_in_force
from supervision.usecases._frame import record, usecase
from supervision.usecases._sheets import keep_sheet, keep_sheets, sheet_row
from supervision.usecases.facilities import get_facility_row, get_facility_rows

AT_ONCE = 100  # sheets in one transaction, of whoever decides many
NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-000000000003")


@usecase("score.decide")
def decide_score(
    *,
    scheme: str,
    code: str,
    on: date | None = None,
    known_at: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> str:
    """评定评分: evaluate and keep the sheet; returns its SHA-256. The same facts and rules give the same sheet.

    Raises:
        RuleViolationError: ``score-in-future``.
    """
    facility, on = get_facility_row(code, actor), on or china_day(at)
    if on > china_day(at):
        raise RuleViolationError("score-in-future", "不能对将来的日期评分。")
    row = keep_sheet(facility, scheme, on=on, known_at=known_at or at, actor=actor, at=at)
    record(
        f"facility:{code}", scheme=scheme, outcome=row.outcome, sheet=row.sha256, content=row.content_sha256
    )
    return str(row.sha256)


@usecase("score.decide_all")
def decide_scores(
    *,
    scheme: str,
    codes: Sequence[str],
    on: date,
    known_at: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """整批评分: evaluate and keep the sheets of some facilities in one go; returns their hashes, in the same order.

    Raises:
        RuleViolationError: ``score-in-future``.
    """
    if on > china_day(at):
        raise RuleViolationError("score-in-future", "不能对将来的日期评分。")
    rows = get_facility_rows(codes, actor)
    hashes = keep_sheets(rows, scheme, on=on, known_at=known_at or at, actor=actor, at=at)
    record(f"scheme:{scheme}", on=on, sheets=dict(zip(codes, hashes, strict=True)))
    return tuple(hashes)


@usecase("score.renew")
def renew_score(*, fallen: Fallen, actor: Actor, at: datetime) -> str | None:
    """重新评定: a rating whose sheet lost a fact is made anew; an award is proposed again, and waits for its decision.

    Returns the id of the proposed award, or none where the rating follows from the ledger alone.

    Raises:
        RuleViolationError: ``sheet-undecided`` where without that fact nothing can be said any more.
    """
    facility, on = get_facility_row(fallen.facility, actor), china_day(at)
    row = keep_sheet(facility, fallen.scheme, on=on, known_at=at, actor=actor, at=at)
    proposed = None
    if fallen.award is not None:
        number = Award.get(Award.uuid == fallen.award).number
        proposed = _propose(row, number, actor, at)
    record(
        f"facility:{fallen.facility}",
        scheme=fallen.scheme,
        instead_of=fallen.sheet,
        facts=list(fallen.facts),
        sheet=row.sha256,
        outcome=row.outcome,
        award=proposed,
    )
    return proposed


def outcome_of(sha256: str) -> str | None:
    """Return the outcome of a kept sheet, or None where it is not decided."""
    return sheet_row(sha256).outcome


@usecase("award.propose")
def propose_award(*, sheet_sha256: str, number: str, actor: Actor, at: datetime) -> str:
    """提出评定: on a kept sheet that has an outcome; another person decides. Returns the award's id.

    Raises:
        RuleViolationError: ``sheet-undecided`` where the scheme leaves something open.
    """
    key = _propose(sheet_row(sheet_sha256), number, actor, at)
    record(f"award:{key}", outcome=outcome_of(sheet_sha256))
    return key


def _propose(row: ScoreSheet, number: str, actor: Actor, at: datetime) -> str:
    if row.outcome is None:
        raise RuleViolationError(
            "sheet-undecided",
            "这份评分表没有结论：方案中有待核的内容，或缺少事实，不能据以评定。",
            remedy="请补齐评分表中列出的缺项，或先由本机关采用待核的取值。",
        )
    on = china_day(at)
    key = str(uuid.uuid5(NAMESPACE, row.sha256))
    Award.create(
        uuid=key,
        scheme=row.scheme,
        facility=row.facility,
        outcome=row.outcome,
        since=on,
        until=end_of_term(row.scheme, on),
        number=number,
        organ=Authority.select().order_by(Authority.id).get().name,
        sheet_sha256=row.sha256,
        proposed_by=actor.key,
        decided_by="",
        decided_at=at,
    )
    return key


@usecase("award.decide")
def decide_award(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """决定评定: by another person than the one who proposed; from that day it holds, and an earlier one ends."""
    row = Award.get_or_none(Award.uuid == uuid_)
    if row is None:
        raise NotFoundError("没有这项评定。")
    if row.decided_on is not None:
        raise StaleError("这项评定已经决定。")
    if row.proposed_by == actor.key:
        raise RuleViolationError(
            "four-eyes", "提出人不能决定自己提出的评定。", remedy="请由另一位决定人员办理。"
        )
    on = china_day(at)
    row.decided_by, row.decided_at, row.decided_on = actor.key, at, on
    row.since, row.until = on, end_of_term(row.scheme, on)
    row.save()
    put_in_force(row, on, at)
    record(f"award:{uuid_}", outcome=row.outcome)


@usecase("award.end")
def end_award(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """终止评定: withdrawn, downgraded or lapsed; the reason is published."""
    end_row(uuid_, reason, at=at)
    record(f"award:{uuid_}", reason=reason)
