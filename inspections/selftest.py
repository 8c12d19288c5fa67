"""自检: the draw tries itself with dummy seeds, which nobody ever committed to and which decide nothing.

Each night three questions are asked of a roster that was really drawn from:
1. *Does every draw keep the rules?* Quotas exact, nobody where he must not go, nobody beyond what he can do.
2. *Does the checker accept what is true and find what is not?* A dummy record holds; with one facility taken out it differs.
3. *Are chances equal?* Over all dummy draws the facilities, grouped by the first character of their pseudonym, which means
   nothing, come up as often as `inspections.fairness` expects. The alarm is rare: by chance once in ten thousand nights.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from inspections.canonical import hash_of
from inspections.draw import draw
from inspections.drawing import Drawing
from inspections.fairness import fairness, lots_of
from inspections.proof import verify
from inspections.protocol import PROTOCOL, Roster, Team, quota, salt_sha256
from inspections.request import check_request
from inspections.tickets import Tickets

TRIALS = 100
ALARM = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class SelfTest:
    """自检结果 So many dummy draws: what was wrong (``quota``, ``team``, ``load``, ``day``, ``checker``, ``chances``), nothing if
    all is well; ``likelihood``: how often chance is at least as uneven, or None with nothing to compare."""

    trials: int
    faults: tuple[str, ...]
    likelihood: Decimal | None


def self_test(roster: Roster, words: str, *, trials: int = TRIALS) -> SelfTest:
    """Try the draw on a roster; the same ``words`` (a day, say) give the same dummy seeds."""
    faults, lots = set[str](), []
    groups = {row["id"]: row["id"][0] for row in roster["targets"]}
    for trial in range(trials):
        drawing = Drawing(roster, Tickets(_dummy(words, trial)))
        faults.update(broken(roster, drawing.order, drawing.teams()))
        lots += lots_of({"roster": roster, "result": {"selected": drawing.order}}, groups)
    found = fairness(lots)
    if found.likelihood is not None and found.likelihood < ALARM:
        faults.add("chances")
    if not _checker_is_awake(roster, words):
        faults.add("checker")
    return SelfTest(trials, tuple(sorted(faults)), found.likelihood)


def broken(roster: Roster, selected: Iterable[str], teams: Iterable[Team]) -> Iterator[str]:
    """Yield which rules of the roster a draw breaks; read off the roster without any thought of speed."""
    stratum = {row["id"]: row["stratum"] for row in roster["targets"]}
    sizes, drawn = Counter(stratum.values()), Counter(stratum[target] for target in selected)
    if any(drawn[row["key"]] != quota(row, sizes[row["key"]]) for row in roster["strata"]):
        yield "quota"
    people = {row["id"]: row for row in roster["inspectors"]}
    region = {row["id"]: row["region"] for row in roster["targets"]}
    recused = {(name, target) for name, target, _ in roster["recusals"]}
    places, visits = Counter[str](), Counter[tuple[str, str]]()
    for team in teams:
        names, target = team["inspectors"], team["target"]
        departments = Counter(people[name]["department"] for name in names)
        areas = (people[name]["regions"] or [""] for name in names)
        if (
            len(set(names)) < len(names)
            or any(departments[part["department"]] > part["count"] for part in roster["team"])
            or not all(any(region[target].startswith(area) for area in own) for own in areas)
            or any((name, target) in recused for name in names)
        ):
            yield "team"
        places.update(names)
        visits.update((name, team["day"]) for name in names if team["day"] is not None)
    if any(count > people[name]["capacity"] for name, count in places.items()):
        yield "load"
    if any(count > roster["calendar"]["per_day"] for count in visits.values()):
        yield "day"


def _checker_is_awake(roster: Roster, words: str) -> bool:
    """Whether a dummy record holds, and does not any more with one facility taken out."""
    salt = _dummy(words, "salt")
    commitment = {
        "protocol": PROTOCOL,
        "authority": roster["task"]["authority"],
        "task": roster["task"]["id"],
        "serial": 1,
        "supersedes": None,
        "roster_sha256": hash_of(roster),
        "salt_sha256": salt_sha256(salt),
        "exclusions_sha256": hash_of([]),
        "rules_sha256": hash_of([]),
        "beacon": {
            "source": "self-test",
            "round": words,
            "not_before": "2000-01-01T00:00:00Z",
            "format": ["hex64"],
            "fallback": "",
        },
        "reveal_by": "2000-01-01",
    }
    request: Any = {
        "commitment": commitment,
        "roster": roster,
        "exclusions": [],
        "rules": [],
        "salt": salt.hex(),
        "beacon": _dummy(words, "beacon").hex(),
        "events": [],
    }
    result = draw(check_request(request))
    forged = result | {"selected": result["selected"][1:]}
    return verify(request | {"result": result}).holds and verify(request | {"result": forged}).differs == (
        "selection" if result["selected"] else None
    )


def _dummy(words: str, number: int | str) -> bytes:
    return sha256(f"self-test {words} {number}".encode()).digest()
