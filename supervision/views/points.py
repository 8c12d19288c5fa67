"""Points of a grading as pages show them: the form part by part, and the facility's own beside those found on site."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.gradings import PointsForm
from supervision.queries import gradings as queries
from supervision.queries.grading_items import GRADES, Points, grade_scheme, items_to_score
from supervision.views.access import language
from supervision.views.steps import REFUSED, reason, say


def grade_name(kind: str, level: int) -> str:
    """Return what a grade is called in the reader's language; 0 is none."""
    if not level:
        return say("尚无等级")
    names = grade_scheme(kind, clock.china_day(clock.now())).outcome.names
    return write_text(names[GRADES[level - 1]], language())


def points_page(
    form: PointsForm, write: Callable[[], Any], *, to: str, submit: str, done: str, **more: Any
) -> ResponseReturnValue:
    """Show the points of every item, part by part, or write them and go on to ``to``."""
    refusal, status = None, 200
    if form.validate_on_submit():
        try:
            write()
        except REFUSED as error:
            refusal, status = reason(error), 422
        else:
            flash(say(done), "good")
            return redirect(to, code=303)
    elif form.is_submitted():
        status = 400
    values = {"form": form, "parts": _parts(form), "refusal": refusal, "submit_text": submit, "back": to}
    return render_template("gradings/points.html", **values, **more), status


def _parts(form: PointsForm) -> list[dict[str, Any]]:
    """Return the items under the name of their part."""
    found = []
    for _, group in groupby(form.to_score, key=lambda item: item.part["zh"]):
        items = list(group)
        known = [item.most for item in items if item.most is not None]
        most = sum(known) if len(known) == len(items) else None
        found.append({"name": write_text(items[0].part, language()), "most": most, "items": items})
    return found


def points_section(row: queries.GradingRow) -> dict[str, Any]:
    """Return the table of the facility's own points beside those found on site."""
    scheme = grade_scheme(row.kind, clock.china_day(clock.now()))
    own, found = row.data.get("self", {}), row.data.get("points", {})

    def cell(points: Points, item: str) -> str:
        if item not in points:
            return "—"
        return say("不适用") if points[item] is None else str(points[item])

    return {
        "title": say("自评和现场评分"),
        "columns": [say("评定项"), {"text": say("满分"), "number": True}, {"text": say("自评"), "number": True},
                    {"text": say("现场评分"), "number": True}],
        "rows": [
            [
                {"text": write_text(item.name, language()), "hint": write_text(item.part, language())},
                say("待核") if item.most is None else str(item.most),
                cell(own, item.id),
                cell(found, item.id),
            ]
            for item in items_to_score(scheme)
        ],
        "empty_text": say("没有评定项。"),
    }  # fmt: skip


def decided_where() -> str:
    """Return which level decides which grades, as the rules say it."""
    found = queries.who_decides(clock.china_day(clock.now()))
    if found.county == len(GRADES):
        return say("各等级都由区县评定")
    return say(
        "区县评定至 {county} 级，设区的市评定至 {city} 级，更高的由省评定；0 为不评定",
        county=found.county,
        city=found.city,
    )
