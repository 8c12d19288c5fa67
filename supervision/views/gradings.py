"""Grading in the office: applications for a grade from examination to announcement, as the procedure file says."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.filters import write_text
from supervision.forms.base import Form
from supervision.forms.gradings import (
    AssignForm,
    ConfirmForm,
    DecideForm,
    ExamineForm,
    ProposeForm,
    ReviewForm,
    TextForm,
    points_form,
)
from supervision.queries import gradings as queries
from supervision.queries.accounts import list_accounts
from supervision.queries.cases import CaseFile, get_case
from supervision.queries.credit import scheme_words
from supervision.queries.grading_items import grade_scheme, items_to_score
from supervision.queries.scores import newest_sheets
from supervision.texts import mark
from supervision.usecases import gradings as writes
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.credit import sheet_view
from supervision.views.points import grade_name, points_page, points_section
from supervision.views.steps import Step, carry_out, say, with_tried

bp = Blueprint("gradings", __name__, url_prefix="/office/gradings")

LIST = "/office/gradings/"


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """等级评定一览."""
    actor, everything = current_actor(), request.args.get("show") == "all"
    return render_template(
        "generic/list.html",
        title=say("等级评定"),
        lead=say("机构申报并自评，两名评定人员现场评价，公示后由两人决定；机构可以申请复核和申诉。"),
        columns=[say("机构"), say("申报等级"), say("申报日期"), say("状态")],
        rows=[
            [
                {"text": row.facility, "href": LIST + row.uuid},
                grade_name(row.kind, row.level),
                {"day": row.opened_on},
                {
                    "state": write_text(row.state_words, language()),
                    "tone": "now" if row.is_open else "closed",
                },
            ]
            for row in queries.list_gradings(actor=actor, open_only=not everything)
        ],
        empty_text=say("没有办理中的申报。机构在自己的页面上申报。"),
        chips=[(say("办理中"), "?", not everything, None), (say("全部"), "?show=all", everything, None)],
        actions=[{"text": say("等级复核"), "href": "/office/grade-reviews/", "tone": "quiet"}],
    )


@bp.get("/<uuid_>")
@page(OFFICE)
def show(uuid_: str) -> ResponseReturnValue:
    """一件申报."""
    return _page(uuid_)


@bp.post("/<uuid_>/examine")
@page("grading.examine")
def examine(uuid_: str) -> ResponseReturnValue:
    """初审."""
    form = ExamineForm(prefix="examine-")
    return _do(
        uuid_,
        Step("examine", mark("初审"), form),
        lambda **who: writes.examine_application(
            uuid_=uuid_, verdict=form.verdict.data, reason=form.reason.data, **who
        ),
    )


@bp.post("/<uuid_>/assign")
@page("grading.assign")
def assign(uuid_: str) -> ResponseReturnValue:
    """指派评定人员."""
    form = AssignForm(prefix="assign-")
    form.assessors.choices = _assessors(current_actor())
    return _do(
        uuid_,
        Step("assign", mark("指派评定人员"), form),
        lambda **who: writes.assign_assessors(uuid_=uuid_, assessors=tuple(form.assessors.data), **who),
    )


@bp.route("/<uuid_>/points", methods=["GET", "POST"])
@page("grading.assess")
def points(uuid_: str) -> ResponseReturnValue:
    """记录现场评分: the facility's own points stand as what it says, not as what was found."""
    row = queries.get_grading(uuid_, actor=current_actor())
    scheme = grade_scheme(row.kind, clock.china_day(clock.now()))
    form = points_form(items_to_score(scheme), language(), row.data.get("points", {}))
    return points_page(
        form,
        lambda: writes.record_points(uuid_=uuid_, points=form.points, actor=current_actor(), at=clock.now()),
        title=say("现场评分"),
        over=row.facility,
        to=LIST + uuid_,
        submit=say("保存评分，请另一人核定"),
        done=mark("评分已保存，等待另一名评定人员核定。"),
        notes=[say("按现场看到的打分；机构的自评在申报页面上，不替代现场评价。")],
        trail=[(say("等级评定"), LIST), (row.facility, LIST + uuid_), (say("现场评分"), "")],
    )


@bp.post("/<uuid_>/confirm")
@page("grading.confirm")
def confirm(uuid_: str) -> ResponseReturnValue:
    """核定评分."""
    form = ConfirmForm(prefix="confirm-")
    return _do(
        uuid_,
        Step("confirm", mark("核定评分"), form),
        lambda **who: writes.confirm_points(
            uuid_=uuid_, agree=form.agree.data == "yes", reason=form.reason.data, **who
        ),
    )


@bp.post("/<uuid_>/propose")
@page("grading.propose")
def propose(uuid_: str) -> ResponseReturnValue:
    """提出结论: computed from the credit file."""
    form = ProposeForm(prefix="propose-")
    return _do(
        uuid_,
        Step("propose", mark("提出结论"), form),
        lambda **who: writes.propose_grade(
            uuid_=uuid_, passed=form.passed.data == "yes", reason=form.reason.data, **who
        ),
    )


@bp.post("/<uuid_>/statement")
@page("grading.record_statement")
def statement(uuid_: str) -> ResponseReturnValue:
    """登记公示期间的意见."""
    form = TextForm(prefix="statement-")
    step = Step("statement", mark("登记公示期间的意见"), form)
    return _do(uuid_, step, lambda **who: writes.record_statement(uuid_=uuid_, text=form.text.data, **who))


@bp.post("/<uuid_>/close")
@page("grading.close_notice")
def close(uuid_: str) -> ResponseReturnValue:
    """公示期满."""
    step = Step("close", mark("公示期满，转入决定"), Form())
    return _do(uuid_, step, lambda **who: writes.close_notice(uuid_=uuid_, **who))


