"""The calendar of visits: who is visited how often in a year, and who has not been for long."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.intake.template import write_csv
from supervision.queries.facilities import KIND_NAMES, district_options
from supervision.queries.visit_calendar import CAP, MINIMUM, VisitCalendar, visit_calendar
from supervision.rulebook import rulebook
from supervision.texts import mark
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.downloads import CSV, download
from supervision.views.steps import say

bp = Blueprint("visit_calendar", __name__, url_prefix="/office/calendar")

HERE = "/office/calendar/"
SHOWS = {"below": mark("未达每年最少次数"), "reached": mark("已达年度上限"), "over": mark("超过年度上限")}
EARLIEST, LATEST = 2000, 2100


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """检查日历: facilities by months, numbers in words and shades."""
    found, today = _asked(), clock.china_day(clock.now())
    number = min(max(request.args.get("page", 1, type=int), 1), max(found.pages, 1))
    query = request.query_string.decode()
    return render_template(
        "visits/calendar.html",
        title=say("检查日历"),
        lead=say("每家机构一年里被检查几次、在哪个月；对照同一机关的年度上限和每年最少次数。"),
        found=found,
        rows=found.page(number),
        page=number,
        kinds=KIND_NAMES,
        months=range(1, 13),
        stats=_stats(found),
        filters=[
            {"name": "text", "label": say("名称或编号"), "kind": "search"},
            {"name": "year", "label": say("年度"), "kind": "number", "placeholder": str(today.year)},
            {"name": "area", "label": say("区"), "options": district_options(actor=current_actor())},
            {
                "name": "kind",
                "label": say("类别"),
                "options": [(key, say(text)) for key, text in KIND_NAMES.items()],
            },
            {"name": "show", "label": say("次数"), "options": [(key, say(SHOWS[key])) for key in SHOWS]},
            {"name": "unvisited", "label": say("多少个月没有检查"), "kind": "number"},
        ],
        csv=HERE + "calendar.csv" + (f"?{query}" if query else ""),
    )


@bp.get("/calendar.csv")
@page(OFFICE)
def csv() -> ResponseReturnValue:
    """检查日历导出: all rows that were asked for, not a page of them."""
    found = _asked()
    months = [say("{month} 月", month=month) for month in range(1, 13)]
    headings = [say("编号"), say("名称"), say("类别"), say("区域"), *months, say("全年"), say("计入上限"), say("上次检查")]  # fmt: skip
    rows = (
        [row.code, row.name, say(KIND_NAMES[row.kind]), row.area, *row.months, row.total, row.counted, row.last]
        for row in found.rows
    )  # fmt: skip
    return download(write_csv(headings, rows), CSV, f"visits-{found.year}.csv")


def _asked() -> VisitCalendar:
    """Return the calendar that the address asks for; what is no number there is left aside."""
    today = clock.china_day(clock.now())
    year = request.args.get("year", today.year, type=int)
    months = request.args.get("unvisited", type=int)
    words = {name: request.args.get(name, "").strip() for name in ("text", "area", "kind", "show")}
    return visit_calendar(
        actor=current_actor(),
        on=today,
        year=year if EARLIEST <= year <= LATEST else today.year,
        unvisited=months if months is not None and 0 < months <= 1200 else None,
        **words,
    )


def _stats(found: VisitCalendar) -> list[dict[str, Any]]:
    """Return how many facilities stand where; each leads to its list."""
    here, book, on = f"{HERE}?year={found.year}&show=", rulebook(), clock.china_day(clock.now())

    def basis(rule: str) -> str:
        return str(book.on(rule, on).reference.cite(language()))

    return [
        {"name": say("机构"), "value": found.everybody},
        {"name": say("每年至少"), "value": found.minimum, "unit": say("次"), "note": basis(MINIMUM)},
        {
            "name": say("同一机关年度上限"),
            "value": say("没有") if found.cap is None else found.cap,
            "unit": "" if found.cap is None else say("次"),
            "note": basis(CAP),
        },
        {
            "name": say(SHOWS["below"]),
            "value": found.below,
            "href": here + "below",
            "tone": "due" if found.below else "",
        },
        {"name": say(SHOWS["reached"]), "value": found.reached, "href": here + "reached"},
        {
            "name": say(SHOWS["over"]),
            "value": found.over,
            "href": here + "over",
            "tone": "danger" if found.over else "",
        },
    ]
