"""The checker on a draw's page: a second implementation of the protocol, held against the first and used from a disk."""

import base64
import copy
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from inspections.canonical import canonical, read_json
from inspections.draw import draw, seed_of_request
from inspections.proof import standing_of, verify
from inspections.protocol import commitment_sha256
from inspections.request import check_request
from supervision.disclosure.site.building import Site
from supervision.disclosure.site.draw_files import CHECKER
from supervision.disclosure.site.writing import files_in, write_files
from supervision.records.snapshot import read_snapshot
from tests.inspections.draws import REFUSED, VECTORS, as_bytes, make_request
from tests.inspections.rosters import events_for, rosters
from tests.inspections.test_draw_events import possible
from tests.inspections.test_strict_reading import FAULTS, NOT_JSON
from tests.inspections.test_strict_reading import changed as changed_request

PORTAL = Path(__file__).parents[2] / "portal_docs"
WITHOUT_HELP = 'Object.defineProperty(Crypto.prototype, "subtle", {get: () => undefined});'
WITHOUT_WORKER = WITHOUT_HELP + "window.Worker = function () { throw new Error('no workers here'); };"
ENGINE = """() => {
  self.engine = {};
  self.drawChecker.forEach((part) => part(self.engine));
  self.finish = (steps) => { let next; do { next = steps.next(); } while (!next.done); return next.value; };
  self.outcome = (work) => {
    try { return work(); } catch (fault) {
      if (!(fault instanceof self.engine.Refused)) throw fault;
      return "refused: " + fault.path;
    }
  };
  self.bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}"""
DRAW_ALL = """(requests) => requests.map((text) => self.outcome(() => self.engine.canonicalText(
  self.finish(self.engine.draw(text)))))"""
VERIFY_ALL = """(questions) => questions.map(([text, rest]) => self.outcome(() => self.engine.canonicalText(
  self.finish(self.engine.verify(text, rest)).verdict)))"""


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    """A page that holds the checker's parts and nothing else; it has no WebCrypto."""
    page = browser.new_page()
    page.add_init_script(WITHOUT_HELP)
    page.goto("about:blank")
    for name in CHECKER:
        page.add_script_tag(path=PORTAL / "theme" / "assets" / "check" / f"{name}.js")
    page.evaluate(ENGINE)
    yield page
    page.close()


def random_requests(number: int) -> list[Any]:
    """Requests with areas, recusals, little room and events that can happen; the same ones each time."""
    made: list[Any] = []

    @settings(max_examples=number, database=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data(), roster=rosters(), which=st.integers(0, 10**6))
    def make(data: st.DataObject, roster: Any, which: int) -> None:
        events: list[Any] = []
        if roster["targets"] and roster["inspectors"]:
            events = data.draw(events_for(roster))
        happened = possible(roster, seed_of_request(make_request(roster, draw=which)), events)
        made.append(make_request(roster, draw=which, events=tuple(happened)))

    make()
    return made


def text_of(value: Any) -> str:
    return canonical(value).decode()


def is_named(member: str, answer: str) -> bool:
    """Whether a refusal names the member, or one inside it."""
    return any(
        answer == f"refused: {member}" or answer.startswith(f"refused: {member}{mark}") for mark in ".["
    )


def test_both_implementations_draw_the_same(engine: Page) -> None:
    requests = [vector["request"] for vector in VECTORS] + random_requests(500)
    drawn = [draw(check_request(request)) for request in requests]
    assert len(requests) >= 500
    assert sum(bool(request["events"]) for request in requests) > 100
    assert sum(bool(result["short"]) for result in drawn) > 100
    assert engine.evaluate(DRAW_ALL, [text_of(request) for request in requests]) == [
        text_of(r) for r in drawn
    ]


def test_both_refuse_the_same_and_name_it(engine: Page) -> None:
    answers = engine.evaluate(
        "(files) => files.map((file) => self.outcome(() => self.finish(self.engine.draw(self.bytes(file)))))",
        [base64_of(as_bytes(case)) for case in REFUSED],
    )
    wrong = [
        (case["name"], answer)
        for case, answer in zip(REFUSED, answers, strict=True)
        if not (isinstance(answer, str) and is_named(case["member"], answer))
    ]
    assert wrong == []


def test_both_name_the_same_fault(engine: Page) -> None:
    files = [(json.dumps(changed_request(path, value)).encode(), member) for path, value, member in FAULTS]
    files += [(data, member) for data, member in NOT_JSON if len(data) < 1_000_000]
    answers = engine.evaluate(
        "(files) => files.map((file) => self.outcome(() => self.finish(self.engine.draw(self.bytes(file)))))",
        [base64_of(data) for data, _ in files],
    )
    wrong = [
        (data[-40:], member, answer)
        for (data, member), answer in zip(files, answers, strict=True)
        if not (isinstance(answer, str) and is_named(member, answer))
    ]
    assert wrong == []


