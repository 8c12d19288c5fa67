"""评分查询: what a scheme says about a facility on a day, as known at a moment; and the sheets that were kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scoring.engine import evaluate
from scoring.explain import Explanation, explain
from scoring.fact_files import fact_from_record
from scoring.facts import WITHDRAWAL, Fact
from scoring.schemes import Scheme
from scoring.sheet import Sheet
from supervision.models import Award, Facility, ScoreSheet
from supervision.queries.facts import LedgerFact, ledger
from supervision.rulebook import rulebook, schemes


def engine_facts(rows: Iterable[LedgerFact], scheme: Scheme) -> list[Fact]:
    """Return ledger rows as the engine's facts; kinds and members that the scheme does not read are left out.

    A withdrawal is of every scheme's concern: what it names has fallen.
    """
    members = {kind.id: kind.members for kind in scheme.kinds.values()} | {WITHDRAWAL: {}}
    found = []
    for row in rows:
        wanted = members.get(row.kind)
        if wanted is None:
            continue
        record = row.as_json()
        record["data"] = {name: value for name, value in row.data.items() if name in wanted}
        found.append(fact_from_record(record, members, row.id))
    return found


def evaluate_facility(
    scheme_id: str,
    code: str,
    *,
    on: date,
    known_at: datetime | None = None,
    rehearse: bool = False,
    facts: Iterable[LedgerFact] | None = None,
) -> Sheet:
    """Return the score sheet of a facility; a public scheme sees only what may be published on ``on``."""
    scheme = schemes().on(scheme_id, on)
    rows = (
        ledger(codes=[code], known_at=known_at, public_on=on if scheme.public else None)
        if facts is None
        else facts
    )
    return evaluate(
        rulebook(), scheme, code, engine_facts(rows, scheme), on=on, known_at=known_at, rehearse=rehearse
    )


def explain_facility(scheme_id: str, code: str, *, on: date, known_at: datetime | None = None) -> Explanation:
    """Return why a facility has its outcome, what is missing, and what would lift it."""
    scheme = schemes().on(scheme_id, on)
    rows = ledger(codes=[code], known_at=known_at, public_on=on if scheme.public else None)
    return explain(rulebook(), scheme, code, engine_facts(rows, scheme), on=on, known_at=known_at)


@dataclass(frozen=True, slots=True)
class SheetView:
    """评分表: one that was kept, with its lines as JSON."""

    sha256: str
    scheme: str
    facility: str
    on: date
    outcome: str | None
    value: str | None
    sheet: dict[str, Any]


def newest_sheets(code: str) -> tuple[SheetView, ...]:
    """Return the newest kept sheet of each scheme for a facility."""
    found: dict[str, SheetView] = {}
    query = ScoreSheet.select(ScoreSheet, Facility).join(Facility).where(Facility.code == code)
    for row in query.order_by(ScoreSheet.on, ScoreSheet.id):
        value = None if row.value is None else str(row.value)
        found[row.scheme] = SheetView(row.sha256, row.scheme, code, row.on, row.outcome, value, row.sheet)
    return tuple(found[key] for key in sorted(found))


@dataclass(frozen=True, slots=True)
class AwardView:
    """评定结果: a decided grade or rating with its term."""

    uuid: str
    scheme: str
    facility: str
    outcome: str
    since: date
    until: date
    ended_on: date | None
    number: str
    organ: str


def awards_of(code: str) -> tuple[AwardView, ...]:
    """Return the awards of a facility that were decided, the newest first."""
    query = (
        Award.select(Award, Facility)
        .join(Facility)
        .where(Facility.code == code, Award.decided_on.is_null(False))
    )
    return tuple(
        AwardView(
            row.uuid, row.scheme, code, row.outcome, row.since, row.until, row.ended_on, row.number, row.organ
        )
        for row in query.order_by(Award.since.desc(), Award.id.desc())
    )
