"""What the pages of a draw say when something is not as it must be: code, sentence, remedy; and who may see what."""

import io
from datetime import date

import pytest

from inspections.canonical import canonical
from supervision.models import BeaconEntry, Draw, DrawLook, SaltShare, Task, Visit
from supervision.share_files import lock
from tests.databases import one_database
from tests.supervision.ceremony import share
from tests.supervision.small_office import freeze_task, moment, publish_plan
from tests.supervision.views.people import sign_in
from tests.supervision.views.test_inspection_pages import BEACON, VALUE

pytestmark = one_database
PREPARE = "/office/draws/prepare/T1"
WORDS = "lotus under the moon"


@pytest.fixture
def draw(pages) -> str:
    """A draw that is committed; the day after its beacon has come."""
    publish_plan()
    freeze_task()
    address = pages.commit("T1", **BEACON)
    pages.clock.at = moment(date(2026, 11, 4))
    return address


def refused(pages, who: str, address: str, code: str, status: int = 422, **fields: object) -> str:
    """Post as somebody; the page says the code and what to do now, and nothing has changed."""
    before = [table.select().count() for table in (Draw, BeaconEntry, SaltShare)] + [Task.get().state]
    answer = pages.as_(who).post(address, data=fields)
    assert answer.status_code == status, answer.text[-2000:]
    assert f"<code>{code}</code>" in answer.text or code in answer.text
    assert "现在可以这样做" in answer.text
    assert [table.select().count() for table in (Draw, BeaconEntry, SaltShare)] + [Task.get().state] == before
    return answer.text


def file(content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), "file.json"


def test_a_second_commitment_is_refused(pages, draw):
    answer = pages.as_("planner").post(f"{PREPARE}/commit", data=BEACON)
    assert answer.status_code == 422
    assert "open-commitment" in answer.text
    assert Draw.select().count() == 1


def test_halves_are_handed_in_with_file_and_passphrase(pages):
    publish_plan()
    freeze_task()
    kept = lock(share("civil-affairs"), WORDS)

    def fields(content: bytes, words: str = WORDS) -> dict[str, object]:
        return {"share-file": file(content), "share-passphrase": words}

    address = f"{PREPARE}/share"
    refused(pages, "head", address, "share-passphrase-wrong", **fields(kept, "another dozen words"))
    refused(pages, "head", address, "share-file-unreadable", **fields(b"{}"))
    other = lock(share("civil-affairs", "T9"), WORDS)
    refused(pages, "head", address, "share-other-draw", **fields(other))
    pages.post("head", address, **fields(kept))
    refused(pages, "head", address, "share-same-person", **fields(lock(share("market-regulation"), WORDS)))
    assert "head" in pages.read("planner", PREPARE)
    assert pages.as_("inspector").post(address, data={}).status_code == 403


def test_one_person_is_not_two(pages, draw):
    pages.post("planner", f"{draw}/beacon", **{"beacon-value": VALUE})
    refused(pages, "planner", f"{draw}/beacon", "beacon-same-person", **{"beacon-value": VALUE})


def test_both_are_told_that_they_differ_and_neither_what_the_other_read(pages, draw):
    other = "01 04 15 21 28 32+04"
    pages.post("planner", f"{draw}/beacon", **{"beacon-value": VALUE})
    pages.post("head", f"{draw}/beacon", **{"beacon-value": other})
    for who in ("planner", "head"):
        text = pages.read(who, draw)
        assert "两人录入的不一致" in text
        assert VALUE not in text
        assert other not in text


def test_a_witness_compares_the_commitment_he_kept(pages, draw):
    kept = pages.as_("head").get(f"{draw}/commitment.json").data
    pages.post("head", f"{draw}/compare", **{"compare-file": file(kept)})
    other = canonical({**Draw.get().commitment, "serial": 9})
    address = f"{draw}/compare"
    refused(pages, "head", address, "commitment-of-another-draw", **{"compare-file": file(other)})
    refused(pages, "head", address, "commitment-file-unreadable", **{"compare-file": file(b"no")})


def test_a_missed_round_has_its_page(pages, draw):
    assert "改用后备期" in pages.read("head", draw)
    for who in ("planner", "head"):
        pages.post(who, f"{draw}/fallback", value=VALUE, note="彩票网公告：本期停发")
    pages.post("planner", f"{draw}/run")
    assert "彩票网公告：本期停发" in pages.read("auditor", draw)


def test_a_published_decision_ends_a_draw_and_the_holders_are_asked(pages, draw):
    pages.read("head", f"{draw}/end", status=403)
    decision = {"body": "明湖区人大常委会", "number": "8号", "reason": "程序有误"}
    refused(pages, "decider", f"{draw}/end", "decider-knows", **decision)
    pages.as_("other", "decider")
    pages.post("other", f"{draw}/end", **decision)
    text = pages.read("head", draw)
    assert "明湖区人大常委会" in text
    assert "交出盐值份额" in text
    kept = lock(share("civil-affairs"), WORDS)
    pages.post("head", f"{draw}/share", **{"share-file": file(kept), "share-passphrase": WORDS})
    assert "已交出" in pages.read("auditor", draw)


def test_who_looks_at_a_sealed_result_is_seen_by_the_auditor(pages, draw):
    for who in ("planner", "head"):
        pages.post(who, f"{draw}/beacon", **{"beacon-value": VALUE})
    pages.post("planner", f"{draw}/run")
    pages.read("reviewer", f"{draw}/result", status=404)
    assert "您的查看已记录" in pages.read("planner", f"{draw}/result")
    assert "看了全部结果" in pages.read("auditor", draw)
    assert "看了全部结果" not in pages.read("reviewer", draw)

    pages.post("planner", f"{draw}/dispatch")
    visit = Visit.select().first()
    staff = visit.members.get().inspector.staff_number
    inspector = sign_in(pages.app, "one", "inspector", staff_number=staff)
    text = inspector.get("/office/draws/lines").text
    assert "起显示" in text
    assert visit.facility.name not in text
    assert visit.facility.address not in text
    assert DrawLook.select().where(DrawLook.by == "one").exists()


def test_the_big_screen_says_nothing_before_its_time(pages, draw):
    assert "等待" not in pages.read("planner", f"{draw}/screen"), "the value exists by now"
    pages.post("planner", f"{draw}/beacon", **{"beacon-value": VALUE})
    text = pages.read("planner", f"{draw}/screen")
    assert VALUE not in text
    assert "planner" not in text
    pages.post("head", f"{draw}/beacon", **{"beacon-value": VALUE})
    pages.post("planner", f"{draw}/run")
    text = pages.read("planner", f"{draw}/screen")
    assert VALUE in text
    assert not any(name in text for name in Draw.get().result["selected"])
