"""The big screen of a public draw: the steps as they happen, readable from far away, nothing before its time."""

import segno
from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from supervision import clock
from supervision.config import Config
from supervision.queries.draws import DrawFile, get_draw
from supervision.queries.gates import Gate, get_gate
from supervision.views.access import OFFICE, current_actor, page
from supervision.views.draw_tools import publisher
from supervision.views.steps import say

bp = Blueprint("draw_screens", __name__, url_prefix="/office/draws")


@bp.get("/<int:serial>/screen")
@page(OFFICE)
def screen(serial: int) -> ResponseReturnValue:
    """大屏: what everybody may know at this moment, large; the page's script asks again every few seconds."""
    actor, now = current_actor(), clock.now()
    draw = get_draw(serial, actor=actor)
    gate = get_gate(serial, publisher(), actor=actor)
    config: Config = current_app.config["MINGJING"]
    address = f"{config.public_url.rstrip('/')}/draws/draw-{serial}.html"
    return render_template(
        "draws/screen.html",
        title=say("第 {serial} 号抽取", serial=serial),
        draw=draw,
        gate=gate,
        now=now,
        stage=stage_of(draw, gate),
        address=address,
        qr=segno.make(address, error="m").svg_data_uri(scale=8, border=2, light="#fff"),
    )


def stage_of(draw: DrawFile, gate: Gate) -> int:
    """Return how far a draw is: 0 committed, 1 in the log in time, 2 beacon agreed upon, 3 drawn, 4 revealed."""
    if draw.row.state == "revealed":
        return 4
    if draw.row.state == "drawn":
        return 3
    if draw.agreed:
        return 2
    return 1 if gate.in_time else 0
