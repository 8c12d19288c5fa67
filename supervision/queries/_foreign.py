"""What the rows say of another region's entry on a day: whether it still stands there, and what the guards ask."""

from datetime import date
from typing import cast

from supervision.models import Case, ForeignEntry, Listing
from supervision.procedures.guards.recognition import Effect, ForeignEntryFacts


def has_ended(row: ForeignEntry, on: date) -> bool:
    """Return whether an entry has left its list, or its term there is over."""
    return row.removed_on is not None or (row.until is not None and row.until <= on)


def foreign_facts(row: ForeignEntry, on: date, effect: str = "") -> ForeignEntryFacts:
    """Return what the guards of recognition ask; ``effect`` is what somebody wants it to mean here."""
    return ForeignEntryFacts(row.list_kind, has_ended(row, on), cast(Effect, effect))


def facts_of_case(case: Case, on: date) -> ForeignEntryFacts:
    """Return the same, from the case."""
    return foreign_facts(ForeignEntry.get(ForeignEntry.case == case), on)


def source_stands(listing: Listing, on: date) -> bool:
    """Return whether nothing elsewhere that an entry here rests on has ended."""
    if listing.id is None:
        return True
    rows = ForeignEntry.select().where(ForeignEntry.listing == listing)
    return not any(has_ended(row, on) for row in rows)
