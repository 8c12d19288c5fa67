"""Results of a year: proposed by one, closed by another; what was closed can be taken home as a sealed file."""

from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from scoring.frozen.freezing import file_name, text_of
from supervision import clock
from supervision.disclosure.site.words import MET
from supervision.filters import write_figure, write_text
from supervision.forms.annual_results import ABOUT, AnnualResultForm
from supervision.forms.base import Form, ReasonForm
from supervision.queries import annual_results as queries
from supervision.queries.annual_sheets import INDICATORS
from supervision.queries.credit import scheme_words
from supervision.texts import mark
from supervision.usecases import annual_results as writes
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import Step, allowed, carry_out, form_page, say, with_tried

bp = Blueprint("annual_results", __name__, url_prefix="/office/annual")

LIST = "/office/annual/"
TITLE = mark("年度结果")
PROPOSE = mark("提出年度结果")
STATES = {
    "proposed": (mark("等待决定"), "due"),
    "closed": (mark("已封存"), "good"),
    "corrected": (mark("已有更正"), "closed"),
    "refused": (mark("已退回"), "closed"),
}


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """年度结果一览."""
    rows = queries.list_annual_results(actor=current_actor())
    actions = (
        [{"text": say(PROPOSE), "href": f"{LIST}new", "tone": "main"}]
        if current_actor().may("annual_result.propose")
        else []
    )
    return render_template(
        "generic/list.html",
        title=say(TITLE),
        lead=say("镇街指数、指标和补助按年封存：连同所据事实和规则一起留存，由另一人决定；更正是新的一版，原来的仍然保留。封存后随下一次发布公开。"),
        columns=[say("内容"), say("区域"), {"text": say("年份"), "number": True}, {"text": say("版本"), "number": True}, say("状态"), say("封存日期"), say("更正理由")],
        rows=[
            [{"text": say(ABOUT[row.about]), "href": LIST + row.uuid}, row.area, str(row.year), str(row.version),
             _state(row), {"day": row.decided_on}, row.reason]
            for row in rows
        ],
        empty_text=say("还没有封存过年度结果。年度结束后由计划或评定人员提出，负责人决定。"),
        actions=actions,
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@page("annual_result.propose")
def propose() -> ResponseReturnValue:
    """提出年度结果."""
    form = AnnualResultForm()
    form.area.choices = list(queries.districts(actor=current_actor()))
    if not form.is_submitted():
        form.year.data = clock.china_day(clock.now()).year - 1

    def write() -> str:
        key = writes.propose_annual_result(
            about=form.about.data,
            area=form.area.data,
            year=form.year.data,
            reason=form.reason.data,
            actor=current_actor(),
            at=clock.now(),
        )
        return LIST + key

    return form_page(
        Step("new", PROPOSE, form, lead=mark("按年末的数据和规则计算并留存，提交负责人决定。")),
        write,
        trail=[(say(TITLE), LIST)],
        done=mark("已提出，等待负责人决定。"),
    )


@bp.get("/<uuid>")
@page(OFFICE)
def show(uuid: str) -> ResponseReturnValue:
    """一份年度结果: who proposed and closed it, and every line with its seal."""
    return _page(uuid)


@bp.post("/<uuid>/decide")
@page("annual_result.decide")
def decide(uuid: str) -> ResponseReturnValue:
    """封存年度结果."""
    step = _decide(Form(prefix="decide-"))

    def write() -> None:
        writes.decide_annual_result(uuid_=uuid, actor=current_actor(), at=clock.now())

    return carry_out(step, write, lambda tried: _page(uuid, tried), done=mark("已封存。"), to=LIST + uuid)


@bp.post("/<uuid>/refuse")
@page("annual_result.refuse")
def refuse(uuid: str) -> ResponseReturnValue:
    """退回年度结果."""
    form = ReasonForm(prefix="refuse-")

    def write() -> None:
        writes.refuse_annual_result(
            uuid_=uuid, reason=form.reason.data, actor=current_actor(), at=clock.now()
        )

    return carry_out(
        _refuse(form), write, lambda tried: _page(uuid, tried), done=mark("已退回。"), to=LIST + uuid
    )


@bp.get("/<uuid>/<subject>.json")
@page(OFFICE)
def sealed(uuid: str, subject: str) -> Response:
    """封存件: sheet, facts, rules and seal; ``python -m scoring verify`` computes a score from it again."""
    frozen = queries.frozen_annual(uuid, subject, actor=current_actor())
    return Response(
        text_of(frozen),
        mimetype="application/json",
        headers={"Content-Disposition": f"attachment; filename={file_name(subject)}.json"},
    )


def _page(uuid: str, tried: Step | None = None) -> str:
    row, lines = queries.get_annual_result(uuid, actor=current_actor())
    steps: list[Step] = []
    if row.state == "proposed":
        steps = allowed(
            current_actor(),
            [
                ("annual_result.decide", _decide(Form(None, prefix="decide-"))),
                ("annual_result.refuse", _refuse(ReasonForm(None, prefix="refuse-"))),
            ],
        )
    facts = [
        (say("计算日期"), {"day": row.on}),
        (say("版本"), str(row.version)),
        (say("更正理由"), row.reason),
        (say("提出人"), row.proposed_by),
        (say("决定人"), row.decided_by),
        (say("封存日期"), {"day": row.decided_on}),
        (say("退回理由"), row.refusal),
    ]
    return render_template(
        "generic/detail.html",
        title=say("{year} 年{about}", year=row.year, about=say(ABOUT[row.about])),
        over=row.area,
        meta=[_state(row)],
        trail=[(say(TITLE), LIST), (str(row.year), "")],
        address=LIST + uuid,
        steps=with_tried(steps, tried),
        sections=[
            {"title": say("封存"), "facts": [fact for fact in facts if fact[1]]},
            (_indicators if row.about == INDICATORS else _scores)(row, lines),
        ],
    )


def _decide(form: Form) -> Step:
    told = mark("核对下面的每一行后封存。封存后不能修改，更正须另提一版；随下一次发布公开。")
    return Step("decide", mark("封存"), form, lead=told)


def _refuse(form: Form) -> Step:
    return Step("refuse", mark("退回"), form, danger=True)


def _state(row: queries.AnnualRow) -> dict[str, Any]:
    word, tone = STATES[row.state]
    return {"state": say(word), "tone": tone}


def _scores(row: queries.AnnualRow, lines: tuple[queries.AnnualLine, ...]) -> dict[str, Any]:
    words = scheme_words()
    number = {"text": say("得分或金额"), "number": True}
    return {
        "title": say("各行"),
        "columns": [say("名称"), {"text": say("名次"), "number": True}, number, say("结论"), say("封存件")],
        "rows": [
            [
                write_text(each.name, language()),
                f"{each.standing['place']} / {each.standing['streets']}" if "place" in each.standing else "—",
                each.sheet["value"] or say("数据不全"),
                write_text(words[each.sheet["scheme"]].outcome(each.sheet["outcome"]), language()),
                _file(row, each),
            ]
            for each in lines
        ],
    }


def _indicators(row: queries.AnnualRow, lines: tuple[queries.AnnualLine, ...]) -> dict[str, Any]:
    return {
        "title": say("各行"),
        "columns": [
            say("指标"),
            say("现值"),
            say("分子 / 分母"),
            say("数据来源"),
            say("状态"),
            say("封存件"),
        ],
        "rows": [
            [
                write_text(each.name, language()),
                _figure(each.sheet),
                _fraction(each.sheet),
                each.sheet["source"] or (say("由名册计算") if each.sheet["how"] else ""),
                {"state": say(MET[each.sheet["met"]][0]), "tone": MET[each.sheet["met"]][1]},
                _file(row, each),
            ]
            for each in sorted(lines, key=lambda line: line.sheet["value"] is None)
        ],
    }


def _figure(sheet: Any) -> str:
    value = Decimal(sheet["value"]) if sheet["value"] else None
    return write_figure(value, sheet["unit"], language())


def _fraction(sheet: Any) -> str:
    over, under = sheet["numerator"]["value"], (sheet["denominator"] or {}).get("value")
    return f"{over} / {under}" if over and under else over or ""


def _file(row: queries.AnnualRow, each: queries.AnnualLine) -> dict[str, str]:
    return {
        "text": each.content_sha256[:12],
        "href": f"{LIST}{row.uuid}/{each.subject}.json",
    }
