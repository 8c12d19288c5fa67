"""指标填报办理: a figure that the register cannot compute is reported with its source; a later one stands beside it."""

from datetime import date, datetime
from decimal import Decimal

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Area, IndicatorReport
from supervision.rulebook import rulebook
from supervision.usecases._frame import record, usecase


@usecase("indicator.report")
def report_indicator(
    *,
    indicator: str,
    on: date,
    numerator: Decimal,
    denominator: Decimal | None,
    source: str,
    evidence_sha256: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """填报指标: numerator and denominator on a day in the actor's area, with where they come from.

    Raises:
        RuleViolationError: ``indicator-*``: computed from the register, in the future, no denominator, above one.
    """
    known = next((each for each in rulebook().indicators if each.id == indicator), None)
    if known is None:
        raise NotFoundError("没有这项指标。")
    if on > china_day(at):
        raise RuleViolationError("indicator-in-future", "不能填报将来的数值。")
    if known.denominator is not None and not denominator:
        raise RuleViolationError(
            "indicator-denominator", "这项指标是比值，请填写分母。", remedy="分母是总数，不能为 0。"
        )
    if known.unit == "ratio" and denominator is not None and numerator > denominator:
        raise RuleViolationError("indicator-above-one", "分子不能大于分母。", remedy="请核对分子和分母。")
    area = Area.select().where(Area.code.startswith(actor.scope)).order_by(Area.code).first()
    if area is None:
        raise NotFoundError("没有代码为 {code} 的区域。", code=actor.scope)
    IndicatorReport.create(
        indicator=indicator,
        area=area,
        on=on,
        numerator=numerator,
        denominator=denominator if known.denominator is not None else None,
        source=source,
        evidence_sha256=evidence_sha256,
        reported_by=actor.key,
        reported_at=at,
    )
    record(f"indicator:{indicator}", on=on, area=area.code)
