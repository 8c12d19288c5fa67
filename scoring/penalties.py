"""处罚程序 What the penalty law asks of a decision before it may enter a credit file; every limit is a dated rule.

1. The simple procedure is for a warning, or a fine up to the limit for organisations.
2. Before a heavier penalty a hearing must have been offered; from which sum a fine or a confiscation is one, a local
   authority says. Where no sum is known (待核), no sum is judged.
3. What ended too long before the case was opened is not punished any more; a longer time holds where life, health or
   money of people was at stake and harm was done. Where that decides, somebody has to say whether harm was done.
4. A fine keeps within the limits of the rule it rests on; a local authority may have set others, and a ladder between.

Worked example (a test runs it): a fine of 3,001 yuan by the simple procedure is refused, 3,000 yuan is not.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.repair import Decision
from scoring.rulebook.book import Rulebook
from scoring.rulebook.days import add_months
from scoring.rulebook.errors import RuleViolationError

KINDS = {  # the words of the law, which the rules use
    "warning": "警告",
    "criticism": "通报批评",
    "fine": "罚款",
    "confiscation": "没收违法所得",
    "suspension": "暂扣许可证件",
    "lower_qualification": "降低资质等级",
    "revocation": "吊销许可证件",
    "restriction": "限制开展生产经营活动",
    "stop_business": "责令停产停业",
    "closure": "责令关闭",
    "practice_ban": "限制从业",
    "other": "其他处罚",
}
SECTORS = ("养老服务", "食品", "药品", "特种设备", "安全生产", "消防", "金融安全", "其他")
SIMPLE_KINDS = "penalty.simple.kinds"
SIMPLE_MOST = "penalty.simple.max_organisation"
HEARING_KINDS = "penalty.hearing.kinds"
LARGER_FINE = "penalty.hearing.larger_fine_yuan"
LARGER_CONFISCATION = "penalty.hearing.larger_confiscation_yuan"
TIME_BAR = "penalty.time_bar_months"
LONG_TIME_BAR = "penalty.time_bar_safety_months"
LONG_SECTORS = "penalty.time_bar_safety_sectors"
LIMITS = ("penalty.order66.min_fine", "penalty.order66.max_fine")
LIMITED = ("mca-order-66", "beijing-elderly-care-2026")  # laws that fine the acts of article 46 of order 66


@dataclass(frozen=True, slots=True)
class Procedure:
    """处罚经过 How a decision came about; days that are not known are not judged.

    ``forfeited`` in yuan; ``harmed``: whether harm was done, None where nobody said.
    """

    decision: Decision
    laws: frozenset[str] = frozenset()
    hearing_offered: bool = False
    violation_ended_on: date | None = None
    opened_on: date | None = None
    harmed: bool | None = None
    forfeited: Decimal = Decimal(0)


def against(book: Rulebook, case: Procedure) -> RuleViolationError | None:
    """Return what the law says against a decision, or nothing."""
    return _simple(book, case) or _hearing(book, case) or _time_bar(book, case) or _limits(book, case)


def _simple(book: Rulebook, case: Procedure) -> RuleViolationError | None:
    decision = case.decision
    if not decision.simple:
        return None
    most = book.on(SIMPLE_MOST, decision.decided_on).value
    kinds = set(book.on(SIMPLE_KINDS, decision.decided_on).value)
    if decision.kinds <= kinds and decision.fine <= most:
        return None
    return RuleViolationError(
        "penalty-not-simple",
        "简易程序只适用于警告，或者对单位 {most} 元以下的罚款。",
        SIMPLE_MOST,
        "请按普通程序办理，或者核对处罚种类和金额。",
        {"most": most},
    )


def _hearing(book: Rulebook, case: Procedure) -> RuleViolationError | None:
    decision = case.decision
    rule, heavy = HEARING_KINDS, decision.kinds & set(book.on(HEARING_KINDS, decision.decided_on).value)
    for sum_rule, kind, yuan in (
        (LARGER_FINE, KINDS["fine"], decision.fine),
        (LARGER_CONFISCATION, KINDS["confiscation"], case.forfeited),
    ):
        larger = book.on(sum_rule, decision.decided_on).value
        if not heavy and larger is not None and yuan >= larger:
            rule, heavy = sum_rule, frozenset({kind})
    if not heavy or case.hearing_offered:
        return None
    return RuleViolationError(
        "penalty-hearing",
        "作出“{kinds}”决定之前，应当告知当事人有要求听证的权利。",
        rule,
        "已经告知的，请勾选；没有告知的，决定不能记入。",
        {"kinds": "、".join(sorted(heavy))},
    )


def _time_bar(book: Rulebook, case: Procedure) -> RuleViolationError | None:
    if case.violation_ended_on is None or case.opened_on is None:
        return None
    decided = case.decision.decided_on
    longer = case.decision.sector in book.on(LONG_SECTORS, decided).value and case.harmed is not False
    rule = LONG_TIME_BAR if longer else TIME_BAR
    short, last = (
        add_months(case.violation_ended_on, book.on(each, decided).value) for each in (TIME_BAR, rule)
    )
    if case.opened_on <= short or (case.opened_on <= last and case.harmed):
        return None
    if case.opened_on <= last:
        return RuleViolationError(
            "penalty-harm-open",
            "违法行为于 {ended} 终了，一般的追究时效到 {last} 届满；只有造成危害后果的，时效才更长。",
            rule,
            "请选择有没有造成危害后果。",
            {"ended": case.violation_ended_on.isoformat(), "last": short.isoformat()},
        )
    return RuleViolationError(
        "penalty-time-barred",
        "违法行为于 {ended} 终了，到 {last} 未被发现的，不再给予行政处罚。",
        rule,
        "请核对终了日期和立案日期。",
        {"ended": case.violation_ended_on.isoformat(), "last": last.isoformat()},
    )


def _limits(book: Rulebook, case: Procedure) -> RuleViolationError | None:
    fine, on = case.decision.fine, case.decision.decided_on
    if not fine or not case.laws & set(LIMITED):
        return None
    least, most = (book.on(rule, on).value for rule in LIMITS)
    if fine > most:
        return RuleViolationError(
            "penalty-above-maximum",
            "依据这一条，罚款不超过 {most} 元。",
            LIMITS[1],
            "请核对罚款金额和依据。",
            {"most": most},
        )
    if least is not None and fine < least:
        return RuleViolationError(
            "penalty-below-minimum",
            "依据这一条，罚款不少于 {least} 元；情节不严重的只给予警告。",
            LIMITS[0],
            "请核对罚款金额和依据。",
            {"least": least},
        )
    return None
