"""依据核实查询: which legal bases of the checklist nobody of this authority has read yet; an order may not cite them."""

from dataclasses import dataclass
from datetime import date

from inspections.basis import LOCAL, Basis
from inspections.checklist import checklist_on
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.queries.plans import own_authority
from supervision.queries.visit_records import confirmed_bases
from supervision.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class BasisRow:
    """依据行: one place in a legal text, the items that rest on it, and whether a person has confirmed it."""

    key: str
    words: dict[str, str]
    items: tuple[str, ...]
    confirmed: bool


def list_bases(*, actor: Actor, on: date) -> tuple[BasisRow, ...]:
    """Return the bases that must be read, or were, by a person of this authority; those that wait first."""
    try:
        _, _, code = own_authority(actor)
    except NotFoundError:  # none is registered yet: what holds in the whole country can be read all the same
        code = actor.scope
    areas = frozenset(code[:length] for length in (2, 4, 6, 9) if length <= len(code))
    confirmed, book = confirmed_bases(), rulebook()
    found: dict[str, Basis] = {}
    items: dict[str, list[str]] = {}
    for item in checklist_on(on):
        for basis in item.basis:
            here = basis.area == LOCAL or basis.holds_in(areas)
            if here and (basis.key in confirmed or not basis.can_be_cited(areas, confirmed)):
                found[basis.key] = basis
                items.setdefault(basis.key, []).append(item.id)
    rows = [
        BasisRow(
            key,
            {"zh": basis.cite(book), "en": basis.cite(book, "en")},
            tuple(items[key]),
            key in confirmed,
        )
        for key, basis in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.confirmed, -len(row.items), row.key)))
