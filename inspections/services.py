"""服务事项目录 The catalogue of services that stations register against: groups of items, each with the names it goes by.

``services.yaml`` is an example of our own (示例): the document behind it says how many groups and items there are, not which.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from inspections.checklist_shape import CHINESE, CODE, ENGLISH
from scoring.rulebook import Problem, RuleFileError
from scoring.rulebook.laws import CONFIDENCE
from scoring.rulebook.loader import Document, read_document
from scoring.rulebook.schema import ListOf, Record, Text, check

FILE = Path(__file__).parent / "services.yaml"
NAMED = {"id": CODE, "name": CHINESE, "name_en": ENGLISH}
SHAPE = Record(
    {
        "id": CODE,
        "version": Text(),
        "confidence": CONFIDENCE,
        "basis": Text(),
        "note": CHINESE,
        "note_en": ENGLISH,
        "groups": ListOf(
            Record({**NAMED, "items": ListOf(Record({**NAMED, "also": ListOf(CHINESE)}), least=1)}), least=1
        ),
    }
)


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """服务事项 One service, and the names under which it is offered."""

    id: str
    name: str
    name_en: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """服务类别 A group of services."""

    id: str
    name: str
    name_en: str
    items: tuple[ServiceItem, ...]


@dataclass(frozen=True, slots=True)
class ServiceCatalogue:
    """服务事项目录 One version of the catalogue, with the law behind it and what is not settled."""

    version: str
    basis: str
    note: str
    note_en: str
    groups: tuple[ServiceGroup, ...]

    def items(self) -> tuple[ServiceItem, ...]:
        """Return every item in order."""
        return tuple(item for group in self.groups for item in group.items)

    def item_of(self, name: str) -> ServiceItem | None:
        """Return the item that a service of this name is, or none."""
        return next((item for item in self.items() if name.strip() in item.names), None)

    def outside(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the names that are no item of the catalogue, each once."""
        return tuple(sorted({name for name in names if self.item_of(name) is None}))


@cache
def service_catalogue(file: Path = FILE) -> ServiceCatalogue:
    """Return the catalogue.

    Raises:
        RuleFileError: something is wrong with the file, or two items go by one name; names all problems.
    """
    document = read_document(file)
    problems = check(document, SHAPE) or _doubles(document)
    if problems:
        raise RuleFileError(problems)
    data = document.data
    return ServiceCatalogue(
        data["version"],
        data["basis"],
        data["note"],
        data["note_en"],
        tuple(
            ServiceGroup(
                group["id"],
                group["name"],
                group["name_en"],
                tuple(
                    ServiceItem(
                        row["id"], row["name"], row["name_en"], frozenset([row["name"], *row["also"]])
                    )
                    for row in group["items"]
                ),
            )
            for group in data["groups"]
        ),
    )


def _doubles(document: Document) -> list[Problem]:
    seen: dict[str, str] = {}
    found = []
    for at, group in enumerate(document.data["groups"]):
        for number, row in enumerate(group["items"]):
            for name in {row["id"], row["name"], *row["also"]}:
                if name in seen:
                    place = ("groups", at, "items", number)
                    found.append(document.problem(place, "double-name", f"{name} is also {seen[name]}"))
                seen[name] = row["id"]
    return found
