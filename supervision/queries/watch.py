"""重点关注查询: who is on the internal watch tier, since when and why; no public page reads this."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scoring.engine import evaluate
from scoring.schemes import Scheme
from scoring.sheets import NOT_MET, Sheet
from supervision.actor import Actor
from supervision.models import Area, Facility, Fact, ScoreSheet
from supervision.queries._scope import sees_facility
from supervision.queries.scores import gathered
from supervision.rulebook import rulebook, schemes

Words = dict[str, str]  # {"zh": …, "en": …}


@dataclass(frozen=True, slots=True)
class Watched:
    """重点关注机构: ``since`` it was taken in; ``reasons``: what the rule names, as of today."""

    code: str
    name: str
    since: date | None
    reasons: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class WatchTier:
    """重点关注: the scheme that decides it, and who is on it."""

    scheme: str
    about: Words
    rows: tuple[Watched, ...]


def watch_tier(*, actor: Actor, on: date) -> WatchTier:
    """Return the facilities that are to be looked at more closely on ``on``, as the rules say today."""
    scheme = schemes().producing("watch", on)
    seen = Facility.select(Facility.code, Facility.name).join(Area).where(sees_facility(actor))
    names = dict(seen.tuples())
    kept, found = _kept(scheme), []
    for code in sorted(set(_concerned(scheme)) & set(names)):
        sheet = _sheet(scheme, code, on)
        if is_watched(scheme, sheet.outcome):
            outcome, since = kept.get(code, (None, None))
            taken_in = since if is_watched(scheme, outcome) else None
            found.append(Watched(code, names[code], taken_in, _reasons(scheme, sheet)))
    return WatchTier(scheme.id, dict(scheme.about), tuple(found))


def moved_facilities(on: date) -> tuple[str, ...]:
    """Return the codes of facilities whose outcome on ``on`` is another than the one that was kept last."""
    scheme = schemes().producing("watch", on)
    kept = _kept(scheme)
    ordinary = scheme.outcome.levels[0].outcome
    return tuple(
        code
        for code in sorted({*_concerned(scheme), *kept})
        if _sheet(scheme, code, on).outcome != kept.get(code, (ordinary, None))[0]
    )


def is_watched(scheme: Scheme, outcome: str | None) -> bool:
    """Return whether an outcome is that of a facility which does not pass as an ordinary one."""
    return scheme.outcome.otherwise is not None and outcome == scheme.outcome.otherwise[0]


def _sheet(scheme: Scheme, code: str, on: date) -> Sheet:
    return evaluate(rulebook(), scheme, code, gathered(scheme, code, on=on), on=on)


def _concerned(scheme: Scheme) -> Iterable[str]:
    """Return the codes of facilities of which any fact is known that the scheme reads."""
    query = Facility.select(Facility.code).join(Fact).where(Fact.kind.in_(list(scheme.kinds))).distinct()
    return (code for (code,) in query.tuples())


def _kept(scheme: Scheme) -> dict[str, tuple[str | None, date]]:
    """Return outcome and day of the newest kept sheet of each facility."""
    query = ScoreSheet.select(Facility.code, ScoreSheet.outcome, ScoreSheet.on).join(Facility)
    rows = query.where(ScoreSheet.scheme == scheme.id).order_by(ScoreSheet.on, ScoreSheet.id)
    return {code: (outcome, on) for code, outcome, on in rows.tuples()}


def _reasons(scheme: Scheme, sheet: Sheet) -> tuple[Words, ...]:
    best = scheme.outcome.levels[0]
    names = {f"{scheme.id}.{best.outcome}.{need.id}": dict(need.name) for need in best.needs}
    return tuple(names[line.rule] for line in sheet.lines if line.rule in names and line.status == NOT_MET)
