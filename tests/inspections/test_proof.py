"""抽签凭证: a record that holds, and what is named when something in it was changed."""

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspections.__main__ import main
from inspections.canonical import RefusedError, canonical, hash_of
from inspections.proof import event_hashes, standing_of, verify
from inspections.protocol import inspector_id, target_id
from tests.inspections.draws import VECTORS

VECTOR = next(
    vector for vector in VECTORS if vector["result"]["short"] and len(vector["request"]["events"]) > 2
)
RECORD: dict[str, Any] = VECTOR["request"] | {"result": VECTOR["result"]}


def altered(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    record = copy.deepcopy(RECORD)
    change(record["result"])
    return record


def swap(items: list[Any], first: int = 0, second: int = 1) -> None:
    items[first], items[second] = items[second], items[first]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_every_golden_record_holds(vector: dict[str, Any]) -> None:
    verdict = verify(vector["request"] | {"result": vector["result"]})
    assert verdict.holds
    assert not verdict.commitment_compared
    assert not verdict.events_compared


@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("commitment", lambda result: result.update(commitment_sha256="0" * 64)),
        ("beacon", lambda result: result.update(beacon="1" * 64)),
        ("seed", lambda result: result.update(seed="anything")),
        ("selection", lambda result: result["selected"].pop()),
        ("selection", lambda result: result["selected"].append("f900")),
        ("order", lambda result: swap(result["selected"])),
        ("order", lambda result: result["selected"].append(result["selected"][0])),
        ("reserve", lambda result: result["reserve"].update({key: ["t01"] for key in result["reserve"]})),
        ("team", lambda result: swap(result["teams"])),
        ("team", lambda result: result["teams"][0]["inspectors"].reverse()),
        ("team", lambda result: result["teams"].pop()),
        ("day", lambda result: result["teams"][0].update(day="2026-12-25")),
        ("day", lambda result: result["teams"][0].update(day="")),
        ("short", lambda result: result["short"].pop()),
        ("current", lambda result: result["current"]["teams"][0].update(day="2026-12-25")),
        ("current", lambda result: result["current"]["short"].append(["x", "y"])),
    ],
)
def test_the_first_step_that_differs(step: str, change: Callable[[dict[str, Any]], object]) -> None:
    assert verify(altered(change)).differs == step


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything in a JSON value that holds nothing else."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in steps:
        yield from leaves(part, (*path, step))
    if not isinstance(value, dict | list):
        yield path


@pytest.mark.parametrize("other", ["changed", None, 7])
def test_not_one_value_of_a_result_can_be_changed_unseen(other: Any) -> None:
    for path in leaves(RECORD["result"]):
        record = copy.deepcopy(RECORD)
        place = record["result"]
        for step in path[:-1]:
            place = place[step]
        before, place[path[-1]] = place[path[-1]], other
        try:
            assert before == other or not verify(record).holds
        except RefusedError as refused:
            assert refused.member.startswith("result")  # noqa: PT017


def test_of_several_changes_the_first_is_named() -> None:
    record = altered(lambda result: result.update(seed="0", short=[], selected=[]))
    assert verify(record).differs == "seed"


