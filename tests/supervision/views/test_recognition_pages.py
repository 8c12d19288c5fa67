"""Lists of other regions through the pages: in by preview, matched by code alone, meaning something only by two people."""

import hashlib
import io
from datetime import date

from supervision.actor import scheduler
from supervision.disclosure.exchange import Head, read_lists, write_lists
from supervision.disclosure.log.note import SigningKey, VerifierKey, parse_verifier_key
from supervision.jobs import end_foreign_entries, watch_facilities
from supervision.models import AuditEntry, Fact, ForeignEntry, Listing, ScoreSheet
from supervision.queries.public import decisions
from supervision.usecases import facilities, listings
from tests.databases import one_database
from tests.supervision.small_office import T, moment

KEY = SigningKey("linchuan.example/lists", hashlib.sha256(b"linchuan").digest())
REGION, AS_OF = "990201", date(2026, 11, 2)
CODES = ("91990101MA0000001Y", "91990201MA0000017P")
HOME = "/office/recognition/"
RULE = "lists.black.criterion.subsidy_fraud"
PDF = b"%PDF-1.7 verified"

pytestmark = one_database


def entry(number: int, **changes) -> dict:
    return {
        "entry": f"lc-{number}", "list": "black", "subject": "organisation", "name": f"临川第{number}康养有限公司",
        "uscc": "", "authority": "临川区民政局", "number": f"临民惩〔2026〕{number}号", "cause": "骗取补贴资金",
        "issued_on": "2026-06-30", "until": "2026-12-01", "origin": None,
    } | changes  # fmt: skip


def trust(pages) -> None:
    key = str(KEY.verifier_key)
    pages.post("decider1", f"{HOME}files/partners", region=REGION, authority="临川区民政局", key=key)


def send(pages, *rows, as_of=AS_OF, key=KEY, region=REGION):
    data = {
        "upload-file": (io.BytesIO(write_lists(Head(region, "临川区民政局", as_of), rows, key)), "lists.note")
    }
    return pages.as_("reviewer").post(f"{HOME}files/upload", data=data)


def receive(pages, *rows, as_of=AS_OF) -> None:
    preview = send(pages, *rows, as_of=as_of)
    assert preview.status_code == 200, preview.text
    pages.post("reviewer", f"{HOME}files/{_digest(preview.text)}/confirm")


def _digest(page: str) -> str:
    return page.split(f'action="{HOME}files/')[1].split("/confirm")[0]


def run_by(pages, number: int, uscc: str) -> str:
    """Let an operator with this credit code run one of the facilities."""
    code = pages.office.codes[number]
    facilities.link_operator(
        code=code, name="临川康养有限公司", uscc=uscc, nature="enterprise", legal_representative="某", since=date(2025, 1, 1),
        actor=T, at=pages.clock.at,
    )  # fmt: skip
    return code


def matched(pages) -> str:
    """Return the address of an entry in force that its code has matched."""
    run_by(pages, 0, CODES[0])
    trust(pages)
    receive(pages, entry(7, uscc=CODES[0]))
    return HOME + ForeignEntry.get().uuid


def test_a_code_matches_alone_and_a_name_is_asked_about(pages):
    run_by(pages, 0, CODES[0])
    for number in (1, 2):
        run_by(pages, number, CODES[1])
    trust(pages)
    rows = (entry(1, uscc=CODES[0]), entry(2, uscc=CODES[1]), entry(3, name="明湖试验4号养老院"))
    preview = send(pages, *rows)
    assert "还没有写入任何内容" in preview.text
    assert not ForeignEntry.select().exists()

    pages.post("reviewer", f"{HOME}files/{_digest(preview.text)}/confirm")

    by = {row.entry: row.matched_by for row in ForeignEntry.select()}
    assert by == {"lc-1": "uscc", "lc-2": "", "lc-3": ""}, "a chain of two, or a name alone, is not guessed"
    assert "待对应" in pages.read("reviewer", f"{HOME}?show=unmatched")
    assert "对应 2 条外地名单" in pages.read("reviewer", "/office/")
    asked = HOME + "unmatched/" + ForeignEntry.get(ForeignEntry.entry == "lc-3").uuid
    assert "名称相同" in pages.read("reviewer", asked)
    named = {"match-candidate": pages.office.codes[3], "match-reason": "地址和电话一致"}
    assert pages.as_("planner").post(f"{asked}/match", data=named).status_code == 403
    pages.post("reviewer", f"{asked}/match", **named)
    row = ForeignEntry.get(ForeignEntry.entry == "lc-3")
    assert (row.matched_by, row.facility.code) == ("person", pages.office.codes[3])
    assert not Fact.select().where(Fact.kind == "foreign_entry").exists(), "nothing has an effect by itself"


