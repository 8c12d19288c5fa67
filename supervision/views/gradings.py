"""Grading in the office: applications for a grade from examination to announcement, as the procedure file says."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.actor import Actor
from supervision.filters import write_text
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
from supervision.queries.cases import CaseFile
from supervision.queries.credit import scheme_words
from supervision.queries.grading_items import grade_scheme, items_to_score
from supervision.queries.scores import newest_sheets
from supervision.texts import mark
from supervision.usecases import gradings as writes
from supervision.views._cases import Act, CasePages
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.credit import sheet_view
from supervision.views.papers import papers_of
from supervision.views.points import decided_where, grade_name, points_page, points_section
from supervision.views.steps import say

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


def _assessors(actor: Actor) -> list[tuple[str, str]]:
    return [(each.actor.key, each.name) for each in list_accounts(actor) if "assessor" in each.actor.roles]


def _choose(form: AssignForm, _: queries.GradingRow) -> None:
    form.assessors.choices = _assessors(current_actor())


ACTS = (
    Act("examine", mark("初审"), ("accept",), "grading.examine", form=ExamineForm,
        write=lambda key, form, **who: writes.examine_application(
            uuid_=key, verdict=form.verdict.data, reason=form.reason.data, **who)),
    Act("assign", mark("指派评定人员"), ("assign",), "grading.assign", form=AssignForm, prepare=_choose,
        write=lambda key, form, **who: writes.assign_assessors(
            uuid_=key, assessors=tuple(form.assessors.data), **who)),
    Act("confirm", mark("核定评分"), ("confirm_points",), "grading.confirm", form=ConfirmForm,
        write=lambda key, form, **who: writes.confirm_points(
            uuid_=key, agree=form.agree.data == "yes", reason=form.reason.data, **who)),
    Act("propose", mark("提出结论"), ("propose",), "grading.propose", form=ProposeForm,
        lead=mark("按信用档案计算评分表：达到等级的公示，没有达到申报等级的可以提出未通过。"),
        write=lambda key, form, **who: writes.propose_grade(
            uuid_=key, passed=form.passed.data == "yes", reason=form.reason.data, **who)),
    Act("statement", mark("登记公示期间的意见"), ("record_statement",), "grading.record_statement", form=TextForm,
        write=lambda key, form, **who: writes.record_statement(uuid_=key, text=form.text.data, **who)),
    Act("close", mark("公示期满，转入决定"), ("close_notice",), "grading.close_notice",
        write=lambda key, _, **who: writes.close_notice(uuid_=key, **who)),
    Act("decide", mark("决定"), ("decide", "decide_again"), "grading.decide", form=DecideForm,
        lead=mark("两人分别决定；第二人同意才生效。参加评定和提出结论的人不能决定。"),
        write=lambda key, form, **who: writes.decide_grade(
            uuid_=key, verdict=form.verdict.data, reason=form.reason.data, **who)),
    Act("review", mark("答复复核或申诉"), ("review_upheld", "appeal_upheld"), "grading.review", form=ReviewForm,
        write=lambda key, form, **who: writes.answer_review(
            uuid_=key, uphold=form.verdict.data == "uphold", reason=form.reason.data, **who)),
    Act("pass", mark("期满未提出，转入公告"), ("let_pass",), "grading.let_pass",
        write=lambda key, _, **who: writes.let_pass(uuid_=key, **who)),
    Act("finish", mark("公告结果"), ("announce",), "grading.finish",
        write=lambda key, _, **who: writes.finish_grading(uuid_=key, **who)),
)  # fmt: skip


def _draw(row: queries.GradingRow, case: CaseFile) -> dict[str, Any]:
    scoring = case.option("score")
    actions = []
    if scoring is not None and scoring.is_mine and current_actor().may("grading.assess"):
        actions = [{"text": say("填写现场评分"), "href": f"{LIST}{row.uuid}/points", "tone": "main"}]
    return {
        "title": row.facility,
        "over": say("等级评定"),
        "lead": say("申报{grade}", grade=grade_name(row.kind, row.level)),
        "meta": [row.data.get("number", "")],
        "trail": [(say("等级评定"), LIST), (row.facility, "")],
        "actions": actions,
        "sections": [_facts(row), points_section(row), *_sheet(row), papers_of(row.uuid)],
    }


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
            (say("由谁评定"), decided_where()),
            (say("文号"), row.data.get("number", "—")),
        ],
    }  # fmt: skip


def _sheet(row: queries.GradingRow) -> list[dict[str, Any]]:
    kept = [each for each in newest_sheets(row.facility_code) if each.sha256 == row.data.get("sheet")]
    if not kept:
        return []
    return [{"title": say("评分表"), "sheet": sheet_view(kept[0], scheme_words()[kept[0].scheme])}]


CASES = CasePages(
    bp,
    LIST,
    find=queries.get_grading,
    draw=_draw,
    acts=ACTS,
    settled=("grading-assessors", "grading-result-open", "grading-not-reached", "grading-excluded"),
)
