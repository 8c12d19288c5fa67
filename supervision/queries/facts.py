"""信用档案查询: the ledger of a facility, as the rule engine reads it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from supervision.clock import UTC_FORMAT
from supervision.models import Facility, Fact


@dataclass(frozen=True, slots=True)
class LedgerFact:
    """事实: one row of the ledger in the exchange format ``{id, subject, kind, on, recorded_at, …}``."""

    id: str
    subject: str
    kind: str
    on: date
    recorded_at: datetime
    source: str
    basis: str
    data: dict[str, Any]
    visibility: str
    supersedes: str | None
    public_until: date | None = None

    def as_shown(self, public_on: date | None) -> "LedgerFact":
        """Return the fact as internal where it may no longer be published on a day; so it still supersedes."""
        over = public_on is not None and self.public_until is not None and self.public_until <= public_on
        return replace(self, visibility="internal") if over else self

    def as_json(self) -> dict[str, Any]:
        """Return the members of the exchange format."""
        return {
            "id": self.id,
            "subject": self.subject,
            "kind": self.kind,
            "on": self.on.isoformat(),
            "recorded_at": self.recorded_at.strftime(UTC_FORMAT),
            "source": self.source,
            "basis": self.basis,
            "data": self.data,
            "visibility": self.visibility,
            "supersedes": self.supersedes,
        }


def ledger(
    *, codes: Iterable[str] | None = None, known_at: datetime | None = None, public_on: date | None = None
) -> tuple[LedgerFact, ...]:
    """Return facts in the order in which they were recorded.

    ``known_at``: only what was recorded until then. ``public_on``: what may no longer be published on that day is
    handed over as internal, so that it counts in no public rating and still supersedes what it corrected.
    """
    query = (
        Fact.select(
            Fact.uuid,
            Facility.code,
            Fact.kind,
            Fact.on,
            Fact.recorded_at,
            Fact.source,
            Fact.basis,
            Fact.data,
            Fact.visibility,
            Fact.supersedes,
            Fact.public_until,
        )
        .join(Facility)
        .order_by(Fact.recorded_at, Fact.id)
    )
    if codes is not None:
        query = query.where(Facility.code.in_(list(codes)))
    if known_at is not None:
        query = query.where(Fact.recorded_at <= known_at)
    return tuple(LedgerFact(*row).as_shown(public_on) for row in query.tuples())
