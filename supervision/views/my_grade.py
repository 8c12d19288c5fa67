"""The facility's own grade: what it may apply for and why, its application, its answers; re-checks of its grade."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import NotFoundError
from supervision.filters import write_text
from supervision.forms.base import Form
from supervision.forms.gradings import ApplicationForm, TextForm, points_form
from supervision.queries import gradings as queries
from supervision.queries import my
from supervision.queries.cases import CaseFile, get_case
from supervision.queries.grading_items import grade_scheme, items_to_score
from supervision.queries.papers import list_papers
from supervision.texts import mark
from supervision.usecases import grade_reviews, gradings
from supervision.views.access import FACILITY, current_actor, language, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.my import LAYOUT, today
from supervision.views.points import decided_where, grade_name, points_page, points_section
from supervision.views.steps import Step, carry_out, listed, say, with_tried

bp = Blueprint("my_grade", __name__, url_prefix="/my/grade")

HOME = "/my/grade/"
ASKING = ("withdraw", "accept_result", "ask_review", "appeal")


@bp.get("/")
@page(FACILITY)
def home() -> ResponseReturnValue:
    """等级评定: what may be applied for today and why, applications and re-checks."""
    actor = current_actor()
    mine = queries.my_grading(actor=actor, on=today())
    waiting = any(each.is_open for each in mine.applications)
    may_apply = actor.may("grading.apply") and not waiting
    apply_ = {"text": say("申报等级"), "href": HOME + "apply", "tone": "main"}
    return _shown(
        title=say("等级评定"),
        lead=say("自评、现场评价、公示、决定，每一步到期日和理由都在申报的页面上。"),
        actions=[apply_] if may_apply and not mine.openings.excluded and mine.openings.is_settled else [],
        sections=[_openings(mine), _rows(mine, mine.applications, "", say("申报")), *_reviews(mine)],
        trail=[],
    )


@bp.route("/apply", methods=["GET", "POST"])
@page("grading.apply")
def apply_() -> ResponseReturnValue:
    """申报等级, with the facility's own points."""
    return _application(None)


@bp.route("/<uuid_>/again", methods=["GET", "POST"])
@page("grading.apply")
def again(uuid_: str) -> ResponseReturnValue:
    """补正后重新送交."""
    return _application(_own(uuid_))


@bp.get("/<uuid_>")
@page(FACILITY)
def show(uuid_: str) -> ResponseReturnValue:
    """一件申报: where it stands, what the facility can do."""
    return _page(uuid_)


@bp.post("/<uuid_>/<way>")
@page("grading.respond")
def respond(uuid_: str, way: str) -> ResponseReturnValue:
    """撤回, 接受结果, 申请复核, 申诉."""
    if way not in ASKING:
        raise NotFoundError("没有这种办理方式。")
    _own(uuid_)
    form = TextForm(prefix=f"{way}-") if way in ("ask_review", "appeal") else Form()

    def write() -> None:
        text = form["text"].data if "text" in form else ""
        gradings.respond(uuid_=uuid_, way=way, text=text, actor=current_actor(), at=clock.now())

    return carry_out(
        Step(way, WAYS[way], form),
        write,
        lambda tried: _page(uuid_, tried),
        done=mark("已办理。"),
        to=HOME + uuid_,
    )


@bp.get("/reviews/<uuid_>")
@page(FACILITY)
def review(uuid_: str) -> ResponseReturnValue:
    """一次等级复核."""
    return _review_page(uuid_)


@bp.post("/reviews/<uuid_>/answer")
@page("grade_review.report")
def answer(uuid_: str) -> ResponseReturnValue:
    """报告改正情况, or state the facility's case."""
    queries.get_grading(uuid_, actor=current_actor(), procedure="grade_review")
    form = TextForm(prefix="answer-")
    return carry_out(
        Step("answer", mark("报告改正情况或陈述意见"), form),
        lambda: grade_reviews.answer(uuid_=uuid_, text=form.text.data, actor=current_actor(), at=clock.now()),
        lambda tried: _review_page(uuid_, tried),
        done=mark("已送交。"),
        to=f"{HOME}reviews/{uuid_}",
    )


WAYS = {
    "withdraw": mark("撤回申报"),
    "accept_result": mark("接受结果"),
    "ask_review": mark("申请复核"),
    "appeal": mark("提出申诉"),
}


def _own(uuid_: str) -> queries.GradingRow:
    return queries.get_grading(uuid_, actor=current_actor())


def _application(row: queries.GradingRow | None) -> ResponseReturnValue:
    actor, on = current_actor(), today()
    mine = queries.my_grading(actor=actor, on=on)
    scheme = grade_scheme(mine.kind, on)
    kept = row.data["self"] if row else {}
    form = points_form(items_to_score(scheme), language(), kept, ApplicationForm)
    highest = mine.openings.highest or 0
    form["level"].choices = [(level, grade_name(mine.kind, level)) for level in range(highest, 0, -1)]
    if row and not form.is_submitted():
        form["level"].data = row.data["level"]

    def write() -> None:
        gradings.apply_for_grade(
            facility_code=mine.code,
            level=form["level"].data,
            self_points=form.points,
            uuid_=row.uuid if row else None,
            actor=actor,
            at=clock.now(),
        )

    return points_page(
        form,
        write,
        title=say("申报等级"),
        to=HOME,
        submit=say("送交申报"),
        done=mark("申报已送交，等待初审。"),
        notes=[say("逐项如实自评；没有的服务勾选“不适用”。自评不影响现场评分。")],
        **_frame((say("等级评定"), HOME), (say("申报等级"), "")),
    )


