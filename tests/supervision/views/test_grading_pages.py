"""Grading through the pages: the facility applies, two assessors, notice, two deciders, announcement; then a re-check."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from scoring.rulebook import use_local_rules
from scoring.rulebook.book import FOLDER
from supervision.models import Award, Document, Facility, Fact, PublicNotice
from supervision.queries.grading_items import grade_scheme, items_to_score
from supervision.queries.gradings import held_grade
from supervision.queries.public.decisions import award_id
from supervision.usecases import accounts, facts
from tests.databases import one_database
from tests.supervision.small_office import T, moment, person
from tests.supervision.views.office_pages import Pages
from tests.supervision.views.people import PASSWORD

DEMO_RULES = Path(__file__).parents[3] / "supervision" / "demo" / "rules"
DAY = date(2026, 11, 3)
LAST_DAY = date(2026, 11, 12)  # of the public notice, seven working days later
STAFF = {"beds": 100, "residents": 80, "severe": 30, "moderate": 20, "carers": 10, "trained_carers": 9}


@pytest.fixture
def graded(pages: Pages, tmp_path: Path):
    """An office that has adopted the scheme, and a home with what the needs ask for."""
    folder = tmp_path / "rules"
    shutil.copytree(DEMO_RULES, folder)
    use_local_rules([folder])
    code = pages.office.codes[0]
    told = (
        facts.NewFact("filing", date(2020, 5, 1), {"filed": True}),
        facts.NewFact("registration", date(2019, 5, 1), {"opened_on": "2019-05-01"}),
        facts.NewFact("staffing", date(2026, 10, 1), STAFF),
    )
    facts.record_facts(facility_code=code, source="登记", facts=told, actor=person("planner"), at=moment(DAY))
    accounts.create_account(
        username="owner", name="owner", roles=("owner",), scope="", authority_key=None, department=None,
        facility_code=code, staff_number=None, actor=T, at=moment(DAY),
    )  # fmt: skip
    letter = accounts.invite(username="owner", actor=T, at=moment(DAY))
    accounts.accept_invitation(token=letter.token, password=PASSWORD, actor=T, at=moment(DAY))
    client = pages.app.test_client()
    client.post("/sign-in", data={"username": "owner", "password": PASSWORD})
    pages.people["owner"] = client
    pages.as_("assessor1")
    pages.as_("assessor2")
    yield pages
    use_local_rules([])


def filled(share: str) -> dict[str, str]:
    """Return points for every item: so much of its maximum; one service is not offered."""
    found = {}
    for item in items_to_score(grade_scheme("home", DAY)):
        found[f"points_{item.id}"] = str(round(float(item.most) * float(share), 2))
    found["absent_home_visits"] = "y"
    found.pop("points_home_visits")
    return found


def on(pages: Pages, day: date) -> None:
    pages.clock.at = moment(day)


def applied(pages: Pages, level: int = 3) -> str:
    pages.post("owner", "/my/grade/apply", level=level, **filled("0.9"))
    page = pages.read("owner", "/my/grade/")
    return page.split('href="/my/grade/')[-1].split('"')[0]


def to_notice(pages: Pages, share: str = "0.85") -> str:
    """Bring an application to its public notice and return its id."""
    key = applied(pages)
    office = f"/office/gradings/{key}"
    pages.post("reviewer", f"{office}/examine", **{"examine-verdict": "accept"})
    pages.post("head", f"{office}/assign", **{"assign-assessors": ["assessor1", "assessor2"]})
    pages.post("assessor1", f"{office}/points", **filled(share))
    pages.post("assessor2", f"{office}/confirm", **{"confirm-agree": "yes"})
    pages.post("reviewer", f"{office}/propose", **{"propose-passed": "yes"})
    return key


def decided(pages: Pages) -> str:
    key = to_notice(pages)
    office = f"/office/gradings/{key}"
    on(pages, date(2026, 11, 13))
    pages.post("decider1", f"{office}/close")
    for who in ("decider1", "decider2"):
        pages.post(who, f"{office}/decide", **{"decide-verdict": "agree", "decide-reason": "事实清楚"})
    return key


@one_database
def test_a_home_is_graded_from_application_to_announcement(graded: Pages) -> None:
    on(graded, DAY)
    key = decided(graded)
    office = f"/office/gradings/{key}"
    assert "申请复核" in graded.read("owner", f"/my/grade/{key}")
    graded.post("owner", f"/my/grade/{key}/accept_result")

    graded.post("publisher", f"{office}/finish")

    award = Award.get()
    assert (award.outcome, award.since, award.until) == ("three", date(2026, 11, 13), date(2029, 11, 13))
    assert award.number in graded.read("head", office)
    assert award.sheet_sha256, "the points reach grade four, the application asked for three"
    assert Fact.get(Fact.kind == "star_grade").data["outcome"] == "three"
    told, announced = PublicNotice.select().order_by(PublicNotice.id)
    assert (told.genre, announced.genre) == ("公示", "公告")
    assert told.about == announced.about == award_id(award.uuid)
    assert (told.facility, announced.until) == (award.facility, None)
    assert told.until == LAST_DAY + timedelta(days=1)
    assert f"公示期为7个工作日，至{LAST_DAY.year}年{LAST_DAY.month}月{LAST_DAY.day}日止" in told.body
    page = graded.read("publisher", f"/office/notices/{told.id}")
    assert "已结束" in page
    assert told.facility.name in page
    mine = graded.read("owner", "/my/grade/")
    assert "三级" in mine
    assert "2029" in mine


@one_database
def test_what_stands_against_an_application_is_told(graded: Pages) -> None:
    on(graded, DAY)
    some = filled("0.9")
    some.pop("points_meals")
    answer = graded.as_("owner").post("/my/grade/apply", data={"level": 3, **some})
    assert answer.status_code == 400
    assert "请填写得分" in answer.text
    too_many = {**filled("0.9"), "points_meals": "61"}
    answer = graded.as_("owner").post("/my/grade/apply", data={"level": 3, **too_many})
    assert "得分须在零和满分之间" in answer.text

    applied(graded)
    again = graded.as_("owner").post("/my/grade/apply", data={"level": 3, **filled("0.9")})
    assert again.status_code == 422
    assert "已有一件申报正在办理" in again.text


@one_database
def test_an_excluded_home_does_not_get_the_form(graded: Pages) -> None:
    on(graded, DAY)
    told = (facts.NewFact("abuse", date(2025, 1, 1), {"verified": True}),)
    facts.record_facts(
        facility_code=graded.office.codes[0],
        source="查处",
        facts=told,
        actor=person("planner"),
        at=moment(DAY),
    )
    page = graded.read("owner", "/my/grade/")
    assert "现在不能申报" in page
    assert "欺老虐老" in page
    answer = graded.as_("owner").post("/my/grade/apply", data={"level": 1, **filled("0.9")})
    assert answer.status_code == 422


@one_database
def test_one_assessor_alone_confirms_nothing_and_nobody_decides_what_he_scored(graded: Pages) -> None:
    on(graded, DAY)
    key = applied(graded)
    office = f"/office/gradings/{key}"
    graded.post("reviewer", f"{office}/examine", **{"examine-verdict": "accept"})
    alone = graded.as_("head").post(f"{office}/assign", data={"assign-assessors": ["assessor1"]})
    assert alone.status_code == 422
    graded.post("head", f"{office}/assign", **{"assign-assessors": ["assessor1", "assessor2"]})
    graded.post("assessor1", f"{office}/points", **filled("0.85"))
    refused = graded.as_("assessor1").post(f"{office}/confirm", data={"confirm-agree": "yes"})
    assert refused.status_code == 422
    assert not Fact.select().where(Fact.kind == "star.item").exists(), (
        "nothing enters before the other agrees"
    )


@one_database
def test_points_that_miss_the_grade_do_not_pass_and_the_failure_is_on_file(graded: Pages) -> None:
    on(graded, DAY)
    key = applied(graded)
    office = f"/office/gradings/{key}"
    graded.post("reviewer", f"{office}/examine", **{"examine-verdict": "accept"})
    graded.post("head", f"{office}/assign", **{"assign-assessors": ["assessor1", "assessor2"]})
    graded.post("assessor1", f"{office}/points", **filled("0.3"))
    graded.post("assessor2", f"{office}/confirm", **{"confirm-agree": "yes"})
    wrong = graded.as_("reviewer").post(f"{office}/propose", data={"propose-passed": "yes"})
    assert wrong.status_code == 422
    graded.post("reviewer", f"{office}/propose", **{"propose-passed": "no", "propose-reason": "未达分数线"})
    for who in ("decider1", "decider2"):
        graded.post(who, f"{office}/decide", **{"decide-verdict": "agree", "decide-reason": "同意"})
    graded.post("owner", f"/my/grade/{key}/ask_review", **{"ask_review-text": "膳食分项有误"})
    graded.post("decider3", f"{office}/review", **{"review-verdict": "reject", "review-reason": "维持"})
    graded.post("owner", f"/my/grade/{key}/appeal", **{"appeal-text": "仍有异议"})
    graded.post("decider4", f"{office}/review", **{"review-verdict": "reject", "review-reason": "维持"})
    graded.post("publisher", f"{office}/finish")
    assert [row.kind for row in Document.select().order_by(Document.id)] == [
        "grade_notice",
        *["grade_answer"] * 2,
    ]
    result, first, second = (row.content for row in Document.select().order_by(Document.id))
    assert (result["grade"], result["review_by"]) == (None, "2026-11-10")
    assert any("总分不低于360分" in each["zh"] for each in result["short_of"])
    assert (first["appeal_by"], second["appeal_by"]) == ("2026-11-10", None), (
        "after an appeal there is nothing further"
    )
    assert Document.get().number in graded.read("owner", f"/my/grade/{key}")
    assert graded.as_("owner").get(f"/my/papers/{Document.get().number}.pdf").data.startswith(b"%PDF")
    assert not Award.select().exists()
    assert Fact.get(Fact.kind == "star.failed").data == {"level": 3}


@one_database
def test_a_grade_that_is_decided_above_goes_up(graded: Pages, tmp_path: Path) -> None:
    on(graded, DAY)
    use_local_rules([tmp_path / "rules", FOLDER.parent / "local" / "wuxi"])
    key = applied(graded, level=4)
    assert "区县评定至 3 级" in graded.read("owner", "/my/grade/")
    refused = graded.as_("reviewer").post(
        f"/office/gradings/{key}/examine", data={"examine-verdict": "accept"}
    )
    assert refused.status_code == 422
    assert "本机关最高评定 3 级，4 级由上级民政部门评定" in refused.text


@one_database
def test_what_a_recheck_found_is_put_right_and_the_grade_stands(graded: Pages) -> None:
    on(graded, DAY)
    key = decided(graded)
    graded.post("owner", f"/my/grade/{key}/accept_result")
    graded.post("publisher", f"/office/gradings/{key}/finish")
    home = graded.office.codes[0]
    review = graded.post(
        "planner", "/office/grade-reviews/new", facility_code=home, cause="sample", reason="抽查"
    )
    graded.post("assessor1", f"{review}/record", **{"record-text": "助浴间停用"})
    graded.post(
        "reviewer", f"{review}/handle", **{"handle-way": "ask_correction", "handle-reason": "恢复助浴间"}
    )
    paper = Document.get(Document.kind == "grade_correction").content
    assert (paper["found"], paper["asked"], paper["due_on"]) == ("助浴间停用", "恢复助浴间", "2026-12-14")
    own = review.replace("/office/grade-reviews/", "/my/grade/reviews/")
    assert "等级复核限期改正通知书" in graded.read("owner", own)
    graded.post("owner", f"{own}/answer", **{"answer-text": "已恢复"})
    graded.post("assessor2", f"{review}/verify", **{"verify-verdict": "verify", "verify-reason": "属实"})
    assert Award.get().ended_on is None


@one_database
def test_a_grade_is_lowered_after_a_recheck_and_keeps_its_term(graded: Pages) -> None:
    on(graded, DAY)
    key = decided(graded)
    graded.post("owner", f"/my/grade/{key}/accept_result")
    graded.post("publisher", f"/office/gradings/{key}/finish")
    home = Facility.get(Facility.code == graded.office.codes[0])
    assert "有效等级 1 个，今年至少抽查复核 1 个" in graded.read("planner", "/office/grade-reviews/")

    review = graded.post(
        "planner", "/office/grade-reviews/new", facility_code=home.code, cause="sample", reason="年度抽查"
    )
    graded.post("assessor1", f"{review}/record", **{"record-text": "护理员不足"})
    graded.post(
        "reviewer",
        f"{review}/handle",
        **{"handle-way": "tell", "handle-intended": 2, "handle-reason": "拟降级"},
    )
    own = review.replace("/office/grade-reviews/", "/my/grade/reviews/")
    graded.post("owner", f"{own}/answer", **{"answer-text": "正在招聘"})
    on(graded, date(2026, 11, 23))
    graded.post("reviewer", f"{review}/run-out")
    for who in ("decider1", "decider2"):
        graded.post(who, f"{review}/decide", **{"decide-verdict": "change", "decide-reason": "事实清楚"})

    held = held_grade(home, date(2026, 11, 23))
    assert (held.outcome, held.until) == ("two", date(2029, 11, 13))
    assert Award.select().where(Award.ended_reason == "复核后降低等级").count() == 1
    standing = Fact.select().where(Fact.kind == "star_grade").order_by(Fact.id)
    assert [each.data["outcome"] for each in standing] == ["three", "three", "two"]
    assert standing[1].supersedes == standing[0].uuid


@one_database
def test_pages_of_grading_are_read_in_both_languages(graded: Pages) -> None:
    on(graded, DAY)
    key = to_notice(graded)
    for who, address in (
        ("owner", "/my/grade/"),
        ("owner", f"/my/grade/{key}"),
        ("reviewer", "/office/gradings/"),
        ("reviewer", f"/office/gradings/{key}"),
        ("planner", "/office/grade-reviews/"),
        ("planner", "/office/grade-reviews/new"),
    ):
        for language in ("zh-CN", "en"):
            assert graded.as_(who).get(f"{address}?lang={language}").status_code == 200, address
