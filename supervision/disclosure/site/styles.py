"""样式 the styles of all pages: those that the application has too, and the public theme's own."""

import re

from supervision.disclosure.site.narrative import ROOT
from supervision.disclosure.site.templates import THEME

STATIC = ROOT / "supervision" / "static"
STYLES = (STATIC / "tokens.css", STATIC / "components.css", THEME / "assets" / "portal.css")


def style_sheet() -> bytes:
    """Return the styles of all pages as one small file: without remarks and without the spaces between the rules."""
    text = "".join(path.read_text(encoding="utf-8") for path in STYLES)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return (
        re.sub(r"\s+", " ", text)
        .replace(" { ", "{")
        .replace("; }", "}")
        .replace("; ", ";")
        .replace(" } ", "}")
        .encode()
    )
