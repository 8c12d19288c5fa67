"""The snapshot in the repository: what the public sees of the demonstration on the last day of its story.

It comes from the played story alone, so that whoever reads a page can find the scene behind it. The head of the audit
trail is left out: it names what happened inside, and no page shows it.
"""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import msgspec

from scoring.rulebook import load_yaml
from supervision.config import Config
from supervision.database import connection
from supervision.demo.loading import SQLITE, Tell, load
from supervision.demo.stage import HERE, moment
from supervision.queries.public import public_snapshot
from supervision.queries.public.draws import record_path
from supervision.records.snapshot import write_snapshot

SITE = "https://minghu.example/"


def write_demonstration(config: Config, folder: Path) -> None:
    """Write the snapshot of a loaded demonstration into ``folder``, with the records of its revealed draws."""
    on = load_yaml(HERE / "story.yaml")["as_of"]
    with connection():
        snapshot = public_snapshot(as_of=on, at=moment(on, 21), public_url=SITE)
    shutil.rmtree(folder, ignore_errors=True)
    write_snapshot(replace(snapshot, meta=msgspec.structs.replace(snapshot.meta, audit_head="")), folder)
    for draw in snapshot.draws:
        if draw.record:
            target = folder / "records" / record_path(draw.serial)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(config.site / "live" / "records" / record_path(draw.serial), target)


def play_and_write(config: Config, folder: Path, tell: Tell) -> None:
    """Play the story in a folder that is thrown away, and write its snapshot into ``folder``."""
    with tempfile.TemporaryDirectory(prefix="mingjing-demonstration-") as place:
        apart = replace(config, data=Path(place), database_url=f"{SQLITE}{place}/mingjing.sqlite")
        load(apart, tell)
        write_demonstration(apart, folder)
