"""年度结果页 results of closed years. Where nothing was closed there is no page and no way in."""

from collections.abc import Iterator

from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages import indicators, streets, subsidies
from supervision.texts import mark


def pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the lists of what was closed, and a page for each street and each indicator."""
    snapshot = edition.register.snapshot
    if snapshot.street_rankings:
        yield from streets.pages(edition)
    if snapshot.indicator_values:
        yield from indicators.pages(edition)
    if snapshot.subsidies:
        yield from subsidies.pages(edition)


def ways_in(edition: Edition) -> list[tuple[str, str]]:
    """Return address and name of the lists that there are."""
    snapshot = edition.register.snapshot
    every = (
        ("streets.html", mark("镇街排名"), snapshot.street_rankings),
        ("indicators.html", mark("指标与目标"), snapshot.indicator_values),
        ("subsidies.html", mark("运营补助"), snapshot.subsidies),
    )
    return [(page, edition.say(name)) for page, name, records in every if records]
