"""列表页 list pages: one template for every table, eighty rows a page, so that none grows without end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from supervision.disclosure.edition import Edition

ROWS = 80
Cell = str | Markup | int


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and the CSS class of its cells (``number``, ``short`` or none)."""

    name: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class TablePage:
    """A list with its heading, its rows and where its data lie (``data``: a name in ``/data/``)."""

    path: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    lead: str = ""
    section: str = ""
    data: str = ""
    method: str = ""
    above: Markup | str = ""
    crumbs: tuple[tuple[str, str], ...] = ()


def columns(
    edition: Edition, *names: str, number: str = "", short: tuple[str, ...] = ()
) -> tuple[Column, ...]:
    """Return columns headed by ``names`` (marked texts): one may hold figures, some short words that never wrap."""
    styles = {number: "number", **dict.fromkeys(short, "short")}
    return tuple(Column(edition.say(name), styles.get(name, "")) for name in names)


def link(href: str, words: str) -> Markup:
    """Return a link; both parts are escaped."""
    return Markup(f'<a href="{escape(href)}">{escape(words)}</a>')  # noqa: S704 - .format costs ten times as much


def chips(links: list[tuple[str, str]]) -> Markup:
    """Return links to the parts of a list."""
    return Markup("").join(Markup('<a class="chip" href="{}">{}</a> ').format(*each) for each in links)


def table_pages(
    edition: Edition, table: TablePage, template: str = "table.html", **values: Any
) -> Iterator[tuple[str, str]]:
    """Yield the pages of a list: ``x.html``, ``x-2.html`` …; an empty list is one page that says so."""
    stem = table.path.removesuffix(".html")
    count = max(1, -(-len(table.rows) // ROWS))
    for number in range(1, count + 1):
        path = table.path if number == 1 else f"{stem}-{number}.html"
        yield (
            path,
            edition.render(
                template,
                path,
                table.title,
                table=table,
                body=_body(edition, table.columns, table.rows[(number - 1) * ROWS : number * ROWS]),
                first=number == 1,
                total=len(table.rows),
                pager=_pager(stem.rsplit("/", 1)[-1], number, count),
                section=table.section,
                **values,
            ),
        )


def _body(edition: Edition, columns: tuple[Column, ...], rows: Sequence[Sequence[Cell]]) -> Markup:
    """Return the rows as HTML; here and not in the template, because a city's lists have a million cells."""
    open_cells = ['<tr><th scope="row">']
    for column in columns[1:]:
        style = f' class="{column.style}"' if column.style else ""
        open_cells.append(f'<td{style} data-label="{escape(column.name)}">')
    close_cells = ["</th>", *["</td>"] * (len(columns) - 1)]
    html = [
        "".join(
            f"{before}{escape(edition.native(cell) if type(cell) is str else cell)}{after}"
            for before, cell, after in zip(open_cells, row, close_cells, strict=True)
        )
        for row in rows
    ]
    return Markup("</tr>\n".join([*html, ""]))  # noqa: S704 - every cell was escaped above


def _pager(stem: str, number: int, count: int) -> list[tuple[int, str]]:
    """Return the pages worth a link: the first, the last and those near; the own one without address."""
    if count == 1:
        return []
    near = sorted({1, count, *range(max(1, number - 2), min(count, number + 2) + 1)})
    return [(n, "" if n == number else f"{stem}.html" if n == 1 else f"{stem}-{n}.html") for n in near]
