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
from supervision.disclosure.log.entries import Envelope, Kind
from supervision.disclosure.verification.report import Report
from supervision.disclosure.verification.sources import Source
from supervision.texts import mark

REVEALS = (Kind.DRAW_REVEALED, Kind.DRAW_ABANDONED)


def check_draws(source: Source, envelopes: Mapping[str, Envelope], report: Report) -> None:
    """Check every revealed draw among ``envelopes`` (path → envelope seen to be in the log)."""
    in_order = sorted(envelopes.items(), key=lambda pair: pair[1].index or 0)
    commitments: dict[str, Any] = {}
    events: dict[str, dict[int, str]] = {}
    for path, each in in_order:
        record: Any = each.record
        try:
            if each.kind is Kind.DRAW_COMMITTED:
                commitments.setdefault(commitment_sha256(record["commitment"]), record["commitment"])
            elif each.kind is Kind.DRAW_EVENT:
                of_draw = events.setdefault(record["commitment_sha256"], {})
                of_draw.setdefault(record["n"], record["event_sha256"])
            elif each.kind in REVEALS:
                draw, logged = record["commitment_sha256"], events.get(record["commitment_sha256"], {})
                hashes = [logged[n] for n in sorted(logged)]
                _check(source, record["file"], record["sha256"], commitments.get(draw), hashes, report)
        except (KeyError, TypeError):
            report.add(path, "draw-record", mark("抽取的公开记录缺少应有的内容"))


def _check(
    source: Source, file: str, sha256: str, commitment: Any, events: list[str], report: Report
) -> None:
    data = source.fetch(file)
    if data is None:
        report.add(file, "draw-missing", mark("抽取记录不见了"))
    elif hashlib.sha256(data).hexdigest() != sha256:
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
