"""Everything that must be refused around a draw: with a code, a sentence and a remedy; and the old state stays."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspections.__main__ import main
from inspections.canonical import canonical
from inspections.plan import SEEDS
from scoring.rulebook import RuleViolationError
from supervision.models import BeaconEntry, Draw, DrawEvent, SaltShare, Task, TaskTarget
from supervision.share_files import lock, unlock
from supervision.usecases import draws, forecasts, salt_shares, tasks
from tests.databases import one_database
from tests.inspections.draws import VECTORS
from tests.supervision.ceremony import prepare, share
from tests.supervision.small_office import Office, freeze_task, open_office, person, publish_plan
from tests.supervision.usecases.test_draws import (
    AFTER,
    COMMITTED,
    NOT_BEFORE,
    beacon,
    commit,
    enter,
    run,
)

TABLES = (Task, TaskTarget, Draw, BeaconEntry, SaltShare, DrawEvent)


@pytest.fixture
def office(database, tmp_path) -> Office:
    """A frozen roster, prepared as far as a commitment."""
    made = open_office(tmp_path)
    publish_plan()
    freeze_task()
    return made


def state(office: Office) -> str:
    """Return everything that a refusal must leave as it was."""
    rows = [list(table.select().order_by(table.id).dicts()) for table in TABLES]
    return json.dumps([rows, office.publisher.log.head.size], default=str)


def another_draw(office: Office) -> None:
    commit(office)
    kept = canonical({**Draw.get().commitment, "serial": 9})
    check(office, kept)


def no_commitment_file(office: Office) -> None:
    commit(office)
    check(office, b"\x89PNG\r\n")


def check(office: Office, file: bytes) -> None:
    draws.check_commitment(serial=1, file=file, actor=person("head"), at=AFTER)


def two_open(office: Office) -> None:
    commit(office)
    draws.commit_draw(
        task_number="T1", beacon=beacon(), reveal_by=Draw.get().reveal_by, publisher=office.publisher,
        vault=office.vault, actor=person("planner"), at=COMMITTED,
    )  # fmt: skip


def a_value_of_yesterday(office: Office) -> None:
    commit(office, promise=beacon(COMMITTED - timedelta(hours=1)))


def before_its_moment(office: Office) -> None:
    commit(office)
    enter(office, "planner", at=NOT_BEFORE - timedelta(seconds=1))


def one_for_both(office: Office) -> None:
    commit(office)
    enter(office, "planner")
    enter(office, "planner")


def drawn_by_one(office: Office) -> None:
    commit(office)
    enter(office, "planner")
    run(office)


def a_half_used_again(office: Office) -> None:
    commit(office)
    freeze_task("T2")
    old = share("civil-affairs")
    salt_shares.hand_in_share(
        task_number="T2", share=type(old)("T2", old.body, old.made_at, old.secret), vault=office.vault,
        actor=person("head"), at=COMMITTED,
    )  # fmt: skip


def a_salt_used_again(office: Office) -> None:
    """Halves that nobody has seen before, and yet the salt of the first draw comes out of them."""
    commit(office)
    freeze_task("T2")
    flip = bytes([1] * 32)
    for body, holder in (("civil-affairs", "head"), ("market-regulation", "decider")):
        old = share(body)
        secret = bytes(a ^ b for a, b in zip(old.secret, flip, strict=True))
        salt_shares.hand_in_share(
            task_number="T2", share=type(old)("T2", body, old.made_at, secret), vault=office.vault,
            actor=person(holder), at=COMMITTED,
        )  # fmt: skip
    forecasts.forecast_draw(task_number="T2", trials=SEEDS, actor=person("planner"), at=COMMITTED)
    draws.commit_draw(
        task_number="T2", beacon=beacon(), reveal_by=Draw.get().reveal_by, publisher=office.publisher,
        vault=office.vault, actor=person("planner"), at=COMMITTED,
    )  # fmt: skip


def frozen_anew_after_the_forecast(office: Office) -> None:
    prepare(office.vault, COMMITTED)
    task = Task.get()
    task.roster = {**task.roster, "targets": task.roster["targets"][1:]}
    task.save()
    draws.commit_draw(
        task_number="T1", beacon=beacon(), reveal_by=task.line.plan.published_on + timedelta(days=60),
        publisher=office.publisher, vault=office.vault, actor=person("planner"), at=COMMITTED,
    )  # fmt: skip


def frozen_anew_after_the_commitment(office: Office) -> None:
    commit(office)
    tasks.freeze_task(number="T1", actor=person("planner"), at=COMMITTED)


def changed_in_the_database(office: Office) -> None:
    commit(office)
    enter(office, "planner")
    enter(office, "publisher")
    row = Draw.get()
    row.roster = {**row.roster, "targets": row.roster["targets"][1:]}
    row.save()
    run(office)


def wrong_passphrase(office: Office) -> None:
    unlock(lock(share("civil-affairs"), "lotus under the moon"), "lotus under the sun")


REFUSED: dict[Callable[[Office], None], str] = {
    another_draw: "commitment-of-another-draw",
    no_commitment_file: "commitment-file-unreadable",
    two_open: "open-commitment",
    a_value_of_yesterday: "beacon-in-past",
    before_its_moment: "beacon-too-early",
    one_for_both: "beacon-same-person",
    drawn_by_one: "beacon-four-eyes",
    a_half_used_again: "share-used-before",
    a_salt_used_again: "salt-used-before",
    frozen_anew_after_the_forecast: "roster-changed",
    frozen_anew_after_the_commitment: "roster-committed",
    changed_in_the_database: "commitment-broken",
    wrong_passphrase: "share-passphrase-wrong",
}


@one_database
@pytest.mark.parametrize("attempt", REFUSED, ids=lambda attempt: attempt.__name__)
def test_it_is_refused_in_words_and_nothing_changes(office, monkeypatch, attempt) -> None:
    before: list[str] = []
    made = RuleViolationError.__init__

    def noticed(self: RuleViolationError, *words: Any, **more: Any) -> None:
        before.append(state(office))  # as it stands at the moment of the refusal, inside its transaction
        made(self, *words, **more)

    monkeypatch.setattr(RuleViolationError, "__init__", noticed)
    with pytest.raises(RuleViolationError) as told:
        attempt(office)
    assert told.value.code == REFUSED[attempt]
    assert told.value.message.format(**told.value.facts)
    assert told.value.remedy
    assert state(office) == before[-1]


def big(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200_000_000)


FILES: dict[str, Callable[[Path], Any]] = {
    "a record of 200 MB": big,
    "nested deeply": lambda path: path.write_text("[" * 200_000),
    "a picture": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\x00"),
    "nothing": lambda path: path.write_bytes(b""),
    "a list": lambda path: path.write_text("[1, 2]"),
    "another kind of record": lambda path: path.write_text('{"protocol": "double-random/1"}'),
    "half a record": lambda path: path.write_bytes(canonical(VECTORS[0]["request"])[:2000]),
    "a request without its result": lambda path: path.write_bytes(canonical(VECTORS[0]["request"])),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_record_is_refused_by_name(name: str, tmp_path: Path, capfdbinary) -> None:
    path = tmp_path / "record.json"
    FILES[name](path)
    assert main(["verify", str(path)]) == 2
    first, problem = capfdbinary.readouterr().out.decode().splitlines()[:2]
    assert first.startswith("refused: ")
    assert problem
