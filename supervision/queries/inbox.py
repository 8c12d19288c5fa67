"""收件箱: what waits for this person, and which clocks run."""

from dataclasses import dataclass
from datetime import date

from supervision.actor import Actor
from supervision.models import Area, Case, Facility
from supervision.queries._scope import sees_facility


@dataclass(frozen=True, slots=True)
class CaseRow:
    """案件行: one open case."""

    uuid: str
    procedure: str
    title: str
    facility: str
    facility_code: str
    state: str
    entered_on: date


@dataclass(frozen=True, slots=True)
class Inbox:
    """收件箱: open cases of the actor's area, oldest first."""

    on: date
    cases: tuple[CaseRow, ...]


def office_inbox(*, actor: Actor, on: date) -> Inbox:
    """Return the open cases that this person may see, the longest waiting first."""
    query = (
        Case.select(Case, Facility)
        .join(Facility)
        .join(Area)
        .where(Case.closed_on.is_null(), sees_facility(actor))
        .order_by(Case.entered_on, Case.id)
        .limit(200)
    )
    return Inbox(
        on,
        tuple(
            CaseRow(
                row.uuid,
                row.procedure,
                row.title,
                row.facility.name,
                row.facility.code,
                row.state,
                row.entered_on,
            )
            for row in query
        ),
    )
