"""The snapshot in the repository is what the public sees of the demonstration, byte for byte, each time it is played."""

from pathlib import Path

from supervision.cli import program
from supervision.config import CHECKOUT, Config
from supervision.database import connection
from supervision.demo.showing import write_demonstration
from supervision.queries.audit import verify_audit
from supervision.records.snapshot import read_snapshot

COMMITTED = CHECKOUT / "portal_docs" / "snapshot"
AGAIN = "./dev demo --snapshot portal_docs/snapshot"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_playing_the_story_gives_the_committed_snapshot(demonstration: Config, tmp_path: Path) -> None:
    write_demonstration(demonstration, tmp_path / "snapshot")
    made, committed = files(tmp_path / "snapshot"), files(COMMITTED)
    different = sorted(
        path for path in made.keys() | committed.keys() if made.get(path) != committed.get(path)
    )
    assert different == [], f"the story, or what is shown of it, has changed; where that is meant: {AGAIN}"


def test_the_command_that_the_message_names_exists() -> None:
    command = program.get_command(None, "demo")
    assert "--snapshot" in {word for option in command.params for word in option.opts}


def test_every_page_has_something_to_tell() -> None:
    snapshot = read_snapshot(COMMITTED)
    assert len(snapshot.facilities) == 120
    assert {draw.state for draw in snapshot.draws} >= {"committed", "revealed"}
    assert {score.state for score in snapshot.scores} >= {"in_force", "superseded"}
    assert {listing.list for listing in snapshot.listings} == {"red", "black"}
    for records in (snapshot.tombstones, snapshot.penalties, snapshot.objections, snapshot.notices):
        assert records


def test_its_audit_trail_is_whole(demonstration: Config) -> None:
    with connection():
        report = verify_audit()
    assert report.rows > 2000
    assert report.problems == ()
