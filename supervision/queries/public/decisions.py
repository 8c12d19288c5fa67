"""公开的决定: lists, tombstones, penalties, pending objections, notices."""

from datetime import date
from decimal import Decimal
from typing import Any

from scoring.lists import list_term
from supervision.models import Authority
from supervision.models import Facility as FacilityRow
from supervision.models import Listing as ListingRow
from supervision.models import Objection as ObjectionRow
from supervision.models import Penalty as PenaltyRow
from supervision.models import PublicNotice as NoticeRow
from supervision.queries.public.facilities import text
from supervision.queries.public.inspections import checklist_items
from supervision.queries.public.publications import publication_day
from supervision.queries.public.words import reference
from supervision.records.decisions import (
    Listing,
    ListName,
    Notice,
    Objection,
    ObjectionState,
    Origin,
    Penalty,
    PenaltyKind,
    Tombstone,
    Validity,
)
from supervision.records.values import Text
from supervision.rulebook import rulebook

LEAVING = {
    "red": Text(
        zh="有效期届满自动移出；出现行政处罚、查实的侵害、重大隐患等情形的，随即移出。",
        en="It ends by itself when its term is over, and at once after a penalty, proven harm or a major hazard.",
    ),
    "black": Text(
        zh="列入满规定期限，没有新的严重失信行为，或者已履行义务并完成整改的，可以申请移出。"
        "公示期限有规定的，届满自动移出。",
        en="After the minimum term a facility may apply to leave if there was no new grave breach of trust, or if it "
        "has performed its duties and corrected everything. Where the rules set a term, it leaves by itself at its end.",
    ),
}
FEN = Decimal(100)
MEMBERS = {  # of a finding, that an objection may correct
    "answer": Text(zh="检查结果", en="answer"),
    "scope": Text(zh="涉及范围", en="scope"),
    "severity": Text(zh="问题等级", en="severity"),
}
MEANS: dict[str, dict[Any, Text]] = {
    "answer": {
        "met": Text(zh="符合", en="met"),
        "not_met": Text(zh="不符合", en="not met"),
        "not_applicable": Text(zh="不适用", en="not applicable"),
    },
    "scope": {
        "isolated": Text(zh="个别", en="isolated"),
        "several": Text(zh="多处", en="several places"),
        "widespread": Text(zh="普遍", en="widespread"),
    },
    "severity": {
        1: Text(zh="轻微", en="minor"),
        2: Text(zh="一般", en="general"),
        3: Text(zh="较重", en="serious"),
        4: Text(zh="重大", en="major"),
    },
}


def listing_id(uuid: str) -> str:
    """Return the public id of a listing."""
    return f"listing-{uuid[:13]}"


def penalty_id(uuid: str) -> str:
    """Return the public id of a penalty."""
    return f"penalty-{uuid[:13]}"


def award_id(uuid: str) -> str:
    """Return the public id of an award."""
    return f"award-{uuid[:13]}"


def notice_id(key: int) -> str:
    """Return the public id of a notice."""
    return f"notice-{key}"


def listings(as_of: date) -> tuple[Listing, ...]:
    """Return the entries in force: published, not ended, not expired."""
    book = rulebook()
    query = (
        ListingRow.select(ListingRow, FacilityRow)
        .join(FacilityRow)
        .where(
            ListingRow.since.is_null(False),
            ListingRow.since <= as_of,
            ListingRow.until.is_null() | (ListingRow.until > as_of),
            ListingRow.ended_on.is_null() | (ListingRow.ended_on > as_of),
        )
    )
    found = [
        Listing(
            id=listing_id(row.uuid),
            list=ListName(row.list_kind),
            facility=row.facility.code,
            number=row.number,
            cause=Text(zh=row.cause),
            references=tuple(
                reference(book, b["law"], b.get("article"), b.get("confidence")) for b in row.basis
            ),
            since=row.since,
            until=row.until,
            how_to_leave=LEAVING[row.list_kind],
            leave_from=list_term(book, row.list_kind, row.since).removable_from,
            measures=tuple(text(measure) for measure in row.measures),
            authority=row.organ,
            decided_on=row.decided_on,
            origin=Origin(**row.origin) if row.origin else None,
        )
        for row in query
    ]
    return tuple(sorted(found, key=lambda listing: listing.id))


def tombstones(as_of: date) -> tuple[Tombstone, ...]:
    """Return that entries were there and ended: id, list and day, never name or cause."""
    query = ListingRow.select().where(ListingRow.since.is_null(False), ListingRow.since <= as_of)
    found = [
        Tombstone(record=listing_id(row.uuid), list=ListName(row.list_kind), on=ended)
        for row in query
        if (ended := row.ended_on or row.until) is not None and ended <= as_of
    ]
    return tuple(sorted(found, key=lambda tombstone: tombstone.record))


