"""行政处罚记录: a decision against a facility enters the credit file, with its tier and public term by the regime of its day."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.facts import WITHDRAWAL
from scoring.penalties import KINDS, Procedure, against
from scoring.repair import TIER_WORDS, Decision, Tier, is_shown, publication_term, tier_sheet
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Facility, Fact, Penalty
from supervision.procedures.definition import Words
from supervision.rulebook import rulebook, schemes
from supervision.usecases._frame import record, usecase
from supervision.usecases.facilities import get_facility_row
from supervision.usecases.facts import append_fact

NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-000000000004")
FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True)
class NewPenalty:
    """新处罚: the decision as served; money in fen. ``tier`` is stated only where the rules leave it open.

    ``violation_ended_on``, ``opened_on`` and ``harmed`` are checked against the time bars where they are known.
    """

    facility_code: str
    number: str
    violation: str
    facts: str
    basis: tuple[dict[str, str], ...]
    kinds: tuple[str, ...]
    content: str
    decided_on: date
    organ: str
    tier: str = ""
    sector: str = "养老服务"
    simple: bool = False
    hearing_offered: bool = False
    fine_fen: int = 0
    forfeited_fen: int = 0
    performed_on: date | None = None
    corrected_on: date | None = None
    ban_until: date | None = None
    violation_ended_on: date | None = None
    opened_on: date | None = None
    harmed: bool | None = None

    @property
    def decision(self) -> Decision:
        """Return what the tier hangs on."""
        fine = Decimal(self.fine_fen) / FEN_PER_YUAN
        return Decision(self.decided_on, frozenset(KINDS[k] for k in self.kinds), fine, self.sector, self.simple)  # fmt: skip


@usecase("penalty.record")
def record_penalty(*, penalty: NewPenalty, actor: Actor, at: datetime) -> str:
    """记录行政处罚: public until the longest term of its tier ends (R5.20); what is minor may not be shown at all.

    Raises:
        RuleViolationError: unknown kinds or tier; no legal basis; a limit of the penalty law is overstepped;
            ``tier-open`` where a person must state the tier, ``tier-by-rule`` where the rules say another.
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
    if refusal := against(rulebook(), _procedure(penalty)):
        raise refusal
    facility = get_facility_row(penalty.facility_code, actor)
    tier, shown = _tier(penalty)
    term = publication_term(
        rulebook(), tier, penalty.decided_on, penalty.ban_until, penalty.violation_ended_on
    )
    until = term.until if shown else None
    key = str(uuid.uuid5(NAMESPACE, penalty.number))
    Penalty.create(
        uuid=key,
        facility=facility,
        basis=list(penalty.basis),
        kinds=list(penalty.kinds),
        public_until=until,
        tier=tier.value,
        regime=f"{term.longest.rule}@{term.longest.since.isoformat()}",
        recorded_at=at,
        recorded_by=actor.key,
        **{name: getattr(penalty, name) for name in AS_STATED},
    )
    append_fact(
        facility_id=facility.id,
        kind="penalty",
        on=penalty.decided_on,
        at=at,
        source=penalty.number,
        data={
            "kind": max(
                penalty.kinds, key=list(KINDS).index
            ),  # of several the gravest, as the law orders them
            "amount": penalty.fine_fen // FEN_PER_YUAN,
            "tier": tier.value,
            "performed": penalty.performed_on is not None,
        },
        visibility="public" if shown else "internal",
        public_until=until,
        identity=penalty.number,
    )
    record(f"penalty:{penalty.number}", facility=facility.code, tier=tier.value, until=until)
    return key


AS_STATED = (
    "number", "violation", "facts", "content", "fine_fen", "forfeited_fen", "decided_on", "performed_on",
    "corrected_on", "ban_until", "violation_ended_on", "sector", "simple", "organ",
)  # fmt: skip


def _procedure(penalty: NewPenalty) -> Procedure:
    return Procedure(
        penalty.decision,
        laws=frozenset(each["law"] for each in penalty.basis),
        hearing_offered=penalty.hearing_offered,
        violation_ended_on=penalty.violation_ended_on,
        opened_on=penalty.opened_on,
        harmed=penalty.harmed,
        forfeited=Decimal(penalty.forfeited_fen) / FEN_PER_YUAN,
    )


