"""公示列表目录 the lists of the site and where each stands in its forms: page, method, CSV, JSON, feed.

One table for the pages, for the data page and for the test that walks it: ``data/<name>.csv``, ``data/<name>.jsonl``,
``feeds/<name>.xml``.
"""

from dataclasses import dataclass

from supervision.records.decisions import ListName
from supervision.records.snapshot import Snapshot
from supervision.texts import mark

LISTED_FROM = 3  # depth of an area: a district lists its facilities, a province its cities
SCORING, DRAWING = mark("怎样评分"), mark("怎样抽取")
RULES, RIGHTS, LAWS = mark("按什么规则"), mark("怎样更正和移出"), mark("法律依据")


@dataclass(frozen=True, slots=True)
class PublicList:
    """公示列表: ``page`` and ``method`` are paths within a language; ``feed`` is false where its records have no day.

    ``of``: the records (a member of the snapshot) without which there is neither page nor file.
    """

    name: str
    page: str
    method: str
    method_words: str
    feed: bool = True
    of: str = ""


LISTS = (
    PublicList("scores", "ratings.html", "how-scores-work.html", SCORING),
    PublicList("red-list", "red-list.html", "rules.html", RULES),
    PublicList("black-list", "black-list.html", "rules.html", RULES),
    PublicList("results", "results.html", "how-draws-work.html", DRAWING),
    PublicList("penalties", "penalties.html", "rules.html", RULES),
    PublicList("draws", "draws.html", "how-draws-work.html", DRAWING),
    PublicList("plans", "draws.html", "how-draws-work.html", DRAWING),
    PublicList("items", "items.html", "laws.html", LAWS, feed=False),
    PublicList("notices", "notices.html", "rights.html", RIGHTS),
    PublicList("streets", "streets.html", "rules/street.index.html", SCORING, of="street_rankings"),
    PublicList("indicators", "indicators.html", "laws.html", LAWS, of="indicator_values"),
    PublicList("subsidies", "subsidies.html", "rules/subsidy.station.html", RULES, of="subsidies"),
    PublicList("corrections", "corrections.html", "rights.html", RIGHTS),
    PublicList("tombstones", "tombstones.html", "rights.html", RIGHTS),
    PublicList("not-visited", "not-visited.html", "rules.html", RULES),
    PublicList("publication", "publication.html", "rules.html", RULES),
)
BY_NAME = {each.name: each for each in LISTS}


def lists_of(snapshot: Snapshot) -> tuple[PublicList, ...]:
    """Return the lists that this authority publishes."""
    hidden = "" if snapshot.meta.black_list_shown else f"{ListName.BLACK.value}-list"
    return tuple(
        each for each in LISTS if each.name != hidden and (not each.of or getattr(snapshot, each.of))
    )
