"""红黑名单 red and black list: who, why, by which law, since and until when, and how to leave."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from supervision.disclosure.site import words
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.tables import forms
from supervision.records.decisions import Listing, ListName


def pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the red list, and the black list where the authority publishes one."""
    yield from _listings(edition, ListName.RED, "red-list.html")
    if edition.register.snapshot.meta.black_list_shown:
        yield from _listings(edition, ListName.BLACK, "black-list.html")


def _listings(edition: Edition, name: ListName, path: str) -> Iterator[tuple[str, str]]:
    snapshot, say = edition.register.snapshot, edition.say
    entries = sorted(
        (each for each in snapshot.listings if each.list is name),
        key=lambda each: (each.since, each.id),
        reverse=True,
    )
    yield (
        path,
        edition.render(
            "listings.html",
            path,
            say(words.LIST[name]),
            section=name.value,
            black=name is ListName.BLACK,
            entries=[_entry(edition, each) for each in entries],
            tombstones=sum(each.list is name for each in snapshot.tombstones),
            forms=forms(edition, f"{name.value}-list"),
        ),
    )


def _entry(edition: Edition, listing: Listing) -> dict[str, Any]:
    facility = edition.register.facilities[listing.facility]
    return {
        "id": listing.id,
        "code": facility.code,
        "record": edition.record(f"listing/{listing.id}.json"),
        "name": edition.text(facility.name),
        "kind": edition.kind(facility.kind),
        "area": edition.area(facility.area),
        "cause": edition.text(listing.cause),
        "law": edition.laws(listing.references, ""),
        "iso": (listing.since, listing.until or date.max),  # in the order of the days
        "since": edition.day(listing.since),
        "until": edition.day(listing.until) or edition.say("期限待核"),
        "how_to_leave": edition.text(listing.how_to_leave),
        "leave_from": edition.day(listing.leave_from),
        "measures": [edition.text(each) for each in listing.measures],
        "authority": listing.authority,
        "number": listing.number,
        "decided": edition.day(listing.decided_on),
        "origin": listing.origin,
    }
