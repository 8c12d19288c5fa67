"""规则簿 All rules, laws and working days that apply here, read once and checked as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from scoring.rulebook.calendars import Calendar, calendar_folders, load_calendar, read_calendars
from scoring.rulebook.confidence import Confidence
from scoring.rulebook.errors import Problem, RuleFileError, UnknownRuleError
from scoring.rulebook.indicators import INDICATORS_FILE, Indicator, collect
from scoring.rulebook.laws import (
    CONFIDENCE,
    LAWS_FILE,
    REFERENCE,
    Law,
    Reference,
    laws_of,
    reference_of,
)
from scoring.rulebook.loader import Document, Place, read_document
from scoring.rulebook.local import local_rules, rule_files
from scoring.rulebook.schema import (
    RULE_ID,
    WORDS,
    Anything,
    Choice,
    Day,
    Either,
    Flag,
    ListOf,
    MapOf,
    Number,
    OrNull,
    Record,
    Shape,
    Text,
    check,
    is_legible,
)
from scoring.rulebook.values import Dated, DatedValue, Rule

FOLDER = Path(__file__).parent.parent / "rules"

NUMBER_UNITS = (
    "working_days",
    "days",
    "months",
    "years",
    "hours",
    "count",
    "points",
    "ratio",
    "percent",
    "yuan",
    "grams",
)
SHAPES: dict[str, Shape] = {
    **{unit: Number() for unit in NUMBER_UNITS},
    "working_days": Number(0, whole=True),
    "days": Number(0, whole=True),
    "months": Number(0, whole=True),
    "ratio": Number(0, 1),
    "flag": Flag(),
    "text": Text(),
    "set": ListOf(Text()),
}
REVIEW = Record({"last_checked": Day(), "every_days": Number(1, whole=True)})
ENTRY_OPTIONAL: dict[str, Shape] = {"until": Day(), "note": Text()}
RULE_REQUIRED: dict[str, Shape] = {"id": RULE_ID, "name": WORDS, "unit": Choice(*SHAPES)}
CORRECTION = Record({"on": Day(), "was": Anything(), "reason": Text()})


def _rule_shape(data: Any) -> Shape:
    unit = data.get("unit") if isinstance(data, dict) else None
    value = SHAPES.get(unit, Anything()) if isinstance(unit, str) else Anything()
    entry = Record({"value": OrNull(value), "reference": REFERENCE, "confidence": CONFIDENCE}, ENTRY_OPTIONAL)
    return Record(
        {**RULE_REQUIRED, "values": MapOf(Day(), entry, least=1)},
        {"note": Text(), "corrections": ListOf(CORRECTION), "applied_by": WORDS, "read_by": Choice("people")},
    )


RULES_FILE = Record(
    {"review": REVIEW, "rules": ListOf(Either(_rule_shape, (_rule_shape(None),)), least=1)},
    {"authority": WORDS, "about": Text()},
)


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """规则簿 Dated rules by id, laws by id, the documents of the scoring schemes, and the working-day calendar."""

    rules: dict[str, Rule]
    laws: dict[str, Law]
    schemes: tuple[Document, ...]
    calendar: Calendar = field(repr=False)
    indicators: tuple[Indicator, ...] = ()

    @classmethod
    def load(cls, paths: Iterable[Path | str] | None = None) -> "Rulebook":
        """Return the built-in rules, with those of local files or folders in ``paths`` going first.

        Without ``paths`` the local rules of this installation go first (``use_local_rules``).

        Raises:
            RuleFileError: some file cannot be used; names every problem of every file.
        """
        roots = tuple(Path(path) for path in (local_rules() if paths is None else paths))
        return _load(roots, tuple((str(file), file.stat().st_mtime_ns) for file in rule_files(roots)))

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of this id."""
        try:
            return self.rules[rule_id]
        except KeyError:
            raise UnknownRuleError(f"no rule is called {rule_id}") from None

    def on(self, rule_id: str, day: date) -> DatedValue:
        """Return what the rule says on ``day``; raises ``UnknownRuleError`` or ``NotInForceError``."""
        return self.rule(rule_id).on(day)

    def reference(self, law: str, article: str = "") -> Reference:
        """Return a reference to an article of a law by the law's id."""
        try:
            return Reference(self.laws[law], article)
        except KeyError:
            raise UnknownRuleError(f"no law has the id {law}") from None

    def review_due(self, on: date) -> list[Rule]:
        """Return the rules whose law should be looked up again, longest overdue first."""
        due = [rule for rule in self.rules.values() if rule.review_due(on)]
        return sorted(due, key=lambda rule: (rule.last_checked, rule.id))


@lru_cache(maxsize=8)
def _load(roots: tuple[Path, ...], stamp: tuple[tuple[str, int], ...]) -> Rulebook:
    del stamp  # part of the key, so that a changed local file is read again
    book, problems = examine(roots)
    if problems:
        raise RuleFileError(problems)
    return book


def examine(roots: Sequence[Path]) -> tuple[Rulebook, list[Problem]]:
    """Read the built-in rules and those under ``roots``; return what could be used and all that is wrong."""
    reader = Reader()
    for path in rule_files((FOLDER, *roots)):
        if path.parent.name != "calendars":
            reader.read(path, built_in=path.resolve().is_relative_to(FOLDER.resolve()))
    local_calendars = calendar_folders(roots)
    _, calendar_problems = read_calendars(local_calendars)
    calendar = load_calendar(()) if calendar_problems else load_calendar(local_calendars)
    book = Rulebook(reader.rules(), reader.laws, tuple(reader.schemes), calendar, tuple(reader.indicators()))
    return book, sorted(reader.problems + calendar_problems)


