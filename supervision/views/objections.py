"""Objections: what facilities say is wrong, decided by somebody who had nothing to do with it."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.base import Form
from supervision.forms.credit import ObjectionForm
from supervision.queries import objections as queries
from supervision.queries.credit import get_credit_file
from supervision.texts import mark
from supervision.usecases.objections import decide_objection
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.papers import papers_of
from supervision.views.steps import Step, carry_out, say, with_tried

bp = Blueprint("objections", __name__, url_prefix="/office/objections")

LIST = "/office/objections/"


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """异议一览."""
    everything = request.args.get("show") == "all"
    rows = queries.list_objections(actor=current_actor(), open_only=not everything)
    return render_template(
        "generic/list.html",
        title=say("异议"),
        lead=say("机构认为公开的记录有误时提出；参与过原事项的人不能决定。"),
        columns=[say("机构"), say("对象"), say("提出"), say("状态")],
        rows=[
            [
                {"text": row.facility, "href": LIST + row.uuid},
                row.against,
                {"day": row.filed_on},
                {"state": write_text(row.state, language()), "tone": "due" if row.is_open else "closed"},
            ]
            for row in rows
        ],
        empty_text=say("没有等待办理的异议。"),
        chips=[(say("办理中"), "?", not everything, None), (say("全部"), "?show=all", everything, None)],
    )


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """异议: the facility's words, path and clocks."""
    return _page(uuid_)


@bp.post("/<uuid_>/accept")
@page("objection.decide")
def accept(uuid_: str) -> ResponseReturnValue:
    """受理."""
    return _do(uuid_, Step("accept", mark("受理异议"), Form()), verdict="accept", answer="")


@bp.post("/<uuid_>/decide")
@page("objection.decide")
def decide(uuid_: str) -> ResponseReturnValue:
    """决定异议: what is upheld corrects the fact that was wrong."""
    form = _form(_file(uuid_), ObjectionForm(prefix="decide-"))
    correction = None
    if form.fact.data and form.scope.data:
        correction = (form.fact.data, {"scope": form.scope.data})
    return _do(
        uuid_,
        Step("decide", mark("决定异议"), form),
        verdict=form.verdict.data,
        answer=form.reason.data or "",
        correction=correction,
    )


def _do(uuid_: str, step: Step, **given: Any) -> ResponseReturnValue:
    _file(uuid_)
    return carry_out(
        step,
        lambda: decide_objection(uuid_=uuid_, **given, actor=current_actor(), at=clock.now()),
        lambda tried: _page(uuid_, tried),
        done=mark("已办理。"),
        to=LIST + uuid_,
    )


def _file(uuid_: str) -> queries.ObjectionFile:
    return queries.get_objection(uuid_, actor=current_actor(), on=clock.china_day(clock.now()))


def _form(file: queries.ObjectionFile, form: ObjectionForm) -> ObjectionForm:
    credit = get_credit_file(file.row.facility_code, actor=current_actor())
    standing = [each for each in credit.facts if each.id not in credit.superseded and each.kind == "finding"]
    options = [(each.id, f"{each.data.get('item', '')} · {each.source}") for each in standing]
    form.fact.choices = [("", say("不更正事实")), *options]
    return form


def _page(uuid_: str, tried: Step | None = None) -> str:
    file = _file(uuid_)
    form = _form(file, ObjectionForm(None, prefix="decide-"))
    told = mark("异议成立的，须选择有误的事实并写明更正内容；更正的事实取代原来的。")
    steps = case_steps(
        file.case,
        [
            (("accept",), Step("accept", mark("受理异议"), Form())),
            (("uphold",), Step("decide", mark("决定异议"), form, lead=told)),
        ],
    )
    return render_template(
        "generic/detail.html",
        title=file.row.facility,
        over=say("异议"),
        meta=[file.row.against, state_of(file.case)],
        trail=[(say("异议"), LIST), (file.row.facility, "")],
        **case_page(file.case),
        address=LIST + uuid_,
        steps=with_tried(steps, tried),
        sections=[_words(file), papers_of(uuid_), history(file.case)],
    )


def _words(file: queries.ObjectionFile) -> dict[str, Any]:
    return {
        "title": say("异议内容"),
        "facts": [
            (
                say("机构"),
                {"text": file.row.facility, "href": f"/office/facilities/{file.row.facility_code}/credit"},
            ),
            (say("对象"), file.row.against),
            (say("机构的说明"), file.text),
            (say("提出"), {"day": file.row.filed_on}),
            (say("答复"), file.answer),
            (say("答复日期"), {"day": file.answered_on}),
        ],
    }
