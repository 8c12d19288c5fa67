"""Invented visits of one facility: results, findings and what followed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from supervision.disclosure.invented.words import DEPARTMENTS, ITEMS, SEEN, Dice
from supervision.records.decisions import (
    Listing,
    ListName,
    Objection,
    ObjectionState,
    Penalty,
    PenaltyKind,
)
from supervision.records.facilities import Facility
from supervision.records.inspections import (
    DepartmentResult,
    Finding,
    FindingState,
    Result,
    Scope,
    Unobserved,
    VisitKind,
)
from supervision.records.scores import Score
from supervision.records.values import Reference, Text

AUTHORITY = "明镜示范区民政局"
LIST_BASIS = Reference(
    citation="养老服务市场失信联合惩戒对象名单管理办法（试行） 第十一条",
    law="minfa-2019-103",
    article="第十一条",
)


@dataclass(slots=True)
class FacilityPast:
    """What happened at one facility so far."""

    facility: Facility
    results: list[Result] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)


def visit(past: FacilityPast, dice: Dice, kind: VisitKind, year: int, as_of: date) -> None:
    """Add one visit in ``year`` to ``past``, unless its result could not be public on ``as_of`` yet."""
    code = past.facility.code
    key = f"{code}-{year}-{kind.value}"
    on = date(year, 3 if kind is VisitKind.JOINT else 5, 1) + timedelta(days=dice.number(f"{key}|on", 0, 150))
    if on + timedelta(days=40) > as_of:
        return
    wrong = dice.number(f"{key}|wrong", 0, 9) - 5
    departments = DEPARTMENTS if kind is VisitKind.JOINT else DEPARTMENTS[:1]
    looked_at = [item for item in ITEMS if item.departments[0] in {each.code for each in departments}]
    items = [item for item in looked_at if dice.chance(f"{key}|{item.code}", 35)][: max(0, wrong)]
    unobserved = tuple(
        Unobserved(item=item.code, reason=Text(zh="当日未供餐，未能查看", en="No meal was served that day"))
        for item in looked_at
        if item.code.startswith("CL-E") and dice.chance(f"{key}|unseen|{item.code}", 12)
    )
    unobserved = tuple(each for each in unobserved if each.item not in {item.code for item in items})
    applicable = dice.number(f"{key}|items", 46, 118)
    joint = kind is VisitKind.JOINT
    title = Text(zh=f"{year}年联合检查", en=f"Joint inspection {year}")
    if not joint:
        title = Text(zh=f"{year}年双随机抽查", en=f"Random inspection {year}")
    past.results.append(
        Result(
            id=f"result-{key}",
            facility=code,
            visit=kind,
            task=f"task-{year}-{'joint' if joint else 'random'}",
            task_title=title,
            plan=f"plan-{year}",
            draw=None if joint else f"draw-{year}",
            on=on,
            confirmed_on=on + timedelta(days=9),
            published_on=on + timedelta(days=21),
            results=tuple(
                DepartmentResult(
                    department=department.code,
                    kinds=(5,) if any(department.code in item.departments for item in items) else (1,),
                )
                for department in departments
            ),
            applicable=applicable,
            met=applicable - len(items) - len(unobserved),
            not_met=len(items),
            unobserved=unobserved,
            reply=Text(
                zh="已逐项整改，感谢指出问题。", en="We have corrected each point; thank you for showing us."
            )
            if items and dice.chance(f"{key}|reply", 40)
            else None,
        )
    )
    for item in items:
        past.findings.append(_finding(dice, f"{key}-{item.code}", past.results[-1], item.code, as_of))


def _finding(dice: Dice, key: str, result: Result, code: str, as_of: date) -> Finding:
    item = next(item for item in ITEMS if item.code == code)
    due = result.on + timedelta(days=30)
    corrected = result.on + timedelta(days=dice.number(f"{key}|corrected", 4, 60))
    verified = corrected + timedelta(days=10)
    state = FindingState.VERIFIED
    if dice.chance(f"{key}|open", 9) and result.on.year == as_of.year:
        state = FindingState.OPEN
    elif verified > as_of or dice.chance(f"{key}|unverified", 8):
        state = FindingState.CORRECTED
    return Finding(
        id=f"finding-{key}",
        result=result.id,
        facility=result.facility,
        item=code,
        scope=dice.pick(f"{key}|scope", (Scope.SINGLE, Scope.SINGLE, Scope.SEVERAL)),
        severity=item.severity,
        sentence=SEEN[code],
        references=item.references,
        state=state,
        found_on=result.on,
        due_on=due,
        order_number=f"示范责改〔{result.on.year}〕{dice.number(key, 1, 999)}号",
        corrected_on=None if state is FindingState.OPEN else min(corrected, as_of),
        verified_on=verified if state is FindingState.VERIFIED else None,
    )


def penalty_of(past: FacilityPast, dice: Dice, as_of: date) -> list[Penalty]:
    """Return the penalty that a major finding of this year led to, if any."""
    major = [
        finding for finding in past.findings if finding.severity == 4 and finding.found_on.year == as_of.year
    ]
    if not major or not dice.chance(f"{past.facility.code}|penalty", 25):
        return []
    finding = major[0]
    decided = min(finding.found_on + timedelta(days=45), as_of - timedelta(days=8))
    return [
        Penalty(
            id=f"penalty-{finding.id}",
            facility=past.facility.code,
            number=f"示范消行罚决字〔{decided.year}〕第{dice.number(finding.id, 1, 99):04d}号",
            kinds=(PenaltyKind.FINE,),
            violation=Text(zh="占用、堵塞安全出口", en="Blocking a safety exit"),
            content=Text(zh="罚款人民币伍仟元", en="Fine of 5,000 yuan"),
            references=(
                Reference(
                    citation="消防法 第六十条第一款第（三）项", law="xiaofang-2021", article="第六十条"
                ),
            ),
            fine=Decimal(5000),
            authority="明镜示范区消防救援大队（虚构）",
            decided_on=decided,
            published_on=decided + timedelta(days=5),
            until=decided.replace(year=decided.year + 1),
            performed_on=decided + timedelta(days=4) if dice.chance(f"{finding.id}|paid", 70) else None,
        )
    ]


def listing_of(past: FacilityPast, dice: Dice, as_of: date) -> list[Listing]:
    """Return the list entry of a facility: a few of the best are red, one in some two hundred is black."""
    code = past.facility.code
    if not past.results:
        return []
    number = int(code[1:])
    decided = as_of - timedelta(days=dice.number(f"{code}|listed", 30, 200))
    if number % 197 == 41:
        return [
            Listing(
                id=f"listing-black-{code}",
                list=ListName.BLACK,
                facility=code,
                number=f"示范民失信〔{decided.year}〕{number}号",
                cause=Text(
                    zh="拒不接受依法检查，并提供虚假整改材料",
                    en="Refused a lawful inspection and handed in false proof of correction",
                ),
                references=(LIST_BASIS,),
                since=decided,
                until=decided.replace(year=decided.year + 2),
                leave_from=decided.replace(year=decided.year + 1),
                how_to_leave=Text(
                    zh="改正行为、履行全部义务并作出信用承诺后，可向作出决定的机关申请提前移出。",
                    en="After correcting the conduct, performing all duties and giving a credit pledge, the "
                    "facility may ask the deciding authority to be removed early.",
                ),
                measures=(
                    Text(zh="列为重点检查对象", en="Inspected with priority"),
                    Text(zh="暂停享受建设和运营补贴", en="No construction or operating subsidies"),
                ),
                authority=AUTHORITY,
                decided_on=decided,
            )
        ]
    best = any(score.measure.value == "star_grade" and score.rank >= 4 for score in past.scores)
    if best and not any(finding.severity >= 3 for finding in past.findings):
        return [
            Listing(
                id=f"listing-red-{code}",
                list=ListName.RED,
                facility=code,
                number=f"示范民守信〔{decided.year}〕{number}号",
                cause=Text(
                    zh="等级四级以上，两年内没有较重问题，问题均按期整改",
                    en="Grade four or higher, no serious finding in two years, everything corrected in time",
                ),
                references=(Reference(citation="国发〔2016〕33号（本地采用条件见方法页）", confirmed=False),),
                since=decided,
                until=decided.replace(year=decided.year + 2),
                how_to_leave=Text(
                    zh="出现应当移出的情形时自动移出。",
                    en="Leaves by itself when a condition no longer holds.",
                ),
                measures=(Text(zh="减少一般抽查频次", en="Drawn less often"),),
                authority=AUTHORITY,
                decided_on=decided,
            )
        ]
    return []


def objection_of(past: FacilityPast, dice: Dice, as_of: date) -> list[Objection]:
    """Return the pending objection of a facility, if it has one."""
    if not past.results or not past.findings or not dice.chance(f"{past.facility.code}|objects", 4):
        return []
    filed = as_of - timedelta(days=6)
    return [
        Objection(
            id=f"objection-{past.facility.code}",
            facility=past.facility.code,
            about=past.findings[-1].id,
            state=ObjectionState.PENDING,
            filed_on=filed,
            due_on=filed + timedelta(days=14),
        )
    ]
