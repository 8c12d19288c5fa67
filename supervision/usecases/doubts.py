"""待核事项办理: the office answers what an import asked. Doubt is asked, never guessed; an answer is remembered.

About a value: take one (as written, one that was offered, or another) or leave the register without. About whose
a row is: the same facility, or one of its own. The next copy of the list does not ask the same again.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.errors import NotFoundError, StaleError
from supervision.intake.answers import typed
from supervision.intake.doubles import SAME, SEPARATE
from supervision.intake.matching import REGISTER
from supervision.intake.rows import FacilityValues
from supervision.models import Facility, ImportBatch, ImportDoubt
from supervision.queries.areas import gazetteer
from supervision.texts import mark
from supervision.usecases._frame import record, usecase
from supervision.usecases._listed import Listed, create_listed, write_changes

TAKE = "take"
LEAVE = "leave"


@usecase("facility.clear_doubt")
def clear_doubts(*, doubts: Sequence[int], answer: str, value: str = "", actor: Actor, at: datetime) -> int:
    """核实存疑事项: answer questions that are alike with one answer; returns how many were answered.

    ``answer``: ``take`` (with ``value``) or ``leave`` for a value; ``same`` or ``separate`` for a row.
    """
    for number in doubts:
        doubt = _open_doubt(number, actor)
        if "values" in doubt.data:
            _answer_identity(doubt, answer, at)
        else:
            _answer_value(doubt, answer, value, at)
        doubt.state = "cleared"
        doubt.resolution = f"{answer}:{value}" if answer == TAKE else answer
        doubt.cleared_by = actor.key
        doubt.cleared_at = at
        doubt.save()
        record(f"doubt:{doubt.id}", rule=doubt.rule, answer=answer, facility=doubt.facility_id)
    return len(doubts)


def _open_doubt(number: int, actor: Actor) -> ImportDoubt:
    doubt = ImportDoubt.get_or_none(ImportDoubt.id == number)
    if doubt is None or not doubt.data["district"].startswith(actor.scope[:6]):
        raise NotFoundError(mark("没有编号为 {number} 的待核事项。"), number=number)
    if doubt.state != "open":
        raise StaleError(
            mark("第 {row} 行的这个问题已经有了答复。"), remedy=mark("请刷新页面。"), row=doubt.row
        )
    return doubt


def _answer_identity(doubt: ImportDoubt, answer: str, at: datetime) -> None:
    """Write the row that waited, into a facility of its own or into the one it turned out to be."""
    if answer not in (SAME, SEPARATE):
        raise RuleViolationError("doubt-identity", mark("请先答复这一行是不是已有的那一家。"))
    batch: ImportBatch = doubt.batch
    values = _values(doubt.data["values"])
    if answer == SEPARATE:
        (created,) = create_listed([Listed(values, doubt.data["said"])], source=batch.source, at=at)
        doubt.facility = created
    elif doubt.facility_id and doubt.rule != "match.closed":
        _rewrite(doubt.facility, values, doubt.data["said"], batch.source, at)
    others = {"facility": doubt.facility_id}
    if not doubt.facility_id:  # the row is left out, and with it what else was asked about it
        others = {"state": "cleared", "resolution": answer, "cleared_at": at}
    ImportDoubt.update(others).where(
        ImportDoubt.batch == batch,
        ImportDoubt.row == doubt.row,
        ImportDoubt.state == "open",
        ImportDoubt.id != doubt.id,
    ).execute()


def _rewrite(
    facility: Facility, values: FacilityValues, said: dict[str, str], source: str, at: datetime
) -> None:
    """Write what the row says differently than the facility that it turned out to be."""
    facility.imported = {**facility.imported, source: said}
    facility.save(only=[Facility.imported])
    given = {kept for column, kept in REGISTER.items() if column in said} - {"uscc", "operator"}
    changes = {kept: getattr(values, kept) for kept in given}
    write_changes(
        facility, {kept: value for kept, value in changes.items() if value not in (None, "")}, at=at
    )


def _answer_value(doubt: ImportDoubt, answer: str, value: str, at: datetime) -> None:
    """Write the value that the office takes, or none."""
    if answer not in (TAKE, LEAVE):
        raise RuleViolationError("doubt-answer", mark("请选择一个值，或选择暂缺。"))
    facility: Facility | None = doubt.facility
    if facility is None:
        raise RuleViolationError("doubt-identity", mark("请先答复这一行是不是已有的那一家。"))
    if answer == TAKE:
        district = facility.area.code[:6]
        changes = typed(doubt.data["field"], value, district=district, gazetteer=gazetteer(district))
        write_changes(facility, changes, at=at)


def _values(kept: dict[str, Any]) -> FacilityValues:
    """Return the values of a row as they were kept in JSON."""
    opened = kept["opened_on"] and date.fromisoformat(kept["opened_on"])
    point = {name: kept[name] and Decimal(kept[name]) for name in ("longitude", "latitude")}
    return FacilityValues(**(kept | point | {"opened_on": opened}))
