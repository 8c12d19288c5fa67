"""Watch tier: who is to be looked at more closely, and why. For the office alone; no public page reads it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.queries.watch import watch_tier
from supervision.views.access import INTERNAL, current_actor, language, page
from supervision.views.steps import listed, say

bp = Blueprint("watch", __name__, url_prefix="/office/watch")


@bp.get("/")
@page(INTERNAL)
def index() -> ResponseReturnValue:
    """重点关注一览."""
    tier = watch_tier(actor=current_actor(), on=clock.china_day(clock.now()))
    return render_template(
        "generic/list.html",
        title=say("重点关注"),
        lead=write_text(tier.about, language()),
        columns=[say("机构"), say("未满足的条件"), say("起"), say("理由")],
        rows=[
            [
                {"text": row.name, "href": f"/office/facilities/{row.code}", "hint": row.code},
                listed(write_text(each, language()) for each in row.reasons),
                {"day": row.since} if row.since else say("今天"),
                {"text": say("为什么"), "href": f"/office/facilities/{row.code}/credit/{tier.scheme}"},
            ]
            for row in tier.rows
        ],
        empty_text=say("今天没有需要重点关注的机构。"),
        note=say("内部参考，不公开；每天更新一次，情形消失即退出。"),
    )
