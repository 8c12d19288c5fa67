"""Corrections: list by what is due, and one order with what can be done about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook.days import working_days_between
from supervision import clock
from supervision.filters import write_text
from supervision.forms.base import Form, ReasonForm
from supervision.forms.visits import RecheckForm
from supervision.procedures import load_procedure
from supervision.queries.rectifications import OrderFile, get_order
from supervision.queries.visits import OrderRow, list_orders
from supervision.rulebook import rulebook
from supervision.texts import mark
from supervision.usecases import rectifications as writes
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.cases import case_page, case_steps, department, history, state_of
from supervision.views.papers import papers_of
from supervision.views.steps import Step, carry_out, listed, say, with_tried

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


@bp.get("/<number>")
@page(OFFICE)
def show(number: str) -> ResponseReturnValue:
    """责令改正: items, reports, path and clocks."""
    return _page(number)


@bp.post("/<number>/extend")
@page("rectification.extend")
def extend(number: str) -> ResponseReturnValue:
    """同意延期: once, before the deadline."""
    step = Step("extend", mark("同意延期"), ReasonForm(prefix="extend-"))
    return _do(number, step, writes.extend_rectification, mark("已延期。"), reason=_reason(step))


@bp.post("/<number>/recheck")
@page("rectification.recheck")
def recheck(number: str) -> ResponseReturnValue:
    """复查: item by item."""
    form = RecheckForm(prefix="recheck-")
    file = _file(number)
    form.open_items.choices = [(each.item, each.item) for each in file.items]
    return _do(
        number,
        Step("recheck", mark("记录复查结果"), form),
        writes.recheck_rectification,
        mark("复查结果已记录。"),
        open_items=tuple(form.open_items.data or ()),
        note=(form.note.data or "").strip(),
    )


@bp.post("/<number>/close")
@page("rectification.close")
def close(number: str) -> ResponseReturnValue:
    """办结: by somebody else than the one who checked."""
    return _do(number, Step("close", mark("办结"), Form()), writes.close_rectification, mark("已办结。"))


@bp.post("/<number>/fall_due")
@page("rectification.fall_due")
def fall_due(number: str) -> ResponseReturnValue:
    """登记逾期: the deadline passed without a report."""
    step = Step("fall_due", mark("登记逾期"), Form())
    return _do(number, step, writes.mark_overdue, mark("已登记逾期，记入信用档案。"))


@bp.post("/<number>/escalate")
@page("rectification.escalate")
def escalate(number: str) -> ResponseReturnValue:
    """升级督办."""
    step = Step("escalate", mark("升级督办"), ReasonForm(prefix="escalate-"), danger=True)
    return _do(number, step, writes.escalate_rectification, mark("已升级督办。"), reason=_reason(step))


@bp.post("/<number>/refer")
@page("rectification.escalate")
def refer(number: str) -> ResponseReturnValue:
    """移送处理: to those who can punish it."""
    step = Step("refer", mark("移送处理"), ReasonForm(prefix="refer-"), danger=True)
    return _do(
        number, step, writes.escalate_rectification, mark("已移送。"), reason=_reason(step), refer=True
    )


def _do(number: str, step: Step, write: Callable[..., Any], done: str, **given: Any) -> ResponseReturnValue:
    _file(number)
    return carry_out(
        step,
        lambda: write(number=number, **given, actor=current_actor(), at=clock.now()),
        lambda tried: _page(number, tried),
        done=done,
        to=LIST + number,
    )


def _reason(step: Step) -> str:
    return (step.form.reason.data or "").strip()  # type: ignore[union-attr]


def _file(number: str) -> OrderFile:
    return get_order(number, actor=current_actor(), on=clock.china_day(clock.now()))


def _page(number: str, tried: Step | None = None) -> str:
    file = _file(number)
    return render_template(
        "generic/detail.html",
        title=file.facility,
        over=file.number,
        meta=[department(file.department), state_of(file.case)],
        trail=[(say("整改"), LIST), (file.number, "")],
        **case_page(file.case),
        address=LIST + number,
        steps=with_tried(_steps(file), tried),
        sections=[_items(file), _facts(file), _reports(file), papers_of(file.case.uuid), history(file.case)],
    )


def _steps(file: OrderFile) -> list[Step]:
    check = RecheckForm(None, prefix="recheck-")
    check.open_items.choices = [
        (each.item, f"{each.item} {write_text(each.question, language())}") for each in file.items
    ]
    told = mark("全部整改到位时一项也不选；选中的事项退回整改，须写明情况。")
    return case_steps(
        file.case,
        [
            (("recheck_pass",), Step("recheck", mark("记录复查结果"), check, lead=told)),
            (("close",), Step("close", mark("办结"), Form())),
            (("extend",), Step("extend", mark("同意延期"), ReasonForm(None, prefix="extend-"))),
            (("fall_due",), Step("fall_due", mark("登记逾期"), Form())),
            (
                ("escalate",),
                Step("escalate", mark("升级督办"), ReasonForm(None, prefix="escalate-"), danger=True),
            ),
            (("refer",), Step("refer", mark("移送处理"), ReasonForm(None, prefix="refer-"), danger=True)),
        ],
        settled=BY_FORM,
    )


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


def _cells(row: OrderRow, states: Any) -> list[Any]:
    today, state = clock.china_day(clock.now()), states[row.state]
    left = working_days_between(today, row.due_on, rulebook().calendar)
    waiting = row.state in ("ordered", "halted", "overdue", "escalated")
    tone = "closed" if not state.is_open else ("danger" if row.state in ("overdue", "escalated") else "now")
    return [
        {"text": row.facility, "href": LIST + row.number},
        row.number,
        listed(row.items),
        {"left": left, "provisional": row.provisional} if waiting else {"day": row.due_on},
        {"state": state.name.say(language()), "tone": tone},
    ]
