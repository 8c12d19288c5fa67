"""现场结论 What a visit leaves behind: who was there, what they answered, who signed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspections.checklist import Checklist
from scoring.findings import Answer, Scope

Stroke = tuple[tuple[int, int], ...]
"""笔画 One stroke of a signature: points (x, y) in units of the pad."""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """一项结论 What one officer answered to one item; ``photos`` are SHA-256 of files."""

    item: str
    answer: Answer
    by: str
    scope: Scope | None = None
    remark: str = ""
    photos: tuple[str, ...] = ()
    no_photo_reason: str = ""
    corrected_on_spot: bool = False


@dataclass(frozen=True, slots=True)
class Officer:
    """检查人员 An officer at the visit; ``credential_until`` is the last day on which the credential is valid."""

    key: str
    name: str
    department: str
    credential: str
    credential_until: date


class Signer(StrEnum):
    """签名人 Who signs."""

    INSPECTOR = "inspector"
    FACILITY = "facility"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Signature:
    """签名 Strokes drawn on the pad, or the reason for which the signature was refused."""

    role: Signer
    name: str
    strokes: tuple[Stroke, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """检查记录 One visit: the list it used (narrowed to this visit), who was there, what was answered and signed."""

    checklist: Checklist
    on: date
    officers: tuple[Officer, ...]
    answers: tuple[ItemAnswer, ...] = ()
    signatures: tuple[Signature, ...] = ()
    confirmed_by: str = ""

    def answer_to(self, item: str) -> ItemAnswer | None:
        """Return the answer to ``item``, or nothing."""
        return next((answer for answer in self.answers if answer.item == item), None)
