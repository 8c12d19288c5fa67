"""列表页 list pages: one template for every table, eighty rows a page, so that none grows without end.

``forms`` says where a list stands as data and as a feed, how it comes about, and until when it can be relied on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from markupsafe import Markup, escape

from supervision.disclosure.site.catalogue import BY_NAME
from supervision.disclosure.site.data import valid_until
from supervision.disclosure.site.edition import KEPT, Edition
from supervision.disclosure.site.failing import named
from supervision.disclosure.site.pages.sorting import SORTED, WHOLE, Cell, Column, orders
from supervision.records.values import Text

ROWS = 80
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """Rows that are made only with their page: ``make`` the cells of each of ``of``; ``stamp`` digests what these show.

    For lists that grow with the facilities; what a shorter list shows is its own stamp. ``plain`` makes the cells
    without links, and those that no order looks at not at all: a list is sorted by them.
    """

    of: Sequence[T]
    make: Callable[[T], list[Cell]]
    stamp: Callable[[T], bytes]
    plain: Callable[[T], Sequence[Cell]] | None = None

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.of)

    def on(self, page: str, some: slice) -> list[list[Cell]]:
        """Return the cells of some rows, as they stand on ``page``."""
        rows = []
        for each in self.of[some]:
            with named(page, _subject(each)):
                rows.append(self.make(each))
        return rows

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        """Yield what all rows are sorted by."""
        return map(self.plain or self.make, self.of)

    def at(self, places: Iterable[int]) -> "Rows[T]":
        """Return the rows at ``places``."""
        return replace(self, of=[self.of[place] for place in places])

    def stamps(self, some: slice) -> bytes:
        """Return the stamps of some rows."""
        return b"".join([self.stamp(each) for each in self.of[some]])


def _subject(of: Any) -> str:
    """Return whom a row is about: a facility by name and code, else the facility of a result by its code."""
    name = getattr(of, "name", None)
    return f"{name.zh} {of.code}" if isinstance(name, Text) else str(getattr(of, "facility", ""))


@dataclass(frozen=True, slots=True)
class TablePage:
    """A list with its heading and rows. ``of``: its name in the catalogue; ``choose``: the conditions under which the page
    of all facilities shows the same, and sorts it, where that is better than pages of our own.
    """

    path: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]] | Rows[Any]
    lead: str = ""
    section: str = ""
    of: str = ""
    feed: str = ""
    choose: str = ""
    above: Markup | str = ""
    picture: Markup | str = ""
    crumbs: tuple[tuple[str, str], ...] = ()


def columns(
    edition: Edition,
    *names: str,
    number: str = "",
    short: tuple[str, ...] = (),
    orders: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Column, ...]:
    """Return columns headed by ``names`` (marked texts): one may hold figures, some short words that never wrap.

    ``orders``: of a heading, the words below it from first to last.
    """
    styles = {number: "number", **dict.fromkeys(short, "short")}
    return tuple(
        Column(edition.say(name), styles.get(name, ""), SORTED.get(name, ""), (orders or {}).get(name, ()))
        for name in names
    )


def forms(edition: Edition, name: str, feed: str = "") -> dict[str, str]:
    """Return the forms of a list for ``forms.html``; ``feed``: another feed than its own."""
    of = BY_NAME[name]
    return {
        "name": name,
        "page": of.page,
        "method": of.method,
        "method_words": edition.say(of.method_words),
        "feed": feed or (f"feeds/{name}.xml" if of.feed else ""),
        "valid_until": edition.once(
            f"valid {name}", lambda: edition.day(valid_until(edition.register, name))
        ),
    }


def link(href: str, words: str) -> Markup:
    """Return a link; both parts are escaped."""
    return Markup(f'<a href="{escape(href)}">{escape(words)}</a>')  # noqa: S704 - .format costs ten times as much


def chips(links: list[tuple[str, str]]) -> Markup:
    """Return links to the parts of a list."""
    return Markup("").join(Markup('<a class="chip" href="{}">{}</a> ').format(*each) for each in links)


@dataclass(frozen=True, slots=True)
class _Order:
    """One order of a list: ``word`` names its pages, the order it is published in has none."""

    word: str
    rows: Sequence[Sequence[Cell]] | Rows[Any]
    place: int = -1
    down: bool = False

    @property
    def ending(self) -> str:
        if not self.word:
            return ""
        return f"-by-{self.word}-down" if self.down else f"-by-{self.word}"


def table_pages(
    edition: Edition, table: TablePage, template: str = "table.html", **values: Any
) -> Iterator[tuple[str, str]]:
    """Yield the pages of a list: ``x.html``, ``x-2.html`` …, and ``x-by-date.html`` … where it is longer than a page.

    Of one that stands already, made from the same, the content is ``KEPT``.
    """
    has_orders = len(table.rows) > ROWS and not table.choose
    yield from _pages(edition, table, _Order("", table.rows), template, has_orders, values)
    if not has_orders:
        return
    most = len(table.rows) if len(table.rows) <= WHOLE else ROWS
    for (place, down), places in orders(table.rows, table.columns, most).items():
        rows = (
            table.rows.at(places) if isinstance(table.rows, Rows) else [table.rows[each] for each in places]
        )
        order = _Order(table.columns[place].sort, rows, place, down)
        yield from _pages(edition, table, order, template, has_orders, values)


def _pages(
    edition: Edition,
    table: TablePage,
    order: _Order,
    template: str,
    has_orders: bool,
    values: Mapping[str, Any],
) -> Iterator[tuple[str, str]]:
    stem = table.path.removesuffix(".html")
    others = forms(edition, table.of, table.feed) if table.of else None
    alike = f"{replace(table, rows=())!r} {len(table.rows)} {replace(order, rows=())!r} {template} {values!r} {others!r}"
    count = max(1, -(-len(order.rows) // ROWS))
    for number in range(1, count + 1):
        path = f"{stem}{order.ending}.html" if number == 1 else f"{stem}{order.ending}-{number}.html"
        some = slice((number - 1) * ROWS, number * ROWS)
        shown = order.rows.stamps(some) if isinstance(order.rows, Rows) else repr(order.rows[some]).encode()
        if edition.keeps(path, (alike.encode(), str((number, count)).encode(), shown)):
            yield path, KEPT
            continue
        rows = (
            order.rows.on(edition.prefix + path, some) if isinstance(order.rows, Rows) else order.rows[some]
        )
        yield (
            path,
            edition.render(
                template,
                path,
                table.title,
                table=table,
                head=_head(table, order, stem.rsplit("/", 1)[-1], has_orders=has_orders),
                body=_body(edition, table.columns, rows),
                forms=others,
                first=number == 1,
                total=len(table.rows),
                shown=len(order.rows) if len(order.rows) < len(table.rows) else 0,
                sorted_by=table.columns[order.place].name if order.word else "",
                pager=_pager(stem.rsplit("/", 1)[-1] + order.ending, number, count),
                section=table.section,
                **values,
            ),
        )


def _head(table: TablePage, order: _Order, stem: str, *, has_orders: bool) -> Markup:
    """Return the headings: links to the list in their order where it has pages for that, else what the script needs."""
    cells = []
    for place, column in enumerate(table.columns):
        style = f' class="{column.style}"' if column.style else ""
        name = escape(column.name)
        if has_orders and column.sort:
            own = place == order.place
            down = "-down" if own and not order.down else ""
            now = f' aria-sort="{"descending" if order.down else "ascending"}"' if own else ""
            cells.append(f'<th{style}{now}><a href="{stem}-by-{column.sort}{down}.html">{name}</a></th>')
        elif column.sort and len(table.rows) > 1 and not table.choose:
            cells.append(f'<th{style} data-sort="{escape("|".join(column.order))}">{name}</th>')
        else:
            cells.append(f"<th{style}>{name}</th>")
    return Markup("".join(cells))  # noqa: S704 - every word was escaped above


def _body(edition: Edition, columns: tuple[Column, ...], rows: Sequence[Sequence[Cell]]) -> Markup:
    """Return the rows as HTML; here and not in the template, because a city's lists have a million cells."""
    first = f' class="{columns[0].style}"' if columns[0].style else ""
    open_cells = [f'<tr><th scope="row"{first}>']
    for column in columns[1:]:
        style = f' class="{column.style}"' if column.style else ""
        open_cells.append(f'<td{style} data-label="{escape(column.name)}">')
    close_cells = ["</th>", *["</td>"] * (len(columns) - 1)]
    html = [
        "".join(
            f"{before}{_shown(edition, cell)}{after}"
            for before, cell, after in zip(open_cells, row, close_cells, strict=True)
        )
        for row in rows
    ]
    return Markup("</tr>\n".join([*html, ""]))  # noqa: S704 - every cell was escaped above


def _shown(edition: Edition, cell: Cell) -> str | Markup:
    if type(cell) is str:
        return escape(edition.native(cell))
    if isinstance(cell, date):
        return edition.day(cell)
    return "–" if cell is None else escape(cell)


def _pager(stem: str, number: int, count: int) -> list[tuple[int, str]]:
    """Return the pages worth a link: the first, the last and those near; the own one without address."""
    if count == 1:
        return []
    near = sorted({1, count, *range(max(1, number - 2), min(count, number + 2) + 1)})
    return [(n, "" if n == number else f"{stem}.html" if n == 1 else f"{stem}-{n}.html") for n in near]
