"""Annual plans: list, draft from last year's lines, approve, publish."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.base import Form
from supervision.forms.plans import VISIT_KINDS, PlanForm, months_of, plan_form, ratio_of
from supervision.queries import plans as queries
from supervision.queries.facilities import KIND_NAMES
from supervision.queries.inspectors import department_options
from supervision.queries.items import list_items
from supervision.texts import mark
from supervision.usecases import plan_changes as changes
from supervision.usecases import plans as writes
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.plan_changes import change_steps, changes_section, publication_clock
from supervision.views.plan_loads import load_sections, version_piece
from supervision.views.steps import Step, allowed, both, carry_out, form_page, listed, say, with_tried

bp = Blueprint("plans", __name__, url_prefix="/office/plans")

LIST = "/office/plans/"
STATES = {
    "draft": (mark("草稿，待批准"), "due"),
    "approved": (mark("已批准，待公布"), "now"),
    "published": (mark("已公布"), "good"),
}
ACTIONS = {"draft": ("plan.approve", "approve", mark("批准计划")),
           "approved": ("plan.publish", "publish", mark("公布计划"))}  # fmt: skip


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """年度计划一览."""
    actor = current_actor()
    new = {"text": say("起草年度计划"), "href": LIST + "new", "tone": "main"}
    return render_template(
        "generic/list.html",
        title=say("计划"),
        lead=say("一年检查什么、谁参加、抽多少。计划公布以后才能建立任务。"),
        columns=[say("名称"), say("年度"), {"text": say("事项数"), "number": True}, say("公布"), say("状态")],
        rows=[
            [
                {"text": row.title, "href": LIST + row.number, "hint": row.number},
                str(row.year),
                {"number": row.lines},
                {"day": row.published_on},
                _state(row.state),
            ]
            for row in queries.list_plans(actor=actor)
        ],
        empty_text=say("还没有年度计划。请先起草一份。"),
        actions=[
            {"text": say("抽查事项清单"), "href": "/office/items/"},
            *([new] if actor.may("plan.draft") else []),
        ],
    )


@bp.get("/<number>")
@page(OFFICE)
def show(number: str) -> ResponseReturnValue:
    """年度计划: its lines, and the tasks made from them."""
    return _page(number)


@bp.post("/<number>/approve")
@page("plan.approve")
def approve(number: str) -> ResponseReturnValue:
    """批准计划: by somebody who did not draft it."""
    return _do(number, "draft", writes.approve_plan)


@bp.post("/<number>/publish")
@page("plan.publish")
def publish(number: str) -> ResponseReturnValue:
    """公布计划: with the next release of the public site."""
    return _do(number, "approved", writes.publish_plan)


@bp.route("/new", methods=["GET", "POST"])
@page("plan.draft")
def draft() -> ResponseReturnValue:
    """起草年度计划: last year's lines, kept or not, and perhaps a new one."""
    actor, year = current_actor(), clock.china_day(clock.now()).year + 1
    last = queries.newest_plan(actor=actor)
    lines = last.lines if last else ()
    key, authority, area = queries.own_authority(actor)
    form = plan_form(len(lines))(
        data=_proposed(lines) | {"year": year, "title": authority + say("年度抽查计划")}
    )
    _offer(form)

    def write() -> str:
        number = form.number.data.strip()
        writes.draft_plan(
            authority_key=key,
            year=form.year.data,
            number=number,
            title=form.title.data.strip(),
            lines=_lines(form, lines, area),
            actor=actor,
            at=clock.now(),
        )
        return LIST + number

    step = Step("new", mark("起草年度计划"), form)
    trail = [(say("计划"), LIST)]
    return form_page(step, write, trail=trail, done=mark("草稿已保存，等待机关负责人批准。"),
                     template="plans/draft.html", lines=lines, kinds=VISIT_KINDS)  # fmt: skip


def _today() -> date:
    return clock.china_day(clock.now())


def _offer(form: PlanForm) -> None:
    departments = [(key, both(zh, en)) for key, zh, en in department_options(actor=current_actor())]
    form.items.choices = [(row.key, row.matter) for row in list_items(_today())]
    form.departments.choices = form.lead.choices = departments


