"""检查结果办理: a reviewer who was not there confirms; findings, results and orders follow by rule."""

from dataclasses import dataclass
from datetime import datetime

from inspections.record import confirm
from inspections.results import DepartmentResult
from scoring.findings import Answer, Finding
from scoring.rulebook.days import add_working_days
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.models import Finding as FindingRow
from supervision.models import Inspector, Result, Visit
from supervision.queries.outcomes import decide
from supervision.queries.visit_records import area_codes, confirmed_bases, visit_record
from supervision.rulebook import rulebook
from supervision.usecases._cases import move_case
from supervision.usecases._frame import record, usecase
from supervision.usecases._settings import remember
from supervision.usecases.facts import append_fact
from supervision.usecases.rectifications import open_order
from supervision.usecases.visits import visit_facts, visit_row

PUBLICATION = "publication.working_days.result"
CONFIRMED_BASES = "confirmed_bases"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """确认结果: result kinds by department, numbers of the orders, items set aside because their basis is 待核."""

    results: tuple[DepartmentResult, ...]
    orders: tuple[str, ...]
    set_aside: tuple[str, ...]


@usecase("result.confirm")
def confirm_result(
    *,
    uuid_: str,
    circumstances: dict[str, tuple[tuple[int, str], ...]] | None = None,
    actor: Actor,
    at: datetime,
) -> Confirmed:
    """确认检查结果: fixes findings, results and orders; the clock of publication starts.

    ``circumstances`` is what officers stated themselves: ``{department: ((kind, reason), …)}`` such as a refusal.

    Raises:
        RuleViolationError: the record is incomplete; the reviewer was there; what was stated contradicts the record.
    """
    visit = visit_row(uuid_)
    kept = visit_record(visit)
    confirm(kept, _person(actor), rulebook())
    decided = decide(kept, area_codes(visit.facility), on=china_day(at), circumstances=circumstances)
    results, orders = decided.results, decided.orders
    complete = {"record_complete": True, "results_complete": True}
    move_case(
        visit.case,
        "confirm",
        facts=visit_facts(visit, **complete),
        actor=actor,
        at=at,
        acts={
            "result.form": lambda: _form_results(visit, results, actor, at),
            "finding.open": lambda: _open_findings(visit, decided.found, decided.corrected),
            "fact.record_inspection": lambda: _record_facts(visit, decided.found, decided.corrected, at),
        },
    )
    numbers = tuple(open_order(visit, order, actor=actor, at=at) for order in orders)
    record(
        f"visit:{uuid_}",
        results={each.department: [int(kind) for kind in each.kinds] for each in results},
        orders=list(numbers),
        set_aside=sorted(decided.set_aside),
    )
    return Confirmed(results, numbers, tuple(sorted(decided.set_aside)))


@usecase("basis.confirm")
def confirm_basis(*, key: str, source: str, actor: Actor, at: datetime) -> None:
    """核实依据: a person has read the article itself; from now on an order may cite it."""
    bases = sorted({*confirmed_bases(), key})
    remember(CONFIRMED_BASES, bases)
    record("bases", key=key, source=source)


def _person(actor: Actor) -> str:
    """Return the staff number of a reviewer who is an inspector too, so that having been there shows."""
    row = Inspector.get_or_none(Inspector.id == actor.inspector_id) if actor.inspector_id else None
    return row.staff_number if row else actor.key


def _form_results(visit: Visit, results: tuple[DepartmentResult, ...], actor: Actor, at: datetime) -> None:
    """Fix the result of each department; the clock of publication starts."""
    on, book = china_day(at), rulebook()
    publish_by = add_working_days(on, int(book.on(PUBLICATION, on).value), book.calendar).on
    for each in results:
        Result.create(
            visit=visit,
            department=each.department,
            kinds=[int(kind) for kind in each.kinds],
            reasons=[{"kind": int(r.kind), "text": str(r), "items": list(r.items)} for r in each.reasons],
            confirmed_by=actor.key,
            confirmed_at=at,
            formed_on=on,
            publish_by=publish_by,
        )
    visit.confirmed_on = on
    visit.save()


def _open_findings(visit: Visit, found: tuple[Finding, ...], corrected: frozenset[str]) -> None:
    """Open a finding for each breach; what was put right on the spot is verified at once."""
    for each in found:
        if not each.is_breach:
            continue
        fixed = each.item in corrected
        FindingRow.create(
            visit=visit,
            facility=visit.facility_id,
            department=each.department,
            item=each.item,
            scope=each.scope,
            severity=int(each.severity),
            legal_major=each.legal_major,
            veto=each.veto,
            state="verified" if fixed else "open",
            corrected_on=visit.day if fixed else None,
            verified_on=visit.day if fixed else None,
        )


def _record_facts(visit: Visit, found: tuple[Finding, ...], corrected: frozenset[str], at: datetime) -> None:
    """Append the visit, with its counts, and each breach to the credit file."""
    count = {answer: sum(1 for each in found if each.answer is answer) for answer in Answer}
    append_fact(
        facility_id=visit.facility_id,
        kind="visit",
        on=visit.day,
        at=at,
        source=visit.number,
        data={
            "kind": visit.kind,
            "met": count[Answer.MET],
            "not_met": count[Answer.NOT_MET],
            "not_observed": count[Answer.NOT_OBSERVED],
        },
        identity=visit.uuid,
    )
    for each in found:
        if each.is_breach:
            append_fact(
                facility_id=visit.facility_id,
                kind="finding",
                on=visit.day,
                at=at,
                source=visit.number,
                basis=each.basis[:120],
                data={
                    "item": each.item,
                    "answer": each.answer.value,
                    "scope": each.scope.value if each.scope else "",
                    "severity": int(each.severity),
                    "legal_major": each.legal_major.value,
                    "visit_kind": visit.kind,
                    "corrected_on_spot": each.item in corrected,
                },
                identity=f"{visit.uuid}:{each.item}",
            )
