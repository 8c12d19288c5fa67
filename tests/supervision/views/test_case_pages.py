"""Visits, corrections, credit and releases through the pages: each step by the person whose turn it is."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from supervision.clock import china_day
from supervision.documents.kinds import read_paper
from supervision.documents.papers import verification_address
from supervision.models import Award, Document, Listing, Penalty, PublicNotice, Rectification, Release, Visit
from supervision.queries.public.decisions import notices as public_notices
from tests.databases import one_database
from tests.supervision.small_office import moment, publish_plan
from tests.supervision.usecases.test_visits import TEAM, VISIT_DAY, inspected

NEW_VISIT = {
    "kind": "special",
    "day": VISIT_DAY.isoformat(),
    "reason": "试验检查",
    "staff_numbers": list(TEAM),
}


def plan_visit(pages, **changes) -> str:
    """Plan a visit through the page and return its address."""
    new = {"facility_code": pages.office.codes[0]} | NEW_VISIT | changes
    return pages.post("planner", "/office/visits/new", **new)


def handed_in(pages) -> str:
    """Return the address of a visit whose record waits for review."""
    address = f"/office/visits/{inspected(pages.office)}"
    pages.clock.at = moment(date(2026, 11, 16))
    return address


@one_database
def test_a_visit_is_planned_approved_and_announced(pages):
    visit = plan_visit(pages)
    assert "待批准" in pages.read("planner", visit)
    too_early = pages.as_("planner").post(f"{visit}/notify")
    assert too_early.status_code == 409

    pages.post("head", f"{visit}/approve")
    pages.post("planner", f"{visit}/notify")

    page = pages.read("planner", visit)
    assert "检查通知书" in page
    number = page.split("/office/papers/")[1].split('"')[0]
    assert pages.as_("planner").get(f"/office/papers/{number}").status_code == 200
    first = pages.as_("planner").get(f"/office/papers/{number}.pdf").data
    assert first.startswith(b"%PDF")
    assert pages.as_("head").get(f"/office/papers/{number}.pdf").data == first, "the same bytes ever after"

    document = Document.get(Document.number == number)
    address = verification_address(read_paper(document.kind, document.content))
    path = urlsplit(address).path
    assert path == f"/papers/check/{document.content_sha256[:16]}"
    visitor = pages.app.test_client()
    held = visitor.get(path)
    assert held.status_code == 200
    assert number in held.text
    assert visitor.get("/papers/check/" + "0" * 16).status_code == 404
    assert visitor.get(path[:-1]).status_code == 404, "fifteen digits are not enough"
    assert visitor.get("/papers/check/%25").status_code == 404


@one_database
def test_a_bulk_action_shows_first_what_it_would_do(pages):
    ready, done = plan_visit(pages), plan_visit(pages, facility_code=pages.office.codes[1])
    pages.post("head", f"{done}/approve")
    chosen = [visit.rsplit("/", 1)[1] for visit in (ready, done)]

    preview = (
        pages.as_("head").post("/office/visits/preview", data={"action": "approve", "visit": chosen}).text
    )

    assert "1 次检查现在不能这样办理" in preview
    assert {visit.case.state for visit in Visit.select()} == {"planned", "approved"}, (
        "nothing is done by looking"
    )
    assert pages.as_("reviewer").post("/office/visits/approve", data={"visit": chosen}).status_code == 403


@one_database
def test_the_reviewer_sees_what_will_follow_and_confirms_it(pages):
    visit = handed_in(pages)

    page = pages.read("reviewer", f"{visit}/result")
    assert "确认之后会发生什么" in page
    assert "确认后出具" in page
    assert Visit.get().confirmed_on is None, "looking writes nothing"
    pages.read("planner", f"{visit}/result", status=403)
    pages.post("reviewer", f"{visit}/result")

    page = pages.read("reviewer", visit)
    assert "责令" in page
    assert pages.read("reviewer", "/office/rectifications/").count("/office/rectifications/") > 1


@one_database
def test_an_order_is_extended_once(pages):
    visit = handed_in(pages)
    pages.post("reviewer", f"{visit}/result")
    order = f"/office/rectifications/{Rectification.get().number}"

    assert pages.as_("reviewer").post(f"{order}/extend", data={"extend-reason": ""}).status_code == 400
    pages.post("reviewer", f"{order}/extend", **{"extend-reason": "需要采购"})
    again = pages.as_("reviewer").post(f"{order}/extend", data={"extend-reason": "还要"})

    assert again.status_code == 422
    assert "不能再延" in again.text
    assert "还要" in again.text, "what was typed is still there"
    assert "不能再延" in pages.read("reviewer", order), "the page says beforehand why not"


@one_database
def test_a_visit_outside_the_area_is_not_there(pages):
    visit = plan_visit(pages)
    stranger = pages.as_("stranger", "planner", "reviewer", "head", scope="320101")

    assert stranger.get(visit).status_code == 404
    assert stranger.post(f"{visit}/approve").status_code == 404
    assert stranger.get(f"/office/facilities/{pages.office.codes[0]}/credit").status_code == 404


@one_database
def test_a_penalty_enters_the_credit_file(pages):
    code = pages.office.codes[0]
    filled = {
        "facility_code": code, "number": "处〔2026〕1号", "violation": "占用通道", "facts": "两处", "law": "fire-law",
        "article": "第六十条", "kinds": "fine", "content": "罚款 5000 元", "fine_yuan": "5000.5",
        "decided_on": "2026-11-01", "sector": "消防", "tier": "general", "organ": "消防救援大队",
    }  # fmt: skip

    filled = {f"penalty-{name}": value for name, value in filled.items()}
    address = pages.post("decider1", "/office/penalties/new", **filled)

    assert Penalty.get().fine_fen == 500050
    assert "占用通道" in pages.read("decider1", address)
    assert "已经用过" in pages.as_("decider1").post("/office/penalties/new", data=filled).text
    pages.read("planner", "/office/penalties/new", status=403)


@one_database
def test_what_a_list_asks_is_said_above_the_form(pages):
    filled = {"facility_code": pages.office.codes[0], "rule": "lists.red.min_star_level", "cause": "表现好"}

    answer = pages.as_("reviewer").post("/office/listings/new", data=filled)

    assert answer.status_code == 422
    assert "当日不符合列入条件" in answer.text
    assert "表现好" in answer.text
    assert not Listing.select().exists()
    assert "没有办理中或在列的记录" in pages.read("publisher", "/office/listings/")


@one_database
def test_a_score_is_kept_with_its_lines_and_awards_nothing_undecided(pages):
    file = f"/office/facilities/{pages.office.codes[0]}/credit"
    scheme = (
        pages.read("assessor", file).split('name="score-scheme"')[1].split('<option value="')[1].split('"')[0]
    )

    pages.post("assessor", f"{file}/score", **{"score-scheme": scheme})

    page = pages.read("assessor", file)
    assert "计分明细" in page or scheme in page
    assert not Award.select().exists()
    pages.read("assessor", "/office/ratings/")


@one_database
def test_a_notice_is_repealed_with_a_reason_but_not_in_its_period(pages):
    pages.post("publisher", "/office/notices/new", title="公告一", subject="养老", genre="公告", body="正文")
    notice, today = PublicNotice.get(), china_day(pages.clock.at)
    address = f"/office/notices/{notice.id}"
    assert "废止公告" not in pages.read("head", address)
    notice.until = today + timedelta(days=1)
    notice.save()
    early = pages.as_("publisher").post(f"{address}/repeal", data={"repeal-reason": "名称有误"})
    assert early.status_code == 422
    assert "公示期还没有结束" in early.text
    notice.until = today
    notice.save()

    pages.post("publisher", f"{address}/repeal", **{"repeal-reason": "名称有误"})

    page = pages.read("publisher", address)
    assert "名称有误" in page
    assert "已废止" in page
    assert pages.as_("publisher").post(f"{address}/repeal", data={"repeal-reason": "再次"}).status_code == 409
    [public] = public_notices(today)
    assert (public.validity, public.repealed_on, public.reason.zh) == ("repealed", today, "名称有误")


@one_database
def test_one_prepares_a_release_and_another_approves_it(pages):
    publish_plan()
    pages.post(
        "publisher",
        "/office/notices/new",
        title="公告一",
        subject="养老",
        genre="公告",
        body="正文",
        about="plan-1",
    )
    assert PublicNotice.get().title == "公告一"
    assert PublicNotice.get().about == "plan-1"
    pages.post("publisher", "/office/releases/prepare")
    page = pages.read("head", "/office/releases/1")
    assert "明湖试验1号养老院" in page, "each record has a name that a person can read"

    own = pages.as_("publisher").post("/office/releases/1/approve")
    assert own.status_code == 422
    assert "准备人不能批准自己准备的发布" in own.text
    assert "批准第 1 号发布" in pages.read("head", "/office/")
    pages.post("head", "/office/releases/1/approve")

    assert Release.get().state == "live"
    assert "正在公示" in pages.read("auditor", "/office/releases/")


@one_database
def test_the_inbox_holds_what_waits_for_this_person(pages):
    visit = plan_visit(pages)

    assert visit in pages.read("head", "/office/")
    assert visit not in pages.read("planner", "/office/")
    assert visit in pages.read("planner", "/office/?show=all")
    pages.post("head", f"{visit}/approve")
    assert visit not in pages.read("head", "/office/")


@one_database
def test_the_audit_trail_is_for_the_auditor(pages):
    plan_visit(pages)

    assert "visit.plan" in pages.read("auditor", "/office/audit/")
    assert "visit.plan" not in pages.read("auditor", "/office/audit/?subject=nothing")
    pages.read("planner", "/office/audit/", status=403)
    assert "/office/audit/" not in pages.read("planner", "/office/")
    pages.read("planner", "/office/jobs/", status=403)
    assert pages.as_("keeper", "administrator").get("/office/jobs/").status_code == 200


@one_database
def test_every_list_says_when_there_is_nothing(pages):
    for address in ("visits", "rectifications", "ratings", "listings", "penalties", "objections", "notices"):
        assert 'class="empty"' in pages.read("auditor", f"/office/{address}/"), address


@one_database
def test_a_basis_may_be_cited_once_a_person_has_read_it(pages):
    listed = pages.read("decider1", "/office/bases/")
    waiting = listed.count("依据待核")
    address = listed.split('href="/office/bases/confirm?')[1].split('"')[0]

    assert (
        pages.as_("decider1").post(f"/office/bases/confirm?{address}", data={"source": ""}).status_code == 400
    )
    pages.post("decider1", f"/office/bases/confirm?{address}", source="国务院公报 2020 年第 3 号")

    assert pages.read("decider1", "/office/bases/").count("依据待核") == waiting - 1
    assert "confirm?key" not in pages.read("planner", "/office/bases/")
    pages.read("planner", f"/office/bases/confirm?{address}", status=403)


@one_database
def test_a_facility_that_is_not_there_is_said_above_the_form(pages):
    answer = pages.as_("planner").post("/office/visits/new", data=NEW_VISIT | {"facility_code": "NOBODY"})

    assert answer.status_code == 422
    assert "没有编号为 NOBODY" in answer.text
    assert "试验检查" in answer.text, "what was typed is still there"
    assert not Visit.select().exists()
