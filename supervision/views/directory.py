"""How complete and fresh the inspectors' directory is, and what inspectors ask to have changed."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.base import NoteForm
from supervision.queries import directory as queries
from supervision.texts import mark
from supervision.usecases.particulars import decide_particulars
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.directory_files import standing_stats
from supervision.views.me import changes_words
from supervision.views.steps import Step, both, carry_out, listed, say

bp = Blueprint("directory", __name__, url_prefix="/office/inspectors")

LIST = "/office/inspectors/"


@bp.get("/completeness")
@page(OFFICE)
def completeness() -> ResponseReturnValue:
    """完整性: which inspector lacks what, and when somebody last confirmed it."""
    found = queries.completeness(actor=current_actor(), on=clock.china_day(clock.now()))
    return render_template(
        "generic/list.html",
        title=say("检查人员名录的完整性"),
        lead=say("缺少的资料会使人不能被抽取，或者使应当回避的人没有回避。"),
        trail=[(say("检查人员"), LIST), (say("完整性"), "")],
        stats=[
            *standing_stats(found.standing),
            *({"name": say(text), "value": count, "tone": "due"} for text, count in found.counts),
        ],
        columns=[say("姓名"), say("部门"), say("缺少"), say("上次确认")],
        rows=[
            [
                {"text": row.name, "href": LIST + row.staff_number, "hint": row.staff_number},
                both(row.department, row.department_en),
                listed(say(text) for text in row.lacks),
                {"day": row.confirmed_on},
            ]
            for row in found.gaps
        ],
        empty_text=say("每个人的资料都齐全。"),
    )


@bp.get("/requests")
@page("particulars.decide")
def requests() -> ResponseReturnValue:
    """待确认的变更: what inspectors changed about themselves."""
    return _page()


@bp.post("/requests/<int:number>")
@page("particulars.decide")
def decide(number: int) -> ResponseReturnValue:
    """核定资料变更: confirm it, or say why not."""
    form = NoteForm()
    accept = request.form.get("verdict") == "accept"
    return carry_out(
        Step(str(number), mark("核定变更"), form),
        lambda: decide_particulars(
            request=number,
            accept=accept,
            answer=form.reason.data or "",
            actor=current_actor(),
            at=clock.now(),
        ),
        _page,
        done=mark("已确认，从现在起有效。") if accept else mark("已答复。"),
        to=LIST + "requests",
    )


def _page(tried: Step | None = None) -> str:
    rows = [
        {"row": row, "words": changes_words(row.changes)}
        for row in queries.list_particulars(actor=current_actor())
    ]
    refusal: Any = tried.refusal if tried else None
    return render_template("inspectors/requests.html", rows=rows, refusal=refusal, trail=[(say("检查人员"), LIST), (say("待确认的变更"), "")])  # fmt: skip
