"""Releases: staged beside the live site, switched to in one step, never going back, whole after any kill."""

from contextlib import suppress
from pathlib import Path

import pytest

from scoring.rulebook import RuleViolationError
from supervision.disclosure.log.entries import MANIFEST_PATH
from supervision.disclosure.release import releases as releases_module
from supervision.disclosure.release.releases import Releases, manifest_of
from supervision.errors import InputError, NotFoundError

FIRST = {"index.html": b"one", "f/A.html": b"a", "f/B.html": b"b", MANIFEST_PATH: b"sealed"}


@pytest.fixture
def site(tmp_path: Path) -> Releases:
    releases = Releases(tmp_path / "public")
    releases.stage("2026-11-21", FIRST)
    releases.switch("2026-11-21")
    return releases


def live_files(site: Releases) -> dict[str, bytes]:
    live = site.root / "live"
    return {path: (live / path).read_bytes() for path in manifest_of(live)}


def test_a_release_is_seen_only_after_the_switch(site: Releases) -> None:
    site.stage("2026-11-22", {"index.html": b"two"}, base="2026-11-21", removed=["f/B.html"])
    assert live_files(site) == {"index.html": b"one", "f/A.html": b"a", "f/B.html": b"b"}
    assert site.changes("2026-11-22", "2026-11-21") == releases_module.Changes(
        (), ("index.html",), ("f/B.html",)
    )
    site.switch("2026-11-22")
    assert site.live == "2026-11-22"
    assert live_files(site) == {"index.html": b"two", "f/A.html": b"a"}
    assert (site.folder("2026-11-21") / "index.html").read_bytes() == b"one", (
        "the earlier release is untouched"
    )


def test_what_did_not_change_is_the_same_file(site: Releases) -> None:
    site.stage("2026-11-22", {"index.html": b"two"}, base="2026-11-21")
    old, new = (site.folder(name) for name in site.names())
    assert (old / "f/A.html").samefile(new / "f/A.html")
    assert not (old / "index.html").samefile(new / "index.html")
    assert not (new / MANIFEST_PATH).exists(), "each release is sealed for itself"


def test_the_log_is_reached_from_every_release_and_is_part_of_none(site: Releases) -> None:
    site.log_folder.mkdir()
    (site.log_folder / "checkpoint").write_bytes(b"signed")
    assert (site.root / "live" / "log" / "checkpoint").read_bytes() == b"signed"
    assert not any(path.startswith("log/") for path in manifest_of(site.root / "live"))


def test_a_roll_back_goes_forward_and_leaves_out_what_was_taken_down(site: Releases) -> None:
    site.stage("2026-11-22", {"index.html": b"broken"}, base="2026-11-21")
    site.switch("2026-11-22")
    site.roll_back("2026-11-22-2", to="2026-11-21", taken_down=["f/B.html"])
    site.switch("2026-11-22-2")
    assert live_files(site) == {"index.html": b"one", "f/A.html": b"a"}


@pytest.mark.parametrize("name", ["../elsewhere", ".hidden", "a/b", "x.part", ""])
def test_other_names_are_refused(site: Releases, name: str) -> None:
    with pytest.raises(InputError):
        site.stage(name, {})
    with pytest.raises(NotFoundError):
        site.switch(name)


def test_a_release_is_made_once(site: Releases) -> None:
    with pytest.raises(RuleViolationError) as caught:
        site.stage("2026-11-21", {})
    assert caught.value.code == "release-exists"


@pytest.mark.parametrize("path", ["../out", "/etc/passwd", "log/checkpoint", "a/../../b", ""])
def test_files_stay_inside(site: Releases, path: str) -> None:
    with pytest.raises(ValueError, match="no path of a release"):
        site.stage("2026-11-22", {path: b""})
    assert site.names() == ["2026-11-21"]


class KilledError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(1, 9))
def test_a_kill_at_any_moment_leaves_a_whole_site(
    site: Releases, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    before = live_files(site)
    calls = iter(range(1, 100))

    def kill_in(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def counted(*args: object, **named: object) -> object:
            if next(calls) == step:
                raise KilledError
            return real(*args, **named)

        monkeypatch.setattr(owner, name, counted)

    for owner, name in (
        (releases_module.os, "link"),
        (releases_module.os, "fsync"),
        (Path, "rename"),
        (Path, "replace"),
        (Path, "symlink_to"),
    ):
        kill_in(owner, name)
    with suppress(KilledError):
        site.stage("2026-11-22", {"index.html": b"two"}, base="2026-11-21")
        site.switch("2026-11-22")
    monkeypatch.undo()
    after = live_files(site)
    assert after in (before, {**before, "index.html": b"two"})
    if "2026-11-22" not in site.names():
        site.stage("2026-11-22", {"index.html": b"two"}, base="2026-11-21")
    site.switch("2026-11-22")
    assert live_files(site)["index.html"] == b"two"


def test_a_full_disk_leaves_nothing_half_written(site: Releases, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(releases_module.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        site.stage("2026-11-22", {"index.html": b"two"}, base="2026-11-21")
    monkeypatch.undo()
    assert [path.name for path in (site.root / "releases").iterdir()] == ["2026-11-21"]


def test_old_releases_go_but_never_the_live_one(site: Releases) -> None:
    for day in (22, 23, 24):
        site.stage(f"2026-11-{day}", {}, base="2026-11-21")
    site.switch("2026-11-22")
    assert site.prune(keep=1) == ["2026-11-21", "2026-11-23"]
    assert site.names() == ["2026-11-22", "2026-11-24"]
