"""评分与评定办理: keeping a score sheet with all its lines; awarding and ending a grade or rating.

A sheet whose scheme leaves something open (待核) has no outcome; it can be kept and shown, it awards nothing.
"""

import uuid
from datetime import date, datetime

from scoring.engine import evaluate
from scoring.freezing import freeze
from scoring.rulebook import RuleViolationError
from scoring.rulebook.days import add_months
from scoring.rulebook.local import local_rules
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import Authority, Award, Facility, Fact, RuleText, ScoreSheet
from supervision.queries.scores import Fallen, gathered
from supervision.rulebook import rulebook, schemes
from supervision.usecases._frame import record, usecase
from supervision.usecases.facilities import get_facility_row
from supervision.usecases.facts import append_fact

DEFAULT_VALIDITY_MONTHS = 12
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
    row = _keep(facility, scheme, on=on, known_at=known_at or at, actor=actor, at=at)
    record(
        f"facility:{code}", scheme=scheme, outcome=row.outcome, sheet=row.sha256, content=row.content_sha256
    )
    return str(row.sha256)


@usecase("score.renew")
def renew_score(*, fallen: Fallen, actor: Actor, at: datetime) -> str | None:
    """重新评定: a rating whose sheet lost a fact is made anew; an award is proposed again, and waits for its decision.

    Returns the id of the proposed award, or none where the rating follows from the ledger alone.

    Raises:
        RuleViolationError: ``sheet-undecided`` where without that fact nothing can be said any more.
    """
    facility, on = get_facility_row(fallen.facility, actor), china_day(at)
    row = _keep(facility, fallen.scheme, on=on, known_at=at, actor=actor, at=at)
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


def _keep(
    facility: Facility, scheme_id: str, *, on: date, known_at: datetime, actor: Actor, at: datetime
) -> ScoreSheet:
    """Evaluate and keep the sheet, sealed; the same sheet again changes nothing."""
    book, scheme = rulebook(), schemes().on(scheme_id, on)
    facts = gathered(scheme, facility.code, on=on, known_at=known_at)
    sheet = evaluate(book, scheme, facility.code, facts, on=on, known_at=known_at)
    frozen = freeze(book, scheme, sheet, facts, roots=local_rules())
    plain = sheet.as_record()
    ScoreSheet.insert(
        sha256=sheet.sha256,
        scheme=scheme_id,
        facility=facility,
        on=on,
        known_at=known_at,
        outcome=sheet.outcome,
        value=None if sheet.value is None else plain["value"],
        sheet=plain,
        seal=dict(frozen.seal),
        content_sha256=frozen.content_sha256,
        public=scheme.public,
        decided_by=actor.key,
        stored_at=at,
    ).on_conflict_ignore().execute()
    for name, key in frozen.seal["rules"].items():
        RuleText.insert(sha256=key, text=frozen.texts[name], kept_at=at).on_conflict_ignore().execute()
    return _sheet(sheet.sha256)


def _sheet(sha256: str) -> ScoreSheet:
    row: ScoreSheet | None = ScoreSheet.get_or_none(ScoreSheet.sha256 == sha256)
    if row is None:
        raise NotFoundError("没有这份评分表。")
    return row


def outcome_of(sha256: str) -> str | None:
    """Return the outcome of a kept sheet, or None where it is not decided."""
    return _sheet(sha256).outcome


@usecase("award.propose")
def propose_award(*, sheet_sha256: str, number: str, actor: Actor, at: datetime) -> str:
    """提出评定: on a kept sheet that has an outcome; another person decides. Returns the award's id.

    Raises:
        RuleViolationError: ``sheet-undecided`` where the scheme leaves something open.
    """
    key = _propose(_sheet(sheet_sha256), number, actor, at)
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
        until=_end_of_term(row.scheme, on),
        number=number,
        organ=Authority.select().order_by(Authority.id).get().name,
        sheet_sha256=row.sha256,
        proposed_by=actor.key,
        decided_by="",
        decided_at=at,
    )
    return key


def _end_of_term(scheme_id: str, since: date) -> date:
    rule = schemes().on(scheme_id, since).valid_for
    months = int(rulebook().on(rule, since).value) if rule else DEFAULT_VALIDITY_MONTHS
    return add_months(since, months)


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
    earlier = Award.select().where(
        Award.facility == row.facility_id,
        Award.scheme == row.scheme,
        Award.decided_on.is_null(False),
        Award.ended_on.is_null(),
    )
    for one in list(earlier):
        end_row(one.uuid, "新的评定生效", at=at)
    row.decided_by, row.decided_at, row.decided_on = actor.key, at, on
    row.since, row.until = on, _end_of_term(row.scheme, on)
    row.save()
    append_fact(
        facility_id=row.facility_id,
        kind=schemes().on(row.scheme, on).produces or "award",
        on=on,
        at=at,
        source=row.number,
        data={"scheme": row.scheme, "outcome": row.outcome, "until": row.until.isoformat()},
        identity=row.uuid,
    )
    record(f"award:{uuid_}", outcome=row.outcome)


@usecase("award.end")
def end_award(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """终止评定: withdrawn, downgraded or lapsed; the reason is published."""
    end_row(uuid_, reason, at=at)
    record(f"award:{uuid_}", reason=reason)


def end_row(uuid_: str, reason: str, *, at: datetime) -> None:
    """End an award within a running transaction; its fact says so too, so that no rating goes on counting it."""
    in_force = (Award.uuid == uuid_, Award.ended_on.is_null(), Award.decided_on.is_null(False))
    row = Award.get_or_none(*in_force)
    if row is None:
        raise NotFoundError("没有这项正在生效的评定。")
    row.ended_on, row.ended_reason = china_day(at), reason
    row.save()
    told = Fact.select().where(
        Fact.facility == row.facility_id, Fact.source == row.number, Fact.on == row.decided_on
    )
    fact = next((each for each in told if each.data.get("scheme") == row.scheme), None)
    if fact is not None and fact.data["until"] > row.ended_on.isoformat():
        append_fact(
            facility_id=row.facility_id,
            kind=fact.kind,
            on=fact.on,
            at=at,
            source=row.number,
            data={**fact.data, "until": row.ended_on.isoformat()},
            supersedes=fact.uuid,
            identity=f"{row.uuid}:end",
        )
