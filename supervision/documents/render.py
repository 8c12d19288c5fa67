"""制作文书 From a paper to HTML and PDF. The only file that knows WeasyPrint, and it meets it inside a function."""

from dataclasses import fields
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from supervision import filters
from supervision.documents.papers import Paper, content_sha256, verification_address
from supervision.documents.signs import Certificate, Sign
from supervision.documents.strokes import strokes_svg
from supervision.records.values import Text
from supervision.texts import DEFAULT_LANGUAGE, translator

FOLDER = Path(__file__).parent / "templates"
PDF_VARIANT = "pdf/ua-1"


def render_html(paper: Paper, *, language: str = DEFAULT_LANGUAGE, styled: bool = True) -> str:
    """Return the paper as one HTML page that needs nothing else; without its style sheet if not ``styled``."""
    return _page(paper, language, styled=styled)


def render_pdf(paper: Paper, *, language: str = DEFAULT_LANGUAGE) -> bytes:
    """Return the paper as tagged PDF (PDF/UA-1) with embedded type."""
    return _pdf(_page(paper, language, styled=False), "paper.css")


def render_sign(sign: Sign, *, language: str = DEFAULT_LANGUAGE) -> bytes:
    """Return a door plaque or a certificate as tagged PDF; its QR code is the address of the public page."""
    say = translator(language)
    name = "certificate" if isinstance(sign, Certificate) else "plaque"
    qr = qr_svg(sign.address, say("公示页面的二维码"))
    page = _environment().get_template(f"{name}.html").render(sign=sign, lang=language, _=say, qr=qr)
    return _pdf(page, "sign.css")


def qr_svg(address: str, title: str) -> Markup:
    """Return a QR code as inline SVG; ``title`` is read out instead of the picture."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
        border=0,
        dark="#14233a",
        title=title,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by segno, which escapes the title


def _pdf(page: str, sheet_name: str) -> bytes:
    from weasyprint import HTML

    fonts, sheet = _type(sheet_name)
    made = HTML(string=page).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=PDF_VARIANT)
    pdf: bytes = made
    return pdf


@cache
def _type(sheet_name: str) -> tuple[Any, Any]:
    """Return fonts and style sheet, prepared once: made anew for each paper they would fill the memory."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return fonts, CSS(filename=str(FOLDER / sheet_name), font_config=fonts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters.register(environment)
    environment.filters["t"] = _text
    environment.globals["strokes"] = strokes_svg
    return environment


@pass_context
def _text(context: Context, value: Text | None) -> str:
    if value is None:
        return ""
    return (value.en if context["lang"] == "en" else "") or value.zh


def _page(paper: Paper, language: str, *, styled: bool) -> str:
    say = translator(language)
    address = verification_address(paper)
    return (
        _environment()
        .get_template(f"{paper.kind}.html")
        .render(
            {field.name: getattr(paper, field.name) for field in fields(paper)},
            paper=paper,
            lang=language,
            _=say,
            styled=styled,
            title=say(paper.heading),
            digest=content_sha256(paper)[:16],
            address=address,
            qr=qr_svg(address, say("核验二维码")) if address else None,
        )
    )
