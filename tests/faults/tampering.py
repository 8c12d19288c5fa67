"""Somebody who may write to the web server, or keeps the log itself, deceives its readers: ``log verify`` names it."""

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from supervision.disclosure.log.entries import MANIFEST_PATH, Kind, open_envelope, seal
from supervision.disclosure.log.reading import join_bundle, split_bundle
from supervision.disclosure.log.tlog import tiles_of
from supervision.disclosure.verification.site import verify_site
from tests.faults.run import Fault, Outcome, Trial
from tests.supervision.disclosure import sites
from tests.supervision.disclosure.sites import AT, Publisher, publish_first

RESULTS = 300  # of the prepared site
Deceit = Callable[
    [Path, Path, random.Random], Path
]  # site, what a reader saw last, chance: the site as it is then


def faults() -> Iterator[Fault]:
    """Give each deceit with the name under which it must be found."""
    for name, deceit, expected in (
        ("split view: two readers, two logs, each signed", _split_view, "split-view"),
        ("roll-back: the log of an earlier day", _roll_back, "roll-back"),
        ("a changed tile of the log", _changed_tile, "tile"),
        ("a changed entry of the log", _changed_entry, "entry"),
        ("forged inclusion: a record in the place of another", _forged_place, "record"),
        ("forged inclusion: a record that was never logged", _never_logged, "record-not-logged"),
        ("a changed file of the site", _changed_file, "file"),
    ):
        yield Fault(name, lambda deceit=deceit, expected=expected: _place(deceit, expected))


@contextmanager
def _place(deceit: Deceit, expected: str) -> Iterator[Trial]:
    """Publish a site, and let a reader see it."""
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as name:
        folder = Path(name)
        publish_first(folder / "first")

        def trial(dice: random.Random) -> Outcome:
            for old in ("site", "other"):
                shutil.rmtree(folder / old, ignore_errors=True)
            site, seen = (
                Path(shutil.copytree(folder / "first", folder / "site", symlinks=True)),
                folder / "seen",
            )
            seen.unlink(missing_ok=True)
            problems = verify_site(str(site / "public"), seen).problems
            found = [f"before anything was done: {each.name}" for each in problems]
            shown = deceit(site, seen, dice)
            named = {each.name for each in verify_site(str(shown / "public"), seen).problems}
            if expected not in named:
                found.append(f"{expected} is not among what was found: {sorted(named)}")
            return Outcome(True, tuple(found), stood=f"named: {', '.join(sorted(named)) or 'nothing'}")

        yield trial


def _next(publisher: Publisher, dice: random.Random, results: int = RESULTS) -> None:
    publisher.publish("r2", {"index.html": dice.randbytes(8)}, sites.result_envelopes(results))


def _split_view(site: Path, seen: Path, dice: random.Random) -> Path:
    """Both go on from the same log, with different entries; the reader of one is shown the other."""
    other = Path(shutil.copytree(site, site.with_name("other"), symlinks=True))
    _next(Publisher(site), dice)
    verify_site(str(site / "public"), seen)
    _next(Publisher(other), dice, RESULTS + dice.randrange(1, 40))
    return other


def _roll_back(site: Path, seen: Path, dice: random.Random) -> Path:
    earlier = Path(shutil.copytree(site, site.with_name("other"), symlinks=True))
    _next(Publisher(site), dice, RESULTS + dice.randrange(40))
    verify_site(str(site / "public"), seen)
    return earlier


def _flip(path: Path, dice: random.Random) -> None:
    """Change one bit of a file, on this release alone."""
    content = bytearray(path.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.unlink()
    path.write_bytes(content)


def _changed_tile(site: Path, _: Path, dice: random.Random) -> Path:
    """One of the tiles that the checkpoint rests on: what a shorter log needed may lie beside them, and counts for nothing."""
    log = Publisher(site).log
    _flip(log.folder / dice.choice(list(tiles_of(log.head.size))).path, dice)
    return site


def _changed_entry(site: Path, _: Path, dice: random.Random) -> Path:
    bundle = site / "public/log/tile/entries/000"
    entries = list(split_bundle(bundle.read_bytes(), "entries"))
    one, other = dice.sample(range(len(entries)), 2)
    entries[one] = entries[other]
    bundle.write_bytes(join_bundle(entries))
    return site


def _forged_place(site: Path, _: Path, dice: random.Random) -> Path:
    """The record of one facility claims the entry of another; the manifest is made to fit, and logged."""
    one, other = dice.sample(range(RESULTS), 2)
    live, publisher = site / "public/live", Publisher(site)
    path, second = (live / f"records/results/R-{number}.json" for number in (one, other))
    place = open_envelope(second.read_bytes(), str(second)).index
    forged = open_envelope(path.read_bytes(), str(path)).numbered(place or 0)
    path.unlink()
    path.write_bytes(forged.encode())
    (live / MANIFEST_PATH).unlink()
    sites.seal_site(live.resolve(), publisher.log, "r1b", as_of=AT.date(), at=AT)
    return site


def _never_logged(site: Path, _: Path, dice: random.Random) -> Path:
    publisher, number = Publisher(site), dice.randrange(1000, 9999)
    path, place = f"records/results/R-{number}.json", publisher.log.head.size + dice.randrange(1, 10_000)
    forged = seal({"id": f"R-{number}"}, kind=Kind.RESULT, at=AT).numbered(place)
    folder = publisher.releases.stage("r2", {path: forged.encode()}, base="r1")
    sites.seal_site(folder, publisher.log, "r2", as_of=AT.date(), at=AT)
    publisher.releases.switch("r2")
    return site


def _changed_file(site: Path, _: Path, dice: random.Random) -> Path:
    live = site / "public/live"
    files = [path for path in live.rglob("*") if path.is_file() and path != live / MANIFEST_PATH]
    _flip(dice.choice(sorted(files)), dice)
    return site
