"""试算查询: rehearsals with how far they are and what came out; the facilities and facts they look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from scoring.engine.standing import standings
from scoring.rehearsal import Draft, Rehearsal, read_draft
from scoring.rulebook import Rulebook
from scoring.rulebook.days import add_months
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Facility, RuleText
from supervision.models import Rehearsal as RehearsalRow
from supervision.queries._scope import sees_facility
from supervision.queries.areas import area_names
from supervision.queries.facts import LedgerFact, ledger
from supervision.queries.scores import engine_facts
from supervision.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class Progress:
    """进度: how many facilities are done, of how many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class RehearsalView:
    """试算: one, with its document once it is finished; ``names`` are those of the facilities in it."""

    uuid: str
    name: str
    text_sha256: str
    scheme: str
    until: date
    years: int
    progress: Progress
    started_by: str
    started_at: datetime
    result: dict[str, Any] | None
    result_sha256: str | None
    names: dict[str, str]


def list_rehearsals(actor: Actor, limit: int = 50) -> tuple[RehearsalView, ...]:
    """Return the rehearsals of the actor's area, the newest first, without their documents."""
    query = RehearsalRow.select().where(RehearsalRow.area_code == actor.scope)
    return tuple(_view(row, whole=False) for row in query.order_by(RehearsalRow.id.desc()).limit(limit))


def own_rehearsal(uuid: str, actor: Actor) -> RehearsalRow:
    """Return the row of a rehearsal of the actor's area.

    Raises:
        NotFoundError: there is none.
    """
    row: RehearsalRow | None = RehearsalRow.get_or_none(RehearsalRow.uuid == uuid)
    if row is None or not (actor.reads_all or row.area_code == actor.scope):
        raise NotFoundError("没有这次试算。")
    return row


def get_rehearsal(uuid: str, actor: Actor) -> RehearsalView:
    """Return one rehearsal with its document."""
    return _view(own_rehearsal(uuid, actor), whole=True)


def draft_text(uuid: str, actor: Actor) -> str:
    """Return the rule file that was rehearsed."""
    return str(RuleText.get(RuleText.sha256 == own_rehearsal(uuid, actor).text_sha256).text)


def draft_doubts(uuid: str, actor: Actor) -> tuple[str, ...]:
    """Return which of the examples in the file it does not fulfil itself."""
    row = own_rehearsal(uuid, actor)
    return tuple(one.message for one in _draft(row.text_sha256, row.name, rulebook()).doubts)


def _view(row: RehearsalRow, *, whole: bool) -> RehearsalView:
    result = row.result if whole else None
    moved = {one["subject"] for one in result["rows"]} if result else set()
    names = (
        Facility.select(Facility.code, Facility.name).where(Facility.code.in_(list(moved))) if moved else ()
    )
    return RehearsalView(
        row.uuid,
        row.name,
        row.text_sha256,
        row.scheme,
        row.until,
        row.years,
        Progress(row.done, row.total),
        row.started_by,
        row.started_at,
        result,
        row.result_sha256,
        {each.code: each.name for each in names},
    )


def open_trial(row: RehearsalRow) -> Rehearsal:
    """Return a rehearsal ready to run, under the rules that apply here."""
    days = tuple(add_months(row.until, -12 * back) for back in reversed(range(row.years)))
    return Rehearsal(_draft(row.text_sha256, row.name, rulebook()), row.scheme, days)


@lru_cache(maxsize=4)
def _draft(sha256: str, name: str, book: Rulebook) -> Draft:
    return read_draft(book, RuleText.get(RuleText.sha256 == sha256).text.encode(), name)


def count_facilities(actor: Actor) -> int:
    """Return how many facilities a rehearsal of this actor looks at."""
    return int(Facility.select().join(Area).where(sees_facility(actor)).count())


def next_codes(actor: Actor, done: int, limit: int) -> tuple[str, ...]:
    """Return the facilities of the actor's area in their fixed order, after the first ``done``."""
    query = Facility.select(Facility.code).join(Area).where(sees_facility(actor)).order_by(Facility.id)
    return tuple(code for (code,) in query.offset(done).limit(limit).tuples())


def groups_of(codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what facilities are counted under: their kind, and their street or district by name."""
    query = Facility.select(Facility, Area).join(Area).where(Facility.code.in_(list(codes)))
    rows = list(query)
    names = area_names({row.area.code for row in rows})
    return {row.code: {"kind": row.kind, "area": names.get(row.area.code, row.area.code)} for row in rows}


def rehearsed_rows(trial: Rehearsal, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of some facilities; where a scheme compares peers, everybody is looked at for that."""
    found = _facts(trial, codes)
    standing = _standing(trial, codes)
    return [
        row.as_record()
        for code in codes
        for row in trial.rows(
            code,
            lambda day, code=code: found[day].get(code, []),  # type: ignore[misc]
            {day: (sides[0].get(code, {}), sides[1].get(code, {})) for day, sides in standing.items()},
        )
    ]


def _facts(trial: Rehearsal, codes: Sequence[str] | None) -> dict[date, dict[str, list[Any]]]:
    """Return by day and facility the facts that either version reads, as they might be shown on that day."""
    rows = ledger(codes=codes)
    found: dict[date, dict[str, list[Any]]] = {}
    for day in trial.days:
        versions = trial.versions(day)
        if versions is None:
            continue
        shown: dict[str, list[LedgerFact]] = {}
        for row in rows:
            shown.setdefault(row.subject, []).append(row.as_shown(day if versions[1].public else None))
        found[day] = {code: engine_facts(own, *versions) for code, own in shown.items()}
    return found


def _standing(trial: Rehearsal, codes: Sequence[str]) -> dict[date, tuple[dict[str, Any], dict[str, Any]]]:
    compared = {
        day: versions
        for day in trial.days
        if (versions := trial.versions(day)) and any(each.comparisons for each in versions)
    }
    if not compared:
        return {}
    facts = _facts(trial, None)
    found = {}
    for day, versions in compared.items():
        groups = groups_of(facts[day])
        now, then = (
            standings(book, scheme, facts[day], groups, on=day)
            for book, scheme in zip((trial.draft.now, trial.draft.then), versions, strict=True)
        )
        found[day] = (now, then)
    return found
