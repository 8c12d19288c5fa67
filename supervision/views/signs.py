"""Door plaque and certificate as PDF, for the office and for the facility itself."""

from urllib.parse import quote

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.config import Config
from supervision.documents.render import render_sign
from supervision.documents.signs import Sign
from supervision.publishing import log_name
from supervision.queries import my
from supervision.queries.settings import is_demonstration
from supervision.queries.signs import get_certificate, get_plaque
from supervision.texts import mark
from supervision.views.access import FACILITY, OFFICE, current_actor, language, page
from supervision.views.steps import say

bp = Blueprint("signs", __name__)
PLAQUE, CERTIFICATE = mark("公示门牌"), mark("等级证书")


@bp.get("/office/facilities/<code>/plaque.pdf")
@page(OFFICE)
def plaque(code: str) -> ResponseReturnValue:
    """公示门牌: for the door, with the QR of the public page."""
    return _plaque(code)


@bp.get("/office/facilities/<code>/certificate.pdf")
@page(OFFICE)
def certificate(code: str) -> ResponseReturnValue:
    """等级证书: the grade in force, once it is public."""
    return _certificate(code)


@bp.get("/my/plaque.pdf")
@page(FACILITY)
def own_plaque() -> ResponseReturnValue:
    """公示门牌 of the own facility."""
    return _plaque(my.own_facility(current_actor()).code)


@bp.get("/my/certificate.pdf")
@page(FACILITY)
def own_certificate() -> ResponseReturnValue:
    """等级证书 of the own facility."""
    return _certificate(my.own_facility(current_actor()).code)


def _plaque(code: str) -> Response:
    return _pdf(get_plaque(code, actor=current_actor(), public_url=_config().public_url), PLAQUE)


def _certificate(code: str) -> Response:
    config = _config()
    found = get_certificate(
        code,
        actor=current_actor(),
        on=clock.china_day(clock.now()),
        public_url=config.public_url,
        origin=log_name(config, demonstration=is_demonstration()),
    )
    return _pdf(found, CERTIFICATE)


def _config() -> Config:
    config: Config = current_app.config["MINGJING"]
    return config


def _pdf(sign: Sign, title: str) -> Response:
    named = quote(f"{say(title)}-{sign.name}.pdf")
    return Response(
        render_sign(sign, language=language()),
        mimetype="application/pdf",
        headers={"Content-Disposition": f"inline; filename*=UTF-8''{named}"},
    )
