"""Publishing: two people, the log first, the old site or the new one, whole."""

import json
from datetime import date, timedelta

import pytest

from scoring.rulebook import RuleViolationError, use_local_rules
from supervision.disclosure.log.note import SigningKey
from supervision.disclosure.release.publisher import Publisher
from supervision.disclosure.site import finding
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.verification.site import verify_site
from supervision.errors import InputError, StaleError
from supervision.models import Facility, PublishedRecord, Release
from supervision.queries.public.decisions import penalties as read_penalties
from supervision.queries.releases import readable_difference
from supervision.usecases import facilities, penalties, releases
from supervision.usecases.log import cosign_log
from tests.databases import one_database
from tests.supervision.small_office import moment, open_office, person

DAY = date(2026, 11, 10)
LOCAL_RULE = """
review: {last_checked: 2026-11-01, every_days: 180}
authority: {zh: 明湖区, en: Minghu}
rules:
  - id: rectification.days.general
    name: {zh: 一般问题的整改期限, en: days to correct a general finding}
    unit: days
    values: {2026-11-01: {value: 20, reference: {law: local-practice}, confidence: design}}
"""


@pytest.fixture
def office(database, tmp_path):
    return open_office(tmp_path)


@pytest.fixture
def rules(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    use_local_rules([folder])
    yield folder
    use_local_rules([])


def prepare(office, who="publisher", at=None):
    return releases.prepare_release(
        folder=office.prepared, public_url="", actor=person(who), at=at or moment(DAY)
    )


def approve(office, number, who="head", publisher=None, at=None):
    releases.approve_release(
        number=number,
        folder=office.prepared,
        publisher=publisher or office.publisher,
        vault=office.vault,
        actor=person(who),
        at=at or moment(DAY, 11),
    )


def test_one_prepares_another_approves_and_the_site_verifies(office):
    view = prepare(office)
    assert len([key for key in view.new if key.startswith("facility/")]) == 12
    approve(office, view.number)

    report = verify_site(str(office.folder / "site"))
    assert report.holds
    assert report.manifest > 100
    assert Release.get().state == "live"


@one_database
def test_who_prepared_does_not_approve(office):
    view = prepare(office)
    with pytest.raises(RuleViolationError) as told:
        approve(office, view.number, who="publisher")
    assert told.value.code == "four-eyes"
    assert office.publisher.releases.live is None


@one_database
def test_a_second_release_says_what_changed_and_nothing_else(office):
    approve(office, prepare(office).number)
    code = office.codes[0]
    facilities.change_facility(
        code=code, changes={"telephone": "0000-1"}, reason="更正", actor=person("planner"), at=moment(DAY, 12)
    )
    view = prepare(office, at=moment(DAY, 13))
    assert view.changed == (f"facility/{code}",)
    assert view.new == view.taken_down == ()


@one_database
def test_a_penalty_says_ever_after_on_which_day_it_was_first_published(office):
    decided = date(2026, 10, 8)
    new = penalties.NewPenalty(
        facility_code=office.codes[0], number="明罚〔2026〕1号", violation="未签服务协议", facts="三份档案没有协议",
        basis=({"law": "mca-order-66", "article": "第四十六条"},), kinds=("fine",), content="罚款五千元",
        fine_fen=500000, decided_on=decided, tier="general", organ="明湖区民政局",
    )  # fmt: skip
    penalties.record_penalty(penalty=new, actor=person("d1", "decider"), at=moment(decided))
    view = prepare(office)
    named = dict(readable_difference(view, office.prepared).new)
    assert named["penalty"].zh == f"{Facility.get(Facility.code == office.codes[0]).name} · 明罚〔2026〕1号"
    approve(office, view.number, at=moment(DAY + timedelta(days=1)))

    (published,) = read_penalties(DAY)
    (later,) = read_penalties(DAY + timedelta(days=20))
    assert (published.decided_on, published.published_on) == (decided, DAY)
    assert later == published, "what stands in the log stays as it is"


@one_database
def test_what_is_public_no_more_leaves_an_entry_that_names_another_entry_and_a_day(office):
    decided, code = date(2026, 8, 10), office.codes[0]
    new = penalties.NewPenalty(
        facility_code=code, number="明罚〔2026〕2号", violation="未签服务协议", facts="三份档案没有协议",
        basis=({"law": "mca-order-66", "article": "第四十六条"},), kinds=("fine",), content="罚款五百元",
        fine_fen=50000, decided_on=decided, tier="general", organ="明湖区民政局",
    )  # fmt: skip
    penalties.record_penalty(penalty=new, actor=person("d1", "decider"), at=moment(decided))
    approve(office, prepare(office).number)
    (entered,) = PublishedRecord.select().where(PublishedRecord.kind == "penalty")
    over = next(iter(read_penalties(DAY))).until
    for at in (moment(over, 9), moment(over + timedelta(days=1), 9)):  # said once, and standing ever after
        approve(office, prepare(office, at=at).number, at=at + timedelta(hours=1))

    live = office.publisher.root / "live"
    assert not (live / f"records/{entered.record_id}.json").exists()
    said = json.loads((live / f"records/take-down/{entered.log_index}.json").read_text())
    assert said["kind"] == "take-down"
    assert said["record"] == {"entry": entered.log_index, "on": over.isoformat()}
    assert PublishedRecord.select().where(PublishedRecord.kind == "take-down").count() == 1
    assert verify_site(str(live)).holds


@one_database
def test_a_rule_enters_the_log_when_it_is_published_and_whenever_it_says_something_else(office, rules):
    approve(office, prepare(office).number)
    first = {row.record_id for row in PublishedRecord.select().where(PublishedRecord.kind == "rule-change")}
    assert {"rule/rectification.days.general", "method/credit.rating"} <= first
    (rules / "local.yaml").write_text(LOCAL_RULE, encoding="utf-8")
    approve(office, prepare(office, at=moment(DAY, 12)).number, at=moment(DAY, 13))
    again = PublishedRecord.select().where(
        PublishedRecord.kind == "rule-change", PublishedRecord.logged_at == moment(DAY, 13)
    )
    assert [row.record_id for row in again] == ["rule/rectification.days.general"]
    assert verify_site(str(office.publisher.root / "live")).holds


@one_database
def test_nothing_new_is_nothing_to_publish(office):
    approve(office, prepare(office).number)
    with pytest.raises(RuleViolationError) as told:
        prepare(office, at=moment(DAY, 13))
    assert told.value.code == "nothing-to-publish"


@one_database
def test_what_was_prepared_is_what_is_published(office):
    view = prepare(office)
    file = office.prepared / str(view.number) / "facility.jsonl"
    file.write_bytes(file.read_bytes().replace("试验1号".encode(), "试验9号".encode()))
    with pytest.raises(RuleViolationError) as told:
        approve(office, view.number)
    assert told.value.code == "snapshot-changed"


@one_database
def test_a_full_disk_leaves_the_old_site_and_the_approval_stands(office, monkeypatch):
    approve(office, prepare(office).number)
    live = office.publisher.releases.live
    row = Facility.get()
    facilities.change_facility(
        code=row.code, changes={"beds": 9}, reason="更正", actor=person("planner"), at=moment(DAY, 12)
    )
    view = prepare(office, at=moment(DAY, 13))

    with monkeypatch.context() as patch:
        patch.setattr(Publisher, "publish", _full_disk)
        with pytest.raises(InputError) as told:
            approve(office, view.number)
    assert "磁盘" in told.value.remedy
    assert office.publisher.releases.live == live
    assert verify_site(str(office.folder / "site")).holds

    approve(office, view.number)
    assert office.publisher.releases.live != live
    assert verify_site(str(office.folder / "site")).holds


@one_database
def test_what_cannot_be_made_is_told_by_name_and_approved_once_it_can(office, monkeypatch, caplog):
    approve(office, prepare(office).number)
    live, row = office.publisher.releases.live, Facility.get()
    facilities.change_facility(
        code=row.code, changes={"beds": 9}, reason="更正", actor=person("planner"), at=moment(DAY, 12)
    )
    view = prepare(office, at=moment(DAY, 13))

    real = Edition.render

    def unshowable(edition: Edition, template: str, path: str, title: str, **values):
        return real(
            edition, template, path, title, **{**values, **({"scores": None} if row.code in path else {})}
        )

    with monkeypatch.context() as patch:
        patch.setattr(Edition, "render", unshowable)
        with pytest.raises(InputError) as told:
            approve(office, view.number)
    assert f"“{row.name}”" in str(told.value)
    assert f"f/{row.code}.html" in str(told.value)
    assert "系统管理员" in told.value.remedy
    assert "in unshowable" in caplog.text
    with monkeypatch.context() as patch:
        patch.setattr(finding, "_chains", lambda _: 1 / 0)
        with pytest.raises(InputError, match=r"assets/names\.js 这个文件生成不出来.*ZeroDivisionError"):
            approve(office, view.number)
    assert office.publisher.releases.live == live
    assert Release.get(Release.number == view.number).state == "approved"
    assert verify_site(str(office.folder / "site")).holds

    approve(office, view.number)
    assert office.publisher.releases.live != live


def _full_disk(*_, **__):
    raise OSError(28, "No space left on device")


@one_database
def test_a_rollback_is_a_new_release_that_another_person_approves(office):
    approve(office, prepare(office).number)
    code = office.codes[0]
    facilities.change_facility(
        code=code, changes={"name": "改错的名字"}, reason="更正", actor=person("planner"), at=moment(DAY, 12)
    )
    approve(office, prepare(office, at=moment(DAY, 13)).number)
    view = releases.rollback_release(to=1, folder=office.prepared, actor=person("head"), at=moment(DAY, 14))
    assert view.number == 3
    approve(office, 3, who="publisher", at=moment(DAY, 15))

    page = (office.folder / "site" / "live" / "f" / f"{code}.html").read_text()
    assert "改错的名字" not in page
    assert verify_site(str(office.folder / "site")).holds


@one_database
def test_a_release_that_is_live_is_not_approved_again(office):
    approve(office, prepare(office).number)
    with pytest.raises(StaleError):
        approve(office, 1)


@one_database
def test_the_standing_order_covers_no_new_content(office):
    from supervision.actor import scheduler

    view = releases.prepare_release(
        folder=office.prepared, public_url="", actor=scheduler("releases"), at=moment(DAY)
    )
    with pytest.raises(RuleViolationError) as told:
        releases.approve_release(
            number=view.number,
            folder=office.prepared,
            publisher=office.publisher,
            vault=office.vault,
            actor=scheduler("releases"),
            at=moment(DAY),
        )
    assert told.value.code == "standing-order"


@one_database
def test_a_cosignature_is_shown_once_its_body_is_known(office):
    approve(office, prepare(office).number)
    log, witness = office.publisher.log, SigningKey("court.example/witness", b"\x05" * 32)
    note = log.head.signed_by(log.key, [witness.cosign(log.head.text, moment(DAY, 12))]).encode()

    def cosign(cosigners: str):
        return cosign_log(
            note=note,
            cosigners=cosigners,
            place="keys/cosigners.txt",
            publisher=office.publisher,
            actor=person("publisher"),
            at=moment(DAY, 13),
        )

    with pytest.raises(InputError, match="没有已知会签单位") as unknown:
        cosign("")
    assert unknown.value.facts["file"] == "keys/cosigners.txt"
    key = str(witness.cosigner_key)
    with pytest.raises(InputError) as damaged:
        cosign(f"\n{key[:-4]}AAA=\n")
    assert damaged.value.place == "keys/cosigners.txt:2"
    assert cosign(f"{key}\n") == ("court.example/witness",)
    assert "court.example/witness" in (office.publisher.releases.log_folder / "cosigned").read_text()
    assert verify_site(str(office.publisher.root / "live")).holds
