"""Grades and ratings: list, and one with its sheet; decided by another person than the one who proposed it."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.base import Form, ReasonForm
from supervision.queries import credit as queries
from supervision.texts import mark
from supervision.usecases.scores import decide_award, end_award
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.credit import AWARD_STATES, award_cells, sheet_view
from supervision.views.steps import Step, allowed, carry_out, say, with_tried

bp = Blueprint("ratings", __name__, url_prefix="/office/ratings")

LIST = "/office/ratings/"


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """评定一览: what waits for a decision first."""
    words, today = queries.scheme_words(), clock.china_day(clock.now())
    rows = queries.list_awards(
        actor=current_actor(),
        scheme=request.args.get("scheme", ""),
        outcome=request.args.get("outcome", ""),
        proposed=request.args.get("show") == "proposed",
    )
    schemes = [(key, write_text(one.name, language())) for key, one in words.items()]
    outcomes = {
        key: write_text(name, language()) for one in words.values() for key, name in one.outcomes.items()
    }
    return render_template(
        "generic/list.html",
        title=say("评价"),
        lead=say("等级和评价都由评分表得出：先评分，再由一人提出、另一人决定。从机构的信用档案开始。"),
        columns=[say("机构"), say("评定"), say("起"), say("止"), say("文号"), say("状态")],
        rows=[
            [
                {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"},
                *award_cells(row, words, today),
            ]
            for row in rows
        ],
        empty_text=say("没有符合条件的评定。"),
        chips=[(say("全部"), "?", request.args.get("show") != "proposed", None),
               (say("待决定"), "?show=proposed", request.args.get("show") == "proposed", None)],
        filters=[{"name": "scheme", "label": say("评价方案"), "options": schemes},
                 {"name": "outcome", "label": say("结果"), "options": list(outcomes.items())}],
    )  # fmt: skip


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """评定结果: with the sheet it rests on."""
    return _page(uuid_)


@bp.post("/<uuid_>/decide")
@page("award.decide")
def decide(uuid_: str) -> ResponseReturnValue:
    """决定评定."""
    queries.get_award(uuid_, actor=current_actor())
    return carry_out(
        Step("decide", mark("决定评定"), Form()),
        lambda: decide_award(uuid_=uuid_, actor=current_actor(), at=clock.now()),
        lambda tried: _page(uuid_, tried),
        done=mark("已决定，随下一次发布公开。"),
        to=LIST + uuid_,
    )


@bp.post("/<uuid_>/end")
@page("award.end")
def end(uuid_: str) -> ResponseReturnValue:
    """终止评定: the reason is published."""
    queries.get_award(uuid_, actor=current_actor())
    form = ReasonForm(prefix="end-")
    return carry_out(
        Step("end", mark("终止评定"), form, danger=True),
        lambda: end_award(uuid_=uuid_, reason=form.reason.data, actor=current_actor(), at=clock.now()),
        lambda tried: _page(uuid_, tried),
        done=mark("评定已终止。"),
        to=LIST + uuid_,
    )


def _page(uuid_: str, tried: Step | None = None) -> str:
    actor, today = current_actor(), clock.china_day(clock.now())
    row, sheet = queries.get_award(uuid_, actor=actor)
    words = queries.scheme_words()[row.scheme]
    word, tone = AWARD_STATES[row.state(today)]
    steps = []
    if row.state(today) == "proposed":
        steps = allowed(actor, [("award.decide", Step("decide", mark("决定评定"), Form(), lead=mark(
            "请核对评分表。提出人不能决定自己提出的评定。")))])  # fmt: skip
    elif row.state(today) == "in_force":
        ending = Step(
            "end", mark("终止评定"), ReasonForm(None, prefix="end-"), lead=mark("理由会公布。"), danger=True
        )
        steps = allowed(actor, [("award.end", ending)])
    return render_template(
        "generic/detail.html",
        title=f"{row.facility} · {write_text(words.outcome(row.outcome), language())}",
        over=write_text(words.name, language()),
        meta=[{"state": say(word), "tone": tone}],
        trail=[(say("评价"), LIST), (row.facility, "")],
        address=LIST + uuid_,
        steps=with_tried(steps, tried),
        sections=[_facts(row), *([_sheet(sheet, words)] if sheet else [])],
    )


def _facts(row: queries.AwardRow) -> dict[str, Any]:
    file = {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"}
    return {
        "title": say("评定"),
        "facts": [
            (say("机构"), file),
            (say("文号"), row.number),
            (say("评定机关"), row.organ),
            (say("起"), {"day": row.since}),
            (say("止"), {"day": row.until}),
            (say("提出人"), row.proposed_by),
            (say("决定人"), row.decided_by),
            (say("终止日期"), {"day": row.ended_on}),
            (say("终止理由"), row.ended_reason),
        ],
    }


def _sheet(sheet: Any, words: queries.SchemeWords) -> dict[str, Any]:
    return {"title": say("评分表"), "sheet": sheet_view(sheet, words)}
