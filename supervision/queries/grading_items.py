"""评定方案查询: by which scheme a kind of facility is graded, its items, and whether points are complete.

Homes are graded by one scheme, stations and home-care organisations by another; which, the kind of facility says.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from scoring.schemes import Item, Part, Scheme
from supervision.rulebook import schemes

GRADES = ("one", "two", "three", "four", "five")
STATIONS = ("station", "street_centre", "meal_point", "home_bed_provider")  # all others are homes
Points = dict[str, str | None]  # item → points as a decimal string; None: does not apply


def grade_number(outcome: str | None) -> int:
    """Return 1 to 5 for a grade, 0 for none."""
    return GRADES.index(outcome) + 1 if outcome in GRADES else 0


def prefix_of(kind: str) -> str:
    """Return with which word the facts of this kind of facility's grading begin."""
    return "station" if kind in STATIONS else "star"


def grade_scheme(kind: str, on: date) -> Scheme:
    """Return the scheme by which a kind of facility is graded."""
    return schemes().producing(f"{prefix_of(kind)}_grade", on)


def application_scheme(kind: str, on: date) -> Scheme:
    """Return the scheme that says which grade may be applied for."""
    return schemes().producing(f"{prefix_of(kind)}_application", on)


def is_settled(scheme: Scheme) -> bool:
    """Return whether a grade can come of the scheme: nothing is 待核, or the authority has adopted it."""
    return scheme.adopted is not None or not any(item.is_pending for item in scheme.items())


@dataclass(frozen=True, slots=True)
class ItemToScore:
    """评分项: one item as it is scored; ``most`` is None where its maximum is not known."""

    id: str
    part: dict[str, str]
    name: dict[str, str]
    most: Decimal | None


def items_to_score(scheme: Scheme) -> tuple[ItemToScore, ...]:
    """Return the items of a scheme in order, each with the part it stands in."""
    found: list[ItemToScore] = []
    for node in scheme.score.parts if scheme.score else ():
        inner = node.children if isinstance(node, Part) else (node,)
        found += [
            ItemToScore(item.id, dict(node.name), dict(item.name), _most(item))
            for item in inner
            if isinstance(item, Item)
        ]
    return tuple(found)


def _most(item: Item) -> Decimal | None:
    if item.assumed_max is not None:
        return item.assumed_max
    try:
        return Decimal(item.max.text) if item.max is not None else None
    except InvalidOperation:  # an expression: it depends on the facts
        return None


def are_complete(scheme: Scheme, points: Points) -> bool:
    """Return whether every item has points within its maximum, or is said not to apply."""
    for item in items_to_score(scheme):
        if item.id not in points:
            return False
        given = points[item.id]
        if given is not None and not Decimal(0) <= Decimal(given) <= (item.most or Decimal("Infinity")):
            return False
    return True
