"""The work list of questions that imports left open."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.queries import imports
from supervision.texts import translator
from supervision.usecases.doubts import TAKE, clear_doubts
from supervision.views.access import current_actor, language, page

bp = Blueprint("doubts", __name__, url_prefix="/office/facilities/doubts")

OTHER = "other"  # the answer that is typed
GROUPS_SHOWN = 60


@bp.get("/")
@page("facility.clear_doubt")
def index() -> ResponseReturnValue:
    """待核事项: questions by what is asked, each answered once for all that are alike."""
    topic = request.args.get("topic", "")
    found = imports.list_doubts(actor=current_actor())
    shown = tuple(one for one in found if topic in ("", one.topic))
    groups = imports.group_doubts(shown)
    return render_template(
        "doubts/list.html",
        groups=groups[:GROUPS_SHOWN],
        more=len(groups[GROUPS_SHOWN:]),
        topics=imports.count_topics(found),
        names=imports.TOPICS,
        topic=topic,
        total=len(found),
    )


@bp.post("/")
@page("facility.clear_doubt")
def answer() -> ResponseReturnValue:
    """答复: take a value, leave it out, or say whose the row is."""
    chosen, _, value = request.form.get("answer", "").partition(":")
    if chosen == OTHER:
        chosen, value = TAKE, request.form.get("value", "")
    numbers = request.form.getlist("doubt", type=int)
    done = clear_doubts(doubts=numbers, answer=chosen, value=value, actor=current_actor(), at=clock.now())
    flash(translator(language())("已答复 {count} 项。", count=done), "good")
    return redirect(request.full_path.rstrip("?"), code=303)
