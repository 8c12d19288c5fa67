"""发布 conditions of moves of a release."""

from dataclasses import dataclass

from supervision.procedures.cases import Refusal
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """发布的事实: what a release does to the site."""

    adds_or_changes: bool = True
    within_standing_order: bool = False
    site_verified: bool = False
    take_downs_applied: bool = False


@guard(ReleaseFacts)
def is_verified(now: Now[ReleaseFacts]) -> Refusal | None:
    """The staged site was verified as a stranger would."""
    if now.facts.site_verified:
        return None
    return Refusal("release-unverified", mark("待发布的站点没有通过核验"), mark("请查看核验报告并重新准备"))


@guard(ReleaseFacts)
def is_within_standing_order(now: Now[ReleaseFacts]) -> Refusal | None:
    """Nothing new or changed: it removes, ages, or reveals what was promised."""
    if now.facts.within_standing_order and not now.facts.adds_or_changes:
        return None
    return Refusal(
        "release-needs-approval", mark("这次发布有新增或变更的内容，须由第二人批准"), mark("请送批准")
    )


@guard(ReleaseFacts)
def take_downs_are_applied(now: Now[ReleaseFacts]) -> Refusal | None:
    """Whatever was taken down since stays down after a roll-back."""
    if now.facts.take_downs_applied:
        return None
    return Refusal(
        "release-take-downs", mark("回退后的站点还含有此后撤下的内容"), mark("请先重新撤下这些内容")
    )