def penalties(as_of: date) -> tuple[Penalty, ...]:
    """Return the penalties that may be public on ``as_of``; a warning alone has no public term."""
    book, published = rulebook(), publication_day("penalty", as_of)
    query = (
        PenaltyRow.select(PenaltyRow, FacilityRow)
        .join(FacilityRow)
        .where(PenaltyRow.decided_on <= as_of, PenaltyRow.public_until > as_of)
    )
    codes = {row.name: row.uscc for row in Authority.select().where(Authority.uscc.is_null(False))}
    found = [
        Penalty(
            id=penalty_id(row.uuid),
            facility=row.facility.code,
            number=row.number,
            kinds=tuple(PenaltyKind(kind) for kind in row.kinds),
            violation=Text(zh=row.violation),
            content=Text(zh=row.content),
            references=tuple(
                reference(book, b["law"], b.get("article"), b.get("confidence")) for b in row.basis
            ),
            fine=Decimal(row.fine_fen) / FEN if row.fine_fen else None,
            forfeited=Decimal(row.forfeited_fen) / FEN if row.forfeited_fen else None,
            facts=Text(zh=row.facts) if row.facts else None,
            authority=row.organ,
            authority_code=codes.get(row.organ, ""),
            decided_on=row.decided_on,
            published_on=published(penalty_id(row.uuid)),
            until=row.public_until,
            performed_on=row.performed_on,
        )
        for row in query
    ]
    return tuple(sorted(found, key=lambda penalty: penalty.id))


def objections(as_of: date) -> tuple[Objection, ...]:
    """Return pending objections, and decided ones with their outcome; never the text."""
    found = []
    for row in (
        ObjectionRow.select(ObjectionRow, FacilityRow).join(FacilityRow).where(ObjectionRow.filed_on <= as_of)
    ):
        decided = row.answered_on is not None and row.answered_on <= as_of
        state = ObjectionState.PENDING
        if decided:
            state = ObjectionState.UPHELD if row.upheld else ObjectionState.REJECTED
        found.append(
            Objection(
                id=f"objection-{row.id}",
                facility=row.facility.code,
                about=row.against,
                state=state,
                filed_on=row.filed_on,
                decided_on=row.answered_on if decided else None,
                outcome=_outcome(row) if decided else None,
            )
        )
    return tuple(sorted(found, key=lambda objection: objection.id))


def _outcome(row: ObjectionRow) -> Text:
    """Return what became of a record, in words that stand beside it; the reasons stay between the two."""
    if not row.upheld:
        return Text(zh="记录不变。", en="The record stands.")
    if row.correction is None:
        return Text(zh="原决定已撤销。", en="The decision was withdrawn.")
    changes = [
        Text(
            zh=f"{name.zh}由“{was.zh}”更正为“{now.zh}”",
            en=f"{name.en} corrected from “{was.en}” to “{now.en}”",
        )
        for member, name in MEMBERS.items()
        if member in row.correction["is"]
        for was, now in [tuple(MEANS[member][row.correction[key][member]] for key in ("was", "is"))]
    ]
    item = checklist_items()[row.correction["item"]]
    return Text(
        zh=f"“{item.question}”（{item.id}）：{'，'.join(each.zh for each in changes)}。",
        en=f"“{item.question_en}” ({item.id}): {', '.join(each.en for each in changes)}.",
    )


def notices(as_of: date) -> tuple[Notice, ...]:
    """Return public notices with the metadata of the administration (R7.1); a repeal is told from its day on."""
    found = []
    for row in NoticeRow.select().where(NoticeRow.published_on <= as_of):
        repealed = row.repealed_on is not None and row.repealed_on <= as_of
        found.append(_notice(row, as_of, repealed=repealed))
    return tuple(sorted(found, key=lambda notice: notice.id))


def _notice(row: NoticeRow, as_of: date, *, repealed: bool) -> Notice:
    return Notice(
        id=notice_id(row.id),
        index_number=row.index_number,
        subject=Text(zh=row.subject),
        genre=Text(zh=row.genre),
        issuer=row.authority.name,
        written_on=row.formed_on,
        published_on=row.published_on,
        document_number=row.document_number,
        validity=Validity.on(as_of, until=row.until, repealed_on=row.repealed_on),
        title=Text(zh=row.title),
        body=tuple(Text(zh=paragraph) for paragraph in row.body.split("\n\n")),
        facility=row.facility.code if row.facility else None,
        about=row.about or None,
        until=row.until,
        repealed_on=row.repealed_on if repealed else None,
        reason=Text(zh=row.repeal_reason) if repealed else None,
    )
