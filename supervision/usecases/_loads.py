"""年度上限: a plan, new or changed, may not be certain to visit a facility more often than one organ may in a year."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from inspections.load import Share, yearly_load
from scoring.rulebook import RuleViolationError
from supervision.queries.visit_calendar import CAP, COUNTED, yearly_limits


class Line(Protocol):
    """计划事项: a line of a plan, as it is drafted or as it stands in the register."""

    @property
    def visit_kind(self) -> str:
        """Of visit: drawn, joint, special …"""

    @property
    def kinds(self) -> Sequence[str]:
        """Of facility."""

    @property
    def months(self) -> Sequence[int]:
        """In which it is carried out."""

    @property
    def ratio(self) -> Sequence[int]:
        """Numerator and denominator of the share that is visited."""


def share_of(line: Line) -> Share:
    """Return what a line asks of the facilities of its kinds."""
    above, below = line.ratio
    return Share(line.visit_kind, tuple(line.kinds), tuple(line.months), (above, below))


def refuse_over_cap(shares: Iterable[Share], year: int) -> None:
    """Refuse lines that together visit everybody of a kind more often than one organ may in a year.

    Raises:
        RuleViolationError: ``plan-over-cap``.
    """
    cap, _ = yearly_limits(date(year, 12, 31))
    loads = yearly_load(share for share in shares if share.visit_kind in COUNTED)
    for load in loads.values():
        if cap is not None and load.certain > cap:
            raise RuleViolationError(
                "plan-over-cap",
                "按这份计划，有的机构一年必定检查 {certain} 次，超过同一机关的年度上限 {cap} 次。",
                basis=CAP,
                remedy="请合并检查事项，或者减少月份、降低抽取比例。",
                facts={"certain": load.certain, "cap": cap},
            )
