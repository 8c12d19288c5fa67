"""What making official papers costs: a batch of orders, and one notice with the whole list."""

from collections.abc import Iterable
from pathlib import Path

from supervision.documents import render
from supervision.documents.papers import Paper
from tests.bench.run import Benchmark
from tests.supervision.documents.papers import EVERYBODY, notice, order

ORDERS = 40


def benchmarks() -> Iterable[Benchmark]:
    """Return the measurements; the peer reads fonts and style sheet anew for each paper."""
    return [
        Benchmark(
            name="papers: orders to correct",
            size=f"{ORDERS} papers of one page",
            prepare=warm,
            work=lambda paper: [render.render_pdf(paper) for _ in range(ORDERS)],
            peer="bare WeasyPrint: fonts and style read for each paper",
            peer_work=lambda paper: [bare(paper) for _ in range(ORDERS)],
            limit={"seconds": 30, "peak_mb": 300},
        ),
        Benchmark(
            name="papers: a notice with the whole list",
            size="128 items, 10 pages",
            prepare=lambda: warm() and notice(EVERYBODY),
            work=render.render_pdf,
            limit={"seconds": 8},
        ),
    ]


def warm() -> Paper:
    """Return an order after type was loaded once, as in a server that runs."""
    paper = order()
    render.render_pdf(paper)
    return paper


def bare(paper: Paper) -> bytes:
    """Return the same PDF without keeping anything."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(filename=str(Path(render.FOLDER) / "paper.css"), font_config=fonts)
    made: bytes = HTML(string=render.render_html(paper, styled=False)).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant=render.PDF_VARIANT
    )
    return made
