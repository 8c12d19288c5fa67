"""行政处罚记录: a decision against a facility enters the credit file, with its public term by the regime of its day."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from scoring.rulebook.days import add_months
from supervision.actor import Actor
from supervision.models import Penalty
from supervision.rulebook import rulebook
from supervision.usecases._frame import record, usecase
from supervision.usecases.facilities import get_facility_row
from supervision.usecases.facts import append_fact

NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-000000000004")
KINDS = [
    "warning",
    "criticism",
    "fine",
    "confiscation",
    "suspension",
    "lower_qualification",
    "revocation",
    "restriction",
    "stop_business",
    "closure",
    "practice_ban",
    "other",
]
SLIGHT = frozenset({"warning", "criticism"})
FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True)
class NewPenalty:
    """新处罚: the decision as served; ``tier`` is minor, general or serious by the sector's table; money in fen."""

    facility_code: str
    number: str
    violation: str
    facts: str
    basis: tuple[dict[str, str], ...]
    kinds: tuple[str, ...]
    content: str
    decided_on: date
    tier: str
    organ: str
    fine_fen: int = 0
    forfeited_fen: int = 0
    performed_on: date | None = None


@usecase("penalty.record")
def record_penalty(*, penalty: NewPenalty, actor: Actor, at: datetime) -> str:
    """记录行政处罚: public until the longest term of its tier ends (R5.20); a warning alone is not published.

    Raises:
        RuleViolationError: unknown kinds or tier; no legal basis.
    """
    unknown = [kind for kind in penalty.kinds if kind not in KINDS]
    if unknown or not penalty.kinds:
        raise RuleViolationError(
            "penalty-kind-unknown", "没有“{kinds}”这种处罚。", facts={"kinds": ", ".join(unknown)}
        )
    if not penalty.basis:
        raise RuleViolationError("penalty-without-basis", "行政处罚须写明法律依据。")
    if Penalty.get_or_none(Penalty.number == penalty.number):
        raise RuleViolationError("number-taken", "编号 {number} 已经用过。", facts={"number": penalty.number})
    facility = get_facility_row(penalty.facility_code, actor)
    rule = f"repair.{penalty.tier}.max_months"
    term = rulebook().on(rule, penalty.decided_on)
    shown = not set(penalty.kinds) <= SLIGHT
    until = add_months(penalty.decided_on, int(term.value)) if shown else None
    key = str(uuid.uuid5(NAMESPACE, penalty.number))
    Penalty.create(
        uuid=key,
        facility=facility,
        number=penalty.number,
        violation=penalty.violation,
        facts=penalty.facts,
        basis=list(penalty.basis),
        kinds=list(penalty.kinds),
        content=penalty.content,
        fine_fen=penalty.fine_fen,
        forfeited_fen=penalty.forfeited_fen,
        decided_on=penalty.decided_on,
        public_until=until,
        performed_on=penalty.performed_on,
        tier=penalty.tier,
        regime=f"{rule}@{term.since.isoformat()}",
        organ=penalty.organ,
        recorded_at=at,
    )
    append_fact(
        facility_id=facility.id,
        kind="penalty",
        on=penalty.decided_on,
        at=at,
        source=penalty.number,
        data={
            "kind": penalty.kinds[0],
            "amount": penalty.fine_fen // FEN_PER_YUAN,
            "tier": penalty.tier,
            "performed": penalty.performed_on is not None,
        },
        visibility="public" if shown else "internal",
        public_until=until,
        identity=penalty.number,
    )
    record(f"penalty:{penalty.number}", facility=facility.code, tier=penalty.tier, until=until)
    return key
