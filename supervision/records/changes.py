"""发布差异 what one snapshot changes against another, and which part of that needs nobody's approval.

Quiet is what takes down, what ages, and what was promised: a record that is gone, a tombstone in its place, a draw that
was committed or revealed, a rating whose term or a notice whose period is over. Everything else says something new of somebody and waits for a
person.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from supervision.records.decisions import GRANTED, Notice, Validity
from supervision.records.scores import Score, ScoreState
from supervision.records.snapshot import KINDS, PLURALS, Snapshot, canonical, identity
from supervision.records.values import Record

PROMISED = ("tombstone", "draw")
STANDING = ("tombstone", "objection")  # never rolled back
RIGHTED = {
    "result": "id",
    "finding": "result",
    "score": "facility",
}  # by which member an objection's correction finds them


@dataclass(frozen=True, slots=True)
class Difference:
    """发布差异: record ids (``kind/id``) that are new, changed, or no longer there; ``aged`` ones are among the changed."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    taken_down: tuple[str, ...]
    aged: tuple[str, ...] = ()

    @property
    def loud(self) -> tuple[str, ...]:
        """Return what says something new of somebody."""
        quiet = tuple(f"{kind}/" for kind in PROMISED)
        return tuple(
            each
            for each in (*self.new, *self.changed)
            if not each.startswith(quiet) and each not in self.aged
        )

    @property
    def only_removes(self) -> bool:
        """Return whether nothing new is said of anybody: the standing order covers it."""
        return not self.loud

    @property
    def withdrawing(self) -> tuple[str, ...]:
        """Return what makes records of earlier days unfit to be read on: what is taken down, what an objection was about."""
        return (
            *self.taken_down,
            *(each for each in (*self.new, *self.changed) if each.startswith("objection/")),
        )

    @property
    def is_empty(self) -> bool:
        """Return whether both are the same."""
        return not (self.new or self.changed or self.taken_down)


def difference(old: Snapshot | None, new: Snapshot) -> Difference:
    """Return what ``new`` changes against ``old``."""
    before, after = _digests(old) if old else {}, _digests(new)
    changed = sorted(key for key in after.keys() & before.keys() if after[key] != before[key])
    records = _ageing(old) if old else {}
    return Difference(
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(changed),
        taken_down=tuple(sorted(before.keys() - after.keys())),
        aged=tuple(
            key
            for key, each in sorted(_ageing(new).items())
            if key in records and after[key] != before[key] and _has_aged(records[key], each)
        ),
    )


def quiet_part(old: Snapshot, new: Snapshot) -> Snapshot:
    """Return ``old`` brought to the day of ``new`` by quiet changes alone."""
    kept = {PLURALS[kind]: tuple(_kept(kind, old, new)) for kind in KINDS}
    meta = msgspec.structs.replace(old.meta, as_of=new.meta.as_of, audit_head=new.meta.audit_head)
    return Snapshot(meta=meta, **kept)  # type: ignore[arg-type]


def rolled_back(earlier: Snapshot, now: Snapshot, gone: Collection[str], day: date) -> Snapshot:
    """Return ``earlier`` on ``day``, with what it must bring back left out; ``now`` is what is live.

    That is what has been taken down since (``gone``: ``kind/id``) or has expired, and what has been put right: objections
    stand as they do now, and so do the results, findings and scores that one of them corrected.
    """
    put_right = _put_right(now)
    kept = {
        PLURALS[kind]: tuple(
            each
            for each in _with_what_is_right(kind, earlier, now, put_right)
            if f"{kind}/{identity(kind, each)}" not in gone and not _has_expired(kind, each, day)
        )
        for kind in KINDS
    }
    return Snapshot(meta=msgspec.structs.replace(earlier.meta, as_of=day), **kept)


def _put_right(now: Snapshot) -> frozenset[str]:
    """Return the ids of results that an objection corrected, and the codes of their facilities."""
    granted = [each for each in now.objections if each.state in GRANTED]
    return frozenset(each.about for each in granted) | {each.facility for each in granted}


def _with_what_is_right(
    kind: str, earlier: Snapshot, now: Snapshot, put_right: frozenset[str]
) -> Iterator[Any]:
    whose = RIGHTED.get(kind)
    if kind in STANDING:
        yield from now.of(kind)
    elif whose is None:
        yield from earlier.of(kind)
    else:
        known = {identity(kind, each) for each in earlier.of(kind)}
        kept = [each for each in earlier.of(kind) if getattr(each, whose) not in put_right]
        kept += [
            each
            for each in now.of(kind)
            if getattr(each, whose) in put_right and identity(kind, each) in known
        ]
        yield from sorted(kept, key=lambda each: identity(kind, each))


def _has_expired(kind: str, each: Any, day: date) -> bool:
    return kind in ("listing", "penalty") and each.until is not None and each.until <= day


def _kept(kind: str, old: Snapshot, new: Snapshot) -> Iterator[Record]:
    if kind in PROMISED:
        yield from new.of(kind)
        return
    now = {identity(kind, each): each for each in new.of(kind)}
    for each in old.of(kind):
        later = now.get(identity(kind, each))
        if later is not None:
            yield later if _has_aged(each, later) else each


def _has_aged(old: Record, new: Record) -> bool:
    """Return whether all that has happened to a score is that its term is over, or to a notice its period."""
    if isinstance(old, Score) and isinstance(new, Score):
        return (old.state, new.state) == (ScoreState.IN_FORCE, ScoreState.LAPSED)
    return (
        isinstance(old, Notice)
        and old.validity is Validity.IN_FORCE
        and new == msgspec.structs.replace(old, validity=Validity.EXPIRED)
    )


def _ageing(snapshot: Snapshot) -> dict[str, Record]:
    """Return the records that can age, by kind and id."""
    return {
        f"{kind}/{identity(kind, each)}": each for kind in ("score", "notice") for each in snapshot.of(kind)
    }


def _digests(snapshot: Snapshot) -> dict[str, str]:
    return {
        f"{kind}/{identity(kind, each)}": hashlib.sha256(canonical(each)).hexdigest()
        for kind in KINDS
        for each in snapshot.of(kind)
    }