def _openings(mine: queries.MyGrading) -> dict[str, Any]:
    found = mine.openings
    facts: list[tuple[str, Any]] = [
        (say("现有等级"), grade_name(mine.kind, found.held)),
        (say("有效期至"), {"day": mine.held_until}),
        (say("续期可自此日申请"), {"day": mine.renewal_from}),
        (
            say("现在最高可申报"),
            say("尚不能确定") if found.highest is None else grade_name(mine.kind, found.highest),
        ),
        (say("由谁评定"), decided_where()),
    ]
    if found.excluded:
        facts.append((say("现在不能申报"), listed(write_text(each, language()) for each in found.excluded)))
    if not found.is_settled:
        facts.append((say("现在不能申报"), say("评定方案还有待核的分值，本机关尚未采用。")))
    return {"title": say("可以申报什么"), "facts": facts}  # fmt: skip


def _rows(
    mine: queries.MyGrading, rows: tuple[queries.GradingRow, ...], place: str, title: str
) -> dict[str, Any]:
    return {
        "title": title,
        "columns": [say("日期"), say("等级"), say("状态")],
        "rows": [
            [
                {"text": str(row.opened_on), "href": f"{HOME}{place}{row.uuid}"},
                grade_name(mine.kind, row.level or mine.openings.held),
                {
                    "state": write_text(row.state_words, language()),
                    "tone": "now" if row.is_open else "closed",
                },
            ]
            for row in rows
        ],
        "empty_text": say("还没有申报。"),
    }


def _reviews(mine: queries.MyGrading) -> list[dict[str, Any]]:
    return [_rows(mine, mine.reviews, "reviews/", say("等级复核"))] if mine.reviews else []


def _page(uuid_: str, tried: Step | None = None) -> str:
    actor, row = current_actor(), _own(uuid_)
    case = get_case(uuid_, actor=actor, on=today())
    returned = case.option("resubmit") is not None and actor.may("grading.apply")
    again_ = {"text": say("补正后重新送交"), "href": f"{HOME}{uuid_}/again", "tone": "main"}
    return _shown(
        title=say("申报{grade}", grade=grade_name(row.kind, row.level)),
        meta=[state_of(case), row.data.get("number", "")],
        **case_page(case),
        address=HOME + uuid_,
        actions=[again_] if returned else [],
        steps=with_tried(_steps(case), tried),
        sections=[points_section(row), *_papers(uuid_), _told(case)],
        trail=[(say("等级评定"), HOME), (str(row.opened_on), "")],
    )


def _papers(case: str) -> list[dict[str, Any]]:
    """Return the papers of a case; nothing while there is none."""
    rows = [
        [
            {"text": say(each.title), "href": f"/my/papers/{each.number}.pdf"},
            each.number,
            {"day": each.issued_on},
        ]
        for each in list_papers(actor=current_actor(), case=case)
    ]
    return (
        [{"title": say("文书"), "columns": [say("文书"), say("文号"), say("出具")], "rows": rows}]
        if rows
        else []
    )


def _told(case: CaseFile) -> dict[str, Any]:
    """Return what was done, without the names of the people of the office."""
    section = history(case)
    return {
        **section,
        "columns": [section["columns"][0], section["columns"][1], section["columns"][3]],
        "rows": [[row[0], row[1], row[3]] for row in section["rows"]],
    }


def _steps(case: CaseFile) -> list[Step]:
    told = {
        "ask_review": mark("写明哪一项评分不符合事实、有什么可以证明。由没有参与决定的人员答复。"),
        "appeal": mark("写明对复核答复的意见。由没有参与决定和复核的人员答复。"),
    }
    steps = []
    for way in ASKING:
        form = TextForm(None, prefix=f"{way}-") if way in told else Form()
        step = Step(way, WAYS[way], form, lead=told.get(way, ""), danger=way == "withdraw")
        steps.append(((way,), step))
    return case_steps(case, steps)


def _review_page(uuid_: str, tried: Step | None = None) -> str:
    actor = current_actor()
    row = queries.get_grading(uuid_, actor=actor, procedure="grade_review")
    case = get_case(uuid_, actor=actor, on=today())
    step = Step("answer", mark("报告改正情况或陈述意见"), TextForm(None, prefix="answer-"))
    intended = row.data.get("intended")
    facts = [] if intended is None else [
        (say("拟变更为"), grade_name(row.kind, intended) if intended else say("撤销等级"))
    ]  # fmt: skip
    return _shown(
        title=say("等级复核"),
        meta=[state_of(case)],
        **case_page(case),
        address=f"{HOME}reviews/{uuid_}",
        steps=with_tried(case_steps(case, [(("report", "state_case"), step)]), tried),
        sections=[*([{"title": say("复核"), "facts": facts}] if facts else []), *_papers(uuid_), _told(case)],
        trail=[(say("等级评定"), HOME), (str(row.opened_on), "")],
    )


def _frame(*trail: tuple[str, str]) -> dict[str, Any]:
    own = my.own_facility(current_actor())
    return {"layout": LAYOUT, "own": own, "facility_name": own.name, "trail": list(trail)}


def _shown(*, trail: list[tuple[str, str]], **values: Any) -> str:
    return render_template("generic/detail.html", **_frame(*trail), **values)
