"""指标 Target figures of policy documents: what is counted over what, how much by when, and the sentence that says so.

A file that begins with ``indicators:`` lists them. The same indicator may have targets in several documents, and
figures already ``reached`` when a document was written. ``computed`` names a sum over the register; without it somebody
reports the figure, with its evidence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.rulebook.errors import Problem
from scoring.rulebook.laws import REFERENCE, Law, Reference, reference_of
from scoring.rulebook.loader import Document, Place
from scoring.rulebook.schema import RULE_ID, WORDS, Choice, Day, Flag, ListOf, Number, OrNull, Record, Text

UNITS = ("ratio", "count", "yuan", "square_metres", "metres", "minutes")
COMPARISONS = ("at_least", "above", "at_most", "exactly", "between", "reached")
TARGET = Record(
    {
        "value": Number(0),
        "is": Choice(*COMPARISONS),
        "by": OrNull(Day()),
        "area": Text(r"[0-9]{2,12}", "the code of the area the document speaks of, in quotes"),
        "source": REFERENCE,
    },
    {"to": Number(0)},
)
INDICATOR = Record(
    {
        "id": RULE_ID,
        "name": WORDS,
        "unit": Choice(*UNITS),
        "numerator": WORDS,
        "targets": ListOf(TARGET, least=1),
    },
    {
        "denominator": WORDS,
        "computed": Text(r"[a-z_]+\.[a-z_]+", "a sum such as facilities.stations"),
        "people": Flag(),
    },
)
REVIEW = Record({"last_checked": Day(), "every_days": Number(1, whole=True)})
INDICATORS_FILE = Record({"review": REVIEW, "indicators": ListOf(INDICATOR, least=1)})


@dataclass(frozen=True, slots=True)
class Target:
    """目标值 How much, compared how, by when; ``area`` is the code of the area the document speaks of."""

    value: Decimal
    to: Decimal | None
    comparison: str
    by: date | None
    area: str
    source: Reference

    @property
    def is_target(self) -> bool:
        """Whether it is to be reached, and not a figure that was reached already."""
        return self.comparison != "reached"

    def is_met(self, value: Decimal) -> bool:
        """Return whether a value reaches the target."""
        match self.comparison:
            case "above":
                return value > self.value
            case "at_most":
                return value <= self.value
            case "exactly":
                return value == self.value
            case "between":
                return self.to is not None and self.value <= value <= self.to
        return value >= self.value

    def gap(self, value: Decimal) -> Decimal:
        """Return how far a value is from the target: 0 where it is met, else what is missing (or too much, below 0)."""
        if self.is_met(value):
            return Decimal(0)
        if self.comparison == "between" and self.to is not None and value > self.to:
            return self.to - value
        return self.value - value


@dataclass(frozen=True, slots=True)
class Indicator:
    """指标 One figure: numerator over denominator in ``unit``, with the targets that documents set for it.

    ``people``: what is counted are people or households; small numbers of them are not published.
    """

    id: str
    name: Mapping[str, str]
    unit: str
    numerator: Mapping[str, str]
    denominator: Mapping[str, str] | None
    computed: str | None
    targets: tuple[Target, ...]
    file: str
    people: bool = False


def collect(documents: Iterable[Document], laws: Mapping[str, Law]) -> tuple[list[Indicator], list[Problem]]:
    """Return the indicators of files that have the right shape, and what is wrong: ids twice, laws nobody knows."""
    found: dict[str, Indicator] = {}
    problems: list[Problem] = []
    for document in documents:
        for number, said in enumerate(document.data["indicators"]):
            place: Place = ("indicators", number)
            unknown = [
                (*place, "targets", each, "source", "law")
                for each, target in enumerate(said["targets"])
                if target["source"]["law"] not in laws
            ]
            problems += [document.problem(where, "unknown-law", "no law has this id") for where in unknown]
            if said["id"] in found:
                told = f"{said['id']} stands already in {found[said['id']].file}"
                problems.append(document.problem((*place, "id"), "duplicate-indicator", told))
            elif not unknown:
                found[said["id"]] = _indicator(said, document, laws)
    return list(found.values()), problems


def _indicator(said: Mapping[str, Any], document: Document, laws: Mapping[str, Law]) -> Indicator:
    return Indicator(
        id=said["id"],
        name=said["name"],
        unit=said["unit"],
        numerator=said["numerator"],
        denominator=said.get("denominator"),
        computed=said.get("computed"),
        targets=tuple(
            Target(
                value=Decimal(each["value"]),
                to=Decimal(each["to"]) if "to" in each else None,
                comparison=each["is"],
                by=each["by"],
                area=each["area"],
                source=reference_of(each["source"], laws),
            )
            for each in said["targets"]
        ),
        file=document.file,
        people=said.get("people", False),
    )
