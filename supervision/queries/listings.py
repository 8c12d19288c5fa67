"""名单查询: entries of the red and the black list, and what the rules say of an entry on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.engine import evaluate
from scoring.facts import Fact as EngineFact
from scoring.rulebook import Confidence
from scoring.sheets import NOT_MET, UNDECIDED, Sheet
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Case, CaseMove, Facility, Listing, ScoreSheet
from supervision.procedures import load_procedure
from supervision.procedures.guards.listings import ListingFacts
from supervision.queries._foreign import source_stands
from supervision.queries._scope import sees_facility
from supervision.queries.facts import ledger
from supervision.queries.scores import engine_facts
from supervision.queries.visit_records import confirmed_bases
from supervision.rulebook import rulebook, schemes

RATED = "credit_rating"  # follows from the ledger: no award appends it, the kept sheets are its facts


def listing_facts(row: Listing, on: date, **more: Any) -> ListingFacts:
    """Return what the guards of a listing ask; ``more`` is what the caller knows besides."""
    book, known = rulebook(), confirmed_bases()
    enabled = row.list_kind == "red" or bool(book.on("lists.black.enabled", on).value)
    confirmed = all(basis_is_confirmed(each, known) for each in row.basis)
    verdict = red_verdict(row.facility.code, on) if row.list_kind == "red" else None
    return ListingFacts(
        is_enabled=enabled,
        basis_confirmed=confirmed,
        conditions_met=verdict.is_met if verdict else bool(row.rule) and source_stands(row, on),
        conditions_lapsed=bool(verdict and verdict.has_lapsed),
        **more,
    )


def basis_is_confirmed(basis: Mapping[str, str], known: frozenset[str]) -> bool:
    """Return whether a basis may be cited in a listing: it was read, or a person has confirmed it since."""
    key = basis_key(basis["law"], basis.get("article", ""))
    return Confidence(basis["confidence"]).confirmed_for_citation or key in known


def basis_key(law: str, article: str) -> str:
    """Return the name under which a person confirms a basis of a listing."""
    return f"{law} {article}".strip()


@dataclass(frozen=True, slots=True)
class Measure:
    """惩戒或激励措施 What an entry brings with it: who applies it, and on what basis."""

    rule: str
    name: dict[str, str]
    applied_by: dict[str, str]
    law: str
    article: str
    cited: dict[str, str]
    may_be_imposed: bool

    def as_record(self) -> dict[str, str]:
        """Return it as an entry keeps it."""
        told = {"rule": self.rule, "by_zh": self.applied_by["zh"], "by_en": self.applied_by["en"]}
        return {**self.name, **told, "law_zh": self.cited["zh"], "law_en": self.cited["en"]}


def list_measures(list_kind: str, on: date) -> tuple[Measure, ...]:
    """Return the measures of a list on ``on``; one whose basis is unconfirmed may not be imposed."""
    book, known, found = rulebook(), confirmed_bases(), []
    for key, rule in book.rules.items():
        if key.startswith(f"lists.{list_kind}.measure.") and (
            value := rule.local.find(on) or rule.national.find(on)
        ):
            law, article = value.reference.law.id, value.reference.article or ""
            basis = {"law": law, "article": article, "confidence": value.confidence.value}
            cited = {tongue: value.reference.cite(tongue) for tongue in ("zh", "en")}
            by = dict(rule.applied_by or {"zh": "", "en": ""})
            found.append(
                Measure(key, dict(rule.name), by, law, article, cited, basis_is_confirmed(basis, known))
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class RedVerdict:
    """红名单条件 What the rules say of a facility: met, lapsed, or neither where something is not known."""

    is_met: bool
    has_lapsed: bool
    unmet: tuple[dict[str, str], ...]
    unknown: tuple[dict[str, str], ...]
    sheet: Sheet

    @property
    def reasons(self) -> str:
        """Return the conditions that are not met, in Chinese, as a note says them."""
        return "；".join(words["zh"] for words in self.unmet or self.unknown)


def red_verdict(code: str, on: date) -> RedVerdict:
    """Return what the scheme of the red list says: every condition of it, by rule, with what it rests on."""
    scheme = schemes().producing("red_entry", on)
    facts = engine_facts(ledger(codes=[code], public_on=on), scheme) + _ratings(code, on)
    sheet = evaluate(rulebook(), scheme, code, facts, on=on)
    best = scheme.outcome.levels[0]
    names = {f"{scheme.id}.{best.outcome}.{need.id}": dict(need.name) for need in best.needs}
    told = {status: tuple(names[line.rule] for line in sheet.lines if line.rule in names and line.status == status)
            for status in (NOT_MET, UNDECIDED)}  # fmt: skip
    decided = sheet.outcome is not None
    return RedVerdict(
        sheet.outcome == best.outcome,
        decided and sheet.outcome != best.outcome,
        told[NOT_MET],
        told[UNDECIDED],
        sheet,
    )


def _ratings(code: str, on: date) -> list[EngineFact]:
    """Return the kept credit ratings of a facility as facts: a rating that follows from the ledger is no award."""
    rows = (
        ScoreSheet.select(ScoreSheet, Facility)
        .join(Facility)
        .where(Facility.code == code, ScoreSheet.public == True, ScoreSheet.on <= on)  # noqa: E712 - SQL
        .where(ScoreSheet.outcome.is_null(False))
    )
    return [
        EngineFact(row.sha256[:16], code, RATED, row.on, row.stored_at, {"outcome": row.outcome})
        for row in rows
        if schemes().on(row.scheme, row.on).produces == RATED
    ]


def lapsed_entries(on: date) -> tuple[tuple[str, str], ...]:
    """Return the red-list entries whose conditions fail on ``on``, with the reasons; not those kept for the same ones."""
    found = []
    query = Listing.select(Listing, Case, Facility).join(Case).switch(Listing).join(Facility)
    for row in query.where(Listing.list_kind == "red", Case.state == "published").order_by(Listing.id):
        verdict = red_verdict(row.facility.code, on)
        kept = CaseMove.select().where(
            CaseMove.case == row.case, CaseMove.move == "propose_end", CaseMove.note == verdict.reasons
        )
        if verdict.has_lapsed and not kept.exists():
            found.append((row.uuid, verdict.reasons))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ListingRow:
    """名单行: one entry; ``state`` in both languages, ``basis`` as (law, article, confidence)."""

    uuid: str
    list_kind: str
    facility: str
    facility_code: str
    cause: str
    rule: str
    basis: tuple[tuple[dict[str, str], str, str], ...]
    number: str
    decided_on: date | None
    since: date | None
    until: date | None
    ended_on: date | None
    ended_reason: str
    measures: tuple[dict[str, str], ...]
    origin: dict[str, str] | None
    state: str
    state_words: dict[str, str]
    is_open: bool


def list_listings(
    *, actor: Actor, list_kind: str = "", open_only: bool = False, facility_code: str = ""
) -> tuple[ListingRow, ...]:
    """Return entries, those under way or in force first."""
    query = _entries(actor).order_by(Case.closed_on.is_null(False), Case.entered_on.desc(), Listing.id.desc())
    asked = (
        (list_kind, Listing.list_kind == list_kind),
        (open_only, Case.closed_on.is_null()),
        (facility_code, Facility.code == facility_code),
    )
    for wanted, condition in asked:
        query = query.where(condition) if wanted else query
    return tuple(_listed(row) for row in query)


def get_listing(uuid_: str, *, actor: Actor) -> ListingRow:
    """Return one entry.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _entries(actor).where(Listing.uuid == uuid_).first()
    if row is None:
        raise NotFoundError("没有这条名单记录。")
    return _listed(row)


