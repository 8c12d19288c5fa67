"""名单导入办理: a judged list enters the register in one transaction; what is in doubt goes onto a work list.

Already judged and matched by ``supervision.intake``; here is only what is written. A row writes what its source
says differently than last time, nothing else; so the same file again writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from peewee import chunked

from supervision.actor import Actor
from supervision.database import insert_rows, one_at_a_time
from supervision.intake.facility_list import FacilityList, Progress
from supervision.intake.matching import Match, doubt_key
from supervision.intake.report import ImportReport, report
from supervision.intake.rows import Problem
from supervision.intake.values import DOUBT
from supervision.models import Facility, ImportBatch, ImportDoubt
from supervision.queries.imports import SETTLED, absent_names, match_list
from supervision.usecases._frame import record, usecase
from supervision.usecases._listed import ROWS_A_STATEMENT, Listed, create_listed, write_changes

COUNTS = ("rows", "accepted", "doubts", "refused", "created", "changed", "unchanged")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """导入结果: the report, and the number of the batch under which it is kept."""

    batch: int
    report: ImportReport


@usecase("facility.import")
def import_facilities(
    *, facilities: FacilityList, progress: Progress = iter, actor: Actor, at: datetime
) -> ImportResult:
    """导入机构名单: create and change facilities as a list says, within the actor's area; ask about doubts."""
    one_at_a_time("facility.import")  # what the register holds is read here, and must hold until the end
    source = facilities.source
    facilities = facilities.within(actor.scope)
    matches = match_list(facilities)
    found = report(facilities, matches, absent_names(facilities, matches))
    batch = keep_batch(found, actor, at)
    _renumber(matches, source)
    new = [one for one in matches if one.action == "create"]
    listed = [Listed(one.row.values, one.row.said) for one in new if one.row.values]
    created = create_listed(listed, source=source, at=at, progress=progress)
    ids = dict(zip((one.row.number for one in new), created, strict=True))
    changed: dict[str, Any] = {}
    for one in progress([one for one in matches if one.known and one.action in ("change", "same")]):
        ids[one.row.number] = one.known.id
        changed |= _change(one, source, at)
    _keep_doubts(matches, ids, batch, source, at)
    counts = {name: getattr(found, name) for name in COUNTS}
    record(f"import:{batch.id}", sha256=found.sha256, source=source, changed_columns=changed, **counts)
    return ImportResult(batch.id, found)


def keep_batch(found: ImportReport, actor: Actor, at: datetime) -> ImportBatch:
    """Write what became of the file, within a running import."""
    said = ("row", "column", "value", "rule", "outcome", "message")
    problems = [
        {name: getattr(one, name) for name in said} | {"facts": dict(one.facts)} for one in found.problems
    ]
    return ImportBatch.create(
        file_name=found.file[-200:],
        sha256=found.sha256,
        source=found.source,
        at=at,
        by=actor.key,
        report={"problems": problems, "differences": [asdict(one) for one in found.differences]},
        **{name: getattr(found, name) for name in COUNTS},
    )


def _renumber(matches: Sequence[Match], source: str) -> None:
    """Give each source id to the facility that the list now shows under it; two may have changed places."""
    holder = dict(
        Facility.select(Facility.source_id, Facility.id)
        .where(Facility.source == source, Facility.source_id.is_null(False))
        .tuples()
    )
    wanted: dict[str, int | None] = {}
    for one in matches:
        key = one.row.values.source_id if one.row.values else None
        if key and one.action != "hold" and (one.known is None or one.known.source == source):
            wanted.setdefault(key, one.known.id if one.known else None)
    moved = {key: number for key, number in wanted.items() if holder.get(key) != number}
    losing = [holder[key] for key in moved if key in holder] + [number for number in moved.values() if number]
    for some in chunked(losing, ROWS_A_STATEMENT):
        Facility.update(source_id=None).where(Facility.id.in_(some)).execute()
    for key, number in moved.items():
        if number:
            Facility.update(source_id=key).where(Facility.id == number).execute()


def _change(one: Match, source: str, at: datetime) -> dict[str, list[str]]:
    """Write what a row changes, and what its source now says; return the changed columns by facility code."""
    if one.known is None or one.known.closed:
        return {}
    before = one.known.said.get(source, {})
    said = {**before, **one.row.said}
    if not one.changes and before == said:
        return {}
    facility = Facility.get_by_id(one.known.id)
    facility.imported = {**one.known.said, source: said}
    facility.save(only=[Facility.imported])
    if not one.changes:
        return {}
    write_changes(facility, {name: after for name, (_, after) in one.changes.items()}, at=at)
    return {facility.code: sorted(one.changes)}


def _keep_doubts(
    matches: Sequence[Match], ids: Mapping[int, int], batch: ImportBatch, source: str, at: datetime
) -> None:
    """Write new questions; settle open ones that this file no longer raises."""
    open_ones = (
        ImportDoubt.select(ImportDoubt.id, ImportDoubt.facility, ImportDoubt.data)
        .join(ImportBatch)
        .where(ImportBatch.source == source, ImportDoubt.state == "open")
    )
    waiting = {data["key"]: (number, facility) for number, facility, data in open_ones.tuples()}
    raised: dict[str, dict[str, Any]] = {}
    for one in matches:
        for problem in one.row.problems:
            if problem.outcome == DOUBT and one.action != "refuse":
                key = doubt_key(one.row, problem)
                raised.setdefault(key, _doubt(one, problem, key, ids, batch))
    insert_rows(ImportDoubt, [row for key, row in raised.items() if key not in waiting])
    here = {*ids.values(), None}
    settled = [n for key, (n, facility) in waiting.items() if key not in raised and facility in here]
    for some in chunked(settled, ROWS_A_STATEMENT):
        answer = {"state": "cleared", "resolution": SETTLED, "cleared_at": at}
        ImportDoubt.update(answer).where(ImportDoubt.id.in_(some)).execute()


def _doubt(
    one: Match, problem: Problem, key: str, ids: Mapping[int, int], batch: ImportBatch
) -> dict[str, Any]:
    """Return the row of a question; of a row that waits, with all that is needed to write it later."""
    row = one.row
    data: dict[str, Any] = {
        "key": key,
        "field": problem.field,
        "facts": dict(problem.facts),
        "suggestions": [[near.value, near.label] for near in problem.suggestions],
        "name": row.raw.get("name", ""),
        "district": row.values.district if row.values else "",
    }
    facility = ids.get(row.number)
    if problem.holds and row.values:
        data |= {"values": asdict(row.values), "said": row.said}
        facility = one.known.id if one.known else None
    return {
        "batch": batch.id,
        "facility": facility,
        "row": row.number,
        "column": problem.column[:60],
        "value": problem.value,
        "rule": problem.rule,
        "message": problem.message,
        "data": data,
    }
