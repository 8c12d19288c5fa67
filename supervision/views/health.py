"""Whether the system lives, for whoever watches over it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supervision.queries.audit import audit_head
from supervision.views.access import PUBLIC, page

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@page(PUBLIC)
def healthz() -> ResponseReturnValue:
    """运行状况: answers 200 while the database answers."""
    audit_head()
    return {"status": "ok"}
