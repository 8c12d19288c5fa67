"""变化 what was published, corrected or taken away, and when: what feeds tell, in the order of time.

All of it follows from one snapshot: a feed needs no memory of earlier ones, and what was taken down is told by its
tombstone alone. Titles are said only for what is shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from supervision.clock import china_day
from supervision.disclosure.site import words
from supervision.disclosure.site.best import Best
from supervision.disclosure.site.derived import (
    ANNUAL,
    Correction,
    NotVisited,
    PublicationTime,
    corrections,
    not_visited,
    publication_times,
)
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.register import Register
from supervision.records.annual_results import IndicatorValue, StreetRanking, Subsidy
from supervision.records.decisions import Listing, Notice, Penalty, Tombstone
from supervision.records.inspections import Draw, DrawState, Plan, Result
from supervision.records.scores import GRADES, Score
from supervision.records.stored import members
from supervision.records.values import Record
from supervision.texts import mark

CORRECTED = {
    "rule": mark("规则更正"),
    "plan": mark("计划作了变更"),
    "objection": mark("异议后更正"),
    **{name: mark("年度结果更正") for name in ANNUAL},
}
PUBLISHED = {"result": mark("检查结果"), "penalty": mark("行政处罚")}
_TYPES = {
    "results": Result,
    "penalties": Penalty,
    "scores": Score,
    "notices": Notice,
    "plans": Plan,
    "streets": StreetRanking,
    "indicators": IndicatorValue,
    "subsidies": Subsidy,
}
_DAYS = {
    "results": "published_on",
    "penalties": "published_on",
    "scores": "on",
    "notices": "published_on",
    "plans": "published_on",
    **dict.fromkeys(ANNUAL, "decided_on"),
}
_QUIET = ("indicators", "subsidies")  # a closed year has dozens of each


class Happening(NamedTuple):
    """一次变化: on which day what happened in which list (``catalogue``); ``facility`` is empty where it is about none.

    ``news``: somebody did this. What the clock or a sum brings about has a feed of its own: credit ratings of all
    facilities are made on one day, and would bury everything else. The record that it is about stands at ``place`` in ``records``.
    """

    on: date
    id: str
    list: str
    facility: str
    news: bool
    records: Sequence[Record]
    place: int = 0


def happenings(register: Register) -> Iterator[Happening]:
    """Yield all that happened, in no order."""
    snapshot = register.snapshot
    for name in _DAYS:
        yield from _of_table(name, getattr(snapshot, ANNUAL.get(name, name)))
    yield from map(_listed, snapshot.listings)
    for draw in snapshot.draws:
        for on, state in _turns(draw):
            yield _happening(on, f"{draw.id}-{state.value}", "draws", draw)
    yield from map(_put_right, corrections(register))
    for tombstone in snapshot.tombstones:
        yield _happening(tombstone.on, f"{tombstone.record}-removed", "tombstones", tombstone)
    for each in not_visited(register):
        if each.since:
            id_ = f"not-visited-{each.facility}-{each.since}"
            yield _happening(each.since, id_, "not-visited", each, each.facility, news=False)
    for times in publication_times(register):
        yield _happening(times.newest_on, f"publication-{times.id}", "publication", times, news=False)


def happenings_of(register: Register, code: str) -> list[Happening]:
    """Return what happened to one facility, the newest first; an entry that was taken down is told of nobody."""
    found = [
        *_of_table("results", register.results.get(code)),
        *_of_table("penalties", register.penalties.get(code)),
        *_of_table("scores", register.scores.get(code)),
        *_of_table("subsidies", register.subsidies.get(code)),
        *map(_listed, register.listings.get(code)),
        *map(_put_right, register.once("corrections_of", lambda: _by_facility(register)).get(code, ())),
    ]
    return sorted(found, key=itemgetter(0, 1), reverse=True)


def _by_facility(register: Register) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for correction in corrections(register):
        if correction.facility:
            found.setdefault(correction.facility, []).append(correction)
    return found


def _listed(listing: Listing) -> Happening:
    name = f"{listing.list.value}-list"
    return _happening(listing.since, listing.id, name, listing, listing.facility)


def _put_right(correction: Correction) -> Happening:
    id_ = f"correction-{correction.id}"
    return _happening(correction.on, id_, "corrections", correction, correction.facility or "")


def _of_table(name: str, records: Sequence[Record]) -> Iterator[Happening]:
    """Yield what happened in a table of the snapshot, without reading more of each record than is asked here."""
    day = _DAYS[name]
    owned, measured = (hasattr(_TYPES[name], each) for each in ("facility", "measure"))
    wanted = ["id", day, *(["facility"] if owned else []), *(["measure"] if measured else [])]
    for place, part in enumerate(members(records, *wanted)):
        facility = (part.facility or "") if owned else ""
        news = part.measure in GRADES if measured else name not in _QUIET
        yield Happening(getattr(part, day), part.id, name, facility, news, records, place)


def _happening(
    on: date, id_: str, name: str, record: Record, facility: str = "", *, news: bool = True
) -> Happening:
    return Happening(on, id_, name, facility, news, (record,))


def _turns(draw: Draw) -> Iterator[tuple[date, DrawState]]:
    """Yield the days on which a draw was committed, revealed, abandoned."""
    yield china_day(draw.committed_at), DrawState.COMMITTED
    if draw.revealed_on:
        yield draw.revealed_on, DrawState.REVEALED
    if draw.abandoned_on:
        yield draw.abandoned_on, DrawState.ABANDONED


def told(edition: Edition, happening: Happening) -> tuple[str, str]:
    """Return a happening as a title and the path of the page (within the language) that shows it."""
    what, of, page = (_of_facility if happening.facility else _of_all)(
        edition, happening, happening.records[happening.place]
    )
    return (f"{edition.say(what)}{edition.marks['colon']}{of}" if what else of), page


def _of_facility(edition: Edition, happening: Happening, record: Record) -> tuple[str, str, str]:
    """Return what happened (a marked text), to which facility, and where that stands."""
    name = edition.text(edition.register.facilities[happening.facility].name)
    page = f"f/{happening.facility}.html"
    match record:
        case Result() as result:
            return words.VISIT[result.visit], name, f"{page}#{result.id}"
        case Penalty() as penalty:
            return mark("行政处罚"), name, f"{page}#{penalty.id}"
        case Listing() as listing:
            return words.LIST[listing.list], name, f"{listing.list.value}-list.html#{listing.id}"
        case Score() as score:
            outcome = edition.text(score.outcome_name)
            return words.MEASURE[score.measure], f"{name}{edition.marks['comma']}{outcome}", page
        case Subsidy() as subsidy:
            return mark("运营补助"), f"{name} {subsidy.year}", page
        case NotVisited():
            return mark("超过期限没有公布检查结果"), name, page
        case _:
            return _of_all(edition, happening, record)


def _of_all(edition: Edition, happening: Happening, record: Record) -> tuple[str, str, str]:
    match record:
        case Notice() as notice:
            return "", edition.text(notice.title), f"notices/{notice.id}.html"
        case Plan() as plan:
            return "", edition.text(plan.title), f"plans/{plan.id}.html"
        case Draw() as draw:
            turn = words.DRAW_TURN[DrawState(happening.id.rsplit("-", 1)[1])]
            return turn, edition.text(draw.title), f"draws/{draw.id}.html"
        case StreetRanking() as street:
            return (
                mark("镇街排名"),
                f"{edition.area(street.area)} {street.year}",
                f"streets/{street.area}.html",
            )
        case IndicatorValue() as value:
            name = f"{edition.text(value.name)} {value.year}"
            return mark("指标"), name, f"indicators/{value.indicator}.html"
        case Correction() as correction:
            return CORRECTED[correction.kind], correction_name(edition, correction), "corrections.html"
        case Tombstone() as stone:
            gone = f"{edition.say(words.LIST[stone.list])} {stone.record}"
            return mark("已移出"), gone, "tombstones.html"
        case PublicationTime() as times:
            return mark("公布用时"), f"{edition.say(PUBLISHED[times.kind])} {times.year}", "publication.html"
    raise TypeError(f"no words for {type(record).__name__}")


def correction_name(edition: Edition, correction: Correction) -> str:
    """Return the name of what was corrected: a rule, a plan, or the facility whose record it was."""
    register = edition.register
    if correction.kind == "rule":
        return edition.text(register.rules[correction.about].name)
    if correction.kind == "plan":
        return next(
            edition.text(plan.title) for plan in register.snapshot.plans if plan.id == correction.about
        )
    if correction.kind in ANNUAL:
        return f"{edition.say(words.DATA_LIST[correction.kind])} {correction.about.rsplit('-', 1)[1]}"
    return edition.text(register.facilities[correction.facility or ""].name)


def correction_page(correction: Correction) -> str:
    """Return the page of what was corrected."""
    if correction.kind == "rule":
        return f"rules/{correction.about}.html"
    if correction.kind == "plan":
        return f"plans/{correction.about}-changes.html"
    if correction.kind in ANNUAL:
        return f"{correction.kind}.html"
    return f"f/{correction.facility}.html"


def newest_by(register: Register, most: int) -> dict[str, list[Happening]]:
    """Return the newest ``most`` of each list and the newest news of each area and of all, by ``lists/<name>``, ``areas/<code>``, ``all``."""
    lineages = {
        code: [f"areas/{area.code}" for area in reversed(register.lineage(code))] for code in register.areas
    }
    found: dict[str, Best[Happening]] = defaultdict(lambda: Best(most, itemgetter(0, 1), down=True))
    for each in happenings(register):
        found[f"lists/{each.list}"].add(each)
        if each.news:
            found["all"].add(each)
            for key in lineages.get(register.facilities[each.facility].area, ()) if each.facility else ():
                if not found[key].add(each):
                    break  # what is newer in a street is newer in its district too
    return {"all": [], **{key: best.first() for key, best in found.items()}}
