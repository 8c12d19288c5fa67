"""机构列表 lists of facilities with their ratings, by area and by kind."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import nsmallest
from typing import Any

from markupsafe import Markup

from supervision.disclosure.site import words
from supervision.disclosure.site.briefs import Brief, all_ratings
from supervision.disclosure.site.catalogue import LISTED_FROM
from supervision.disclosure.site.derived import NOT_VISITED_MONTHS
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.annual_results import ways_in
from supervision.disclosure.site.pages.sorting import Cell, Column
from supervision.disclosure.site.pages.tables import (
    ROWS,
    Rows,
    TablePage,
    chips,
    columns,
    forms,
    link,
    table_pages,
)
from supervision.records.facilities import Area, LifeStage
from supervision.records.scores import GRADES, Measure
from supervision.texts import mark

Pages = Iterator[tuple[str, str]]
FIRST = 50  # facilities in the list of all that stands there without a script
COLUMNS = (Measure.STAR_GRADE, Measure.PERFORMANCE_RATING, Measure.CREDIT_RATING)


def pages(edition: Edition) -> Pages:
    """Yield every list of the edition."""
    yield from _ratings(edition)
    for area in edition.register.snapshot.areas:
        if area.code in edition.register.inside:
            yield from _area(edition, area)
    for kind in edition.register.snapshot.facility_kinds:
        yield from _kind(edition, kind.code)


def _ratings(edition: Edition) -> Pages:
    register, say = edition.register, edition.say
    children = _children(edition)
    counts = {code: len(inside) for code, inside in register.inside.items()}
    kinds = Counter(brief.kind for brief in register.facilities.values())
    areas = [
        (area.code, edition.text(area.name), counts[area.code], [(a.code, edition.text(a.name), counts[a.code]) for a in children.get(area.code, []) if a.code in counts])
        for area in register.snapshot.areas
        if area.depth == 3 and area.code in counts
    ]  # fmt: skip
    yield (
        "ratings.html",
        edition.render(
            "ratings.html",
            "ratings.html",
            say("找机构，看评价"),
            section="ratings",
            areas=areas,
            kinds=[(kind.code, edition.text(kind.name), edition.text(kind.explanation), kinds[kind.code]) for kind in register.snapshot.facility_kinds],
            first=[_first_row(edition, brief) for brief in nsmallest(FIRST, register.facilities.values(), key=_order)],
            outcomes=[_outcomes(edition, measure) for measure in Measure],
            months=NOT_VISITED_MONTHS,
            years=ways_in(edition),
            forms=forms(edition, "scores"),
        ),
    )  # fmt: skip


def _order(facility: Brief) -> tuple[bool, int, int, str]:
    """Return where a facility stands in the list of all: the best grade first, then the fewest open findings."""
    return facility.gone, -facility.grade.rank if facility.grade else 0, facility.open_findings, facility.code


def _first_row(edition: Edition, facility: Brief) -> tuple[str, str, list[str]]:
    """Return the code, the name and what is said of a facility in the list of all."""
    rating = facility.rating(Measure.CREDIT_RATING)
    said = [
        edition.kind(facility.kind),
        edition.area(facility.area),
        edition.text(facility.grade.outcome_name) if facility.grade else edition.say(words.UNGRADED),
        edition.text(rating.outcome_name) if rating else "",
        f"{edition.say('未整改')} {facility.open_findings}" if facility.open_findings else "",
        f"{edition.say('最近检查')} {edition.day(facility.latest)}" if facility.latest else edition.say("没有公布过检查"),
    ]  # fmt: skip
    return facility.code, edition.text(facility.name), [each for each in said if each]


def _children(edition: Edition) -> dict[str, list[Area]]:
    children: dict[str, list[Area]] = {}
    for area in edition.register.snapshot.areas:
        children.setdefault(area.parent or "", []).append(area)
    return children


def _outcomes(edition: Edition, measure: Measure) -> dict[str, Any]:
    """Return how many facilities of each kind have which outcome now, the best first."""
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[str, tuple[int, str]] = {}
    for brief, rating in all_ratings(edition.register.facilities):
        if rating.measure is measure:
            counts[(brief.kind, rating.outcome)] += 1
            names[rating.outcome] = (rating.rank, edition.text(rating.outcome_name))
    order = sorted(names, key=lambda outcome: (-names[outcome][0], outcome))
    rows = [
        (edition.text(kind.name), [counts[(kind.code, outcome)] for outcome in order])
        for kind in edition.register.snapshot.facility_kinds
    ]
    return {
        "name": edition.say(words.MEASURE[measure]),
        "heads": [names[outcome][1] for outcome in order],
        "rows": [row for row in rows if any(row[1])],
    }


def _columns(edition: Edition, second: str) -> tuple[Column, ...]:
    """Return the columns of a list of facilities; outcomes are in the order of their rank, not of their words.

    The grades of homes and those of stations share a column: a facility has one of the two.
    """
    outcomes = {measure: words.MEASURE[measure] for measure in COLUMNS}
    ranks = edition.once("ranks", lambda: _ranks(edition))
    return columns(
        edition,
        mark("机构"),
        second,
        *outcomes.values(),
        mark("最近检查"),
        mark("未整改"),
        number="未整改",
        short=(*outcomes.values(), "最近检查"),
        orders={
            outcomes[measure]: tuple(sorted(found, key=lambda name: found[name]))
            for measure, found in ranks.items()
        },
    )


def _ranks(edition: Edition) -> dict[Measure, dict[str, int]]:
    ranks: dict[Measure, dict[str, int]] = {measure: {} for measure in COLUMNS}
    for _, rating in all_ratings(edition.register.facilities):
        column = Measure.STAR_GRADE if rating.measure in GRADES else rating.measure
        ranks[column][edition.text(rating.outcome_name)] = rating.rank
    return ranks


def _facility_row(edition: Edition, facility: Brief, second: Callable[[Brief], str]) -> list[Cell]:
    decided = [facility.grade if each in GRADES else facility.rating(each) for each in COLUMNS]
    outcomes: list[Cell] = [edition.text(rating.outcome_name) if rating else None for rating in decided]
    name = link(f"../f/{facility.code}.html", edition.native(edition.text(facility.name)))
    if facility.stage not in (LifeStage.FILED, LifeStage.REGISTERED):
        name += Markup(' <span class="state state-closed">{}</span>').format(
            edition.say(words.STAGE[facility.stage][0])
        )
    return [name, second(facility), *outcomes, facility.latest, facility.open_findings]


def _area(edition: Edition, area: Area) -> Pages:
    register = edition.register
    inner = [
        each for each in register.snapshot.areas if each.parent == area.code and each.code in register.inside
    ]
    ways = [(f"{each.code}.html", edition.native(edition.text(each.name))) for each in inner]
    page = TablePage(
        path=f"areas/{area.code}.html",
        title=edition.text(area.name),
        columns=_columns(edition, mark("类型")),
        rows=Rows(
            register.inside[area.code],
            lambda facility: _facility_row(edition, facility, lambda each: edition.kind(each.kind)),
            lambda facility: edition.stamped.own[facility.code],
        ),
        section="ratings",
        of="scores",
        crumbs=tuple(
            (f"areas/{each.code}.html", edition.text(each.name)) for each in register.lineage(area.code)[:-1]
        ),
    )
    if area.depth < LISTED_FROM:
        page = replace(
            page,
            columns=columns(edition, mark("区域"), mark("机构数"), number="机构数"),
            rows=[
                [link(*way), len(register.inside[each.code])] for way, each in zip(ways, inner, strict=True)
            ],
        )
    else:
        page = replace(
            page,
            feed=f"areas/{area.code}.xml",
            choose=_choose(edition, area) if len(page.rows) > ROWS else "",
            above=chips(ways),
        )
    yield from table_pages(edition, page)


def _choose(edition: Edition, area: Area) -> str:
    """Return the conditions under which ``ratings.html`` shows the facilities of an area."""
    lineage = edition.register.lineage(area.code)
    district = next((each.code for each in lineage if each.depth == LISTED_FROM), area.code)
    return f"district={district}" if area.code == district else f"district={district}&area={area.code}"


def _kind(edition: Edition, code: str) -> Pages:
    rows = Rows(
        [brief for brief in edition.register.facilities.values() if brief.kind == code],
        lambda facility: _facility_row(edition, facility, lambda each: edition.area(each.area)),
        lambda facility: edition.stamped.own[facility.code],
    )
    explanation = edition.register.kinds[code].explanation
    yield from table_pages(
        edition,
        TablePage(
            path=f"kinds/{code}.html",
            title=edition.kind(code),
            lead=edition.text(explanation),
            columns=_columns(edition, mark("街道")),
            rows=rows,
            section="ratings",
            of="scores",
            choose=f"kind={list(edition.register.kinds).index(code)}" if len(rows) > ROWS else "",
        ),
    )
