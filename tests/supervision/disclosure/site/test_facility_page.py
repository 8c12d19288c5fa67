"""What a family finds on a facility's page: easy words, the way there, the code on paper, what machines read."""

import json
import re
from dataclasses import replace

import msgspec
import pytest
import segno

from supervision.disclosure.invented.snapshot import invent
from supervision.disclosure.site.building import Site
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.ledger import Ledger
from supervision.disclosure.site.pages.easy import easy_words
from supervision.disclosure.site.pages.facilities import present
from supervision.disclosure.site.pages.linked import dataset_jsonld
from supervision.disclosure.site.pages.offer import dial, place
from supervision.disclosure.site.qr import Codes
from supervision.disclosure.site.register import register
from supervision.records.decisions import Objection, ObjectionState
from supervision.records.facilities import Facility, LifeStage, Location
from supervision.records.inspections import FindingState
from supervision.records.snapshot import Snapshot
from tests.supervision.disclosure.words_of_the_web import unknown_words


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return invent(40, 2, 3)


def page_of(snapshot: Snapshot, code: str, language: str = "") -> str:
    return dict(Site(snapshot).files(("facilities", 0)))[f"{language}f/{code}.html"].decode()


def said(snapshot: Snapshot, facility: Facility, language: str) -> list[str]:
    site = Site(snapshot)
    return easy_words(site.editions[language], facility, present(site.register.scores.get(facility.code)))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_easy_words_are_short_and_have_no_holes(snapshot: Snapshot, language: str) -> None:
    for facility in snapshot.facilities:
        for sentence in said(snapshot, facility, language):
            assert not re.search(r"[{}]|None", sentence), sentence
            assert len(sentence) <= (70 if language == "zh-CN" else 160), sentence


def test_easy_words_say_what_is_not_known(snapshot: Snapshot) -> None:
    facility = msgspec.structs.replace(snapshot.facilities[0], code="X1", services=(), vacancy=None)
    bare = replace(snapshot, facilities=(*snapshot.facilities, facility))
    words = said(bare, facility, "zh-CN")
    assert "还没有公布过检查结果，所以不知道检查得怎么样。" in words
    assert "它没有有效的服务等级。等级由机构自愿申请，没有等级不等于不好。" in words
    assert "它没有公布价格。" in words
    gone = msgspec.structs.replace(facility, stage=LifeStage.CLOSED)
    assert said(bare, gone, "zh-CN") == ["这家机构已经不再提供服务。"]


def test_what_is_open_stands_first(snapshot: Snapshot) -> None:
    code = snapshot.findings[0].facility
    findings = tuple(
        msgspec.structs.replace(
            snapshot.findings[0],
            id=f"finding-{number}",
            state=FindingState.OPEN if number == 0 else FindingState.VERIFIED,
        )
        for number in range(30)
    )
    page = page_of(replace(snapshot, findings=findings), code)
    assert re.findall(r'<li class=finding id="([^"]+)"', page)[0] == "finding-0"


def test_all_that_is_open_is_on_the_page_and_paper_says_how_many_it_leaves_out(snapshot: Snapshot) -> None:
    code, first = snapshot.findings[0].facility, snapshot.findings[0]
    findings = tuple(
        msgspec.structs.replace(
            first, id=f"finding-{number}", state=FindingState.OPEN if number % 2 else FindingState.VERIFIED
        )
        for number in range(66)
    )
    page = page_of(replace(snapshot, findings=findings), code)
    shown = re.findall(r'<li class=finding id="([^"]+)"', page)
    assert {int(name.removeprefix("finding-")) for name in shown} == set(range(1, 66, 2))
    assert "另有 33 个问题，看全部" in page
    assert "另有 62 个见网页" in page
    assert f'href="{code}-findings.html"' in page


def test_what_a_page_leaves_out_stands_on_a_page_of_its_own(snapshot: Snapshot) -> None:
    code, first, result = snapshot.findings[0].facility, snapshot.findings[0], snapshot.results[0]
    findings = tuple(
        msgspec.structs.replace(first, id=f"finding-{number}", state=FindingState.VERIFIED)
        for number in range(21)
    )
    results = tuple(msgspec.structs.replace(result, id=f"result-{n}", facility=code) for n in range(21))
    site = Site(replace(snapshot, findings=findings, results=results))
    files = dict(site.files(("facilities", 0)))
    for prefix in ("", "en/"):
        page = files[f"{prefix}f/{code}-findings.html"].decode().replace('"', "")
        for each in (*findings, *results):
            assert f"<tr id={each.id}>" in page
        assert "<script" not in page.partition("<main")[2]
    assert f'href="{code}-findings.html#visits"' in files[f"f/{code}.html"].decode()
    assert [path for path in files if "-findings" in path and code not in path] == []
    known = Ledger(files=dict.fromkeys(files, b""), inputs=site.book.inputs)
    kept = Site(site.register.snapshot, before=known)
    assert kept.facilities == []
    assert {path for path in files if "-findings" in path} <= set(kept.standing)
    few = dict(Site(replace(snapshot, findings=findings[:20], results=results[:20])).files(("facilities", 0)))
    assert [path for path in few if "-findings" in path] == []


