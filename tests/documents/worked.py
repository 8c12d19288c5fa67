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
from tests.documents.worked_words import CREDIT, GRAVE, HEAD, LEGEND, REACH, STAR, WORDS

SCORING = Path(__file__).parents[2] / "scoring"
DOCUMENTS = {"en": SCORING / "WORKED.md", "zh": SCORING / "WORKED.zh.md"}
CHOSEN = (
    ("MH118", "credit.rating", "2026-11-19"),
    ("MH003", "credit.rating", "2026-11-19"),
    ("MH025", "credit.rating", "2026-11-19"),
    ("MH111", "credit.rating", "2026-11-19"),
    ("MH020", "credit.rating", "2026-11-19"),
    ("MH106", "performance.rating", "2026-11-09"),
    ("MH103", "performance.rating", "2026-11-09"),
    ("MH074", "performance.rating", "2026-11-09"),
    ("MH006", "grading.star", "2026-06-15"),
    ("MH120", "grading.star", "2026-06-15"),
    ("MH020", "grading.star", "2026-06-15"),
)
DETAILS = ("credentials", "layout", "site_management", "site_safety", "hardware", "service_management",
           "service_norms", "staff_qualification", "staffing", "staff_management", "service_delivery")  # fmt: skip
PER_200 = (
    ("doctors", "专职医生", "full-time doctors", 1),
    ("nurses", "护士", "nurses", 2),
    ("social_workers", "专职社会工作者", "full-time social workers", 1),
    ("social_workers_part_time", "兼职社会工作者", "part-time social workers", 1),
)  # what grade five asks for every 200 residents
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


Why = tuple[str, str]
Result = tuple[str, Decimal, dict[str, Decimal], list[tuple[str, str]]]


def credit(facts: list[Fact], on: date) -> Result:
    """From a base of points less what is deducted for each fact; never below nothing for an item."""
    lost: dict[str, list[tuple[Decimal, Why]]] = {}
    for item, points, why in _deductions(facts, on):
        lost.setdefault(item, []).append((points, why))
    points: dict[str, Decimal] = {}
    lines: list[tuple[str, str]] = []
    for item, most, zh, en in CREDIT:
        off = lost.get(item, [])
        left = Decimal(most) - sum((each for each, _ in off), Decimal(0))
        points[item] = max(left, Decimal(0))
        if off:
            sum_ = " − ".join([str(most), *(plain(each) for each, _ in off)])
            floor = ("", "") if left >= 0 else ("，不低于 0 分", ", 0 at least")
            lines.append(
                (
                    f"- {zh}：`{sum_} = {plain(left)}`{floor[0]}",
                    f"- {en}: `{sum_} = {plain(left)}`{floor[1]}",
                )
            )
            lines += [
                (f"    - 扣 {plain(each)} 分：{why_zh}", f"    - {plain(each)} off: {why_en}")
                for each, (why_zh, why_en) in off
            ]
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
) -> Iterator[tuple[str, Decimal, Why]]:
    for fact in facts:
        data: dict[str, Any] = fact.data
        if fact.kind == "finding" and data.get("answer") == "not_met" and counts_for(12, fact, on):
            why = _finding(fact)
            item, severity = data["item"], int(data.get("severity", 0))
            drawn = data.get("visit_kind") == "drawn"
            if item == "CL-A01":
                yield "filing", Decimal(2), why
            if item in ("CL-A02", "CL-A03"):
                yield "filing", Decimal(6), why
            if item == "CL-A04":
                yield "commitments", Decimal(5), why
            if item == "CL-G04":
                yield "standards", Decimal(3), why
            if severity >= 1 and not drawn:
                yield "daily_monitoring", Decimal({1: "0.5", 2: "1"}.get(severity, "3")), why
            if severity >= 2 and drawn:
                less = 1 if data.get("scope") == "isolated" else 2
                yield "spot_checks", Decimal(3 if severity >= 3 else less), why
        elif fact.kind == "penalty" and not data.get("repaired", False) and counts_for(24, fact, on):
            fine = Decimal(data.get("amount", 0))
            yield (
                "penalties",
                Decimal(10 if fine >= 10_000 else 5),
                _why(fact, f"罚款 {plain(fine)} 元", f"fined {plain(fine)} yuan"),
            )
        elif fact.kind == "annual_report" and not data.get("on_time", True) and counts_for(24, fact, on):
            yield "annual_check", Decimal(1), _why(fact, "年报逾期", "annual report late")
        elif fact.kind == "abnormal" and (not data.get("until") or data["until"] > on.isoformat()):
            yield "abnormal_list", Decimal(4), _why(fact, "在异常名录上", "on a list of abnormal operation")
        elif fact.kind == "staff_misconduct" and data.get("verified") and counts_for(24, fact, on):
            yield "staff", Decimal("2.5"), _why(fact, "查实的失信行为", "misconduct found true")


