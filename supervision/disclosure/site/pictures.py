"""Pictures that answer one question each, as SVG text: 400 wide, classes of components.css, title and description inside.

The caller puts a table with the same figures beside each. Every text that enters is escaped here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup, escape

from supervision.disclosure.site.register import Peers

WIDTH = 400
TONES = ("good", "due", "danger")  # of events; drawn in this order, so that what is bad lies on top


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a score: points against maximum and threshold."""

    name: str
    points: Decimal
    maximum: Decimal
    threshold: Decimal | None


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on a time line; ``tone`` is one of ``TONES``."""

    on: date
    tone: str
    row: int


@dataclass(frozen=True, slots=True)
class Range:
    """One group: chance usually lies between ``low`` and ``high``; ``expected`` was due, ``actual`` came."""

    name: str
    low: int
    high: int
    expected: Fraction
    actual: int


def framed(height: int, title: str, description: str, body: str) -> Markup:
    """Return a picture with its title and description; ``body`` is escaped where it is made."""
    return Markup(  # noqa: S704 - title and description are escaped here, the words of each body where they enter
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img"><title>{escape(title)}</title>'
        f"<desc>{escape(description)}</desc>{body}</svg>"
    )


def drawn(value: Decimal) -> Decimal:
    """Return a number with two places at most, as it stands beside its bar."""
    return value.quantize(Decimal("0.01")).normalize()


def parts(bars: Sequence[Bar], title: str, description: str) -> Markup:
    """Draw the parts of a score against their maximum, with a tick at what the outcome asks for."""
    words, strokes = [], {"ground": "", "bar": "", "bar-low": "", "threshold": ""}
    for place, bar in enumerate(bars):
        y = place * 46
        words.append(
            f'<text y="{y + 15}" class="strong">{escape(bar.name)}</text>'
            f'<text x="{WIDTH}" y="{y + 15}" class="end">{bar.points:f} / {bar.maximum:f}</text>'
        )
        strokes["ground"] += f"M0 {y + 27}h{WIDTH}"
        if not bar.maximum:
            continue
        low = bar.threshold is not None and bar.points < bar.threshold
        strokes["bar-low" if low else "bar"] += f"M0 {y + 27}h{max(0, int(bar.points * WIDTH / bar.maximum))}"
        if bar.threshold is not None:
            strokes["threshold"] += f"M{int(bar.threshold * WIDTH / bar.maximum)} {y + 18}v18"
    body = "".join(f'<path d="{path}" class="{kind}"/>' for kind, path in strokes.items() if path)
    return framed(max(1, len(bars)) * 46, title, description, "".join(words) + body)


def history(
    points: Sequence[tuple[date, Decimal, str]],
    maximum: Decimal,
    changes: Sequence[date],
    title: str,
    description: str,
) -> Markup:
    """Draw outcomes over the years as a line; a dashed upright where the rules changed."""
    first, last = points[0][0], points[-1][0]
    span = max(1, (last - first).days)

    def x(on: date) -> int:
        return 22 + (on - first).days * (WIDTH - 44) // span

    def y(value: Decimal) -> int:
        return 120 - int(value * 90 / maximum) if maximum else 120

    places = [(x(on), y(value), name) for on, value, name in points]
    body = ['<path d="M0 120H400" class="axis"/>', '<path d="M0 75H400M0 30H400" class="grid"/>']
    if turns := "".join(f"M{x(on)} 20V120" for on in changes if first < on < last):
        body.append(f'<path d="{turns}" class="rule-change"/>')
    body.append('<path d="M' + "L".join(f"{a} {b}" for a, b, _ in places) + '" class="line"/>')
    for place, (a, b, name) in enumerate(places):
        edge = "start" if place == 0 else "end" if place == len(places) - 1 else "middle"
        offset = -20 if edge == "start" else 20 if edge == "end" else 0
        body.append(f'<circle cx="{a}" cy="{b}" r="5" class="dot"/>')
        if len(places) <= 6 or place in (0, len(places) - 1):
            body.append(
                f'<text x="{a + offset}" y="{b - 11}" class="strong {edge}">{escape(name)}</text>'
                f'<text x="{a + offset}" y="138" class="{edge}">{points[place][0]:%Y-%m}</text>'
            )
    return framed(144, title, description, "".join(body))


def peer_ground(peers: Peers) -> str:
    """Draw how all facilities of a kind are spread: a file of its own, which the pages of all of them show.

    A picture outside of the page knows neither its classes nor its theme: one grey that is seen on light and on dark.
    """
    most = max(peers.bins.values(), default=1)
    bars = "".join(
        f"M{least * 4} 70v-{count * 56 // most + 3}h7V70" for least, count in sorted(peers.bins.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} 96" fill="#7d8682" font-size="14" '
        f'font-family="sans-serif"><path d="{bars}" opacity=".6"/><path d="M0 70h{WIDTH}v1H0"/>'
        f'<text y="90">0</text><text x="{WIDTH}" y="90" text-anchor="end">100</text></svg>\n'
    )


def strip(ground: str, share: Decimal, name: str, title: str, description: str) -> Markup:
    """Mark one facility on the strip of its peers, the picture at ``ground``; ``share`` is 0 to 100."""
    x = min(396, max(4, int(share * 4)))
    edge = "start" if x < 120 else "end" if x > 280 else "middle"
    mark = (
        f'<image href="{escape(ground)}" width="{WIDTH}" height="96"/>'
        f'<path d="M{x} 8V70" class="threshold"/><circle cx="{x}" cy="70" r="6" class="dot"/>'
        f'<text x="{x}" y="90" class="strong {edge}">{escape(name)}</text>'
    )
    return framed(96, title, description, mark)


def timeline(marks: Sequence[Mark], rows: Sequence[str], until: date, title: str, description: str) -> Markup:
    """Draw visits and corrections on a line of time, a row for each sort of event; the list beside it says each."""
    first = date(min(mark.on for mark in marks).year, 1, 1)
    span = max(1, (until - first).days)
    height = 26 + len(rows) * 44
    grid, body = [], []
    years = range(first.year, until.year + 1)
    step = max(1, len(years) // 6)
    for year in years:
        x = (date(year, 1, 1) - first).days * (WIDTH - 12) // span
        grid.append(f"M{x} 0V{height - 20}")
        if (year - first.year) % step == 0:
            body.append(f'<text x="{x + 3}" y="{height - 4}">{year}</text>')
    for place, row in enumerate(rows):
        y = place * 44 + 32
        body.append(f'<text y="{y - 18}" class="strong">{escape(row)}</text>')
        grid.append(f"M0 {y}H{WIDTH}")
    drawn: dict[str, list[str]] = {tone: [] for tone in TONES}
    for mark in marks:
        x, y = 6 + (mark.on - first).days * (WIDTH - 12) // span, mark.row * 44 + 32
        shape = (
            f"M{x} {y - 8}l8 14h-16z"
            if mark.tone == "danger"
            else f"M{x - 6} {y}a6 6 0 1 0 12 0 6 6 0 1 0-12 0"
        )
        drawn[mark.tone].append(shape)
    body.append(f'<path d="{"".join(grid)}" class="grid"/>')
    body += [
        f'<path d="{"".join(shapes)}" class="event event-{tone}"/>'
        for tone, shapes in drawn.items()
        if shapes
    ]
    return framed(height, title, description, "".join(body))


def shares(groups: Sequence[tuple[str, int, str]], title: str, description: str) -> Markup:
    """Draw one bar divided by outcome; ``groups``: name, count, class."""
    total = sum(count for _, count, _ in groups) or 1
    body, x = [], 0
    for name, count, tone in groups:
        wide = count * WIDTH // total
        if wide:
            body.append(f'<rect x="{x}" y="0" width="{max(1, wide - 2)}" height="22" class="{tone}"><title>{escape(name)}: {count}</title></rect>')  # fmt: skip
        x += wide
    return framed(22, title, description, "".join(body))


def ranges(rows: Sequence[Range], title: str, description: str) -> Markup:
    """Draw what is usual as a pale bar, what is expected as a tick, what came as a dot; all on one scale."""
    most = max([1, *(max(row.high, row.actual) for row in rows)])

    def x(number: Fraction | int) -> int:
        return 8 + int(number * (WIDTH - 16) / most)

    body = []
    for place, row in enumerate(rows):
        y = place * 52
        tone = "event-now" if row.low <= row.actual <= row.high else "event-danger"
        body.append(
            f'<text x="0" y="{y + 15}" class="strong">{escape(row.name)}</text>'
            f'<text x="{WIDTH}" y="{y + 15}" text-anchor="end">{row.actual}</text>'
            f'<path d="M0 {y + 32}H{WIDTH}" class="grid"/>'
            f'<rect x="{x(row.low) - 6}" y="{y + 25}" width="{x(row.high) - x(row.low) + 12}" height="14" rx="7" class="ground"/>'
            f'<path d="M{x(row.expected)} {y + 22}v20" class="threshold"/>'
            f'<circle cx="{x(row.actual)}" cy="{y + 32}" r="6" class="event {tone}"/>'
        )
    return framed(max(1, len(rows)) * 52, title, description, "".join(body))


def places(
    lines: Sequence[tuple[str, Mapping[int, Decimal]]], years: Sequence[int], title: str, description: str
) -> Markup:
    """Draw who stood where in which year, the first place on top; where a year is missing, the line is broken."""
    last = max((place for _, stood in lines for place in stood.values()), default=Decimal(1))
    wide, height = 250, int(last) * 34 + 24

    def x(year: int) -> int:
        return 22 + (years.index(year) * wide // max(1, len(years) - 1))

    def y(place: Decimal) -> int:
        return int(place * 34) - 14

    body = [
        f'<path d="M{x(year)} 0V{height - 22}" class="grid"/><text x="{x(year)}" y="{height - 4}" text-anchor="middle">{year}</text>'
        for year in years
    ]
    for name, stood in lines:
        path, before = "", None
        for year in years:
            if year in stood:
                path += f"{'L' if before in stood else 'M'}{x(year)} {y(stood[year])}"
                body.append(f'<circle cx="{x(year)}" cy="{y(stood[year])}" r="5" class="dot"/>')
            before = year
        body.insert(0, f'<path d="{path}" class="line"/>')
        if years[-1] in stood:
            at = y(stood[years[-1]]) + 5
            body.append(f'<text x="{x(years[-1]) + 14}" y="{at}" class="strong">{escape(name)}</text>')
    return framed(height, title, description, "".join(body))
