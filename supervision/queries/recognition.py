"""外地名单查询: entries of other regions' lists, which facility here is meant, and where their recognition stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Case, ExchangePartner, Facility, ForeignEntry, Listing
from supervision.queries._foreign import has_ended
from supervision.queries._scope import sees_facility
from supervision.queries.cases import CaseFile, case_file


@dataclass(frozen=True, slots=True)
class ForeignEntryRow:
    """外地名单行: one entry as the office sees it; ``case`` once a facility here is known; ``listing``: id of what followed."""

    uuid: str
    region: str
    region_name: str
    file: int
    authority: str
    list_kind: str
    number: str
    name: str
    uscc: str
    cause: str
    issued_on: date
    until: date | None
    removed_on: date | None
    facility: str
    facility_code: str
    matched_by: str
    proposed: str
    effect: str
    listing: str
    recognised_on: date | None
    ended_on: date | None
    case: CaseFile | None

    @property
    def href(self) -> str:
        """Return where the office handles it."""
        place = "" if self.case else "unmatched/"
        return f"/office/recognition/{place}{self.uuid}"


def list_entries(
    *, actor: Actor, on: date, show: str = "", facility_code: str = ""
) -> tuple[ForeignEntryRow, ...]:
    """Return entries, the newest first: ``unmatched`` ones, ``open`` ones, or all that this person may see."""
    query = _entries(actor).order_by(ForeignEntry.id.desc())
    if show == "unmatched":
        query = query.where(ForeignEntry.case.is_null(), ForeignEntry.ended_on.is_null())
    elif show == "open":
        query = query.where(Case.closed_on.is_null(), ForeignEntry.ended_on.is_null())
    if facility_code:
        query = query.where(Facility.code == facility_code)
    names = dict(ExchangePartner.select(ExchangePartner.region, ExchangePartner.name).tuples())
    return tuple(_row(row, actor, on, names) for row in query)


def get_entry(uuid_: str, *, actor: Actor, on: date) -> ForeignEntryRow:
    """Return one entry.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _entries(actor).where(ForeignEntry.uuid == uuid_).first()
    if row is None:
        raise NotFoundError("没有这条外地名单。")
    names = dict(ExchangePartner.select(ExchangePartner.region, ExchangePartner.name).tuples())
    return _row(row, actor, on, names)


def count_unmatched() -> int:
    """Return how many entries wait for somebody to say which facility they mean."""
    waiting = ForeignEntry.select().where(ForeignEntry.case.is_null(), ForeignEntry.ended_on.is_null())
    return int(waiting.count())


def ended_entries(on: date) -> tuple[str, ...]:
    """Return the ids of entries whose source has ended by ``on`` while something of them still stands here."""
    query = _query().where(
        ForeignEntry.ended_on.is_null(),
        ForeignEntry.case.is_null() | (Case.closed_on.is_null() & (Case.state != "ending")),
    )
    return tuple(row.uuid for row in query.order_by(ForeignEntry.id) if has_ended(row, on))


def _query() -> Any:
    return (
        ForeignEntry.select(ForeignEntry, Case, Facility, Listing)
        .join(Case, JOIN.LEFT_OUTER)
        .switch(ForeignEntry)
        .join(Listing, JOIN.LEFT_OUTER)
        .switch(ForeignEntry)
        .join(Facility, JOIN.LEFT_OUTER)
        .join(Area, JOIN.LEFT_OUTER)
    )


def _entries(actor: Actor) -> Any:
    """An entry that is nobody's yet is seen by the whole office; one of a facility, by those who may see that."""
    if not actor.is_office:
        return _query().where(ForeignEntry.id.is_null())
    return _query().where(ForeignEntry.facility.is_null() | sees_facility(actor))


def _row(row: ForeignEntry, actor: Actor, on: date, names: dict[str, str]) -> ForeignEntryRow:
    same = ("uuid", "region", "authority", "list_kind", "number", "name", "uscc", "cause", "issued_on", "until",
            "removed_on", "matched_by", "proposed", "effect", "recognised_on", "ended_on")  # fmt: skip
    values: dict[str, Any] = {name: getattr(row, name) for name in same}
    return ForeignEntryRow(
        **values,
        region_name=names.get(row.region, row.region),
        file=row.file_id,
        facility=row.facility.name if row.facility else "",
        facility_code=row.facility.code if row.facility else "",
        listing=row.listing.uuid if row.listing else "",
        case=case_file(row.case, actor, on) if row.case else None,
    )
