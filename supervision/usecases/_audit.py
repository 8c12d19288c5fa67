"""Appends to the audit trail, at the end of a transaction, so that the chain is locked for a moment only."""

from datetime import datetime
from typing import Any

from supervision.clock import UTC_FORMAT
from supervision.database import canonical_json, db, is_postgresql
from supervision.models import AuditEntry
from supervision.queries.audit import ZERO, entry_hash


def append(*, action: str, actor: str, at: datetime, subject: str, payload: dict[str, Any]) -> None:
    """Write one entry, chained to the last; must run inside the transaction of what it records."""
    if is_postgresql():  # SQLite has locked the whole database by BEGIN IMMEDIATE
        db.execute_sql(f'LOCK TABLE "{AuditEntry._meta.table_name}" IN EXCLUSIVE MODE')
    last = AuditEntry.select(AuditEntry.n, AuditEntry.sha256).order_by(AuditEntry.n.desc()).first()
    n, previous = (last.n + 1, last.sha256) if last else (1, ZERO)
    text, moment = canonical_json(payload), at.strftime(UTC_FORMAT)
    AuditEntry.insert(
        n=n,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        payload=text,
        prev_sha256=previous,
        sha256=entry_hash(n, moment, actor, action, subject, text, previous),
    ).execute()
