"""抽取准备查询: what stands between a frozen roster and its commitment, and whose turn it is."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from inspections.canonical import hash_of
from inspections.plan import SEEDS, latest_reveal, thin_targets, unexplained_strata
from supervision.actor import Actor
from supervision.models import Area, Authority, Department, Draw, SaltShare, ShortageForecast, Task
from supervision.queries._scope import of_authority
from supervision.queries.draw_names import pool_names
from supervision.queries.tasks import TaskFile, get_task

SHOWN = 20  # places of a forecast that are listed


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """缺口预测行: how far it is, in how many trials something is missing, and where most often."""

    trials: int
    done: int
    trials_short: int
    trials_without_day: int
    short: tuple[tuple[str, str, int], ...]  # (facility, department, in how many trials)
    without_day: tuple[tuple[str, int], ...]
    done_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Return whether all trials are made."""
        return self.done_at is not None


@dataclass(frozen=True, slots=True)
class HalfRow:
    """已交份额: which body has handed in its half, by whom, when; what is in it, nobody can see."""

    body: str
    body_en: str
    holder: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ThinRow:
    """人手不足的对象: a facility to which too few inspectors of a department may go."""

    pseudonym: str
    facility: str
    department: str
    able: int
    needed: int


@dataclass(frozen=True, slots=True)
class Preparation:
    """抽取准备: what a commitment needs. ``earlier`` is the draw that it will supersede."""

    task: TaskFile
    forecast: ForecastRow | None
    halves: tuple[HalfRow, ...]
    thin: tuple[ThinRow, ...]
    unexplained: tuple[tuple[str, int, int, str], ...]  # (stratum, size, drawn, problem)
    latest_reveal: date | None
    earlier: int | None
    bodies: tuple[tuple[str, str, str], ...]  # (key, Chinese, English)

    @property
    def is_ready(self) -> bool:
        """Return whether a commitment can be made now."""
        return bool(self.forecast and self.forecast.is_done and len(self.halves) > 1)


def get_preparation(number: str, *, actor: Actor) -> Preparation:
    """Return what a task still needs before its commitment.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    file = get_task(number, actor=actor)
    row = Task.select().join(Authority).join(Area).where(of_authority(actor), Task.number == number).get()
    names = {
        each.key: (each.name, each.english)
        for each in Department.select().where(Department.authority == row.authority).order_by(Department.id)
    }
    facilities = pool_names(row) if actor.may("task.freeze") or actor.reads_all else {}
    frozen = row.state == "frozen"
    earlier = Draw.select(Draw.serial).where(Draw.task == row).order_by(Draw.serial.desc()).first()
    return Preparation(
        task=file,
        forecast=_forecast(row, facilities) if frozen else None,
        halves=tuple(
            HalfRow(*names[each.body], each.holder, each.handed_in_at)
            for each in SaltShare.select()
            .where(SaltShare.task == row, SaltShare.draw.is_null())
            .order_by(SaltShare.id)
        ),
        thin=tuple(
            ThinRow(
                each.target,
                facilities.get(each.target, each.target[:12]),
                each.department,
                each.able,
                each.needed,
            )
            for each in thin_targets(row.roster)
        )
        if frozen
        else (),
        unexplained=tuple(
            (each.stratum, each.size, each.drawn, each.problem)
            for each in unexplained_strata(row.roster, row.reasons)
        )
        if frozen
        else (),
        latest_reveal=latest_reveal(row.roster) if frozen and row.roster["calendar"]["days"] else None,
        earlier=earlier.serial if earlier else None,
        bodies=tuple((key, *both) for key, both in names.items()),
    )


def _forecast(task: Task, facilities: dict[str, str]) -> ForecastRow | None:
    row = ShortageForecast.get_or_none(ShortageForecast.task == task)
    if row is None or row.roster_sha256 != hash_of(task.roster):
        return ForecastRow(SEEDS, 0, 0, 0, (), (), None)
    places = Counter({(target, department): count for target, department, count in row.short})
    dayless = Counter(dict(row.without_day))
    return ForecastRow(
        trials=row.trials,
        done=row.done,
        trials_short=row.trials_short,
        trials_without_day=row.trials_without_day,
        short=tuple(
            (facilities.get(target, target[:12]), department, count)
            for (target, department), count in places.most_common(SHOWN)
        ),
        without_day=tuple(
            (facilities.get(target, target[:12]), count) for target, count in dayless.most_common(SHOWN)
        ),
        done_at=row.done_at,
    )
