"""Accounts as the administrator sees them, and everybody's own language and tablets."""

import segno
from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.errors import InputError
from supervision.queries import accounts
from supervision.texts import LANGUAGES, mark
from supervision.usecases import accounts as writes
from supervision.views.access import SIGNED_IN, current_actor, page

ROLE_NAMES = {
    "planner": mark("计划人员"),
    "head": mark("机关负责人"),
    "inspector": mark("现场检查人员"),
    "reviewer": mark("审核人员"),
    "assessor": mark("评定人员"),
    "decider": mark("决定人员"),
    "publisher": mark("发布人员"),
    "owner": mark("机构负责人"),
    "staff": mark("机构工作人员"),
    "auditor": mark("审计人员"),
    "administrator": mark("系统管理员"),
}

bp = Blueprint("accounts", __name__, url_prefix="/office/accounts")


@bp.get("/")
@page("account.create")
def index() -> ResponseReturnValue:
    """账户一览: who may sign in, and who asked for a new password."""
    return render_template(
        "accounts/list.html",
        accounts=accounts.list_accounts(current_actor()),
        asked=accounts.list_reset_requests(clock.now()),
        role_names=ROLE_NAMES,
    )


@bp.post("/<username>/invitation")
@page("account.invite")
def invite(username: str) -> ResponseReturnValue:
    """邀请函: shown once, to be printed and handed over."""
    letter = writes.invite(username=username, actor=current_actor(), at=clock.now())
    address = f"{request.host_url}invitation/{letter.token}"
    qr = segno.make(address, error="m").svg_data_uri(scale=6, border=2, light="#fff")
    return render_template("accounts/letter.html", letter=letter, address=address, qr=qr)


@bp.post("/<username>/disable")
@page("account.disable")
def disable(username: str) -> ResponseReturnValue:
    """停用账户."""
    writes.disable_account(username=username, actor=current_actor(), at=clock.now())
    return redirect("/office/accounts/", code=303)


@bp.post("/language")
@page(SIGNED_IN)
def change_language() -> ResponseReturnValue:
    """切换语言: remembered with the account."""
    asked = request.form.get("language", "")
    if asked not in LANGUAGES:
        raise InputError("language", "没有这种语言：{asked}", asked=asked)
    writes.change_language(language=asked, actor=current_actor(), at=clock.now())
    return redirect(request.referrer or "/", code=303)
