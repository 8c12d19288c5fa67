"""回传办理: a visit arrives from a tablet, in parts that may be repeated any number of times.

Manifest, parts and completion may come twice, late, or after a lost answer: ids are made by the tablet, files are
named by their content, and the receipt of a completed visit is the same bytes each time.
"""

import hashlib
from datetime import datetime
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspections.completeness import completeness
from inspections.record import signature_gaps
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import UTC_FORMAT
from supervision.database import canonical_json
from supervision.errors import NotFoundError, StaleError
from supervision.evidence import EvidenceStore
from supervision.intake.manifests import Manifest
from supervision.models import Evidence, Inspector, Signature, Visit, VisitAnswer, VisitEvidence, VisitMember
from supervision.queries.field import is_open_to
from supervision.queries.visit_records import pinned_checklist, visit_record
from supervision.rulebook import rulebook
from supervision.usecases._cases import move_case
from supervision.usecases._frame import record, usecase
from supervision.usecases._papers import issue_record
from supervision.usecases.visits import begin, visit_facts, visit_row

PAD = 1000  # signatures are kept in thousandths of the pad's width


@usecase("visit.receive")
def receive_manifest(
    *, uuid_: str, manifest: Manifest, store: EvidenceStore, actor: Actor, at: datetime
) -> tuple[str, ...]:
    """接收清单: keep what the tablet holds so far and say which files are missing; the first one begins the visit.

    A later manifest replaces an earlier one until the visit is completed.

    Raises:
        NotFoundError: the sender is not one of this visit's inspectors, or has not been told of it.
        StaleError: the visit was completed, and this is something else.
        RuleViolationError: another version of the checklist; whatever forbids to begin the visit.
    """
    visit = _visit_of(uuid_, actor)
    plain = _plain(manifest)
    if visit.receipt is not None:
        if _sha256(plain) == visit.manifest_sha256:
            record(f"visit:{uuid_}", repeated=True)
            return ()
        raise StaleError("这次检查已经送达并出具回执，不能再改；更正请作为补充提交。")
    if manifest.checklist != visit.checklist:
        raise RuleViolationError(
            "checklist-other-version",
            "平板上的检查表是 {there}，本次检查应使用 {here}。",
            remedy="请刷新平板上的页面；已填的内容不会丢失。",
            facts={"there": manifest.checklist, "here": visit.checklist},
        )
    if visit.case.state in ("planned", "approved", "noticed"):
        begin(visit, actor=actor, at=at)
    for part in manifest.parts:
        Evidence.insert(
            sha256=part.sha256, size=part.size, type=part.type, label=part.name
        ).on_conflict_ignore().execute()
    visit.manifest, visit.manifest_sha256 = plain, _sha256(plain)
    visit.save()
    record(f"visit:{uuid_}", manifest=visit.manifest_sha256, answers=len(manifest.answers))
    return tuple(part.sha256 for part in manifest.parts if not store.has(part.sha256))


@usecase("visit.complete")
def complete_visit(
    *, uuid_: str, store: EvidenceStore, signing_key: bytes, actor: Actor, at: datetime
) -> dict[str, str]:
    """收齐: the record becomes fixed and the tablet gets its receipt; a repeat gets the same one.

    Raises:
        StaleError: no manifest has come, or files are missing.
        RuleViolationError: ``visit-record-incomplete``, naming the first gaps.
    """
    visit = _visit_of(uuid_, actor)
    if visit.receipt is not None:
        record(f"visit:{uuid_}", repeated=True)
        return dict(visit.receipt)
    if visit.manifest is None:
        raise StaleError("还没有收到这次检查的清单。", remedy="请先发送清单，再收齐。")
    missing = [part["sha256"] for part in visit.manifest["parts"] if not store.has(part["sha256"])]
    if missing:
        raise StaleError(
            "还有 {count} 个文件没有收齐。", remedy="请继续发送，原内容仍在平板上。", count=len(missing)
        )
    _write_answers(visit, actor, at)
    _write_signatures(visit)
    book, kept = rulebook(), visit_record(visit)
    gaps = (*completeness(kept, book).gaps, *signature_gaps(kept))
    if gaps:
        raise RuleViolationError(
            "visit-record-incomplete",
            "检查记录还缺 {count} 处：{first}",
            remedy="请在平板上补齐后再提交；未查的事项请选“未检查”并说明。",
            facts={"count": len(gaps), "first": "；".join(str(gap) for gap in gaps[:3])},
        )
    complete = {"record_complete": True, "results_complete": True}

    receipt = _receipt(visit, signing_key, at)

    def issue_receipt() -> None:
        visit.received_at, visit.receipt = at, receipt
        visit.save()

    facts = visit_facts(visit, **complete)
    move_case(
        visit.case, "receive", facts=facts, actor=actor, at=at, acts={"visit.issue_receipt": issue_receipt}
    )
    move_case(visit.case, "submit", facts=facts, actor=actor, at=at)
    issue_record(visit, actor=actor, at=at)
    record(f"visit:{uuid_}", manifest=visit.manifest_sha256)
    return receipt


