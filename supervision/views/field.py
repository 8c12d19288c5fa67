"""The inspector's pages on a tablet: my visits, and one visit; what travels goes through ``field_api``."""

from dataclasses import asdict

from flask import Blueprint, Response, current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.config import Config
from supervision.evidence import EvidenceStore
from supervision.queries import field
from supervision.queries.accounts import list_devices
from supervision.queries.papers import list_papers, paper_pdf
from supervision.texts import translator
from supervision.usecases.accounts import revoke_device
from supervision.views.access import INSPECTOR, current_actor, language, page

bp = Blueprint("field", __name__, url_prefix="/field")


@bp.get("/")
@page(INSPECTOR)
def home() -> ResponseReturnValue:
    """我的检查: today, to come, handed in."""
    say = translator(language())
    visits = field.my_visits(actor=current_actor(), on=clock.china_day(clock.now()))
    shown = [
        asdict(visit) | {"state_word": say(visit.state_word), "href": f"/field/visits/{visit.uuid}"}
        for visit in visits
    ]
    groups = (
        (say("今天的检查"), [one for one in shown if one["group"] == "today"]),
        (say("接下来的检查"), [one for one in shown if one["group"] == "next"]),
        (say("已提交的检查"), [one for one in shown if one["group"] == "done"]),
    )
    return render_template("field/home.html", groups=[group for group in groups if group[1]])


@bp.get("/visits/<uuid>")
@page(INSPECTOR)
def visit(uuid: str) -> ResponseReturnValue:
    """现场检查: one visit with its checklist and what the server already holds."""
    found = field.field_visit(uuid, actor=current_actor(), on=clock.china_day(clock.now()))
    papers = list_papers(actor=current_actor(), case=uuid) if found["receipt"] else ()
    return render_template("field/visit.html", visit=found, papers=papers)


@bp.get("/devices/")
@page("device.revoke")
def devices() -> ResponseReturnValue:
    """我的平板: which tablets may send in this person's name."""
    found = [one for one in list_devices(current_actor()) if not one.revoked]
    return render_template("field/devices.html", devices=found)


@bp.post("/devices/<int:device>/revoke")
@page("device.revoke")
def revoke(device: int) -> ResponseReturnValue:
    """注销平板: a lost one sends nothing any more."""
    revoke_device(device_id=device, actor=current_actor(), at=clock.now())
    flash(translator(language())("已注销。这台平板不能再发送。"), "good")
    return redirect("/field/devices/", code=303)


@bp.get("/papers/<number>.pdf")
@page(INSPECTOR)
def paper(number: str) -> ResponseReturnValue:
    """文书: a paper of one of the inspector's own visits."""
    config: Config = current_app.config["MINGJING"]
    store = EvidenceStore(config.evidence)
    content = paper_pdf(number, actor=current_actor(), store=store, language=language())
    return Response(content, mimetype="application/pdf")
