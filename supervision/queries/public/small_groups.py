"""少数人 Numbers of people so small that it could be told who they are: not published, nor what would give them away."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

MIN_CELL = "publication.min_cell"
PEOPLE = {  # what is reported of a street and counts people or households: a part, and the whole of which it is one
    "street.survey": ("satisfied", "valid"),
    "street.volunteers": ("registered", "elders"),
    "street.needs": ("met", "found"),
    "street.adaptation": ("adapted", "asked"),
}
WITHHELD = "withheld"


def too_few(cells: Sequence[Decimal], least: Decimal, *, is_share: bool) -> bool:
    """Return whether one of these numbers of people is so small that it could be told who they are.

    Of a share, a part and its whole, those left over are a number too.
    """
    left_over = [cells[1] - cells[0]] if is_share and len(cells) == 2 else []
    return any(0 < cell < least for cell in (*cells, *left_over))


def withheld(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a figure without its numbers and all that would give them away."""
    under = said["denominator"]
    return {
        **said,
        "numerator": {**said["numerator"], "value": None},
        "denominator": under and {**under, "value": None},
        "value": None,
        "how": WITHHELD,
        "met": None,
        "targets": [{**each, "gap": None, "met": None} for each in said["targets"]],
    }
