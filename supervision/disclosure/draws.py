"""核验抽取 checking published draws: each revealed draw is computed again, against what the log held before.

The record must fit the commitment that was logged and exactly the events that were logged for it; of several events
logged under one number the earliest counts.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from inspections.canonical import RefusedError, read_json
from inspections.proof import verify
from inspections.protocol import commitment_sha256

from supervision.disclosure.entries import Envelope, Kind
from supervision.disclosure.report import Report
from supervision.disclosure.sources import Source
from supervision.texts import mark

REVEALS = (Kind.DRAW_REVEALED, Kind.DRAW_ABANDONED)


def check_draws(source: Source, envelopes: Mapping[str, Envelope], report: Report) -> None:
    """Check every revealed draw among ``envelopes`` (path → envelope seen to be in the log)."""
    in_order = sorted(envelopes.values(), key=lambda each: each.index or 0)
    commitments: dict[str, Any] = {}
    events: dict[str, dict[int, str]] = {}
    for each in in_order:
        if each.kind is Kind.DRAW_COMMITTED:
            commitment: Any = each.record["commitment"]
            commitments.setdefault(commitment_sha256(commitment), commitment)
        elif each.kind is Kind.DRAW_EVENT:
            of_draw = events.setdefault(str(each.record["commitment_sha256"]), {})
            of_draw.setdefault(int(str(each.record["n"])), str(each.record["event_sha256"]))
    for each in in_order:
        if each.kind in REVEALS:
            draw = str(each.record["commitment_sha256"])
            logged = events.get(draw, {})
            _check(source, each, commitments.get(draw), [logged[n] for n in sorted(logged)], report)


def _check(source: Source, reveal: Envelope, commitment: Any, events: list[str], report: Report) -> None:
    file = str(reveal.record["file"])
    data = source.fetch(file)
    if data is None:
        report.add(file, "draw-missing", mark("抽取记录不见了"))
    elif hashlib.sha256(data).hexdigest() != reveal.record["sha256"]:
        report.add(file, "draw-changed", mark("抽取记录被改动"))
    elif commitment is None:
        report.add(file, "draw-uncommitted", mark("日志中没有这次抽取的事先承诺"))
    else:
        _draw_again(file, data, commitment, events, report)


def _draw_again(file: str, data: bytes, commitment: Any, events: list[str], report: Report) -> None:
    try:
        verdict = verify(read_json(data), commitment=commitment, events=events)
    except RefusedError as fault:
        report.add(file, f"draw-refused:{fault.member}", mark("抽取记录不完整，无法重新计算"))
        return
    if verdict.holds:
        report.draws += 1
    else:
        report.add(file, f"draw-differs:{verdict.differs}", mark("重新计算得出不同的抽取结果"))
