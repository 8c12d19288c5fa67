"""等级评定 conditions of moves of an application for a grade, and of the re-check of a grade in force.

Grades are counted 1 (一级) to 5 (五级); 0 stands for none.
"""

from dataclasses import dataclass
from typing import Literal

from supervision.procedures.cases import Refusal
from supervision.procedures.definition import Words
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class GradingFacts:
    """申报的事实: ``highest`` may be applied for, ``result`` is what the sheet says; None where it is not decided.

    ``decides_up_to`` is the highest grade that this authority decides, which stands at ``decided_at`` (a province decides all);
    ``excluded_by`` says which grounds exclude the facility, None where none does.
    """

    level: int = 1
    highest: int | None = None
    held: int = 0
    renewal_is_open: bool = False
    decides_up_to: int = 5
    decided_at: Literal["county", "city"] = "county"
    excluded_by: Words | None = None
    scheme_is_settled: bool = False
    self_is_complete: bool = False
    other_is_open: bool = False
    assessors: tuple[str, ...] = ()
    points_complete: bool = False
    result: int | None = None


@dataclass(frozen=True, slots=True)
class GradeReviewFacts:
    """复核的事实: the grade ``held`` now (0: none), and the one intended (0: withdrawn)."""

    held: int = 0
    intended: int | None = None


@guard(GradingFacts)
def no_other_application(now: Now[GradingFacts]) -> Refusal | None:
    """One application at a time."""
    if not now.facts.other_is_open:
        return None
    return Refusal(
        "grading-other-open",
        mark("本机构已有一件申报正在办理"),
        mark("请等待其办结，或先撤回"),
    )


@guard(GradingFacts)
def scheme_is_settled(now: Now[GradingFacts]) -> Refusal | None:
    """Nothing is 待核 in the scheme, or the authority has adopted it: else no grade could come of it."""
    if now.facts.scheme_is_settled:
        return None
    return Refusal(
        "grading-scheme-open",
        mark("评定方案还有待核的分值，暂不受理申报"),
        mark("请等待本机关采用或者核实方案后再申报"),
    )


@guard(GradingFacts)
def grade_is_open(now: Now[GradingFacts]) -> Refusal | None:
    """Not above what may be applied for: ceiling of a first application, one step at a time, bar after a failure."""
    highest = now.facts.highest
    if highest is not None and now.facts.level <= highest:
        return None
    if highest is None:
        return Refusal(
            "grading-ceiling-unknown", mark("可申报的最高等级尚不能确定"), mark("请查看缺少的记录")
        )
    return Refusal(
        "grading-too-high",
        mark("现在最高可以申报 {highest} 级，不能申报 {level} 级"),
        mark("请改报较低的等级，或在满升级间隔后再申报"),
        "grading.star.first_application_max" if now.facts.held == 0 else "grading.star.upgrade_steps",
        {"highest": highest, "level": now.facts.level},
    )


@guard(GradingFacts)
def authority_decides(now: Now[GradingFacts]) -> Refusal | None:
    """The grade applied for is one that an authority of this level decides; a higher one goes up (R3.12)."""
    up_to, level = now.facts.decides_up_to, now.facts.level
    if level <= up_to:
        return None
    return Refusal(
        "grading-decided-above",
        mark("本机关最高评定 {up_to} 级，{level} 级由上级民政部门评定"),
        mark("请把申报材料报送上级民政部门，本件不予受理并说明理由"),
        f"grading.star.{now.facts.decided_at}_decides_max",
        {"up_to": up_to, "level": level},
    )


@guard(GradingFacts)
def renewal_has_begun(now: Now[GradingFacts]) -> Refusal | None:
    """The grade held is renewed in the window before it expires, not earlier."""
    if now.facts.level > now.facts.held or now.facts.renewal_is_open:
        return None
    return Refusal(
        "grading-renewal-early",
        mark("现有等级还没有到续期申请的时间"),
        mark("请在到期前的续期窗口内申请"),
        "grading.star.renewal_window_months",
    )


