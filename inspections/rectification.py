"""责令改正 Rectification: which orders follow from the findings of a visit, until when, and what happens afterwards.

How an order comes about:
1. Advice (severity 0) is never ordered. What was put right on the spot needs no order.
2. Every breach must rest on a basis that may be cited here: read, or confirmed by a person of the authority. A breach
   whose bases are all 依据待核 stops the order and names what has to be confirmed; it can be set aside meanwhile.
3. Time depends on severity and scope: rule ``rectification.days.<severity>.<scope>`` if there is one, else
   ``rectification.days.<severity>``, counted from the day of the order. Critical breaches get none: use stops at once,
   and a plan is due soon after.
4. Breaches of one department to which the same rule gives the time stand in one order: one paper, one clock.
5. After the last day or the facility's report, whichever is earlier, the department checks again in time.

Example: ordered on Monday 2026-11-23, a general breach in several places is due within 15 days, by 2026-12-08; the
department checks again within 10 working days after that, by 2026-12-22.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from inspections.basis import Citation, citation
from inspections.checklist import Checklist, Item
from scoring.findings import Finding, Scope, Severity
from scoring.rulebook import DatedValue, Rulebook, RuleViolationError
from scoring.rulebook.days import Deadline, add_months, add_working_days, deadline

DAYS = {
    Severity.MINOR: "rectification.days.minor",
    Severity.GENERAL: "rectification.days.general",
    Severity.SERIOUS: "rectification.days.serious",
    Severity.MAJOR: "rectification.days.major",
}
PLAN = "rectification.days.major_plan"
RECHECK = "rectification.working_days.recheck"
REMIND = "rectification.remind_before.working_days"
EXTENSIONS = "rectification.extension.max_times"
EXTENSION = "rectification.extension.working_days"
LONGEST = "rectification.longest_months"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """改正事项 One breach in an order, with the bases that the order cites for it."""

    item: Item
    scope: Scope
    citation: Citation

    @property
    def is_critical(self) -> bool:
        """Return whether use has to stop at once （安全生产法第六十五条）."""
        return self.item.severity is Severity.MAJOR


@dataclass(frozen=True, slots=True)
class Order:
    """责令改正 One order of one department: its lines, its last day, and by when a plan and the re-check are due.

    ``rule`` is the id of the rule that gave the time. ``extended`` counts how often it was prolonged.
    """

    department: str
    ordered_on: date
    rule: str
    due: Deadline
    plan_due: Deadline | None
    lines: tuple[OrderLine, ...]
    extended: int = 0

    @property
    def items(self) -> tuple[str, ...]:
        """Codes of the items, in the order of the list."""
        return tuple(line.item.id for line in self.lines)

    @property
    def is_immediate(self) -> bool:
        """Return whether there is immediate danger: stop use now, move people out if safety cannot be kept."""
        return any(line.is_critical for line in self.lines)

    @property
    def may_be_major_hazard(self) -> tuple[str, ...]:
        """Codes of items that the national criteria name; such a hazard is reported and logged."""
        return tuple(line.item.id for line in self.lines if line.item.legal_major == "yes")


class Stage(StrEnum):
    """整改阶段 Where an order stands on a day."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    TO_RECHECK = "to_recheck"
    RECHECK_OVERDUE = "recheck_overdue"
    CLOSED = "closed"


NEXT_STEP = {
    Stage.RUNNING: "机构在期限内改正，并提交整改报告和证据。",
    Stage.DUE_SOON: "提醒机构期限将至；确有困难的，机构可以在期满前申请延期。",
    Stage.OVERDUE: "催告机构立即改正，安排复查；拒不改正的，依法处理。",
    Stage.TO_RECHECK: "由作出决定的部门复查并记录结果。",
    Stage.RECHECK_OVERDUE: "复查已经逾期，报告部门负责人，立即安排复查。",
    Stage.CLOSED: "复查合格，已经办结。",
}


def correction_rule(severity: Severity, scope: Scope, on: date, book: Rulebook) -> DatedValue:
    """Return the rule value that says how long correcting a breach may take."""
    base = DAYS[severity]
    narrower = f"{base}.{scope.value}"
    return book.on(narrower if narrower in book.rules else base, on)


def draft_orders(
    findings: Sequence[Finding],
    checklist: Checklist,
    *,
    on: date,
    areas: frozenset[str],
    book: Rulebook,
    confirmed: frozenset[str] = frozenset(),
    corrected: frozenset[str] = frozenset(),
    set_aside: frozenset[str] = frozenset(),
) -> tuple[Order, ...]:
    """Return the orders that follow from ``findings`` when they are given on the day ``on``.

    ``areas`` are the codes of all areas in which the facility lies, ``confirmed`` the keys of bases that a person
    confirmed, ``corrected`` items put right on the spot, ``set_aside`` items whose basis is still being confirmed.

    Raises:
        RuleViolationError: a breach has no basis that may be cited here.
    """
    lines = [
        (finding.department, _line(finding, checklist, areas, confirmed))
        for finding in findings
        if finding.is_breach and finding.severity and finding.item not in corrected | set_aside
    ]
    _require_basis([line for _, line in lines])
    values: dict[tuple[str, str], DatedValue] = {}
    groups: dict[tuple[str, str], list[OrderLine]] = {}
    for department, line in lines:
        value = correction_rule(line.item.severity, line.scope, on, book)
        values[department, value.rule] = value
        groups.setdefault((department, value.rule), []).append(line)
    orders = (_order(key[0], on, values[key], tuple(group), book) for key, group in groups.items())
    return tuple(sorted(orders, key=lambda order: (order.department, order.due.on, order.rule)))