def test_a_foreign_file_is_refused_whole_and_nothing_is_written(pages):
    answer = send(pages, entry(1))
    assert answer.status_code == 400
    assert "不在已登记的交换机关之中" in answer.text
    trust(pages)
    assert "无权代表区划" in send(pages, entry(1), region="990301").text
    own = {"region": "990101", "authority": "本机关", "key": str(KEY.verifier_key)}
    assert "不能登记为外地" in pages.as_("decider1").post(f"{HOME}files/partners", data=own).text
    assert pages.as_("reviewer").post(f"{HOME}files/partners", data=own).status_code == 403
    assert not ForeignEntry.select().exists()


def test_an_older_file_is_refused_and_the_same_again_changes_nothing(pages):
    trust(pages)
    receive(pages, entry(1), as_of=date(2026, 11, 2))
    assert "早于已经收到的" in send(pages, entry(1), as_of=date(2026, 11, 1)).text
    before = (ForeignEntry.select().count(), ForeignEntry.get().uuid)
    receive(pages, entry(1), as_of=date(2026, 11, 2))
    assert (ForeignEntry.select().count(), ForeignEntry.get().uuid) == before
    later = send(pages, entry(1, name="另一家"), as_of=date(2026, 11, 3))
    assert "other-subject" in later.text, "the same id about somebody else"
    silent = send(pages, entry(2), as_of=date(2026, 11, 3))
    assert "不作改动" in silent.text, "what is not mentioned any more is not taken as removed"


def test_one_proposes_another_recognises_and_the_watch_tier_follows_until_the_source_ends(pages):
    address = matched(pages)
    code = pages.office.codes[0]
    pages.read("decider1", address)
    proposed = {"propose-effect": "watch", "propose-reason": "已致函核实", "propose-rule": ""}
    assert pages.as_("decider1").post(f"{address}/propose", data=proposed).status_code == 403
    pages.post("reviewer", f"{address}/propose", **proposed)
    assert "没有效力" in pages.read("reviewer", HOME)
    verdict = {"decide-verdict": "recognise", "decide-reason": "同意"}
    pages.post("decider1", f"{address}/decide", **verdict)

    fact = Fact.get(Fact.kind == "foreign_entry")
    assert fact.data == {"list": "black", "effect": "watch", "until": "2026-12-01"}
    assert fact.visibility == "internal"
    assert code in pages.read("planner", "/office/watch/")
    assert "外地名单" in pages.read("planner", f"/office/facilities/{code}/credit")
    job = scheduler("watch")
    assert "1 家" in watch_facilities(AS_OF, job, moment(AS_OF))
    assert "0 家" in watch_facilities(AS_OF, job, moment(AS_OF)), "again changes nothing"
    assert ScoreSheet.get().public is False

    over = date(2026, 12, 1)
    assert "1 条" in end_foreign_entries(over, scheduler("foreign-entries"), moment(over))
    assert ForeignEntry.get().ended_on == over
    assert "1 家" in watch_facilities(over, job, moment(over))
    pages.clock.at = moment(over)
    assert code not in pages.read("planner", "/office/watch/")
    assert {"recognition.trust", "recognition.receive", "recognition.propose", "recognition.decide", "recognition.withdraw"} <= {
        row.action for row in AuditEntry.select()
    }  # fmt: skip


def listed_here(pages) -> str:
    address = matched(pages)
    asked = {"propose-effect": "same", "propose-reason": "本地查实骗取补贴", "propose-rule": RULE}
    assert pages.as_("reviewer").post(f"{address}/propose", data=asked).status_code == 422, (
        "evidence is asked for"
    )
    pages.post("reviewer", f"{address}/propose", **asked, **{"propose-evidence": (io.BytesIO(PDF), "a.pdf")})
    return address


