"""依据核实查询: which legal bases of the checklist nobody of this authority has read yet; an order may not cite them."""

from dataclasses import dataclass
from datetime import date

from inspections.basis import LOCAL, Basis
from inspections.checklist import checklist_on
from scoring.rulebook import Rulebook
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.queries.listings import basis_key
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
        *_of_lists(on, confirmed),
        *_of_checklist(found, items, confirmed, book),
    ]
    return tuple(sorted(rows, key=lambda row: (row.confirmed, -len(row.items), row.key)))


def _of_lists(on: date, confirmed: frozenset[str]) -> list[BasisRow]:
    """Return the bases on which grounds and measures of the lists rest and that nobody had read when they were written."""
    rules: dict[str, list[str]] = {}
    words: dict[str, dict[str, str]] = {}
    for rule_id, rule in rulebook().rules.items():
        is_of_list = rule_id.startswith("lists.") and (".criterion." in rule_id or ".measure." in rule_id)
        value = (rule.local.find(on) or rule.national.find(on)) if is_of_list else None
        if value is not None and not value.confirmed_for_citation:
            key = basis_key(value.reference.law.id, value.reference.article or "")
            words[key] = {tongue: value.reference.cite(tongue) for tongue in ("zh", "en")}
            rules.setdefault(key, []).append(rule_id)
    return [BasisRow(key, words[key], tuple(rules[key]), key in confirmed) for key in rules]


def _of_checklist(
    found: dict[str, Basis], items: dict[str, list[str]], confirmed: frozenset[str], book: Rulebook
) -> list[BasisRow]:
    return [
        BasisRow(
            key,
            {"zh": basis.cite(book), "en": basis.cite(book, "en")},
            tuple(items[key]),
            key in confirmed,
        )
        for key, basis in found.items()
    ]
