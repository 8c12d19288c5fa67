"""信用档案查询: what is on file about a facility: facts, score sheets with every line, awards, penalties, entries, objections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scoring.schemes import Scheme
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Award, Facility, Fact, Penalty
from supervision.queries._scope import sees_facility
from supervision.queries.facilities import get_facility
from supervision.queries.facts import LedgerFact, ledger
from supervision.queries.listings import ListingRow, list_listings
from supervision.queries.objections import ObjectionRow, list_objections
from supervision.queries.scores import SheetView, newest_sheets
from supervision.rulebook import rulebook, schemes

Words = dict[str, str]  # {"zh": …, "en": …}


@dataclass(frozen=True, slots=True)
class SchemeWords:
    """方案名称: the name of a scheme and of each of its outcomes, the best first."""

    id: str
    name: Words
    public: bool
    outcomes: dict[str, Words]

    def outcome(self, key: str | None) -> Words:
        """Return the name of an outcome; one that is not decided is 待核."""
        if key is None:
            return {"zh": "尚无结论", "en": "Not decided"}
        return self.outcomes.get(key, {"zh": key, "en": key})


@dataclass(frozen=True, slots=True)
class AwardRow:
    """评定行: proposed, in force, or ended."""

    uuid: str
    scheme: str
    facility: str
    facility_code: str
    outcome: str
    since: date
    until: date
    ended_on: date | None
    ended_reason: str
    number: str
    organ: str
    sheet_sha256: str | None
    proposed_by: str
    decided_by: str
    decided_at: datetime

    def state(self, on: date) -> str:
        """Return ``proposed``, ``ended``, ``over`` or ``in_force`` on a day."""
        if not self.decided_by:
            return "proposed"
        if self.ended_on and self.ended_on <= on:
            return "ended"
        return "over" if self.until <= on else "in_force"


@dataclass(frozen=True, slots=True)
class PenaltyRow:
    """行政处罚行: one decision; money in fen; ``basis`` as (name of the law, article)."""

    uuid: str
    number: str
    facility: str
    facility_code: str
    violation: str
    facts: str
    basis: tuple[tuple[Words, str], ...]
    kinds: tuple[str, ...]
    content: str
    fine_fen: int
    decided_on: date
    public_until: date | None
    performed_on: date | None
    tier: str
    organ: str


@dataclass(frozen=True, slots=True)
class CreditFile:
    """信用档案: of one facility."""

    code: str
    name: str
    facts: tuple[LedgerFact, ...]
    superseded: frozenset[str]
    sheets: tuple[SheetView, ...]
    awards: tuple[AwardRow, ...]
    penalties: tuple[PenaltyRow, ...]
    listings: tuple[ListingRow, ...]
    objections: tuple[ObjectionRow, ...]


def scheme_words() -> dict[str, SchemeWords]:
    """Return the names of all schemes and their outcomes."""
    return {scheme.id: _words(scheme) for scheme in schemes().all()}


def readable_schemes(actor: Actor) -> dict[str, SchemeWords]:
    """Return the schemes whose outcomes this person may read of a facility: an internal one is not everybody's concern."""
    return {key: one for key, one in scheme_words().items() if one.public or actor.reads_internal}


def _words(scheme: Scheme) -> SchemeWords:
    levels = {level.outcome: dict(level.name) for level in scheme.outcome.levels}
    otherwise = [scheme.outcome.otherwise] if scheme.outcome.otherwise else []
    levels |= {key: dict(name) for key, name in otherwise}
    levels |= {key: dict(name) for key, name in scheme.outcome.more.items()}
    return SchemeWords(scheme.id, dict(scheme.name), scheme.public, levels)


def get_credit_file(code: str, *, actor: Actor) -> CreditFile:
    """Return the credit file of a facility.

    Raises:
        NotFoundError: there is no such facility for this person.
    """
    row, readable = get_facility(code, actor=actor).row, readable_schemes(actor)
    facts = ledger(codes=[code])
    return CreditFile(
        code=code,
        name=row.name,
        facts=tuple(reversed(facts)),
        superseded=frozenset(each.supersedes for each in facts if each.supersedes),
        sheets=tuple(sheet for sheet in newest_sheets(code) if sheet.scheme in readable),
        awards=list_awards(actor=actor, facility_code=code),
        penalties=list_penalties(actor=actor, facility_code=code),
        listings=list_listings(actor=actor, facility_code=code),
        objections=list_objections(actor=actor, facility_code=code),
    )


