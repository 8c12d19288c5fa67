"""Sign-in, sign-out, invitation letters, forgotten passwords."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from supervision import clock
from supervision.actor import VISITOR
from supervision.demo.accounts import demonstration_accounts
from supervision.errors import NotFoundError
from supervision.forms.accounts import PasswordForm, ResetForm, SignInForm
from supervision.queries import accounts
from supervision.texts import translator
from supervision.usecases import accounts as writes
from supervision.views.access import PUBLIC, language, page
from supervision.views.accounts import ROLE_NAMES
from supervision.views.sessions import SignedIn

bp = Blueprint("sign_in", __name__)


def home_of(user: SignedIn) -> str:
    """Return the address at which somebody's work begins."""
    if user.account.facility_id is not None:
        return "/my/"
    if set(user.account.roles) == {"inspector"}:
        return "/field/"
    return "/office/"


def safe_next(address: str | None) -> str | None:
    """Return ``address`` if it lies within this site; a foreign one is dropped."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return address if not urlsplit(address).netloc else None


@bp.route("/sign-in", methods=["GET", "POST"])
@page(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """登录: name and password; says the same whether the name or the password is wrong."""
    form = SignInForm()
    target = safe_next(request.args.get("next"))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(target or home_of(current_user), code=303)
    if form.validate_on_submit():
        outcome = writes.sign_in(
            username=form.username.data, password=form.password.data, actor=VISITOR, at=clock.now()
        )
        account = accounts.find_account(outcome.account_id) if outcome.account_id else None
        if account is not None:
            chosen = session.get("language")
            session.clear()
            if chosen:
                session["language"] = chosen
            session.permanent = True
            user = SignedIn(account)
            login_user(user)
            return redirect(target or home_of(user), code=303)
        say = translator(language())
        if outcome.problem == "locked":
            problem = say("连续输错多次，账户暂时锁定。请 15 分钟后再试，或联系系统管理员。")
        else:
            problem = say("账户名或密码不正确。请检查后再试。")
        form.password.errors = [*form.password.errors, problem]
    status = 422 if form.errors else 200
    return render_template("sign_in/sign_in.html", form=form, **_demonstration()), status


def _demonstration() -> dict[str, object]:
    """Return the accounts that a demonstration shows to everybody."""
    if not current_app.config["DEMONSTRATION"]():
        return {"show_demonstration": False}
    fixed, say = demonstration_accounts(), translator(language())
    people = [*fixed.office, ("inspector1", "inspector"), (fixed.owners[0], "owner")]
    return {
        "show_demonstration": True,
        "demonstration_accounts": [(name, say(ROLE_NAMES[role])) for name, role in people],
        "demonstration_password": fixed.password,
    }


@bp.post("/sign-out")
@page(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """退出登录."""
    logout_user()
    session.clear()
    return redirect(url_for("sign_in.sign_in"), code=303)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@page(PUBLIC)
def invitation(token: str) -> ResponseReturnValue:
    """接受邀请: set a password with a one-time letter."""
    letter = accounts.find_invitation(token, clock.now())
    if letter is None:
        raise NotFoundError("这封邀请函已使用或已过期。", remedy="请联系本单位的系统管理员，重新发放一封。")
    form = PasswordForm()
    if form.validate_on_submit():
        writes.accept_invitation(token=token, password=form.password.data, actor=VISITOR, at=clock.now())
        flash(translator(language())("密码已设置，请登录。"))
        return redirect(url_for("sign_in.sign_in"), code=303)
    return render_template("sign_in/invitation.html", form=form, letter=letter), 422 if form.errors else 200


@bp.route("/forgotten", methods=["GET", "POST"])
@page(PUBLIC)
def forgotten() -> ResponseReturnValue:
    """找回密码: leaves a request; the administrator hands over the letter. Says the same whoever asks."""
    form = ResetForm()
    if form.validate_on_submit():
        writes.ask_reset(username=form.username.data, actor=VISITOR, at=clock.now())
        return render_template("sign_in/forgotten.html", form=form, sent=True)
    return render_template("sign_in/forgotten.html", form=form, sent=False), 422 if form.errors else 200
