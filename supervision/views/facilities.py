"""The register of facilities, as the office sees it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision.intake.report import LABELS
from supervision.queries import facilities as queries
from supervision.queries.imports import count_open_doubts
from supervision.views.access import OFFICE, current_actor, page

bp = Blueprint("facilities", __name__, url_prefix="/office/facilities")


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """机构名册: search, filters, sorting; all of it stands in the address."""
    actor = current_actor()
    asked = {name: request.args.get(name, "").strip() for name in ("text", "kind", "area", "state")}
    found = queries.list_facilities(
        actor=actor,
        **asked,
        sort=request.args.get("sort", "area"),
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "facilities/list.html",
        found=found,
        districts=queries.district_options(actor=actor),
        kinds=queries.KIND_NAMES,
        states=queries.LIFE_STATES,
        open_doubts=count_open_doubts(actor=actor),
        may_import=actor.may("facility.import"),
    )


@bp.get("/<code>")
@page(OFFICE)
def show(code: str) -> ResponseReturnValue:
    """机构档案: what is registered, who ran it, what happened."""
    return render_template(
        "facilities/detail.html",
        file=queries.get_facility(code, actor=current_actor()),
        kinds=queries.KIND_NAMES,
        states=queries.LIFE_STATES,
        events=queries.EVENT_NAMES,
        columns=LABELS | {"area_code": LABELS["area"]},
    )
