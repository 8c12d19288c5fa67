"""名录完整性: which inspector lacks what, when it was last confirmed; requests to change it; experts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from scoring.rulebook.days import add_months
from supervision.actor import Actor
from supervision.models import Area, Authority, Department, Expert, Inspector, ParticularsRequest
from supervision.queries._scope import of_authority
from supervision.queries.areas import area_names
from supervision.rulebook import rulebook
from supervision.texts import mark

NO_CREDENTIAL_DATE = mark("没有证件有效期")
EXPIRED = mark("证件已过期")
EXPIRING = mark("证件将要到期")
NO_QUALIFICATION = mark("没有登记资质")
NO_TRAINING = mark("近期没有培训记录")
NO_OWN_AREA = mark("没有居住地，无法自动回避")
NEVER_CONFIRMED = mark("资料从未确认")
STALE = mark("资料很久没有确认")


@dataclass(frozen=True, slots=True)
class Gap:
    """缺项行: an inspector and what his entry lacks, as texts; ``confirmed_on`` is None where nobody ever looked."""

    staff_number: str
    name: str
    department: str
    department_en: str
    lacks: tuple[str, ...]
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """名录状况: how many entries there are, how many lack nothing, and the day of the one looked at longest ago.

    ``oldest`` is None where nobody ever looked at one of them.
    """

    total: int
    whole: int
    oldest: date | None

    @property
    def share(self) -> str:
        """Return the whole ones as a share, ``93 %``; rounded down, so that only all of them are 100 %."""
        return f"{self.whole * 100 // self.total} %" if self.total else "—"


@dataclass(frozen=True, slots=True)
class Completeness:
    """完整性: how the directory stands, what is lacking most; entries with gaps by name."""

    standing: Standing
    counts: tuple[tuple[str, int], ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class ParticularsRow:
    """资料变更行: what an inspector asks to have changed; ``changes`` as stored, areas with their names."""

    id: int
    staff_number: str
    name: str
    changes: dict[str, Any]
    note: str
    asked_at: datetime
    accepted: bool | None
    decided_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """专家行: one expert of the directory."""

    key: str
    name: str
    organisation: str
    specialities: tuple[str, ...]
    department: str
    department_key: str
    since: date | None
    until: date | None
    remark: str
    confirmed_on: date | None


def lacks_of(row: Inspector, on: date) -> tuple[str, ...]:
    """Return what an inspector's entry lacks on a day."""
    book = rulebook()
    soon = on + timedelta(days=int(book.on("directory.credential.warn_days", on).value))
    trained = [date.fromisoformat(each["on"]) for each in row.training]
    training_months = int(book.on("directory.training.months", on).value)
    confirm_months = int(book.on("directory.confirm.months", on).value)
    until = row.credential_until
    wanted = (
        (NO_CREDENTIAL_DATE, until is None),
        (EXPIRED, until is not None and until < on),
        (EXPIRING, until is not None and on <= until < soon),
        (NO_QUALIFICATION, not row.qualifications),
        (NO_OWN_AREA, not row.own_area),
        (NO_TRAINING, not any(add_months(day, training_months) > on for day in trained)),
        (NEVER_CONFIRMED, row.confirmed_on is None),
        (STALE, row.confirmed_on is not None and add_months(row.confirmed_on, confirm_months) <= on),
    )
    return tuple(text for text, is_lacking in wanted if is_lacking)


def completeness(*, actor: Actor, on: date) -> Completeness:
    """Return how complete and how fresh the inspectors' directory is."""
    rows = [row for row in _inspectors(actor) if row.until is None or row.until > on]
    found = [
        Gap(row.staff_number, row.name, row.department.name, row.department.english, lacks, row.confirmed_on)
        for row in rows
        if (lacks := lacks_of(row, on))
    ]
    counts = Counter(text for each in found for text in each.lacks)
    standing = _standing((row.confirmed_on for row in rows), len(rows) - len(found))
    return Completeness(standing, tuple(counts.most_common()), tuple(found))


def _standing(confirmed: Iterable[date | None], whole: int) -> Standing:
    days = list(confirmed)
    return Standing(len(days), whole, None if None in days else min(filter(None, days), default=None))


def expert_standing(rows: Iterable[ExpertRow], on: date) -> Standing:
    """Return how complete and how old the experts' directory is; whose term is over does not count."""
    here = [row for row in rows if row.until is None or row.until > on]
    whole = sum(1 for row in here if row.organisation and row.specialities and row.since and row.until)
    return _standing((row.confirmed_on for row in here), whole)


def _inspectors(actor: Actor) -> Iterable[Inspector]:
    query = Inspector.select(Inspector, Department).join(Department).join(Authority).join(Area)
    return query.where(of_authority(actor)).order_by(Department.id, Inspector.staff_number)


def list_particulars(
    *, actor: Actor, open_only: bool = True, inspector_id: int | None = None
) -> tuple[ParticularsRow, ...]:
    """Return requests to change particulars, those that wait first."""
    query = (
        ParticularsRequest.select(ParticularsRequest, Inspector, Department)
        .join(Inspector)
        .join(Department)
        .join(Authority)
        .join(Area)
        .where(of_authority(actor))
        .order_by(ParticularsRequest.decided_at.is_null(False), ParticularsRequest.id.desc())
    )
    if inspector_id is not None:
        query = query.where(ParticularsRequest.inspector == inspector_id)
    elif open_only:
        query = query.where(ParticularsRequest.decided_at.is_null())
    return tuple(_particulars(row) for row in query)


def _particulars(row: ParticularsRequest) -> ParticularsRow:
    codes = {*row.changes.get("areas", ()), row.changes.get("own_area", "")} - {""}
    names = area_names(codes)
    said = dict(row.changes)
    if "areas" in said:
        said["areas"] = [names.get(code, code) for code in said["areas"]]
    if said.get("own_area"):
        said["own_area"] = names.get(said["own_area"], said["own_area"])
    return ParticularsRow(
        row.id,
        row.inspector.staff_number,
        row.inspector.name,
        said,
        row.note,
        row.asked_at,
        row.accepted,
        row.decided_at,
        row.answer,
    )


def list_experts(*, actor: Actor, on: date | None = None) -> tuple[ExpertRow, ...]:
    """Return the experts; with a day, those who can be asked on it."""
    query = (
        Expert.select(Expert, Department)
        .join(Department)
        .join(Authority)
        .join(Area)
        .where(of_authority(actor))
    )
    rows = query.order_by(Expert.name, Expert.key)
    if on is not None:
        rows = rows.where(
            Expert.since.is_null() | (Expert.since <= on), Expert.until.is_null() | (Expert.until > on)
        )
    return tuple(
        ExpertRow(
            row.key,
            row.name,
            row.organisation,
            tuple(row.specialities),
            row.department.name,
            row.department.key,
            row.since,
            row.until,
            row.remark,
            row.confirmed_on,
        )
        for row in rows
    )