def test_easy_words_say_where_older_findings_are_counted(snapshot: Snapshot) -> None:
    latest = msgspec.structs.replace(snapshot.results[0], id="latest", not_met=1)
    facility = next(each for each in snapshot.facilities if each.code == latest.facility)
    new, old = (
        msgspec.structs.replace(
            snapshot.findings[0], id=f"of-{of}", result=of, facility=facility.code, state=FindingState.OPEN
        )
        for of in ("latest", "earlier")
    )
    for findings, not_met, sentence in (
        ((new,), 1, "到现在还有 1 个问题没有改好。"),
        ((new, old), 1, "加上以前查出的，到现在还有 2 个问题没有改好。"),
        ((old,), 0, "以前查出的问题，到现在还有 1 个没有改好。"),
    ):
        result = msgspec.structs.replace(latest, not_met=not_met)
        assert sentence in said(replace(snapshot, findings=findings, results=(result,)), facility, "zh-CN")


def test_a_pending_objection_is_said_at_the_top_and_leads_to_its_record(snapshot: Snapshot) -> None:
    result = snapshot.results[0]
    objection = Objection(
        id="objection-x",
        facility=result.facility,
        about=result.id,
        state=ObjectionState.PENDING,
        filed_on=result.published_on,
    )
    page = page_of(replace(snapshot, objections=(objection,)), result.facility).replace('"', "")
    assert page.index("href=#objections") < page.index("id=good")
    assert f"<a href=#{result.id}>" in page[page.index("id=objections") :]


def test_the_others_of_an_operator_are_named_with_their_grade(snapshot: Snapshot) -> None:
    first, second = snapshot.facilities[:2]
    owned = [msgspec.structs.replace(each, uscc="91110000802100433B") for each in (first, second)]
    page = page_of(replace(snapshot, facilities=(*owned, *snapshot.facilities[2:])), first.code)
    assert f'<a href="{second.code}.html">' in page


def test_numbers_are_dialled_only_where_they_are_numbers() -> None:
    assert dial("0519-8688 1234") == "0519-86881234"
    assert dial("（示例）010-0000-0001") == ""
    assert dial("") == ""


def test_coordinates_of_another_system_are_never_given_to_a_map(snapshot: Snapshot) -> None:
    here = {"longitude": "119.95", "latitude": "31.78"}
    facility = snapshot.facilities[0]
    for system, where in (("wgs84", "31.78,119.95"), ("gcj02", "0,0")):
        location = msgspec.convert({**here, "system": system}, Location)
        assert place(msgspec.structs.replace(facility, location=location))[0] == where


@pytest.mark.parametrize("name", ["A", "BG4NPVNC", "D000006", "a-very.long_code-of-30-letters0"])
def test_a_code_made_of_bits_is_the_code_that_segno_makes(name: str) -> None:
    modules, size = Codes("https://minghu.example/en/f/", ".html").modules(name)
    code = segno.make(
        f"https://minghu.example/en/f/{name}.html",
        mode="byte",
        error="m",
        mask=2,
        boost_error=False,
        micro=False,
    )
    assert f"{modules:0{size * size}b}" == "".join(str(int(each)) for row in code.matrix for each in row)


def test_linked_data_uses_schema_org_words_alone_and_cannot_close_its_element(snapshot: Snapshot) -> None:
    facility = msgspec.structs.replace(snapshot.facilities[5], operator="</script><script>alert(1)")
    snapshot = replace(
        snapshot, facilities=(facility, *(each for each in snapshot.facilities if each.code != facility.code))
    )
    for language in ("", "en/"):
        page = page_of(snapshot, facility.code, language)
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert found
        about = json.loads(found[1])
        assert about["parentOrganization"]["name"] == facility.operator
        assert unknown_words(about) == []
    assert unknown_words({"@type": "LocalBusiness", "stars": 5}) == ["LocalBusiness.stars"]
    edition = Edition(register(snapshot), "zh-CN")
    data = json.loads(dataset_jsonld(edition, ["data/all.zip", "data/facilities.csv"]))
    assert unknown_words(data) == []
    assert [each["encodingFormat"] for each in data["distribution"]] == ["application/zip", "text/csv"]
