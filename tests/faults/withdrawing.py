"""What was taken down is found nowhere in the next release: no page, list, feed, search shard, data file or archive."""

import random
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.release.publisher import demonstration_publisher
from supervision.disclosure.site.data.archives import DAYS
from supervision.disclosure.verification.site import verify_site
from supervision.records.changes import difference
from supervision.records.decisions import Listing, ListName, Penalty
from supervision.records.rules import Rule, RuleValue
from supervision.records.snapshot import PLURALS, Snapshot
from supervision.records.values import Reference, Text
from tests.faults.run import Fault, Outcome, Trial
from tests.supervision.disclosure.sites import AT

FACILITIES, FIRST = 12, date(2026, 11, 22)
LAW = Reference(law="system-design", citation="本系统设计", confirmed=True)


def faults() -> Iterator[Fault]:
    """Give one for each kind of entry that is taken down by law."""
    for kind, name in (("listing", "an entry removed from a list"), ("penalty", "a penalty taken down")):
        yield Fault(f"{name}, found nowhere", lambda kind=kind: _place(kind))


@contextmanager
def _place(kind: str) -> Iterator[Trial]:
    with tempfile.TemporaryDirectory(prefix="mj-faults-") as name:
        folder = Path(name)
        plain = _with_archives(invent(FACILITIES, 2, 5))

        def trial(dice: random.Random) -> Outcome:
            shutil.rmtree(folder / "public", ignore_errors=True)
            shutil.rmtree(folder / "memory", ignore_errors=True)
            word = f"canary{dice.getrandbits(64):016x}"
            with_entry = _add(plain, kind, _entry(kind, dice.choice(plain.facilities).code, word))
            first = found_in(_published(folder, "r1", with_entry, None), word)
            without = replace(
                plain, meta=msgspec.structs.replace(plain.meta, as_of=FIRST + timedelta(days=1))
            )
            release = _published(folder, "r2", without, with_entry)
            problems = [f"still in {path}" for path in found_in(release, word)]
            problems += [str(each) for each in verify_site(str(folder / "public")).problems]
            if not any(".zip:" in path for path in first) or len(first) < 8:
                problems.append(f"before, it stood in {first} alone: the search proves nothing")
            return Outcome(
                True,
                tuple(problems),
                stood=f"in {len(first)} files before, in 0 after" if not problems else "",
            )

        yield trial


def _with_archives(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot of the first day, whose rules keep the data of a week."""
    rule = Rule(id=DAYS, group="publication", name=Text(zh="天数"), values=(RuleValue(since=date(2023, 1, 1), value=7, reference=LAW),))  # fmt: skip
    meta = msgspec.structs.replace(snapshot.meta, as_of=FIRST)
    return replace(snapshot, meta=meta, rules=(*snapshot.rules, rule))


def _entry(kind: str, facility: str, word: str) -> Any:
    said, law = Text(zh=f"事由{word}", en=f"cause {word}"), (LAW,)
    since, until = FIRST - timedelta(days=40), FIRST + timedelta(days=700)
    if kind == "listing":
        return Listing(
            id=f"listing-{word}", list=ListName.BLACK, facility=facility, number=f"〔2026〕{word}号", cause=said,
            references=law, since=since, until=until, how_to_leave=said, authority=word, decided_on=since,
        )  # fmt: skip
    return Penalty(
        id=f"penalty-{word}", facility=facility, number=f"〔2026〕{word}号", kinds=("fine",), violation=said,
        content=said, references=law, authority=word, decided_on=since, until=until, published_on=since,
    )  # fmt: skip


def _add(snapshot: Snapshot, kind: str, entry: Any) -> Snapshot:
    records: Mapping[str, Any] = {
        PLURALS[kind]: tuple(sorted((*snapshot.of(kind), entry), key=lambda each: each.id))
    }
    return replace(snapshot, **records)


def _published(folder: Path, name: str, snapshot: Snapshot, before: Snapshot | None) -> Path:
    publisher = demonstration_publisher(folder / "public", folder / "memory")
    gone = difference(before, snapshot).withdrawing if before else ()
    publisher.publish(
        name, snapshot, standing={}, fresh={}, files={}, as_of=snapshot.meta.as_of, at=AT, withdrawn=gone
    )
    return publisher.releases.folder(name)


def found_in(release: Path, word: str) -> list[str]:
    """Return the files of a release, and the members of its archives, whose name or content has the word."""
    found = []
    for path in sorted(release.rglob("*")):
        name, sought = path.relative_to(release).as_posix(), word.encode()
        if path.is_file() and (word in name or sought in path.read_bytes()):
            found.append(name)
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                members = archive.namelist()
                found += [
                    f"{name}:{each}" for each in members if word in each or sought in archive.read(each)
                ]
    return found
