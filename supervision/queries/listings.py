"""名单查询: entries with their cases, and what the rules say of an entry on a day."""

from datetime import date
from typing import Any

from scoring.rulebook import Confidence
from scoring.rulebook.days import add_months
from supervision.models import Facility, Listing, Penalty
from supervision.procedures.guards.listings import ListingFacts
from supervision.queries.scores import awards_of
from supervision.rulebook import rulebook, schemes

STAR_LEVELS = ("one", "two", "three", "four", "five")


def listing_facts(row: Listing, on: date, **more: Any) -> ListingFacts:
    """Return what the guards of a listing ask; ``more`` is what the caller knows besides."""
    book = rulebook()
    enabled = row.list_kind == "red" or bool(book.on("lists.black.enabled", on).value)
    confirmed = all(Confidence(each["confidence"]).confirmed_for_citation for each in row.basis)
    met = red_conditions(row.facility, on) == [] if row.list_kind == "red" else bool(row.rule)
    return ListingFacts(is_enabled=enabled, basis_confirmed=confirmed, conditions_met=met, **more)


def red_conditions(facility: Facility, on: date) -> list[str]:
    """Return which conditions of the red list (R5.30) are not met on ``on``; empty when all are."""
    book, missing = rulebook(), []
    star = schemes().producing("star_grade", on).id
    least = int(book.on("lists.red.min_star_level", on).value)
    levels = [
        STAR_LEVELS.index(award.outcome) + 1
        for award in awards_of(facility.code)
        if award.scheme == star
        and award.since <= on < award.until
        and (award.ended_on is None or award.ended_on > on)
        and award.outcome in STAR_LEVELS
    ]
    if max(levels, default=0) < least:
        missing.append("star-level")
    since = add_months(on, -int(book.on("lists.red.clean_months", on).value))
    if Penalty.select().where(Penalty.facility == facility, Penalty.decided_on >= since).exists():
        missing.append("penalty")
    return missing
