"""审计核验: reading the hash-chained trail and finding what was changed, removed, swapped or cut off.

Entry *n* carries ``sha256 = SHA-256(canonical JSON of n, at, actor, action, subject, payload, prev)``, where
``prev`` is the hash of entry *n* - 1 (64 zeros for the first). So a changed row no longer fits its own hash, a
missing or swapped one breaks the chain behind it, and a cut tail shows against a head kept elsewhere: in the
last release, or one given.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from supervision.database import canonical_json, db
from supervision.models import AuditEntry, Release

ZERO = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditProblem:
    """核验问题: what is wrong at which row: changed, missing, swapped or cut."""

    row: int
    kind: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """核验报告: ``{rows, head, problems}``."""

    rows: int
    head: str
    problems: tuple[AuditProblem, ...]


@dataclass(frozen=True, slots=True)
class AuditRow:
    """审计记录: one entry as read."""

    n: int
    at: str
    actor: str
    action: str
    subject: str
    payload: str
    prev_sha256: str
    sha256: str


COLUMNS = tuple(AuditEntry._meta.fields[name] for name in AuditRow.__dataclass_fields__)


def entry_hash(n: int, at: str, actor: str, action: str, subject: str, payload: str, prev: str) -> str:
    """Return the hash of one entry; ``payload`` is already canonical text."""
    body: dict[str, Any] = {
        "n": n,
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "payload": payload,
        "prev": prev,
    }
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


def _rows() -> Iterator[AuditRow]:
    # raw values: a moment that somebody spoilt must be reported, not stop the reading
    for row in db.execute(AuditEntry.select(*COLUMNS).order_by(AuditEntry.id)):
        yield AuditRow(*row)


def audit_head() -> str:
    """Return the hash of the last entry, or 64 zeros."""
    last = AuditEntry.select(AuditEntry.sha256).order_by(AuditEntry.n.desc()).first()
    return last.sha256 if last else ZERO


def verify_audit(head: str | None = None) -> AuditReport:
    """Walk the whole trail and report each problem; ``head`` is a hash that must occur in it.

    Without ``head`` the head in the last release is taken, if there is one.
    """
    problems: list[AuditProblem] = []
    previous, expected, rows = ZERO, 1, 0
    if head is None:
        release = Release.select().order_by(Release.number.desc()).first()
        head = release.audit_head if release else ZERO
    found = head == ZERO
    for row in _rows():
        rows += 1
        if row.n != expected:
            problems.append(AuditProblem(expected, "missing" if row.n > expected else "swapped"))
        own = entry_hash(row.n, row.at, row.actor, row.action, row.subject, row.payload, row.prev_sha256)
        if own != row.sha256 or (row.prev_sha256 != previous and row.n == expected):
            problems.append(AuditProblem(row.n, "changed"))
        previous, expected = row.sha256, row.n + 1
        found = found or row.sha256 == head
    if not found:
        problems.append(AuditProblem(rows + 1, "cut"))
    return AuditReport(rows, previous, tuple(problems))


def list_audit(
    *, subject: str | None = None, limit: int = 200, before: int | None = None
) -> tuple[AuditRow, ...]:
    """Return the newest entries first, of one subject where given."""
    query = AuditEntry.select(*COLUMNS).order_by(AuditEntry.n.desc()).limit(limit)
    if subject:
        query = query.where(AuditEntry.subject == subject)
    if before:
        query = query.where(AuditEntry.n < before)
    return tuple(AuditRow(*row) for row in db.execute(query))
