"""发布差异 what one snapshot changes against another, and which part of that needs nobody's approval.

Quiet is what takes down, what ages, and what was promised: a record that is gone, a tombstone in its place, a draw that
was committed or revealed, a rating whose term or a notice whose period is over. Everything else says something new of somebody and waits for a
person.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from supervision.records.decisions import Notice, Validity
from supervision.records.scores import Score, ScoreState
from supervision.records.snapshot import KINDS, PLURALS, Snapshot, canonical, identity
from supervision.records.values import Record

PROMISED = ("tombstone", "draw")


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
