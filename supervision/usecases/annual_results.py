"""年度结果办理: one proposes what a year came to, another closes it; what was closed stays, a correction is a new version."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from scoring.frozen.freezing import Frozen, text_hash
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.models import AnnualResult, AnnualSheet, Area, RuleText
from supervision.queries._scope import within_area
from supervision.queries.annual_sheets import annual_sheets, last_day
from supervision.usecases._frame import record, usecase

NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-000000000015")


@usecase("annual_result.propose")
def propose_annual_result(
    *, about: str, area: str, year: int, reason: str = "", actor: Actor, at: datetime
) -> str:
    """提出年度结果: work out a year and keep every sheet, sealed; another person closes it. Returns its id.

    Raises:
        RuleViolationError: ``annual-*``: the year is not over, nothing is known of it, one waits already, or it was closed and
            nothing has changed, or nobody said what is put right.
    """
    district = Area.select().where(Area.code == area, Area.level == "district", within_area(actor)).first()
    if district is None:
        raise NotFoundError("没有这个区域，或它不在您的工作范围内。")
    if china_day(at) <= last_day(year):
        raise RuleViolationError(
            "annual-not-over", "{year} 年还没有结束。", remedy="请在年度结束后提出。", facts={"year": year}
        )
    earlier = list(_versions(about, district, year))
    if earlier and _is_open(earlier[-1]):
        raise RuleViolationError(
            "annual-waiting", "这一年的结果已经提出，正在等待决定。", remedy="请先决定或退回已提出的结果。"
        )
    frozen = annual_sheets(about, district, year, known_at=at, actor=actor)
    if not frozen:
        raise RuleViolationError("annual-nothing", "这一年没有可以封存的内容。", remedy="请先填报数据。")
    closed = [row for row in earlier if row.decided_on is not None]
    if closed:
        _demand_correction(closed[-1], frozen, reason)
    version = len(earlier) + 1
    key = str(uuid.uuid5(NAMESPACE, f"{about}\n{area}\n{year}\n{version}"))
    row = AnnualResult.create(
        uuid=key,
        about=about,
        area=district,
        year=year,
        version=len(closed) + 1,
        on=last_day(year),
        known_at=at,
        reason=reason.strip() if closed else "",
        proposed_by=actor.key,
    )
    _keep(row, frozen, at)
    record(f"annual:{key}", year=year, sheets={each: one.content_sha256 for each, one in frozen.items()})
    return key


@usecase("annual_result.decide")
def decide_annual_result(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """封存年度结果: by another person than the one who proposed it; from then on nothing in it changes.

    Raises:
        RuleViolationError: ``four-eyes``.
    """
    row = _open_row(uuid_, actor)
    if row.proposed_by == actor.key:
        raise RuleViolationError("four-eyes", "提出人不能决定自己提出的年度结果。", remedy="请由另一人决定。")
    row.decided_by, row.decided_on = actor.key, china_day(at)
    row.save()
    record(f"annual:{uuid_}", year=row.year, version=row.version)


@usecase("annual_result.refuse")
def refuse_annual_result(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """退回年度结果: it stays on file with the reason; it can be proposed again."""
    row = _open_row(uuid_, actor)
    row.refused_on, row.refusal = china_day(at), reason
    row.save()
    record(f"annual:{uuid_}", year=row.year, refused=True)


def _versions(about: str, area: Area, year: int) -> Iterable[AnnualResult]:
    query = AnnualResult.select().where(
        AnnualResult.about == about, AnnualResult.area == area, AnnualResult.year == year
    )
    return query.order_by(AnnualResult.id)


def _is_open(row: AnnualResult) -> bool:
    return row.decided_on is None and row.refused_on is None


def _open_row(uuid_: str, actor: Actor) -> AnnualResult:
    query = AnnualResult.select(AnnualResult, Area).join(Area)
    row: AnnualResult | None = query.where(AnnualResult.uuid == uuid_, within_area(actor)).first()
    if row is None:
        raise NotFoundError("没有这份年度结果。")
    if not _is_open(row):
        raise StaleError("这份年度结果已经有了决定。")
    return row


def _demand_correction(last: AnnualResult, frozen: dict[str, Frozen], reason: str) -> None:
    before = {row.subject: _substance(row.seal) for row in last.sheets}
    if before == {subject: _substance(dict(one.seal)) for subject, one in frozen.items()}:
        raise RuleViolationError("annual-unchanged", "与已封存的结果相同，没有要更正的内容。")
    if not reason.strip():
        raise RuleViolationError(
            "annual-reason", "这一年已经封存，更正须写明理由。", remedy="请写明更正了什么；理由会公示。"
        )


def _substance(seal: dict[str, Any]) -> dict[str, Any]:
    """Return what a sheet rests on and comes to, less the moment at which it was worked out."""
    kept = {name: value for name, value in seal.items() if name != "sheet"}
    return kept if "values" in seal else seal


def _keep(row: AnnualResult, frozen: dict[str, Frozen], at: datetime) -> None:
    texts: dict[str, str] = {}
    for subject, one in frozen.items():
        AnnualSheet.create(
            result=row,
            subject=subject,
            sheet=dict(one.sheet),
            standing=one.seal.get("standing", {}),
            facts=[dict(fact) for fact in one.facts],
            seal=dict(one.seal),
            content_sha256=one.content_sha256,
        )
        texts |= {text_hash(text): text for text in one.texts.values()}
    for sha256, text in texts.items():
        RuleText.insert(sha256=sha256, text=text, kept_at=at).on_conflict_ignore().execute()
