"""Requests for recusal: from inspectors and facilities, decided by a head with a reason."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.filters import write_text
from supervision.forms.base import Form
from supervision.forms.inspectors import RECUSAL_CODES, DecideForm, IdentifyForm
from supervision.queries import recusals as queries
from supervision.queries.inspectors import list_inspectors
from supervision.texts import mark
from supervision.usecases import recusals as writes
from supervision.views.access import current_actor, language, page
from supervision.views.cases import case_page, case_steps, history, state_of
from supervision.views.draw_tools import publisher, vault
from supervision.views.steps import Step, carry_out, say, with_tried
from supervision.views.uploads import shown_file

bp = Blueprint("recusals", __name__, url_prefix="/office/recusals")

LIST = "/office/recusals/"
TONES = {None: "due", True: "good", False: "closed"}
HINTS = {
    "answer": mark("检查人员和机构都会看到。"),
    "until": mark("一直有效的不填。"),
}


@bp.get("/")
@page("recusal.identify")
def index() -> ResponseReturnValue:
    """回避申请一览."""
    everything = request.args.get("show") == "all"
    rows = queries.list_requests(actor=current_actor(), open_only=not everything)
    return render_template(
        "generic/list.html",
        title=say("回避"),
        lead=say("检查人员申报的和机构申请的回避，由机关负责人决定；近亲属、原任职、居住地和多次检查的，按规则自动回避。"),
        columns=[say("机构"), say("检查人员"), say("事由"), say("提出"), say("状态")],
        rows=[
            [
                {"text": row.facility, "href": LIST + row.uuid},
                row.inspector or {"text": row.person, "hint": say("机构的写法，待核对")},
                {"text": say(RECUSAL_CODES[row.code]), "hint": say("机构提出") if row.from_facility else say("检查人员申报")},
                {"day": row.filed_on},
                {"state": write_text(row.state, language()), "tone": TONES[row.granted] if row.is_open else "closed"},
            ]
            for row in rows
        ],
        empty_text=say("没有等待决定的回避。"),
        chips=[(say("办理中"), "?", not everything, None), (say("全部"), "?show=all", everything, None)],
    )  # fmt: skip


@bp.get("/<uuid_>")
@page("recusal.identify")
def show(uuid_: str) -> ResponseReturnValue:
    """一件回避: reasons, evidence, clock, decision."""
    return _page(uuid_)


@bp.get("/<uuid_>/evidence/<sha256>")
@page("recusal.identify")
def evidence(uuid_: str, sha256: str) -> Response:
    """证明材料: a file that belongs to this request."""
    return shown_file(sha256, _file(uuid_).evidence)


@bp.post("/<uuid_>/identify")
@page("recusal.identify")
def identify(uuid_: str) -> ResponseReturnValue:
    """核对: which inspector the facility means."""
    form = _identify_form(_file(uuid_), IdentifyForm(prefix="identify-"))
    return _do(
        uuid_,
        Step("identify", mark("核对是哪一位"), form),
        lambda: writes.identify_inspector(
            uuid_=uuid_, staff_number=form.staff_number.data, actor=current_actor(), at=clock.now()
        ),
    )


@bp.post("/<uuid_>/decide")
@page("recusal.decide")
def decide(uuid_: str) -> ResponseReturnValue:
    """决定回避: by a head, with the reason."""
    form = DecideForm(prefix="decide-")
    return _do(
        uuid_,
        Step("decide", mark("决定回避"), form, hints=HINTS),
        lambda: writes.decide_recusal(
            uuid_=uuid_,
            grant=form.verdict.data == "grant",
            answer=form.answer.data or "",
            until=form.until.data,
            publisher=publisher(),
            vault=vault(),
            actor=current_actor(),
            at=clock.now(),
        ),
    )


@bp.post("/<uuid_>/withdraw")
@page("recusal.withdraw")
def withdraw(uuid_: str) -> ResponseReturnValue:
    """撤回: by whoever filed it."""
    return _do(
        uuid_,
        Step("withdraw", mark("撤回"), Form()),
        lambda: writes.withdraw_recusal(uuid_=uuid_, actor=current_actor(), at=clock.now()),
    )


def _do(uuid_: str, step: Step, write: Any) -> ResponseReturnValue:
    _file(uuid_)
    return carry_out(step, write, lambda tried: _page(uuid_, tried), done=mark("已办理。"), to=LIST + uuid_)


def _file(uuid_: str) -> queries.RequestFile:
    return queries.get_request(uuid_, actor=current_actor(), on=clock.china_day(clock.now()))


def _identify_form(file: queries.RequestFile, form: IdentifyForm) -> IdentifyForm:
    """Offer those first of whom the facility may have written."""
    alike = [number for number, _ in file.alike]
    rows = list_inspectors(actor=current_actor(), on=clock.china_day(clock.now()))
    rows = tuple(sorted(rows, key=lambda row: row.staff_number not in alike))
    form.staff_number.choices = [
        (row.staff_number, f"{row.name} · {row.department} · {row.staff_number}") for row in rows
    ]
    return form


def _page(uuid_: str, tried: Step | None = None) -> str:
    file, actor = _file(uuid_), current_actor()
    row = file.row
    steps: list[tuple[tuple[str, ...], Step]] = []
    if row.from_facility:
        form = _identify_form(file, IdentifyForm(None, prefix="identify-"))
        lead = mark("机构写的是“{person}”。请从名录中选定。")
        steps.append(
            (("identify",), Step("identify", mark("核对是哪一位"), form, lead=say(lead, person=row.person)))
        )
    decision = Step("decide", mark("决定回避"), DecideForm(None, prefix="decide-"), hints=HINTS)
    steps.append((("grant", "refuse"), decision))
    if row.filed_by == actor.key:
        steps.append((("withdraw",), Step("withdraw", mark("撤回"), Form())))
    return render_template(
        "generic/detail.html",
        title=row.facility,
        over=say("回避"),
        meta=[say(RECUSAL_CODES[row.code]), state_of(file.case)],
        trail=[(say("回避"), LIST), (row.facility, "")],
        **case_page(file.case),
        address=LIST + uuid_,
        steps=with_tried(case_steps(file.case, steps), tried),
        sections=[_words(file), *_files(file), history(file.case)],
    )


def _words(file: queries.RequestFile) -> dict[str, Any]:
    row = file.row
    who = (
        {"text": row.inspector, "href": f"/office/inspectors/{row.staff_number}"}
        if row.inspector
        else say("还没有核对")
    )
    return {
        "title": say("申请内容"),
        "facts": [
            (say("机构"), {"text": row.facility, "href": f"/office/facilities/{row.facility_code}"}),
            (say("检查人员"), who),
            *([(say("机构的写法"), row.person)] if row.from_facility else []),
            (say("理由"), file.text),
            (say("提出"), {"day": row.filed_on}),
            *([(say("决定的理由"), row.answer), (say("决定日期"), {"day": row.decided_on})] if row.decided_on else []),
        ],
    }  # fmt: skip


def _files(file: queries.RequestFile) -> list[dict[str, Any]]:
    if not file.evidence:
        return []
    rows = [
        [
            {"text": say("文件 {n}", n=n), "href": f"{LIST}{file.row.uuid}/evidence/{sha256}"},
            {"text": "", "hint": sha256[:16]},
        ]
        for n, sha256 in enumerate(file.evidence, 1)
    ]
    return [{"title": say("证明材料"), "columns": [say("文件"), "SHA-256"], "rows": rows}]
