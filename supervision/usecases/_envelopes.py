"""公开信封: which records enter the log with a release, and which stand in it already."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from supervision.database import transaction
from supervision.disclosure.log.entries import Envelope, Kind, draw_committed, draw_event, draw_revealed
from supervision.disclosure.release.publisher import Publisher
from supervision.disclosure.site.draw_files import draw_envelope_path, draw_event_path
from supervision.models import Draw, DrawEvent, PublishedRecord
from supervision.queries.public.draws import draw_record_bytes, record_path
from supervision.records.snapshot import Snapshot, canonical, identity
from supervision.vault import Vault

LOGGED = {  # kind of record -> kind of entry; the others are protected by the release's manifest
    "result": Kind.RESULT,
    "listing": Kind.LISTING_ADDED,
    "tombstone": Kind.LISTING_REMOVED,
    "penalty": Kind.PENALTY,
    "street_ranking": Kind.RATING,
}
GRADED = {"star_grade": Kind.GRADE, "station_grade": Kind.GRADE}


def _loggable(snapshot: Snapshot) -> list[tuple[str, Kind, dict[str, Any]]]:
    found = []
    for kind in (*LOGGED, "score"):
        for each in snapshot.of(kind):
            entry = LOGGED.get(kind) or GRADED.get(str(each.measure), Kind.RATING)
            found.append((f"{kind}/{identity(kind, each)}", entry, json.loads(canonical(each))))
    return found


def envelopes_of(
    snapshot: Snapshot, publisher: Publisher, at: datetime
) -> tuple[dict[str, Envelope], dict[str, Envelope]]:
    """Return the envelopes that the log holds already, and those that enter it now, by path."""
    standing: dict[str, Envelope] = {}
    fresh: dict[str, Envelope] = {}
    with transaction():
        known: dict[str, list[PublishedRecord]] = {}
        for row in PublishedRecord.select().order_by(PublishedRecord.log_index):
            known.setdefault(row.record_id, []).append(row)
    for key, kind, value in _loggable(snapshot):
        path = f"records/{key}.json"
        rows = known.get(key, [])
        same = next((row for row in reversed(rows) if row.sha256 == record_hash(value)), None)
        if same is not None:
            logged = Envelope(
                same.logged_at, Kind(same.kind), value, bytes.fromhex(same.salt), same.log_index
            )
            standing[path] = logged
        else:
            corrected = bool(rows) and kind in (Kind.RESULT, Kind.PENALTY)
            fresh[path] = publisher.envelope(path, value, kind=Kind.CORRECTION if corrected else kind, at=at)
    return standing, fresh


def draw_envelopes(publisher: Publisher, vault: Vault) -> tuple[dict[str, Envelope], dict[str, bytes]]:
    """Return the envelopes of commitments, events and reveals, and the records of revealed draws as files."""
    envelopes: dict[str, Envelope] = {}
    files: dict[str, bytes] = {}
    for row in Draw.select().where(Draw.committed_index.is_null(False)):
        path = draw_envelope_path(row.serial, Kind.DRAW_COMMITTED)
        value = draw_committed(row.commitment)
        sealed = publisher.envelope(path, value, kind=Kind.DRAW_COMMITTED, at=row.committed_at)
        envelopes[path] = sealed.numbered(row.committed_index)
        for event in DrawEvent.select().where(DrawEvent.draw == row, DrawEvent.log_index.is_null(False)):
            path = draw_event_path(row.serial, event.n)
            value = draw_event(row.commitment_sha256, event.n, event.sha256)
            sealed = publisher.envelope(path, value, kind=Kind.DRAW_EVENT, at=event.at)
            envelopes[path] = sealed.numbered(event.log_index)
        if row.revealed_index is not None:
            kind = Kind.DRAW_ABANDONED if row.state == "abandoned" else Kind.DRAW_REVEALED
            file = f"records/{record_path(row.serial)}"
            data = draw_record_bytes(row, vault.open(row.sealed_salt, f"draw:{row.serial}"))
            files[file] = data
            path = draw_envelope_path(row.serial, kind)
            value = draw_revealed(row.commitment_sha256, file, data)
            sealed = publisher.envelope(path, value, kind=kind, at=row.revealed_at)
            envelopes[path] = sealed.numbered(row.revealed_index)
    return envelopes, files


def record_hash(value: Mapping[str, Any]) -> str:
    """Return the SHA-256 by which a record is recognised as the one that was logged."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
