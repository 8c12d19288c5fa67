"""外地名单的共同部分: matching, moving and ending another region's entry within a running transaction."""

from datetime import date, datetime
from functools import partial

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.models import Facility, Fact, ForeignEntry
from supervision.procedures import load_procedure
from supervision.queries._foreign import foreign_facts
from supervision.usecases._cases import Acts, move_case, open_case
from supervision.usecases.facts import append_fact


def match_row(
    row: ForeignEntry, facility: Facility, by: str, reason: str, actor: Actor, at: datetime
) -> None:
    """Say that a facility here is meant, and open the case of what this means."""
    row.case, _ = open_case(
        "recognition",
        "match",
        facility=facility,
        title=f"{facility.name} {row.authority} {row.number}",
        facts=foreign_facts(row, china_day(at)),
        note=reason,
        actor=actor,
        at=at,
    )
    row.facility, row.matched_by, row.proposed = facility, by, ""
    row.save()


def end_entry(row: ForeignEntry, actor: Actor, at: datetime) -> None:
    """End what an entry means here, since its source has ended; a listing that followed waits for a decider."""
    on = china_day(at)
    if row.case is None or not load_procedure("recognition").state(row.case.state).is_open:
        row.ended_on = on
        row.save()
    elif row.case.state == "listed_here":
        move_entry(row, "withdraw_listed", actor, at)
    elif row.case.state != "ending":
        move_entry(row, "withdraw", actor, at, acts={"fact.end_foreign": partial(_leave, row, at)})


def _leave(row: ForeignEntry, at: datetime) -> None:
    row.ended_on = china_day(at)
    row.save()
    if row.effect:
        write_effect(row, row.ended_on, at)


def move_entry(
    row: ForeignEntry,
    move: str,
    actor: Actor,
    at: datetime,
    note: str = "",
    acts: Acts | None = None,
    effect: str = "",
) -> None:
    """Make a move of its case; ``effect`` is what somebody wants it to mean here."""
    facts = foreign_facts(row, china_day(at), effect)
    move_case(row.case, move, facts=facts, note=note, actor=actor, at=at, acts=acts)


def write_effect(row: ForeignEntry, until: date | None, at: datetime) -> None:
    """Write what the entry means here, in place of what was written before. For the office: no public outcome reads it."""
    source = f"{row.region} {row.number}"[:120]
    written = Fact.select(Fact.uuid).where(
        Fact.facility == row.facility, Fact.kind == "foreign_entry", Fact.source == source
    )
    earlier = written.order_by(Fact.id.desc()).first()
    append_fact(
        facility_id=row.facility_id,
        kind="foreign_entry",
        on=row.recognised_on,
        at=at,
        source=source,
        data={"list": row.list_kind, "effect": row.effect} | ({"until": until.isoformat()} if until else {}),
        visibility="internal",
        supersedes=earlier.uuid if earlier else None,
        identity=f"foreign:{row.uuid}:{until}",
    )
