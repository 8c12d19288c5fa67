"""撤下理由 why records leave the public site, and what reached it or left it too late, both from the ledger.

A reason is one word (``REASONS``) and, where the ledger names one, its day. Late is what a clock of publication says:
the rules name the working days, the ledger the day on which they began.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from scoring.repair import CLOCK as PENALTY
from scoring.rulebook.days import add_working_days, working_days_between
from supervision.models import Award, CaseMove, Listing, Objection, Penalty
from supervision.queries.public.decisions import award_id, listing_id, penalty_id
from supervision.records.scores import ScoreState
from supervision.records.snapshot import Snapshot, identity
from supervision.rulebook import rulebook
from supervision.texts import mark

RESULT = "publication.working_days.result"
WITHDRAW = "publication.working_days.withdraw"
TAKE_DOWN = "publication.working_days.take_down"
REASONS = {
    "corrected": mark("异议成立，已更正"),
    "expired": mark("公示期满"),
    "repaired": mark("信用已修复"),
    "withdrawn": mark("决定被撤销"),
    "removed": mark("已移出名单"),
    "ended": mark("评定结果终止"),
    "superseded": mark("被新的评价替代"),
    "rests_on": mark("所依据的事实不再公开"),
    "with_another": mark("随所属的记录一并撤下"),
    "rolled_back": mark("随回退撤下"),
    "left_register": mark("登记册中已没有"),
}
CLOCKS = {"withdrawn": WITHDRAW, "repaired": TAKE_DOWN, "removed": TAKE_DOWN, "expired": TAKE_DOWN}
Why = tuple[str, date | None]


@dataclass(frozen=True, slots=True)
class Late:
    """迟延: a record whose clock (a rule's id) began on ``since`` and was over on ``due``, ``days`` working days ago."""

    key: str
    clock: str
    since: date
    due: date
    days: int


def reasons(
    gone: Collection[str], old: Snapshot | None, new: Snapshot, otherwise: str = "left_register"
) -> dict[str, Why]:
    """Return why each of ``gone`` (``kind/id`` of records of ``old``) is not in ``new``.

    ``otherwise``: what is said of those of which the ledger tells nothing.
    """
    if old is None or not gone:
        return {}
    on = new.meta.as_of
    ended, wrong = _ended(on), _found_wrong(on)
    following = {(each.facility, each.scheme_name.zh) for each in new.scores}
    left = {key.partition("/")[2] for key in gone}
    found: dict[str, Why] = {}
    for kind in {key.partition("/")[0] for key in gone}:
        for each in old.of(kind):
            name = identity(kind, each)
            key = f"{kind}/{name}"
            if key not in gone:
                continue
            if name in wrong:
                found[key] = ("corrected", wrong[name])
            elif key in ended:
                found[key] = ended[key]
            elif _refers(each) & left:
                found[key] = ("with_another", None)
            elif kind == "finding" and each.result in wrong:
                found[key] = ("corrected", wrong[each.result])
            elif kind == "score" and not name.startswith("award-"):
                newer = (
                    each.state is ScoreState.INCOMPLETE and (each.facility, each.scheme_name.zh) in following
                )
                found[key] = ("superseded" if newer else "rests_on", None)
            else:
                found[key] = (otherwise, None)
    return found


def late(old: Snapshot | None, new: Snapshot, why: Mapping[str, Why]) -> tuple[Late, ...]:
    """Return what is late on the day of ``new``: what is in it and not in ``old``, and what leaves (``why``)."""
    return tuple(sorted(_late(old, new, why), key=lambda each: (each.due, each.key)))


def _late(old: Snapshot | None, new: Snapshot, why: Mapping[str, Why]) -> Iterator[Late]:
    on, overdue = new.meta.as_of, cache(_overdue)
    for kind, clock, began in (("result", RESULT, "confirmed_on"), ("penalty", PENALTY, "decided_on")):
        known = {identity(kind, each) for each in old.of(kind)} if old else set()
        for each in new.of(kind):
            since = getattr(each, began)
            if identity(kind, each) not in known and (passed := overdue(clock, since, on)):
                yield Late(f"{kind}/{identity(kind, each)}", clock, since, *passed)
    for key, (reason, since) in why.items():
        if since is None or reason not in CLOCKS or not key.startswith(("penalty/", "listing/")):
            continue
        if passed := overdue(CLOCKS[reason], since, on):
            yield Late(key, CLOCKS[reason], since, *passed)


def _overdue(clock: str, since: date, on: date) -> tuple[date, int] | None:
    """Return the last day of a clock that is over, and how many working days ago it was."""
    book = rulebook()
    term = book.on(clock, since).value
    if term is None:  # 待核: no clock runs
        return None
    due = add_working_days(since, int(term), book.calendar).on
    return (due, working_days_between(due, on, book.calendar)) if due < on else None


def _refers(each: Any) -> set[str]:
    """Return the ids of the records that one cannot stand without."""
    return {
        name for member in ("facility", "result", "about", "area") if (name := getattr(each, member, None))
    }


def _found_wrong(on: date) -> dict[str, date]:
    query = Objection.select(Objection.against, Objection.answered_on).where(
        Objection.upheld == True,  # noqa: E712 - SQL
        Objection.answered_on <= on,
    )
    return dict(query.tuples())


def _ended(on: date) -> dict[str, Why]:
    """Return of each penalty, listing and award that is over why and since when."""
    found: dict[str, Why] = {}
    repaired = {case for (case,) in CaseMove.select(CaseMove.case).where(CaseMove.move == "repair").tuples()}
    for row in Penalty.select():
        ends = {"withdrawn": row.withdrawn_on, "repaired": row.repaired_on, "expired": row.public_until}
        _first(found, f"penalty/{penalty_id(row.uuid)}", ends, on)
    for row in Listing.select().where(Listing.since.is_null(False)):
        left = "repaired" if row.case_id in repaired else "removed"
        _first(found, f"listing/{listing_id(row.uuid)}", {left: row.ended_on, "expired": row.until}, on)
    for row in Award.select().where(Award.decided_on.is_null(False)):
        _first(found, f"score/{award_id(row.uuid)}", {"ended": row.ended_on, "expired": row.until}, on)
    return found


def _first(found: dict[str, Why], key: str, ends: Mapping[str, date | None], on: date) -> None:
    """Enter the end that came first; of two on one day the one that is named first."""
    passed = [(day, n, reason) for n, (reason, day) in enumerate(ends.items()) if day and day <= on]
    if passed:
        day, _, reason = min(passed)
        found[key] = (reason, day)
