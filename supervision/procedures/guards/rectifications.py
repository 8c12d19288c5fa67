"""整改 conditions of moves of a rectification."""

from dataclasses import dataclass
from typing import Literal

from supervision.procedures.cases import Refusal
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark

Severity = Literal["minor", "general", "serious", "major", "general.isolated", "serious.isolated"]


@dataclass(frozen=True, slots=True)
class RectificationFacts:
    """整改的事实: ``severity`` is the tail of the rule that gives the time, such as ``general`` or ``serious.isolated``.

    ``open_items``: how many the last re-check left open, None before.
    """

    severity: Severity
    immediate_danger: bool = False
    open_items: int | None = None


@guard(RectificationFacts)
def may_extend_again(now: Now[RectificationFacts]) -> Refusal | None:
    """A deadline is put off only so many times."""
    most = int(now.book.on("rectification.extension.max_times", now.on).value)
    if now.case is None or len(now.case.made("extend")) < most:
        return None
    return Refusal(
        "rectification-extended-enough",
        mark("已延期 {most} 次，不能再延"),
        mark("请在期限内完成整改"),
        "rectification.extension.max_times",
        {"most": most},
    )


@guard(RectificationFacts)
def is_dangerous(now: Now[RectificationFacts]) -> Refusal | None:
    """Use is stopped only where people are in immediate danger (R4.10)."""
    if now.facts.immediate_danger:
        return None
    return Refusal(
        "rectification-no-danger",
        mark("只有存在现实危险时才可责令立即停用"),
        mark("请按限期改正办理"),
        "rectification.days.major",
    )


@guard(RectificationFacts)
def all_corrected(now: Now[RectificationFacts]) -> Refusal | None:
    """The re-check found every item of the order put right."""
    if now.facts.open_items == 0:
        return None
    if now.facts.open_items is None:
        return Refusal("rectification-not-rechecked", mark("还没有复查结果"), mark("请先逐项复查"))
    return Refusal(
        "rectification-items-open",
        mark("还有 {count} 项没有整改到位"),
        mark("请按“复查未通过”办理"),
        facts={"count": now.facts.open_items},
    )


@guard(RectificationFacts)
def some_uncorrected(now: Now[RectificationFacts]) -> Refusal | None:
    """The re-check found at least one item still open."""
    if now.facts.open_items:
        return None
    return Refusal("rectification-nothing-open", mark("没有未整改到位的事项"), mark("请按“复查通过”办理"))
