"""数据页 the data page: what can be taken away, in which form, and how to cite it."""

from collections.abc import Sequence
from typing import Any

from supervision.disclosure.log.manifests import INDEX_PATH, KeptManifest
from supervision.disclosure.site import data, words
from supervision.disclosure.site.catalogue import BY_NAME
from supervision.disclosure.site.derived import value_on
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.pages.linked import dataset_jsonld


def data_values(
    edition: Edition, earlier: Sequence[data.Archive], manifests: Sequence[KeptManifest] = ()
) -> dict[str, Any]:
    """Return what ``data.html`` shows: every list with its size, the archives, how to cite, the data set as JSON-LD."""
    meta = edition.register.snapshot.meta
    lists = data.lists(edition.register)
    archive = f"data/{data.archive_name(meta)}"
    return {
        "tables": [
            (name, edition.say(words.DATA_LIST[name]), len(rows), BY_NAME.get(name))
            for name, (_, rows) in lists.items()
        ],
        "archive": archive,
        "citation": data.cited(meta, meta.as_of, archive, edition.language),
        "earlier": [
            (
                each,
                edition.day,
                data.cited(meta, each.day, each.path, edition.language),
                [kept for kept in manifests if kept.as_of == each.day],
            )
            for each in earlier
        ],
        "manifests": len(manifests),
        "manifests_index": INDEX_PATH,
        "days": value_on(edition.register.snapshot.rules, data.DAYS, meta.as_of),
        "linked": dataset_jsonld(edition, [archive, *(f"data/{name}.csv" for name in lists)]),
    }
