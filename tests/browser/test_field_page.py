"""The inspector's page keeps what it was told, sends it once, and says where it stands: the failure modes of tablets."""

import hashlib
import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

import supervision.app
from supervision import clock
from supervision.actor import terminal
from supervision.usecases.accounts import create_account
from tests.browser.field_server import ADDRESS, FieldServer, blueprint, visit
from tests.databases import one_database

pytestmark = one_database
PASSWORD = "mirror mirror on the wall"
WAIT = 20_000  # milliseconds, on a crowded machine


@pytest.fixture
def data() -> dict[str, object]:
    return visit()


@pytest.fixture
def address(
    database: str, monkeypatch: pytest.MonkeyPatch, data: dict[str, object], request: pytest.FixtureRequest
) -> str:
    """The page under test, within the application."""
    monkeypatch.setattr(
        supervision.app, "BLUEPRINTS", (blueprint(data), *supervision.app.BLUEPRINTS), raising=True
    )
    create_account(
        username="inspector1", name="周明", roles=("inspector",), password=PASSWORD, actor=terminal(), at=clock.now()
    )  # fmt: skip
    return str(request.getfixturevalue("live_server")) + ADDRESS


@pytest.fixture
def server() -> FieldServer:
    return FieldServer()


@pytest.fixture
def tablet(address: str, browser: Browser) -> Iterator[BrowserContext]:
    """A tablet on which the inspector is signed in."""
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.fill("[name=username]", "inspector1")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"**{ADDRESS}")
    page.close()
    yield context
    context.close()


def open_page(tablet: BrowserContext, server: FieldServer, address: str, place: str = "") -> Page:
    page = tablet.new_page()
    page.set_default_timeout(WAIT)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    server.attach(page)
    page.goto(address + place)
    page.locator(".item-card, .category, canvas.pad, .stats").first.wait_for()
    return page


def words(page: Page) -> dict[str, int]:
    """The four words with their counts."""
    return {
        word: int(page.locator(f".sync-{word} .count").inner_text())
        for word in ("local", "sending", "received", "attention")
    }


def wait_for_words(page: Page, **counts: int) -> None:
    for word, count in counts.items():
        expect(page.locator(f".sync-{word} .count")).to_have_text(str(count), timeout=WAIT)


def photo(size: tuple[int, int] = (2600, 1800)) -> dict[str, object]:
    """A picture that does not compress well, so that it travels in several pieces."""
    file = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, "JPEG", quality=90)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def sign(page: Page) -> None:
    """Sign on the first pad that is open."""
    pad = page.locator("canvas.pad:not(.pad-small)").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 40 + step * 15, box["y"] + 60 + (step % 3) * 20)
    page.mouse.up()


def test_nothing_is_chosen_beforehand_and_an_untouched_item_is_no_answer(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address, "#item/CL-C02")
    expect(page.locator(".answers [aria-pressed=true]")).to_have_count(0)
    page.goto(f"{address}#summary")
    expect(page.locator(".button-large")).to_be_disabled()
    page.goto(f"{address}#item/CL-E01")
    page.click(".answer-met")
    wait_for_words(page, received=1, local=0)
    assert [answer["item"] for answer in server.manifests[-1]["answers"]] == ["CL-E01"]  # type: ignore[attr-defined]


def test_what_is_not_there_is_answered_in_one_tap_and_taken_back_in_one(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address, "#item/CL-C03")
    page.get_by_role("button", name="符合", exact=True).click()
    page.get_by_role("link", name="2 / 3").click()
    done = page.locator("#field-progress strong")
    expect(done).to_have_text("1 / 3")
    page.get_by_text("这里没有什么").click()
    absent = page.get_by_label("这里不做饭")
    absent.check()
    expect(done).to_have_text("2 / 3")
    food = page.locator("a[href='#item/CL-E01']")
    expect(food).to_contain_text("不适用")
    expect(page.locator("a[href='#item/CL-C03']")).to_contain_text("符合")
    absent.uncheck()
    expect(done).to_have_text("1 / 3")
    expect(food).to_contain_text("未填")


def test_a_whole_visit(tablet: BrowserContext, server: FieldServer, address: str) -> None:
    page = open_page(tablet, server, address, "#item/CL-C02")
    page.click(".answer-not_met")
    expect(page.locator(".scopes")).to_be_visible()
    page.click(".answer-scope >> nth=1")
    page.set_input_files("#choose-photo", photo())  # type: ignore[arg-type]
    expect(page.locator(".photos img")).to_be_visible()
    page.fill("#remark", "二楼东侧楼梯口堆放床垫。")
    page.goto(f"{address}#sign")
    sign(page)
    page.locator("section .button-main").first.click()
    expect(page.locator("canvas.pad-small")).to_have_count(1)
    facility = page.locator("main section").nth(1)
    facility.locator("input[type=text]").first.fill("王芳")
    facility.locator("[value=refused]").check()
    facility.locator("[id*=reason]").fill("对结论有不同意见")
    facility.locator("[id*=witness]").fill("赵强")
    facility.locator(".button-main").click()
    page.goto(f"{address}#summary")
    expect(page.locator(".item-line")).to_have_count(1)  # the breach; nothing stands in the way
    page.click(".button-large")
    expect(page.locator(".notice-good")).to_contain_text("JC-2026-0031-1", timeout=WAIT)
    sent = server.manifests[-1]
    (answer,) = sent["answers"]  # type: ignore[misc]
    assert (answer["answer"], answer["scope"], answer["remark"]) == (
        "not_met",
        "several",
        "二楼东侧楼梯口堆放床垫。",
    )
    assert [answer["photos"]] == [list(server.parts)]
    assert all(hashlib.sha256(held).hexdigest() == name for name, held in server.parts.items())
    assert max(Image.open(io.BytesIO(held)).size[0] for held in server.parts.values()) == 2048
    assert [entry["answer"] for entry in answer["history"]] == ["not_met"] * len(answer["history"])
    assert sorted(signature["role"] for signature in sent["signatures"]) == [
        "facility",
        "inspector",
        "witness",
    ]  # type: ignore[attr-defined]
    assert server.completed == 1