@usecase("evidence.store")
def note_stored(*, sha256: str, size: int, type_: str, label: str = "", actor: Actor, at: datetime) -> None:
    """证据入库: note that a file has arrived whole, with its true size (bytes), whatever was announced first."""
    row = {"sha256": sha256, "size": size, "type": type_, "label": label[:200]}
    Evidence.insert(**row).on_conflict_ignore().execute()
    Evidence.update(stored_at=at, size=size).where(
        Evidence.sha256 == sha256, Evidence.stored_at.is_null()
    ).execute()
    record(f"evidence:{sha256}", size=size)


def _visit_of(uuid_: str, actor: Actor) -> Visit:
    if not is_open_to(uuid_, actor):
        raise NotFoundError("没有这次检查，或您不是这次检查的检查人员。", remedy="请由检查组成员的平板发送。")
    return visit_row(uuid_)


def _plain(manifest: Manifest) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(manifest)
    for signature in plain["signatures"]:
        if signature["strokes"]:
            signature["strokes"] = [
                [
                    [round(point[0] * PAD), round(point[1] * PAD), *(round(t) for t in point[2:3])]
                    for point in stroke
                ]
                for stroke in signature["strokes"]
            ]
    return plain


def _sha256(plain: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json({**plain, "device_time": ""}).encode()).hexdigest()


def _write_answers(visit: Visit, actor: Actor, at: datetime) -> None:
    """Write each answer under the officer who gave it: the sender, or the first of the item's department."""
    sender = Inspector.get_by_id(actor.inspector_id)
    by: dict[str, str] = {}
    rows = VisitMember.select(VisitMember, Inspector).join(Inspector).where(VisitMember.visit == visit)
    for row in rows.order_by(VisitMember.id):
        by.setdefault(row.department, row.inspector.staff_number)
    by[sender.department.key] = sender.staff_number
    department = {item.id: item.department for item in pinned_checklist(visit)}
    VisitAnswer.delete().where(VisitAnswer.visit == visit).execute()
    VisitEvidence.delete().where(VisitEvidence.visit == visit).execute()
    answers = [
        {
            "visit": visit.id,
            "client_id": each["id"],
            "item": each["item"],
            "answer": each["answer"],
            "scope": each["scope"],
            "remark": each["remark"],
            "corrected_on_spot": each["corrected"],
            "by": by.get(department.get(each["item"], ""), sender.staff_number),
            "photos": each["photos"],
            "history": each["history"],
            "received_at": at,
        }
        for each in visit.manifest["answers"]
    ]
    photos = [
        {"visit": visit.id, "sha256": photo, "item": each["item"]}
        for each in visit.manifest["answers"]
        for photo in each["photos"]
    ]
    for start in range(0, len(answers), 100):
        VisitAnswer.insert_many(answers[start : start + 100]).execute()
    if photos:
        VisitEvidence.insert_many(photos).on_conflict_ignore().execute()


def _write_signatures(visit: Visit) -> None:
    Signature.delete().where(Signature.visit == visit).execute()
    for each in visit.manifest["signatures"]:
        Signature.create(
            visit=visit,
            client_id=each["id"],
            role=each["role"],
            name=each["name"],
            strokes=each["strokes"],
            refusal=each["refusal"],
        )


def _receipt(visit: Visit, signing_key: bytes, at: datetime) -> dict[str, str]:
    """Return what proves to the tablet that all of it arrived; signed, so that nobody else can say so."""
    receipt = {
        "visit": visit.uuid,
        "number": visit.number,
        "manifest_sha256": visit.manifest_sha256,
        "received_at": at.strftime(UTC_FORMAT),
    }
    signature = Ed25519PrivateKey.from_private_bytes(signing_key).sign(canonical_json(receipt).encode())
    return {**receipt, "signature": f"ed25519:{signature.hex()}"}
