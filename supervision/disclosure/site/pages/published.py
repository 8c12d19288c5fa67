"""公示列表 lists of what was found and decided: results, penalties, not visited, corrections, what was removed, how long it took."""

from collections.abc import Iterator

from supervision.disclosure.site import words
from supervision.disclosure.site.derived import (
    NOT_VISITED_MONTHS,
    NotVisited,
    corrections,
    newest_results,
    not_visited,
    publication_times,
)
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.happenings import CORRECTED, PUBLISHED, correction_name, correction_page
from supervision.disclosure.site.pages.sorting import Cell
from supervision.disclosure.site.pages.tables import Rows, TablePage, chips, columns, link, table_pages
from supervision.records.inspections import Result
from supervision.records.stored import DIGEST_BYTES, digests, members
from supervision.texts import mark

Pages = Iterator[tuple[str, str]]
OTHERS = (
    ("penalties.html", mark("行政处罚")),
    ("not-visited.html", mark("很久没有检查的机构")),
    ("publication.html", mark("公布用了多久")),
    ("corrections.html", mark("更正与变更")),
    ("tombstones.html", mark("已移出的记载")),
)


def pages(edition: Edition) -> Pages:
    """Yield every one of these lists."""
    for table in (_results, _penalties, _not_visited, _corrections, _tombstones, _times):
        yield from table_pages(edition, table(edition))


def _name(edition: Edition, code: str, anchor: str = "") -> Cell:
    """Return a link to a facility's page, or to a place on it."""
    facility = edition.register.facilities[code]
    return link(
        f"f/{code}.html#{anchor}" if anchor else f"f/{code}.html", edition.native(edition.text(facility.name))
    )


def _results(edition: Edition) -> TablePage:
    register, say = edition.register, edition.say

    def departments(result: Result) -> str:
        return edition.marks["comma_list"].join(
            edition.department(each.department) for each in result.results
        )

    def cells(place: int) -> list[Cell]:
        result = register.snapshot.results[place]
        kinds = {kind for each in result.results for kind in each.kinds}
        found = kinds - {words.NO_PROBLEM} or kinds  # one department found nothing, another did
        return [
            _name(edition, result.facility, result.id),
            result.on,
            say(words.VISIT[result.visit]),
            departments(result),
            edition.marks["semi"].join(say(words.RESULT_KIND[kind]) for kind in sorted(found)),
            result.not_met,
        ]

    def plain(place: int) -> list[Cell]:
        some = slice(place, place + 1)
        (result,) = members(register.snapshot.results, "visit", "on", "results", "not_met", some=some)
        return [
            edition.text(register.results.owner(place).name),
            result.on,
            say(words.VISIT[result.visit]),
            departments(result),
            None,
            result.not_met,
        ]

    known = digests(register.snapshot.results)

    def stamp(place: int) -> bytes:
        own = edition.stamped.own[register.results.owner(place).code]
        return own + known[place * DIGEST_BYTES : (place + 1) * DIGEST_BYTES]

    return TablePage(
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
        rows=Rows(newest_results(register), cells, stamp, plain),
        section="results",
        of="results",
        above=chips([(path, say(name)) for path, name in OTHERS]),
    )


def _penalties(edition: Edition) -> TablePage:
    say = edition.say
    newest = sorted(
        edition.register.snapshot.penalties,
        key=lambda penalty: (penalty.decided_on, penalty.id),
        reverse=True,
    )
    return TablePage(
        path="penalties.html",
        title=say("行政处罚"),
        lead=say("公示期内的行政处罚。期满或者完成信用修复后不再公示。"),
        columns=columns(
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
        ),
        rows=[
            [
                _name(edition, penalty.facility, penalty.id),
                penalty.number,
                edition.text(penalty.violation),
                edition.marks["comma_list"].join(say(words.PENALTY[kind]) for kind in penalty.kinds),
                edition.text(penalty.content),
                penalty.authority,
                penalty.decided_on,
                penalty.until,
            ]
            for penalty in newest
        ],
        section="results",
        of="penalties",
    )


def _not_visited(edition: Edition) -> TablePage:
    register, say = edition.register, edition.say

    def plain(each: NotVisited) -> list[Cell]:
        facility = register.facilities[each.facility]
        last = each.last_on or say("没有公布过")
        return [edition.text(facility.name), edition.kind(facility.kind), edition.area(facility.area), last]

    def cells(each: NotVisited) -> list[Cell]:
        return [_name(edition, each.facility), *plain(each)[1:]]

    def stamp(each: NotVisited) -> bytes:
        return edition.stamped.own[each.facility]

    return TablePage(
        path="not-visited.html",
        title=say("超过 {months} 个月没有公布检查结果的机构", months=NOT_VISITED_MONTHS),
        lead=say("每家机构每年至少应有一次联合检查。这里列出还没有结果公布的机构。"),
        columns=columns(
            edition, mark("机构"), mark("类型"), mark("街道"), mark("最近检查"), short=("最近检查",)
        ),
        rows=Rows(not_visited(register), cells, stamp, plain),
        section="results",
        of="not-visited",
    )


def _corrections(edition: Edition) -> TablePage:
    say = edition.say
    return TablePage(
        path="corrections.html",
        title=say("更正与变更"),
        lead=say("公布过的内容不在原处改写：错了另立更正，计划变了另行公布，异议成立写明结论。最新的在前。"),
        columns=columns(
            edition,
            mark("更正了什么"),
            mark("种类"),
            mark("更正日期"),
            mark("内容和理由"),
            short=("更正日期", "种类"),
        ),
        rows=[
            [
                link(correction_page(each), edition.native(correction_name(edition, each))),
                say(CORRECTED[each.kind]),
                each.on,
                edition.text(each.text),
            ]
            for each in corrections(edition.register)
        ],
        section="results",
        of="corrections",
    )


def _tombstones(edition: Edition) -> TablePage:
    say = edition.say
    gone = sorted(edition.register.snapshot.tombstones, key=lambda each: (each.on, each.record), reverse=True)
    return TablePage(
        path="tombstones.html",
        title=say("已移出的记载"),
        lead=say(
            "只有编号和日期：依法移出后，名称和原因不再公示。日志里仍有当时的承诺值，谁也不能说它从未有过。"
        ),
        columns=columns(edition, mark("编号"), mark("名单"), mark("移出日期"), short=("移出日期",)),
        rows=[[each.record, say(words.LIST[each.list]), each.on] for each in gone],
        section="results",
        of="tombstones",
    )


def _times(edition: Edition) -> TablePage:
    say = edition.say
    return TablePage(
        path="publication.html",
        title=say("公布用了多久"),
        lead=say("从结果确认或处罚决定到在这里公布，按工作日计算。晚于规定期限的也数出来。"),
        columns=columns(
            edition,
            mark("公布的内容"),
            mark("年份"),
            mark("公布条数"),
            mark("一般用时（工作日）"),
            mark("最长用时（工作日）"),
            mark("规定期限（工作日）"),
            mark("超期条数"),
            number="超期条数",
        ),
        rows=[
            [
                say(PUBLISHED[each.kind]),
                str(each.year),
                each.published,
                each.usual_days,
                each.longest_days,
                each.term_days,
                each.late,
            ]
            for each in publication_times(edition.register)
        ],
        section="results",
        of="publication",
    )
