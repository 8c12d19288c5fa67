"""Small rosters and requests for the tests of the draw, and its golden vectors."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from inspections.canonical import hash_of
from inspections.protocol import PROTOCOL, commitment_sha256, salt_sha256

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "draw-vectors.json").read_text(encoding="utf-8"))
VECTORS: list[dict[str, Any]] = GOLDEN["vectors"]
REFUSED: list[dict[str, Any]] = GOLDEN["refused"]


def hash_number(*words: object) -> str:
    """64 hex digits that belong to these words."""
    return hashlib.sha256(repr(words).encode()).hexdigest()


def as_bytes(case: dict[str, Any]) -> bytes:
    """The file of a refused vector."""
    if "raw_base64" in case:
        return base64.b64decode(case["raw_base64"])
    return json.dumps(case["request"], ensure_ascii=False).encode()


def make_target(name: str, **changes: Any) -> dict[str, Any]:
    return {"id": name, "stratum": "S1", "region": "500103"} | changes


def make_inspector(name: str, **changes: Any) -> dict[str, Any]:
    return {"id": name, "department": "ca", "regions": [], "capacity": 2} | changes


def make_roster(**changes: Any) -> dict[str, Any]:
    """Ten targets, half of them drawn, six inspectors, two a team, three days."""
    return {
        "protocol": PROTOCOL,
        "nonce": hash_number("nonce"),
        "task": {"id": "2026-01", "title": "养老机构抽查", "authority": "示例民政局"},
        "strata": [{"key": "S1", "ratio": [1, 2], "minimum": 0, "reserve": 2}],
        "targets": [make_target(f"f{i}") for i in range(10)],
        "inspectors": [make_inspector(f"i{i}") for i in range(6)],
        "team": [{"department": "ca", "count": 2}],
        "recusals": [],
        "calendar": {"days": ["2026-12-07", "2026-12-08", "2026-12-09"], "per_day": 1},
        "standby": {"inspectors": [], "days": []},
    } | changes


def make_request(
    roster: dict[str, Any] | None = None, *, draw: int = 0, events: tuple[dict[str, Any], ...] = ()
) -> Any:
    """A request with everything committed; ``draw`` chooses salt and beacon, the events get their chain."""
    roster = roster or make_roster()
    salt = hash_number("salt", draw)
    exclusions = [["f900", "停业"]]
    rules = [["sampling.yaml", hash_number("rules")]]
    commitment: Any = {
        "protocol": PROTOCOL,
        "authority": roster["task"]["authority"],
        "task": roster["task"]["id"],
        "serial": 1,
        "supersedes": None,
        "roster_sha256": hash_of(roster),
        "salt_sha256": salt_sha256(bytes.fromhex(salt)),
        "exclusions_sha256": hash_of(exclusions),
        "rules_sha256": hash_of(rules),
        "beacon": {
            "source": "示例",
            "round": "1",
            "not_before": "2026-12-01T13:15:00Z",
            "format": ["hex64"],
            "fallback": "2",
        },
        "reveal_by": "2027-03-01",
    }
    return {
        "commitment": commitment,
        "roster": roster,
        "exclusions": exclusions,
        "rules": rules,
        "salt": salt,
        "beacon": hash_number("beacon", draw),
        "events": chained(commitment, events),
    }


def chained(commitment: Any, events: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    """Events with their numbers, nonces, approvals and hashes."""
    chain: list[dict[str, Any]] = []
    before = commitment_sha256(commitment)
    for n, event in enumerate(events, start=1):
        whole = {"n": n, "nonce": hash_number("event", n), "reason": "示例", "approved_by": ["p1", "p2"]}
        chain.append(whole | {"prev_sha256": before, "on": "2026-12-01"} | event)
        before = hash_of(chain[-1])
    return chain
