"""Corrections: list by what is due, and one order with what can be done about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.filters import write_text
from supervision.forms.base import ReasonForm
from supervision.forms.visits import RecheckForm
from supervision.procedures import load_procedure
from supervision.queries.cases import CaseFile
from supervision.queries.rectifications import OrderFile, get_order
from supervision.queries.visits import OrderRow, list_orders
from supervision.texts import mark
from supervision.usecases import rectifications as writes
from supervision.views._cases import Act, CasePages
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.cases import department
from supervision.views.papers import papers_of
from supervision.views.steps import listed, say

bp = Blueprint("rectifications", __name__, url_prefix="/office/rectifications")

LIST = "/office/rectifications/"
ITEM_STATES = {
    "open": (mark("待整改"), "due"),
    "corrected": (mark("机构已报告整改"), "now"),
    "verified": (mark("已整改到位"), "good"),
}
BY_FORM = ("rectification-not-rechecked", "rectification-nothing-open", "rectification-items-open")


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """整改一览: the next due first."""
    everything = request.args.get("show") == "all"
    state = request.args.get("state", "")
    rows = list_orders(actor=current_actor(), open_only=not everything and not state)
    states = load_procedure("rectification").definition.states
    return render_template(
        "generic/list.html",
        title=say("整改"),
        lead=say("责令改正通知书和它们的期限，先到期的在前。"),
        columns=[say("机构"), say("通知书"), say("事项"), say("期限"), say("状态")],
        rows=[_cells(row, states) for row in rows if not state or row.state == state],
        empty_text=say("没有等待整改的事项。"),
        chips=[(say("办理中"), "?", not everything and not state, None), (say("全部"), "?show=all", everything, None)],
        filters=[
            {"name": "state", "label": say("状态"),
             "options": [(key, each.name.say(language())) for key, each in states.items()]}
        ],
    )  # fmt: skip


def _find(key: str, *, actor: Actor) -> OrderFile:
    return get_order(key, actor=actor, on=clock.china_day(clock.now()))


def _offer(form: RecheckForm, file: OrderFile) -> None:
    form.open_items.choices = [
        (each.item, f"{each.item} {write_text(each.question, language())}") for each in file.items
    ]


def _recheck(key: str, form: RecheckForm, **who: Any) -> None:
    items, note = tuple(form.open_items.data or ()), (form.note.data or "").strip()
    writes.recheck_rectification(number=key, open_items=items, note=note, **who)


def _reasoned(write: Callable[..., Any], **given: Any) -> Callable[..., Any]:
    return lambda key, form, **who: write(number=key, reason=form.reason.data.strip(), **given, **who)


ACTS = (
    Act("recheck", mark("记录复查结果"), ("recheck_pass",), "rectification.recheck", form=RecheckForm, prepare=_offer,
        write=_recheck, done=mark("复查结果已记录。"),
        lead=mark("全部整改到位时一项也不选；选中的事项退回整改，须写明情况。")),
    Act("close", mark("办结"), ("close",), "rectification.close", done=mark("已办结。"),
        write=lambda key, _, **who: writes.close_rectification(number=key, **who)),
    Act("extend", mark("同意延期"), ("extend",), "rectification.extend", form=ReasonForm, done=mark("已延期。"),
        write=_reasoned(writes.extend_rectification)),
    Act("fall_due", mark("登记逾期"), ("fall_due",), "rectification.fall_due", done=mark("已登记逾期，记入信用档案。"),
        write=lambda key, _, **who: writes.mark_overdue(number=key, **who)),
    Act("escalate", mark("升级督办"), ("escalate",), "rectification.escalate", form=ReasonForm, danger=True,
        write=_reasoned(writes.escalate_rectification), done=mark("已升级督办。")),
    Act("refer", mark("移送处理"), ("refer",), "rectification.escalate", form=ReasonForm, danger=True,
        write=_reasoned(writes.escalate_rectification, refer=True), done=mark("已移送。")),
)  # fmt: skip


def _draw(file: OrderFile, case: CaseFile) -> dict[str, Any]:
    return {
        "title": file.facility,
        "over": file.number,
        "meta": [department(file.department)],
        "trail": [(say("整改"), LIST), (file.number, "")],
        "sections": [_items(file), _facts(file), _reports(file), papers_of(case.uuid)],
    }


def _items(file: OrderFile) -> dict[str, Any]:
    rows = []
    for each in file.items:
        word, tone = ITEM_STATES[each.state]
        question = {"text": write_text(each.question, language()), "hint": each.item}
        rows.append([question, write_text(each.remedy, language()), {"state": say(word), "tone": tone}])
    return {"title": say("改正事项"), "columns": [say("事项"), say("怎样改正"), say("状态")], "rows": rows}


def _facts(file: OrderFile) -> dict[str, Any]:
    return {
        "title": say("责令"),
        "facts": [
            (say("机构"), {"text": file.facility, "href": f"/office/facilities/{file.facility_code}"}),
            (say("检查"), {"text": file.visit_number, "href": f"/office/visits/{file.visit}"}),
            (say("责令日期"), {"day": file.ordered_on}),
            (say("改正期限"), {"day": file.due_on}),
            (say("报告整改"), {"day": file.reported_on}),
            (say("办结"), {"day": file.closed_on}),
        ],
    }


def _reports(file: OrderFile) -> dict[str, Any]:
    return {
        "title": say("机构的整改报告"),
        "columns": [say("时间"), say("内容"), {"text": say("证据"), "number": True}],
        "rows": [[{"moment": each.at}, each.text, {"number": each.evidence}] for each in file.reports],
        "empty_text": say("机构还没有报告整改情况。"),
    }


def ordered(row: OrderRow) -> dict[str, str]:
    """Return what an order is about: in words, the codes of its items below."""
    words = listed(write_text(each, language()) for each in row.subjects)
    return {"text": words or listed(row.items), "hint": listed(row.items) if words else ""}


def _cells(row: OrderRow, states: Any) -> list[Any]:
    today, state = clock.china_day(clock.now()), states[row.state]
    left = (row.due_on - today).days
    waiting = row.state in ("ordered", "halted", "overdue", "escalated")
    tone = "closed" if not state.is_open else ("danger" if row.state in ("overdue", "escalated") else "now")
    return [
        {"text": row.facility, "href": LIST + row.number},
        row.number,
        ordered(row),
        {"left": left, "unit": "days", "provisional": row.provisional} if waiting else {"day": row.due_on},
        {"state": state.name.say(language()), "tone": tone},
    ]


CASES = CasePages(bp, LIST, find=_find, draw=_draw, acts=ACTS, settled=BY_FORM)
