"""What was decided about a facility, and how to be heard against it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from supervision.records.values import Code, Record, Reference, Text


class ListName(StrEnum):
    """名单: red list; black list, publicly 失信惩戒对象名单."""

    RED = "red"
    BLACK = "black"


class Origin(Record, frozen=True, kw_only=True):
    """来源: the entry of another region that was verified here before this one was decided. ``region``: its code."""

    region: Code
    authority: str
    number: str


class Listing(Record, frozen=True, kw_only=True):
    """列入: one entry of a list, half-open ``since``–``until``. It leaves the snapshot when it ends.

    ``until`` is nothing where the rules give no term (待核): it stays until it is removed.
    """

    id: Code
    list: ListName
    facility: Code
    number: str
    cause: Text
    references: tuple[Reference, ...]
    since: date
    until: date | None = None
    how_to_leave: Text
    leave_from: date | None = None
    measures: tuple[Text, ...] = ()
    authority: str
    decided_on: date
    origin: Origin | None = None


class Tombstone(Record, frozen=True, kw_only=True):
    """移出记载: that an entry was there and ended; never name, facility or cause. ``record`` is the log's id of it."""

    record: Code
    list: ListName
    on: date


class PenaltyKind(StrEnum):
    """处罚种类 (R6.3)."""

    WARNING = "warning"
    CRITICISM = "criticism"
    FINE = "fine"
    CONFISCATION = "confiscation"
    SUSPENSION = "suspension"
    LOWER_QUALIFICATION = "lower_qualification"
    REVOCATION = "revocation"
    RESTRICTION = "restriction"
    STOP_BUSINESS = "stop_business"
    CLOSURE = "closure"
    PRACTICE_BAN = "practice_ban"
    OTHER = "other"


class Penalty(Record, frozen=True, kw_only=True):
    """行政处罚: while it may be public. ``fine`` and what was ``forfeited`` in yuan.

    ``violation`` is its kind in a few words, ``facts`` what happened; ``authority_code`` the organ's code where it is known.
    """

    id: Code
    facility: Code
    number: str
    kinds: tuple[PenaltyKind, ...]
    violation: Text
    content: Text
    references: tuple[Reference, ...]
    fine: Decimal | None = None
    forfeited: Decimal | None = None
    facts: Text | None = None
    authority: str
    authority_code: str = ""
    decided_on: date
    published_on: date
    until: date
    performed_on: date | None = None


class ObjectionState(StrEnum):
    """异议状态."""

    PENDING = "pending"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    REJECTED = "rejected"


GRANTED = (ObjectionState.UPHELD, ObjectionState.PARTLY_UPHELD)


class Objection(Record, frozen=True, kw_only=True):
    """异议: that the facility objects to a published record, shown beside it. ``about`` is that record's id."""

    id: Code
    facility: Code
    about: Code
    state: ObjectionState
    filed_on: date
    due_on: date | None = None
    decided_on: date | None = None
    outcome: Text | None = None


class Validity(StrEnum):
    """有效性 (R7.5)."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPEALED = "repealed"
    AMENDED = "amended"

    @classmethod
    def on(cls, day: date, *, until: date | None, repealed_on: date | None) -> "Validity":
        """Return what a notice is on ``day``: repealed by a person, over by itself, or in force."""
        if repealed_on is not None and repealed_on <= day:
            return cls.REPEALED
        return cls.EXPIRED if until is not None and until <= day else cls.IN_FORCE


class Notice(Record, frozen=True, kw_only=True):
    """公告: a public notice with the metadata of the administration: 索引号 … 有效性. ``body``: its paragraphs.

    ``about``: id of the plan, draw, score or notice that it makes known. ``until``: the first day after its period (公示期).
    ``reason``: why it was repealed.
    """

    id: Code
    index_number: str
    subject: Text
    genre: Text
    issuer: str
    written_on: date
    published_on: date
    document_number: str
    validity: Validity
    title: Text
    body: tuple[Text, ...]
    facility: Code | None = None
    about: Code | None = None
    until: date | None = None
    repealed_on: date | None = None
    reason: Text | None = None
