"""列表 lists: facilities with their ratings by area and kind, results, penalties, not visited."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup

from supervision.disclosure import words
from supervision.disclosure.edition import Edition
from supervision.disclosure.pages.tables import Cell, Column, TablePage, chips, columns, link, table_pages
from supervision.records.facilities import Area, Facility, LifeStage
from supervision.records.inspections import FindingState
from supervision.records.scores import Measure
from supervision.texts import mark

NOT_VISITED_MONTHS = 12
LISTED_FROM = 3  # depth: a district lists its facilities, a province its cities
Pages = Iterator[tuple[str, str]]


def pages(edition: Edition) -> Pages:
    """Yield every list of the edition."""
    yield from _ratings(edition)
    for area in edition.register.snapshot.areas:
        if area.code in edition.register.inside:
            yield from _area(edition, area)
    for kind in edition.register.snapshot.facility_kinds:
        yield from _kind(edition, kind.code)
    yield from _results(edition)
    yield from _penalties(edition)
    yield from _not_visited(edition)


def _ratings(edition: Edition) -> Pages:
    register, say = edition.register, edition.say
    children = _children(edition)
    counts = {code: len(inside) for code, inside in register.inside.items()}
    kinds = Counter(facility.kind for facility in register.snapshot.facilities)
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
            outcomes=[_outcomes(edition, measure) for measure in Measure],
            months=NOT_VISITED_MONTHS,
        ),
    )  # fmt: skip


def _children(edition: Edition) -> dict[str, list[Area]]:
    children: dict[str, list[Area]] = {}
    for area in edition.register.snapshot.areas:
        children.setdefault(area.parent or "", []).append(area)
    return children


def _outcomes(edition: Edition, measure: Measure) -> dict[str, Any]:
    """Return how many facilities of each kind have which outcome now, the best first."""
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[str, tuple[int, str]] = {}
    for (code, of), score in edition.register.current.items():
        if of is measure:
            counts[(edition.register.facilities[code].kind, score.outcome)] += 1
            names[score.outcome] = (score.rank, edition.text(score.outcome_name))
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
    return columns(
        edition,
        mark("机构"),
        second,
        mark("等级"),
        mark("绩效评估"),
        mark("信用评价"),
        mark("最近检查"),
        mark("未整改"),
        number="未整改",
        short=("等级", "绩效评估", "信用评价", "最近检查"),
    )


def _facility_row(edition: Edition, facility: Facility, second: Callable[[Facility], str]) -> list[Cell]:
    register, code = edition.register, facility.code
    latest = register.latest_result(code)
    outcomes: list[Cell] = []
    for measure in Measure:
        score = register.current.get((code, measure))
        outcomes.append(edition.text(score.outcome_name) if score else "–")
    unsettled = sum(1 for finding in register.findings.get(code, ()) if finding.state is FindingState.OPEN)
    name = link(f"../f/{code}.html", edition.native(edition.text(facility.name)))
    if facility.stage not in (LifeStage.FILED, LifeStage.REGISTERED):
        name += Markup(' <span class="state state-closed">{}</span>').format(
            edition.say(words.STAGE[facility.stage][0])
        )
    return [name, second(facility), *outcomes, edition.day(latest.on) if latest else "–", unsettled]


def _area(edition: Edition, area: Area) -> Pages:
    register = edition.register
    inner = [
        each for each in register.snapshot.areas if each.parent == area.code and each.code in register.inside
    ]
    shown = register.inside[area.code] if area.depth >= LISTED_FROM else []
    rows = [_facility_row(edition, facility, lambda each: edition.kind(each.kind)) for facility in shown]
    yield from table_pages(
        edition,
        TablePage(
            path=f"areas/{area.code}.html",
            title=edition.text(area.name),
            columns=_columns(edition, mark("类型")),
            rows=rows,
            section="ratings",
            data="facilities",
            method="how-scores-work.html",
            crumbs=tuple(
                (f"areas/{each.code}.html", edition.text(each.name))
                for each in register.lineage(area.code)[:-1]
            ),
            above=chips([(f"{each.code}.html", edition.text(each.name)) for each in inner]),
        ),
    )


def _kind(edition: Edition, code: str) -> Pages:
    rows = [
        _facility_row(edition, facility, lambda each: edition.area(each.area))
        for facility in edition.register.snapshot.facilities
        if facility.kind == code
    ]
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
            data="facilities",
            method="how-scores-work.html",
        ),
    )


def _results(edition: Edition) -> Pages:
    register, say = edition.register, edition.say
    newest = sorted(
        register.snapshot.results, key=lambda result: (result.published_on, result.id), reverse=True
    )
    rows: list[list[Cell]] = []
    for result in newest:
        kinds = {kind for each in result.results for kind in each.kinds}
        rows.append(
            [
                link(
                    f"f/{result.facility}.html#{result.id}",
                    edition.text(register.facilities[result.facility].name),
                ),
                edition.day(result.on),
                edition.say(words.VISIT[result.visit]),
                edition.marks["comma_list"].join(
                    edition.department(each.department) for each in result.results
                ),
                edition.marks["semi"].join(say(words.RESULT_KIND[kind]) for kind in sorted(kinds)),
                result.not_met,
            ]
        )
    yield from table_pages(
        edition,
        TablePage(
            path="results.html",
            title=say("检查结果"),
            lead=say("每次检查的结果在确认后二十个工作日内公布，最新的在前。"),
            columns=columns(
                edition,
                mark("机构"),
                mark("检查日期"),
                mark("原因"),
                mark("检查部门"),
                mark("结果"),
                mark("不符合项"),
                number="不符合项",
                short=("检查日期", "原因"),
            ),
            rows=rows,
            section="results",
            data="results",
        ),
    )


def _penalties(edition: Edition) -> Pages:
    register, say = edition.register, edition.say
    newest = sorted(
        register.snapshot.penalties, key=lambda penalty: (penalty.decided_on, penalty.id), reverse=True
    )
    rows: list[list[Cell]] = [
        [
            link(
                f"f/{penalty.facility}.html#{penalty.id}",
                edition.text(register.facilities[penalty.facility].name),
            ),
            penalty.number,
            edition.text(penalty.violation),
            edition.marks["comma_list"].join(say(words.PENALTY[kind]) for kind in penalty.kinds),
            edition.text(penalty.content),
            penalty.authority,
            edition.day(penalty.decided_on),
            edition.day(penalty.until),
        ]
        for penalty in newest
    ]
    heads = columns(
        edition,
        mark("机构"),
        mark("决定书文号"),
        mark("违法事实"),
        mark("处罚种类"),
        mark("处罚内容"),
        mark("处罚机关"),
        mark("决定日期"),
        mark("公示至"),
        short=("决定日期", "公示至"),
    )
    yield from table_pages(
        edition,
        TablePage(
            path="penalties.html",
            title=say("行政处罚"),
            lead=say("公示期内的行政处罚。期满或者完成信用修复后不再公示。"),
            columns=heads,
            rows=rows,
            section="results",
            data="penalties",
        ),
    )


def _not_visited(edition: Edition) -> Pages:
    register, say = edition.register, edition.say
    rows: list[list[Cell]] = []
    for facility in register.active():
        latest = register.latest_result(facility.code)
        months = None
        if latest:
            months = (register.as_of.year - latest.on.year) * 12 + register.as_of.month - latest.on.month
        if months is None or months >= NOT_VISITED_MONTHS:
            rows.append(
                [
                    link(f"f/{facility.code}.html", edition.native(edition.text(facility.name))),
                    edition.kind(facility.kind),
                    edition.area(facility.area),
                    edition.day(latest.on) if latest else say("没有公布过"),
                ]
            )
    yield from table_pages(
        edition,
        TablePage(
            path="not-visited.html",
            title=say("超过 {months} 个月没有公布检查结果的机构", months=NOT_VISITED_MONTHS),
            lead=say("每家机构每年至少应有一次联合检查。这里列出还没有结果公布的机构。"),
            columns=columns(
                edition, mark("机构"), mark("类型"), mark("街道"), mark("最近检查"), short=("最近检查",)
            ),
            rows=rows,
            section="results",
        ),
    )
