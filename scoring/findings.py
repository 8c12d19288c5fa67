"""检查发现 The words in which an inspection speaks to the rules: answer, scope, finding.

Checklists write findings, rules read them; nobody else needs to know the other side. An item that
nobody answered is the *absence* of a finding: there is no answer called "pass by default".
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Answer(StrEnum):
    """检查结果 What an inspector answered to one item."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_OBSERVED = "not_observed"


class Scope(StrEnum):
    """涉及范围 How far a breach reaches: one place, several, everywhere looked at."""

    ISOLATED = "isolated"
    SEVERAL = "several"
    WIDESPREAD = "widespread"


class Severity(IntEnum):
    """问题等级 Operational weight of a breach; says nothing about the legal class of a hazard."""

    ADVISORY = 0
    MINOR = 1
    GENERAL = 2
    SERIOUS = 3
    MAJOR = 4


class LegalMajor(StrEnum):
    """重大事故隐患 Whether the text of the national criteria names this breach; unknown is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


WORDS: dict[StrEnum | IntEnum, tuple[str, str]] = {
    Answer.MET: ("符合", "met"),
    Answer.NOT_MET: ("不符合", "not met"),
    Answer.NOT_APPLICABLE: ("不适用", "not applicable"),
    Answer.NOT_OBSERVED: ("未检查", "not observed"),
    Scope.ISOLATED: ("个别", "isolated"),
    Scope.SEVERAL: ("多处", "several"),
    Scope.WIDESPREAD: ("普遍", "widespread"),
    Severity.ADVISORY: ("提示", "advice"),
    Severity.MINOR: ("轻微", "minor"),
    Severity.GENERAL: ("一般", "general"),
    Severity.SERIOUS: ("较重", "serious"),
    Severity.MAJOR: ("重大", "major"),
    LegalMajor.YES: ("属重大事故隐患", "a major hazard in law"),
    LegalMajor.NO: ("不属重大事故隐患", "not a major hazard in law"),
    LegalMajor.UNKNOWN: ("是否属重大事故隐患待核", "not yet known whether a major hazard in law"),
}
"""Chinese and English word of each value, in this order."""


@dataclass(frozen=True, slots=True)
class Finding:
    """检查发现 One answered item of one visit.

    ``item`` is the code of the checklist item (``CL-C02``); ``department`` the body that recorded it;
    ``on`` the legal day; ``basis`` the legal text as it may be shown; ``confidence`` the tag of that basis.
    A breach carries a scope, every other answer carries none.
    """

    item: str
    answer: Answer
    severity: Severity
    department: str
    on: date
    basis: str
    confidence: str
    scope: Scope | None = None
    legal_major: LegalMajor = LegalMajor.UNKNOWN
    veto: bool = False

    def __post_init__(self) -> None:
        if (self.answer is Answer.NOT_MET) != (self.scope is not None):
            raise ValueError(
                f"{self.item}: a breach (not_met) carries a scope, any other answer none; "
                f"got {self.answer.value} with scope {self.scope and self.scope.value}"
            )

    @property
    def is_breach(self) -> bool:
        """True when the item was looked at and not met."""
        return self.answer is Answer.NOT_MET
