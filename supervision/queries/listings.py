"""名单查询: entries of the red and the black list, and what the rules say of an entry on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.rulebook import Confidence
from scoring.rulebook.days import add_months
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Case, Facility, Listing, Penalty
from supervision.procedures import load_procedure
from supervision.procedures.guards.listings import ListingFacts
from supervision.queries._scope import sees_facility
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


@dataclass(frozen=True, slots=True)
class ListingRow:
    """名单行: one entry; ``state`` in both languages, ``basis`` as (law, article, confidence)."""

    uuid: str
    list_kind: str
    facility: str
    facility_code: str
    cause: str
    rule: str
    basis: tuple[tuple[dict[str, str], str, str], ...]
    number: str
    decided_on: date | None
    since: date | None
    until: date | None
    ended_on: date | None
    ended_reason: str
    measures: tuple[dict[str, str], ...]
    state: str
    state_words: dict[str, str]
    is_open: bool


def list_listings(
    *, actor: Actor, list_kind: str = "", open_only: bool = False, facility_code: str = ""
) -> tuple[ListingRow, ...]:
    """Return entries, those under way or in force first."""
    query = _entries(actor).order_by(Case.closed_on.is_null(False), Case.entered_on.desc(), Listing.id.desc())
    asked = (
        (list_kind, Listing.list_kind == list_kind),
        (open_only, Case.closed_on.is_null()),
        (facility_code, Facility.code == facility_code),
    )
    for wanted, condition in asked:
        query = query.where(condition) if wanted else query
    return tuple(_listed(row) for row in query)


def get_listing(uuid_: str, *, actor: Actor) -> ListingRow:
    """Return one entry.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _entries(actor).where(Listing.uuid == uuid_).first()
    if row is None:
        raise NotFoundError("没有这条名单记录。")
    return _listed(row)


def criteria(on: date) -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Return list, rule id and name of each criterion under which somebody can be proposed on ``on``."""
    book = rulebook()
    black = [key for key in book.rules if key.startswith("lists.black.criterion.")]
    red = [key for key in ("lists.red.min_star_level",) if key in book.rules]
    found = [("red", key) for key in red] + [("black", key) for key in black]
    return tuple((kind, key, dict(book.rule(key).name)) for kind, key in found)


def _entries(actor: Actor) -> Any:
    return (
        Listing.select(Listing, Facility, Case)
        .join(Facility)
        .join(Area)
        .switch(Listing)
        .join(Case)
        .where(sees_facility(actor))
    )


def _listed(row: Listing) -> ListingRow:
    laws = rulebook().laws
    state = load_procedure(row.case.procedure, row.case.procedure_version).state(row.case.state)
    basis = tuple(
        (
            dict(laws[each["law"]].name) if each["law"] in laws else {"zh": each["law"]},
            each.get("article", ""),
            each["confidence"],
        )
        for each in row.basis
    )
    return ListingRow(
        row.uuid,
        row.list_kind,
        row.facility.name,
        row.facility.code,
        row.cause,
        row.rule,
        basis,
        row.number,
        row.decided_on,
        row.since,
        row.until,
        row.ended_on,
        row.ended_reason,
        tuple(row.measures),
        row.case.state,
        {"zh": state.name.zh, "en": state.name.en},
        state.is_open,
    )
