"""外地名单 conditions of moves of the recognition of another region's entry."""

from dataclasses import dataclass
from typing import Literal

from supervision.procedures.cases import Refusal
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark

ListKind = Literal["red", "black"]
Effect = Literal["", "notice", "watch", "same"]
EFFECTS_OF = {"black": "lists.foreign.effects", "red": "lists.foreign.effects.red"}


@dataclass(frozen=True, slots=True)
class ForeignEntryFacts:
    """外地名单的事实: ``has_ended``: it was removed there, or its term is over; ``effect``: what it is to mean here."""

    list_kind: ListKind = "black"
    has_ended: bool = False
    effect: Effect = ""


@guard(ForeignEntryFacts)
def source_is_in_force(now: Now[ForeignEntryFacts]) -> Refusal | None:
    """What is not in force where it was decided has no effect here (R5.35)."""
    if not now.facts.has_ended:
        return None
    return Refusal("foreign-ended", mark("这条外地名单已经移出或到期"), mark("请终止办理，不再认定"))


@guard(ForeignEntryFacts)
def source_has_ended(now: Now[ForeignEntryFacts]) -> Refusal | None:
    """The region that listed has removed the entry, or its term is over."""
    if now.facts.has_ended:
        return None
    return Refusal("foreign-in-force", mark("这条外地名单仍然有效"), mark("来源机关移出或到期之后终止"))


@guard(ForeignEntryFacts)
def effect_fits_the_list(now: Now[ForeignEntryFacts]) -> Refusal | None:
    """The rules say what an entry of this list may mean here; as long as none is chosen, nothing stands against it."""
    rule = EFFECTS_OF[now.facts.list_kind]
    if not now.facts.effect or now.facts.effect in now.book.on(rule, now.on).value:
        return None
    return Refusal(
        "foreign-effect", mark("这份名单的外地条目在本地不能产生这种效力"), mark("请选择其他效力"), rule
    )
