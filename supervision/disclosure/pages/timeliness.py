"""公布用了多久 time to publication: how long after it was settled each result and penalty stood here, and what was late.

Counted in working days from the records themselves; the term is the one that the published rules name.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from statistics import median_high

from scoring.rulebook.days import working_days_between
from supervision.disclosure.edition import Edition
from supervision.disclosure.pages.tables import Cell, TablePage, columns, table_pages
from supervision.texts import mark

PATH = "publication.html"
KINDS = (
    (mark("检查结果"), "publication.working_days.result"),
    (mark("行政处罚"), "publication.working_days.penalty"),
)


def pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the page: a row for each sort of record and year."""
    snapshot, say = edition.register.snapshot, edition.say
    spans = (
        [(result.confirmed_on, result.published_on) for result in snapshot.results],
        [(penalty.decided_on, penalty.published_on) for penalty in snapshot.penalties],
    )
    rows: list[list[Cell]] = []
    for (kind, rule), settled in zip(KINDS, spans, strict=True):
        years: dict[int, list[tuple[int, date]]] = defaultdict(list)
        for start, end in settled:
            years[end.year].append((_days(start, end), end))
        for year, found in sorted(years.items(), reverse=True):
            waits = [days for days, _ in found]
            term = _term(edition, rule, date(year, 12, 31))
            late = sum(days > term for days in waits) if term is not None else None
            rows.append(
                [
                    say(kind),
                    str(year),
                    len(waits),
                    median_high(waits),
                    max(waits),
                    "–" if term is None else term,
                    "–" if late is None else late,
                ]
            )
    table = TablePage(
        path=PATH,
        title=say("公布用了多久"),
        lead=say("从结果确认或处罚决定到在这里公布，按工作日计算。晚于规定期限的也数出来。"),
        columns=columns(
            edition,
            mark("公布的内容"),
            mark("年份"),
            mark("公布条数"),
            mark("一般用时（工作日）"),
            mark("最长用时（工作日）"),
            mark("规定期限（工作日）"),
            mark("超期条数"),
            number="超期条数",
        ),
        rows=rows,
        section="results",
    )
    yield from table_pages(edition, table)


@cache
def _days(start: date, end: date) -> int:
    return working_days_between(start, end)


def _term(edition: Edition, rule_id: str, on: date) -> int | None:
    """Return the term that the published rule names for a day, in working days."""
    rule = edition.register.rules.get(rule_id)
    values = [value for value in rule.values if value.since <= on] if rule else []
    newest = max(values, key=lambda value: value.since, default=None)
    return newest.value if newest and isinstance(newest.value, int) else None