def _tier(penalty: NewPenalty) -> tuple[Tier, bool]:
    """Return the tier, and whether it is shown: by rule; where the rules leave it open, as the person stated."""
    sheet = tier_sheet(rulebook(), schemes(), penalty.decision)
    if penalty.tier and penalty.tier not in list(Tier):
        raise RuleViolationError("tier-unknown", "没有“{tier}”这种失信程度。", facts={"tier": penalty.tier})
    if sheet.outcome is None and not penalty.tier:
        raise RuleViolationError(
            "tier-open",
            "按现有规则不能判定失信程度：数额标准或领域待核。",
            basis=sheet.scheme,
            remedy="请对照本领域公布的分类标准，选择失信程度。",
        )
    if sheet.outcome and penalty.tier and sheet.outcome != penalty.tier:
        raise RuleViolationError(
            "tier-by-rule",
            "按决定当日的规则，这项处罚属于“{tier}”。",
            basis=sheet.scheme,
            remedy="请选择“按规则判定”。",
            facts={"tier": Words(**TIER_WORDS[Tier(sheet.outcome)])},
        )
    return Tier(sheet.outcome or penalty.tier), is_shown(sheet)


def penalty_row(uuid_: str, actor: Actor) -> Penalty:
    """Return the row of a penalty; one outside the actor's area does not exist for them."""
    row: Penalty | None = (
        Penalty.select(Penalty, Facility).join(Facility).where(Penalty.uuid == uuid_).first()
    )
    if row is None:
        raise NotFoundError("没有这项行政处罚。")
    get_facility_row(row.facility.code, actor)
    return row


@usecase("penalty.perform")
def perform_penalty(
    *, uuid_: str, performed_on: date, corrected_on: date | None, actor: Actor, at: datetime
) -> None:
    """登记履行: duties performed, conduct corrected; from then repair may be asked for once the term has passed."""
    row, today = penalty_row(uuid_, actor), china_day(at)
    for day in (performed_on, corrected_on):
        if day is not None and not row.decided_on <= day <= today:
            raise RuleViolationError(
                "penalty-day",
                "{day} 不在决定日期 {decided} 和今天之间。",
                facts={"day": day.isoformat(), "decided": row.decided_on.isoformat()},
            )
    row.performed_on, row.corrected_on = performed_on, corrected_on
    row.save()
    supersede_penalty(row, {"performed": True}, at=at)
    record(f"penalty:{row.number}", performed_on=performed_on, corrected_on=corrected_on)


@usecase("penalty.withdraw")
def withdraw_penalty(*, uuid_: str, reason: str, actor: Actor, at: datetime) -> None:
    """撤回处罚信息: the decision was changed, revoked or found void (R2.24); it counts nowhere from now on."""
    row = penalty_row(uuid_, actor)
    withdraw_row(row, reason, at=at)
    record(f"penalty:{row.number}", withdrawn_on=row.withdrawn_on)


def withdraw_row(row: Penalty, reason: str, *, at: datetime) -> None:
    """Take a penalty down within a running transaction and let its fact fall."""
    if row.withdrawn_on is not None:
        raise RuleViolationError("penalty-withdrawn", "这项处罚信息已经撤回。")
    on = china_day(at)
    row.withdrawn_on, row.public_until = on, min(row.public_until, on) if row.public_until else None
    row.save()
    append_fact(
        facility_id=row.facility_id,
        kind=WITHDRAWAL,
        on=on,
        at=at,
        source=row.number,
        data={"reason": reason},
        visibility="internal",
        supersedes=standing_fact(row),
        identity=f"{row.number}:withdrawn",
    )


def supersede_penalty(row: Penalty, changes: dict[str, Any], *, at: datetime, repaired: bool = False) -> None:
    """Append the fact of a penalty anew with what has changed; one that was repaired is not shown any more."""
    key = standing_fact(row)
    old = Fact.get(Fact.uuid == key)
    append_fact(
        facility_id=row.facility_id,
        kind="penalty",
        on=old.on,
        at=at,
        source=old.source,
        basis=old.basis,
        data={**old.data, **changes},
        visibility="internal" if repaired else old.visibility,
        public_until=china_day(at) if repaired else old.public_until,
        supersedes=key,
        identity=f"{row.number}:{sorted(changes)}:{at.isoformat()}",
    )


def standing_fact(row: Penalty) -> str:
    """Return the id of the fact about a penalty that no later one supersedes."""
    mine = list(
        Fact.select().where(Fact.facility == row.facility_id, Fact.source == row.number).order_by(Fact.id)
    )
    gone = {each.supersedes for each in mine}
    return str(next(each.uuid for each in mine if each.kind == "penalty" and each.uuid not in gone))
