"""Self-check of a facility: the items that inspectors look at, only those that apply, in plain words; nothing is kept."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from inspections.checklist import checklist_on
from inspections.features import features_of, without
from supervision.queries.facilities import get_facility
from supervision.queries.my import own_facility
from supervision.views.access import FACILITY, current_actor, page
from supervision.views.my import shown, today
from supervision.views.steps import both

bp = Blueprint("my_check", __name__, url_prefix="/my/self-check")


@bp.get("/")
@page(FACILITY)
def show() -> ResponseReturnValue:
    """自查: what is said to be absent is not asked."""
    actor = current_actor()
    kind = get_facility(own_facility(actor).code, actor=actor).row.kind
    whole = checklist_on(today()).for_kind(kind)
    absent = set(request.args.getlist("absent"))
    asked = without(whole, absent)
    groups = []
    for category in asked.categories:
        items = [
            {
                "id": item.id,
                "question": both(item.question, item.question_en),
                "look_at": both(item.look_at, item.look_at_en),
                "remedy": both(item.remedy, item.remedy_en),
                "veto": item.veto,
            }
            for item in asked
            if item.category == category.code
        ]
        if items:
            groups.append({"name": both(category.name, category.name_en), "entries": items})
    return shown(
        "my/check.html",
        version=asked.version,
        groups=groups,
        asked=len(asked),
        left_out=len(whole) - len(asked),
        features=[
            (each.id, both(each.absent, each.absent_en), each.id in absent) for each in features_of(whole)
        ],
    )
