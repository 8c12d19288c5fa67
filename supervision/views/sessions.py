"""Who is signed in (flask-login), and in which language a request is answered."""

from dataclasses import dataclass

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, current_user

from supervision.queries.accounts import AccountView, find_account
from supervision.texts import DEFAULT_LANGUAGE, LANGUAGES


@dataclass
class SignedIn(UserMixin):
    """已登录用户: the account behind a session; the session dies when ``session_version`` is raised."""

    account: AccountView

    def get_id(self) -> str:
        """Return what the session cookie keeps."""
        return f"{self.account.id}:{self.account.session_version}"

    @property
    def name(self) -> str:
        """Return the person's name."""
        return self.account.name


def load_user(key: str) -> SignedIn | None:
    """Return the user behind a session cookie, or None where the account or its sessions have ended."""
    number, _, version = key.partition(":")
    account = find_account(int(number)) if number.isdigit() else None
    if account is None or not account.active or str(account.session_version) != version:
        return None
    return SignedIn(account)


def choose_language() -> None:
    """Take the language from ``?lang=``, the session, the account, or what the browser prefers."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        session["language"] = asked
    remembered = session.get("language")
    if remembered is None and current_user.is_authenticated:
        remembered = current_user.account.language
    if remembered is None:
        remembered = request.accept_languages.best_match(["zh-CN", "zh", "en"], default=DEFAULT_LANGUAGE)
    g.language = "en" if remembered == "en" else DEFAULT_LANGUAGE


def register(app: Flask) -> None:
    """Attach sign-in and language to the application."""
    manager = LoginManager(app)
    manager.session_protection = "basic"
    manager.user_loader(load_user)
    app.before_request(choose_language)
