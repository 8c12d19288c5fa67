"""数据页 the data page: what can be taken away, in which form, and how to cite it."""

from typing import Any

from supervision.disclosure.site import data, words
from supervision.disclosure.site.catalogue import BY_NAME
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.linked import dataset_jsonld


def data_values(edition: Edition) -> dict[str, Any]:
    """Return what ``data.html`` shows: every list with its size, the archive, how to cite, the data set as JSON-LD."""
    snapshot = edition.register.snapshot
    lists = data.lists(edition.register)
    archive = f"data/{data.archive_name(snapshot)}"
    return {
        "tables": [
            (name, edition.say(words.DATA_LIST[name]), len(rows), BY_NAME.get(name))
            for name, (_, rows) in lists.items()
        ],
        "archive": archive,
        "citation": data.citation(snapshot.meta).splitlines()[0 if edition.prefix == "" else 1],
        "linked": dataset_jsonld(edition, [archive, *(f"data/{name}.csv" for name in lists)]),
    }
