"""公开的抽取: before the reveal the commitment alone; afterwards the whole record, with the nonces of published results."""

import json
from collections import Counter
from datetime import date, datetime
from typing import Any

from supervision.clock import china_day, parse_moment
from supervision.models import Draw as DrawRow
from supervision.models import DrawEvent as EventRow
from supervision.models import Facility as FacilityRow
from supervision.models import Task as TaskRow
from supervision.models import Visit as VisitRow
from supervision.records.inspections import Draw, DrawState, DrawStratum, DrawVisit
from supervision.records.values import Text


def record_path(serial: int) -> str:
    """Return where the record of a revealed draw lies, below ``/records/``."""
    return f"draws/draw-{serial}.json"


def revealed_record(row: DrawRow, salt: bytes) -> dict[str, Any]:
    """Return the whole record of a draw, as the checker reads it."""
    events = [e.event for e in EventRow.select().where(EventRow.draw == row).order_by(EventRow.n)]
    return {
        "commitment": row.commitment,
        "roster": row.roster,
        "exclusions": row.exclusions,
        "rules": row.rules,
        "salt": salt.hex(),
        "beacon": row.beacon,
        "events": events,
        "result": row.result,
    }


def draw_record_bytes(row: DrawRow, salt: bytes) -> bytes:
    """Return the file of a revealed draw's record."""
    return (
        json.dumps(revealed_record(row, salt), ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    )


def read(as_of: date) -> tuple[Draw, ...]:
    """Return every draw whose commitment stands in the log."""
    query = DrawRow.select(DrawRow, TaskRow).join(TaskRow).where(DrawRow.committed_index.is_null(False))
    return tuple(
        sorted((_draw(row) for row in query if china_day(row.committed_at) <= as_of), key=lambda d: d.id)
    )


def _draw(row: DrawRow) -> Draw:
    revealed = row.state == "revealed"
    beacon = row.commitment["beacon"]
    result = row.result if revealed else None
    superseded = row.supersedes
    return Draw(
        id=f"draw-{row.serial}",
        title=Text(zh=row.task.title),
        task=row.task.number,
        serial=row.serial,
        state=DrawState(row.state),
        commitment=row.commitment,
        commitment_sha256=row.commitment_sha256,
        committed_at=row.committed_at,
        beacon=row.beacon or "" if revealed else "",
        beacon_source=Text(zh=f"{beacon['source']} {beacon['round']}"),
        not_before=_moment(beacon["not_before"]),
        reveal_by=row.reveal_by,
        revealed_on=china_day(row.revealed_at) if revealed and row.revealed_at else None,
        record=record_path(row.serial) if revealed else "",
        strata=_strata(row, result),
        inspectors=len(row.roster["inspectors"]) if revealed else None,
        departments=tuple(sorted(part["department"] for part in row.roster["team"])) if revealed else (),
        places_short=len(result["short"]) if result else 0,
        visits=_visits(row) if revealed else (),
        supersedes=f"draw-{superseded.serial}" if superseded else None,
        reason=Text(zh=row.reason) if row.reason else None,
        log_commitment=row.committed_index,
        log_reveal=row.revealed_index,
    )


def _moment(text: str) -> datetime:
    return parse_moment(text)


def _strata(row: DrawRow, result: dict[str, Any] | None) -> tuple[DrawStratum, ...]:
    if result is None:
        return ()
    of = {target["id"]: target["stratum"] for target in row.roster["targets"]}
    targets, selected = Counter(of.values()), Counter(of[each] for each in result["selected"])
    return tuple(
        DrawStratum(
            key=stratum["key"],
            targets=targets[stratum["key"]],
            ratio=(stratum["ratio"][0], stratum["ratio"][1]),
            minimum=stratum["minimum"],
            selected=selected[stratum["key"]],
        )
        for stratum in row.roster["strata"]
    )


def _visits(row: DrawRow) -> tuple[DrawVisit, ...]:
    """Tie published results to their pseudonyms; a visit not yet confirmed stays closed."""
    query = (
        VisitRow.select(VisitRow, FacilityRow)
        .join(FacilityRow)
        .where(VisitRow.draw == row, VisitRow.confirmed_on.is_null(False))
        .order_by(FacilityRow.code)
    )
    return tuple(
        DrawVisit(facility=v.facility.code, pseudonym=v.pseudonym, nonce=v.nonce, on=v.day)
        for v in query
        if v.pseudonym and v.nonce
    )
