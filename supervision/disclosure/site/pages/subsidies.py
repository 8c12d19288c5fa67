"""补助页 subsidies: what is due to each facility for a year by the rule, on one list, and in a line of its own page."""

from collections.abc import Iterator
from decimal import Decimal

from supervision.disclosure.site.derived import newest_versions
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.tables import TablePage, columns, link, table_pages
from supervision.records.annual_results import Subsidy
from supervision.texts import mark

Pages = Iterator[tuple[str, str]]


def pages(edition: Edition) -> Pages:
    """Yield the list of sums."""
    yield from table_pages(edition, _table(edition))


def _table(edition: Edition) -> TablePage:
    say, register = edition.say, edition.register
    found: list[Subsidy] = sorted(
        newest_versions(register.snapshot.subsidies), key=lambda each: (-each.year, each.facility)
    )
    totals: dict[tuple[int, str], tuple[int, Decimal]] = {}
    for each in found:
        key = (each.year, edition.text(each.scheme_name))
        count, total = totals.get(key, (0, Decimal(0)))
        totals[key] = (count + 1, total + (each.amount or Decimal(0)))
    return TablePage(
        path="subsidies.html",
        title=say("运营补助"),
        lead=say(
            "{sums}。金额按公开的规则由申请和评估结果算出，经两人封存；拨付不在这里办理。",
            sums=edition.marks["semi"].join(
                say("{year} 年{scheme} {count} 家，应发合计 {total} 元", year=year, scheme=name, count=count, total=edition.yuan(total))
                for (year, name), (count, total) in totals.items()
            ),
        ),
        columns=columns(
            edition,
            mark("机构"),
            mark("年份"),
            mark("应发（元）"),
            mark("结果"),
            mark("依据"),
            mark("封存日期"),
            short=("年份", "结果", "封存日期"),
            number="应发（元）",
        ),
        rows=[
            [
                link(f"f/{each.facility}.html", edition.native(edition.text(register.facilities[each.facility].name))),
                str(each.year),
                None if each.amount is None else edition.yuan(each.amount),
                edition.text(each.outcome_name),
                edition.marks["semi"].join(edition.text(one.text) for one in each.basis),
                each.decided_on,
            ]
            for each in found
        ],
        section="ratings",
        of="subsidies",
    )  # fmt: skip


def subsidy_lines(edition: Edition, code: str) -> list[tuple[int, str, str, str]]:
    """Return what a facility's page says: year, name of the subsidy, sum, what was decided."""
    return [
        (each.year, edition.text(each.scheme_name),
         "" if each.amount is None else edition.yuan(each.amount), edition.text(each.outcome_name))
        for each in newest_versions(edition.register.subsidies.get(code))
    ]  # fmt: skip