def test_work_goes_on_without_a_line_and_is_sent_when_it_is_back(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address, "#item/CL-C02")
    server.lose_every = 1
    page.click(".answer-met")
    wait_for_words(page, local=1, received=0)
    server.lose_every = 0
    page.evaluate("dispatchEvent(new Event('focus'))")
    wait_for_words(page, local=0, received=1)


def test_photos_arrive_whole_over_a_bad_line(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address, "#item/CL-C03")
    page.click(".answer-met")
    page.set_input_files("#choose-photo", photo())  # type: ignore[arg-type]
    expect(page.locator(".photos img")).to_be_visible()
    server.lose_every = 3
    for _ in range(12):
        page.evaluate("dispatchEvent(new Event('focus'))")
        page.wait_for_timeout(700)
        if words(page)["received"] == 2:
            break
    wait_for_words(page, local=0, received=2)
    (name,) = server.parts
    assert hashlib.sha256(server.parts[name]).hexdigest() == name


def test_refusal_keeps_everything_and_says_what_to_do(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address, "#item/CL-C02")
    page.wait_for_timeout(300)
    server.refuse = 401
    page.click(".answer-not_observed")
    wait_for_words(page, attention=1)
    page.click(".sync summary")
    expect(page.locator(".sync-panel")).to_contain_text("重新登录")
    before = server.requests
    page.wait_for_timeout(3000)
    assert server.requests == before  # it does not hammer
    server.refuse = None
    page.reload()
    wait_for_words(page, attention=0, received=1)
    expect(page.locator(".answer-not_observed")).to_have_attribute("aria-pressed", "true")


def test_the_camera_kills_the_page(tablet: BrowserContext, server: FieldServer, address: str) -> None:
    page = open_page(tablet, server, address, "#item/CL-C02")
    page.click(".answer-not_met")
    page.locator("label[for=take-photo]").wait_for()
    with page.expect_file_chooser():
        page.click("label[for=take-photo]")
    page.wait_for_timeout(200)
    page.close()
    page = open_page(tablet, server, address)
    assert page.evaluate("location.hash") == "#item/CL-C02"
    expect(page.locator(".answer-not_met")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".item-card .notice-due")).to_contain_text("拍照")


def test_typing_survives_what_happens_meanwhile(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address, "#item/CL-C02")
    page.click(".answer-not_met")
    page.locator("#choose-photo").wait_for(state="attached")
    page.set_input_files("#choose-photo", photo())  # type: ignore[arg-type]
    page.click(".answer-scope >> nth=0")
    page.focus("#remark")
    page.keyboard.type("one two three four five six seven", delay=30)
    expect(page.locator(".photos img")).to_be_visible()
    page.keyboard.type(" eight")
    page.click(".steps a >> nth=2")
    page.goto(f"{address}#item/CL-C02")
    expect(page.locator("#remark")).to_have_value("one two three four five six seven eight")
    expect(page.locator(".answer-scope >> nth=0")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".photos img")).to_have_count(1)


def test_a_signature_survives_turning_and_an_empty_one_is_refused(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address, "#sign")
    page.locator("section .button-main").first.click()
    expect(page.locator("section .problem").first).to_contain_text("太短")
    sign(page)
    for width, height in ((1180, 820), (820, 1180)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
    ink = """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"""
    assert page.locator("canvas.pad").first.evaluate(ink)
    page.locator("section .button-main").first.click()
    expect(page.locator("canvas.pad-small")).to_have_count(1)


@pytest.mark.parametrize(
    "data",
    [
        visit(
            answers=[
                {"id": "e837f05c-9929-4948-961f-5362142cfb54", "item": "CL-E01", "answer": "met", "scope": None,
                 "remark": "", "photos": [], "corrected": False, "history": []}
            ]
        )
    ],
)  # fmt: skip
def test_a_wiped_tablet_shows_what_the_server_holds(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address)
    expect(page.locator(".field-progress strong")).to_have_text("1 / 3")
    page.wait_for_timeout(500)
    assert words(page) == {"local": 0, "sending": 0, "received": 1, "attention": 0}


def test_two_people_on_one_tablet_do_not_see_each_other(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address, "#item/CL-C02")
    page.click(".answer-met")
    wait_for_words(page, received=1)
    names = page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert names == ["mingjing-field-inspector1"]


def test_the_page_speaks_english_and_fits_a_phone(
    tablet: BrowserContext, server: FieldServer, address: str
) -> None:
    page = open_page(tablet, server, address + "?lang=en", "#item/CL-C02")
    page.set_viewport_size({"width": 360, "height": 740})
    page.click(".answer-not_met")
    expect(page.locator(".scopes")).to_be_visible()
    shown = page.locator("body").inner_text()
    chinese = re.sub("清溪养老院|《消防法》第二十八条", "", shown)
    assert not re.findall(r"[一-鿿]", chinese)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.answer')].flatMap(b => [b.offsetWidth, b.offsetHeight]))"
    )
    assert smallest >= 60
