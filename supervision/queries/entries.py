"""失信记录查询: of each entry about a facility, until when it is shown, from when it may be repaired, what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.conduct import Conduct, same_conduct
from scoring.lists import list_term
from scoring.penalties import KINDS
from scoring.repair import (
    ASKED_WITH_APPLICATION,
    MISSING_WORDS,
    Eligibility,
    Standing,
    Term,
    Tier,
    eligibility,
    publication_term,
    publish_by,
    repeated_on,
)
from scoring.rulebook.values import DatedValue
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Case, CreditRepair, Facility, Fact, Listing, Penalty
from supervision.procedures import load_procedure
from supervision.procedures.guards.repairs import RepairFacts
from supervision.queries._scope import sees_facility
from supervision.queries.public.decisions import listing_id, penalty_id
from supervision.rulebook import rulebook

Words = dict[str, str]  # {"zh": …, "en": …}
REMOVAL_EITHER = ("lists.{kind}.removal_requires", "lists.{kind}.removal_or_requires")
NO_TERM: Words = {
    "zh": "公示到哪一天，规定没有读到（待核）；移出以前一直公示",
    "en": "until when it is shown was not read (unconfirmed): it is shown until it is removed",
}
GRAVE = "lists.serious.heavier_kinds"


@dataclass(frozen=True, slots=True)
class Entry:
    """失信记录: a penalty or a listing, with its publication and its way out; ``key`` is its id, ``record`` its public id.

    ``rules``: the dated rules that the days rest on. ``publish_by``: the last day for showing a penalty. ``repair``: the id and the state of an open application.
    """

    kind: str  # penalty | listing
    key: str
    number: str
    record: str
    title: str
    organ: str
    tier: str
    decided_on: date
    shown_until: date | None
    is_shown: bool
    performed_on: date | None
    corrected_on: date | None
    eligibility: Eligibility
    rules: tuple[DatedValue, ...]
    publish_by: date | None = None
    repair: str = ""
    repair_state: Words | None = None
    repair_open: bool = False

    def may_apply(self, on: date) -> bool:
        """Return whether an application has a chance on that day."""
        return self.is_shown and not self.repair_open and self.eligibility.may_apply(on)


def entries(facility: Facility, on: date) -> tuple[Entry, ...]:
    """Return the penalties and black-list entries of a facility that are shown or once were, the newest first."""
    penalties = Penalty.select().where(Penalty.facility == facility, Penalty.withdrawn_on.is_null())
    listed = Listing.select().where(
        Listing.facility == facility, Listing.list_kind == "black", Listing.since.is_null(False)
    )
    found = [*(_penalty(row, on) for row in penalties), *(_listing(row, on) for row in listed)]
    return tuple(sorted(found, key=lambda each: each.decided_on, reverse=True))


def penalty_entry(uuid_: str, *, actor: Actor, on: date) -> Entry | None:
    """Return the entry of one penalty, none where it was withdrawn or is not for this person."""
    query = Penalty.select(Penalty, Facility).join(Facility).join(Area)
    row = query.where(Penalty.uuid == uuid_, sees_facility(actor), Penalty.withdrawn_on.is_null()).first()
    return _penalty(row, on) if row else None


def entries_of(code: str, *, actor: Actor, on: date) -> tuple[Entry, ...]:
    """Return the entries of a facility that this person may see."""
    row = Facility.select().join(Area).where(Facility.code == code, sees_facility(actor)).first()
    return entries(row, on) if row else ()


def entry_of(facility: Facility, kind: str, key: str, on: date) -> Entry:
    """Return one entry of a facility.

    Raises:
        NotFoundError: there is none.
    """
    found = next((each for each in entries(facility, on) if (each.kind, each.key) == (kind, key)), None)
    if found is None:
        raise NotFoundError("没有这条记录。")
    return found


def repair_facts(entry: Entry) -> RepairFacts:
    """Return what the guards of the procedure ask about an entry."""
    said = entry.eligibility
    return RepairFacts(
        earliest=said.earliest,
        missing=len(set(said.lacking) - {ASKED_WITH_APPLICATION}),
        is_barred=bool(said.barred) or not entry.is_shown,
        in_progress=entry.repair_open,
    )


def penalty_term(row: Penalty) -> Term:
    """Return the public term of a penalty under the regime of the day of its decision."""
    return publication_term(rulebook(), Tier(row.tier), row.decided_on, row.ban_until, row.violation_ended_on)


def _conduct(row: Penalty) -> Conduct:
    return Conduct(row.violation, tuple((each["law"], each.get("article", "")) for each in row.basis))


def _penalty(row: Penalty, on: date) -> Entry:
    term = penalty_term(row)
    others = Penalty.select().where(
        Penalty.facility == row.facility_id, Penalty.id != row.id, Penalty.withdrawn_on.is_null()
    )
    same = (other for other in others if same_conduct(_conduct(row), _conduct(other)))
    newest = _application("penalty", row.uuid)
    standing = Standing(
        performed_on=row.performed_on,
        corrected_on=row.corrected_on,
        committed_on=newest.committed_on if newest else None,
        repeated_on=repeated_on(term, map(penalty_term, same)),
        listed=_is_listed(row.facility_id, on),
        ban_until=row.ban_until,
        barred_until=_barred_until(row.facility_id),
        kinds=frozenset(KINDS[kind] for kind in row.kinds),
    )
    said = eligibility(rulebook(), term, standing)
    due, clock = publish_by(rulebook(), row.sector, row.decided_on)
    return Entry(
        kind="penalty",
        key=row.uuid,
        number=row.number,
        record=penalty_id(row.uuid),
        title=row.violation,
        organ=row.organ,
        tier=row.tier,
        decided_on=row.decided_on,
        shown_until=row.public_until,
        is_shown=row.public_until is not None and row.decided_on <= on < row.public_until,
        performed_on=row.performed_on,
        corrected_on=row.corrected_on,
        eligibility=said,
        rules=(clock, term.shortest, term.longest, *said.asked),
        publish_by=due.on,
        **_progress(newest),
    )


def _listing(row: Listing, on: date) -> Entry:
    book = rulebook()
    term = list_term(book, row.list_kind, row.since)
    asked, otherwise = (book.on(rule.format(kind=row.list_kind), row.since) for rule in REMOVAL_EITHER)
    newest = _application("listing", row.uuid)
    undone = _undone_since(row)
    # one of the two is enough; of what is missing, only what can still be done is told
    lacking = tuple(
        code for code in MISSING_WORDS if undone & set(asked.value) and code in undone & set(otherwise.value)
    )
    barred = _barred_until(row.facility_id)
    days = [day for day in (term.removable_from, barred) if day is not None]
    earliest = max(days, default=None)
    said = Eligibility(
        since=earliest if not lacking else None,
        missing=tuple(MISSING_WORDS[code] for code in lacking),
        earliest=earliest,
        lacking=lacking,
        open=() if row.until else (NO_TERM,),
        asked=(asked, otherwise),
    )
    return Entry(
        kind="listing",
        key=row.uuid,
        number=row.number,
        record=listing_id(row.uuid),
        title=row.cause,
        organ=row.organ,
        tier=Tier.SERIOUS.value,
        decided_on=row.since,
        shown_until=row.ended_on or row.until,
        is_shown=row.ended_on is None and row.since <= on and (row.until is None or on < row.until),
        performed_on=None,
        corrected_on=None,
        eligibility=said,
        rules=tuple(each for each in (term.removal, term.term, asked, otherwise) if each is not None),
        **_progress(newest),
    )


def _undone_since(row: Listing) -> set[str]:
    """Return which conditions of removal do not hold: no grave penalty since, all penalties performed and corrected."""
    standing = Penalty.select().where(Penalty.facility == row.facility_id, Penalty.withdrawn_on.is_null())
    penalties = list(standing)
    holds = {
        "no_repeat": not any(each.decided_on > row.since and _is_grave(each) for each in penalties),
        "performed": all(each.performed_on for each in penalties),
        "corrected": all(each.corrected_on for each in penalties),
    }
    return {code for code, is_done in holds.items() if not is_done}


def _is_grave(row: Penalty) -> bool:
    rule = rulebook().rule(GRAVE).find(row.decided_on)
    kinds = {KINDS[kind] for kind in row.kinds}
    return row.tier == Tier.SERIOUS.value or bool(rule and kinds & set(rule.value))


def _application(kind: str, key: str) -> Any:
    query = CreditRepair.select(CreditRepair, Case).join(Case)
    mine = query.where(CreditRepair.against_kind == kind, CreditRepair.against == key)
    return mine.order_by(CreditRepair.id.desc()).first()


def _progress(row: Any) -> dict[str, Any]:
    if row is None:
        return {}
    state = load_procedure("credit_repair", row.case.procedure_version).state(row.case.state)
    words = {"zh": state.name.zh, "en": state.name.en}
    return {"repair": row.case.uuid, "repair_state": words, "repair_open": state.is_open}


def _is_listed(facility: int, on: date) -> bool:
    """Return whether the facility stands on the black list or in a list of abnormal operation."""
    listed = Listing.select().where(
        Listing.facility == facility,
        Listing.list_kind == "black",
        Listing.since <= on,
        Listing.until.is_null() | (Listing.until > on),
        Listing.ended_on.is_null(),
    )
    facts = list(Fact.select().where(Fact.facility == facility, Fact.kind == "abnormal"))
    gone = {each.supersedes for each in facts}
    open_ones = [
        each
        for each in facts
        if each.uuid not in gone and (each.data.get("until") or "9999") > on.isoformat()
    ]
    return listed.exists() or bool(open_ones)


def _barred_until(facility: int) -> date | None:
    rows = CreditRepair.select(CreditRepair.barred_until).where(
        CreditRepair.facility == facility, CreditRepair.barred_until.is_null(False)
    )
    return max((row.barred_until for row in rows), default=None)