def test_a_file_that_is_too_large_is_refused_unread(engine: Page) -> None:
    too_large = "self.outcome(() => self.finish(self.engine.draw(' '.repeat(128000001))))"
    assert engine.evaluate(too_large) == "refused: request"


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


HOSTILE = {
    "nothing": b"",
    "a text": b'"record"',
    "two values": b"{} {}",
    "a bare word": b"[nul]",
    "no number": b"[NaN]",
    "a leading zero": b"[01]",
    "a control character": b'["a\x01"]',
    "an unknown escape": b'["\\x"]',
    "a trailing comma": b"[1,]",
    "an open text": b'["a',
    "33 levels": b"[" * 33 + b"]" * 33,
    "a million levels": b"[" * 1_000_000,
    "a list that never ends": b'{"roster": [',
    "an object of lists": b'{"roster": []}',
}


def test_what_is_no_record_is_refused_whole(engine: Page) -> None:
    answers = engine.evaluate(
        "(files) => files.map((file) => self.outcome(() => self.finish(self.engine.verify(self.bytes(file)))))",
        [base64_of(data) for data in HOSTILE.values()],
    )
    expected = dict.fromkeys(HOSTILE, "refused: request") | {"an object of lists": "refused: commitment"}
    assert dict(zip(HOSTILE, answers, strict=True)) == expected


def test_zero_may_have_a_sign_and_text_any_escapes(engine: Page) -> None:
    request = text_of(VECTORS[0]["request"])
    spelt = (
        request.replace('"minimum":0', '"minimum":-0')
        .replace("双随机", "\\u53cc\\u968F机")
        .replace(",", " ,\r\n\t")
    )
    assert spelt != request
    answers = engine.evaluate(DRAW_ALL, [request, spelt])
    assert answers[0] == answers[1] == text_of(draw(check_request(read_json(spelt.encode()))))


RECORD: dict[str, Any] = next(
    vector["request"] | {"result": vector["result"]}
    for vector in VECTORS
    if vector["result"]["short"] and len(vector["request"]["events"]) > 2
)
CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "commitment": lambda result: result.update(commitment_sha256="0" * 64),
    "beacon": lambda result: result.update(beacon="1" * 64),
    "seed": lambda result: result.update(seed="2" * 64),
    "selection": lambda result: result["selected"].pop(),
    "order": lambda result: result["selected"].reverse(),
    "reserve": lambda result: next(iter(result["reserve"].values())).append("f900"),
    "team": lambda result: result["teams"][0]["inspectors"].append("i900"),
    "day": lambda result: result["teams"][0].update(day="2026-12-25"),
    "short": lambda result: result["short"].pop(),
    "current": lambda result: result["current"]["teams"].pop(),
}


def changed(step: str) -> dict[str, Any]:
    record = copy.deepcopy(RECORD)
    CHANGES[step](record["result"])
    return record


def test_both_give_the_same_verdict(engine: Page) -> None:
    hashes = ["3" * 64 for _ in RECORD["events"]]
    questions: list[tuple[Any, Any, Any]] = [
        (RECORD, None, None),
        *((changed(s), None, None) for s in CHANGES),
    ]
    questions += [
        (RECORD, RECORD["commitment"], None),
        (RECORD, VECTORS[0]["request"]["commitment"], None),
        (RECORD, None, hashes),
        (changed("day"), RECORD["commitment"], hashes),
    ]
    answers = engine.evaluate(
        VERIFY_ALL,
        [
            [
                text_of(record),
                {"commitment": commitment and text_of(commitment), "events": events and text_of(events)},
            ]
            for record, commitment, events in questions
        ],
    )
    for (record, commitment, events), answer in zip(questions, answers, strict=True):
        verdict = verify(record, commitment=commitment, events=events)
        assert json.loads(answer) == {
            "outcome": "holds" if verdict.holds else "differs",
            "step": verdict.differs,
            "commitment_sha256": commitment_sha256(record["commitment"]),
            "commitment_compared": commitment is not None,
            "events_compared": events is not None,
        }


def test_a_faulty_file_from_elsewhere_is_named_as_what_it_should_be(engine: Page) -> None:
    record = text_of(RECORD)
    answers = engine.evaluate(
        VERIFY_ALL,
        [[record, {"commitment": "{}"}], [record, {"commitment": "{"}], [record, {"events": '["a"]'}]],
    )
    assert answers == ["refused: commitment", "refused: commitment", "refused: events"]


# the page itself, from a disk


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's draw pages with all that they load."""
    folder, snapshot = tmp_path_factory.mktemp("draws"), PORTAL / "snapshot"
    records = {f"records/{path}": content for path, content in files_in(snapshot / "records")}
    shutil.copytree(PORTAL / "theme" / "assets", folder / "assets")
    write_files(folder, Site(read_snapshot(snapshot), records).files(("rest", 0)))
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone that complains about whatever is refused or reaches outside."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "blob:")) else said.append(request.url),
    )
    yield page
    page.close()
    assert said == []


