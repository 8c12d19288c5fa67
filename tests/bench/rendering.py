"""What rendering some pages costs by itself: their rows as cells, their cells as HTML, the HTML in its frame.

Sorting, comparing and looking up, which decide what is to be rendered, are not in it.
"""

import time
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from supervision.disclosure.site.building import Site
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages import tables
from supervision.disclosure.site.writing import Part


def seconds(site: Site, parts: list[Part], paths: Container[str]) -> float:
    """Return the seconds that rendering those pages of some parts takes whose ``paths`` are named."""
    spent: dict[str, float] = {}
    with _watched(spent):
        for part in parts:
            for _ in site.files(part):
                pass
    return sum(took for path, took in spent.items() if path in paths)


@contextmanager
def _watched(spent: dict[str, float]) -> Iterator[None]:
    """Note by path what each page takes; what is made before a page's frame is put around it belongs to that page."""
    waiting = 0.0

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **values: Any) -> Any:
            nonlocal waiting
            began = time.perf_counter()
            made = work(*args, **values)
            waiting += time.perf_counter() - began
            return made

        return call

    render = timed(Edition.render)

    def framed(edition: Edition, template: str, path: str, title: str, **values: Any) -> Any:
        nonlocal waiting
        page = render(edition, template, path, title, **values)
        spent[edition.prefix + path], waiting = waiting, 0.0
        return page

    with (
        patch.object(tables.Rows, "on", timed(tables.Rows.on)),
        patch.object(tables, "_body", timed(tables._body)),
        patch.object(Edition, "render", framed),
    ):
        yield
