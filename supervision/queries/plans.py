"""年度计划查询: what an authority plans for a year, and what was changed after publication."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspections.load import Load, Share, yearly_load
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Authority, Plan, PlanChange, PlanLine, Task
from supervision.queries._scope import of_authority
from supervision.queries.visit_calendar import COUNTED
from supervision.rulebook import rulebook

DEADLINE = "publication.plan.until_month"


@dataclass(frozen=True, slots=True)
class LineRow:
    """计划事项行: one line of a plan; ``ratio`` is (numerator, denominator)."""

    serial: int
    title: str
    visit_kind: str
    items: tuple[str, ...]
    departments: tuple[str, ...]
    lead: str
    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    months: tuple[int, ...]
    ratio: tuple[int, int]
    frequency: str
    tasks: tuple[str, ...]
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """计划行: one plan in a list."""

    number: str
    year: int
    title: str
    state: str
    authority: str
    authority_key: str
    drafted_by: str
    approved_by: str | None
    approved_at: datetime | None
    published_on: date | None
    lines: int


@dataclass(frozen=True, slots=True)
class PlanFile:
    """计划: with its lines and the tasks made from them."""

    row: PlanRow
    lines: tuple[LineRow, ...]
    changes: tuple["ChangeRow", ...]
    publish_by: date

    def stands_on(self, today: date) -> date:
        """Return the day whose item list the plan stands on: of its publication, before that today."""
        return self.row.published_on or today

    def loads(self) -> dict[str, Load]:
        """Return how often the plan visits a facility of each kind, as far as the cap of an organ counts it."""
        return yearly_load(
            Share(line.visit_kind, line.kinds, line.months, line.ratio)
            for line in self.lines
            if line.ended_on is None and line.visit_kind in COUNTED
        )


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """计划变更行: what of a line changes: (field, before, after) each, for a line that is added or taken out its title."""

    n: int
    kind: str
    serial: int
    title: str
    fields: tuple[tuple[str, Any, Any], ...]
    reason: str
    state: str
    drafted_by: str
    approved_by: str | None
    published_on: date | None


def _query(actor: Actor):
    return Plan.select(Plan, Authority).join(Authority).join(Area).where(of_authority(actor))


def _row(row: Plan) -> PlanRow:
    return PlanRow(
        number=row.number,
        year=row.year,
        title=row.title,
        state=row.state,
        authority=row.authority.name,
        authority_key=row.authority.key,
        drafted_by=row.drafted_by,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        published_on=row.published_on,
        lines=row.lines.count(),
    )


def list_plans(*, actor: Actor) -> tuple[PlanRow, ...]:
    """Return the plans, the newest year first."""
    return tuple(_row(row) for row in _query(actor).order_by(Plan.year.desc(), Plan.id.desc()))


def get_plan(number: str, *, actor: Actor) -> PlanFile:
    """Return one plan.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _query(actor).where(Plan.number == number).first()
    if row is None:
        raise NotFoundError("没有编号为 {number} 的计划。", number=number)
    lines = PlanLine.select().where(PlanLine.plan == row).order_by(PlanLine.serial)
    changes = PlanChange.select().where(PlanChange.plan == row).order_by(PlanChange.n.desc())
    return PlanFile(
        _row(row),
        tuple(_line(each) for each in lines),
        tuple(_change(each) for each in changes),
        publish_by(row.year),
    )


def publish_by(year: int) -> date:
    """Return the last day on which the plan of a year is to be public."""
    month = int(rulebook().on(DEADLINE, date(year, 1, 1)).value)
    return date(year, month, monthrange(year, month)[1])


def _change(row: PlanChange) -> ChangeRow:
    before, after = row.before or {}, row.after or {}
    changed = [name for name in after if before and before[name] != after[name]]
    return ChangeRow(
        n=row.n,
        kind=row.kind,
        serial=row.serial,
        title=(after or before)["title"],
        fields=tuple((name, before[name], after[name]) for name in changed),
        reason=row.reason,
        state=row.state,
        drafted_by=row.drafted_by,
        approved_by=row.approved_by,
        published_on=row.published_on,
    )


def _line(row: PlanLine) -> LineRow:
    tasks = Task.select(Task.number).where(Task.line == row).order_by(Task.id)
    return LineRow(
        serial=row.serial,
        title=row.title,
        visit_kind=row.visit_kind,
        items=tuple(row.items),
        departments=tuple(row.departments),
        lead=row.lead,
        kinds=tuple(row.kinds),
        areas=tuple(row.areas),
        months=tuple(row.months),
        ratio=(row.ratio[0], row.ratio[1]),
        frequency=row.frequency,
        tasks=tuple(number for (number,) in tasks.tuples()),
        ended_on=row.ended_on,
    )


def newest_plan(*, actor: Actor) -> PlanFile | None:
    """Return the last plan, from which the next one is drafted."""
    row = _query(actor).order_by(Plan.year.desc(), Plan.id.desc()).first()
    return get_plan(row.number, actor=actor) if row else None


def own_authority(actor: Actor) -> tuple[str, str, str]:
    """Return key, name and area code of the authority for which this person plans.

    Raises:
        NotFoundError: none is registered within the actor's area.
    """
    query = Authority.select(Authority, Area).join(Area).where(of_authority(actor))
    if actor.authority_id is not None:
        query = query.where(Authority.id == actor.authority_id)
    row = query.order_by(Area.code.desc(), Authority.id).first()
    if row is None:
        raise NotFoundError("您的工作范围内还没有登记监管机关。", remedy="请联系系统管理员登记。")
    return row.key, row.name, row.area.code
