"""文书内容 What stands in each paper: frozen values without markup, the same in every language.

The content of an issued paper is kept as JSON with its SHA-256; paper and PDF can be made from it again at any time.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import msgspec

from supervision.records.values import Text
from supervision.texts import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """机关 The organ in whose name a paper is issued; ``complaints`` is the telephone for complaints about officers."""

    name: Text
    telephone: str = ""
    address: str = ""
    complaints: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """当事人 The facility to which a paper is addressed."""

    name: str
    uscc: str = ""
    address: str = ""
    representative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOfficer:
    """检查人员 An officer with the number of the law-enforcement credential."""

    name: str
    department: Text
    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """签名 A drawn signature, or the reason for which it was refused; strokes are points (x, y) of the pad."""

    name: str
    strokes: tuple[tuple[tuple[int, int], ...], ...] = ()
    refusal: str = ""
    credential: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeItem:
    """检查事项 One item that will be looked at."""

    code: str
    department: Text
    category: Text
    question: Text
    basis: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """发现的问题 One item that was not met: ``photos`` counts pictures in the file."""

    code: str
    question: Text
    scope: Text
    remark: str = ""
    photos: int = 0
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenItem:
    """未检查事项 One item that was not looked at, and why."""

    code: str
    question: Text
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem:
    """改正事项 One breach that must be put right, on which basis, and what has to be done."""

    code: str
    question: Text
    scope: Text
    basis: tuple[Text, ...]
    remedy: Text
    remark: str = ""
    critical: bool = False
    major_hazard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """文书 What every paper carries. ``verify_at`` is the address below which its digest can be looked up."""

    kind: ClassVar[str]
    title: ClassVar[str]
    series: ClassVar[str]

    organ: Organ
    number: str
    issued_on: date
    party: Party
    verify_at: str = ""
    demonstration: bool = False

    @property
    def heading(self) -> str:
        """Return the title that stands on this very paper, a Chinese source text."""
        return self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionNotice(Paper):
    """检查通知书 Notice of inspection: when, what, on which basis, by whom, and the rights of the facility.

    ``carried`` says that the officers bring it with them. ``time`` is a part of the day in words.
    """

    kind: ClassVar[str] = "inspection_notice"
    title: ClassVar[str] = mark("检查通知书")
    series: ClassVar[str] = "检通"

    visit_kind: Text
    visit_on: date
    time: Text
    basis: tuple[Text, ...]
    items: tuple[NoticeItem, ...]
    officers: tuple[NamedOfficer, ...]
    to_prepare: tuple[Text, ...] = ()
    contact: str = ""
    carried: bool = False

    @property
    def by_department(self) -> tuple[tuple[NoticeItem, ...], ...]:
        """Return the items of each department, in the order of its first item."""
        departments = dict.fromkeys(item.department for item in self.items)
        return tuple(tuple(item for item in self.items if item.department == each) for each in departments)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSiteRecord(Paper):
    """现场检查笔录 On-site record: what was looked at and found, what the facility said, who signed."""

    kind: ClassVar[str] = "on_site_record"
    title: ClassVar[str] = mark("现场检查笔录")
    series: ClassVar[str] = "检录"

    visit_number: str
    visit_kind: Text
    started_at: datetime
    ended_at: datetime
    present: str
    officers: tuple[NamedOfficer, ...]
    total: int
    met: int
    not_met: int
    not_applicable: int
    not_observed: int
    found: tuple[FoundItem, ...]
    unseen: tuple[UnseenItem, ...] = ()
    statement: str = ""
    inspectors: tuple[Mark, ...] = ()
    facility: Mark | None = None
    witness: Mark | None = None
    checklist: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionOrder(Paper):
    """责令限期改正通知书 Order to correct: which breaches, on which basis, what to do, until when.

    ``provisional`` marks a last day that may move with next year's calendar. ``appeal`` is the organ's own sentence
    about review and litigation; it is not invented here.
    """

    kind: ClassVar[str] = "correction_order"
    title: ClassVar[str] = mark("责令限期改正通知书")
    series: ClassVar[str] = "责改"

    department: Text
    visit_number: str
    found_on: date
    basis: tuple[Text, ...]
    items: tuple[OrderItem, ...]
    due_on: date
    provisional: bool = False
    plan_due_on: date | None = None
    recheck_by: date | None = None
    contact: str = ""
    appeal: Text | None = None

    @property
    def immediate(self) -> bool:
        """Whether use has to stop at once."""
        return any(item.critical for item in self.items)

    @property
    def heading(self) -> str:
        """Return the title; an order to stop use at once says so."""
        return mark("责令立即停用通知书") if self.immediate else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReceipt(Paper):
    """送达回证 Receipt of service: which paper reached whom, when, where and how."""

    kind: ClassVar[str] = "service_receipt"
    title: ClassVar[str] = mark("送达回证")
    series: ClassVar[str] = "送"

    served_title: Text
    served_number: str
    way: Text
    place: str
    served_at: datetime | None = None
    servers: tuple[Mark, ...] = ()
    recipient: Mark | None = None
    witness: Mark | None = None
    remark: str = ""


def content(paper: Paper) -> dict[str, Any]:
    """Return what stands in the paper as plain JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(paper)
    return plain


def content_sha256(paper: Paper) -> str:
    """Return the SHA-256 of the content in canonical JSON; it stands, shortened, in the QR code."""
    return hashlib.sha256(
        msgspec.json.encode({"kind": paper.kind, **content(paper)}, order="sorted")
    ).hexdigest()


def verification_address(paper: Paper) -> str:
    """Return the address that the QR code names, or nothing without ``verify_at``."""
    return f"{paper.verify_at.rstrip('/')}/{content_sha256(paper)[:16]}" if paper.verify_at else ""
