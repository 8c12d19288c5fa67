"""公开的抽取: before the reveal the commitment alone; afterwards the whole record, with the nonces of published results."""

import json
from collections import Counter
from datetime import date, datetime
from typing import Any

from supervision.clock import china_day, parse_moment
from supervision.models import Department
from supervision.models import Draw as DrawRow
from supervision.models import DrawEvent as EventRow
from supervision.models import Facility as FacilityRow
from supervision.models import SaltShare as ShareRow
from supervision.models import Task as TaskRow
from supervision.models import Visit as VisitRow
from supervision.records.inspections import (
    Draw,
    DrawEvent,
    DrawReason,
    DrawShare,
    DrawState,
    DrawStratum,
    DrawVisit,
)
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
    revealed = row.revealed_index is not None  # an abandoned commitment is revealed too
    beacon = row.commitment["beacon"]
    result = row.result if revealed else None
    superseded = row.supersedes
    later = DrawRow.get_or_none(DrawRow.supersedes == row)
    abandoned = row.state == "abandoned"
    return Draw(
        id=f"draw-{row.serial}",
        title=Text(zh=row.task.title),
        task=row.task.number,
        plan=f"plan-{row.task.line.plan_id}",
        line=row.task.line.serial,
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
        visits=_visits(row) if revealed and not abandoned else (),
        supersedes=f"draw-{superseded.serial}" if superseded else None,
        superseded_by=f"draw-{later.serial}" if later and later.committed_index is not None else None,
        reason=_said(row.reason),
        missed=_said(row.fallback_reason),
        abandoned=_said(row.abandoned_reason),
        abandoned_on=china_day(row.abandoned_at) if abandoned and row.abandoned_at else None,
        ended_by=_said(row.ended_by),
        shares=_shares(row) if abandoned else (),
        exceptions=tuple(DrawReason(key=key, reason=Text(zh=why)) for key, why in row.exceptions),
        strata_reasons=tuple(
            DrawReason(key=key, reason=Text(zh=why)) for key, why in sorted(row.strata_reasons.items())
        ),
        events=_events(row),
        log_commitment=row.committed_index,
        log_reveal=row.revealed_index,
    )


def _said(words: str) -> Text | None:
    return Text(zh=words) if words else None


def _shares(row: DrawRow) -> tuple[DrawShare, ...]:
    """Name the bodies that hold the salt of an abandoned commitment, and which of them has opened its half."""
    names = {each.key: each for each in Department.select().where(Department.authority == row.authority)}
    return tuple(
        DrawShare(
            body=Text(zh=names[each.body].name, en=names[each.body].english),
            returned_on=china_day(each.returned_at) if each.returned_at else None,
        )
        for each in ShareRow.select().where(ShareRow.draw == row).order_by(ShareRow.id)
    )


def _events(row: DrawRow) -> tuple[DrawEvent, ...]:
    """Return the events by their hashes: what they are about is told by the record, after the reveal."""
    query = EventRow.select().where(EventRow.draw == row, EventRow.log_index.is_null(False))
    return tuple(
        DrawEvent(n=each.n, on=china_day(each.at), sha256=each.sha256, log=each.log_index)
        for each in query.order_by(EventRow.n)
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
