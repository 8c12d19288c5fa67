"""What an inspector keeps up to date himself: areas, leave, training, kin and former posts, recusals; and what became of it."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import NotFoundError
from supervision.filters import write_day, write_text
from supervision.forms.base import Form
from supervision.forms.inspectors import (
    RECUSAL_CODES,
    TIE_KINDS,
    AbsenceForm,
    DeclareForm,
    OwnParticularsForm,
    TieForm,
    TrainingForm,
    words,
)
from supervision.queries import directory, recusals
from supervision.queries import inspectors as queries
from supervision.texts import mark
from supervision.usecases import particulars
from supervision.usecases import recusals as writes
from supervision.views.access import INSPECTOR, current_actor, language, page
from supervision.views.steps import Step, carry_out, listed, qualified, say, with_tried
from supervision.views.uploads import kept

bp = Blueprint("me", __name__, url_prefix="/office/me")

HERE = "/office/me"
FACILITY_HINT = {"facility_code": mark("见机构名册，例如 33DZBSF7。")}
AREA_HINTS = {
    "areas": mark("区划代码，以逗号分隔；不填为不限。"),
    "own_area": mark("住在或派驻的街道，那里由别人检查。"),
}


@bp.get("/")
@page(INSPECTOR)
def index() -> ResponseReturnValue:
    """我的资料."""
    return _page()


@bp.post("/particulars")
@page("particulars.ask")
def change() -> ResponseReturnValue:
    """申报区域变更."""
    form = OwnParticularsForm(prefix="particulars-")
    return _ask(
        _particulars(form),
        lambda: {
            "areas": words(form.areas.data),
            "own_area": form.own_area.data.strip(),
            "note": form.note.data,
        },
    )


@bp.post("/absence")
@page("particulars.ask")
def absence() -> ResponseReturnValue:
    """申报不在岗."""
    form = AbsenceForm(prefix="absence-")
    return _ask(
        _absence(form), lambda: {"absence": (form.since.data, form.until.data, form.reason.data.strip())}
    )


@bp.post("/training")
@page("particulars.ask")
def training() -> ResponseReturnValue:
    """申报培训."""
    form = TrainingForm(prefix="training-")
    return _ask(_training(form), lambda: {"training": (form.on.data, form.topic.data.strip())})


@bp.post("/recusal")
@page("recusal.declare")
def recusal() -> ResponseReturnValue:
    """申报回避: decided by a head."""
    form = DeclareForm(prefix="recusal-")

    def write() -> None:
        writes.declare_recusal(
            staff_number=_me().row.staff_number,
            facility_code=form.facility_code.data.strip().upper(),
            code=form.code.data,
            text=form.text.data,
            evidence=kept(form.evidence.data),
            actor=current_actor(),
            at=clock.now(),
        )

    return _do(_recusal(form), write, mark("已申报，等待机关负责人决定。"))


@bp.post("/tie")
@page("tie.record")
def tie() -> ResponseReturnValue:
    """登记利害关系: the recusal follows by rule."""
    form = TieForm(prefix="tie-")

    def write() -> None:
        writes.record_tie(
            staff_number=_me().row.staff_number,
            facility_code=form.facility_code.data.strip().upper(),
            kind=form.kind.data,
            relation=form.relation.data,
            since=form.since.data,
            until=form.until.data,
            actor=current_actor(),
            at=clock.now(),
        )

    return _do(_tie(form), write, mark("已登记。今后锁定的名录自动回避。"))


@bp.post("/recusals/<uuid_>/withdraw")
@page("recusal.withdraw")
def withdraw(uuid_: str) -> ResponseReturnValue:
    """撤回申报."""
    return _do(
        Step(f"recusals/{uuid_}/withdraw", mark("撤回回避申报"), Form()),
        lambda: writes.withdraw_recusal(uuid_=uuid_, actor=current_actor(), at=clock.now()),
        mark("已撤回。"),
    )


def _ask(step: Step, values: Any) -> ResponseReturnValue:
    return _do(
        step,
        lambda: particulars.ask_particulars(**values(), actor=current_actor(), at=clock.now()),
        mark("已申报，计划人员确认以后生效。"),
    )


def _do(step: Step, write: Any, done: str) -> ResponseReturnValue:
    return carry_out(step, write, _page, done=done, to=f"{HERE}/")


def _me() -> queries.InspectorFile:
    actor = current_actor()
    number = queries.staff_number_of(actor)
    if number is None:
        raise NotFoundError("您的账户没有对应的检查人员。", remedy="请联系系统管理员。")
    return queries.get_inspector(number, actor=actor, on=clock.china_day(clock.now()))


def _page(tried: Step | None = None) -> str:
    file, actor = _me(), current_actor()
    row = file.row
    known = {"areas": "、".join(file.area_codes), "own_area": file.own_area_code}
    steps = [
        _particulars(OwnParticularsForm(None, prefix="particulars-", data=known)),
        _absence(AbsenceForm(None, prefix="absence-")),
        _training(TrainingForm(None, prefix="training-")),
        _tie(TieForm(None, prefix="tie-")),
        _recusal(DeclareForm(None, prefix="recusal-")),
    ]
    assert actor.inspector_id is not None  # noqa: S101 - the page is for inspectors
    steps += [
        Step(f"recusals/{each.uuid}/withdraw", mark("撤回回避申报"), Form(), lead=each.facility)
        for each in recusals.requests_of(actor.inspector_id)
        if each.is_open and each.filed_by == actor.key
    ]
    asked = directory.list_particulars(actor=actor, inspector_id=actor.inspector_id)
    return render_template(
        "generic/detail.html",
        title=say("我的资料"),
        over=row.staff_number,
        lead=say("区域、请假和培训由您自己申报，计划人员确认以后生效；与机构有利害关系的，必须申报。"),
        meta=[row.name],
        address=HERE,
        steps=with_tried(steps, tried),
        sections=[
            _facts(file),
            _asked(asked),
            _requests(actor.inspector_id),
            ties_section(actor.inspector_id),
        ],
    )


def _facts(file: queries.InspectorFile) -> dict[str, Any]:
    row = file.row
    return {
        "title": say("现在登记的"),
        "facts": [
            (say("执法证件号"), row.credential_number),
            (say("证件有效期至"), {"day": row.credential_until}),
            (say("资质"), qualified(row.qualifications)),
            (say("负责区域"), listed(row.areas) or say("不限区域")),
            (say("居住或任职的街道"), row.own_area),
            (say("培训"), listed(f"{each['on']} {each['topic']}" for each in file.training)),
            (say("不在岗"), listed(_span(each.since, each.until) for each in file.absences)),
            (say("上次确认"), {"day": file.confirmed_on}),
        ],
    }


def _span(since: Any, until: Any) -> str:
    return say("{since} 至 {until}", since=write_day(since, language()), until=write_day(until, language()))


def changes_words(changes: dict[str, Any]) -> str:
    """Return what somebody asks to have changed, as words."""
    found = []
    if "areas" in changes:
        found.append(say("负责区域改为：{areas}", areas=listed(changes["areas"]) or say("不限区域")))
    if "own_area" in changes:
        found.append(say("居住或任职的街道改为：{area}", area=changes["own_area"] or "—"))
    if "absence" in changes:
        since, until, reason = changes["absence"]
        found.append(say("不在岗：{since} 至 {until} {reason}", since=since, until=until, reason=reason))
    if "training" in changes:
        found.append(say("培训：{on} {topic}", **changes["training"]))
    return "；".join(found) if language() != "en" else "; ".join(found)


def _asked(rows: tuple[directory.ParticularsRow, ...]) -> dict[str, Any]:
    state = {
        None: (mark("等待确认"), "due"),
        True: (mark("已确认"), "good"),
        False: (mark("未予确认"), "closed"),
    }
    return {
        "title": say("我申报的变更"),
        "columns": [say("变更"), say("申报时间"), say("状态"), say("答复")],
        "rows": [
            [
                {"text": changes_words(row.changes), "hint": row.note},
                {"moment": row.asked_at},
                {"state": say(state[row.accepted][0]), "tone": state[row.accepted][1]},
                row.answer,
            ]
            for row in rows
        ],
        "empty_text": say("没有申报过变更。"),
    }


def _requests(inspector_id: int) -> dict[str, Any]:
    return {
        "title": say("我的回避"),
        "columns": [say("机构"), say("事由"), say("提出"), say("状态"), say("决定的理由")],
        "rows": [
            [
                row.facility,
                {"text": say(RECUSAL_CODES[row.code]), "hint": say("机构提出") if row.from_facility else ""},
                {"day": row.filed_on},
                {"state": write_text(row.state, language()),
                 "tone": {None: "due", True: "good", False: "closed"}[row.granted] if row.is_open or row.granted is not None else "closed"},
                row.answer,
            ]
            for row in recusals.requests_of(inspector_id)
        ],
        "empty_text": say("没有申报过回避。"),
    }  # fmt: skip


def ties_section(inspector_id: int) -> dict[str, Any]:
    """Return an inspector's registered ties as a section of a page."""
    return {
        "title": say("登记的利害关系"),
        "text": say("按规则自动回避，不必另行决定。"),
        "columns": [say("机构"), say("种类"), say("关系或职务"), say("起"), say("止")],
        "rows": [
            [row.facility, say(TIE_KINDS[row.kind]), row.relation, {"day": row.since}, {"day": row.until}]
            for row in recusals.ties_of(inspector_id)
        ],
        "empty_text": say("没有登记利害关系。"),
    }


def _particulars(form: OwnParticularsForm) -> Step:
    return Step("particulars", mark("变更负责区域"), form, hints=AREA_HINTS)


def _absence(form: AbsenceForm) -> Step:
    return Step("absence", mark("申报不在岗"), form)


def _training(form: TrainingForm) -> Step:
    return Step("training", mark("申报培训"), form)


def _recusal(form: DeclareForm) -> Step:
    lead = mark("与检查事项有直接利害关系，或者有其他关系可能影响公正的，必须申报。")
    return Step("recusal", mark("申报回避"), form, lead=lead, hints=FACILITY_HINT)


def _tie(form: TieForm) -> Step:
    return Step("tie", mark("登记近亲属或原任职"), form, hints=FACILITY_HINT)
