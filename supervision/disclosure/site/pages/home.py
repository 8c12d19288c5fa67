"""首页 the front page: the district's state on one screen."""

from collections import Counter, defaultdict
from typing import Any

from supervision.clock import china_day
from supervision.disclosure.site import pictures, words
from supervision.disclosure.site.briefs import all_ratings
from supervision.disclosure.site.derived import newest_results
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.annual_results import ways_in
from supervision.disclosure.site.pages.notices import newest_notices
from supervision.disclosure.site.pages.papers import draw_values, newest_draws
from supervision.records.decisions import ListName
from supervision.records.facilities import Area
from supervision.records.inspections import DrawState, FindingState
from supervision.records.scores import Measure
from supervision.records.stored import members

MOST_AREAS = 20


def home_values(edition: Edition) -> dict[str, Any]:
    """Return what ``home.html`` shows: visited, grades, open findings, newest results, next draw."""
    register = edition.register
    snapshot, year = register.snapshot, register.as_of.year
    active = register.active()
    visited = sum(each.latest is not None and each.latest.year == year for each in active)
    states = Counter(
        finding.state
        for finding in members(snapshot.findings, "found_on", "state")
        if finding.found_on.year == year
    )
    draws = newest_draws(edition)
    coming = [draw for draw in draws if draw.state is DrawState.COMMITTED]
    revealed = [draw for draw in draws if draw.state is DrawState.REVEALED]
    newest = (snapshot.results[place] for place in newest_results(register)[:4])
    lists = Counter(listing.list for listing in snapshot.listings)
    return {
        "facilities": len(active),
        "visited": visited,
        "visited_share": 100 * visited // len(active) if active else 0,
        "year": year,
        "found": states.total(),
        "open": states[FindingState.OPEN],
        "waiting": states[FindingState.CORRECTED],
        "verified": states[FindingState.VERIFIED],
        "red": lists[ListName.RED],
        "black": lists[ListName.BLACK],
        "measures": [values for measure in Measure if (values := _spread(edition, measure))],
        "newest": [
            {
                "code": result.facility,
                "id": result.id,
                "name": edition.text(register.facilities[result.facility].name),
                "on": edition.day(result.on),
                "not_met": result.not_met,
            }
            for result in newest
        ],
        "coming_day": edition.day(china_day(coming[0].not_before)) if coming else "",
        "coming": draw_values(edition, coming[0]) if coming else None,
        "last": draw_values(edition, revealed[0]) if revealed else None,
        "notices": [
            (each.id, edition.text(each.title), edition.day(each.published_on))
            for each in newest_notices(edition)[:3]
        ],
        "years": ways_in(edition),
        "kinds": [(kind.code, edition.text(kind.name)) for kind in snapshot.facility_kinds],
        "areas": [(area.code, edition.text(area.name)) for area in _ways_in(edition)],
    }


def _ways_in(edition: Edition) -> list[Area]:
    """Return the smallest areas that are few enough to choose from: streets of a district, districts of a city."""
    register = edition.register
    by_depth: dict[int, list[Area]] = defaultdict(list)
    for area in register.snapshot.areas:
        if area.code in register.inside:
            by_depth[area.depth].append(area)
    few = [depth for depth, areas in by_depth.items() if len(areas) <= MOST_AREAS]
    return by_depth[max(few)] if few else []


def _spread(edition: Edition, measure: Measure) -> dict[str, Any] | None:
    counts: Counter[tuple[int, str]] = Counter()
    for _, rating in all_ratings(edition.register.facilities):
        if rating.measure is measure:
            counts[(rating.rank, edition.text(rating.outcome_name))] += 1
    if not counts:
        return None
    best = max(rank for rank, _ in counts)
    rows = [
        (name, count, f"tone-{max(0, 5 - (best - rank)) if rank else 0}")
        for (rank, name), count in sorted(counts.items(), reverse=True)
    ]
    name = edition.say(words.MEASURE[measure])
    said = edition.marks["comma_list"].join(f"{outcome} {count}" for outcome, count, _ in rows)
    return {
        "name": name,
        "rows": rows,
        "picture": pictures.shares(rows, edition.say("{measure}的分布", measure=name), said),
    }
