"""Changes of a published plan: proposed on a line, approved by a head, published as a change."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import InputError
from supervision.forms.base import Form, ReasonForm
from supervision.forms.plans import VISIT_KINDS, LineChangeForm, months_of, ratio_of
from supervision.queries import plans as queries
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.inspectors import department_options
from supervision.queries.items import list_items
from supervision.rulebook import rulebook
from supervision.texts import mark
from supervision.usecases import plan_changes as writes
from supervision.usecases.plans import NewLine
from supervision.views.access import current_actor, language, page
from supervision.views.steps import Step, both, form_page, listed, say

bp = Blueprint("plan_changes", __name__, url_prefix="/office/plans")

LIST = "/office/plans/"
KINDS = {"added": mark("增加"), "changed": mark("调整"), "ended": mark("取消")}
STATES = {
    "draft": (mark("待批准"), "due"),
    "approved": (mark("已批准，待公布"), "now"),
    "published": (mark("已公布"), "good"),
}
FIELDS = {
    "title": mark("名称"),
    "visit_kind": mark("检查方式"),
    "items": mark("抽查事项"),
    "departments": mark("参加部门"),
    "lead": mark("牵头部门"),
    "kinds": mark("检查对象"),
    "areas": mark("区域"),
    "months": mark("月份"),
    "ratio": mark("抽取比例"),
    "frequency": mark("频次"),
}


@bp.route("/<number>/lines/new", methods=["GET", "POST"])
@page("plan.propose_change")
def add(number: str) -> ResponseReturnValue:
    """增加计划事项: after publication, as a change."""
    return _change(number, None, mark("增加一项"))


@bp.route("/<number>/lines/<int:serial>/change", methods=["GET", "POST"])
@page("plan.propose_change")
def change(number: str, serial: int) -> ResponseReturnValue:
    """调整计划事项."""
    return _change(number, serial, mark("调整这一项"))


@bp.route("/<number>/lines/<int:serial>/end", methods=["GET", "POST"])
@page("plan.propose_change")
def end(number: str, serial: int) -> ResponseReturnValue:
    """取消计划事项."""
    file, form = queries.get_plan(number, actor=current_actor()), ReasonForm()
    line = _line(file, serial)

    def write() -> str:
        writes.propose_change(
            number=number,
            serial=serial,
            after=None,
            reason=form.reason.data,
            actor=current_actor(),
            at=clock.now(),
        )
        return LIST + number

    step = Step("end", mark("取消这一项"), form, lead=mark("理由会随变更一并公布。"))
    return form_page(step, write, trail=_trail(number), done=DONE, over=line.title, danger=True)


DONE = mark("变更已提出，等待机关负责人批准。")


def _change(number: str, serial: int | None, title: str) -> ResponseReturnValue:
    actor, file = current_actor(), queries.get_plan(number, actor=current_actor())
    line = _line(file, serial) if serial is not None else None
    form = LineChangeForm(data=_known(line) if line else {})
    departments = [(key, both(zh, en)) for key, zh, en in department_options(actor=actor)]
    form.items.choices = [(row.key, row.matter) for row in list_items(clock.china_day(clock.now()))]
    form.departments.choices = form.lead.choices = departments

    def write() -> str:
        areas = line.areas if line else (queries.own_authority(actor)[2],)
        writes.propose_change(
            number=number,
            serial=serial,
            after=_wanted(form, areas),
            reason=form.reason.data,
            actor=actor,
            at=clock.now(),
        )
        return LIST + number

    lead = mark("已公布的计划不改动，变更另行批准和公布：变更了什么、何时、为什么。")
    return form_page(Step("change", title, form, lead=lead), write, trail=_trail(number), done=DONE)


def _known(line: queries.LineRow) -> dict[str, Any]:
    same = ("visit_kind", "items", "departments", "lead", "kinds", "frequency")
    return {name: getattr(line, name) for name in same} | {
        "line_title": line.title,
        "months": "、".join(map(str, line.months)),
        "ratio": "/".join(map(str, line.ratio)),
    }


def _wanted(form: LineChangeForm, areas: tuple[str, ...]) -> NewLine:
    return NewLine(
        title=form.line_title.data.strip(),
        visit_kind=form.visit_kind.data,
        items=tuple(form.items.data or ()),
        departments=tuple(form.departments.data or ()),
        lead=form.lead.data,
        kinds=tuple(form.kinds.data or ()),
        areas=areas,
        months=months_of(form.months.data),
        ratio=ratio_of(form.ratio.data),
        frequency=form.frequency.data or "",
    )


def _line(file: queries.PlanFile, serial: int) -> queries.LineRow:
    found = next((line for line in file.lines if line.serial == serial and line.ended_on is None), None)
    if found is None:
        raise InputError("line", "计划里没有第 {line} 项。", "请从计划页面进入。", line=serial)
    return found


def _trail(number: str) -> list[tuple[str, str]]:
    return [(say("计划"), LIST), (number, LIST + number)]


def change_steps(file: queries.PlanFile) -> list[tuple[str, Step]]:
    """Return what can be done with the open changes of a plan, with the permission of each."""
    found = []
    for each in file.changes:
        words = say("第 {n} 次变更：{what}", n=each.n, what=_what(each))
        if each.state == "draft":
            step = Step(f"changes/{each.n}/approve", mark("批准变更"), Form(), lead=words)
            found.append(("plan.approve_change", step))
        elif each.state == "approved":
            step = Step(f"changes/{each.n}/publish", mark("公布变更"), Form(), lead=words)
            found.append(("plan.publish_change", step))
    return found


def changes_section(file: queries.PlanFile) -> list[dict[str, Any]]:
    """Return the changes of a plan as a section of its page."""
    if not file.changes:
        return []
    return [
        {
            "title": say("计划变更"),
            "text": say("公布以后的每一次变更：变更了什么、何时、为什么。"),
            "columns": [say("次"), say("变更"), say("理由"), say("公布"), say("状态")],
            "rows": [
                [
                    str(each.n),
                    {
                        "text": _what(each),
                        "hint": " · ".join(filter(None, (each.drafted_by, each.approved_by))),
                    },
                    each.reason,
                    {"day": each.published_on},
                    {"state": say(STATES[each.state][0]), "tone": STATES[each.state][1]},
                ]
                for each in file.changes
            ],
        }
    ]


def _what(row: queries.ChangeRow) -> str:
    head = f"{say(KINDS[row.kind])} {row.title}"
    parts = [
        say(
            "{field}：{before} → {after}",
            field=say(FIELDS[name]),
            before=_said(name, before),
            after=_said(name, after),
        )
        for name, before, after in row.fields
    ]
    return f"{head} ({listed(parts)})" if parts else head


def _said(name: str, value: Any) -> str:
    match name:
        case "ratio":
            return "/".join(map(str, value))
        case "months":
            return listed(map(str, value))
        case "visit_kind":
            return say(VISIT_KINDS.get(value, value))
        case "kinds":
            return listed(say(KIND_NAMES.get(each, each)) for each in value)
        case "items":
            matters = {row.key: row.matter for row in list_items(clock.china_day(clock.now()))}
            return listed(matters.get(each, each) for each in value)
        case "departments" | "lead":
            names = {key: both(zh, en) for key, zh, en in department_options(actor=current_actor())}
            return listed(names.get(each, each) for each in ([value] if isinstance(value, str) else value))
    return listed(map(str, value)) if isinstance(value, list) else str(value)


def publication_clock(file: queries.PlanFile) -> list[dict[str, Any]]:
    """Return the deadline of publication, as a clock; met once the plan is public."""
    book, on = rulebook(), clock.china_day(clock.now())
    rule = book.on(queries.DEADLINE, file.publish_by)
    left = (file.publish_by - on).days
    return [
        {
            "title": say("公布年度计划"),
            "until": file.publish_by,
            "left": left,
            "unit": "days",
            "basis": rule.reference.cite(language()),
            "done": file.row.published_on,
        }
    ]
