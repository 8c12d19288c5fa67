"""Entries of both lists, each step posted by the person whose turn it is; state, audit, and who is turned away."""

import io
from datetime import date

from supervision.clock import china_day
from supervision.models import AuditEntry, CaseMove, CreditRepair, Facility, Fact, Listing
from supervision.queries.public import decisions
from supervision.usecases.facts import append_fact
from tests.databases import one_database
from tests.supervision.small_office import moment
from tests.supervision.views.people import sign_in

pytestmark = one_database

PDF = b"%PDF-1.7 evidence"
RULE = "lists.black.criterion.refusing_supervision"
PROPOSED, HEARD, LISTED = date(2026, 11, 3), date(2026, 11, 18), date(2026, 11, 19)


def propose(pages, **changes) -> str:
    pages.clock.at = moment(PROPOSED)
    filled = {"facility_code": pages.office.codes[0], "rule": RULE, "cause": "两次拒绝提供材料"}
    files = {"evidence": (io.BytesIO(PDF), "refusal.pdf")}
    return pages.post("reviewer", "/office/listings/new", **filled | files | changes)


def told(pages, **changes) -> str:
    page = propose(pages, **changes)
    pages.post("reviewer", f"{page}/serve", **{"serve-served_on": PROPOSED.isoformat()})
    return page


def heard(pages, **changes) -> str:
    page = told(pages, **changes)
    pages.post("reviewer", f"{page}/statement", **{"statement-text": "材料由前任负责人保管"})
    pages.clock.at = moment(HEARD)
    if Listing.get().case.state == "in_notice":  # a public notice runs its days, whatever was said
        pages.post("decider1", f"{page}/close")
    return page


def verdict(pages, page: str, who: str, what: str, status: int = 303):
    data = {"decide-verdict": what, "decide-reason": "事实清楚"}
    answer = pages.as_(who).post(f"{page}/decide", data=data)
    assert answer.status_code == status, answer.text[-2000:]
    return answer


def listed(pages, **changes) -> str:
    page = heard(pages, **changes)
    verdict(pages, page, "decider1", "list")
    verdict(pages, page, "decider2", "list")
    pages.clock.at = moment(LISTED)
    pages.post("publisher", f"{page}/publish")
    return page


def state() -> str:
    return str(Listing.get().case.state)


def test_an_entry_is_made_by_two_and_only_then_published(pages):
    page = heard(pages)
    assert "待决定" in pages.read("decider1", page)
    verdict(pages, page, "decider1", "list")
    again = verdict(pages, page, "decider1", "list", status=422)
    assert "事实清楚" in again.text, "what was typed is still there"
    assert state() == "decided_once"
    assert decisions.listings(LISTED) == ()
    verdict(pages, page, "decider2", "list")
    assert pages.as_("publisher").post(f"{page}/publish").status_code == 303

    row = Listing.get()
    assert (row.case.state, row.since) == ("published", HEARD)
    assert row.number in pages.read("auditor", "/office/listings/?list=black")
    assert [each.action for each in AuditEntry.select().where(AuditEntry.subject == f"listing:{row.uuid}")] == [
        "listing.propose", "listing.serve_notice", "listing.record_statement", "listing.decide", "listing.decide",
        "listing.publish",
    ]  # fmt: skip
    deciders = {each.by for each in CaseMove.select().where(CaseMove.move.in_(("decide", "decide_again")))}
    assert len(deciders) == 2


def test_everybody_else_is_turned_away(pages):
    page = told(pages)
    for who, key in (
        ("planner", "serve"), ("decider1", "serve"), ("reviewer", "decide"), ("publisher", "decide"), ("reviewer", "publish"),
        ("reviewer", "end"), ("publisher", "keep"), ("planner", "propose_end"), ("auditor", "decide"), ("reviewer", "close"),
    ):  # fmt: skip
        assert pages.as_(who).post(f"{page}/{key}").status_code == 403, (who, key)
    stranger = pages.as_("stranger", "reviewer", "decider", scope="320101")
    assert stranger.get(page).status_code == 404
    assert stranger.post(f"{page}/decide").status_code == 404
    assert state() == "notified"
    assert "听取陈述" in pages.read("auditor", "/office/listings/")


def test_the_hearing_is_not_cut_short_by_a_click(pages):
    page = told(pages)
    early = pages.as_("decider1").post(f"{page}/close")
    assert early.status_code == 422
    pages.clock.at = moment(HEARD)
    pages.post("decider1", f"{page}/close")
    assert state() == "heard"
    assert verdict(pages, page, "decider1", "list", 303)


def test_a_second_decider_who_disagrees_sends_it_back_and_it_may_be_dropped(pages):
    page = heard(pages)
    verdict(pages, page, "decider1", "list")
    verdict(pages, page, "decider2", "disagree")
    assert state() == "heard"
    verdict(pages, page, "decider2", "drop")
    assert state() == "dropped"
    assert not Fact.select().where(Fact.kind == "listing").exists()
    assert decisions.listings(LISTED) == decisions.tombstones(LISTED) == ()


