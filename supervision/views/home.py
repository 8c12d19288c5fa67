"""Where work begins: the office's inbox, and the page that shows every component."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.forms.samples import sample_forms
from supervision.queries import inbox
from supervision.views.access import OFFICE, PUBLIC, current_actor, page

bp = Blueprint("home", __name__)


@bp.get("/office/")
@page(OFFICE)
def office() -> ResponseReturnValue:
    """办公首页: whose turn it is, which clocks run, what is late."""
    actor, now = current_actor(), clock.now()
    everything = request.args.get("show") == "all" or actor.reads_all
    view = inbox.office_inbox(actor=actor, on=clock.china_day(now), at=now, everything=everything)
    return render_template("office/home.html", inbox=view, everything=everything)


@bp.get("/style")
@page(PUBLIC)
def style() -> ResponseReturnValue:
    """组件一览: every component in every state."""
    form, wrong = sample_forms()
    return render_template("style.html", form=form, wrong=wrong)
