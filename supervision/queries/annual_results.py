"""年度结果查询: the years that were proposed and closed in somebody's area, each with its sheets, and a sealed one as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.frozen.freezing import Frozen
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import AnnualResult, AnnualSheet, Area, Facility, RuleText
from supervision.queries._scope import within_area
from supervision.queries.annual_sheets import INDICATORS
from supervision.queries.area_scores import STREETS
from supervision.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class AnnualRow:
    """年度结果行: ``state`` is proposed, closed, corrected (a later version is closed) or refused."""

    uuid: str
    about: str
    area: str
    year: int
    version: int
    state: str
    reason: str
    on: date
    proposed_by: str
    decided_by: str
    decided_on: date | None
    refused_on: date | None
    refusal: str


@dataclass(frozen=True, slots=True)
class AnnualLine:
    """年度结果的一项: of one street, indicator or facility; ``name`` in both languages."""

    subject: str
    name: Mapping[str, str]
    sheet: Mapping[str, Any]
    standing: Mapping[str, str]
    content_sha256: str


def list_annual_results(*, actor: Actor) -> tuple[AnnualRow, ...]:
    """Return every proposed, closed and refused year of the actor's area, the newest year first."""
    query = AnnualResult.select(AnnualResult, Area).join(Area).where(within_area(actor))
    rows = list(query.order_by(AnnualResult.year.desc(), AnnualResult.about, AnnualResult.id.desc()))
    newest: dict[tuple[str, int, int], int] = {}
    for row in rows:
        if row.decided_on is not None:
            newest.setdefault((row.about, row.area_id, row.year), row.id)
    return tuple(
        AnnualRow(
            row.uuid,
            row.about,
            row.area.name,
            row.year,
            row.version,
            _state(row, newest),
            row.reason,
            row.on,
            row.proposed_by,
            row.decided_by,
            row.decided_on,
            row.refused_on,
            row.refusal,
        )
        for row in rows
    )


def _state(row: AnnualResult, newest: Mapping[tuple[str, int, int], int]) -> str:
    if row.refused_on is not None:
        return "refused"
    if row.decided_on is None:
        return "proposed"
    return "closed" if newest[row.about, row.area_id, row.year] == row.id else "corrected"


def get_annual_result(uuid: str, *, actor: Actor) -> tuple[AnnualRow, tuple[AnnualLine, ...]]:
    """Return one with its lines, in the order in which they were worked out.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = next((each for each in list_annual_results(actor=actor) if each.uuid == uuid), None)
    if row is None:
        raise NotFoundError("没有这份年度结果。")
    sheets = AnnualSheet.select().join(AnnualResult).where(AnnualResult.uuid == uuid).order_by(AnnualSheet.id)
    names = _names(row.about, [each.subject for each in sheets])
    return row, tuple(
        AnnualLine(each.subject, names.get(each.subject, {"zh": each.subject}), each.sheet,
                   each.standing, each.content_sha256)
        for each in sheets
    )  # fmt: skip


def _names(about: str, subjects: list[str]) -> dict[str, Mapping[str, str]]:
    if about == INDICATORS:
        return {one.id: one.name for one in rulebook().indicators}
    table = Area if about == STREETS else Facility
    rows = table.select(table.code, table.name).where(table.code.in_(subjects)).tuples()
    return {code: {"zh": name} for code, name in rows}


def frozen_annual(uuid: str, subject: str, *, actor: Actor) -> Frozen:
    """Return one sheet with its facts and the rules as they were kept.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    query = AnnualSheet.select().join(AnnualResult).join(Area)
    row = query.where(AnnualResult.uuid == uuid, AnnualSheet.subject == subject, within_area(actor)).first()
    if row is None:
        raise NotFoundError("没有这份评分的封存件。")
    kept = RuleText.select().where(RuleText.sha256.in_(list(row.seal["rules"].values())))
    texts = {each.sha256: each.text for each in kept}
    return Frozen(
        sheet=row.sheet,
        facts=tuple(row.facts),
        seal=row.seal,
        texts={name: texts[key] for name, key in row.seal["rules"].items()},
    )


def districts(*, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return code and name of the districts in the actor's area."""
    query = Area.select(Area.code, Area.name).where(Area.level == "district", within_area(actor))
    return tuple(query.order_by(Area.code).tuples())
