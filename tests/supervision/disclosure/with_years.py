"""What two years came to, for a snapshot that was made up: two streets, an indicator, a subsidy; one year corrected."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from supervision.records.annual_results import (
    AnnualState,
    Basis,
    Comparison,
    IndicatorTarget,
    IndicatorValue,
    StreetRanking,
    Subsidy,
)
from supervision.records.snapshot import Snapshot
from supervision.records.values import Reference, Text

YEARS = (2024, 2025)
REASON = "志愿者人数算重"
TOLD = Basis(
    part="tasks", name=Text(zh="清单"), text=Text(zh="完成项数 31"), on=date(2025, 12, 20), source="台账"
)


def _common(year: int, version: int = 1, *, corrected: bool = False) -> dict[str, Any]:
    return {
        "year": year,
        "version": version,
        "state": AnnualState.CORRECTED if corrected else AnnualState.IN_FORCE,
        "on": date(year, 12, 31),
        "decided_on": date(year + 1, version, 14),
        "authority": "明湖区民政局",
        "reason": REASON if version > 1 else "",
        "content_sha256": f"{year}{version}".rjust(64, "0"),
    }


def _street(code: str, district: str, place: int | None, **common: Any) -> StreetRanking:
    return StreetRanking(
        id=f"street-{code}-{common['year']}-{common['version']}",
        area=code,
        district=district,
        place=None if place is None else Decimal(place),
        places=2,
        points=None if place is None else Decimal(90 - place),
        outcome="first_third",
        outcome_name=Text(zh="前三分之一", en="First third"),
        scheme="street.index",
        scheme_name=Text(zh="镇街指数", en="Street index"),
        basis=(TOLD,),
        sheet_sha256="0" * 64,
        **common,
    )


def _indicator(area: str, value: str, **common: Any) -> IndicatorValue:
    target = IndicatorTarget(
        value=Decimal("0.8"),
        comparison=Comparison.AT_LEAST,
        by=date(2025, 12, 31),
        region="50",
        reference=Reference(citation="《方案》四"),
        quote="优秀率达到80%以上",
        gap=max(Decimal(0), Decimal("0.8") - Decimal(value)),
        met=Decimal(value) >= Decimal("0.8"),
    )
    return IndicatorValue(
        id=f"indicators.excellent-{area}-{common['year']}-{common['version']}",
        indicator="indicators.excellent",
        group="operation",
        name=Text(zh="优秀率", en="Excellent"),
        unit="ratio",
        area=area,
        numerator_name=Text(zh="优秀的设施", en="excellent"),
        denominator_name=Text(zh="参评的设施", en="assessed"),
        numerator=Decimal(value) * 50,
        denominator=Decimal(50),
        value=Decimal(value),
        measured_on=date(common["year"], 12, 31),
        how="computed",
        met=target.met,
        targets=(target,),
        **common,
    )


def _subsidy(facility: str, **common: Any) -> Subsidy:
    return Subsidy(
        id=f"subsidy-{facility}-{common['year']}-{common['version']}",
        facility=facility,
        scheme="subsidy.station",
        scheme_name=Text(zh="站点补助", en="Station subsidy"),
        outcome="due",
        outcome_name=Text(zh="应发放", en="Due"),
        amount=Decimal(75000),
        basis=(TOLD,),
        sheet_sha256="0" * 64,
        **common,
    )


def with_years(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with what 2024 and 2025 came to; the ranking of 2025 was corrected, which turned it round."""
    streets = [area for area in snapshot.areas if area.depth == 4][:2]
    one, other = (area.code for area in streets)
    district = streets[0].parent or ""
    before = _common(2025, corrected=True)
    rankings = (
        _street(one, district, 2, **_common(2024)),
        _street(other, district, None, **_common(2024)),
        _street(one, district, 2, **before),
        _street(other, district, 1, **before),
        _street(one, district, 1, **_common(2025, 2)),
        _street(other, district, 2, **_common(2025, 2)),
    )
    values = (_indicator(district, "0.72", **_common(2024)), _indicator(district, "0.84", **_common(2025)))
    return replace(
        snapshot,
        street_rankings=tuple(sorted(rankings, key=lambda each: each.id)),
        indicator_values=values,
        subsidies=(_subsidy(snapshot.facilities[0].code, **_common(2025)),),
    )
