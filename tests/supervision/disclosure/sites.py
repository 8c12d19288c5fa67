"""A small published site, built the way a publisher builds one; every test that tampers starts from a copy of it."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from inspections.canonical import canonical as draw_canonical
from inspections.proof import event_hashes
from inspections.protocol import commitment_sha256
from supervision.disclosure.log.entries import Envelope, Kind, draw_committed, draw_event, draw_revealed, seal
from supervision.disclosure.log.keeping import Log
from supervision.disclosure.log.keys import demonstration_key
from supervision.disclosure.release.releases import Releases
from supervision.disclosure.release.sealing import log_records, seal_site

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
DRAW_FILE = "records/draws/D-1.json"
VECTORS = Path(__file__).parents[2] / "golden" / "draw-vectors.json"


def salt(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def draw_record(number: int = 3) -> dict[str, Any]:
    """Return a whole draw record with events, from the protocol's own examples."""
    vector = json.loads(VECTORS.read_bytes())["vectors"][number]
    return {**vector["request"], "result": vector["result"]}


def draw_envelopes(record: dict[str, Any]) -> dict[str, Envelope]:
    committed = commitment_sha256(record["commitment"])
    acts = {"records/draws/D-1-committed.json": (Kind.DRAW_COMMITTED, draw_committed(record["commitment"]))}
    for n, event in enumerate(event_hashes(record), 1):  # type: ignore[arg-type]
        acts[f"records/draws/D-1-event-{n}.json"] = (Kind.DRAW_EVENT, draw_event(committed, n, event))
    revealed = draw_revealed(committed, DRAW_FILE, draw_canonical(record))
    acts["records/draws/D-1-revealed.json"] = (Kind.DRAW_REVEALED, revealed)
    return {path: seal(body, kind=kind, at=AT, salt=salt(path)) for path, (kind, body) in acts.items()}


def result_envelopes(count: int) -> dict[str, Envelope]:
    return {
        f"records/results/R-{n}.json": seal(
            {"id": f"R-{n}", "facility": f"F-{n}", "kinds": [1]}, kind=Kind.RESULT, at=AT, salt=salt(f"R-{n}")
        )
        for n in range(count)
    }


class Publisher:
    """Everything that publishing needs, in one folder; ``record`` is the draw on the site."""

    def __init__(self, root: Path) -> None:
        self.releases = Releases(root / "public")
        self.log = Log(self.releases.log_folder, demonstration_key(), root / "memory")
        self.record = draw_record()

    def publish(self, name: str, pages: dict[str, bytes], envelopes: dict[str, Envelope]) -> None:
        numbered = log_records(self.log, envelopes, at=AT)
        files = {
            **pages,
            DRAW_FILE: draw_canonical(self.record),
            **{path: each.encode() for path, each in numbered.items()},
        }
        if name not in self.releases.names():  # else it was staged before a kill
            self.releases.stage(name, files, base=self.releases.live)
        folder = self.releases.folder(name)
        seal_site(folder, self.log, name, as_of=date(2026, 11, 22), at=AT, salt=salt(name))
        self.releases.switch(name)


def publish_first(root: Path) -> Publisher:
    """Publish a site with 300 results (so that the log has a full tile) and one draw with events."""
    publisher = Publisher(root)
    pages = {"index.html": "<h1>首页</h1>".encode(), "f/F-1.html": b"<h1>F-1</h1>"}
    envelopes = {**result_envelopes(300), **draw_envelopes(publisher.record)}
    publisher.publish("r1", pages, envelopes)
    return publisher
