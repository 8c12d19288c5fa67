"""回避的落实: a recusal that came to hold after the commitment reaches the draw by itself, as an event of the protocol.

A roster holds the recusals of the day on which it was frozen. Of one that a head granted later the two people are known: who
asked and who decided; so it becomes an event at once, or as soon as the draw is made. One that follows by rule from a registered tie
has had one person alone: it is asked for, and a head approves it like any other change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor, scheduler
from supervision.clock import china_day
from supervision.disclosure.release.publisher import Publisher
from supervision.models import Draw, DrawChange, Facility, Inspector, InspectorTie, Recusal, RecusalRequest
from supervision.queries.pools import declared_recusals
from supervision.rulebook import rulebook
from supervision.usecases._draws import draw_row
from supervision.usecases._frame import record, usecase
from supervision.usecases.draw_events import enact
from supervision.vault import Vault

KIND = "recused"
REASON = "名录锁定之后生效的回避（{code}）"  # published with the reveal: the code alone, as in a roster


@dataclass(frozen=True, slots=True)
class DueRecusal:
    """待落实的回避: a pair of the roster that must not meet; ``decided_by`` where a second person has decided it."""

    inspector: str
    target: str
    code: str
    asked_by: str
    decided_by: str | None


def follow_recusals(*, publisher: Publisher, vault: Vault, at: datetime) -> int:
    """Bring every recusal in force into the draws that are made and not revealed; returns how many were new.

    The clock acts: the people have decided. What cannot be today, for its visit has begun, is taken up again tomorrow.
    """
    clock, done = scheduler("recusals"), 0
    for row in Draw.select().where(Draw.state == "drawn").order_by(Draw.serial):
        for due in list(due_recusals(row, china_day(at))):
            try:
                recuse(serial=row.serial, due=due, publisher=publisher, vault=vault, actor=clock, at=at)
                done += 1
            except RuleViolationError as not_now:
                if not_now.code not in ("visit-begun", "event-cut-off"):
                    raise
    return done


def due_recusals(row: Draw, on: date) -> Iterator[DueRecusal]:
    """Yield the recusals in force on a day that a draw does not know yet."""
    roster = row.roster
    drawable = {each["id"] for each in roster["targets"]}
    sent = {each["id"] for each in (*roster["inspectors"], *roster["standby"]["inspectors"])}
    targets = {code: name for name, code, _ in row.openings["targets"] if name in drawable}
    people = {staff: name for name, staff, _ in row.openings["inspectors"] if name in sent}
    asked = DrawChange.select().where(DrawChange.draw == row, DrawChange.kind == KIND)
    known = {(who, where) for who, where, _ in roster["recusals"]}
    known |= {(each.what["inspector"], each.what["target"]) for each in asked}
    for (staff, facility), code in sorted(declared_recusals(on, rulebook()).items()):
        if staff in people and facility in targets and (people[staff], targets[facility]) not in known:
            asked_by, decided_by = _two_people(staff, facility)
            yield DueRecusal(people[staff], targets[facility], code, asked_by, decided_by)


def _two_people(staff: str, facility: str) -> tuple[str, str | None]:
    """Return who asked for a recusal and who else decided it; of a tie who registered it, and nobody."""
    this = (
        Inspector.select(Inspector.id).where(Inspector.staff_number == staff),
        Facility.select(Facility.id).where(Facility.code == facility),
    )

    def latest(table: type[RecusalRequest] | type[Recusal] | type[InspectorTie], *more: object):
        rows = table.select().where(table.inspector.in_(this[0]), table.facility.in_(this[1]), *more)
        return rows.order_by(table.id.desc()).first()

    request = latest(RecusalRequest, RecusalRequest.granted == True)  # noqa: E712 - a condition of the database
    if request is not None:
        return request.filed_by, request.decided_by if request.decided_by != request.filed_by else None
    entered = latest(Recusal)
    return (entered.declared_by if entered else latest(InspectorTie).recorded_by), None


@usecase("draw.recuse")
def recuse(
    *, serial: int, due: DueRecusal, publisher: Publisher, vault: Vault, actor: Actor, at: datetime
) -> int:
    """落实回避: ask for the event, and where two people stand behind it already, let it happen; returns the change's id.

    Raises:
        RuleViolationError: ``visit-begun``; ``event-cut-off``.
    """
    row = draw_row(serial)
    change = DrawChange.create(
        draw=row,
        kind=KIND,
        what={"inspector": due.inspector, "target": due.target},
        reason=REASON.format(code=due.code),
        asked_by=due.asked_by,
        asked_at=at,
    )
    if due.decided_by is not None:
        enact(change, decided_by=due.decided_by, publisher=publisher, vault=vault, actor=actor, at=at)
    record(f"draw:{serial}", change=change.id, kind=KIND)
    return int(change.id)
