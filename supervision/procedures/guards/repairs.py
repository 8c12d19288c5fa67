"""信用修复 conditions of moves of an application to end a publication early."""

from dataclasses import dataclass
from datetime import date

from supervision.procedures.cases import Refusal
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """修复的事实: ``earliest`` day by rule (None: never), how many conditions are ``missing``, what bars it; see ``scoring.repair``."""

    earliest: date | None
    missing: int = 0
    is_barred: bool = False
    in_progress: bool = False


@guard(RepairFacts)
def repair_may_be_asked(now: Now[RepairFacts]) -> Refusal | None:
    """The shortest term has passed, nothing bars it, and only what comes with the application is missing."""
    facts = now.facts
    if facts.is_barred or facts.earliest is None:
        return Refusal(
            "repair-barred",
            mark("这条记录不能提前修复"),
            mark("公示期届满后自动停止公示"),
            "repair.never_kinds",
        )
    if facts.in_progress:
        return Refusal(
            "repair-in-progress", mark("已有一件修复申请正在办理"), mark("请等待办理结果，或者先撤回")
        )
    if now.on < facts.earliest:
        return Refusal(
            "repair-too-early",
            mark("{day} 起才可以申请修复"),
            mark("在此之前请履行义务、改正行为"),
            "repair.requires",
            {"day": facts.earliest},
        )
    return _lacking(facts)


@guard(RepairFacts)
def repair_conditions_hold(now: Now[RepairFacts]) -> Refusal | None:
    """On the day of the decision all that the regime asks for is there."""
    if now.facts.is_barred:
        return Refusal(
            "repair-barred",
            mark("这条记录不能提前修复"),
            mark("公示期届满后自动停止公示"),
            "repair.never_kinds",
        )
    return _lacking(now.facts)


def _lacking(facts: RepairFacts) -> Refusal | None:
    if not facts.missing:
        return None
    return Refusal(
        "repair-lacking",
        mark("还缺少 {count} 项修复条件"),
        mark("请查看这条记录的修复条件"),
        "repair.requires",
        {"count": facts.missing},
    )
