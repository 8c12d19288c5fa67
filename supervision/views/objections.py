"""Objections: what facilities say is wrong, decided by somebody who had nothing to do with it."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.filters import write_text
from supervision.forms.credit import ObjectionForm
from supervision.queries import objections as queries
from supervision.queries.cases import CaseFile
from supervision.queries.credit import get_credit_file
from supervision.texts import mark
from supervision.usecases.objections import decide_objection
from supervision.views._cases import Act, CasePages
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.papers import papers_of
from supervision.views.steps import say

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


def _find(key: str, *, actor: Actor) -> queries.ObjectionFile:
    return queries.get_objection(key, actor=actor, on=clock.china_day(clock.now()))


def _offer(form: ObjectionForm, file: queries.ObjectionFile) -> None:
    credit = get_credit_file(file.row.facility_code, actor=current_actor())
    standing = [each for each in credit.facts if each.id not in credit.superseded and each.kind == "finding"]
    options = [(each.id, f"{each.data.get('item', '')} · {each.source}") for each in standing]
    form.fact.choices = [("", say("不更正事实")), *options]


def _decide(key: str, form: ObjectionForm, **who: Any) -> None:
    decide_objection(
        uuid_=key,
        verdict=form.verdict.data,
        answer=form.reason.data or "",
        correction=(form.fact.data, form.changes) if form.fact.data and form.changes else None,
        **who,
    )


ACTS = (
    Act("accept", mark("受理异议"), ("accept",), "objection.decide",
        write=lambda key, _, **who: decide_objection(uuid_=key, verdict="accept", answer="", **who)),
    Act("decide", mark("决定异议"), ("uphold",), "objection.decide", form=ObjectionForm, prepare=_offer, write=_decide,
        lead=mark("异议成立的，须选择有误的事实并写明更正内容；更正的事实取代原来的。")),
)  # fmt: skip


def _draw(file: queries.ObjectionFile, _: CaseFile) -> dict[str, Any]:
    return {
        "title": file.row.facility,
        "over": say("异议"),
        "meta": [file.row.against],
        "trail": [(say("异议"), LIST), (file.row.facility, "")],
        "sections": [_words(file), papers_of(file.row.uuid)],
    }


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


CASES = CasePages(bp, LIST, find=_find, draw=_draw, acts=ACTS)
