"""现行评分一览查询: what every scheme says of each facility now, and what it said on an earlier day.

Two kinds of outcome stand side by side: what follows from the ledger and is kept up to date each night (``CurrentScore``),
and what was awarded for a term (``Award``). What is internal is left out for whom it does not concern.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from peewee import Expression, ModelSelect, fn

from supervision.actor import Actor
from supervision.models import Area, Award, CurrentScore, Facility, ScoreMove, ScoreSheet, ScoringRound
from supervision.queries._scope import sees_facility
from supervision.queries.areas import area_names
from supervision.queries.credit import readable_schemes
from supervision.queries.current_scores import THERE

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Said:
    """所示结果: an outcome with its value; either may be open."""

    outcome: str | None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """现行结果: what a scheme says of one facility; ``before``: what it said on the day compared with, if it moved since.

    ``observed`` of ``applicable`` items had evidence. ``until`` ends an award; a rating from the ledger has none. Of an award that
    ``ended`` since that day, ``since`` is when.
    """

    said: Said
    observed: int
    applicable: int
    since: date
    until: date | None = None
    ended: bool = False
    before: Said | None = None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """一览行: one facility with what each scheme says of it."""

    code: str
    name: str
    kind: str
    district: str
    street: str
    standings: Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """筛选: ``outcome`` of ``scheme``; ``moved``: only those of whom a scheme says something else than on ``since``."""

    since: date
    text: str = ""
    kind: str = ""
    area: str = ""
    scheme: str = ""
    outcome: str = ""
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """现行评分一览: one page of it; of all that the filter by place and kind leaves, ``counts`` says how many
    have which outcome, ``moved`` of how many something moved; ``rounds`` when each scheme was last looked at.
    """

    rows: tuple[BoardRow, ...]
    total: int
    page: int
    pages: int
    moved: int
    counts: Mapping[str, Mapping[str | None, int]]
    rounds: Mapping[str, datetime]


def board_schemes(actor: Actor) -> tuple[str, ...]:
    """Return the schemes that say something of a facility now and that this person may read, the public ones first."""
    words = readable_schemes(actor)
    kept = {scheme for (scheme,) in CurrentScore.select(CurrentScore.scheme).distinct().tuples()}
    awarded = {scheme for (scheme,) in Award.select(Award.scheme).distinct().tuples()}
    found = [words[key] for key in (kept | awarded) & set(words)]
    return tuple(one.id for one in sorted(found, key=lambda one: (not one.public, one.id)))


def score_board(asked: BoardFilter, *, actor: Actor, on: date, page: int = 1) -> Board:
    """Return one page of the facilities that the actor may see, in the order of their areas."""
    shown = board_schemes(actor)
    query = _facilities(asked, shown, actor, on)
    total = query.count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rounds = ScoringRound.select().where(ScoringRound.scheme.in_(shown)).order_by(ScoringRound.id)
    place = replace(asked, scheme="", outcome="", moved=False)
    return Board(
        _rows(query.paginate(page, PAGE_SIZE), shown, asked.since, on),
        total,
        page,
        pages,
        _facilities(replace(place, moved=True), shown, actor, on).count(),
        _counts(_facilities(place, shown, actor, on), shown, on),
        {row.scheme: row.known_at for row in rounds},
    )


def whole_board(asked: BoardFilter, *, actor: Actor, on: date) -> tuple[BoardRow, ...]:
    """Return all facilities that the filter leaves."""
    shown = board_schemes(actor)
    return _rows(_facilities(asked, shown, actor, on), shown, asked.since, on)


def standings_of(code: str, *, actor: Actor, on: date, since: date) -> Mapping[str, Standing]:
    """Return what each scheme says of one facility."""
    shown = board_schemes(actor)
    query = _facilities(BoardFilter(since), shown, actor, on).where(Facility.code == code)
    return next((row.standings for row in _rows(query, shown, since, on)), {})


def _facilities(asked: BoardFilter, shown: Collection[str], actor: Actor, on: date) -> ModelSelect:
    columns = (Facility.id, Facility.code, Facility.name, Facility.kind, Area.code.alias("area"))
    query = Facility.select(*columns).join(Area).where(sees_facility(actor), THERE)
    if asked.text:
        query = query.where(Facility.name.contains(asked.text) | (Facility.code == asked.text))
    if asked.kind:
        query = query.where(Facility.kind == asked.kind)
    if asked.area:
        query = query.where(Area.code.startswith(asked.area))
    if asked.scheme in shown and asked.outcome:
        query = query.where(_has(asked.scheme, asked.outcome, on))
    if asked.moved:
        within = [asked.scheme] if asked.scheme in shown else list(shown)
        query = query.where(_moved(within, asked.since, on))
    return query.order_by(Area.code, Facility.name, Facility.id)


def _has(scheme: str, outcome: str, on: date) -> Expression:
    rated = CurrentScore.select(CurrentScore.facility).where(
        CurrentScore.scheme == scheme, CurrentScore.outcome == outcome
    )
    held = Award.select(Award.facility).where(Award.scheme == scheme, Award.outcome == outcome, _in_force(on))
    return Facility.id.in_(rated) | Facility.id.in_(held)


def _moved(schemes: Collection[str], since: date, on: date) -> Expression:
    """Return the condition that since a day a rating moved, or another award is in force, or none any more."""
    rated = ScoreMove.select(ScoreMove.facility).where(ScoreMove.scheme.in_(schemes), ScoreMove.on > since)
    now, then = Award.alias(), Award.alias()
    new = now.select(now.facility).where(
        now.scheme.in_(schemes), _in_force(on, now), ~fn.EXISTS(_same(now, then, since))
    )
    gone = then.select(then.facility).where(
        then.scheme.in_(schemes), _in_force(since, then), ~fn.EXISTS(_same(then, now, on))
    )
    return Facility.id.in_(rated) | Facility.id.in_(new) | Facility.id.in_(gone)


def _same(one: Any, other: Any, on: date) -> ModelSelect:
    """Return the query of another award of the same outcome to the same facility, in force on a day."""
    alike = (other.facility == one.facility) & (other.scheme == one.scheme) & (other.outcome == one.outcome)
    return other.select(other.id).where(alike, _in_force(on, other))


def _in_force(on: date, award: Any = Award) -> Expression:
    decided = award.decided_on.is_null(False) & (award.decided_on <= on)
    lasts = award.ended_on.is_null() | (award.ended_on > on)
    return decided & (award.since <= on) & (award.until > on) & lasts


def _counts(query: ModelSelect, shown: Collection[str], on: date) -> dict[str, Counter[str | None]]:
    here = query.clone().select(Facility.id).order_by()
    found: dict[str, Counter[str | None]] = {scheme: Counter() for scheme in shown}
    rated = CurrentScore.select(CurrentScore.scheme, CurrentScore.outcome).where(
        CurrentScore.facility.in_(here), CurrentScore.scheme.in_(list(shown))
    )
    for scheme, outcome in rated.tuples():
        found[scheme][outcome] += 1
    held = Award.select(Award.facility, Award.scheme, Award.outcome).where(
        Award.facility.in_(here), Award.scheme.in_(list(shown)), _in_force(on)
    )
    newest = {
        (facility, scheme): outcome
        for facility, scheme, outcome in held.order_by(Award.since, Award.id).tuples()
    }
    for (_, scheme), outcome in newest.items():
        found[scheme][outcome] += 1
    return found


def _rows(query: ModelSelect, shown: Collection[str], since: date, on: date) -> tuple[BoardRow, ...]:
    rows = list(query.dicts())
    keys = [row["id"] for row in rows]
    standings = _awarded(keys, shown, since, on) | _rated(keys, shown, since)
    names = area_names({code for row in rows for code in (row["area"], row["area"][:6])})
    return tuple(
        BoardRow(
            row["code"],
            row["name"],
            row["kind"],
            names.get(row["area"][:6], row["area"][:6]),
            names.get(row["area"], "") if len(row["area"]) > 6 else "",
            {scheme: standings[row["id"], scheme] for scheme in shown if (row["id"], scheme) in standings},
        )
        for row in rows
    )


Standings = dict[tuple[int, str], Standing]


def _rated(keys: list[int], shown: Collection[str], since: date) -> Standings:
    """Return what follows from the ledger; the first move since a day says what stood on it."""
    moves = ScoreMove.select().where(
        ScoreMove.facility.in_(keys), ScoreMove.scheme.in_(list(shown)), ScoreMove.on > since
    )
    before = {
        (row.facility_id, row.scheme): Said(row.outcome_before, row.value_before)
        for row in moves.order_by(ScoreMove.id.desc())
    }
    rows = CurrentScore.select().where(CurrentScore.facility.in_(keys), CurrentScore.scheme.in_(list(shown)))
    return {
        (row.facility_id, row.scheme): Standing(
            Said(row.outcome, row.value),
            row.observed,
            row.applicable,
            row.on,
            before=before.get((row.facility_id, row.scheme)),
        )
        for row in rows
    }


def _awarded(keys: list[int], shown: Collection[str], since: date, on: date) -> Standings:
    """Return what was awarded and is in force; one that ended since a day is shown as ended."""
    now, then = _held(keys, shown, on), _held(keys, shown, since)
    coverage = _coverage(row.sheet_sha256 for row in now.values())
    found: Standings = {}
    for key in now.keys() | then.keys():
        row, earlier = now.get(key), then.get(key)
        before = Said(earlier.outcome if earlier else None)
        said = Said(row.outcome if row else None)
        observed, applicable = coverage.get(row.sheet_sha256, (0, 0)) if row else (0, 0)
        found[key] = Standing(
            said,
            observed,
            applicable,
            row.since if row else earlier.ended_on or earlier.until,  # type: ignore[union-attr]
            row.until if row else None,
            row is None,
            None if before == said else before,
        )
    return found


def _held(keys: list[int], shown: Collection[str], on: date) -> dict[tuple[int, str], Any]:
    rows = Award.select().where(Award.facility.in_(keys), Award.scheme.in_(list(shown)), _in_force(on))
    return {(row.facility_id, row.scheme): row for row in rows.order_by(Award.since, Award.id)}


def _coverage(hashes: Iterable[str | None]) -> dict[str, tuple[int, int]]:
    wanted = [each for each in hashes if each]
    rows = ScoreSheet.select(ScoreSheet.sha256, ScoreSheet.sheet).where(ScoreSheet.sha256.in_(wanted))
    return {
        row.sha256: (row.sheet["coverage"]["observed"], row.sheet["coverage"]["applicable"]) for row in rows
    }
