"""Legal bases that wait until a person has read the article itself."""

from urllib.parse import quote

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import NotFoundError
from supervision.filters import write_text
from supervision.forms.credit import BasisForm
from supervision.queries.bases import BasisRow, list_bases
from supervision.texts import mark
from supervision.usecases.results import confirm_basis
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import Step, form_page, listed, say

bp = Blueprint("bases", __name__, url_prefix="/office/bases")

LIST = "/office/bases/"


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """依据核实: what may not be cited in an order yet."""
    actor = current_actor()
    may_confirm = actor.may("basis.confirm")
    return render_template(
        "generic/list.html",
        title=say("依据核实"),
        lead=say("检查表里凭记忆或转引写下的依据，有人对照公布的原文核实之后，才能写进责令改正通知书。"),
        columns=[say("依据"), say("事项"), say("状态"), {"text": say("操作"), "hidden": True}],
        rows=[_cells(row, may_confirm=may_confirm) for row in _rows()],
        empty_text=say("所有依据都已核实。"),
        actions=[{"text": say("本地的规则"), "href": "/office/methods/local"}],
    )


@bp.route("/confirm", methods=["GET", "POST"])
@page("basis.confirm")
def confirm() -> ResponseReturnValue:
    """核实依据: a person has read the article itself."""
    key = request.args.get("key", "")
    row = next((each for each in _rows() if each.key == key and not each.confirmed), None)
    if row is None:
        raise NotFoundError("没有等待核实的这一条依据。")
    form = BasisForm()

    def write() -> str:
        confirm_basis(key=key, source=form.source.data.strip(), actor=current_actor(), at=clock.now())
        return LIST

    step = Step(
        "confirm", mark("核实依据"), form, lead=mark("请打开公布的原文，逐字对照这一条，再填写原文的出处。")
    )
    over = write_text(row.words, language())
    return form_page(
        step, write, trail=[(say("依据核实"), LIST)], done=mark("已核实，今后可以引用。"), over=over
    )


def _rows() -> tuple[BasisRow, ...]:
    return list_bases(actor=current_actor(), on=clock.china_day(clock.now()))


def _cells(row: BasisRow, *, may_confirm: bool) -> list[object]:
    waits = (
        {"text": say("核实"), "href": f"{LIST}confirm?key={quote(row.key)}"}
        if may_confirm and not row.confirmed
        else ""
    )
    state = (
        {"state": say("已核实"), "tone": "good"}
        if row.confirmed
        else {"state": say("依据待核"), "tone": "due"}
    )
    return [write_text(row.words, language()), listed(row.items), state, waits]