@pytest.mark.parametrize(
    ("member", "change"),
    [
        ("result.protocol", lambda result: result.update(protocol="double-random/2")),
        ("result.note", lambda result: result.update(note=1)),
        ("result.seed", lambda result: result.pop("seed")),
        ("result.seed", lambda result: result.update(seed=None)),
        ("result.reserve", lambda result: result["reserve"].update(S99=[])),
        ("result.reserve", lambda result: result["reserve"].clear()),
        ("result.selected[0]", lambda result: result["selected"].insert(0, 1)),
        ("result.teams[0].day", lambda result: result["teams"][0].update(day=20261207)),
        ("result.teams[0].note", lambda result: result["teams"][0].update(note="")),
        ("result.short[0]", lambda result: result.update(short=["x"])),
        ("result.current.short", lambda result: result["current"].pop("short")),
    ],
)
def test_a_result_of_another_form_is_refused(member: str, change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(RefusedError) as refused:
        verify(altered(change))
    assert refused.value.member == member


def test_form_is_checked_before_anything_is_compared() -> None:
    record = altered(lambda result: result.update(seed="0"))
    with pytest.raises(RefusedError, match="events"):
        verify(record, events=["not a hash"])
    record["salt"] = "0" * 64
    with pytest.raises(RefusedError, match="commitment.salt_sha256"):
        verify(record)


def test_against_what_was_published_elsewhere() -> None:
    whole = verify(RECORD, commitment=RECORD["commitment"], events=event_hashes(RECORD))
    assert whole.holds
    assert whole.commitment_compared
    assert whole.events_compared
    other = RECORD["commitment"] | {"serial": 999}
    assert verify(RECORD, commitment=other).differs == "commitment"
    assert verify(RECORD, events=event_hashes(RECORD)[:-1]).differs == "events"
    assert verify(RECORD, events=[]).differs == "events"
    assert verify(RECORD, commitment=other, events=[]).differs == "commitment"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_one_target_can_be_checked_alone(vector: dict[str, Any]) -> None:
    standings = {
        row["id"]: standing_of(vector["request"], row["id"]) for row in vector["request"]["roster"]["targets"]
    }
    assert {name for name, standing in standings.items() if standing.selected} == set(
        vector["result"]["selected"]
    )
    for reserve in vector["result"]["reserve"].values():
        assert [standings[name].place - standings[name].quota for name in reserve] == list(
            range(1, len(reserve) + 1)
        )


def test_pseudonyms() -> None:
    nonce = "ab" * 32
    assert target_id("31-000001", nonce) == hash_of(["double-random/1/id", "31-000001", nonce])
    assert inspector_id("A007", nonce) == hash_of(["double-random/1/inspector", "A007", nonce])
    assert target_id("31-000001", nonce) != target_id("31-000001", "ac" * 32)


class TestTerminal:
    """python -m inspections."""

    @pytest.fixture
    def save(self, tmp_path: Path) -> Callable[[str, object], str]:
        def save(name: str, value: object) -> str:
            path = tmp_path / name
            path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
            return str(path)

        return save

    def test_draw_prints_the_result(self, save: Callable[[str, object], str], capfdbinary: Any) -> None:
        assert main(["draw", save("request.json", VECTOR["request"])]) == 0
        assert capfdbinary.readouterr().out == canonical(VECTOR["result"]) + b"\n"

    def test_the_first_line_says_it(self, save: Callable[[str, object], str], capfd: Any) -> None:
        record = save("record.json", RECORD)
        changed = save("changed.json", altered(lambda result: swap(result["selected"])))
        commitment = save("commitment.json", RECORD["commitment"])
        other = save("other.json", RECORD["commitment"] | {"serial": 999})
        events = save("events.json", event_hashes(RECORD))
        null = save("null.json", None)
        broken = save("broken.json", b"{")
        for words, status, line in (
            ([record], 0, "holds"),
            ([record, "--commitment", commitment, "--events", events], 0, "holds"),
            ([changed], 1, "differs: order"),
            ([record, "--commitment", other], 1, "differs: commitment"),
            ([record, "--events", save("none.json", [])], 1, "differs: events"),
            ([record, "--commitment", record], 2, "refused: commitment"),
            ([record, "--commitment", null], 2, "refused: commitment"),
            ([record, "--commitment", broken], 2, "refused: commitment"),
            ([record, "--events", null], 2, "refused: events"),
            ([record, "--events", "/does/not/exist"], 2, "refused: events"),
            ([save("request.json", VECTOR["request"])], 2, "refused: result"),
            ([broken], 2, "refused: request"),
            (["/does/not/exist"], 2, "refused: request"),
        ):
            assert main(["verify", *words]) == status
            assert capfd.readouterr().out.splitlines()[0] == line

    def test_it_says_what_was_not_compared(self, save: Callable[[str, object], str], capfd: Any) -> None:
        record = save("record.json", RECORD)
        main(["verify", record])
        told = capfd.readouterr().out
        assert "Not compared with the commitment" in told
        assert "Not compared with the events" in told
        main(["verify", record, "--commitment", save("commitment.json", RECORD["commitment"])])
        told = capfd.readouterr().out
        assert "Compared with the commitment" in told
        assert "Not compared with the events" in told

    def test_json_is_all_that_is_printed(self, save: Callable[[str, object], str], capfd: Any) -> None:
        main(["verify", save("record.json", RECORD), "--format", "json"])
        assert json.loads(capfd.readouterr().out) == {
            "outcome": "holds",
            "step": None,
            "commitment_sha256": RECORD["result"]["commitment_sha256"],
            "commitment_compared": False,
            "events_compared": False,
        }
        assert main(["draw", save("record.json", RECORD), "--format", "json"]) == 2
        assert json.loads(capfd.readouterr().out)["member"] == "result"

    def test_a_bare_copy_of_the_folder_is_enough(
        self, save: Callable[[str, object], str], tmp_path: Path
    ) -> None:
        bare = tmp_path / "bare"
        folder = Path(__file__).parents[2] / "inspections"
        shutil.copytree(folder, bare / "inspections", ignore=shutil.ignore_patterns("__pycache__"))
        record = save("record.json", RECORD)
        answer = subprocess.run(
            [sys.executable, "-S", "-m", "inspections", "verify", record], cwd=bare, capture_output=True, check=False,
            env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C"},
        )  # fmt: skip
        assert (answer.returncode, answer.stderr) == (0, b"")
        assert answer.stdout.decode().splitlines()[0] == "holds"
