"""Invented scores with all their lines, and the few rules that the lines name."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from supervision.disclosure.invented.words import Dice
from supervision.records.rules import Rule, RuleValue
from supervision.records.scores import LineStatus, Measure, Score, ScoreLine, ScorePart, ScoreState
from supervision.records.values import Reference, Text

if TYPE_CHECKING:
    from supervision.disclosure.invented.visits import FacilityPast

GB = Reference(citation="GB/T 37276-2018 养老机构等级划分与评定", law="gbt-37276-2018")
CREDIT = Reference(citation="养老服务机构信用评价指标（试行）", law="humin-2022-6")
STARS = (
    ("none", Text(zh="未达到等级", en="No grade"), 0),
    ("1", Text(zh="一级", en="Grade 1"), 360),
    ("2", Text(zh="二级", en="Grade 2"), 450),
    ("3", Text(zh="三级", en="Grade 3"), 570),
    ("4", Text(zh="四级", en="Grade 4"), 780),
    ("5", Text(zh="五级", en="Grade 5"), 900),
)
PARTS = (
    ("environment", Text(zh="环境", en="Environment"), 120, 8),
    ("facilities", Text(zh="设施设备", en="Rooms and equipment"), 130, 13),
    ("operation", Text(zh="运营管理", en="Management"), 150, 7),
    ("service", Text(zh="服务", en="Service"), 600, 14),
)
CREDITS = (
    ("poor", Text(zh="较差", en="Poor"), 0),
    ("fair", Text(zh="一般", en="Fair"), 60),
    ("good", Text(zh="良好", en="Good"), 75),
    ("excellent", Text(zh="优秀", en="Excellent"), 90),
)


def _rule(
    rule_id: str, group: str, name: tuple[str, str], unit: str, value: object, reference: Reference
) -> Rule:
    return Rule(
        id=rule_id,
        group=group,
        name=Text(zh=name[0], en=name[1]),
        unit=unit,
        values=(RuleValue(since=date(2022, 1, 1), value=value, reference=reference, confidence="S2"),),
        lines=(Text(zh="演示规则：数值用于示范。", en="A demonstration rule: its value is an example."),),
        last_checked=date(2026, 11, 22),
    )


RULES = tuple(
    sorted(
        (
            _rule("credit.base", "credit", ("信用评价基础分", "Base points of the credit rating"), "points", "80", CREDIT),
            _rule("credit.inspection", "credit", ("抽查检查扣分", "Deduction per finding"), "points", {"general": "1", "serious": "2", "major": "5"}, CREDIT),
            _rule("credit.correction", "credit", ("按期整改加分", "Bonus for correcting in time"), "points", "6", CREDIT),
            _rule("credit.insurance", "credit", ("责任保险加分", "Bonus for liability insurance"), "points", "6", CREDIT),
            _rule("credit.outcome", "credit", ("信用评价等级分数线", "Thresholds of the credit rating"), "points", {"excellent": "90", "good": "75", "fair": "60"}, CREDIT),
            _rule("grading.parts", "grading", ("等级评定分项满分", "Maximum points of the parts"), "points", {"environment": "120", "facilities": "130", "operation": "150", "service": "600"}, GB),
            _rule("grading.total", "grading", ("等级评定总分分数线", "Thresholds of the star grade"), "points", {"1": "360", "2": "450", "3": "570", "4": "780", "5": "900"}, GB),
            _rule("performance.satisfaction", "performance", ("满意度目标", "Target of satisfaction"), "ratio", "0.9", Reference(citation="（演示）绩效评估办法", confirmed=False)),
        ),
        key=lambda rule: rule.id,
    )
)  # fmt: skip


def star_score(past: "FacilityPast", dice: Dice, as_of: date) -> list[Score]:
    """Return the star grades of a home: the present one and, where it is due, the one before."""
    code = past.facility.code
    if past.facility.kind not in ("home", "rural_home") or dice.chance(f"{code}|ungraded", 22):
        return []
    strength = dice.number(f"{code}|strength", 46, 96)
    since = as_of - timedelta(days=dice.number(f"{code}|graded", 40, 1000))
    newer = _star(past, dice, strength, since, ScoreState.IN_FORCE)
    older = _star(
        past, dice, max(40, strength - 9), since.replace(year=since.year - 3, day=1), ScoreState.SUPERSEDED
    )
    return [older, newer]


def _star(past: "FacilityPast", dice: Dice, strength: int, since: date, state: ScoreState) -> Score:
    code = past.facility.code
    lines: list[ScoreLine] = []
    sums: dict[str, Decimal] = {}
    for key, name, maximum, subitems in PARTS:
        each = Decimal(maximum) / subitems
        for n in range(1, subitems + 1):
            top = (
                each.quantize(Decimal(1))
                if n < subitems
                else Decimal(maximum) - each.quantize(Decimal(1)) * (subitems - 1)
            )
            share = min(100, strength + dice.number(f"{code}|{since}|{key}|{n}", -12, 12))
            points = (top * share / 100).quantize(Decimal(1))
            sums[key] = sums.get(key, Decimal(0)) + points
            lines.append(
                ScoreLine(
                    rule="grading.parts",
                    since=date(2022, 1, 1),
                    part=key,
                    observed_on=since - timedelta(days=30),
                    points=points,
                    maximum=top,
                    status=LineStatus.MET if points * 2 >= top else LineStatus.NOT_MET,
                    text=Text(
                        zh=f"{name.zh}第{n}项得{points}分，满分{top}分",
                        en=f"{name.en}, sub-item {n}: {points} of {top}",
                    ),
                    reference=GB,
                )
            )
    total = sum(sums.values(), Decimal(0))
    rank = sum(1 for _, _, least in STARS[1:] if total >= least)
    outcome, outcome_name, least = STARS[rank]
    return Score(
        id=f"star-{code}-{since.year}",
        facility=code,
        measure=Measure.STAR_GRADE,
        scheme="gbt37276.2018",
        scheme_name=Text(zh="养老机构等级评定(GB/T 37276-2018)", en="Star grading (GB/T 37276-2018)"),
        state=state,
        outcome=outcome,
        outcome_name=outcome_name,
        rank=rank,
        ranks=5,
        points=total,
        maximum=Decimal(1000),
        threshold=Decimal(least),
        on=since,
        since=since,
        until=since.replace(year=since.year + 3, day=1),
        authority="示范市等级评定委员会（虚构）",
        number=f"示范等级〔{since.year}〕{int(code[1:])}号",
        evidence_since=since - timedelta(days=200),
        evidence_until=since - timedelta(days=30),
        observed=42,
        applicable=42,
        parts=tuple(
            ScorePart(
                key=key,
                name=name,
                points=sums[key],
                maximum=Decimal(maximum),
                threshold=Decimal(maximum) * Decimal(least) / 1000,
            )
            for key, name, maximum, _ in PARTS
        ),
        lines=tuple(lines) if state is ScoreState.IN_FORCE else (),
    )


def credit_score(past: "FacilityPast", dice: Dice, year: int, as_of: date) -> list[Score]:
    """Return the credit rating of one year from the findings until then."""
    code, on = past.facility.code, min(date(year, 12, 20), as_of)
    seen = [result for result in past.results if result.on.year == year]
    if not seen:
        return []
    base = ScoreLine(
        rule="credit.base", since=date(2022, 1, 1), part="base", points=Decimal(80), status=LineStatus.APPLIED,
        text=Text(zh="基础分 80 分", en="80 points to start with"), reference=CREDIT,
    )  # fmt: skip
    lines = [base]
    findings = [finding for finding in past.findings if finding.found_on.year == year]
    for finding in findings:
        points = Decimal({4: -5, 3: -2}.get(finding.severity, -1))
        lines.append(
            ScoreLine(
                rule="credit.inspection", since=date(2022, 1, 1), part="lawful", item=finding.item, fact=finding.id,
                observed_on=finding.found_on, points=points, status=LineStatus.NOT_MET,
                text=Text(zh=f"检查发现：{finding.sentence.zh}", en=f"Found: {finding.sentence.en}"), reference=CREDIT,
            )
        )  # fmt: skip
    if all(
        finding.corrected_on and finding.due_on and finding.corrected_on <= finding.due_on
        for finding in findings
    ):
        lines.append(
            ScoreLine(
                rule="credit.correction", since=date(2022, 1, 1), part="bonus", points=Decimal(6), status=LineStatus.APPLIED,
                text=Text(zh="没有逾期未改的问题", en="Nothing was left uncorrected beyond its day"), reference=CREDIT,
            )
        )  # fmt: skip
    if dice.chance(f"{code}|{year}|insured", 80):
        lines.append(
            ScoreLine(
                rule="credit.insurance", since=date(2022, 1, 1), part="bonus", points=Decimal(6), status=LineStatus.APPLIED,
                text=Text(zh="责任保险在有效期内", en="Liability insurance is in force"), reference=CREDIT,
            )
        )  # fmt: skip
    total = sum((line.points for line in lines), Decimal(0))
    rank = sum(1 for _, _, least in CREDITS if total >= least)
    outcome, name, least = CREDITS[rank - 1]
    applicable = sum(result.applicable for result in seen)
    return [
        Score(
            id=f"credit-{code}-{year}",
            facility=code,
            measure=Measure.CREDIT_RATING,
            scheme="credit.demonstration",
            scheme_name=Text(zh="信用评价（演示指标）", en="Credit rating (demonstration indicators)"),
            state=ScoreState.IN_FORCE if year == as_of.year else ScoreState.SUPERSEDED,
            outcome=outcome,
            outcome_name=name,
            rank=rank,
            ranks=len(CREDITS),
            points=total,
            maximum=Decimal(100),
            threshold=Decimal(least),
            on=on,
            since=on,
            authority="明镜示范区民政局",
            evidence_since=min(result.on for result in seen),
            evidence_until=max(result.on for result in seen),
            observed=sum(result.met + result.not_met for result in seen),
            applicable=applicable,
            lines=tuple(lines),
        )
    ]


def performance_score(past: "FacilityPast", dice: Dice, as_of: date) -> list[Score]:
    """Return the performance rating of a street centre or station."""
    code = past.facility.code
    if past.facility.kind not in ("station", "street_centre") or dice.chance(f"{code}|unrated", 25):
        return []
    satisfied, asked = dice.number(f"{code}|satisfied", 36, 58), 60
    ratio = (Decimal(satisfied) / asked).quantize(Decimal("0.001"))
    good = ratio >= Decimal("0.9")
    on = date(as_of.year, 6, 30)
    return [
        Score(
            id=f"performance-{code}-{on.year}",
            facility=code,
            measure=Measure.PERFORMANCE_RATING,
            scheme="performance.demonstration",
            scheme_name=Text(zh="绩效评估（演示办法）", en="Performance assessment (demonstration)"),
            state=ScoreState.IN_FORCE,
            outcome="excellent" if good else "qualified",
            outcome_name=Text(zh="优秀", en="Excellent") if good else Text(zh="合格", en="Qualified"),
            rank=3 if good else 2,
            ranks=3,
            on=on,
            since=on,
            until=on.replace(year=on.year + 1),
            authority="示范第三方评估机构（虚构）",
            evidence_since=on - timedelta(days=60),
            evidence_until=on,
            observed=asked,
            applicable=asked,
            lines=(
                ScoreLine(
                    rule="performance.satisfaction",
                    since=date(2022, 1, 1),
                    points=ratio * 100,
                    maximum=Decimal(100),
                    status=LineStatus.MET if good else LineStatus.NOT_MET,
                    text=Text(
                        zh=f"受访 {asked} 人，满意 {satisfied} 人",
                        en=f"{satisfied} of {asked} people asked were satisfied",
                    ),
                    reference=Reference(citation="（演示）绩效评估办法", confirmed=False),
                ),
            ),
        )
    ]
