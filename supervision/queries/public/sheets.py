"""公开的评分表: what a kept sheet's lines say to the public, and whether everything they rest on may still be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from scoring import sheets as status
from scoring.explain.outline import Outline, outline
from scoring.facts import WITHDRAWAL
from scoring.language.exact import Exact
from scoring.rulebook import Confidence, Rulebook
from scoring.rulebook.laws import Reference as RuleReference
from scoring.schemes import Scheme
from supervision.clock import start_of_china_day
from supervision.models import Fact as FactRow
from supervision.models import Penalty as PenaltyRow
from supervision.models import Visit as VisitRow
from supervision.queries.public.decisions import penalty_id
from supervision.queries.public.inspections import finding_id, result_id
from supervision.records.scores import LineStatus, ScoreLine, ScorePart
from supervision.records.values import Reference, Text

STATUS = {
    status.WON: LineStatus.MET,
    status.PARTLY: LineStatus.MET,
    status.LOST: LineStatus.NOT_MET,
    status.DEDUCTED: LineStatus.NOT_MET,
    status.ADDED: LineStatus.APPLIED,
    status.ADJUSTED: LineStatus.APPLIED,
    status.NOT_APPLICABLE: LineStatus.NOT_APPLICABLE,
    status.UNDECIDED: LineStatus.NOT_OBSERVED,
    status.PENDING: LineStatus.NOT_OBSERVED,
    status.MET: LineStatus.MET,
    status.NOT_MET: LineStatus.NOT_MET,
    status.VETO: LineStatus.APPLIED,
    status.REACHED: LineStatus.APPLIED,
}
FINEST = Decimal("0.0001")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PublicFact:
    """公开事实: the day of a fact that may be shown, and the id of the public record that tells it, if one does."""

    on: date
    record: str


def public_facts(as_of: date) -> dict[str, PublicFact]:
    """Return by id every fact that may be shown on ``as_of``; what repair or time has taken down is not among them."""
    visits = {row.number: row.uuid for row in VisitRow.select(VisitRow.number, VisitRow.uuid)}
    penalties = {row.number: row.uuid for row in PenaltyRow.select(PenaltyRow.number, PenaltyRow.uuid)}
    query = FactRow.select(FactRow.uuid, FactRow.kind, FactRow.on, FactRow.source, FactRow.data).where(
        FactRow.visibility == "public",
        FactRow.on <= as_of,
        FactRow.public_until.is_null() | (FactRow.public_until > as_of),
    )
    gone, found = _taken_down(as_of), {}
    for row in query:
        if row.uuid in gone:
            continue
        record = ""
        if row.kind == "finding" and row.source in visits:
            record = finding_id(visits[row.source], row.data["item"])
        elif row.kind == "visit" and row.source in visits:
            record = result_id(visits[row.source])
        elif row.kind == "penalty" and row.source in penalties:
            record = penalty_id(penalties[row.source])
        found[row.uuid] = PublicFact(row.on, record)
    return found


def _taken_down(as_of: date) -> set[str]:
    """Return the ids of facts that fell or were repaired by the end of ``as_of``, with all that they had corrected."""
    known = FactRow.recorded_at < start_of_china_day(as_of + ONE_DAY)
    later = FactRow.select(FactRow.uuid, FactRow.supersedes, FactRow.visibility, FactRow.kind).where(
        FactRow.supersedes.is_null(False), known
    )
    rows = list(later)
    before = {row.uuid: row.supersedes for row in rows}
    gone: set[str] = set()
    for row in rows:
        if row.visibility != "public" or row.kind == WITHDRAWAL:
            fact: str | None = row.supersedes
            while fact is not None and fact not in gone:
                gone.add(fact)
                fact = before.get(fact)
    return gone


@lru_cache(maxsize=2)
def law_titles(book: Rulebook) -> dict[str, str]:
    """Return the id of each law by its title as it is cited, the longest first: one title may begin another."""
    titles = {RuleReference(law).cite(): law.id for law in book.laws.values()}
    return dict(sorted(titles.items(), key=lambda pair: -len(pair[0])))


class PublicSheet:
    """公开评分表: a kept sheet, laid beside the version of the scheme that made it."""

    def __init__(
        self, record: Mapping[str, Any], scheme: Scheme, book: Rulebook, facts: Mapping[str, PublicFact]
    ) -> None:
        """Bind a sheet's record to its scheme; ``facts`` are those that may be shown."""
        self.record, self.scheme = record, scheme
        self.used = [key for line in record["lines"] for key in _facts(line)]
        self.facts = facts
        self.laws = law_titles(book)
        self.outline: Outline = outline(book, scheme, record)

    @property
    def may_be_shown(self) -> bool:
        """Return whether every fact it rests on may be: else the score would give away what was taken down."""
        return all(key in self.facts for key in self.used)

    def evidence(self) -> tuple[date | None, date | None]:
        """Return the days of the oldest and of the newest fact."""
        days = [self.facts[key].on for key in self.used]
        return min(days, default=None), max(days, default=None)

    def parts(self) -> tuple[ScorePart, ...]:
        """Return the parts whose points and maximum are known."""
        return tuple(
            ScorePart(key=each.id, name=text(each.name), points=plain(each.points), maximum=plain(each.most))
            for each in self.outline.portions
            if each.points is not None and each.most is not None
        )

    def unobserved(self) -> tuple[Text, ...]:
        """Return the names of what was not looked at."""
        return tuple(text(item.name) for item in self.outline.unobserved)

    def missing(self) -> tuple[Text, ...]:
        """Return the sentences of what could not be decided."""
        return tuple(
            Text(zh=line["text"], en=line["text_en"])
            for line in self.record["lines"]
            if line["status"] in (status.UNDECIDED, status.PENDING)
        )

    def lines(self) -> tuple[ScoreLine, ...]:
        """Return every line, in the order of the sheet."""
        seen: set[str] = set()
        return tuple(self._line(line, seen) for line in self.record["lines"])

    def _line(self, line: Mapping[str, Any], seen: set[str]) -> ScoreLine:
        item = line["rule"].removeprefix(f"{self.scheme.id}.")
        facts = [self.facts[key] for key in _facts(line)]
        most = self.outline.most_of.get(item)
        first = item not in seen and line["status"] in (status.WON, status.PARTLY, status.LOST)
        seen.add(item)
        return ScoreLine(
            rule=self.scheme.id,
            since=date.fromisoformat(line["since"]),
            part=self.outline.part_of.get(item, ""),
            item=item,
            fact=facts[0].record if facts else "",
            observed_on=max((fact.on for fact in facts), default=None),
            points=plain(exactly(line["points"])) if line["points"] is not None else Decimal(0),
            maximum=plain(most) if first and most is not None else None,
            status=STATUS[line["status"]],
            text=Text(zh=line["text"], en=line["text_en"]),
            reference=self._reference(line),
        )

    def _reference(self, line: Mapping[str, Any]) -> Reference:
        title = next((each for each in self.laws if line["basis"].startswith(each)), "")
        return Reference(
            citation=line["basis"],
            law=self.laws.get(title, ""),
            article=line["basis"].removeprefix(title) if title else "",
            confirmed=Confidence(line["confidence"]).confirmed_for_citation,
        )


def _facts(line: Mapping[str, Any]) -> list[str]:
    """Return the ids of the facts that a line rests on: it names none, one, or several."""
    fact = line["fact"]
    return fact if isinstance(fact, list) else [fact] if fact else []


def exactly(number: str) -> Fraction:
    """Return a number of a sheet, ``87.5`` or ``10/3``."""
    return Fraction(number)


def plain(number: Exact) -> Decimal:
    """Return a number as a page writes it: four decimals at most, none that are idle."""
    rounded = (
        Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else number
    )
    shown = rounded.quantize(FINEST).normalize()
    return shown if shown.as_tuple().exponent <= 0 else shown.quantize(Decimal(1))  # type: ignore[operator]


def text(words: Mapping[str, str]) -> Text:
    """Return words of a rule file as a text in two languages."""
    return Text(zh=words["zh"], en=words.get("en", ""))
