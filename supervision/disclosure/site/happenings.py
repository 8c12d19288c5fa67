"""变化 what was published, corrected or taken away, and when: what feeds tell, in the order of time.

All of it follows from one snapshot: a feed needs no memory of earlier ones, and what was taken down is told by its
tombstone alone. Titles are said only for what is shown.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from supervision.clock import china_day
from supervision.disclosure.site import words
from supervision.disclosure.site.derived import (
    Correction,
    NotVisited,
    PublicationTime,
    corrections,
    not_visited,
    publication_times,
)
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.register import Register
from supervision.records.decisions import Listing, Notice, Penalty, Tombstone
from supervision.records.inspections import Draw, DrawState, Plan, Result
from supervision.records.scores import GRADES, Score
from supervision.records.values import Record
from supervision.texts import mark

CORRECTED = {"rule": mark("规则更正"), "plan": mark("计划作了变更"), "objection": mark("异议后更正")}
PUBLISHED = {"result": mark("检查结果"), "penalty": mark("行政处罚")}
_DAYS = {
    "results": "published_on",
    "penalties": "published_on",
    "scores": "on",
    "notices": "published_on",
    "plans": "published_on",
}


class Happening(NamedTuple):
    """一次变化: on which day what happened in which list (``catalogue``); ``facility`` is empty where it is about none."""

    on: date
    id: str
    list: str
    facility: str
    record: Record


def happenings(register: Register) -> list[Happening]:
    """Return all that happened, the newest first."""
    return sorted(_happenings(register), key=lambda each: each[:2], reverse=True)


def happenings_of(register: Register, code: str) -> list[Happening]:
    """Return what happened to one facility, the newest first; an entry that was taken down is told of nobody."""
    found = [
        *_published("results", register.results.get(code, ())),
        *_published("penalties", register.penalties.get(code, ())),
        *_published("scores", register.scores.get(code, ())),
        *_listed(register.listings.get(code, ())),
        *map(_put_right, register.once("corrections_of", lambda: _by_facility(register)).get(code, ())),
    ]
    return sorted(found, key=lambda each: each[:2], reverse=True)


def _by_facility(register: Register) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for correction in corrections(register):
        if correction.facility:
            found.setdefault(correction.facility, []).append(correction)
    return found


def _happenings(register: Register) -> Iterator[Happening]:
    snapshot = register.snapshot
    for name in _DAYS:
        yield from _published(name, getattr(snapshot, name))
    yield from _listed(snapshot.listings)
    for draw in snapshot.draws:
        for on, state in _turns(draw):
            yield Happening(on, f"{draw.id}-{state.value}", "draws", "", draw)
    yield from map(_put_right, corrections(register))
    for tombstone in snapshot.tombstones:
        yield Happening(tombstone.on, f"{tombstone.record}-removed", "tombstones", "", tombstone)
    for each in not_visited(register):
        if each.since:
            id_ = f"not-visited-{each.facility}-{each.since}"
            yield Happening(each.since, id_, "not-visited", each.facility, each)
    for times in publication_times(register):
        yield Happening(times.newest_on, f"publication-{times.id}", "publication", "", times)


def _published(name: str, records: Iterable[Any]) -> Iterator[Happening]:
    for record in records:
        facility = getattr(record, "facility", None) or ""
        yield Happening(getattr(record, _DAYS[name]), record.id, name, facility, record)


def _listed(listings: Iterable[Listing]) -> Iterator[Happening]:
    for listing in listings:
        yield Happening(listing.since, listing.id, f"{listing.list.value}-list", listing.facility, listing)


def _put_right(correction: Correction) -> Happening:
    id_ = f"correction-{correction.id}"
    return Happening(correction.on, id_, "corrections", correction.facility or "", correction)


def _turns(draw: Draw) -> Iterator[tuple[date, DrawState]]:
    """Yield the days on which a draw was committed, revealed, abandoned."""
    yield china_day(draw.committed_at), DrawState.COMMITTED
    if draw.revealed_on:
        yield draw.revealed_on, DrawState.REVEALED
    if draw.abandoned_on:
        yield draw.abandoned_on, DrawState.ABANDONED


def told(edition: Edition, happening: Happening) -> tuple[str, str]:
    """Return a happening as a title and the path of the page (within the language) that shows it."""
    what, of, page = (_of_facility if happening.facility else _of_all)(edition, happening)
    return (f"{edition.say(what)}{edition.marks['colon']}{of}" if what else of), page


def _of_facility(edition: Edition, happening: Happening) -> tuple[str, str, str]:
    """Return what happened (a marked text), to which facility, and where that stands."""
    name = edition.text(edition.register.facilities[happening.facility].name)
    page = f"f/{happening.facility}.html"
    match happening.record:
        case Result() as result:
            return words.VISIT[result.visit], name, f"{page}#{result.id}"
        case Penalty() as penalty:
            return mark("行政处罚"), name, f"{page}#{penalty.id}"
        case Listing() as listing:
            return words.LIST[listing.list], name, f"{listing.list.value}-list.html#{listing.id}"
        case Score() as score:
            outcome = edition.text(score.outcome_name)
            return words.MEASURE[score.measure], f"{name}{edition.marks['comma']}{outcome}", page
        case NotVisited():
            return mark("超过期限没有公布检查结果"), name, page
        case _:
            return _of_all(edition, happening)


def _of_all(edition: Edition, happening: Happening) -> tuple[str, str, str]:
    match happening.record:
        case Notice() as notice:
            return "", edition.text(notice.title), f"notices/{notice.id}.html"
        case Plan() as plan:
            return "", edition.text(plan.title), f"plans/{plan.id}.html"
        case Draw() as draw:
            turn = words.DRAW_TURN[DrawState(happening.id.rsplit("-", 1)[1])]
            return turn, edition.text(draw.title), f"draws/{draw.id}.html"
        case Correction() as correction:
            return CORRECTED[correction.kind], correction_name(edition, correction), "corrections.html"
        case Tombstone() as stone:
            gone = f"{edition.say(words.LIST[stone.list])} {stone.record}"
            return mark("已移出"), gone, "tombstones.html"
        case PublicationTime() as times:
            return mark("公布用时"), f"{edition.say(PUBLISHED[times.kind])} {times.year}", "publication.html"
    raise TypeError(f"no words for {type(happening.record).__name__}")


def correction_name(edition: Edition, correction: Correction) -> str:
    """Return the name of what was corrected: a rule, a plan, or the facility whose record it was."""
    register = edition.register
    if correction.kind == "rule":
        return edition.text(register.rules[correction.about].name)
    if correction.kind == "plan":
        return next(
            edition.text(plan.title) for plan in register.snapshot.plans if plan.id == correction.about
        )
    return edition.text(register.facilities[correction.facility or ""].name)


def correction_page(correction: Correction) -> str:
    """Return the page of what was corrected."""
    if correction.kind == "rule":
        return f"rules/{correction.about}.html"
    if correction.kind == "plan":
        return f"plans/{correction.about}-changes.html"
    return f"f/{correction.facility}.html"


def is_news(happening: Happening) -> bool:
    """Return whether somebody did this. What the clock or a sum brings about has a feed of its own: credit ratings of all
    facilities are made on one day, and would bury everything else.
    """
    if isinstance(happening.record, Score):
        return happening.record.measure in GRADES
    return happening.list not in ("not-visited", "publication")


def newest_by(edition: Edition, every: Iterable[Happening], most: int) -> dict[str, list[Happening]]:
    """Return the newest ``most`` of each list and the newest news of each area and of all, by ``lists/<name>``, ``areas/<code>``, ``all``."""
    register = edition.register
    lineages = {code: [f"areas/{area.code}" for area in register.lineage(code)] for code in register.areas}
    found: dict[str, list[Happening]] = {"all": []}
    for each in every:
        keys = [f"lists/{each.list}"]
        if is_news(each):
            keys.append("all")
            if each.facility:
                keys += lineages.get(register.facilities[each.facility].area, ())
        for key in keys:
            group = found.setdefault(key, [])
            if len(group) < most:
                group.append(each)
    return found
