"""The log on disk: it grows, survives a kill at any moment, and never signs what does not extend the last."""

import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from scoring.rulebook import RuleViolationError
from supervision.disclosure.log import keeping as log_module
from supervision.disclosure.log import memory as log_memory
from supervision.disclosure.log.checkpoint import Checkpoint, open_checkpoint
from supervision.disclosure.log.entries import Entry, Kind
from supervision.disclosure.log.keeping import Log
from supervision.disclosure.log.keys import (
    demonstration_key,
    exchange_key,
    former_key_file,
    load_key,
    make_key,
)
from supervision.disclosure.log.note import SigningKey
from supervision.disclosure.log.tlog import holds_consistency, holds_inclusion, leaf_hash, root_of
from supervision.errors import InputError

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
KEY = demonstration_key()


def entries(count: int, since: int = 0) -> list[Entry]:
    return [Entry(AT, Kind.RESULT, f"{number:064x}") for number in range(since, since + count)]


def open_log(folder: Path) -> Log:
    return Log(folder / "log", KEY, folder / "memory")


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return open_log(tmp_path)


def test_an_empty_log_can_be_signed(log: Log) -> None:
    assert log.append([], at=AT) == range(0)
    assert log.head == Checkpoint(KEY.name, 0, root_of([]))
    assert list(log.entries()) == []


def test_it_grows_across_the_edges_of_tiles(log: Log) -> None:
    size = 0
    for count in (1, 3, 0, 252, 1, 255, 1, 1000, 65_000):
        assert log.append(entries(count, size), at=AT) == range(size, size + count)
        size += count
        assert log.head.size == size
        assert log.head.root == log.reader.tree.root
    every = entries(size)
    assert list(log.entries()) == every
    assert list(log.entries(254, 258)) == every[254:258]
    assert log.head.root == root_of([leaf_hash(entry.encode()) for entry in every])
    tree = log.reader.tree
    assert holds_inclusion(
        leaf_hash(every[300].encode()), 300, size, tree.inclusion_proof(300), log.head.root
    )
    assert holds_consistency(257, size, tree.root_at(257), log.head.root, tree.consistency_proof(257))


def test_partial_tiles_go_when_a_full_one_replaces_them(log: Log) -> None:
    log.append(entries(200), at=AT)
    log.append(entries(10, 200), at=AT)
    assert (log.folder / "tile/0/000.p/200").exists(), (
        "a reader of the earlier checkpoint still finds its tile"
    )
    log.append(entries(100, 210), at=AT)
    assert not (log.folder / "tile/0/000.p").exists()
    assert not (log.folder / "tile/entries/000.p").exists()
    assert (log.folder / "tile/0/000").stat().st_size == 256 * 32
    assert {path.name for path in log.folder.iterdir()} == {"checkpoint", "cosigners.txt", "key.txt", "tile"}


def test_it_knows_since_when_an_entry_cannot_be_denied(log: Log) -> None:
    for day in range(3):
        log.append(entries(2, day * 2), at=AT + timedelta(days=day))
    first = log.first_signed_with(2)
    assert first
    assert (first.at, first.checkpoint.size) == (AT + timedelta(days=1), 4)
    assert log.first_signed_with(6) is None
    assert [each.checkpoint.size for each in log.signed()] == [2, 4, 6]


def test_a_writer_that_was_cut_off_finds_its_entries(log: Log) -> None:
    log.append(entries(300), at=AT)
    wanted = [entry.commitment for entry in entries(2, 298)]
    assert log.find([*wanted, "f" * 64], since=290) == {wanted[0]: 298, wanted[1]: 299}
    assert log.find(wanted, since=299) == {wanted[1]: 299}


# --- a kill at any moment ---------------------------------------------------------------------------------------


