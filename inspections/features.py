"""跳转规则 An item is asked only when it applies: by the kind of facility, and by what is there.

``features.yaml`` says which items hang on what: no kitchen, no question about samples of food kept. What nobody has
said is asked; only what is said to be absent is left out. So an answer forgotten never hides a danger.

Example: a station that says it has no kitchen and says nothing of a lift is asked about the lift, not about the kitchen.
"""

from collections.abc import Container
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from inspections.checklist import Checklist
from inspections.checklist_shape import CHINESE, CODE, ENGLISH
from scoring.rulebook import RuleFileError
from scoring.rulebook.laws import CONFIDENCE
from scoring.rulebook.loader import read_document
from scoring.rulebook.schema import ListOf, Record, Text, check

FILE = Path(__file__).parent / "features.yaml"
SHAPE = Record(
    {
        "confidence": CONFIDENCE,
        "features": ListOf(
            Record(
                {
                    "id": CODE,
                    "absent": CHINESE,
                    "absent_en": ENGLISH,
                    "items": ListOf(Text(r"CL-[A-Z]\d{2}", "a code such as CL-A01"), least=1),
                }
            ),
            least=1,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Feature:
    """设施特征 Something that a facility has or has not; how one says that it has not; the items asked only where it has."""

    id: str
    absent: str
    absent_en: str
    items: frozenset[str]


@cache
def features(file: Path = FILE) -> tuple[Feature, ...]:
    """Return every feature, in the order of the file.

    Raises:
        RuleFileError: something is wrong with the file; names all problems.
    """
    document = read_document(file)
    problems = check(document, SHAPE)
    if problems:
        raise RuleFileError(problems)
    return tuple(
        Feature(row["id"], row["absent"], row["absent_en"], frozenset(row["items"]))
        for row in document.data["features"]
    )


def features_of(checklist: Checklist) -> tuple[Feature, ...]:
    """Return the features on which an item of this (narrowed) list hangs: only these need to be asked."""
    return tuple(feature for feature in features() if any(item.id in feature.items for item in checklist))


def without(checklist: Checklist, absent: Container[str]) -> Checklist:
    """Return the list without the items that hang on features said to be ``absent``."""
    gone = frozenset[str]().union(*(each.items for each in features() if each.id in absent))
    return replace(checklist, items=tuple(item for item in checklist if item.id not in gone))