def test_an_equal_sanction_is_a_listing_of_our_own_by_two_and_shows_where_it_comes_from(pages):
    listed_here(pages)
    listing = Listing.get()
    assert listing.origin == {"region": REGION, "authority": "临川区民政局", "number": "临民惩〔2026〕7号"}
    assert decisions.listings(date(2026, 12, 1)) == (), "proposed is not listed"
    page = f"/office/listings/{listing.uuid}"
    pages.post("reviewer", f"{page}/serve", **{"serve-served_on": AS_OF.isoformat()})
    pages.clock.at = moment(date(2026, 11, 20))
    pages.post("decider1", f"{page}/close")
    for number in (1, 2):
        pages.post(
            f"decider{number}", f"{page}/decide", **{"decide-verdict": "list", "decide-reason": "属实"}
        )
    pages.post("publisher", f"{page}/publish")
    (public,) = decisions.listings(date(2026, 11, 20))
    assert public.origin
    assert (public.origin.region, public.origin.authority) == (REGION, "临川区民政局")

    entry_ = ForeignEntry.get()
    gone = {"entry": "lc-7", "list": "black", "removed_on": "2026-11-20"}
    receive(pages, gone, as_of=date(2026, 11, 20))
    address = HOME + entry_.uuid
    assert "撤销本地效力期限" in pages.read("decider1", address), "three working days for a decider"
    assert address in pages.read("decider1", "/office/")
    pages.post("decider1", f"{address}/finish", **{"finish-reason": "来源机关已移出"})
    assert Listing.get().case.state == "ended"
    assert decisions.listings(date(2026, 11, 20)) == ()
    assert ForeignEntry.get().ended_on == date(2026, 11, 20)


def test_a_source_that_ended_lets_nobody_be_listed_here(pages):
    address = listed_here(pages)
    key = Listing.get().uuid
    page = f"/office/listings/{key}"
    pages.post("reviewer", f"{page}/serve", **{"serve-served_on": AS_OF.isoformat()})
    pages.clock.at = moment(date(2026, 11, 20))
    pages.post("decider1", f"{page}/close")
    receive(pages, {"entry": "lc-7", "list": "black", "removed_on": "2026-11-19"}, as_of=date(2026, 11, 20))
    verdict = {"decide-verdict": "list", "decide-reason": "属实"}
    assert pages.as_("decider1").post(f"{page}/decide", data=verdict).status_code == 422
    early = pages.as_("decider1").post(f"{address}/finish", data={"finish-reason": "移出"})
    assert "本地的列入程序还没有结束" in early.text
    pages.post("decider1", f"{page}/decide", **(verdict | {"decide-verdict": "drop"}))
    pages.post("decider1", f"{address}/finish", **{"finish-reason": "移出"})
    assert ForeignEntry.get().ended_on == date(2026, 11, 20)
    again = send(pages, entry(7, uscc=CODES[0]), as_of=date(2026, 11, 21))
    assert "removed-before" in again.text


def test_our_own_lists_go_out_signed_with_the_bare_ids_of_what_was_removed(pages):
    code = run_by(pages, 0, CODES[0])
    key = listings.propose_listing(
        list_kind="black",
        facility_code=code,
        rule=RULE,
        cause="虚报",
        evidence=("a" * 64,),
        actor=T,
        at=pages.clock.at,
    )
    Listing.update(since=AS_OF, until=date(2029, 11, 2), number="明惩〔2026〕1号", decided_on=AS_OF).where(
        Listing.uuid == key
    ).execute()
    pages.read("planner", f"{HOME}files/own", status=403)
    page = pages.read("publisher", f"{HOME}files/own")
    ours: VerifierKey = parse_verifier_key(
        page.split("<dd>")[1].split("</dd>")[0].replace("&#43;", "+").strip()
    )

    content = pages.as_("publisher").post(f"{HOME}files/own/download").data
    (line,) = read_lists(content, {"990101": ours}).rows
    assert (line[1]["uscc"], line[1]["number"]) == (CODES[0], "明惩〔2026〕1号")
    Listing.update(ended_on=AS_OF).execute()
    (line,) = read_lists(pages.as_("publisher").post(f"{HOME}files/own/download").data, {"990101": ours}).rows
    assert set(line[1]) == {"entry", "list", "removed_on"}, "neither name nor cause"