def _why(fact: Fact, zh: str, en: str) -> Why:
    return f"{fact.on} {fact.source}，{zh}", f"{fact.on} {fact.source}, {en}"


def _finding(fact: Fact) -> Why:
    """What was found, how grave it is and how far it reaches: the points hang on these three."""
    data = fact.data
    drawn = ("随机抽查", "drawn visit") if data.get("visit_kind") == "drawn" else ("其他检查", "other visit")
    grave = GRAVE[int(data.get("severity", 0))]
    reach = REACH.get(data.get("scope", ""), ("", ""))
    zh, en = (
        between.join(filter(None, (data["item"], drawn[side], grave[side], reach[side])))
        for side, between in ((0, "，"), (1, ", "))
    )
    return _why(fact, zh, en)


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
    names: dict[str, tuple[str, str]] = {}
    for zh, en, most, items in STAR:
        total = sum((given[item] for item, *_ in items), Decimal(0))
        sums.append(total)
        ratios += [(given[item] * 100 / points, item, points) for item, points, *_ in items]
        names |= {item: (item_zh, item_en) for item, _, item_zh, item_en in items}
        adding = " + ".join(plain(given[item]) for item, *_ in items)
        each = [
            "；".join(f"{name} {plain(given[item])}（满分 {points}）" for item, points, name, _ in items),
            ", ".join(f"{name} {plain(given[item])} of {points}" for item, points, _, name in items),
        ]
        lines.append(
            (
                f"- {zh}（满分 {most}）：{each[0]}。合计 `{adding} = {plain(total)}`",
                f"- {en} ({most} at most): {each[1]}. Together `{adding} = {plain(total)}`",
            )
        )
    whole = sum(sums, Decimal(0))
    adding = " + ".join(plain(one) for one in sums)
    lines.append((f"- 总分：`{adding} = {plain(whole)}`", f"- Total: `{adding} = {plain(whole)}`"))
    least, item, points = min(ratios)
    name_zh, name_en = names[item]
    sum_ = f"{plain(given[item])} ÷ {points} × 100 = {least:.2f}"
    lines.append(
        (f"- 得分率最低的分项是{name_zh}：`{sum_}`", f"- Lowest ratio of a sub-item, {name_en}: `{sum_}`")
    )
    staff = [fact.data for fact in facts if fact.kind == "staffing"][-1]
    beds, residents, severe, moderate, carers, trained = (
        Decimal(staff[key]) for key in ("beds", "residents", "severe", "moderate", "carers", "trained_carers")
    )
    burden = f"{plain(severe)} ÷ {plain(carers)} = {severe / carers:.2f}"
    lighter = f"{plain(moderate)} ÷ {plain(carers)} = {moderate / carers:.2f}"
    share = f"{plain(trained)} ÷ {plain(carers)} × 100 = {trained * 100 / carers:.2f}"
    full = f"{plain(residents)} ÷ {plain(beds)} × 100 = {residents * 100 / beds:.2f}"
    lines.append(
        (f"- 每名护理员照护的重度失能老人 `{burden}`，中度失能老人 `{lighter}`；经培训的护理员占比 `{share}`；入住率 `{full}`",
         f"- Severely disabled residents per carer `{burden}`, moderately `{lighter}`; share of trained carers `{share}`; occupancy `{full}`")
    )  # fmt: skip
    reached = [grade for grade, total, ratio in GRADES if whole >= total and least >= ratio]
    lacking = [(zh, en) for key, zh, en, each in PER_200 if int(staff[key]) * 200 < residents * each]
    if "five" in reached and lacking:
        reached.remove("five")
        zh, en = "、".join(zh for zh, _ in lacking), ", ".join(en for _, en in lacking)
        lines.append(
            (f"- 分数够五级，但五级按每二百名老人配备的人员不足：{zh}", f"- The points are enough for grade five, but for 200 residents it asks for more: {en}")
        )  # fmt: skip
    outcome = next(iter(reached), "below")
    for grade, total, ratio in GRADES:
        if whole >= total and least < ratio:
            zh, en = WORDS[grade]
            said = f"- 总分够{zh}（{total}），但每一分项须达 {ratio}%，{name_zh}不到"
            lines.append(
                (
                    said,
                    f"- The total is enough for {en} ({total}), but {name_en} is below the {ratio} % asked of each",
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


def document(worked: list[Worked], language: str) -> str:
    """Return the document in one language."""
    side = 0 if language == "zh" else 1
    parts = [HEAD[language]]
    told: set[str] = set()
    for number, one in enumerate(worked, 1):
        if one.scheme not in told:
            told.add(one.scheme)
            parts.append(LEGEND[one.scheme][side])
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
