"""Whether the system lives, for whoever watches over it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supervision.jobs import SELF_TEST
from supervision.queries.audit import audit_head
from supervision.queries.jobs import last_runs
from supervision.views.access import PUBLIC, page

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@page(PUBLIC)
def healthz() -> ResponseReturnValue:
    """运行状况: answers 200 while the database answers; how the last self-test of the draw went stands beside."""
    audit_head()
    run = last_runs().get(SELF_TEST)
    return {
        "status": "ok",
        "draw_self_test": {"day": run.day.isoformat(), "state": run.state} if run else None,
    }
