"""Official papers: a preview as a page, and the PDF, the same bytes ever after."""

from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from supervision.config import Config
from supervision.evidence import EvidenceStore
from supervision.queries.papers import PaperRow, list_papers, paper_html, paper_pdf
from supervision.texts import DEFAULT_LANGUAGE, LANGUAGES
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.steps import say

bp = Blueprint("papers", __name__, url_prefix="/office/papers")

OWN_STYLE = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'"


@bp.get("/<number>.pdf")
@page(OFFICE)
def pdf(number: str) -> ResponseReturnValue:
    """文书 PDF: the Chinese one is the paper itself; English is a reading aid."""
    return paper_answer(number)


@bp.get("/<number>")
@page(OFFICE)
def show(number: str) -> ResponseReturnValue:
    """文书预览."""
    html = paper_html(number, actor=current_actor(), language=language())
    return Response(html, headers={"Content-Security-Policy": OWN_STYLE})


def paper_answer(number: str) -> Response:
    """Return the PDF of a paper in the language asked for, to be shown in the browser."""
    config: Config = current_app.config["MINGJING"]
    asked = request.args.get("paper", DEFAULT_LANGUAGE)
    content = paper_pdf(
        number,
        actor=current_actor(),
        store=EvidenceStore(config.evidence),
        language=asked if asked in LANGUAGES else DEFAULT_LANGUAGE,
    )
    named = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(number)}.pdf"}
    return Response(content, mimetype="application/pdf", headers=named)


def papers_section(rows: tuple[PaperRow, ...]) -> dict[str, object]:
    """Return papers as a section of a page."""
    return {
        "title": say("文书"),
        "columns": [say("文书"), say("文号"), say("出具"), "PDF"],
        "rows": [
            [
                {"text": say(row.title), "href": f"/office/papers/{row.number}"},
                row.number,
                {"day": row.issued_on},
                {"text": "PDF", "href": f"/office/papers/{row.number}.pdf"},
            ]
            for row in rows
        ],
        "empty_text": say("还没有出具文书。"),
    }


def papers_of(case: str) -> dict[str, object]:
    """Return the papers of a case as a section."""
    return papers_section(list_papers(actor=current_actor(), case=case))
