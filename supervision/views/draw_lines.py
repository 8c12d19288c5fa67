"""Who goes where, for those who need to know: the sealed result for who dispatches it, his own lines for an inspector."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.queries import draw_lines as queries
from supervision.queries.draw_looks import EVERYTHING
from supervision.queries.draws import get_draw
from supervision.texts import mark
from supervision.views.access import INSPECTOR, OFFICE, current_actor, page
from supervision.views.draw_tools import LIST, departments, note
from supervision.views.draws import trail_of
from supervision.views.steps import listed, say

bp = Blueprint("draw_lines", __name__, url_prefix="/office/draws")

VISIT_STATES = {
    "planned": mark("待批准"),
    "approved": mark("已批准"),
    "noticed": mark("已通知机构"),
    "started": mark("检查中"),
    "recorded": mark("已记录"),
}


@bp.get("/<int:serial>/result")
@page(OFFICE)
def result(serial: int) -> ResponseReturnValue:
    """抽取结果: who goes where; before the reveal, whoever opens this page leaves a note of it."""
    actor = current_actor()
    draw = get_draw(serial, actor=actor)
    found = queries.sealed_result(serial, actor=actor)
    if found.is_sealed:
        note([(serial, "result", EVERYTHING)])
    names = departments()

    def team(row: queries.ResultRow) -> Any:
        missing = [say("缺 1 人（{department}）", department=names.get(part, part)) for part in row.short]
        words = [f"{name}（{names.get(part, part)}）" for name, part in row.team]
        return {"text": listed(words) or say("没有检查组"), "hint": listed(missing)}

    return render_template(
        "generic/list.html",
        title=say("抽取结果"),
        lead=say("揭示之前只给派发检查的人看。您的查看已记录，审计人员能看到。") if found.is_sealed else "",
        trail=[*trail_of(draw), (say("抽取结果"), "")],
        columns=[say("检查对象"), say("层"), say("检查组"), say("检查日")],
        rows=[
            [{"text": row.facility, "hint": row.code}, row.stratum, team(row), {"day": row.day}]
            for row in found.rows
        ],
        empty_text=say("没有抽中任何对象。"),
        note=say("候补：{names}", names=listed(name for _, name in found.reserve)) if found.reserve else "",
    )


@bp.get("/lines")
@page(INSPECTOR)
def lines() -> ResponseReturnValue:
    """我的抽查安排: day, area and team; name and address from the hour on; seeing them is noted."""
    actor = current_actor()
    rows = queries.lines_of(actor=actor, at=clock.now())
    note(queries.looks_at(rows))
    return render_template(
        "draws/lines.html",
        title=say("我的抽查安排"),
        lead=say(
            "先知道日期、区域和同组人员；机构名称和地址到规定的时点才显示。看过什么、什么时候看的，都有记录。"
        ),
        rows=rows,
        names=departments(),
        states={key: say(text) for key, text in VISIT_STATES.items()},
        nonces=queries.own_nonces(actor=actor),
        address=LIST,
    )
