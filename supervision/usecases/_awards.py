"""评定生效 An award enters into force or ends, within a running transaction: the table, the credit file, both at once.

In the credit file an award is one fact; its end supersedes it, so that every rule reads one term and never two.
"""

from datetime import date, datetime

from scoring.rulebook.days import add_months
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Award, Facility, Fact
from supervision.rulebook import rulebook, schemes
from supervision.usecases.facts import append_fact

DEFAULT_VALIDITY_MONTHS = 12


def end_of_term(scheme_id: str, since: date) -> date:
    """Return the first day on which an award of the scheme no longer holds."""
    rule = schemes().on(scheme_id, since).valid_for
    months = int(rulebook().on(rule, since).value) if rule else DEFAULT_VALIDITY_MONTHS
    return add_months(since, months)


def put_in_force(row: Award, on: date, at: datetime) -> None:
    """Record a decided award in the credit file; an earlier one of the facility by the same scheme ends."""
    earlier = Award.select().where(
        Award.facility == row.facility_id,
        Award.scheme == row.scheme,
        Award.uuid != row.uuid,
        Award.decided_on.is_null(False),
        Award.ended_on.is_null(),
    )
    for each in earlier:
        end(each, on, "新的评定生效", at)
    append_fact(
        facility_id=row.facility_id,
        kind=_kind(row.scheme, on),
        on=row.since,
        at=at,
        source=row.number,
        data={"scheme": row.scheme, "outcome": row.outcome, "until": row.until.isoformat()},
        identity=row.uuid,
    )


def end(row: Award, on: date, reason: str, at: datetime) -> None:
    """End an award before or at the end of its term."""
    row.ended_on, row.ended_reason = on, reason
    row.save()
    kind = _kind(row.scheme, row.since)
    began = Fact.get_or_none(
        Fact.facility == row.facility_id, Fact.kind == kind, Fact.source == row.number, Fact.on == row.since
    )
    if began is None or row.until <= on:  # a term that is over ended by itself
        return
    append_fact(
        facility_id=row.facility_id,
        kind=kind,
        on=row.since,
        at=at,
        source=row.number,
        data={**began.data, "until": on.isoformat()},
        supersedes=began.uuid,
        identity=f"{row.uuid}:end",
    )


def end_row(uuid_: str, reason: str, *, at: datetime) -> None:
    """End the award with this id on the day of ``at``."""
    row = Award.get_or_none(Award.uuid == uuid_, Award.ended_on.is_null(), Award.decided_on.is_null(False))
    if row is None:
        raise NotFoundError("没有这项正在生效的评定。")
    end(row, china_day(at), reason, at)


def enter_award(
    *,
    uuid_: str,
    scheme: str,
    facility: Facility,
    outcome: str,
    on: date,
    until: date,
    number: str,
    organ: str,
    sheet_sha256: str | None,
    proposed_by: str,
    decided_by: str,
    at: datetime,
) -> Award:
    """Write an award that two people have decided, and put it in force from ``on``."""
    row = Award.create(
        uuid=uuid_,
        scheme=scheme,
        facility=facility,
        outcome=outcome,
        since=on,
        until=until,
        number=number,
        organ=organ,
        sheet_sha256=sheet_sha256,
        proposed_by=proposed_by,
        decided_by=decided_by,
        decided_at=at,
        decided_on=on,
    )
    put_in_force(row, on, at)
    return row


def _kind(scheme_id: str, on: date) -> str:
    return schemes().on(scheme_id, on).produces or "award"
