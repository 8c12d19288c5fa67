"""答卷: what an inspector finds in an invented facility, from its profile and fixed dice; never from real homes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from inspections.checklist import Checklist, Item
from scoring.findings import Answer
from scoring.rulebook import load_yaml
from supervision.demo.stage import HERE, fixed_share, fixed_uuid
from supervision.intake.manifests import AnswerSent, Manifest, SignatureSent

FIRST, LAST = date(2025, 1, 1), date(2026, 11, 30)


@cache
def profiles() -> dict[str, Any]:
    """Return the authored profiles."""
    return dict(load_yaml(HERE / "profiles.yaml"))


@dataclass(frozen=True, slots=True)
class Looked:
    """被检查机构: who is looked at, when, and with which profile."""

    key: str
    profile: str
    visit: str
    on: date


def share_not_met(looked: Looked, item: Item) -> Decimal:
    """Return how likely an item is not met: the profile's share on that day, by the item's severity."""
    first, last = (Decimal(each) for each in profiles()["shares"][looked.profile])
    part = Decimal((looked.on - FIRST).days) / Decimal((LAST - FIRST).days)
    ordinary = first + (last - first) * min(max(part, Decimal(0)), Decimal(1))
    return ordinary * Decimal(profiles()["severity"][int(item.severity)])


def answer_of(looked: Looked, item: Item) -> tuple[Answer, str]:
    """Return the answer to one item, and the remark that goes with it."""
    words = profiles()
    if fixed_share("na", looked.key, item.id) < Decimal(words["not_applicable"]):
        return Answer.NOT_APPLICABLE, ""
    if fixed_share("unseen", looked.visit, item.id) < Decimal(words["not_observed"]):
        reasons = words["reasons_unseen"]
        return Answer.NOT_OBSERVED, reasons[int(fixed_share("reason", looked.visit, item.id) * len(reasons))]
    if fixed_share("met", looked.visit, item.id) < share_not_met(looked, item):
        remarks = words["remarks"]
        return Answer.NOT_MET, remarks[int(fixed_share("remark", looked.visit, item.id) * len(remarks))]
    return Answer.MET, ""


def manifest_of(looked: Looked, checklist: Checklist, officers: tuple[str, ...]) -> Manifest:
    """Return what the tablet sends of this visit: every item answered, everybody signed."""
    answers = []
    for item in checklist:
        answer, remark = answer_of(looked, item)
        scope, corrected = None, False
        if answer is Answer.NOT_MET:
            dice = fixed_share("scope", looked.visit, item.id)
            scope = "isolated" if dice < 0.6 else "several" if dice < 0.92 else "widespread"
            corrected = (
                item.severity <= 1
                and fixed_share("spot", looked.visit, item.id) < Decimal(profiles()["corrected_on_spot"]) * 2
            )
        answers.append(
            AnswerSent(
                id=fixed_uuid(looked.visit, item.id),
                item=item.id,
                answer=answer.value,
                scope=scope,  # type: ignore[arg-type]
                remark=remark,
                corrected=corrected,
            )
        )
    signatures = [signature(looked.visit, "inspector", name) for name in officers]
    signatures.append(signature(looked.visit, "facility", "演示机构负责人"))
    return Manifest(
        visit=looked.visit,
        checklist=checklist.version,
        device_time=f"{looked.on.isoformat()}T15:40:00Z",
        answers=answers,
        signatures=signatures,
    )


def signature(visit: str, role: str, name: str) -> SignatureSent:
    """Return a signature: a wave that differs from person to person."""
    height = 0.1 + 0.25 * fixed_share("height", name)
    points = [
        [0.05 + 0.09 * n, 0.3 + height * (1 if n % 2 else -1) * (0.4 + 0.06 * n), 16.0 * n] for n in range(10)
    ]
    return SignatureSent(
        id=fixed_uuid(visit, role, name),
        role=role,  # type: ignore[arg-type]
        name=name,
        strokes=[[[max(0.0, min(1.0, x)), max(0.0, min(0.6, y)), t] for x, y, t in points]],
    )
