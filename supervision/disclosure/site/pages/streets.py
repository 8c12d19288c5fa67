"""镇街排名页 ranking of streets: who stands where in which year, and why, part by part; the newest version of each year."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from supervision.disclosure.site import pictures
from supervision.disclosure.site.derived import newest_versions
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.tables import TablePage, columns, link, table_pages
from supervision.filters import plain
from supervision.records.annual_results import StreetRanking
from supervision.texts import mark

Pages = Iterator[tuple[str, str]]
Values = dict[str, Any]
MOST_LINES = 12  # in the picture of places; beyond them only the table tells


def pages(edition: Edition) -> Pages:
    """Yield the ranking of all years, and a page for each street."""
    rankings = newest_versions(edition.register.snapshot.street_rankings)
    by_street: dict[str, list[StreetRanking]] = defaultdict(list)
    for each in rankings:
        by_street[each.area].append(each)
    before = {(each.area, each.year + 1): each for each in rankings}
    ordered = sorted(
        rankings, key=lambda each: (-each.year, each.district, each.place is None, each.place, each.area)
    )
    say = edition.say
    yield from table_pages(
        edition,
        TablePage(
            path="streets.html",
            title=say("镇街排名"),
            lead=say(
                "每年按同一办法给镇街的养老服务工作打分，同区排名。得分相同的名次相同；缺少数据的不参加排名，不算零分。"
            ),
            columns=columns(
                edition,
                mark("镇街"),
                mark("年份"),
                mark("名次"),
                mark("上一年"),
                mark("得分"),
                mark("结果"),
                mark("封存日期"),
                short=("镇街", "年份", "名次", "上一年", "结果", "封存日期"),
                number="得分",
            ),
            rows=[
                [
                    link(f"streets/{each.area}.html", edition.native(edition.area(each.area))),
                    str(each.year),
                    _place(edition, each),
                    _place(edition, before.get((each.area, each.year))),
                    None if each.points is None else plain(each.points),
                    edition.text(each.outcome_name) if each.place else say("数据不全，不排名"),
                    each.decided_on,
                ]
                for each in ordered
            ],
            section="ratings",
            of="streets",
            picture=_places_picture(edition, by_street),
        ),
    )  # fmt: skip
    for code, years in by_street.items():
        path = f"streets/{code}.html"
        yield path, edition.render("street.html", path, edition.area(code), **_street(edition, years))


def _place(edition: Edition, each: StreetRanking | None) -> str | None:
    if each is None or each.place is None:
        return None
    return edition.say("第 {place} 名（共 {places}）", place=plain(each.place), places=each.places)


def _places_picture(edition: Edition, by_street: dict[str, list[StreetRanking]]) -> Markup | str:
    years = sorted({each.year for group in by_street.values() for each in group})
    if len(years) < 2 or len(by_street) > MOST_LINES:
        return ""
    lines = [
        (edition.area(code), {each.year: each.place for each in group if each.place is not None})
        for code, group in by_street.items()
    ]
    said = edition.say("每条线是一个镇街，越高名次越前；断开的一年没有参加排名。数字见表。")
    return pictures.places(lines, years, edition.say("历年名次"), said)


def _street(edition: Edition, years: list[StreetRanking]) -> Values:
    newest, say = years[0], edition.say
    bars = [
        pictures.Bar(edition.text(part.name), pictures.drawn(part.points), part.maximum, None)
        for part in newest.parts
    ]
    rows = {line.item: line for line in newest.lines if line.maximum is not None}
    return {
        "section": "ratings",
        "year": newest.year,
        "place": plain(newest.place) if newest.place else "",
        "places": newest.places,
        "points": "" if newest.points is None else plain(newest.points),
        "maximum": "" if newest.maximum is None else plain(newest.maximum),
        "outcome": edition.text(newest.outcome_name),
        "scheme": newest.scheme,
        "scheme_name": edition.text(newest.scheme_name),
        "missing": [edition.text(each) for each in newest.missing],
        "withheld": [edition.text(each) for each in newest.withheld],
        "reason": newest.reason,
        "decided": edition.day(newest.decided_on),
        "on": edition.day(newest.on),
        "authority": newest.authority,
        "picture": pictures.parts(bars, say("各部分得分"), say("得分与满分；表格在下方")) if bars else "",
        "parts": [
            {
                "name": edition.text(part.name),
                "points": f"{plain(pictures.drawn(part.points))} / {plain(part.maximum)}",
                "law": edition.law(rows[part.key].reference, "../") if part.key in rows else "",
                "basis": [
                    (edition.text(each.text), each.source, edition.day(each.on))
                    for each in newest.basis
                    if each.part == part.key
                ],
            }
            for part in newest.parts
        ],
        "others": [edition.text(line.text) for line in newest.lines if line.maximum is None],
        "years": [
            (each.year, _place(edition, each) or say("数据不全，不排名"),
             "" if each.points is None else plain(each.points), edition.day(each.decided_on), each.reason)
            for each in years
        ],
        "record": edition.record(f"street_ranking/{newest.id}.json"),
        "content_sha256": newest.content_sha256,
    }  # fmt: skip
