"""检查后果: what follows from a record by rule, before anybody confirms it: findings, orders, results, what is set aside.

Confirming writes exactly what is computed here, so that the reviewer sees beforehand what will happen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspections.answers import VisitRecord
from inspections.basis import citation
from inspections.checklist import Checklist
from inspections.record import corrected_on_spot, findings
from inspections.rectification import Order, draft_orders
from inspections.results import Circumstance, DepartmentResult, ResultKind, department_results
from scoring.findings import Finding
from supervision.queries.visit_records import confirmed_bases
from supervision.rulebook import rulebook

Circumstances = Mapping[str, tuple[tuple[int, str], ...]]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """检查后果: ``set_aside``: items of which no basis may be cited here yet (依据待核); they are ordered nothing."""

    found: tuple[Finding, ...]
    corrected: frozenset[str]
    set_aside: frozenset[str]
    orders: tuple[Order, ...]
    results: tuple[DepartmentResult, ...]


def decide(
    kept: VisitRecord, areas: frozenset[str], *, on: date, circumstances: Circumstances | None = None
) -> Outcomes:
    """Return what follows from a record that is confirmed on ``on``.

    Raises:
        RuleViolationError: an answer does not fit; what was stated contradicts the record.
    """
    book, confirmed = rulebook(), confirmed_bases()
    found, corrected = findings(kept, book), corrected_on_spot(kept)
    set_aside = _without_basis(found, kept.checklist, areas, confirmed) - corrected
    orders = draft_orders(
        found,
        kept.checklist,
        on=on,
        areas=areas,
        book=book,
        confirmed=confirmed,
        corrected=corrected,
        set_aside=set_aside,
    )
    stated: dict[str, Sequence[Circumstance]] = {
        department: [Circumstance(ResultKind(kind), reason) for kind, reason in rows]
        for department, rows in (circumstances or {}).items()
    }
    results = department_results(
        found,
        circumstances=stated,
        corrected=corrected,
        ordered=frozenset(item for order in orders for item in order.items),
    )
    return Outcomes(found, corrected, set_aside, tuple(orders), tuple(results))


def _without_basis(
    found: tuple[Finding, ...], checklist: Checklist, areas: frozenset[str], confirmed: frozenset[str]
) -> frozenset[str]:
    """Return the breaches of which no basis may be cited here yet: they wait until a person has confirmed one."""
    return frozenset(
        each.item
        for each in found
        if each.is_breach
        and each.severity
        and not citation(checklist.item(each.item).basis, areas, confirmed).cited
    )