def opened(site: Path, page: Page, language: str = "") -> Any:
    """Open the page of a draw with published results; return its record."""
    page.goto(f"file://{site}/{language}draws/draw-3.html")
    return read_json((site / "records" / "draws" / "draw-3.json").read_bytes())


def check(page: Page) -> None:
    page.click(".checker-start")
    expect(page.locator(".checker-verdict .checker-answer")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("prepare", [WITHOUT_HELP, WITHOUT_WORKER], ids=["in a worker", "in slices"])
def test_the_true_record_is_accepted_from_a_disk(site: Path, page: Page, prepare: str) -> None:
    page.add_init_script(prepare)
    opened(site, page)
    check(page)
    expect(page.locator(".checker-title")).to_contain_text("全部吻合")
    expect(page.locator(".checker-steps li.good")).to_have_count(8)
    expect(page.locator(".checker-steps li.wrong")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


FORGED: dict[str, tuple[Callable[[Any], object], str]] = {
    "a facility less": (lambda record: record["result"]["selected"].pop(), "第一处在“抽取对象”"),
    "another team": (
        lambda record: record["result"]["teams"][0]["inspectors"].reverse(),
        "第一处在“派出人员”",
    ),
    "another day": (
        lambda record: record["result"]["teams"][0].update(day="2026-01-01"),
        "第一处在“定检查日”",
    ),
    "another salt": (lambda record: record.update(salt="0" * 64), "commitment.salt_sha256"),
    "a facility added": (
        lambda record: record["roster"]["targets"].append({"id": "z", "stratum": "S1", "region": "1"}),
        "commitment.roster_sha256",
    ),
}


def test_what_was_changed_is_named(site: Path, page: Page, tmp_path: Path) -> None:
    record = opened(site, page)
    page.evaluate("document.querySelectorAll('#checker details').forEach((each) => { each.open = true; })")
    for name, (change, said) in FORGED.items():
        forged = copy.deepcopy(record)
        change(forged)
        (tmp_path / "record.json").write_bytes(canonical(forged))
        page.set_input_files("#checker-file", tmp_path / "record.json")
        page.click(".checker-start")
        expect(page.locator(".checker-verdict"), name).to_contain_text(said, timeout=30_000)
        expect(page.locator(".checker-start")).to_be_enabled()


def test_another_draws_record_is_not_the_one_promised_here(site: Path, page: Page) -> None:
    opened(site, page, "en/")
    page.evaluate("document.querySelectorAll('#checker details').forEach((each) => { each.open = true; })")
    page.set_input_files("#checker-file", site / "records" / "draws" / "draw-2.json")
    check(page)
    expect(page.locator(".checker-title")).to_contain_text("It differs: first in “Commitment”")
    expect(page.locator(".checker-steps li.wrong")).to_have_count(1)


def test_a_facility_checks_itself(site: Path, page: Page) -> None:
    record = opened(site, page)
    known = page.locator("#checker-codes option").first
    code, nonce = known.get_attribute("value"), known.get_attribute("data-nonce")
    page.fill("#checker-code", code or "")
    expect(page.locator("#checker-nonce")).to_have_value(nonce or "")
    page.click(".checker-form button")
    answer = page.locator(".checker-standing")
    expect(answer.locator(".checker-title")).to_have_text("抽中了", timeout=30_000)
    pseudonym = answer.locator("dd").first.inner_text()
    standing = standing_of(record, pseudonym)
    expect(answer).to_contain_text(
        f"{standing.size} 家中从小到大排第 {standing.place} 位；这一层抽前 {standing.quota} 家"
    )
    expect(answer).to_contain_text(standing.ticket)
    page.fill("#checker-nonce", "0" * 64)
    page.click(".checker-form button")
    expect(answer).to_contain_text("都没有这个代码与随机码对应的机构")


def test_a_facility_comes_from_its_own_page_with_code_and_nonce(site: Path, page: Page) -> None:
    told = read_snapshot(PORTAL / "snapshot")
    visit = next(draw for draw in told.draws if draw.id == "draw-3").visits[0]
    page.goto(f"file://{site}/draws/draw-3.html#code={visit.facility}&nonce={visit.nonce}")
    expect(page.locator("#checker-nonce")).to_have_value(visit.nonce)
    page.click(".checker-form button")
    expect(page.locator(".checker-standing dd").first).to_have_text(visit.pseudonym, timeout=30_000)


def test_without_script_the_page_says_how_to_check_offline(site: Path, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"file://{site}/draws/draw-3.html")
    expect(page.locator("#checker")).to_contain_text("python3 -S -m inspections verify draw-3.json")
    expect(page.locator(".checker").first).to_be_hidden()
    page.close()
