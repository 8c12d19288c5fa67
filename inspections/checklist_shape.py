"""检查表的形状 What the files of a checklist must look like; every departure is reported with its place."""

import re
from collections.abc import Container
from dataclasses import dataclass, field

from scoring.findings import LegalMajor, Severity
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.errors import Problem
from scoring.rulebook.loader import Document
from scoring.rulebook.schema import Choice, Day, Flag, ListOf, Number, Record, Report, Text

CODE = Text(r"[a-z][a-z_-]*", "a code in small letters")
CHINESE = Text(r"(?s).*[\u4e00-\u9fff].*", "a sentence in Chinese")
ENGLISH = Text(r"(?s)[^\u4e00-\u9fff]*[A-Za-z][^\u4e00-\u9fff]*", "a sentence in English")
NAMES = {"name": CHINESE, "name_en": ENGLISH}
MAJOR_HAZARDS = "major-hazards-2023"
NAMED_PLACES = re.compile(r"第四条第[一二三四]项|第五条第[一二三]项")

VERSION = Record(
    {
        "id": CODE,
        "version": Text(),
        **NAMES,
        "since": Day(),
        "severities": ListOf(
            Record({"value": Number(0, 4, whole=True), **NAMES, "meaning": CHINESE, "meaning_en": ENGLISH}),
            least=len(Severity),
        ),
        "kinds": ListOf(Record({"code": CODE, **NAMES}), least=1),
        "departments": ListOf(Record({"code": CODE, **NAMES}), least=1),
        "evidence": ListOf(Record({"code": CODE, **NAMES}), least=1),
    }
)
BASIS = Record(
    {"law": Text(), "confidence": Choice(*(tag.value for tag in Confidence))},
    {"article": CHINESE, "clause": CHINESE, "area": Text(r"local|\d{6}", "a six-digit area code or local")},
)
ITEM = Record(
    {
        "id": Text(r"CL-[A-Z]\d{2}", "a code such as CL-A01"),
        "question": Text(r"(?s).*[\u4e00-\u9fff].*\uff1f", "a question in Chinese that ends with \uff1f"),
        "question_en": Text(r"(?s)[^\u4e00-\u9fff]+\?", "a question in English that ends with ?"),
        "look_at": CHINESE,
        "look_at_en": ENGLISH,
        "remedy": CHINESE,
        "remedy_en": ENGLISH,
        "basis": ListOf(BASIS, least=1),
        "severity": Number(0, 4, whole=True),
        "legal_major": Choice(*(word.value for word in LegalMajor)),
        "veto": Flag(),
        "evidence": ListOf(Text(), least=1),
        "department": Text(),
        "kinds": ListOf(Text(), least=1),
    }
)
CATEGORY = Record(
    {
        "category": Text(r"[A-Z]", "one capital letter"),
        **NAMES,
        "duty": CHINESE,
        "duty_en": ENGLISH,
        "items": ListOf(ITEM, least=1),
    }
)


@dataclass(slots=True)
class Words:
    """用语 The codes that ``version.yaml`` declares, and the item codes met so far."""

    kinds: frozenset[str]
    departments: frozenset[str]
    evidence: frozenset[str]
    laws: Container[str]
    seen: dict[str, str] = field(default_factory=dict)


def used_words(version: Document, laws: Container[str]) -> Words:
    """Return the codes declared in ``version.yaml``, and the laws that may be named."""

    def codes(key: str) -> frozenset[str]:
        return frozenset(row["code"] for row in version.data[key])

    return Words(codes("kinds"), codes("departments"), codes("evidence"), laws)


def misplaced(document: Document, words: Words) -> list[Problem]:
    """Return what a shape cannot see: undeclared codes, doubles, a hazard class that its basis does not carry."""
    report = Report(document)
    letter = document.data["category"]
    for number, item in enumerate(document.data["items"]):
        place = ("items", number)
        code = item["id"]
        if code[3] != letter:
            report.say((*place, "id"), "other-category", f"{code} stands in category {letter}")
        if code in words.seen:
            report.say((*place, "id"), "double-item", f"{code} stands also in {words.seen[code]}")
        words.seen[code] = document.file
        for key, declared in (("kinds", words.kinds), ("evidence", words.evidence)):
            for at, word in enumerate(item[key]):
                if word not in declared:
                    report.say((*place, key, at), "undeclared", f"{word} is not declared in version.yaml")
        if item["department"] not in words.departments:
            report.say(
                (*place, "department"), "undeclared", f"{item['department']} is not declared in version.yaml"
            )
        for at, basis in enumerate(item["basis"]):
            if basis["law"] not in words.laws:
                report.say((*place, "basis", at, "law"), "unknown-law", f"no law has the id {basis['law']}")
        named = any(
            basis["law"] == MAJOR_HAZARDS
            and NAMED_PLACES.fullmatch(basis.get("article", "") + basis.get("clause", ""))
            for basis in item["basis"]
        )
        if named != (item["legal_major"] == LegalMajor.YES):
            report.say(
                (*place, "legal_major"),
                "hazard-without-basis",
                f"{code}: a major hazard in law is what cites {MAJOR_HAZARDS} 第四条（一）至（四） or 第五条（一）至（三）, "
                "and nothing else",
            )
    return report.problems
