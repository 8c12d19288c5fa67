"""Records that stay on the disk are read as if they were in memory, and nothing more of them is kept."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from supervision.disclosure.invented.snapshot import invent
from supervision.records.facilities import Facility
from supervision.records.snapshot import LARGE, PLURALS, Snapshot, read_snapshot, write_snapshot
from supervision.records.stored import BLOCK, Stored, digests, lines, members

DEMONSTRATION = Path(__file__).parents[3] / "portal_docs" / "snapshot"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    subsidies = tuple(read_snapshot(DEMONSTRATION).subsidies)  # nobody invents these
    return replace(invent(30, 2, 5), subsidies=subsidies)


@pytest.fixture(scope="module")
def folder(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("snapshot")
    write_snapshot(snapshot, target)
    return target


@pytest.mark.parametrize("kind", LARGE)
def test_what_lies_on_the_disk_is_what_was_written(snapshot: Snapshot, folder: Path, kind: str) -> None:
    stored = read_snapshot(folder).of(kind)
    held = tuple(sorted(snapshot.of(kind), key=lambda each: getattr(each, "id", "") or each.code))
    assert isinstance(stored, Stored)
    assert tuple(stored) == held == stored[:]
    assert (stored[0], stored[-1], stored[1:3]) == (held[0], held[-1], held[1:3])
    assert stored == held
    assert digests(stored) == digests(held)
    assert list(lines(stored)) == list(lines(held))
    with pytest.raises(IndexError):
        stored[len(held)]


def test_members_are_read_alone_and_one_that_was_left_out_has_its_default(tmp_path: Path) -> None:
    line = '{"code":"F1","name":{"zh":"甲"},"kind":"home","area":"1","stage":"filed"}\n'
    (tmp_path / "facility.jsonl").write_text(line)
    (only,) = members(Stored(tmp_path / "facility.jsonl", Facility), "name", "services")
    assert (only.name.zh, only.services) == ("甲", ())
    assert not hasattr(only, "code")


def test_a_line_may_be_longer_than_what_is_read_at_once_and_the_last_may_lack_its_end(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    long = msgspec.structs.replace(snapshot.facilities[0], address="路" * BLOCK)
    held = (long, *snapshot.facilities[1:])
    path = tmp_path / "facility.jsonl"
    path.write_bytes(b"\n".join(lines(held)))
    assert tuple(Stored(path, Facility)) == held
    assert Stored(path, Facility)[-1] == held[-1]


def test_a_snapshot_stays_whole_where_its_folder_is_replaced(snapshot: Snapshot, tmp_path: Path) -> None:
    write_snapshot(snapshot, tmp_path)
    read = read_snapshot(tmp_path)
    for kind in LARGE:
        (tmp_path / f"{kind}.jsonl").unlink()
    assert all(len(list(read.of(kind))) == len(getattr(snapshot, PLURALS[kind])) for kind in LARGE)
