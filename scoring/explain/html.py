"""网页说明 An explanation as a section of HTML: every text escaped, no script, no style of its own."""

from collections.abc import Iterable, Iterator
from html import escape

from scoring.explain import Explanation
from scoring.explain.telling import (
    STATUS,
    TEXTS,
    change_text,
    coverage,
    footing_texts,
    lift_text,
    mark,
    pair_points,
    points_text,
    said,
    signed,
    swallowed_text,
)
from scoring.schemes import Scheme
from scoring.sheets import Line, Sheet
from scoring.sheets.comparing import Change, Pair


def as_html(explained: Explanation, language: str = "zh") -> str:
    """Return an explanation as a section of HTML; its classes are those of the house's style sheet."""
    return "\n".join(_section(explained, language[:2])) + "\n"


def _section(explained: Explanation, key: str) -> Iterator[str]:
    sheet = explained.sheet
    yield f'<section class="score-sheet" lang="{"zh-CN" if key == "zh" else "en"}">'
    yield f"<h2>{escape(explained.name[key])}</h2>"
    yield _total(sheet, key)
    for text in footing_texts(explained.footing, key):
        yield f'<p class="soft">{escape(text)}</p>'
    if sheet.rehearsal:
        yield f'<p class="notice">{escape(TEXTS["rehearsal"][key])}</p>'
    heads = [TEXTS[name][key] for name in ("line", "basis", "fact", "points")]
    yield from _table(TEXTS["why"][key], heads, (_row(line, key) for line in sheet.lines))
    for title, entries in (
        ("missing", [line.words[key] for line in explained.missing]),
        ("lift", [lift_text(lift, key) for lift in explained.lifts]),
    ):
        if entries:
            shown = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
            yield f"<h3>{escape(TEXTS[title][key])}</h3><ul>{shown}</ul>"
    if explained.since:
        yield f"<h3>{escape(TEXTS['since'][key].format(on=explained.since.on))}</h3>"
        yield from _change(explained.since.change, explained.scheme, key, "after")
    if explained.until:
        yield f"<h3>{escape(TEXTS['until'][key].format(on=explained.until.on))}</h3>"
        if explained.until.hangs_on_peers:
            yield f"<p>{escape(TEXTS['peers'][key])}</p>"
        elif not explained.until.turns:
            yield f"<p>{escape(TEXTS['same'][key])}</p>"
        elif swallowed := swallowed_text(explained.until, key):
            yield f"<p>{escape(swallowed)}</p>"
        for turn in explained.until.moves:
            yield f"<h4>{turn.on}</h4>"
            yield from _change(turn.change, turn.scheme, key, "then_after")
        if explained.until.ends:
            yield f"<p>{escape(TEXTS['ends'][key].format(on=explained.until.ends))}</p>"
    yield "</section>"


def _total(sheet: Sheet, key: str) -> str:
    word = f'<span class="word">{escape(sheet.outcome_words[key])}</span>'
    soft = f'<span class="soft">{escape(coverage(sheet, key))}</span>'
    value = "" if sheet.value is None else points_text("value", sheet.value, key)
    number = f' <span class="value number">{escape(value)}</span>' if value else ""
    return f'<p class="score-total">{word}{number} {soft}</p>'


def _table(caption: str, heads: Iterable[str], rows: Iterable[str]) -> Iterator[str]:
    shown = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    yield '<table class="table table-cards">'
    yield f"<caption>{escape(caption)}</caption>"
    yield f"<thead><tr>{shown}</tr></thead>"
    yield "<tbody>"
    yield from rows
    yield "</tbody>"
    yield "</table>"


def _label(name: str, key: str) -> str:
    return f'data-label="{escape(TEXTS[name][key])}"'


def _row(line: Line, key: str) -> str:
    warning = f' <span class="unverified">{escape(text)}</span>' if (text := mark(line, key)) else ""
    law = f'<span class="law">{escape(line.basis.reference.cite(key))}{warning}</span>'
    facts = escape(", ".join(line.facts)) or f'<span class="soft">{escape(TEXTS["none"][key])}</span>'
    tone = "none" if not line.points else "won" if line.points > 0 else "lost"
    points = signed(line.points) if line.points is not None else STATUS[line.status][key]
    cells = (
        f'<th scope="row">{escape(line.words[key])}</th>',
        f"<td {_label('basis', key)}>{law}</td>",
        f"<td {_label('fact', key)}>{facts}</td>",
        f'<td {_label("points", key)} class="number"><span class="points-{tone}">{escape(points)}</span></td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def _change(change: Change | None, scheme: Scheme, key: str, after: str) -> Iterator[str]:
    if change is None:
        yield f"<p>{escape(TEXTS['same'][key])}</p>"
        return
    heads = [TEXTS[name][key] for name in ("before", after, "difference")]
    rows = (_pair(pair, key, after) for pair in change.pairs())
    yield from _table(change_text(change, scheme, key), heads, rows)


def _pair(pair: Pair, key: str, after: str) -> str:
    sides = [
        "<br>".join(escape(said(line, key)) for line in lines) or "–" for lines in (pair.before, pair.after)
    ]
    cells = (
        f"<td {_label('before', key)}>{sides[0]}</td>",
        f"<td {_label(after, key)}>{sides[1]}</td>",
        f'<td {_label("difference", key)} class="number">{escape(pair_points(pair))}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"
