"""Experts who may be asked along: they assist and never replace an officer."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import NotFoundError
from supervision.forms.inspectors import ExpertForm, words
from supervision.queries.directory import ExpertRow, expert_standing, list_experts
from supervision.queries.inspectors import department_options
from supervision.texts import mark
from supervision.usecases.experts import register_expert
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.directory_files import standing_stats, table_actions
from supervision.views.steps import Step, both, form_page, listed, say

bp = Blueprint("experts", __name__, url_prefix="/office/experts")

LIST = "/office/experts/"


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """专家一览."""
    actor, today = current_actor(), clock.china_day(clock.now())
    new = {"text": say("登记专家"), "href": LIST + "new", "tone": "main"}
    rows = list_experts(actor=actor)
    return render_template(
        "generic/list.html",
        title=say("专家"),
        stats=standing_stats(expert_standing(rows, today)),
        lead=say("专家和第三方人员只协助检查：不计入两名执法人员，不以自己的名义检查，不参加抽取。"),
        trail=[(say("检查人员"), "/office/inspectors/"), (say("专家"), "")],
        columns=[say("姓名"), say("单位"), say("专长"), say("邀请部门"), say("聘任止"), say("状态")],
        rows=[
            [
                {
                    "text": row.name,
                    "href": f"{LIST}{row.key}" if actor.may("expert.register") else "",
                    "hint": row.key,
                },
                row.organisation,
                listed(row.specialities),
                row.department,
                {"day": row.until},
                _state(row, today),
            ]
            for row in rows
        ],
        empty_text=say("没有登记专家。"),
        actions=[
            *table_actions("experts", actor),
            *([new] if actor.may("expert.register") else []),
        ],
    )


@bp.route("/new", methods=["GET", "POST"])
@page("expert.register")
def register() -> ResponseReturnValue:
    """登记专家."""
    return _form(ExpertForm(), mark("登记专家"))


@bp.route("/<key>", methods=["GET", "POST"])
@page("expert.register")
def change(key: str) -> ResponseReturnValue:
    """变更专家."""
    row = next((each for each in list_experts(actor=current_actor()) if each.key == key), None)
    if row is None:
        raise NotFoundError("没有编号为 {key} 的专家。", key=key)
    names = ("name", "organisation", "since", "until", "remark")
    known = {name: getattr(row, name) for name in names}
    form = ExpertForm(data=known | {"key": key, "department": row.department_key, "specialities": "、".join(row.specialities)})  # fmt: skip
    form.key.data = key
    return _form(form, mark("变更专家"))


def _form(form: ExpertForm, title: str) -> ResponseReturnValue:
    options = department_options(actor=current_actor())
    form.department.choices = [(key, both(zh, en)) for key, zh, en in options]

    def write() -> str:
        values: dict[str, Any] = {name: value for name, value in form.data.items() if name != "csrf_token"}
        values["specialities"] = words(values["specialities"])
        register_expert(**values, actor=current_actor(), at=clock.now())
        return LIST

    step = Step("expert", title, form, hints={"specialities": mark("以逗号分隔，例如 消防、营养、医护。")})
    return form_page(step, write, trail=[(say("专家"), LIST)], done=mark("已登记。"))


def _state(row: ExpertRow, today: Any) -> dict[str, str]:
    if row.until and row.until <= today:
        return {"state": say("已期满"), "tone": "closed"}
    return {"state": say("可以邀请"), "tone": "good"}
