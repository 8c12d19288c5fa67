"""更正后的记录 what objections corrected, as it stood on any day: undone for earlier days, said for later ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.models import Objection

Place = tuple[str, str]  # the visit's uuid, the item


@dataclass(frozen=True, slots=True)
class Corrected:
    """更正: ``said`` what a finding's members were or are on the day, ``kinds`` what a department's result is by now."""

    said: Mapping[Place, Mapping[str, Any]]
    kinds: Mapping[Place, list[int]]

    def answer(self, visit: str, item: str, recorded: str) -> str:
        """Return the answer in force; what the inspectors recorded is never edited."""
        return str(self.said.get((visit, item), {}).get("answer", recorded))

    def member(self, visit: str, item: str, name: str, now: Any) -> Any:
        """Return a member of a finding on the day; ``now`` is what its row says by now."""
        return self.said.get((visit, item), {}).get(name, now)


def corrected(as_of: date) -> Corrected:
    """Return what was corrected by ``as_of``, and what stood then of that which was corrected later."""
    said: dict[Place, dict[str, Any]] = {}
    kinds: dict[Place, list[int]] = {}
    query = Objection.select().where(Objection.correction.is_null(False))
    rows = list(query.order_by(Objection.answered_on, Objection.id))
    for row in rows:
        if row.answered_on <= as_of:
            said.setdefault(_place(row), {}).update(row.correction["is"])
            kinds |= {
                (row.correction["visit"], name): codes for name, codes in row.correction["kinds"].items()
            }
    for row in reversed(rows):
        if row.answered_on > as_of:
            said.setdefault(_place(row), {}).update(row.correction["was"])
    return Corrected(said, kinds)


def _place(row: Objection) -> Place:
    return row.correction["visit"], row.correction["item"]
