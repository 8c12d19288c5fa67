"""Ten facilities of the demonstration worked out by hand: scoring/WORKED.md and its Chinese twin.

A pencil of its own: it reads the facts, counts and adds with plain arithmetic, and knows nothing of the rule engine or of
the rule files. ``python -m tests.documents.worked DATA`` writes both documents from a loaded demonstration; a test holds
documents, arithmetic and kept score sheets together.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from supervision.models import Facility, Fact, ScoreSheet

SCORING = Path(__file__).parents[2] / "scoring"
DOCUMENTS = {"en": SCORING / "WORKED.md", "zh": SCORING / "WORKED.zh.md"}
CHOSEN = (
    ("MH118", "credit.rating", "2026-11-19"),
    ("MH027", "credit.rating", "2026-11-19"),
    ("MH116", "credit.rating", "2026-11-19"),
    ("MH111", "credit.rating", "2026-11-19"),
    ("MH020", "credit.rating", "2026-11-19"),
    ("MH106", "performance.rating", "2026-11-09"),
    ("MH103", "performance.rating", "2026-11-09"),
    ("MH074", "performance.rating", "2026-11-09"),
    ("MH006", "grading.star", "2026-06-15"),
    ("MH120", "grading.star", "2026-06-15"),
    ("MH020", "grading.star", "2026-06-15"),
)
WORDS = {
    "credit.rating": ("信用评价等级", "Credit rating"),
    "performance.rating": ("绩效评估等次", "Performance rating"),
    "grading.star": ("养老机构等级", "Star grade"),
    "excellent": ("优秀", "excellent"), "good": ("良好", "good"), "fair": ("一般", "fair"), "poor": ("较差", "poor"),
    "pass": ("合格", "pass"), "fail": ("不合格", "fail"), "five": ("五级", "grade five"), "four": ("四级", "grade four"),
    "three": ("三级", "grade three"), "two": ("二级", "grade two"), "one": ("一级", "grade one"),
    "excluded": ("不予评定", "not eligible"),
}  # fmt: skip
CREDIT = (  # item, its points, its name
    ("filing", 8, "登记备案", "Registration and filing"),
    ("commitments", 5, "备案承诺", "Filing commitments"),
    ("abnormal_list", 4, "异常名录", "Lists of abnormal operation"),
    ("annual_check", 2, "年度检查", "Annual check"),
    ("staff", 5, "人员信用", "Credit of staff"),
    ("daily_monitoring", 10, "服务质量日常监测", "Daily monitoring"),
    ("standards", 3, "标准执行", "Keeping to standards"),
    ("spot_checks", 10, "抽查检查", "Spot checks"),
    ("penalties", 10, "行政处罚", "Penalties"),
    ("taxes", 4, "税费（采用值）", "Taxes (adopted)"),
    ("insurance", 4, "保险（采用值）", "Insurance (adopted)"),
    ("not_read", 15, "其余指标（采用值）", "Remaining indicators (adopted)"),
)
DETAILS = ("credentials", "layout", "site_management", "site_safety", "hardware", "service_management",
           "service_norms", "staff_qualification", "staffing", "staff_management", "service_delivery")  # fmt: skip
STAR = (  # part, its points, its sub-items with the points the district adopted for each
    ("环境", "Environment", 120, "transport 15 surroundings 15 signs 15 barrier_free 20 temperature 15 light 15 noise 10 greening 15"),
    ("设施设备", "Facilities", 130, "rooms 20 toilets 15 bathing 10 dining 10 washing 5 reception 5 activity 15 storage 5 medical_rooms 15 parking 5 assessment_room 5 rehabilitation_rooms 10 social_work_room 10"),
    ("运营管理", "Operation", 150, "administration 20 human_resources 25 service_management 25 finance 15 safety 35 logistics 15 evaluation 15"),
    ("服务", "Services", 600, "admission 45 daily_care 90 meals 60 cleaning 40 laundry 30 nursing 75 leisure 40 comfort 45 hospice 35 entrusted 20 rehabilitation 45 education 25 home_visits 30 other_services 20"),
)  # fmt: skip
GRADES = (("five", 900, 90), ("four", 780, 80), ("three", 570, 60), ("two", 450, 50), ("one", 360, 40))


@dataclass(frozen=True, slots=True)
class Worked:
    """One score worked out by hand: what it comes to, the points of its items, and the text in both languages."""

    source: str
    scheme: str
    sheet: str
    outcome: str
    value: Decimal
    points: dict[str, Decimal]
    lines: tuple[tuple[str, str], ...]


def plain(number: Decimal | int) -> str:
    text = f"{Decimal(number):f}".replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text else text


def counts_for(months: int, fact: Fact, on: date) -> bool:
    """Whether a fact is younger than so many months: its day, so many months later, lies after the day asked for."""
    years, month = divmod(fact.on.month - 1 + months, 12)
    last = (date(fact.on.year + years + (month == 11), (month + 1) % 12 + 1, 1) - date.resolution).day
    return date(fact.on.year + years, month + 1, min(fact.on.day, last)) > on


def facts_of(sheet: ScoreSheet) -> list[Fact]:
    """The facts that a public score of that day may count."""
    known = [
        fact
        for fact in Fact.select().where(Fact.facility == sheet.facility_id)
        if fact.recorded_at <= sheet.known_at
    ]
    fallen = {fact.supersedes for fact in known if fact.supersedes}
    shown = [
        fact
        for fact in known
        if fact.uuid not in fallen
        and fact.on <= sheet.on
        and fact.visibility == "public"
        and (fact.public_until is None or fact.public_until > sheet.on)
    ]
    return sorted(shown, key=lambda fact: (fact.on, fact.recorded_at, fact.uuid))


def work_out(source: str, scheme: str, on: str) -> Worked:
    """Work one score out."""
    query = ScoreSheet.select(ScoreSheet, Facility).join(Facility)
    sheet = query.where(Facility.source_id == source, ScoreSheet.scheme == scheme, ScoreSheet.on == on).get()
    facts = facts_of(sheet)
    ways = {"credit.rating": credit, "performance.rating": performance, "grading.star": star}
    outcome, value, points, lines = ways[scheme](facts, sheet.on)
    head = (
        f"{source} {sheet.facility.name} · {WORDS[scheme][0]} · {on}",
        f"{source} {sheet.facility.name} · {WORDS[scheme][1]} · {on}",
    )
    return Worked(source, scheme, sheet.sha256, outcome, value, points, (head, *lines))


Result = tuple[str, Decimal, dict[str, Decimal], list[tuple[str, str]]]


def credit(facts: list[Fact], on: date) -> Result:
    """From a base of points less what is deducted for each fact; never below nothing for an item."""
    lost: dict[str, list[tuple[Decimal, str]]] = {}
    for item, points, fact in _deductions(facts, on):
        lost.setdefault(item, []).append((points, fact))
    points: dict[str, Decimal] = {}
    lines: list[tuple[str, str]] = []
    for item, most, zh, en in CREDIT:
        off = lost.get(item, [])
        left = Decimal(most) - sum((each for each, _ in off), Decimal(0))
        points[item] = max(left, Decimal(0))
        if off:
            sum_ = " − ".join([str(most), *(plain(each) for each, _ in off)])
            why = "；".join(dict.fromkeys(text for _, text in off))
            floor = "" if left >= 0 else ", 0 at least"
            lines.append(
                (
                    f"- {zh}：`{sum_} = {plain(left)}`{'，不低于 0 分' if floor else ''}（{why}）",
                    f"- {en}: `{sum_} = {plain(left)}`{floor} ({why})",
                )
            )
    whole = [(most, zh, en) for item, most, zh, en in CREDIT if item not in lost]
    lines.insert(
        0,
        (
            "- 没有扣分：" + "、".join(f"{zh} {most}" for most, zh, _ in whole),
            "- Nothing deducted: " + ", ".join(f"{en} {most}" for most, _, en in whole),
        ),
    )
    honours = min(5 * sum(fact.kind == "honour" and counts_for(36, fact, on) for fact in facts), 20)
    points["honours"] = Decimal(honours)
    if honours:
        lines.append((f"- 加分：{honours} 分", f"- Additions: {honours}"))
    total = sum(points.values(), Decimal(0))
    adding = " + ".join(plain(each) for each in points.values() if each)
    lines.append((f"- 合计：`{adding} = {plain(total)}`", f"- Total: `{adding} = {plain(total)}`"))
    outcome = "excellent" if total >= 90 else "good" if total >= 75 else "fair" if total >= 60 else "poor"
    until = [fact for fact in facts if fact.kind == "listing" and fact.data.get("list") == "black"
             and (not fact.data.get("until") or fact.data["until"] > on.isoformat())]  # fmt: skip
    if until:
        outcome = "poor"
        day = until[0].on
        lines.append(
            (f"- {day} 列入失信惩戒对象名单，尚在名单上：无论得分多少都为较差",
             f"- On the list of those punished for breach of trust since {day}: poor whatever the points")
        )  # fmt: skip
    return outcome, total, points, lines


def _deductions(  # noqa: C901 - one branch a line of the scheme
    facts: list[Fact], on: date
) -> Iterator[tuple[str, Decimal, str]]:
    for fact in facts:
        data: dict[str, Any] = fact.data
        said = f"{fact.on} {fact.source}"
        if fact.kind == "finding" and data.get("answer") == "not_met" and counts_for(12, fact, on):
            item, severity, drawn = (
                data["item"],
                int(data.get("severity", 0)),
                data.get("visit_kind") == "drawn",
            )
            said += f" {item}"
            if item == "CL-A01":
                yield "filing", Decimal(2), said
            if item in ("CL-A02", "CL-A03"):
                yield "filing", Decimal(6), said
            if item == "CL-A04":
                yield "commitments", Decimal(5), said
            if item == "CL-G04":
                yield "standards", Decimal(3), said
            if severity in (1, 2) and not drawn:
                yield "daily_monitoring", Decimal("0.5") if severity == 1 else Decimal(1), said
            if severity >= 2 and drawn:
                less = 1 if data.get("scope") == "isolated" else 2
                yield "spot_checks", Decimal(3 if severity >= 3 else less), said
        elif fact.kind == "penalty" and not data.get("repaired", False) and counts_for(24, fact, on):
            yield "penalties", Decimal(10 if Decimal(data.get("amount", 0)) >= 10_000 else 5), said
        elif fact.kind == "annual_report" and not data.get("on_time", True) and counts_for(24, fact, on):
            yield "annual_check", Decimal(1), said
        elif fact.kind == "abnormal" and (not data.get("until") or data["until"] > on.isoformat()):
            yield "abnormal_list", Decimal(4), said
        elif fact.kind == "staff_misconduct" and data.get("verified") and counts_for(24, fact, on):
            yield "staff", Decimal("2.5"), said


def _latest(facts: list[Fact], kind: str, on: date) -> dict[str, Decimal]:
    return {
        fact.data["item"]: Decimal(fact.data["points"])
        for fact in facts
        if fact.kind == kind and counts_for(12, fact, on)
    }


def performance(facts: list[Fact], on: date) -> Result:
    """Three views: 70, 20 and 10 of a hundred."""
    given = _latest(facts, "assessment.item", on)
    details = [given[item] for item in DETAILS]
    rules = sum(details, Decimal(0))
    owner, served = given["owner"], given["service_objects"]
    shares = (rules * Decimal("0.7"), owner * Decimal("0.2"), served * Decimal("0.1"))
    total = sum(shares, Decimal(0))
    adding = " + ".join(plain(each) for each in details)
    weighing = [f"{plain(points)} × {share} = {plain(part)}" for points, share, part in
                zip((rules, owner, served), ("0.7", "0.2", "0.1"), shares, strict=True)]  # fmt: skip
    sum_ = " + ".join(plain(each) for each in shares)
    outcome = "excellent" if total >= 90 else "good" if total >= 80 else "pass" if total >= 60 else "fail"
    lines = [
        (f"- 评估细则十一项：`{adding} = {plain(rules)}`", f"- Eleven detailed rules: `{adding} = {plain(rules)}`"),
        (f"- 占七成：`{weighing[0]}`", f"- Seven tenths: `{weighing[0]}`"),
        (f"- 业主单位占两成：`{weighing[1]}`", f"- The owner's view, two tenths: `{weighing[1]}`"),
        (f"- 服务对象占一成：`{weighing[2]}`", f"- The view of those served, one tenth: `{weighing[2]}`"),
        (f"- 合计：`{sum_} = {plain(total)}`", f"- Total: `{sum_} = {plain(total)}`"),
    ]  # fmt: skip
    points = {item: given[item] * Decimal("0.7") for item in DETAILS}
    return outcome, total, {**points, "owner": shares[1], "service_objects": shares[2]}, lines


def star(facts: list[Fact], on: date) -> Result:
    """Four parts; a grade asks for its total and for its ratio of every sub-item, beside staff and operation."""
    given = _latest(facts, "star.item", on)
    lines: list[tuple[str, str]] = []
    sums = []
    ratios: list[tuple[Decimal, str, int]] = []
    for zh, en, most, items in STAR:
        words = items.split()
        adopted = {item: int(points) for item, points in zip(words[::2], words[1::2], strict=True)}
        total = sum((given[item] for item in adopted), Decimal(0))
        sums.append(total)
        ratios += [(given[item] * 100 / points, item, points) for item, points in adopted.items()]
        adding = " + ".join(plain(given[item]) for item in adopted)
        lines.append(
            (
                f"- {zh}（{most}）：`{adding} = {plain(total)}`",
                f"- {en} ({most}): `{adding} = {plain(total)}`",
            )
        )
    whole = sum(sums, Decimal(0))
    adding = " + ".join(plain(one) for one in sums)
    lines.append((f"- 总分：`{adding} = {plain(whole)}`", f"- Total: `{adding} = {plain(whole)}`"))
    least, item, points = min(ratios)
    sum_ = f"{plain(given[item])} ÷ {points} × 100 = {least:.2f}"
    lines.append((f"- 得分率最低的分项 {item}：`{sum_}`", f"- Lowest ratio of a sub-item, {item}: `{sum_}`"))
    staff = [fact.data for fact in facts if fact.kind == "staffing"][-1]
    beds, residents, severe, carers, trained = (
        Decimal(staff[key]) for key in ("beds", "residents", "severe", "carers", "trained_carers")
    )
    burden = f"{plain(severe)} ÷ {plain(carers)} = {severe / carers:.2f}"
    share = f"{plain(trained)} ÷ {plain(carers)} × 100 = {trained * 100 / carers:.2f}"
    full = f"{plain(residents)} ÷ {plain(beds)} × 100 = {residents * 100 / beds:.2f}"
    lines.append(
        (f"- 每名护理员照护的重度失能老人 `{burden}`；经培训的护理员占比 `{share}`；入住率 `{full}`",
         f"- Severely disabled residents per carer `{burden}`; share of trained carers `{share}`; occupancy `{full}`")
    )  # fmt: skip
    outcome = next((grade for grade, total, ratio in GRADES if whole >= total and least >= ratio), "below")
    for grade, total, ratio in GRADES:
        if whole >= total and least < ratio:
            zh, en = WORDS[grade]
            said = f"- 总分够{zh}（{total}），但每一分项须达 {ratio}%，{item} 不到"
            lines.append(
                (
                    said,
                    f"- The total is enough for {en} ({total}), but {item} is below the {ratio} % asked of each",
                )
            )
    stops = [fact for fact in facts if fact.kind == "penalty" and counts_for(24, fact, on)]
    stops += [fact for fact in facts if fact.kind == "listing" and fact.data.get("list") == "black"]
    if stops:
        outcome = "excluded"
        said = "；".join(f"{fact.on} {fact.source}" for fact in stops)
        lines.append(
            (
                f"- 否决：期限内有行政处罚，或在名单上（{said}）",
                f"- Veto: a penalty within the look-back, or listed ({said})",
            )
        )
    return outcome, whole, given, lines


HEAD = {
    "zh": """# 十家演示机构，用铅笔算一遍

