"""The facility and the draws: where it stood in each, and its nonce, so that it can check that without believing anybody."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supervision.queries.my import own_facility
from supervision.queries.my_draws import my_draws
from supervision.views.access import FACILITY, current_actor, page
from supervision.views.draw_tools import vault
from supervision.views.my import shown

bp = Blueprint("my_draws", __name__, url_prefix="/my/draws")


@bp.get("/")
@page(FACILITY)
def index() -> ResponseReturnValue:
    """本机构与抽取: every revealed draw in which the facility stood."""
    actor = current_actor()
    return shown("my/draws.html", draws=my_draws(vault=vault(), actor=actor), code=own_facility(actor).code)
