"""Notices to the public, with the metadata of government disclosure."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.credit import NoticeForm
from supervision.queries.notices import list_notices
from supervision.texts import mark
from supervision.usecases.notices import publish_notice
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.steps import Step, form_page, say

bp = Blueprint("notices", __name__, url_prefix="/office/notices")

LIST = "/office/notices/"
VALIDITY = {
    "valid": (mark("有效"), "good"),
    "expired": (mark("已失效"), "closed"),
    "repealed": (mark("已废止"), "closed"),
    "amended": (mark("已修改"), "due"),
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """公告一览."""
    actor = current_actor()
    new = {"text": say("发布公告"), "href": LIST + "new", "tone": "main"}
    return render_template(
        "generic/list.html",
        title=say("公告"),
        lead=say("公告带有政府信息公开的索引号，随下一次发布上网。"),
        columns=[say("标题"), say("主题分类"), say("形成"), say("发布"), say("状态")],
        rows=[
            [
                {"text": row.title, "hint": row.index_number},
                {"text": row.subject, "hint": row.genre},
                {"day": row.formed_on},
                {"day": row.published_on},
                {"state": say(VALIDITY[row.validity][0]), "tone": VALIDITY[row.validity][1]},
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

    def write() -> str:
        filled = {name: value for name, value in form.data.items() if name != "csrf_token"}
        publish_notice(**filled, actor=current_actor(), at=clock.now())
        return LIST

    step = Step("new", mark("发布公告"), form)
    return form_page(step, write, trail=[(say("公告"), LIST)], done=mark("公告已登记，随下一次发布上网。"))
