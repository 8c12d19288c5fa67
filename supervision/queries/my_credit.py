"""机构自己的信用查询: its entries with their way out, its awards; against each it may object, and until when."""

from dataclasses import dataclass
from datetime import date

from scoring.rulebook.days import deadline, working_days_between
from scoring.rulebook.values import DatedValue
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Award, Facility, Penalty
from supervision.queries.entries import Entry, entries
from supervision.queries.my import OBJECTION, MyObjection, my_objection
from supervision.queries.public.decisions import award_id
from supervision.rulebook import rulebook, schemes

Words = dict[str, str]  # {"zh": …, "en": …}


@dataclass(frozen=True, slots=True)
class Disputable:
    """可以异议的记录: what an objection is raised against, since when it is known, and the last day for it.

    ``left`` in working days; negative when it is over. ``rule`` gives the days.
    """

    kind: str  # penalty | listing | award
    key: str
    record: str
    title: Words
    told_on: date
    object_until: date
    left: int
    rule: DatedValue
    objection: MyObjection | None

    @property
    def may_object(self) -> bool:
        """Return whether an objection can still be raised."""
        return self.objection is None and self.left >= 0


@dataclass(frozen=True, slots=True)
class MyEntry:
    """我的记录: a penalty or listing with its way out and the right to object."""

    entry: Entry
    dispute: Disputable


@dataclass(frozen=True, slots=True)
class MyAward:
    """我的评定: an award that holds, and the right to object."""

    number: str
    organ: str
    since: date
    until: date
    dispute: Disputable


def my_entries(actor: Actor, on: date) -> tuple[MyEntry, ...]:
    """Return the penalties and listings of the facility, those that are shown first."""
    facility = _own(actor)
    found = [MyEntry(entry, _dispute_of(facility, entry, actor, on)) for entry in entries(facility, on)]
    return tuple(sorted(found, key=lambda one: not one.entry.is_shown))


def my_awards(actor: Actor, on: date) -> tuple[MyAward, ...]:
    """Return the awards of the facility that hold on ``on``."""
    facility = _own(actor)
    rows = Award.select().where(
        Award.facility == facility,
        Award.decided_on.is_null(False),
        Award.ended_on.is_null(),
        Award.until > on,
    )
    found = []
    for row in rows.order_by(Award.since.desc()):
        scheme = schemes().on(row.scheme, row.since)
        outcome = scheme.outcome.names[row.outcome]
        title = {tongue: f"{scheme.name[tongue]} · {outcome[tongue]}" for tongue in ("zh", "en")}
        dispute = _dispute(facility, "award", row.uuid, award_id(row.uuid), title, row.decided_on, actor, on)
        found.append(MyAward(row.number, row.organ, row.since, row.until, dispute))
    return tuple(found)


def my_disputable(kind: str, key: str, actor: Actor, on: date) -> Disputable:
    """Return what an objection is to be raised against.

    Raises:
        NotFoundError: the facility has no such record.
    """
    found = [one.dispute for one in my_entries(actor, on)] + [one.dispute for one in my_awards(actor, on)]
    one = next((each for each in found if (each.kind, each.key) == (kind, key)), None)
    if one is None:
        raise NotFoundError("没有这条记录。")
    return one


def _own(actor: Actor) -> Facility:
    row: Facility | None = Facility.get_or_none(Facility.id == actor.facility_id)
    if row is None:
        raise NotFoundError("这些页面属于养老服务机构，您的账户不属于任何机构。", remedy="请回到首页。")
    return row


def _dispute_of(facility: Facility, entry: Entry, actor: Actor, on: date) -> Disputable:
    told = entry.decided_on
    if entry.kind == "penalty":  # it is known here from the day it was recorded, if that is later
        told = max(told, china_day(Penalty.get(Penalty.uuid == entry.key).recorded_at))
    title = {"zh": entry.title, "en": entry.title}
    return _dispute(facility, entry.kind, entry.key, entry.record, title, told, actor, on)


def _dispute(
    facility: Facility, kind: str, key: str, record: str, title: Words, told: date, actor: Actor, on: date
) -> Disputable:
    rule, calendar = rulebook().on(OBJECTION, on), rulebook().calendar
    until = deadline(told, int(rule.value), "working_days", calendar).on
    return Disputable(
        kind=kind,
        key=key,
        record=record,
        title=title,
        told_on=told,
        object_until=until,
        left=working_days_between(on, until, calendar),
        rule=rule,
        objection=my_objection(facility, record, actor, on),
    )