def recheck_by(order: Order, book: Rulebook, reported_on: date | None = None) -> Deadline:
    """Return by when the department checks again: counted from the report, or from the last day if there is none."""
    start = min(reported_on, order.due.on) if reported_on else order.due.on
    last = add_working_days(start, book.on(RECHECK, order.ordered_on).value, book.calendar)
    return replace(last, provisional=last.provisional or order.due.provisional)


def stage(
    order: Order, on: date, book: Rulebook, *, reported_on: date | None = None, closed_on: date | None = None
) -> Stage:
    """Return where ``order`` stands on the day ``on``."""
    if closed_on is not None and closed_on <= on:
        return Stage.CLOSED
    if on > recheck_by(order, book, reported_on).on:
        return Stage.RECHECK_OVERDUE
    if reported_on is not None and reported_on <= on:
        return Stage.TO_RECHECK
    if on > order.due.on:
        return Stage.OVERDUE
    notice = add_working_days(on, book.on(REMIND, order.ordered_on).value, book.calendar)
    return Stage.DUE_SOON if notice.on >= order.due.on else Stage.RUNNING


def extend(order: Order, on: date, book: Rulebook) -> Order:
    """Return ``order`` with more time, asked for on the day ``on``.

    Raises:
        RuleViolationError: there is immediate danger, it is too late to ask, or it was extended often enough.
    """
    most = book.on(EXTENSIONS, order.ordered_on)
    if order.is_immediate:
        raise RuleViolationError(
            "immediate-danger",
            "危险紧迫的事项必须立即停用、排除，不能延期。",
            basis="work-safety-law 第六十五条",
            remedy="请立即停止使用；复查合格后方可恢复。",
        )
    if on > order.due.on:
        raise RuleViolationError(
            "extension-too-late",
            "期限已于 {due} 届满，不能再申请延期。",
            basis=EXTENSION,
            remedy="请立即改正并提交整改报告。",
            facts={"due": order.due.on.isoformat()},
        )
    if order.extended >= most.value:
        raise RuleViolationError(
            "extended-often-enough",
            "已经延期 {times} 次，不能再次延期。",
            basis=EXTENSIONS,
            remedy="请在期限内改正并提交整改报告。",
            facts={"times": order.extended},
        )
    return replace(order, due=extended(order.due.on, order.ordered_on, book), extended=order.extended + 1)


def extended(due: date, ordered_on: date, book: Rulebook) -> Deadline:
    """Return the last day after an extension of an order that was given on ``ordered_on`` and is due on ``due``.

    Raises:
        RuleViolationError: a local authority has set how long correcting may take at most, and this is longer.
    """
    longer = add_working_days(due, book.on(EXTENSION, ordered_on).value, book.calendar)
    longest = book.on(LONGEST, ordered_on).value
    if longest is not None and longer.on > (last := add_months(ordered_on, longest)):
        raise RuleViolationError(
            "extension-beyond-longest",
            "整改期限连同延期最长 {months} 个月，到 {last} 为止，不能延到 {until}。",
            basis=LONGEST,
            remedy="请在现有期限内改正；届时仍未改正的，依法处理。",
            facts={"months": longest, "last": last.isoformat(), "until": longer.on.isoformat()},
        )
    return longer


def _line(
    finding: Finding, checklist: Checklist, areas: frozenset[str], confirmed: frozenset[str]
) -> OrderLine:
    item = checklist.item(finding.item)
    assert finding.scope is not None  # noqa: S101 - a breach always carries one, see Finding
    return OrderLine(item, finding.scope, citation(item.basis, areas, confirmed))


def _require_basis(lines: Sequence[OrderLine]) -> None:
    """Refuse lines without a basis that may be cited, naming what has to be confirmed for each."""
    bare = [line for line in lines if not line.citation.cited]
    if not bare:
        return
    to_confirm = dict.fromkeys(basis.key for line in bare for basis in line.citation.to_confirm)
    raise RuleViolationError(
        "basis-unconfirmed",
        "{items} 没有可以引用的依据（依据待核，或者只在其他地区有效），不能责令改正。",
        basis=", ".join(to_confirm) or None,
        remedy="请先由本机关核实依据：{bases}；核实之前可以先把这些事项搁置，其他事项照常责令改正。"
        if to_confirm
        else "本地没有对应的依据：请先写明当地规定，或者搁置这些事项。",
        facts={"items": "、".join(line.item.id for line in bare), "bases": "；".join(to_confirm)},
    )


def _order(
    department: str, on: date, value: DatedValue, lines: tuple[OrderLine, ...], book: Rulebook
) -> Order:
    plan = None
    if any(line.is_critical for line in lines):
        said = book.on(PLAN, on)
        plan = deadline(on, said.value, said.unit, book.calendar)  # type: ignore[arg-type]
    due = deadline(on, value.value, value.unit, book.calendar)  # type: ignore[arg-type]
    return Order(department, on, value.rule, due, plan, lines)