def _proposed(lines: tuple[queries.LineRow, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for n, line in enumerate(lines, 1):
        found[f"months_{n}"] = "、".join(map(str, line.months))
        found[f"ratio_{n}"] = "/".join(map(str, line.ratio))
        found[f"frequency_{n}"] = line.frequency
    return found


def _lines(form: PlanForm, last: tuple[queries.LineRow, ...], area: str) -> tuple[writes.NewLine, ...]:
    found = [
        writes.NewLine(
            title=line.title,
            visit_kind=line.visit_kind,
            items=line.items,
            departments=line.departments,
            lead=line.lead,
            kinds=line.kinds,
            areas=line.areas or (area,),
            months=months_of(form[f"months_{n}"].data),
            ratio=ratio_of(form[f"ratio_{n}"].data),
            frequency=form[f"frequency_{n}"].data or "",
        )
        for n, line in enumerate(last, 1)
        if form[f"keep_{n}"].data
    ]
    if (form.line_title.data or "").strip():
        found.append(
            writes.NewLine(
                title=form.line_title.data.strip(),
                visit_kind=form.visit_kind.data,
                items=tuple(form.items.data),
                departments=tuple(form.departments.data),
                lead=form.lead.data,
                kinds=tuple(form.kinds.data),
                areas=(area,),
                months=months_of(form.months.data),
                ratio=ratio_of(form.ratio.data),
                frequency=form.frequency.data or "",
            )
        )
    return tuple(found)


@bp.post("/<number>/changes/<int:n>/approve")
@page("plan.approve_change")
def approve_change(number: str, n: int) -> ResponseReturnValue:
    """批准计划变更."""
    return _carry_change(
        number, n, Step(f"changes/{n}/approve", mark("批准变更"), Form()), changes.approve_change
    )


@bp.post("/<number>/changes/<int:n>/publish")
@page("plan.publish_change")
def publish_change(number: str, n: int) -> ResponseReturnValue:
    """公布计划变更: with the next release of the public site."""
    return _carry_change(
        number, n, Step(f"changes/{n}/publish", mark("公布变更"), Form()), changes.publish_change
    )


def _carry_change(number: str, n: int, step: Step, write: Any) -> ResponseReturnValue:
    queries.get_plan(number, actor=current_actor())
    return carry_out(
        step,
        lambda: write(number=number, n=n, actor=current_actor(), at=clock.now()),
        lambda tried: _page(number, tried),
        done=mark("已办理。"),
        to=LIST + number,
    )


def _do(number: str, state: str, write: Any) -> ResponseReturnValue:
    plan, actor = queries.get_plan(number, actor=current_actor()), current_actor()
    _, key, title = ACTIONS[state]
    return carry_out(
        Step(key, title, Form()),
        lambda: write(number=plan.row.number, actor=actor, at=clock.now()),
        lambda tried: _page(number, tried),
        done=mark("已办理。"),
        to=LIST + number,
    )


def _page(number: str, tried: Step | None = None) -> str:
    actor = current_actor()
    file = queries.get_plan(number, actor=actor)
    row = file.row
    steps = []
    if row.state in ACTIONS:
        action, key, title = ACTIONS[row.state]
        steps = allowed(actor, [(action, Step(key, title, Form()))])
    steps += allowed(actor, change_steps(file))
    may_change = actor.may("plan.propose_change") and row.state == "published"
    return render_template(
        "generic/detail.html",
        title=row.title,
        over=row.number,
        meta=[row.authority, _state(row.state), version_piece(file)],
        trail=[(say("计划"), LIST), (row.number, "")],
        path=_path(row),
        turn={"draft": say("机关负责人"), "approved": say("计划人员或发布人员")}.get(row.state),
        address=LIST + number,
        steps=with_tried(steps, tried),
        clocks=publication_clock(file),
        actions=[{"text": say("增加一项"), "href": f"{LIST}{number}/lines/new"}] if may_change else [],
        sections=[
            _lines_section(
                file, may_make=actor.may("task.create") and row.state == "published", may_change=may_change
            ),
            *load_sections(file),
            *changes_section(file),
        ],
    )


def _path(row: queries.PlanRow) -> list[dict[str, Any]]:
    names = [("draft", say("起草"), None, row.drafted_by),
             ("approved", say("批准"), row.approved_at and clock.china_day(row.approved_at), row.approved_by or ""),
             ("published", say("公布"), row.published_on, "")]  # fmt: skip
    reached = [key for key, *_ in names].index(row.state)
    done = reached if row.state != "published" else len(names)
    return [
        {
            "title": title,
            "on": on,
            "note": by,
            "state": "done" if n <= done else ("here" if n == done + 1 else "ahead"),
        }
        for n, (_, title, on, by) in enumerate(names)
    ]


def _lines_section(file: queries.PlanFile, *, may_make: bool, may_change: bool) -> dict[str, Any]:
    names = {key: both(zh, en) for key, zh, en in department_options(actor=current_actor())}
    return {
        "title": say("计划事项"),
        "columns": [say("事项"), say("对象"), say("部门"), say("月份"), say("抽取比例"), say("任务")],
        "rows": [
            [
                {
                    "text": line.title,
                    "href": f"{LIST}{file.row.number}/lines/{line.serial}/change"
                    if may_change and not line.ended_on
                    else "",
                    "hint": say("已取消")
                    if line.ended_on
                    else say(VISIT_KINDS.get(line.visit_kind, line.visit_kind)),
                },
                listed(say(KIND_NAMES.get(kind, kind)) for kind in line.kinds),
                listed(names.get(key, key) for key in line.departments),
                listed(map(str, line.months)),
                f"{line.ratio[0]}/{line.ratio[1]}",
                {
                    "text": say("建立任务") if may_make and not line.ended_on else str(len(line.tasks)),
                    "href": f"/office/tasks/new?plan={file.row.number}&line={line.serial}"
                    if may_make and not line.ended_on
                    else "",
                    "hint": listed(line.tasks),
                },
            ]
            for line in file.lines
        ],
    }


def _state(state: str) -> dict[str, str]:
    word, tone = STATES[state]
    return {"state": say(word), "tone": tone}
