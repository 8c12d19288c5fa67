"""公开信封: which records enter the log with a release, and which stand in it already.

======================  ==========================================================================================
what happens            what the log gets
======================  ==========================================================================================
a record appears        an entry of its kind: result, grade, rating, penalty, listing
it says something else  a further entry: a correction of a result or a penalty, else of its kind
an objection is upheld  a ``correction``, which says of which record, what was and what is
it is public no more    an entry ``take-down``, which says of which entry; of a listing its tombstone
a rule or a method      ``rule-change``, when it is first published and whenever it says something else: what decides
                        is covered (values, corrections, the file of a method), the words around it are not
all else                the release's own entry: its manifest has the hash of every file of the site
======================  ==========================================================================================
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from supervision.database import transaction
from supervision.disclosure.log.entries import Envelope, Kind, draw_committed, draw_event, draw_revealed
from supervision.disclosure.release.publisher import Publisher
from supervision.disclosure.site.draw_files import draw_envelope_path, draw_event_path
from supervision.models import Draw, DrawEvent, PublishedRecord
from supervision.queries.public.draws import draw_record_bytes, record_path
from supervision.records.decisions import GRANTED
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
TAKEN_DOWN = (Kind.RESULT, Kind.GRADE, Kind.RATING, Kind.PENALTY, Kind.CORRECTION)
DECIDES = {"rule": ("id", "unit", "values", "corrections"), "method": ("id", "adopted", "source")}
Known = Mapping[str, list[PublishedRecord]]


def _loggable(snapshot: Snapshot) -> list[tuple[str, Kind, dict[str, Any]]]:
    found = []
    for kind, members in DECIDES.items():
        for each in snapshot.of(kind):
            said = json.loads(canonical(each))
            deciding = {name: said.get(name) for name in members}
            found.append((f"{kind}/{identity(kind, each)}", Kind.RULE_CHANGE, deciding))
    for each in snapshot.of("objection"):
        if each.state in GRANTED:
            said = json.loads(canonical(each))
            found.append((f"objection/{identity('objection', each)}", Kind.CORRECTION, said))
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
    for key, kind, value in (*_loggable(snapshot), *_taken_down(snapshot, known)):
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


def _taken_down(snapshot: Snapshot, known: Known) -> Iterator[tuple[str, Kind, dict[str, Any]]]:
    """Yield of each entry whose record is public no more that it was taken down, and with the release of which day."""
    public = {
        f"{kind}/{identity(kind, each)}"
        for kind in (*LOGGED, "score", "objection")
        for each in snapshot.of(kind)
    }
    for key, rows in known.items():
        if key in public or Kind(rows[-1].kind) not in TAKEN_DOWN:
            continue
        entry = rows[-1].log_index
        name = f"take-down/{entry}"
        said = known.get(name)
        on = said[-1].published_on if said else snapshot.meta.as_of
        yield name, Kind.TAKE_DOWN, {"entry": entry, "on": on.isoformat()}


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
