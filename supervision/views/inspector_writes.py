"""Entering and changing an inspector, each on a page of its own."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.inspectors import ChangeInspectorForm, InspectorForm, words
from supervision.queries import inspectors as queries
from supervision.texts import mark
from supervision.usecases import inspectors as writes
from supervision.views.access import current_actor, page
from supervision.views.steps import Step, both, form_page, say

bp = Blueprint("inspector_writes", __name__, url_prefix="/office/inspectors")

LIST = "/office/inspectors/"
HINTS = {
    "qualifications": mark("以逗号分隔，例如 care, fire, food。"),
    "areas": mark("区划代码，以逗号分隔；不填为不限。"),
}


@bp.route("/new", methods=["GET", "POST"])
@page("inspector.register")
def register() -> ResponseReturnValue:
    """登记检查人员."""
    form = InspectorForm()
    options = queries.department_options(actor=current_actor())
    form.department.choices = [(key, both(zh, en)) for key, zh, en in options]

    def write() -> str:
        number = form.staff_number.data.strip()
        filled = {name: value for name, value in _filled(form).items() if name not in ("staff_number",)}
        writes.register_inspector(staff_number=number, **filled, actor=current_actor(), at=clock.now())
        return LIST + number

    step = Step("new", mark("登记检查人员"), form, hints=HINTS)
    return form_page(step, write, trail=[(say("检查人员"), LIST)], done=mark("已登记。"))


@bp.route("/<staff_number>/change", methods=["GET", "POST"])
@page("inspector.change")
def change(staff_number: str) -> ResponseReturnValue:
    """变更检查人员."""
    row = queries.get_inspector(staff_number, actor=current_actor(), on=clock.china_day(clock.now())).row
    known = {name: getattr(row, name) for name in ("name", "credential_number", "credential_until", "capacity",
                                                   "since", "until")}  # fmt: skip
    form = ChangeInspectorForm(data=known | {"qualifications": "、".join(row.qualifications)})
    del form.areas, form.own_area

    def write() -> str:
        writes.change_inspector(
            staff_number=staff_number, changes=_filled(form), actor=current_actor(), at=clock.now()
        )
        return LIST + staff_number

    trail = [(say("检查人员"), LIST), (row.name, LIST + staff_number)]
    step = Step("change", mark("变更检查人员"), form, hints=HINTS)
    return form_page(step, write, trail=trail, done=mark("已变更。"))


def _filled(form: Any) -> dict[str, Any]:
    filled = {name: value for name, value in form.data.items() if name != "csrf_token"}
    for name in ("qualifications", "areas"):
        if name in filled:
            filled[name] = words(filled[name])
    return filled