def list_awards(
    *,
    actor: Actor,
    scheme: str = "",
    outcome: str = "",
    proposed: bool = False,
    facility_code: str = "",
    limit: int = 300,
) -> tuple[AwardRow, ...]:
    """Return awards, those waiting for a decision first, then the newest."""
    query = (
        Award.select(Award, Facility)
        .join(Facility)
        .join(Area)
        .where(sees_facility(actor))
        .order_by(Award.decided_by != "", Award.since.desc(), Award.id.desc())
        .limit(limit)
    )
    asked = (
        (scheme, Award.scheme == scheme),
        (outcome, Award.outcome == outcome),
        (proposed, Award.decided_by == ""),
        (facility_code, Facility.code == facility_code),
    )
    for wanted, condition in asked:
        query = query.where(condition) if wanted else query
    return tuple(_award(row) for row in query)


def get_award(uuid_: str, *, actor: Actor) -> tuple[AwardRow, SheetView | None]:
    """Return one award with the sheet it rests on.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    query = Award.select(Award, Facility).join(Facility).join(Area)
    row = query.where(Award.uuid == uuid_, sees_facility(actor)).first()
    if row is None:
        raise NotFoundError("没有这项评定。")
    sheets = [each for each in newest_sheets(row.facility.code) if each.sha256 == row.sheet_sha256]
    return _award(row), sheets[0] if sheets else None


def _award(row: Award) -> AwardRow:
    names = ("uuid", "scheme", "outcome", "since", "until", "ended_on", "ended_reason", "number", "organ",
             "sheet_sha256", "proposed_by", "decided_by", "decided_at")  # fmt: skip
    values: dict[str, Any] = {name: getattr(row, name) for name in names}
    return AwardRow(facility=row.facility.name, facility_code=row.facility.code, **values)


def list_penalties(*, actor: Actor, facility_code: str = "", text: str = "") -> tuple[PenaltyRow, ...]:
    """Return penalties, the newest first."""
    query = (
        Penalty.select(Penalty, Facility)
        .join(Facility)
        .join(Area)
        .where(sees_facility(actor))
        .order_by(Penalty.decided_on.desc(), Penalty.id.desc())
    )
    if facility_code:
        query = query.where(Facility.code == facility_code)
    if text:
        query = query.where(Facility.name.contains(text) | Penalty.number.contains(text))
    return tuple(_penalty(row) for row in query)


def get_penalty(uuid_: str, *, actor: Actor) -> PenaltyRow:
    """Return one penalty.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    query = Penalty.select(Penalty, Facility).join(Facility).join(Area)
    row = query.where(Penalty.uuid == uuid_, sees_facility(actor)).first()
    if row is None:
        raise NotFoundError("没有这项行政处罚。")
    return _penalty(row)


def _penalty(row: Penalty) -> PenaltyRow:
    laws = rulebook().laws
    basis = tuple(
        (
            dict(laws[each["law"]].name) if each["law"] in laws else {"zh": each["law"]},
            each.get("article", ""),
        )
        for each in row.basis
    )
    return PenaltyRow(
        row.uuid,
        row.number,
        row.facility.name,
        row.facility.code,
        row.violation,
        row.facts,
        basis,
        tuple(row.kinds),
        row.content,
        row.fine_fen,
        row.decided_on,
        row.public_until,
        row.performed_on,
        row.tier,
        row.organ,
    )


def facts_about(code: str, source: str) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return id, kind and content of the standing facts of one source about a facility."""
    query = Fact.select(Fact, Facility).join(Facility).where(Facility.code == code, Fact.source == source)
    gone = {each.supersedes for each in Fact.select(Fact.supersedes).where(Fact.supersedes.is_null(False))}
    return tuple((row.uuid, row.kind, row.data) for row in query.order_by(Fact.id) if row.uuid not in gone)
