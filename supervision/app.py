"""The application: binds database, texts, sign-in, security headers and views; refuses an unguarded page."""

from datetime import timedelta

from flask import Flask, Response, g, request
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from supervision import clock, filters
from supervision.config import CHECKOUT, Config
from supervision.database import connect, db, is_postgresql
from supervision.errors import InputError
from supervision.queries.settings import is_demonstration
from supervision.rulebook import use_rules
from supervision.texts import LANGUAGES, translator
from supervision.views import BLUEPRINTS, errors, field_api, sessions
from supervision.views.navigation import navigation

MAX_REQUEST = 64 * 1024 * 1024
CONTENT_SECURITY = {
    "default-src": "'self'",
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def create_app(config: Config | None = None) -> Flask:
    """Return the WSGI application for ``config`` (read from the environment where it is None).

    Raises:
        InputError: the settings forbid real duty.
        LookupError: a view does not say who may open it.
    """
    config = config or Config.from_env()
    refuse_unfit(config)
    connect(config.database_url)
    use_rules(config)
    app = Flask("supervision", static_folder="static")
    app.config.update(
        MINGJING=config,
        DEMONSTRATION=is_demonstration,
        SECRET_KEY=config.secret_key(),
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=8),
        SESSION_COOKIE_NAME="mingjing",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=config.public_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,  # ends with the session: a form that took long is not refused (peers 1.10)
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(_open)
    app.teardown_request(_close)
    sessions.register(app)
    errors.register(app)
    CSRFProtect(app).exempt(field_api.bp)  # which checks it itself where no device's token speaks
    Talisman(
        app,
        force_https=False,
        content_security_policy=CONTENT_SECURITY,
        strict_transport_security=config.public_url.startswith("https://"),
        session_cookie_secure=config.public_url.startswith("https://"),
        referrer_policy="same-origin",
    )
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.context_processor(_page_values)
    filters.register(app.jinja_env)
    app.after_request(_never_cache_pages_with_names)
    _refuse_unguarded(app)
    return app


def refuse_unfit(config: Config) -> None:
    """Refuse settings that do not do for real duty.

    Raises:
        InputError: production with its data inside the program's folder, or without https.
    """
    if config.production and config.data.is_relative_to(CHECKOUT):
        raise InputError(
            "MINGJING_DATA",
            "正式运行时，数据目录不能在程序目录之内：{folder}",
            "请把 MINGJING_DATA 设到程序目录之外。",
            folder=config.data,
        )
    if config.production and not config.public_url.startswith("https://"):
        raise InputError(
            "MINGJING_PUBLIC_URL",
            "正式运行须用 https，而网址是 {url}",
            "请用 ./dev run --tls，或在反向代理后设置 MINGJING_PUBLIC_URL=https://…",
            url=config.public_url,
        )


def _open() -> None:
    db.connect(reuse_if_open=True)


def _close(_: BaseException | None) -> None:
    if is_postgresql() and not db.is_closed():  # back to the pool; SQLite keeps one connection a thread
        db.close()


def _page_values() -> dict[str, object]:
    return {
        "_": translator(g.language),
        "lang": g.language,
        "languages": LANGUAGES,
        "demonstration": is_demonstration(),
        "navigation": navigation,
        "today": clock.china_day(clock.now()),
    }


def _never_cache_pages_with_names(response: Response) -> Response:
    if request.path.startswith(("/office", "/field", "/my", "/api")):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refuse_unguarded(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "access"):
            raise LookupError(f"{endpoint} does not say who may open it (@page)")