def test_the_ground_falls_and_the_entry_leaves_a_tombstone(pages):
    page = listed(pages)
    way = {"end-way": "revoke", "end-reason": "处罚决定被撤销"}
    bare = pages.as_("decider1").post(f"{page}/end", data=way)
    assert bare.status_code == 422, "evidence is asked for"
    wrong = pages.as_("decider1").post(
        f"{page}/end", data=way | {"end-evidence": (io.BytesIO(b"MZ"), "a.pdf")}
    )
    assert wrong.status_code == 400, "what a file is, its content says"
    pages.post("decider1", f"{page}/end", **way, **{"end-evidence": (io.BytesIO(PDF), "a.pdf")})

    row = Listing.get()
    assert (row.case.state, row.ended_on, row.ended_reason) == ("ended", LISTED, "处罚决定被撤销")
    assert decisions.listings(LISTED) == ()
    (stone,) = decisions.tombstones(LISTED)
    assert pages.office.codes[0] not in str(stone)
    newest = Fact.select().where(Fact.kind == "listing").order_by(Fact.id.desc()).get()
    assert (newest.data["until"], bool(newest.supersedes)) == (LISTED.isoformat(), True)


def test_repair_is_asked_for_by_the_facility_accepted_by_one_and_granted_by_another(pages):
    page = listed(pages)
    early = {"end-way": "repair", "end-reason": "想早点", "end-evidence": (io.BytesIO(PDF), "a.pdf")}
    assert pages.as_("decider1").post(f"{page}/end", data=early).status_code == 422, (
        "two years have not passed"
    )
    key = Listing.get().uuid
    owner = _owner(pages)
    assert "最早可以修复" in owner.get("/my/credit/").text
    asked = {"text": "已改正，今后配合检查", "evidence": (io.BytesIO(PDF), "paid.pdf")}
    refused = owner.post(f"/my/credit/listing/{key}/repair", data=asked)
    assert refused.status_code == 422
    assert "起才可以申请修复" in refused.text

    pages.clock.at = moment(date(2028, 11, 20))
    asked["evidence"] = (io.BytesIO(PDF), "paid.pdf")
    assert owner.post(f"/my/credit/listing/{key}/repair", data=asked).status_code == 303
    repair = f"/office/repairs/{CreditRepair.get().case.uuid}"
    pages.post("decider1", f"{repair}/accept")
    own = {"decide-verdict": "grant", "decide-reason": "符合条件"}
    assert pages.as_("decider1").post(f"{repair}/decide", data=own).status_code == 422, "by another person"
    assert pages.as_("reviewer").post(f"{repair}/decide", data=own).status_code == 403
    pages.post("decider2", f"{repair}/decide", **own)
    assert state() == "ended"
    assert Listing.get().ended_on == china_day(pages.clock.at)


def test_a_red_list_entry_is_kept_after_its_facility_was_heard(pages):
    page = _red(pages)
    held = pages.as_("reviewer").post(f"{page}/propose_end", data={"propose_end-reason": "听说有投诉"})
    assert held.status_code == 422, "its conditions hold"
    _penalise(pages, LISTED)
    pages.post("reviewer", f"{page}/propose_end", **{"propose_end-reason": "受到行政处罚"})
    assert state() == "doubted"
    owner, key = _owner(pages), Listing.get().uuid
    assert f"/my/credit/listing/{key}/statement" in owner.get("/my/credit/").text
    said = {"text": "已申请行政复议"}
    assert owner.post(f"/my/credit/listing/{key}/statement", data=said).status_code == 303
    assert "已申请行政复议" in pages.read("decider1", page)
    assert pages.as_("reviewer").post(f"{page}/keep", data={"keep-reason": "x"}).status_code == 403
    pages.post("decider1", f"{page}/keep", **{"keep-reason": "处罚已停止执行"})
    assert state() == "published"


def _owner(pages):
    return sign_in(pages.app, "owner", "owner", facility_code=pages.office.codes[0])


def _red(pages) -> str:
    """List the first facility on the red list: all its conditions hold."""
    row, spring = Facility.get(Facility.code == pages.office.codes[0]), date(2026, 3, 2)
    for kind, on, data in (
        ("star_grade", spring, {"outcome": "four", "until": "2028-01-10"}),
        ("survey", spring, {"valid": 60, "satisfied": 57}),
        ("credit_rating", date(2025, 3, 2), {"outcome": "excellent"}),
        ("credit_rating", spring, {"outcome": "excellent"}),
    ):
        append_fact(facility_id=row.id, kind=kind, on=on, at=moment(on), source="t", data=data)
    return listed(pages, rule="lists.red.min_star_level", cause="各项条件都满足")


def _penalise(pages, on: date) -> None:
    row = Listing.get().facility
    data = {"kind": "fine", "amount": 5000}
    append_fact(facility_id=row.id, kind="penalty", on=on, at=moment(on), source="p", data=data)
