"""检查表 The checklist: what may be looked at, on which legal basis, by which department, in which facilities.

A version of the checklist is a folder under ``inspections/checklists/``: ``version.yaml`` says what it is and which
words it uses, one file a category holds the items. A version that was used is frozen: a visit keeps its name and its
SHA-256, a change is a new folder. The hash is taken over the meaning, not over line breaks and comments.
"""

import hashlib
import json
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from inspections.basis import Basis
from inspections.checklist_shape import CATEGORY, VERSION, misplaced, used_words
from scoring.findings import LegalMajor, Severity
from scoring.rulebook import Confidence, Problem, Rulebook, RuleFileError, RuleViolationError
from scoring.rulebook.loader import Document, read_document
from scoring.rulebook.schema import check

FOLDER = Path(__file__).parent / "checklists"


class Evidence(StrEnum):
    """佐证 What an answer has to rest on."""

    PHOTO = "photo"
    DOCUMENT = "document"
    INTERVIEW = "interview"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Word:
    """用语 A code that the checklist uses (a department, a kind of facility, evidence), and how people call it."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Category:
    """类别 A group of items, and why it is the duty of which department."""

    code: str
    name: str
    name_en: str
    duty: str
    duty_en: str


@dataclass(frozen=True, slots=True)
class Item:
    """检查要点 One item. "Met" always means that its question is answered with yes.

    ``severity`` is operational; ``legal_major`` says whether the national criteria for major hazards name it.
    """

    id: str
    category: str
    question: str
    question_en: str
    look_at: str
    look_at_en: str
    remedy: str
    remedy_en: str
    basis: tuple[Basis, ...]
    severity: Severity
    legal_major: LegalMajor
    veto: bool
    evidence: tuple[Evidence, ...]
    department: str
    kinds: frozenset[str]

    @property
    def confidence(self) -> Confidence:
        """Return how sure we are of its least sure basis."""
        return max((basis.confidence for basis in self.basis), key=list(Confidence).index)

    @property
    def needs_photo(self) -> bool:
        """Return whether "not met" has to be shown by a photo, or a reason stated why there is none."""
        return Evidence.PHOTO in self.evidence

    @property
    def may_be_ordered(self) -> bool:
        """Return whether a breach leads to an order; advice (0) never does."""
        return self.severity is not Severity.ADVISORY


@dataclass(frozen=True, slots=True)
class Checklist:
    """检查表 One version, whole or narrowed; ``sha256`` is always that of the whole version."""

    id: str
    version: str
    name: str
    name_en: str
    since: date
    sha256: str
    kinds: tuple[Word, ...]
    departments: tuple[Word, ...]
    evidence: tuple[Word, ...]
    categories: tuple[Category, ...]
    items: tuple[Item, ...]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __contains__(self, code: object) -> bool:
        return any(item.id == code for item in self.items)

    def item(self, code: str) -> Item:
        """Return the item ``code``.

        Raises:
            RuleViolationError: it is not on this list; what is not on the list may not be inspected.
        """
        for item in self.items:
            if item.id == code:
                return item
        raise RuleViolationError(
            "item-not-on-list",
            "检查表 {version} 中没有 {item} 这一项：清单之外不得检查。",
            basis="guobanfa-2024-54",
            remedy="请从本次检查的检查表中选择检查要点。",
            facts={"version": self.version, "item": code},
        )

    def department(self, code: str) -> Word:
        """Return how the department ``code`` is called."""
        return next(word for word in self.departments if word.code == code)

    def for_kind(self, kind: str) -> "Checklist":
        """Return the list narrowed to what applies to a kind of facility (``home``, ``station`` …)."""
        return replace(self, items=tuple(item for item in self.items if kind in item.kinds))

    def for_department(self, department: str) -> "Checklist":
        """Return the list narrowed to what ``department`` records and publishes."""
        return replace(self, items=tuple(item for item in self.items if item.department == department))

    def only(self, codes: frozenset[str]) -> "Checklist":
        """Return the list narrowed to ``codes``, as for a re-check; an unknown code is an error."""
        for code in sorted(codes):
            self.item(code)
        return replace(self, items=tuple(item for item in self.items if item.id in codes))

    def require_version(self, sha256: str) -> None:
        """Make sure that this is the version which was pinned as ``sha256``.

        Raises:
            RuleViolationError: the content is another one.
        """
        if sha256 != self.sha256:
            raise RuleViolationError(
                "checklist-changed",
                "检查表 {version} 的内容与检查开始时不一致：现为 {now}，应为 {then}。",
                remedy="使用过的检查表不得修改；请恢复原文件，把修改写成新的一版。",
                facts={"version": self.version, "now": self.sha256[:12], "then": sha256[:12]},
            )


def load_checklist(folder: Path, laws: Container[str] | None = None) -> Checklist:
    """Return the version in ``folder``; its bases must stand in ``laws``, by default those of the rulebook.

    Raises:
        RuleFileError: something is wrong with its files; names all problems with file, line and column.
    """
    version = read_document(folder / "version.yaml")
    problems: list[Problem] = check(version, VERSION)
    documents: list[Document] = []
    if not problems:
        words = used_words(version, Rulebook.load().laws if laws is None else laws)
        for path in sorted(folder.glob("*.yaml")):
            if path.name != "version.yaml":
                document = read_document(path)
                problems += check(document, CATEGORY) or misplaced(document, words)
                documents.append(document)
    if problems:
        raise RuleFileError(problems)
    data: dict[str, Any] = version.data
    return Checklist(
        id=data["id"],
        version=data["version"],
        name=data["name"],
        name_en=data["name_en"],
        since=data["since"],
        sha256=_sha256([data, *(document.data for document in documents)]),
        **{key: tuple(Word(**word) for word in data[key]) for key in ("kinds", "departments", "evidence")},
        categories=tuple(_category(document.data) for document in documents),
        items=tuple(
            _item(document.data["category"], raw) for document in documents for raw in document.data["items"]
        ),
    )


@cache
def checklists(folder: Path = FOLDER) -> tuple[Checklist, ...]:
    """Return every version below ``folder``, the oldest first."""
    found = [load_checklist(path.parent) for path in sorted(folder.glob("*/version.yaml"))]
    return tuple(sorted(found, key=lambda checklist: (checklist.id, checklist.since, checklist.version)))


def checklist_on(day: date, id_: str = "elderly_care", folder: Path = FOLDER) -> Checklist:
    """Return the version of checklist ``id_`` that a visit beginning on ``day`` uses: the newest one in force."""
    in_force = [
        checklist for checklist in checklists(folder) if checklist.id == id_ and checklist.since <= day
    ]
    if not in_force:
        raise RuleViolationError(
            "no-checklist-in-force",
            "{day} 没有可用的检查表（{checklist}）。",
            remedy="请核对检查日期，或者先发布检查表。",
            facts={"day": day.isoformat(), "checklist": id_},
        )
    return in_force[-1]


def _category(data: dict[str, Any]) -> Category:
    return Category(
        data["category"], data["name"], data["name_en"], data["duty"].strip(), data["duty_en"].strip()
    )


def _item(category: str, raw: dict[str, Any]) -> Item:
    return Item(
        **{
            key: raw[key]
            for key in ("id", "question", "question_en", "look_at", "look_at_en", "remedy", "remedy_en")
        },
        category=category,
        basis=tuple(_basis(basis) for basis in raw["basis"]),
        severity=Severity(raw["severity"]),
        legal_major=LegalMajor(raw["legal_major"]),
        veto=raw["veto"],
        evidence=tuple(Evidence(kind) for kind in raw["evidence"]),
        department=raw["department"],
        kinds=frozenset(raw["kinds"]),
    )


def _basis(raw: dict[str, Any]) -> Basis:
    return Basis(
        raw["law"], raw.get("article"), raw.get("clause"), Confidence(raw["confidence"]), raw.get("area")
    )


def _sha256(parts: list[Any]) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
