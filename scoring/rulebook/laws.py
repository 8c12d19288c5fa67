"""法律依据 Laws, and references to them: what a rule rests on, where exactly, and how sure we are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.rulebook.articles import article_in_english
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.loader import Document
from scoring.rulebook.schema import WORDS, Choice, Day, ListOf, OrNull, Record, Text

LEVELS = (
    "law",
    "regulation",
    "rule",
    "normative",
    "local-regulation",
    "local-normative",
    "standard-mandatory",
    "standard-recommended",
    "policy",
    "placeholder",
    "design",
)
CONFIDENCE = Choice(*(tag.value for tag in Confidence))
LAW_ID = Text(r"[a-z0-9][a-z0-9-]*", "a law's id such as minfa-2019-103")

LAWS_FILE = Record(
    {
        "laws": ListOf(
            Record(
                {
                    "id": LAW_ID,
                    "name": WORDS,
                    "issuer": Text(),
                    "number": OrNull(Text()),
                    "promulgated": OrNull(Day()),
                    "effective": OrNull(Day()),
                    "level": Choice(*LEVELS),
                    "confidence": CONFIDENCE,
                },
                {"repealed": Day(), "note": Text()},
            )
        )
    }
)
REFERENCE = Record(
    {"law": LAW_ID}, {"article": Text(), "quote": Text()}, what="a reference, {law: …, article: …}"
)


@dataclass(frozen=True, slots=True)
class Law:
    """法律文件 One legal text; dates are legal days, ``None`` where not known."""

    id: str
    name: Mapping[str, str]
    issuer: str
    number: str | None
    promulgated: date | None
    effective: date | None
    repealed: date | None
    level: str
    confidence: Confidence
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Return whether it applies on that day, as far as its dates are known."""
        return (self.effective is None or self.effective <= on) and (
            self.repealed is None or on < self.repealed
        )


@dataclass(frozen=True, slots=True)
class Reference:
    """法律依据 A place in a law."""

    law: Law
    article: str = ""
    quote: str = ""

    def cite(self, language: str = "zh") -> str:
        """Return the reference as it is written in a paper: 《老年人权益保障法》第四十三条."""
        name = self.law.name[language[:2]]
        if self.law.level in ("placeholder", "design"):
            return name
        if language.startswith("en"):
            return f"{name}, {article_in_english(self.article)}" if self.article else name
        return f"《{name.strip('《》')}》{self.article}" if "《" not in name else f"{name}{self.article}"

    def __str__(self) -> str:
        return self.cite()


def laws_of(document: Document) -> list[Law]:
    """Return the laws of a document that has been checked with ``LAWS_FILE``."""
    return [
        Law(
            id=entry["id"],
            name=entry["name"],
            issuer=entry["issuer"],
            number=entry["number"],
            promulgated=entry["promulgated"],
            effective=entry["effective"],
            repealed=entry.get("repealed"),
            level=entry["level"],
            confidence=Confidence(entry["confidence"]),
            note=entry.get("note", ""),
        )
        for entry in document.data["laws"]
    ]


def reference_of(entry: Mapping[str, Any], laws: Mapping[str, Law]) -> Reference:
    """Return the reference written in ``entry``, whose law is known to stand in ``laws``."""
    return Reference(laws[entry["law"]], entry.get("article", ""), entry.get("quote", ""))
