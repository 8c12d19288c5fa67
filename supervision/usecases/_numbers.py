"""编号: numbers of visits and papers, per authority, series and year, without gaps."""

from supervision.documents.numbers import document_number
from supervision.models import Authority, NumberSeries


def next_number(authority: Authority, series: str, year: int) -> tuple[int, str]:
    """Return the next number of a series and its spelling, such as 明民检通〔2026〕12号."""
    NumberSeries.insert(authority=authority, series=series, year=year, last=0).on_conflict_ignore().execute()
    condition = (
        (NumberSeries.authority == authority) & (NumberSeries.series == series) & (NumberSeries.year == year)
    )
    NumberSeries.update(last=NumberSeries.last + 1).where(condition).execute()
    n = NumberSeries.get(condition).last
    return n, document_number(authority.short_name, series, year, n)