def criteria(on: date) -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Return list, rule id and name of each criterion under which somebody can be proposed on ``on``."""
    book = rulebook()
    black = [key for key in book.rules if key.startswith("lists.black.criterion.")]
    red = [key for key in ("lists.red.min_star_level",) if key in book.rules]
    found = [("red", key) for key in red] + [("black", key) for key in black]
    return tuple((kind, key, dict(book.rule(key).name)) for kind, key in found)


def _entries(actor: Actor) -> Any:
    return (
        Listing.select(Listing, Facility, Case)
        .join(Facility)
        .join(Area)
        .switch(Listing)
        .join(Case)
        .where(sees_facility(actor))
    )


def _listed(row: Listing) -> ListingRow:
    laws = rulebook().laws
    state = load_procedure(row.case.procedure, row.case.procedure_version).state(row.case.state)
    basis = tuple(
        (
            dict(laws[each["law"]].name) if each["law"] in laws else {"zh": each["law"]},
            each.get("article", ""),
            each["confidence"],
        )
        for each in row.basis
    )
    return ListingRow(
        row.uuid,
        row.list_kind,
        row.facility.name,
        row.facility.code,
        row.cause,
        row.rule,
        basis,
        row.number,
        row.decided_on,
        row.since,
        row.until,
        row.ended_on,
        row.ended_reason,
        tuple(row.measures),
        row.origin,
        row.case.state,
        {"zh": state.name.zh, "en": state.name.en},
        state.is_open,
    )
