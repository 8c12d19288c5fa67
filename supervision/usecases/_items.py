"""清单之外无检查: the one place that says no to what is not in the item list (R1.10)."""

from collections.abc import Iterable
from datetime import date

from scoring.rulebook import RuleViolationError
from supervision.queries.items import checklist_codes, items_on

BASIS = "guobanfa-2024-54"


def require_listed(keys: Iterable[str], on: date, *, title: str = "") -> None:
    """Refuse items that are not in the list on a day, and a plan, task or line without any.

    Raises:
        RuleViolationError: ``item-not-listed``.
    """
    keys, listed = list(keys), items_on(on)
    missing = [key for key in keys if key not in listed]
    if missing or not keys:
        raise RuleViolationError(
            "item-not-listed",
            "“{title}”包含清单之外的事项：{missing}。清单之外不得检查。",
            basis=BASIS,
            remedy="请先把事项列入抽查事项清单并公布。",
            facts={"title": title, "missing": ", ".join(missing) or "（无）"},
        )


def listed_points(
    on: date, *, keys: Iterable[str] | None = None, points: Iterable[str] | None = None
) -> list[str]:
    """Return the points of the checklist that a visit may look at: those of the items ``keys`` (else of the whole list).

    ``points``: those asked for by name; one outside the list is refused.

    Raises:
        RuleViolationError: ``point-not-listed``; ``item-list-empty``.
    """
    allowed = checklist_codes(on, keys)
    if not allowed:
        raise RuleViolationError(
            "item-list-empty",
            "抽查事项清单里没有可以检查的内容，清单之外不得检查。",
            basis=BASIS,
            remedy="请先采用抽查事项清单，并写明每一事项对应检查表的哪些条目。",
        )
    outside = sorted(set(points or ()) - allowed)
    if outside:
        raise RuleViolationError(
            "point-not-listed",
            "{points} 不属于抽查事项清单里的任何事项，不能检查。",
            basis=BASIS,
            remedy="请从检查内容中去掉，或先修改清单。",
            facts={"points": "、".join(outside)},
        )
    return sorted(points or allowed)
