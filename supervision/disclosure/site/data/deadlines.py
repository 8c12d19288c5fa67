"""期限日历 deadlines as an iCalendar file: draws to come and to be revealed, entries that end, answers and corrections due.

Whole days only; each event leads to the page that it is about, and keeps its UID from release to release, so that a
calendar that subscribes to the file moves an event instead of doubling it. The end of a rating stands on the page of its
facility alone: thousands of them would bury what this calendar is followed for.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.failing import named
from supervision.records.inspections import DrawState, FindingState
from supervision.records.stored import members

FOLDED_FROM = 75  # bytes


class Deadline(NamedTuple):
    """期限: a day, what happens on it, where to read more (a path below the edition)."""

    on: date
    uid: str
    summary: str
    address: str


def calendar(edition: Edition) -> bytes:
    """Return ``deadlines.ics`` (RFC 5545) of one language: what lies ahead on the day of the snapshot."""
    from icalendar import Calendar

    meta = edition.register.snapshot.meta
    base = meta.public_url.rstrip("/") + "/" if meta.public_url else ""
    found = Calendar()
    found.add("prodid", "-//Mingjing//disclosure//ZH")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", edition.text(meta.authority))
    head, tail = found.to_ical().split(b"END:VCALENDAR")
    with named(f"{edition.prefix}deadlines.ics"):
        events = [_event(each, base, edition.prefix, meta.as_of) for each in sorted(_ahead(edition))]
    return b"".join([head, *events, b"END:VCALENDAR", tail])


def _event(deadline: Deadline, base: str, prefix: str, as_of: date) -> bytes:
    """Return one event; written here, as the library's own objects take twenty times as long for the same bytes."""
    from icalendar import vText

    host = base.split("://")[-1].split("/")[0] or "mingjing.invalid"
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{vText(deadline.summary).to_ical().decode()}",
        f"DTSTART;VALUE=DATE:{deadline.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{deadline.on + timedelta(days=1):%Y%m%d}",
        f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
        f"UID:{deadline.uid}@{host}",
        "TRANSP:TRANSPARENT",
        *([f"URL:{base}{prefix}{deadline.address}"] if base else []),
        "END:VEVENT",
    ]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _folded(line: str) -> bytes:
    from icalendar.parser import Contentline

    data = line.encode()
    if len(data) < FOLDED_FROM:
        return data
    folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return folded


def _ahead(edition: Edition) -> Iterator[Deadline]:
    return (each for each in _deadlines(edition) if each.on >= edition.register.as_of)


def _deadlines(edition: Edition) -> Iterator[Deadline]:
    snapshot, say = edition.register.snapshot, edition.say

    def name(code: str) -> str:
        return edition.text(edition.register.facilities[code].name)

    for draw in snapshot.draws:
        page, title = f"draws/{draw.id}.html", edition.text(draw.title)
        if draw.state is DrawState.COMMITTED:
            said = say("公开随机值将产生：{title}", title=title)
            yield Deadline(draw.not_before.date(), f"{draw.id}-beacon", said, page)
        if draw.state in (DrawState.COMMITTED, DrawState.DRAWN):
            said = say("最迟在这一天揭示：{title}", title=title)
            yield Deadline(draw.reveal_by, f"{draw.id}-reveal", said, page)
    orders = {
        (each.facility, each.order_number, each.due_on)
        for each in members(snapshot.findings, "facility", "order_number", "due_on", "state")
        if each.state is FindingState.OPEN and each.due_on and each.order_number
    }
    for facility, number, due in orders:
        said = say("整改期限：{name}", name=name(facility))
        yield Deadline(due, f"order-{facility}-{number}", said, f"f/{facility}.html")
    for listing in snapshot.listings:
        if listing.until:
            said = say("名单期限届满：{name}", name=name(listing.facility))
            yield Deadline(listing.until, listing.id, said, f"{listing.list.value}-list.html#{listing.id}")
    for objection in snapshot.objections:
        if objection.due_on and objection.decided_on is None:
            said = say("异议答复期限：{name}", name=name(objection.facility))
            yield Deadline(objection.due_on, objection.id, said, f"f/{objection.facility}.html")
