"""评分查询: the facts a scheme reads of a facility, the sheets that were kept, what they rest on, and the awards."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from peewee import fn

from scoring.facts import WITHDRAWAL, Fact, by_subject, known_facts, members_of
from scoring.facts.files import fact_from_record
from scoring.frozen.freezing import Frozen
from scoring.rulebook.errors import RuleViolationError
from scoring.schemes import Scheme
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Award, Facility, RuleText, ScoreSheet
from supervision.models import Fact as FactRow
from supervision.queries._scope import sees_facility
from supervision.queries.facts import LedgerFact, ledger
from supervision.rulebook import schemes


def engine_facts(rows: Iterable[LedgerFact], *schemes_: Scheme) -> list[Fact]:
    """Return ledger rows as the engine's facts; kinds and members that no scheme given reads are left out.

    A withdrawal is of every scheme's concern: what it names has fallen.
    """
    members = members_of(kind for scheme in schemes_ for kind in scheme.recorded_kinds()) | {WITHDRAWAL: {}}
    found = []
    for row in rows:
        wanted = members.get(row.kind)
        if wanted is None:
            continue
        record = row.as_json()
        record["data"] = {name: value for name, value in row.data.items() if name in wanted}
        found.append(fact_from_record(record, members, row.id))
    return found


def gathered(scheme: Scheme, code: str, *, on: date, known_at: datetime | None = None) -> list[Fact]:
    """Return the facts of a facility for a scheme; a public one is not shown what may no longer be published on ``on``."""
    return gathered_of(scheme, [code], on=on, known_at=known_at).get(code, [])


def gathered_of(
    scheme: Scheme, codes: Iterable[str], *, on: date, known_at: datetime | None = None
) -> dict[str, list[Fact]]:
    """Return the facts of some facilities for a scheme, as ``gathered`` does for one; by their codes."""
    rows = ledger(codes=codes, known_at=known_at, public_on=on if scheme.public else None)
    return by_subject(engine_facts(rows, scheme))


def exported(
    scheme: Scheme, code: str, actor: Actor, *, on: date, known_at: datetime, shown_on: date | None = None
) -> list[Fact]:
    """Return the facts that `python -m scoring evaluate` needs for a scheme and day; it derives what follows from them.

    ``shown_on``: only what anybody may be shown on that day, and nothing of what it replaces. What fell since, or was
    repaired, is not among it, and neither is a score that rests on it shown any more.

    Raises:
        NotFoundError: there is no such facility that this person may see.
        RuleViolationError: ``scheme-internal``: an internal scheme rests on more than what is public.
    """
    if not Facility.select().join(Area).where(Facility.code == code, sees_facility(actor)).exists():
        raise NotFoundError("没有编号为 {code} 的养老服务机构。", code=code)
    if shown_on is None:
        return gathered(scheme, code, on=on, known_at=known_at)
    if not scheme.public:
        raise RuleViolationError("scheme-internal", "“{scheme}”是内部方案，不能只凭公开的事实评定。", facts={"scheme": scheme.id})  # fmt: skip
    rows = ledger(codes=[code], public_on=shown_on)
    shown = known_facts(engine_facts(rows, scheme), on, public=True)
    return [replace(fact, supersedes=None) for fact in shown if fact.recorded_at <= known_at]


def rated_on(scheme: str, on: date) -> frozenset[str]:
    """Return the codes of the facilities of which a sheet of ``scheme`` for the day ``on`` is kept."""
    query = ScoreSheet.select(Facility.code).join(Facility)
    rows = query.where(ScoreSheet.scheme == scheme, ScoreSheet.on == on).tuples()
    return frozenset(code for (code,) in rows)


@dataclass(frozen=True, slots=True)
class SheetView:
    """评分表: one that was kept, with its lines as JSON."""

    sha256: str
    scheme: str
    facility: str
    on: date
    outcome: str | None
    value: str | None
    sheet: dict[str, Any]
    is_sealed: bool


def _view(row: ScoreSheet) -> SheetView:
    value = None if row.value is None else str(row.value)
    return SheetView(
        row.sha256, row.scheme, row.facility.code, row.on, row.outcome, value, row.sheet, bool(row.seal)
    )


def newest_sheets(code: str) -> tuple[SheetView, ...]:
    """Return the newest kept sheet of each scheme for a facility."""
    query = ScoreSheet.select(ScoreSheet, Facility).join(Facility).where(Facility.code == code)
    found = {row.scheme: _view(row) for row in query.order_by(ScoreSheet.on, ScoreSheet.id)}
    return tuple(found[key] for key in sorted(found))


def decided_when(sha256: str | None) -> tuple[date, datetime] | None:
    """Return of which day a kept sheet speaks, and as known when; none where there is no such sheet."""
    row = ScoreSheet.get_or_none(ScoreSheet.sha256 == sha256) if sha256 else None
    return (row.on, row.known_at) if row else None


def sheets_of(code: str, scheme: str) -> tuple[SheetView, ...]:
    """Return the kept sheets of one scheme for a facility, the oldest first."""
    query = ScoreSheet.select(ScoreSheet, Facility).join(Facility)
    rows = query.where(Facility.code == code, ScoreSheet.scheme == scheme)
    return tuple(_view(row) for row in rows.order_by(ScoreSheet.on, ScoreSheet.id))


def peer_values(code: str, scheme: str, on: date) -> tuple[str, ...]:
    """Return what the newest sheets of all facilities of the same kind come to, where they come to a number."""
    kind = Facility.select(Facility.kind).where(Facility.code == code)
    newest = (
        ScoreSheet.select(fn.MAX(ScoreSheet.id))
        .join(Facility)
        .where(ScoreSheet.scheme == scheme, ScoreSheet.on <= on, Facility.kind.in_(kind))
        .group_by(ScoreSheet.facility)
    )
    query = ScoreSheet.select(ScoreSheet.value).where(
        ScoreSheet.id.in_(newest), ScoreSheet.value.is_null(False)
    )
    return tuple(str(value) for (value,) in query.order_by(ScoreSheet.id).tuples())


def frozen_score(sha256: str, *, actor: Actor) -> Frozen:
    """Return a kept score with its facts as they stand in the ledger and its rules as they were kept.

    Raises:
        NotFoundError: there is none that this person may see, or it was kept before scores were sealed.
    """
    query = ScoreSheet.select(ScoreSheet, Facility).join(Facility).join(Area)
    row = query.where(ScoreSheet.sha256 == sha256, sees_facility(actor)).first()
    if row is None or row.seal is None:
        raise NotFoundError("没有这份评分的封存件。")
    scheme = next(
        each
        for each in schemes().versions[row.scheme]
        if each.since.isoformat() == row.seal["scheme"]["since"]
        and each.authority == row.seal["scheme"]["authority"]
    )
    facts = gathered(scheme, row.facility.code, on=row.on, known_at=row.known_at)
    records = {fact.id: fact.as_record() for fact in facts}
    kept = RuleText.select().where(RuleText.sha256.in_(list(row.seal["rules"].values())))
    texts = {each.sha256: each.text for each in kept}
    return Frozen(
        sheet=row.sheet,
        facts=tuple(records[key] for key in row.seal["facts"] if key in records),
        seal=row.seal,
        texts={name: texts[key] for name, key in row.seal["rules"].items() if key in texts},
    )


@dataclass(frozen=True, slots=True)
class Fallen:
    """失去依据的评价: a rating in force that rests on facts which were corrected or may no longer be shown.

    ``award`` is the id of the award that rests on it, none where the rating follows from the ledger alone.
    """

    scheme: str
    facility: str
    sheet: str
    award: str | None
    facts: tuple[str, ...]


def fallen_ratings(on: date) -> tuple[Fallen, ...]:
    """Return the ratings that must be decided again on ``on``; those already proposed anew are left out."""
    gone = {
        key for (key,) in FactRow.select(FactRow.supersedes).where(FactRow.supersedes.is_null(False)).tuples()
    }
    hidden = FactRow.select(FactRow.uuid).where(
        FactRow.public_until.is_null(False), FactRow.public_until <= on
    )
    unseen = {key for (key,) in hidden.tuples()}
    found = []
    for sheet, award in _in_force(on):
        broken = gone | unseen if sheet.public else gone
        if used := sorted(_facts_of(sheet.sheet) & broken):
            found.append(Fallen(sheet.scheme, sheet.facility.code, sheet.sha256, award, tuple(used)))
    return tuple(found)


def _in_force(on: date) -> list[tuple[ScoreSheet, str | None]]:
    """Return each sheet that stands for something: those of awards in force, else the newest of its scheme."""
    waiting = {
        (row.facility_id, row.scheme)
        for row in Award.select(Award.facility, Award.scheme).where(Award.decided_on.is_null())
    }
    awards = Award.select().where(Award.decided_on.is_null(False), Award.ended_on.is_null(), Award.until > on)
    held = {(row.facility_id, row.scheme): row for row in awards}
    awarded = {scheme for (scheme,) in Award.select(Award.scheme).distinct().tuples()}
    newest = ScoreSheet.select(fn.MAX(ScoreSheet.id)).group_by(ScoreSheet.facility, ScoreSheet.scheme)
    wanted = ScoreSheet.id.in_(newest) & ScoreSheet.scheme.not_in(awarded)
    wanted |= ScoreSheet.sha256.in_([row.sheet_sha256 for row in held.values() if row.sheet_sha256])
    found = []
    for sheet in ScoreSheet.select(ScoreSheet, Facility).join(Facility).where(wanted).order_by(ScoreSheet.id):
        key = (sheet.facility_id, sheet.scheme)
        if key not in waiting:
            award = held.get(key)
            found.append((sheet, award.uuid if award else None))
    return found


def _facts_of(sheet: dict[str, Any]) -> set[str]:
    """Return the ids of all facts that the lines of a sheet rest on."""
    found: set[str] = set()
    for line in sheet["lines"]:
        fact = line["fact"]
        found |= set(fact) if isinstance(fact, list) else {fact} if fact else set()
    return found


@dataclass(frozen=True, slots=True)
class AwardView:
    """评定结果: a decided grade or rating with its term."""

    uuid: str
    scheme: str
    facility: str
    outcome: str
    since: date
    until: date
    ended_on: date | None
    number: str
    organ: str
    sheet_sha256: str | None = None


def awards_of(code: str) -> tuple[AwardView, ...]:
    """Return the awards of a facility that were decided, the newest first."""
    query = (
        Award.select(Award, Facility)
        .join(Facility)
        .where(Facility.code == code, Award.decided_on.is_null(False))
    )
    return tuple(
        AwardView(
            row.uuid,
            row.scheme,
            code,
            row.outcome,
            row.since,
            row.until,
            row.ended_on,
            row.number,
            row.organ,
            row.sheet_sha256,
        )
        for row in query.order_by(Award.since.desc(), Award.id.desc())
    )
