"""What was planned, drawn, looked at and found. No inspector's name, no risk class, nothing before its day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from msgspec import Meta

from supervision.records.values import Code, Count, Record, Reference, Sha256, Text

ResultKind = Annotated[int, Meta(ge=1, le=8, description="the eight kinds of the national system")]
Severity = Annotated[int, Meta(ge=0, le=4, description="0 advice, 1 slight, 2 general, 3 serious, 4 major")]


class PlanRow(Record, frozen=True, kw_only=True):
    """计划行: one task of the yearly plan, in the columns in use (R1.16)."""

    serial: Count
    name: Text
    department: Code
    content: Text
    period: Text
    ratio: Text
    frequency: Text
    count: Count | None = None
    joint_with: tuple[Code, ...] = ()


class PlanChange(Record, frozen=True, kw_only=True):
    """计划变更公开项: what changed in a published plan, since when, and why."""

    n: Count
    on: date
    kind: str
    name: Text
    what: tuple[Text, ...] = ()
    reason: str


class Plan(Record, frozen=True, kw_only=True):
    """年度抽查计划: the published plan of one year."""

    id: Code
    number: str
    title: Text
    year: int
    authority: str
    published_on: date
    rows: tuple[PlanRow, ...] = ()
    changes: tuple[PlanChange, ...] = ()


class Item(Record, frozen=True, kw_only=True):
    """抽查事项: what may be inspected; nothing outside this list is."""

    code: Code
    category: Text
    question: Text
    references: tuple[Reference, ...]
    severity: Severity
    veto: bool = False
    departments: tuple[Code, ...] = ()
    kinds: tuple[Code, ...] = ()
    methods: tuple[Text, ...] = ()
    key_item: bool = False


class DrawState(StrEnum):
    """抽取状态: committed (nothing selected yet known), drawn (kept until reveal), revealed, abandoned."""

    COMMITTED = "committed"
    DRAWN = "drawn"
    REVEALED = "revealed"
    ABANDONED = "abandoned"


class DrawStratum(Record, frozen=True, kw_only=True):
    """抽查分层: of ``targets`` facilities ``selected`` were drawn. The key is neutral."""

    key: Code
    targets: Count
    ratio: tuple[int, int]
    minimum: Count = 0
    selected: Count | None = None


class DrawVisit(Record, frozen=True, kw_only=True):
    """已公开的抽中对象: the nonce that ties a facility's published result to its pseudonym in the record."""

    facility: Code
    pseudonym: Sha256
    nonce: Sha256
    on: date | None = None


class DrawReason(Record, frozen=True, kw_only=True):
    """公开的理由: why a stratum is drawn whole, small or not at all; or why so few inspectors may go to a target (pseudonym)."""

    key: str
    reason: Text


class DrawShare(Record, frozen=True, kw_only=True):
    """盐值份额的交出: a body that holds half of the salt of an abandoned commitment; opened on that day, or not yet."""

    body: Text
    returned_on: date | None = None


class DrawEvent(Record, frozen=True, kw_only=True):
    """抽取后的变动: the ``n``-th event, by its hash alone until the reveal; ``log`` is its index in the log."""

    n: Count
    on: date
    sha256: Sha256
    log: int


class Draw(Record, frozen=True, kw_only=True):
    """随机抽取: commitment, beacon and reveal of one draw. ``commitment`` is the object itself, as hashed.

    ``record`` is the path of the whole record below ``/records/`` once revealed; ``log_*`` are indexes in the log.
    ``missed`` says where the source announced that the promised round was missed, so that the fallback counted; ``reason`` why
    there is a second draw for the task; ``abandoned`` why there is no result, and ``ended_by`` whose decision that was.
    ``plan`` and ``line`` say which line of which plan the draw carries out.
    """

    id: Code
    title: Text
    task: str
    plan: Code | None = None
    line: Count | None = None
    serial: int
    state: DrawState
    commitment: dict[str, Any]
    commitment_sha256: Sha256
    committed_at: datetime
    beacon: str = ""
    beacon_source: Text
    not_before: datetime
    reveal_by: date
    revealed_on: date | None = None
    record: str = ""
    strata: tuple[DrawStratum, ...] = ()
    inspectors: Count | None = None
    departments: tuple[Code, ...] = ()
    places_short: Count = 0
    visits: tuple[DrawVisit, ...] = ()
    supersedes: Code | None = None
    superseded_by: Code | None = None
    reason: Text | None = None
    missed: Text | None = None
    abandoned: Text | None = None
    abandoned_on: date | None = None
    ended_by: Text | None = None
    shares: tuple[DrawShare, ...] = ()
    exceptions: tuple[DrawReason, ...] = ()
    strata_reasons: tuple[DrawReason, ...] = ()
    events: tuple[DrawEvent, ...] = ()
    log_commitment: int | None = None
    log_reveal: int | None = None


class VisitKind(StrEnum):
    """检查方式: why the visit was made."""

    DRAWN = "drawn"
    JOINT = "joint"
    SPECIAL = "special"
    CASE = "case"
    RECHECK = "recheck"
    EMERGENCY = "emergency"


class DepartmentResult(Record, frozen=True, kw_only=True):
    """部门结果: the result kinds that one recording department published."""

    department: Code
    kinds: Annotated[tuple[ResultKind, ...], Meta(min_length=1)]
    handling: Text | None = None


class Unobserved(Record, frozen=True, kw_only=True):
    """未检查事项: an item that was on the list and was not looked at, and why."""

    item: Code
    reason: Text | None = None


class Result(Record, frozen=True, kw_only=True):
    """检查结果: one confirmed inspection. Observed = met + not met; unobserved items are never passes."""

    id: Code
    facility: Code
    visit: VisitKind
    task: str
    task_title: Text
    plan: Code | None = None
    draw: Code | None = None
    on: date
    confirmed_on: date
    published_on: date
    results: Annotated[tuple[DepartmentResult, ...], Meta(min_length=1)]
    applicable: Count
    met: Count
    not_met: Count
    unobserved: tuple[Unobserved, ...] = ()
    reply: Text | None = None


class FindingState(StrEnum):
    """问题状态: open, corrected (the facility says so), verified (an inspector has seen it)."""

    OPEN = "open"
    CORRECTED = "corrected"
    VERIFIED = "verified"


class Scope(StrEnum):
    """范围: how widespread it was."""

    SINGLE = "single"
    SEVERAL = "several"
    GENERAL = "general"


class Finding(Record, frozen=True, kw_only=True):
    """检查发现: one item not met, and what became of it. Never names or describes a resident."""

    id: Code
    result: Code
    facility: Code
    item: Code
    scope: Scope
    severity: Severity
    sentence: Text
    references: tuple[Reference, ...]
    state: FindingState
    found_on: date
    due_on: date | None = None
    order_number: str = ""
    corrected_on: date | None = None
    verified_on: date | None = None
