"""年度结果的内容 what a year comes to: the index of each street, each indicator, each subsidy due, sealed with what it rests on.

Everything is worked out for the last day of the year, as known at one moment. An indicator has no score sheet: its sheet
says numerator, denominator, targets and gaps, and is sealed with the report or the rule file behind it all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.frozen.freezing import Frozen, decide, freeze, hash_of, rule_texts, text_hash
from scoring.rulebook.local import local_rules
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area
from supervision.queries.area_scores import STREETS, area_scheme, area_scores
from supervision.queries.indicators import Figure, IndicatorRow, TargetRow, list_indicators
from supervision.queries.scores import gathered_of
from supervision.queries.subsidies import claim_kind, claimants, subsidy_scheme
from supervision.rulebook import rulebook

INDICATORS = "indicators"
SUBSIDY = "station_subsidy"
ABOUT = (STREETS, INDICATORS, SUBSIDY)  # the subsidies that are paid by the year
Sheets = Iterator[tuple[str, Frozen]]


def last_day(year: int) -> date:
    """Return the day for which a year is worked out."""
    return date(year, 12, 31)


def annual_sheets(
    about: str, area: Area, year: int, *, known_at: datetime, actor: Actor
) -> dict[str, Frozen]:
    """Return by subject what a year comes to in a district, the best place first, then in the order of the rules.

    Raises:
        NotFoundError: nothing of this kind is closed by the year.
    """
    if about not in ABOUT:
        raise NotFoundError("没有这一种年度结果。")
    there = replace(actor, scope=area.code)
    make = {STREETS: _streets, INDICATORS: _indicators}.get(about, _subsidies)
    return dict(make(there, last_day(year), known_at))


def _streets(actor: Actor, on: date, known_at: datetime) -> Sheets:
    book, scheme = rulebook(), area_scheme(STREETS, on)
    for row in area_scores(STREETS, actor=actor, on=on, known_at=known_at):
        facts = row.facts.values()
        yield row.code, freeze(book, scheme, row.sheet, facts, standing=row.standing, roots=local_rules())


def _subsidies(actor: Actor, on: date, known_at: datetime) -> Sheets:
    book, scheme = rulebook(), subsidy_scheme(SUBSIDY, on)
    texts = rule_texts(scheme, local_rules())
    facts = gathered_of(scheme, claimants(SUBSIDY, actor=actor), on=on, known_at=known_at)
    claimed = claim_kind(scheme)
    for code, own in sorted(facts.items()):
        if any(fact.kind == claimed and fact.on.year == on.year for fact in own):
            yield code, decide(book, scheme, code, own, on=on, known_at=known_at, texts=texts)[1]


def _indicators(actor: Actor, on: date, _: datetime) -> Sheets:
    texts: dict[str, dict[str, str]] = {}
    for row in list_indicators(actor=actor, on=on, since=date(on.year, 1, 1)):
        own = texts.setdefault(row.indicator.file, rule_texts(row.indicator, local_rules()))
        yield row.indicator.id, _frozen_indicator(row, own)


def _frozen_indicator(row: IndicatorRow, texts: Mapping[str, str]) -> Frozen:
    one, figure = row.indicator, row.figure
    over = figure.numerator if figure else None
    under = figure.denominator if figure else None
    sheet: dict[str, Any] = {
        "subject": one.id,
        "group": Path(one.file).stem,
        "name": dict(one.name),
        "unit": one.unit,
        "numerator": {"name": dict(one.numerator), "value": _said(over)},
        "denominator": {"name": dict(one.denominator), "value": _said(under)} if one.denominator else None,
        "value": _said(figure.value if figure else None),
        "on": figure and figure.on.isoformat(),
        "how": figure and figure.how,
        "source": figure.source if figure else "",
        "targets": [_target(each) for each in row.targets],
        "met": row.is_met,
    }
    facts = tuple(_reported(one.id, figure)) if figure and figure.how == "reported" else ()
    seal = {
        "sheet": hash_of(sheet),
        "facts": {fact["id"]: hash_of(fact) for fact in facts},
        "rules": {name: text_hash(text) for name, text in texts.items()},
    }
    return Frozen(sheet, facts, seal, texts)


def _target(row: TargetRow) -> dict[str, Any]:
    target = row.target
    return {
        "value": _said(target.value),
        "to": _said(target.to),
        "is": target.comparison,
        "by": target.by and target.by.isoformat(),
        "area": target.area,
        "law": target.source.law.id,
        "article": target.source.article,
        "quote": target.source.quote,
        "gap": _said(row.gap),
        "met": row.is_met,
    }


def _reported(indicator: str, figure: Figure) -> Iterator[Mapping[str, Any]]:
    yield {
        "id": f"{indicator}:{figure.on.isoformat()}",
        "on": figure.on.isoformat(),
        "numerator": _said(figure.numerator),
        "denominator": _said(figure.denominator),
        "source": figure.source,
        "evidence": figure.evidence,
    }


def _said(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