@bp.post("/<uuid_>/decide")
@page("grading.decide")
def decide(uuid_: str) -> ResponseReturnValue:
    """决定: by two people."""
    form = DecideForm(prefix="decide-")
    return _do(
        uuid_,
        Step("decide", mark("决定"), form),
        lambda **who: writes.decide_grade(
            uuid_=uuid_, verdict=form.verdict.data, reason=form.reason.data, **who
        ),
    )


@bp.post("/<uuid_>/review")
@page("grading.review")
def review(uuid_: str) -> ResponseReturnValue:
    """答复复核或申诉: by somebody who did not decide."""
    form = ReviewForm(prefix="review-")
    return _do(
        uuid_,
        Step("review", mark("答复复核或申诉"), form),
        lambda **who: writes.answer_review(
            uuid_=uuid_, uphold=form.verdict.data == "uphold", reason=form.reason.data, **who
        ),
    )


@bp.post("/<uuid_>/pass")
@page("grading.let_pass")
def let_pass(uuid_: str) -> ResponseReturnValue:
    """期满未提出."""
    step = Step("pass", mark("期满未提出，转入公告"), Form())
    return _do(uuid_, step, lambda **who: writes.let_pass(uuid_=uuid_, **who))


@bp.post("/<uuid_>/finish")
@page("grading.finish")
def finish(uuid_: str) -> ResponseReturnValue:
    """公告等级, or tell that it has not passed."""
    step = Step("finish", mark("公告结果"), Form())
    return _do(uuid_, step, lambda **who: writes.finish_grading(uuid_=uuid_, **who))


def _do(uuid_: str, step: Step, write: Callable[..., Any]) -> ResponseReturnValue:
    queries.get_grading(uuid_, actor=current_actor())
    return carry_out(
        step,
        lambda: write(actor=current_actor(), at=clock.now()),
        lambda tried: _page(uuid_, tried),
        done=mark("已办理。"),
        to=LIST + uuid_,
    )


def _assessors(actor: Actor) -> list[tuple[str, str]]:
    return [(each.actor.key, each.name) for each in list_accounts(actor) if "assessor" in each.actor.roles]


def _page(uuid_: str, tried: Step | None = None) -> str:
    actor = current_actor()
    row = queries.get_grading(uuid_, actor=actor)
    case = get_case(uuid_, actor=actor, on=clock.china_day(clock.now()))
    scoring = case.option("score")
    actions = []
    if scoring is not None and scoring.is_mine and actor.may("grading.assess"):
        actions = [{"text": say("填写现场评分"), "href": f"{LIST}{uuid_}/points", "tone": "main"}]
    return render_template(
        "generic/detail.html",
        title=row.facility,
        over=say("等级评定"),
        lead=say("申报{grade}", grade=grade_name(row.kind, row.level)),
        meta=[state_of(case), row.data.get("number", "")],
        trail=[(say("等级评定"), LIST), (row.facility, "")],
        **case_page(case),
        address=LIST + uuid_,
        actions=actions,
        steps=with_tried(_steps(case), tried),
        sections=[_facts(row), points_section(row), *_sheet(row), history(case)],
    )


def _steps(case: CaseFile) -> list[Step]:
    assign = AssignForm(None, prefix="assign-")
    assign.assessors.choices = _assessors(current_actor())
    told = mark("两人分别决定；第二人同意才生效。参加评定和提出结论的人不能决定。")
    sheet = mark("按信用档案计算评分表：达到等级的公示，没有达到申报等级的可以提出未通过。")
    return case_steps(
        case,
        [
            (("accept",), Step("examine", mark("初审"), ExamineForm(None, prefix="examine-"))),
            (("assign",), Step("assign", mark("指派评定人员"), assign)),
            (("confirm_points",), Step("confirm", mark("核定评分"), ConfirmForm(None, prefix="confirm-"))),
            (("propose",), Step("propose", mark("提出结论"), ProposeForm(None, prefix="propose-"), lead=sheet)),
            (("record_statement",), Step("statement", mark("登记公示期间的意见"), TextForm(None, prefix="statement-"))),
            (("close_notice",), Step("close", mark("公示期满，转入决定"), Form())),
            (("decide", "decide_again"), Step("decide", mark("决定"), DecideForm(None, prefix="decide-"), lead=told)),
            (("review_upheld", "appeal_upheld"), Step("review", mark("答复复核或申诉"), ReviewForm(None, prefix="review-"))),
            (("let_pass",), Step("pass", mark("期满未提出，转入公告"), Form())),
            (("announce",), Step("finish", mark("公告结果"), Form())),
        ],
        settled=("grading-assessors", "grading-result-open", "grading-not-reached", "grading-excluded"),
    )  # fmt: skip


def _facts(row: queries.GradingRow) -> dict[str, Any]:
    names = {each.actor.key: each.name for each in list_accounts(current_actor())}
    named = "、".join(names.get(key, key) for key in row.data.get("assessors", ()))
    result = row.data.get("result")
    return {
        "title": say("申报"),
        "facts": [
            (say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}/credit"}),
            (say("申报等级"), grade_name(row.kind, row.level)),
            (say("评定人员"), named or "—"),
            (say("拟评定等级"), "—" if result is None else (grade_name(row.kind, result) if result else say("未通过"))),
            (say("文号"), row.data.get("number", "—")),
        ],
    }  # fmt: skip


def _sheet(row: queries.GradingRow) -> list[dict[str, Any]]:
    kept = [each for each in newest_sheets(row.facility_code) if each.sha256 == row.data.get("sheet")]
    if not kept:
        return []
    return [{"title": say("评分表"), "sheet": sheet_view(kept[0], scheme_words()[kept[0].scheme])}]
