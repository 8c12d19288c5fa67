"""回避 conditions of moves of a request for recusal."""

from dataclasses import dataclass

from supervision.procedures.cases import Refusal
from supervision.procedures.guards.registry import Now, guard
from supervision.texts import mark


@dataclass(frozen=True, slots=True)
class RecusalFacts:
    """回避的事实: whether the office has found out which inspector is meant."""

    inspector_known: bool


@guard(RecusalFacts)
def inspector_is_known(now: Now[RecusalFacts]) -> Refusal | None:
    """Nobody can be kept away of whom it is not known who he is."""
    if now.facts.inspector_known:
        return None
    return Refusal(
        "recusal-of-whom",
        mark("还没有核对机构说的是哪一位检查人员"),
        mark("请先从名录中选定这位检查人员"),
    )
