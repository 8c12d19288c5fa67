"""签名笔画 Signatures as drawn: points from the pad become one small picture of lines."""

import itertools
from collections.abc import Sequence

from markupsafe import Markup

Point = Sequence[int]
MARGIN = 6  # units of the pad left around the strokes, so that the pen's width is not cut


def strokes_svg(strokes: Sequence[Sequence[Point]], title: str) -> Markup:
    """Return the strokes as inline SVG, cropped to what was drawn; ``title`` is read out instead of the picture."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return Markup("")
    left, top = min(point[0] for point in points) - MARGIN, min(point[1] for point in points) - MARGIN
    width = max(point[0] for point in points) + MARGIN - left
    height = max(point[1] for point in points) + MARGIN - top
    shape = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="strokes" role="img" viewBox="{} {} {} {}">'
    ).format(left, top, width, height)
    paths = Markup("").join(Markup('<path d="{}"/>').format(_path(stroke)) for stroke in strokes if stroke)
    pen = Markup(
        '<g fill="none" stroke="#14233a" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round">'
    )
    return (
        shape
        + Markup("<title>{}</title>").format(title)
        + pen.format(max(2, height // 28))
        + paths
        + Markup("</g></svg>")
    )


def _path(stroke: Sequence[Point]) -> str:
    """Return a smooth line through the middle of neighbouring points; a single point is a dot."""
    x, y = stroke[0]
    if len(stroke) == 1:
        return f"M{x} {y}h0"
    parts = [f"M{x} {y}"]
    for (x1, y1), (x2, y2) in itertools.pairwise(stroke):
        parts.append(f"Q{x1} {y1} {(x1 + x2) // 2} {(y1 + y2) // 2}")
    parts.append(f"L{stroke[-1][0]} {stroke[-1][1]}")
    return "".join(parts)