class KilledError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(1, 12))
def test_a_kill_while_appending_leaves_a_log_that_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    log = open_log(tmp_path)
    log.append(entries(255), at=AT)
    before = log.head
    steps = iter(range(1, 100))

    def killing(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def counted(*args: object) -> None:
            if next(steps) == step:
                raise KilledError
            real(*args)

        monkeypatch.setattr(module, name, counted)

    with monkeypatch.context():
        for name in ("write_durably", "flush_folders"):
            killing(log_module, name)
        killing(log_memory, "append_durably")
        with suppress(KilledError):
            log.append(entries(3, 255), at=AT)
        monkeypatch.undo()
    again = open_log(tmp_path)
    seen = again.head
    assert again.reader.tree.root == seen.root, "whatever is published is whole"
    assert seen.size in (before.size, before.size + 3)
    found = again.find(entry.commitment for entry in entries(3, 255))
    fresh = [entry for entry in entries(3, 255) if entry.commitment not in found]
    again.append(
        fresh, at=AT
    )  # what a publisher does after a restart; also publishes what was only remembered
    again.append(entries(1, 1000), at=AT)
    every = list(again.entries())
    assert every[:255] == entries(255)
    assert every[-1] == entries(1, 1000)[0]
    assert every[255:-1] == entries(3, 255), "once each, though the writer asked again"
    assert again.reader.tree.root_at(before.size) == before.root


def test_a_line_of_the_memory_cut_off_by_a_crash_is_dropped(log: Log) -> None:
    log.append(entries(2), at=AT)
    memory = log.memory / "checkpoints.jsonl"
    with memory.open("ab") as file:
        file.write(b'{"at": "2026-11-2')
    assert len(log.signed()) == 1
    log.append(entries(1, 2), at=AT)
    assert [each.checkpoint.size for each in log.signed()] == [2, 3]


# --- what is never signed ---------------------------------------------------------------------------------------


def copy(log: Log, target: Path) -> None:
    shutil.copytree(log.folder, target / "log")
    shutil.copytree(log.memory, target / "memory")


def refusal(log: Log) -> str:
    with pytest.raises(RuleViolationError) as caught:
        log.append(entries(1, 999), at=AT)
    return caught.value.code


def test_an_older_copy_of_the_folder_is_refused(log: Log, tmp_path: Path) -> None:
    log.append(entries(5), at=AT)
    copy(log, tmp_path / "backup")
    log.append(entries(5, 5), at=AT)
    shutil.rmtree(log.folder)
    shutil.copytree(tmp_path / "backup" / "log", log.folder)
    assert refusal(log) == "log-behind"


def test_after_a_restore_nothing_is_signed_until_the_live_log_is_back(log: Log, tmp_path: Path) -> None:
    log.append(entries(5), at=AT)
    copy(log, tmp_path / "backup")
    log.append(entries(5, 5), at=AT)
    restored = open_log(tmp_path / "backup")
    restored.expect((log.folder / "checkpoint").read_bytes(), at=AT)
    assert refusal(restored) == "log-behind"
    shutil.copytree(log.folder, restored.folder, dirs_exist_ok=True)
    assert restored.append(entries(1, 10), at=AT) == range(10, 11)
    assert restored.reader.tree.root_at(10) == log.head.root


def test_an_older_copy_of_the_memory_learns_the_published_checkpoint(log: Log, tmp_path: Path) -> None:
    log.append(entries(5), at=AT)
    copy(log, tmp_path / "backup")
    log.append(entries(5, 5), at=AT)
    shutil.rmtree(log.memory)
    shutil.copytree(tmp_path / "backup" / "memory", log.memory)
    assert log.append(entries(1, 10), at=AT) == range(10, 11)
    assert [each.checkpoint.size for each in log.signed()] == [5, 10, 11]


def test_two_histories_are_refused(log: Log, tmp_path: Path) -> None:
    log.append(entries(5), at=AT)
    copy(log, tmp_path / "backup")
    log.append(entries(5, 5), at=AT)
    other = open_log(tmp_path / "backup")
    other.append(entries(7, 70), at=AT)
    shutil.rmtree(log.folder)
    shutil.copytree(other.folder, log.folder)
    assert refusal(log) == "log-forked"


def test_a_damaged_tile_is_not_signed_over(log: Log) -> None:
    log.append(entries(300), at=AT)
    tile = log.folder / "tile/0/001.p/44"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    assert refusal(log) == "log-forked"


def test_a_folder_of_somebody_else_is_refused(log: Log, tmp_path: Path) -> None:
    log.append(entries(3), at=AT)
    stranger = Log(log.folder, SigningKey(KEY.name, b"\x09" * 32), tmp_path / "other")
    with pytest.raises(InputError, match="没有"):
        stranger.append(entries(1, 3), at=AT)


def test_the_memory_does_not_lie_in_the_published_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="outside"):
        Log(tmp_path / "log", KEY, tmp_path / "log" / "memory")


