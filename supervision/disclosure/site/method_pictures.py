"""Pictures of a method: from which number on which outcome holds, as bands on a ruler; names stand in rows so that none collide."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup, escape

from supervision.disclosure.site.pictures import WIDTH, framed

ROW = 26
TONES = 5


def bands(
    limits: Sequence[tuple[str, Decimal, str]], rest: str, most: Decimal, title: str, description: str
) -> Markup:
    """Draw outcomes as bands from 0 to ``most``; ``limits``: name, number, sign, the best first, ``rest``: what is left."""
    upward = limits[0][2] in (">=", ">")
    edges = [(name, limit) for name, limit, _ in limits]

    def x(number: Decimal) -> int:
        return int(number * WIDTH / most) if most else 0

    ends = [most, *(limit for _, limit in edges)] if upward else [Decimal(0), *(limit for _, limit in edges)]
    body = []
    for place, (name, limit) in enumerate([*edges, (rest, Decimal(0) if upward else most)]):
        start, end = sorted((x(ends[place]), x(limit)))
        tone = max(0, TONES - place) if place < len(edges) else 0
        y = place * ROW
        body.append(
            f'<rect x="{start}" y="{y + 4}" width="{max(2, end - start - 1)}" height="18" rx="3" class="tone-{tone}">'
            f"<title>{escape(name)}</title></rect>"
        )
        side, anchor = (start - 6, "end") if start > WIDTH // 2 else (end + 6, "start")
        body.append(
            f'<text x="{side}" y="{y + 18}" text-anchor="{anchor}" class="strong">{escape(name)}</text>'
        )
    base = (len(edges) + 1) * ROW
    body.append(f'<path d="M0 {base}H{WIDTH}" class="axis"/>')
    taken = -100
    for number in sorted({Decimal(0), *(limit for _, limit in edges)}):
        place = x(number)
        body.append(f'<path d="M{place} 0V{base + 5}" class="grid"/>')
        if place - taken >= 30:
            anchor = "start" if place < 10 else "end" if place > WIDTH - 10 else "middle"
            body.append(
                f'<text x="{place}" y="{base + 20}" text-anchor="{anchor}">{number.normalize():f}</text>'
            )
            taken = place
    return framed(base + 26, title, description, "".join(body))
