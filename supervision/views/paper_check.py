"""Whether a paper that somebody holds in hand was issued here: where the QR code on every paper leads."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supervision.errors import NotFoundError
from supervision.queries.papers import find_paper
from supervision.views.access import PUBLIC, page

bp = Blueprint("paper_check", __name__)


@bp.get("/papers/check/<digest>")
@page(PUBLIC)
def check(digest: str) -> ResponseReturnValue:
    """核验文书: what the paper with this digest says of itself, to compare with the one in hand."""
    paper = find_paper(digest)
    if paper is None:
        raise NotFoundError(
            "本机关没有出具过带有这个核验码的文书。",
            remedy="请核对核验码；若扫码后仍如此，这份文书可能是伪造的，请告知机关或 12345。",
        )
    return render_template("papers/check.html", paper=paper, digest=digest)
