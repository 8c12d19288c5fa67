"""试算 A changed rule file over facts of years past, before anybody adopts it: who would win, who would lose, and by what.

Every subject is evaluated twice on each day: under the rules that applied then, and as if the changed file had applied
already. Both times what a source leaves open is filled with the assumed values, so that like is laid beside like.
Nothing is awarded, and nothing is kept but the numbers.

Worked example (a test runs it): a penalty costs 5 points today and 10 in the changed file. A home with one penalty
falls from 75, "good", to 70, "fair": it loses, by 5 points, under the rule "penalties". A home without is unmoved.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from scoring.checking import run_examples
from scoring.engine import evaluate
from scoring.facts import Fact
from scoring.frozen.freezing import hash_of, text_hash
from scoring.language.context import Value
from scoring.language.exact import ZERO, Exact, add, exact, text_of, tidy
from scoring.reading import examine_schemes, load_schemes
from scoring.rulebook.book import Rulebook
from scoring.rulebook.errors import NotInForceError, Problem, RuleFileError
from scoring.rulebook.loader import LONGEST_FILE, Document, parse_document
from scoring.rulebook.trying import with_document
from scoring.schemes import Scheme
from scoring.sheets.comparing import change

FORMAT = "mingjing-rehearsal-1"
Direction = Literal["won", "lost", "same", "open"]
DIRECTIONS: tuple[Direction, ...] = ("won", "lost", "same", "open")
Standing = Mapping[str, Value]
Group = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """规则草案 A changed rule file that can be read, laid into the rulebook in force; ``doubts``: own examples that fail."""

    name: str
    text: str
    now: Rulebook
    then: Rulebook
    schemes: tuple[Scheme, ...]
    touched: tuple[str, ...]
    doubts: tuple[Problem, ...]

    @property
    def sha256(self) -> str:
        """The hash of the file's text."""
        return text_hash(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """试算行 One subject on one day: outcome and value before and after, and which rules moved it by how much.

    ``direction``: ``won``, ``lost``, ``same``, or ``open`` where either side is not decided.
    """

    subject: str
    on: date
    direction: Direction
    outcome: tuple[str | None, str | None]
    value: tuple[str | None, str | None]
    why: Mapping[str, str]

    def as_record(self) -> dict[str, Any]:
        """Return the row as JSON."""
        return {
            "subject": self.subject,
            "on": self.on.isoformat(),
            "direction": self.direction,
            "outcome": list(self.outcome),
            "value": list(self.value),
            "why": dict(self.why),
        }


def read_draft(book: Rulebook, raw: bytes, name: str) -> Draft:
    """Return the draft in an uploaded file.

    Raises:
        RuleFileError: it cannot be used; names every problem with line and column.
    """
    text = _decoded(raw, name)
    document = parse_document(text, name)
    if not document.problems and not _says_something(document):
        said = "a rule file says scheme:, adopts: or rules: at its top"
        raise RuleFileError([Problem(name, 1, 1, "no-rules", said)])
    if document.problems:
        raise RuleFileError(document.problems)
    then, problems = with_document(book, document)
    schemes, more = examine_schemes(then)
    known = set(examine_schemes(book)[1])
    found = [one for one in (*problems, *more) if one not in known]
    if found:  # what follows elsewhere from a mistake in this file is not worth saying beside it
        raise RuleFileError([one for one in found if one.file == name] or found)
    own = [scheme for scheme in schemes if scheme.file == name]
    doubts = [one for scheme in own if not scheme.adopted for one in run_examples(then, scheme)]
    return Draft(name, text, book, then, tuple(schemes), _touched(document, schemes), tuple(doubts))


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > LONGEST_FILE:
        said = f"{len(raw)} bytes; a rule file holds {LONGEST_FILE} at most"
        raise RuleFileError([Problem(name, 0, 0, "too-long", said)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        said = "this byte is not UTF-8; save the file as UTF-8"
        raise RuleFileError([Problem(name, line, column, "not-utf8", said)]) from None


def _says_something(document: Document) -> bool:
    said = document.data
    return isinstance(said, dict) and any(key in said for key in ("scheme", "adopts", "rules"))


def _touched(document: Document, schemes: Iterable[Scheme]) -> tuple[str, ...]:
    """Return the ids of the schemes that the file can move."""
    said = document.data
    if "scheme" in said:
        return (said["scheme"],)
    if "adopts" in said:
        return tuple(dict.fromkeys(each["scheme"] for each in said["adopts"]))
    names = [each["id"] for each in said["rules"]]
    files = {scheme.id: Path(scheme.file).read_text(encoding="utf-8") for scheme in schemes}
    return tuple(scheme for scheme, text in files.items() if any(name in text for name in names))


@dataclass(frozen=True, slots=True, eq=False)
class Rehearsal:
    """试算 One scheme of a draft over days past."""

    draft: Draft
    scheme: str
    days: tuple[date, ...]

    def versions(self, day: date) -> tuple[Scheme, Scheme] | None:
        """Return the version in force on a day and the changed one; nothing on a day when there was none yet."""
        try:
            now = load_schemes(self.draft.now).on(self.scheme, day)
        except NotInForceError:
            return None
        return now, self._changed(day)

    def _changed(self, day: date) -> Scheme:
        """Return the changed version as if it applied: the draft's own, as adopted here, else that of the day."""
        versions = [one for one in self.draft.schemes if one.id == self.scheme]
        own = [one for one in versions if one.file == self.draft.name]
        fitting = own or [one for one in versions if one.in_force(day)] or versions
        return max(fitting, key=lambda one: (bool(one.authority), one.since))

    def rows(
        self,
        subject: str,
        facts_on: Callable[[date], Sequence[Fact]],
        standing: Mapping[date, tuple[Standing, Standing]] | None = None,
    ) -> list[Row]:
        """Return a row for each day on which both versions can be evaluated; ``facts_on`` as in an outlook."""
        return [
            row
            for day in self.days
            if (row := self._row(subject, facts_on(day), day, standing or {})) is not None
        ]

    def _row(
        self,
        subject: str,
        facts: Sequence[Fact],
        day: date,
        standing: Mapping[date, tuple[Standing, Standing]],
    ) -> Row | None:
        versions = self.versions(day)
        if versions is None:
            return None
        sides = standing.get(day, ({}, {}))
        before, after = (
            evaluate(book, scheme, subject, facts, on=day, rehearse=True, standing=side)
            for book, scheme, side in zip((self.draft.now, self.draft.then), versions, sides, strict=True)
        )
        moved = change(before.as_record(), after.as_record())
        why = (
            {}
            if moved is None
            else {
                pair.rule.removeprefix(f"{self.scheme}."): text_of(tidy(pair.points))
                for pair in moved.pairs()
                if pair.points
            }
        )
        outcome = (before.outcome, after.outcome)
        value = (before.value, after.value)
        said = tuple(None if one is None else text_of(one) for one in value)
        ranks = list(dict.fromkeys([*versions[1].outcome.names, *versions[0].outcome.names]))
        return Row(subject, day, _direction(ranks, outcome, value), outcome, (said[0], said[1]), why)


def _direction(
    ranks: Sequence[str], outcome: tuple[str | None, str | None], value: tuple[Exact | None, Exact | None]
) -> Direction:
    if outcome[0] is None or outcome[1] is None:
        return "same" if outcome[0] is outcome[1] else "open"
    gain = ranks.index(outcome[0]) - ranks.index(outcome[1])
    if not gain and value[0] is not None and value[1] is not None:
        return "same" if value[0] == value[1] else "won" if value[1] > value[0] else "lost"
    return "same" if not gain else "won" if gain > 0 else "lost"


def conclude(
    rehearsal: Rehearsal, rows: Iterable[Mapping[str, Any]], groups: Mapping[str, Group]
) -> dict[str, Any]:
    """Return the document of a rehearsal: totals and groups by day, which rules moved whom, every row; with its hash.

    ``rows`` are records of rows; ``groups`` say of each subject what it is counted under, ``{"kind": …, "area": …}``.
    """
    rows = list(rows)
    words = list(dict.fromkeys(word for group in groups.values() for word in group))
    record: dict[str, Any] = {
        "format": FORMAT,
        "scheme": rehearsal.scheme,
        "file": {"name": rehearsal.draft.name, "sha256": rehearsal.draft.sha256},
        "days": [_of_day(rows, day, groups, words) for day in rehearsal.days],
        "rows": sorted(rows, key=lambda row: (row["on"], row["subject"])),
    }
    return {**record, "sha256": hash_of(record)}


def _of_day(
    rows: Iterable[Mapping[str, Any]], day: date, groups: Mapping[str, Group], words: Iterable[str]
) -> dict[str, Any]:
    own = [row for row in rows if row["on"] == day.isoformat()]
    moves = Counter(tuple(row["outcome"]) for row in own)
    return {
        "on": day.isoformat(),
        "subjects": len(own),
        **_counted(own),
        "outcomes": [
            {"before": before, "after": after, "subjects": count}
            for (before, after), count in sorted(moves.items(), key=lambda one: (-one[1], str(one[0])))
        ],
        "groups": {word: _grouped(own, word, groups) for word in words},
        "rules": _by_rule(own),
    }


def _counted(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    found = Counter(row["direction"] for row in rows)
    return {direction: found[direction] for direction in DIRECTIONS}


def _grouped(
    rows: Iterable[Mapping[str, Any]], word: str, groups: Mapping[str, Group]
) -> list[dict[str, Any]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(groups.get(row["subject"], {}).get(word, ""), []).append(row)
    return [{"name": name, "subjects": len(own), **_counted(own)} for name, own in sorted(found.items())]


def _by_rule(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return for each rule how many subjects it moves, and by how many points in all."""
    points: dict[str, Exact] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        for rule, said in row["why"].items():
            points[rule] = add(points.get(rule, ZERO), exact(Fraction(said)))
            counts[rule] += 1
    return [
        {"rule": rule, "subjects": count, "points": text_of(tidy(points[rule]))}
        for rule, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
