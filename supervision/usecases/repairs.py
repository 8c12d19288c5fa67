"""信用修复办理: the facility asks with its commitment and proof, who imposed decides; what is repaired vanishes everywhere."""

from datetime import datetime
from functools import partial

from scoring.rulebook.days import add_months
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError
from supervision.models import Case, CreditRepair, Facility, Listing, Penalty
from supervision.queries.entries import entry_of, repair_facts
from supervision.rulebook import rulebook
from supervision.usecases._cases import Acts, move_case, open_case
from supervision.usecases._frame import record, usecase
from supervision.usecases.listings import take_off
from supervision.usecases.objections import own_facility
from supervision.usecases.penalties import supersede_penalty

BAR = "repair.false_material_bar_months"
DECIDING = ("grant", "refuse", "refuse_false", "turn_away")


@usecase("repair.apply")
def apply_repair(
    *,
    facility_code: str,
    against_kind: str,
    against: str,
    commitment: str,
    evidence: tuple[str, ...],
    actor: Actor,
    at: datetime,
) -> str:
    """申请信用修复: with a public commitment and proof of performance; returns the id of the case.

    Raises:
        RuleViolationError: too early, barred, something is missing, or an application is under way.
    """
    facility, on = own_facility(facility_code, actor), china_day(at)
    entry = entry_of(facility, against_kind, against, on)
    case, _ = open_case(
        "credit_repair",
        "apply",
        facility=facility,
        title=f"{facility.name} {entry.title}",
        facts=repair_facts(entry),
        note=commitment,
        evidence=evidence,
        actor=actor,
        at=at,
    )
    CreditRepair.create(
        case=case,
        facility=facility,
        against_kind=against_kind,
        against=against,
        applied_on=on,
        committed_on=on,
        commitment=commitment,
        evidence=list(evidence),
    )
    record(f"repair:{case.uuid}", against_kind=against_kind, against=against)
    return str(case.uuid)


@usecase("repair.withdraw")
def withdraw_repair(*, uuid_: str, actor: Actor, at: datetime) -> None:
    """撤回修复申请: by the facility, as long as nothing is decided."""
    row = _row(uuid_)
    own_facility(row.facility.code, actor)
    _move(row, "withdraw", actor, at)
    record(f"repair:{uuid_}", withdrawn=True)


@usecase("repair.decide")
def decide_repair(*, uuid_: str, verdict: str, answer: str = "", actor: Actor, at: datetime) -> None:
    """办理修复: ``accept``, ``turn_away``, ``extend``; then, by another person, ``grant``, ``refuse``, ``refuse_false``."""
    row, on = _row(uuid_), china_day(at)
    acts: dict[str, Acts] = {
        "grant": {"fact.record_repair": partial(_repair, row, answer, actor, at)},
        "refuse_false": {"repair.bar": partial(_bar, row, at)},
    }
    _move(row, verdict, actor, at, answer, acts.get(verdict))
    if verdict in DECIDING:
        row.answer, row.decided_on, row.granted = answer, on, verdict == "grant"
        row.save()
    record(f"repair:{uuid_}", verdict=verdict)


def _row(uuid_: str) -> CreditRepair:
    query = CreditRepair.select(CreditRepair, Case, Facility).join(Case).switch(CreditRepair).join(Facility)
    row: CreditRepair | None = query.where(Case.uuid == uuid_).first()
    if row is None:
        raise NotFoundError("没有这件修复申请。")
    return row


def _move(
    row: CreditRepair, move: str, actor: Actor, at: datetime, note: str = "", acts: Acts | None = None
) -> None:
    entry = entry_of(row.facility, row.against_kind, row.against, china_day(at))
    facts = repair_facts(entry)
    move_case(row.case, move, facts=facts, note=note, actor=actor, at=at, acts=acts)


def _repair(row: CreditRepair, answer: str, actor: Actor, at: datetime) -> None:
    """End the publication of the entry; what the fact said stays in the file and counts in no public rating."""
    on = china_day(at)
    if row.against_kind == "listing":
        listing = Listing.get(Listing.uuid == row.against)
        take_off(listing, "repair", answer, tuple(row.evidence), actor, at)
        return
    penalty = Penalty.get(Penalty.uuid == row.against)
    penalty.repaired_on, penalty.public_until = on, on
    penalty.save()
    supersede_penalty(penalty, {"repaired": True}, at=at, repaired=True)


def _bar(row: CreditRepair, at: datetime) -> None:
    on = china_day(at)
    months = rulebook().on(BAR, on).value
    row.barred_until = add_months(on, int(months)) if months is not None else None