这里的每一个数都是照着事实手算的，没有用评分程序：一支单独的“铅笔”只读事实、只做加减乘除，然后和系统保存的评分表逐项对照。
反引号里的每一个算式，测试都会再算一遍；任何一个数对不上，测试就不通过。机构、人员和单位均为虚构。
采用值：来源没有给出、由演示区自己的办法采用的分值（`supervision/demo/rules/adoption.yaml`）。
""",
    "en": """# Ten demonstration facilities worked out in pencil

Every number on this page was worked out from the facts by hand and not by the rule engine: a pencil of its own reads the
facts, adds, multiplies, and is then laid beside the score sheets that the system kept. A test works every sum in
backticks out again; one number that does not agree fails it. Facilities, people and authorities are invented.
Adopted: points that the source does not give and that the demonstration district adopted by an act of its own
(`supervision/demo/rules/adoption.yaml`).
""",
}


def document(worked: list[Worked], language: str) -> str:
    """Return the document in one language."""
    side = 0 if language == "zh" else 1
    parts = [HEAD[language]]
    for number, one in enumerate(worked, 1):
        head, *lines = (line[side] for line in one.lines)
        end = ("结果：**{}**，{} 分。", "Outcome: **{}**, {} points.")[side].format(
            WORDS[one.outcome][side], plain(one.value)
        )
        parts.append("\n".join([f"## {number}. {head}", "", *lines, "", end, ""]))
    return "\n".join(parts)


def main(data: str) -> None:
    """Write both documents from a loaded demonstration."""
    from supervision.database import connect, connection

    connect(f"sqlite:///{data}/mingjing.sqlite")
    with connection():
        worked = [work_out(*one) for one in CHOSEN]
    for language, path in DOCUMENTS.items():
        path.write_text(document(worked, language), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
