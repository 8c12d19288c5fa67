"""评分表留存 A score sheet is kept with all its lines and sealed, within a running transaction; without them it cannot be."""

from datetime import date, datetime

from scoring.engine import evaluate
from scoring.freezing import freeze
from scoring.rulebook.local import local_rules
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Facility, RuleText, ScoreSheet
from supervision.queries.scores import gathered
from supervision.rulebook import rulebook, schemes


def keep_sheet(
    facility: Facility, scheme_id: str, *, on: date, known_at: datetime, actor: Actor, at: datetime
) -> ScoreSheet:
    """Evaluate and keep the sheet, sealed; the same sheet again changes nothing."""
    book, scheme = rulebook(), schemes().on(scheme_id, on)
    facts = gathered(scheme, facility.code, on=on, known_at=known_at)
    sheet = evaluate(book, scheme, facility.code, facts, on=on, known_at=known_at)
    frozen = freeze(book, scheme, sheet, facts, roots=local_rules())
    plain = sheet.as_record()
    ScoreSheet.insert(
        sha256=sheet.sha256,
        scheme=scheme_id,
        facility=facility,
        on=on,
        known_at=known_at,
        outcome=sheet.outcome,
        value=None if sheet.value is None else plain["value"],
        sheet=plain,
        seal=dict(frozen.seal),
        content_sha256=frozen.content_sha256,
        public=scheme.public,
        decided_by=actor.key,
        stored_at=at,
    ).on_conflict_ignore().execute()
    for name, key in frozen.seal["rules"].items():
        RuleText.insert(sha256=key, text=frozen.texts[name], kept_at=at).on_conflict_ignore().execute()
    return sheet_row(sheet.sha256)


def sheet_row(sha256: str) -> ScoreSheet:
    """Return a kept sheet."""
    row: ScoreSheet | None = ScoreSheet.get_or_none(ScoreSheet.sha256 == sha256)
    if row is None:
        raise NotFoundError("没有这份评分表。")
    return row
