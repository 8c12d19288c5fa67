"""Notices to the public, with the metadata of government disclosure."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.base import ReasonForm
from supervision.forms.credit import NoticeForm
from supervision.queries.notices import NoticeRow, get_notice, list_notices, notice_subjects
from supervision.records.decisions import Validity
from supervision.texts import mark
from supervision.usecases.notices import publish_notice, repeal_notice
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.steps import Step, allowed, carry_out, form_page, say, with_tried

bp = Blueprint("notices", __name__, url_prefix="/office/notices")

LIST = "/office/notices/"
VALIDITY = {
    Validity.IN_FORCE: (mark("有效"), "good"),
    Validity.EXPIRED: (mark("已结束"), "closed"),
    Validity.REPEALED: (mark("已废止"), "closed"),
    Validity.AMENDED: (mark("已修改"), "due"),
}
HINTS = {"about": mark("公告公布的是哪份计划、哪次抽取，或者更正哪份公告；选了，公告网页会列出它。")}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """公告一览."""
    actor, today = current_actor(), clock.china_day(clock.now())
    new = {"text": say("发布公告"), "href": LIST + "new", "tone": "main"}
    return render_template(
        "generic/list.html",
        title=say("公告"),
        lead=say("公告带有政府信息公开的索引号，随下一次发布上网。"),
        columns=[say("标题"), say("主题分类"), say("形成"), say("发布"), say("状态")],
        rows=[
            [
                {"text": row.title, "hint": row.index_number, "href": f"{LIST}{row.id}"},
                {"text": row.subject, "hint": row.genre},
                {"day": row.formed_on},
                {"day": row.published_on},
                _state(row, today),
            ]
            for row in list_notices(actor=actor)
        ],
        empty_text=say("还没有公告。"),
        actions=[new] if actor.may("notice.publish") else [],
    )


@bp.route("/new", methods=["GET", "POST"])
@page("notice.publish")
def publish() -> ResponseReturnValue:
    """发布公告: gets its index number."""
    form = NoticeForm()
    form.about.choices = [("", say("没有")), *notice_subjects(actor=current_actor())]

    def write() -> str:
        filled = {name: value for name, value in form.data.items() if name != "csrf_token"}
        publish_notice(**filled, actor=current_actor(), at=clock.now())
        return LIST

    step = Step("new", mark("发布公告"), form, hints=HINTS)
    return form_page(step, write, trail=[(say("公告"), LIST)], done=mark("公告已登记，随下一次发布上网。"))


@bp.get("/<int:key>")
@page(OFFICE)
def show(key: int) -> ResponseReturnValue:
    """公告: as it was published, what it is about, whether it is in force."""
    return _page(key)


@bp.post("/<int:key>/repeal")
@page("notice.repeal")
def repeal(key: int) -> ResponseReturnValue:
    """废止公告."""
    form = ReasonForm(prefix="repeal-")
    return carry_out(
        Step("repeal", mark("废止公告"), form, danger=True),
        lambda: repeal_notice(key=key, reason=form.reason.data, actor=current_actor(), at=clock.now()),
        lambda tried: _page(key, tried),
        done=mark("公告已废止，随下一次发布在网上注明。"),
        to=f"{LIST}{key}",
    )


def _page(key: int, tried: Step | None = None) -> str:
    actor, today = current_actor(), clock.china_day(clock.now())
    row = get_notice(key, actor=actor)
    steps = []
    if row.repealed_on is None:
        lead = mark("公告仍可查阅，注明已经废止、日期和理由。公示期内的公示不能废止。")
        step = Step("repeal", mark("废止公告"), ReasonForm(None, prefix="repeal-"), lead=lead, danger=True)
        steps = [("notice.repeal", step)]
    about = dict(notice_subjects(actor=actor)).get(row.about, "")
    return render_template(
        "notices/detail.html",
        title=row.title,
        over=row.index_number,
        meta=[_state(row, today)],
        trail=[(say("公告"), LIST), (row.index_number, "")],
        address=f"{LIST}{key}",
        steps=with_tried(allowed(actor, steps), tried),
        sections=[{"title": say("登记内容"), "facts": _facts(row, about)}],
        paragraphs=row.body.split("\n\n"),
    )


def _state(row: NoticeRow, today: date) -> dict[str, Any]:
    text, tone = VALIDITY[row.validity(today)]
    return {"state": say(text), "tone": tone}


def _facts(row: NoticeRow, about: str) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (say("主题分类"), row.subject),
        (say("体裁"), row.genre),
        (say("文号"), row.document_number or say("没有")),
        (say("形成"), {"day": row.formed_on}),
        (say("发布"), {"day": row.published_on}),
    ]
    if row.until:
        facts.append((say("公示期至"), {"day": row.until - timedelta(days=1)}))
    if row.facility:
        facts.append((say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}"}))
    if about:
        facts.append((say("所公布的文件"), about))
    if row.repealed_on:
        facts += [(say("废止"), {"day": row.repealed_on}), (say("理由"), row.repeal_reason)]
    return facts
