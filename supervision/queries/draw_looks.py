"""查看记录查询: who has seen what of a sealed draw, and what somebody is about to see without having left a note today.

A look is (serial, what, subject): ``what`` is result, list, line or address; ``subject`` a target's pseudonym, or all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from supervision.actor import Actor
from supervision.models import Area, Authority, Case, Draw, DrawLook, Visit
from supervision.queries._scope import of_authority
from supervision.queries.draw_names import Names, names_of

Look = tuple[int, str, str]
EVERYTHING = "all"
AHEAD = (
    "planned",
    "approved",
    "noticed",
)  # states of a visit of which a facility must not learn through the office
SHOWN = 500  # looks on the auditor's page


@dataclass(frozen=True, slots=True)
class LookRow:
    """查看行: who saw what of a sealed draw, first on that day; ``subject`` is a facility's name, or empty for all."""

    serial: int
    by: str
    at: datetime
    what: str
    subject: str


def looks_of(row: Draw, actor: Actor) -> tuple[LookRow, ...]:
    """Return who has seen what of a draw, the latest first; for the auditor and who approves changes."""
    if not may_read(actor):
        return ()
    names = names_of(row)
    return tuple(_row(each, row.serial, names) for each in _latest(DrawLook.draw == row))


def looks_of_visit(uuid: str, *, actor: Actor) -> tuple[LookRow, ...]:
    """Return who could know of a drawn visit, the latest first, those included who saw the whole result."""
    visit = Visit.get_or_none(Visit.uuid == uuid)
    if visit is None or visit.draw_id is None or not may_read(actor):
        return ()
    names = names_of(visit.draw)
    about = DrawLook.subject.in_((visit.pseudonym, EVERYTHING))
    return tuple(_row(each, visit.draw.serial, names) for each in _latest(DrawLook.draw == visit.draw, about))


def all_looks(*, serial: int | None = None, actor: Actor) -> tuple[LookRow, ...]:
    """Return the latest looks at all draws, or at one."""
    draws = Draw.select(Draw).join(Authority).join(Area).where(of_authority(actor))
    known = {row.id: row for row in (draws.where(Draw.serial == serial) if serial is not None else draws)}
    names = {key: names_of(row) for key, row in known.items()}
    found = _latest(DrawLook.draw.in_(list(known))).limit(SHOWN)
    return tuple(_row(each, known[each.draw_id].serial, names[each.draw_id]) for each in found)


def may_read(actor: Actor) -> bool:
    """Return whether this person may know who has looked."""
    return actor.reads_all or actor.may("draw.approve_event")


def _latest(*conditions: object):
    return DrawLook.select().where(*conditions).order_by(DrawLook.at.desc(), DrawLook.id.desc())


def _row(look: DrawLook, serial: int, names: Names) -> LookRow:
    subject = "" if look.subject == EVERYTHING else names.target(look.subject)
    return LookRow(serial, look.by, look.at, look.what, subject)


def sealed_visits(uuids: Iterable[str], what: str = "") -> tuple[Look, ...]:
    """Return the looks that reading these visits is, of those that lie ahead and come from a sealed draw.

    ``what`` is ``list`` where only facility and day are read, one look for each draw.
    """
    query = (
        Visit.select(Visit, Draw)
        .join(Draw)
        .switch(Visit)
        .join(Case)
        .where(Visit.uuid.in_(list(uuids)), Case.state.in_(AHEAD), Draw.revealed_at.is_null())
        .order_by(Visit.id)
    )
    looks = ((each.draw.serial, what or "address", EVERYTHING if what else each.pseudonym) for each in query)
    return tuple(dict.fromkeys(looks))


def unseen(looks: Iterable[Look], *, actor: Actor, on: date) -> tuple[Look, ...]:
    """Return which of these looks this person has not left a note of today."""
    noted = DrawLook.select(Draw.serial, DrawLook.what, DrawLook.subject).join(Draw)
    seen = set(noted.where(DrawLook.by == actor.key, DrawLook.on == on).tuples())
    return tuple(each for each in looks if each not in seen)
