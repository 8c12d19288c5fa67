"""事实 What happened, on which day, who recorded it and when: the only thing a score is made of.

Facts are appended and never edited. A correction is a new fact that ``supersedes`` the old one; a fact that fell
altogether is superseded by one of kind ``withdrawal``. What was known at a moment can therefore be asked at any time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Literal

from scoring.language.context import MISSING, Kind, Type, Value

Visibility = Literal["public", "internal", "personal"]
VISIBILITIES: tuple[Visibility, ...] = ("public", "internal", "personal")
WITHDRAWAL = "withdrawal"
EXACT = frozenset({Decimal, str, bool, date, frozenset})
"""Types of what a fact says, as the engine works with them."""
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Fact:
    """事实 One entry of a credit file.

    ``on`` is the legal day it happened, ``recorded_at`` the moment it became known (aware), ``data`` what it says:
    numbers as ``Decimal``, words, flags, days, frozen sets of words. Absent members are missing, not zero.
    """

    id: str
    subject: str
    kind: str
    on: date
    recorded_at: datetime
    data: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    basis: str = ""
    visibility: Visibility = "public"
    supersedes: str | None = None

    def __post_init__(self) -> None:
        for value in self.data.values():
            if type(value) not in EXACT:
                data = {key: _exactly(self.id, key, one) for key, one in self.data.items() if one is not None}
                object.__setattr__(self, "data", data)
                break

    def get(self, name: str) -> Value:
        """Return what the fact says under ``name``, or ``MISSING``."""
        if name in self.data:
            return self.data[name]
        match name:
            case "on":
                return self.on
            case "id":
                return self.id
            case "source":
                return self.source or MISSING
            case "basis":
                return self.basis or MISSING
        return MISSING

    def as_record(self) -> dict[str, Any]:
        """Return the fact as it stands in a JSON line; decimals are strings."""
        return {
            "id": self.id,
            "subject": self.subject,
            "kind": self.kind,
            "on": self.on.isoformat(),
            "recorded_at": moment_text(self.recorded_at),
            "source": self.source,
            "basis": self.basis,
            "data": {name: _plain(value) for name, value in sorted(self.data.items())},
            "visibility": self.visibility,
            "supersedes": self.supersedes,
        }


def moment_text(at: datetime) -> str:
    """Return a moment as it is written everywhere: 2026-11-22T04:00:00Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def start_of_day(on: date) -> datetime:
    """Return the first moment of a legal day in China."""
    return datetime(on.year, on.month, on.day, tzinfo=CHINA)


def known_facts(
    facts: Iterable[Fact], on: date, known_at: datetime | None = None, *, public: bool = False
) -> list[Fact]:
    """Return what counts on the day ``on`` as it was known at ``known_at`` (``None``: all that is on file).

    Superseded facts are left out, also where the one that supersedes them is not public; with ``public`` only
    facts that may be shown are left. In order of their day, then of their recording, then of their id.
    """
    known = [fact for fact in facts if known_at is None or fact.recorded_at <= known_at]
    fallen = {fact.supersedes for fact in known if fact.supersedes}
    counted = [
        fact
        for fact in known
        if fact.id not in fallen
        and fact.kind != WITHDRAWAL
        and fact.on <= on
        and (fact.visibility == "public" or not public)
    ]
    return sorted(counted, key=lambda fact: (fact.on, fact.recorded_at, fact.id))


def members_of(kinds: Iterable[Kind]) -> dict[str, dict[str, Type]]:
    """Return ``{kind: {member: type}}`` of all the kinds together."""
    members: dict[str, dict[str, Type]] = {}
    for kind in kinds:
        members.setdefault(kind.id, {}).update(kind.members)
    return members


def by_subject(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """Return the facts of each subject; subjects in the order of their first fact."""
    subjects: dict[str, list[Fact]] = {}
    for fact in facts:
        subjects.setdefault(fact.subject, []).append(fact)
    return subjects


def _exactly(fact: str, name: str, value: Value) -> Value:
    if isinstance(value, float):
        raise TypeError(f"fact {fact}: {name} is a float; facts hold exact numbers only")
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return frozenset(value) if isinstance(value, list | set) else value


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return value