def test_cosignatures_are_published_below_the_checkpoint(log: Log) -> None:
    log.append(entries(3), at=AT)
    witness = SigningKey("witness.example/w1", b"\x07" * 32)
    cosigned = log.head.signed_by(KEY, [witness.cosign(log.head.text, AT)]).encode()
    assert log.add_cosignatures(cosigned, [witness.cosigner_key]) == (witness.cosigner_key,)
    assert (log.folder / "checkpoint").read_bytes() == cosigned
    assert (log.folder / "cosigned").read_bytes() == cosigned
    log.append(entries(1, 3), at=AT)  # what was cosigned is still the beginning of the log
    assert log.add_cosignatures(cosigned, [witness.cosigner_key]) == (witness.cosigner_key,)
    assert (log.folder / "cosigned").read_bytes() == cosigned
    other = Checkpoint(KEY.name, 2, b"\x01" * 32)
    forged = other.signed_by(KEY, [witness.cosign(other.text, AT)]).encode()
    with pytest.raises(RuleViolationError) as caught:
        log.add_cosignatures(forged, [witness.cosigner_key])
    assert caught.value.code == "log-cosigned-other"


# --- another key ------------------------------------------------------------------------------------------------


def test_after_a_change_of_keys_the_log_goes_on_for_those_who_know_the_old_one(tmp_path: Path) -> None:
    key_file = tmp_path / "keys" / "log.key"
    old = make_key(key_file, "office.example/log")

    def log() -> Log:
        kept = former_key_file(key_file)
        former = load_key(kept, production=True) if kept.exists() else None
        return Log(tmp_path / "log", load_key(key_file, production=True), tmp_path / "memory", former)

    log().append(entries(3), at=AT)
    before = (tmp_path / "log" / "checkpoint").read_bytes()
    new = exchange_key(key_file)
    log().change_key(at=AT)
    assert log().append(entries(300, 3), at=AT) == range(3, 303)
    assert (tmp_path / "log" / "key.txt").read_text() == f"{new.verifier_key}\n"
    checkpoint = (tmp_path / "log" / "checkpoint").read_bytes()
    for key in (old, new):
        assert open_checkpoint(checkpoint, key.verifier_key)[0].size == 303
    with pytest.raises(RuleViolationError, match="两把密钥"):
        exchange_key(key_file)

    former_key_file(key_file).unlink()  # the time of both is over
    assert log().append(entries(5, 303), at=AT) == range(303, 308)
    assert [each.checkpoint.size for each in log().signed()] == [3, 3, 303, 308]
    assert log().memory.joinpath("former-keys.txt").read_text() == f"{old.verifier_key}\n"
    then = open_checkpoint(before, old.verifier_key)[0]
    tree = log().reader.tree
    assert tree.root_at(then.size) == then.root, "what the old key signed is still the beginning of the log"
    checkpoint = (tmp_path / "log" / "checkpoint").read_bytes()
    with pytest.raises(InputError):
        open_checkpoint(checkpoint, old.verifier_key)


def test_a_change_of_keys_that_was_cut_off_is_asked_for_again(tmp_path: Path) -> None:
    key_file = tmp_path / "keys" / "log.key"
    old = make_key(key_file, "office.example/log")
    shutil.copy(key_file, former_key_file(key_file))
    (tmp_path / "keys" / "log.new").write_text("half a li")
    new = exchange_key(key_file)
    assert load_key(key_file, production=True) == new != old
    assert load_key(former_key_file(key_file), production=True) == old