@guard(GradingFacts)
def nothing_excludes(now: Now[GradingFacts]) -> Refusal | None:
    """No ground that excludes the facility: not filed, penalised, listed, liable for an accident, abuse, open hazard."""
    if now.facts.excluded_by is None:
        return None
    return Refusal(
        "grading-excluded",
        mark("现在不能参加评定：{why}"),
        mark("情形消除或者期限届满后再申报；记录有误的，请提出异议"),
        facts={"why": now.facts.excluded_by},
    )


@guard(GradingFacts)
def self_assessment_is_complete(now: Now[GradingFacts]) -> Refusal | None:
    """Every item has the facility's own points, or is said not to apply."""
    if now.facts.self_is_complete:
        return None
    return Refusal(
        "grading-self-incomplete",
        mark("自评没有填完"),
        mark("每一项都请填写得分，没有这项服务的请勾选不适用"),
    )


@guard(GradingFacts)
def assessors_are_enough(now: Now[GradingFacts]) -> Refusal | None:
    """As many different assessors as the rule asks for."""
    least = int(now.book.on("grading.star.assessors", now.on).value)
    if len(set(now.facts.assessors)) >= least:
        return None
    return Refusal(
        "grading-assessors",
        mark("现场评价至少须有 {least} 名评定人员"),
        mark("请再指派一人"),
        "grading.star.assessors",
        {"least": least},
    )


@guard(GradingFacts)
def is_named_assessor(now: Now[GradingFacts]) -> Refusal | None:
    """Only who was named for this application assesses it."""
    if now.actor.key in now.facts.assessors:
        return None
    return Refusal("grading-not-named", mark("您没有被指派评定这家机构"), mark("请由指派的评定人员办理"))


@guard(GradingFacts)
def points_are_complete(now: Now[GradingFacts]) -> Refusal | None:
    """Every item has points, or is said not to apply."""
    if now.facts.points_complete:
        return None
    return Refusal(
        "grading-points-incomplete", mark("评分没有填完"), mark("每一项都请填写得分，不适用的请勾选")
    )


@guard(GradingFacts)
def result_is_decided(now: Now[GradingFacts]) -> Refusal | None:
    """The sheet has an outcome: nothing in it is open."""
    if now.facts.result is not None:
        return None
    return Refusal(
        "grading-result-open",
        mark("评分表没有结论，不能据以提出等级"),
        mark("请补齐评分表中列出的缺项"),
    )


@guard(GradingFacts)
def grade_was_reached(now: Now[GradingFacts]) -> Refusal | None:
    """The points reach a grade."""
    if now.facts.result:
        return None
    return Refusal("grading-not-reached", mark("没有达到任何等级"), mark("请办理未通过"))


@guard(GradingFacts)
def grade_was_missed(now: Now[GradingFacts]) -> Refusal | None:
    """The points do not reach the grade applied for."""
    if now.facts.result is None or now.facts.result < now.facts.level:
        return None
    return Refusal("grading-reached", mark("已达到申报的等级"), mark("请提出拟评定等级"))


@guard(GradingFacts)
def nothing_was_awarded(now: Now[GradingFacts]) -> Refusal | None:
    """It was decided that the application has not passed."""
    if now.facts.result == 0:
        return None
    return Refusal("grading-awarded", mark("已决定评定等级"), mark("请公告等级"))


@guard(GradeReviewFacts)
def grade_is_in_force(now: Now[GradeReviewFacts]) -> Refusal | None:
    """There is a grade to be re-checked."""
    if now.facts.held:
        return None
    return Refusal("grade-review-none", mark("这家机构没有有效的等级"), mark("没有需要复核的内容"))


@guard(GradeReviewFacts)
def change_is_downward(now: Now[GradeReviewFacts]) -> Refusal | None:
    """A re-check lowers or withdraws a grade; a higher one is applied for."""
    if now.facts.intended is not None and now.facts.intended < now.facts.held:
        return None
    return Refusal(
        "grade-review-not-lower", mark("复核只能降低或者撤销等级"), mark("更高的等级由机构另行申报")
    )