class Reader:
    """收集 Collects the documents first, so that a reference may point to a file that comes later."""

    def __init__(self) -> None:
        self.laws: dict[str, Law] = {}
        self.schemes: list[Document] = []
        self.problems: list[Problem] = []
        self._documents: list[tuple[Document, bool]] = []
        self._targets: list[Document] = []

    def read(self, path: Path, *, built_in: bool) -> None:
        """Read the file and take what it says."""
        self.take(read_document(path), built_in=built_in)

    def take(self, document: Document, *, built_in: bool) -> None:
        """Take one document; what is wrong with it joins the problems."""
        if isinstance(document.data, dict) and ("scheme" in document.data or "adopts" in document.data):
            self.schemes.append(document)  # read, and checked, by scoring.reading
            return
        if isinstance(document.data, dict) and "indicators" in document.data:
            found = check(document, INDICATORS_FILE, "indicators")
            self.problems += found
            if is_legible(found):
                self._targets.append(document)
            return
        is_laws = isinstance(document.data, dict) and "laws" in document.data
        found = check(document, *((LAWS_FILE, "laws") if is_laws else (RULES_FILE, "rules")))
        self.problems += found
        if not is_legible(found) or not {"laws", "rules"} & document.data.keys():
            return
        if not is_laws:
            self._documents.append((document, built_in))
            return
        for number, law in enumerate(laws_of(document)):
            if law.id in self.laws:
                self._say(document, ("laws", number, "id"), "duplicate-law", f"a law {law.id} stands already")
            self.laws.setdefault(law.id, law)

    def indicators(self) -> list[Indicator]:
        """Return the indicators of all documents read."""
        found, problems = collect(self._targets, self.laws)
        self.problems += problems
        return found

    def rules(self) -> dict[str, Rule]:
        """Return the rules of all documents read, local values beside the national ones."""
        rules: dict[str, Rule] = {}
        for document, built_in in self._documents:
            if not built_in and not document.data.get("authority"):
                message = "outside the built-in folder a file says whose values these are: authority: {zh: …, en: …}"
                self._say(document, (), "no-authority", message)
            for number, entry in enumerate(document.data["rules"]):
                place: Place = ("rules", number)
                rule = self._rule(document, place, entry)
                known = rules.get(rule.id)
                if built_in and known:
                    self._say(
                        document,
                        (*place, "id"),
                        "duplicate-rule",
                        f"{rule.id} stands already in {known.file}",
                    )
                elif known and known.unit != rule.unit:
                    self._say(
                        document, (*place, "unit"), "wrong-unit", f"{rule.id} is counted in {known.unit}"
                    )
                elif known and known.local.entries:
                    self._say(
                        document, (*place, "id"), "duplicate-rule", f"{rule.id} has local values already"
                    )
                else:
                    rules[rule.id] = _beside(known, rule) if known else rule
        return rules

    def _rule(self, document: Document, place: Place, entry: dict[str, Any]) -> Rule:
        authority = document.data.get("authority", {}).get("zh", "")
        values = []
        for since, said in entry["values"].items():
            at: Place = (*place, "values", since)
            law = self.laws.get(said["reference"]["law"])
            if law is None:
                self._say(
                    document,
                    (*at, "reference"),
                    "unknown-law",
                    f"no law has the id {said['reference']['law']}",
                )
                continue
            if not law.in_force(since):
                self._say(document, at, "law-not-in-force", f"{law.id} is not in force on {since}")
            if "until" in said and said["until"] <= since:
                self._say(
                    document, (*at, "until"), "bad-until", f"until {said['until']} is not after {since}"
                )
            values.append(
                DatedValue(
                    rule=entry["id"],
                    value=said["value"],
                    since=since,
                    until=said.get("until"),
                    reference=reference_of(said["reference"], self.laws),
                    confidence=Confidence(said["confidence"]),
                    unit=entry["unit"],
                    note=said.get("note", entry.get("note", "")),
                    authority=authority,
                )
            )
        dated, nothing = Dated(entry["id"], values), Dated(entry["id"], ())
        review = document.data["review"]
        return Rule(
            id=entry["id"],
            name=entry["name"],
            unit=entry["unit"],
            national=nothing if authority else dated,
            local=dated if authority else nothing,
            last_checked=review["last_checked"],
            check_every_days=review["every_days"],
            file=document.file,
            corrections=tuple(entry.get("corrections", ())),
            applied_by=entry.get("applied_by"),
            for_people=entry.get("read_by") == "people",
        )

    def _say(self, document: Document, place: Place, code: str, message: str) -> None:
        self.problems.append(document.problem(place, code, message))


def _beside(national: Rule, local: Rule) -> Rule:
    """Return the national rule with local values beside it."""
    return replace(
        national,
        local=local.local,
        last_checked=min(national.last_checked, local.last_checked),
        check_every_days=min(national.check_every_days, local.check_every_days),
        corrections=national.corrections + local.corrections,
        applied_by=local.applied_by or national.applied_by,
    )
