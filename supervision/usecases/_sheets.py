"""评分表留存 A score sheet is kept with all its lines and sealed, within a running transaction; without them it cannot be."""

from collections.abc import Sequence
from datetime import date, datetime

from scoring.frozen.freezing import decide, rule_texts, text_hash
from scoring.rulebook.local import local_rules
from supervision.actor import Actor
from supervision.database import insert_rows
from supervision.errors import NotFoundError
from supervision.models import Facility, RuleText, ScoreSheet
from supervision.queries.scores import gathered_of
from supervision.rulebook import rulebook, schemes


def keep_sheet(
    facility: Facility, scheme_id: str, *, on: date, known_at: datetime, actor: Actor, at: datetime
) -> ScoreSheet:
    """Evaluate and keep the sheet, sealed; the same sheet again changes nothing."""
    (sha256,) = keep_sheets([facility], scheme_id, on=on, known_at=known_at, actor=actor, at=at)
    return sheet_row(sha256)


def keep_sheets(
    facilities: Sequence[Facility],
    scheme_id: str,
    *,
    on: date,
    known_at: datetime,
    actor: Actor,
    at: datetime,
) -> list[str]:
    """Evaluate and keep the sheets of some facilities; returns their hashes, in the same order."""
    book, scheme = rulebook(), schemes().on(scheme_id, on)
    facts = gathered_of(scheme, [row.code for row in facilities], on=on, known_at=known_at)
    texts = rule_texts(scheme, local_rules())
    rows = []
    for facility in facilities:
        own = facts.get(facility.code, [])
        sheet, frozen = decide(book, scheme, facility.code, own, on=on, known_at=known_at, texts=texts)
        rows.append(
            {
                "sha256": frozen.sheet["sheet_sha256"],
                "scheme": scheme_id,
                "facility": facility,
                "on": on,
                "known_at": known_at,
                "outcome": sheet.outcome,
                "value": frozen.sheet["value"],
                "sheet": dict(frozen.sheet),
                "seal": dict(frozen.seal),
                "content_sha256": frozen.content_sha256,
                "public": scheme.public,
                "decided_by": actor.key,
                "stored_at": at,
            }
        )
    kept = [{"sha256": text_hash(text), "text": text, "kept_at": at} for text in texts.values()]
    insert_rows(ScoreSheet, rows, known_stay=True)
    insert_rows(RuleText, kept, known_stay=True)
    return [row["sha256"] for row in rows]


def sheet_row(sha256: str) -> ScoreSheet:
    """Return a kept sheet."""
    row: ScoreSheet | None = ScoreSheet.get_or_none(ScoreSheet.sha256 == sha256)
    if row is None:
        raise NotFoundError("没有这份评分表。")
    return row
