"""少数人 Numbers of people so small that it could be told who they are: not published, nor what would give them away."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from supervision.records.values import Text

MIN_CELL = "publication.min_cell"
PEOPLE = {  # what is reported of a street and counts people or households: a part, and the whole of which it is one
    "street.survey": ("satisfied", "valid"),
    "street.volunteers": ("registered", "elders"),
    "street.needs": ("met", "found"),
    "street.adaptation": ("adapted", "asked"),
}
WITHHELD = "withheld"
NOT_TOLD = Text(
    zh="人数过少，或者可以据以推算人数过少的一项，不公布",
    en="not shown: it counts too few people, or would tell of a part that does",
)


def too_few(cells: Sequence[Decimal], least: Decimal, *, is_share: bool) -> bool:
    """Return whether one of these numbers of people is so small that it could be told who they are.

    Of a share, a part and its whole, those left over are a number too.
    """
    left_over = [cells[1] - cells[0]] if is_share and len(cells) == 2 else []
    return any(0 < cell < least for cell in (*cells, *left_over))


def parts_withheld(reported: Iterable[tuple[str, str, Mapping[str, Any], Decimal]]) -> frozenset[str]:
    """Return the parts of a street's score that are not told: if one counts too few people, all that count people.

    Each is reported with its part, kind, data and the least number of people that may be told. The points of a part give its
    share away, and the total less all the others gives those points: so what is left unknown must be more than one part.
    """
    counted = [each for each in reported if each[1] in PEOPLE]
    few = any(
        too_few([Decimal(data[name]) for name in PEOPLE[kind] if name in data], least, is_share=True)
        for _, kind, data, least in counted
    )
    return frozenset(part for part, *_ in counted) if few else frozenset()


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
