"""抽签请求: everything a draw is computed from, and what of it is refused.

``check_request`` is the only door: what it lets through, the draw may rely on.
The checks of form come first (shapes), then the references between members, then the hashes.
The events are checked for form and chain here; whether each is possible shows when it is replayed.
"""

from collections import Counter
from typing import Any, cast

from inspections import beacon as beacons
from inspections import shapes
from inspections.canonical import LIMIT_BYTES, RefusedError, hash_of
from inspections.protocol import (
    PROTOCOL,
    Committed,
    Inspector,
    Request,
    Roster,
    Target,
    commitment_sha256,
    quota,
    salt_sha256,
)

MOST_PLACES = LIMIT_BYTES // 20  # each stands in a record twice, with about ten characters at least

_INSPECTORS = shapes.listing(
    shapes.members(
        {
            "id": shapes.identifier,
            "department": shapes.identifier,
            "regions": shapes.listing(shapes.identifier),
            "capacity": shapes.integer(0),
        }
    )
)
_ROSTER = shapes.members(
    {
        "protocol": shapes.exactly(PROTOCOL),
        "nonce": shapes.hex64,
        "task": shapes.members({"id": shapes.identifier, "title": shapes.string, "authority": shapes.string}),
        "strata": shapes.listing(
            shapes.members(
                {
                    "key": shapes.identifier,
                    "ratio": shapes.items(shapes.integer(0), shapes.integer(1, 10**6)),
                    "minimum": shapes.integer(0),
                    "reserve": shapes.integer(0),
                }
            )
        ),
        "targets": shapes.table(
            {"id": shapes.identifier, "stratum": shapes.identifier, "region": shapes.identifier}
        ),
        "inspectors": _INSPECTORS,
        "team": shapes.listing(shapes.members({"department": shapes.identifier, "count": shapes.integer(1)})),
        "recusals": shapes.tuples(shapes.identifier, shapes.identifier, shapes.identifier),
        "calendar": shapes.members({"days": shapes.listing(shapes.day), "per_day": shapes.integer(1)}),
        "standby": shapes.members({"inspectors": _INSPECTORS, "days": shapes.listing(shapes.day)}),
    }
)
_COMMITMENT = shapes.members(
    {
        "protocol": shapes.exactly(PROTOCOL),
        "authority": shapes.string,
        "task": shapes.identifier,
        "serial": shapes.integer(1),
        "supersedes": shapes.nullable(shapes.hex64),
        "roster_sha256": shapes.hex64,
        "salt_sha256": shapes.hex64,
        "exclusions_sha256": shapes.hex64,
        "rules_sha256": shapes.hex64,
        "beacon": shapes.members(
            {
                "source": shapes.string,
                "round": shapes.string,
                "not_before": shapes.moment,
                "format": shapes.listing(shapes.string),
                "fallback": shapes.string,
            }
        ),
        "reveal_by": shapes.day,
    }
)
_OF_KIND: dict[str, dict[str, shapes.Shape]] = {
    "target_withdrawn": {"target": shapes.identifier},
    "inspector_withdrawn": {"inspector": shapes.identifier},
    "recused": {"inspector": shapes.identifier, "target": shapes.identifier},
    "standby_called": {"department": shapes.identifier, "count": shapes.integer(1)},
    "days_added": {"count": shapes.integer(1)},
}
_OF_EVERY_KIND: dict[str, shapes.Shape] = {
    "n": shapes.integer(1),
    "nonce": shapes.hex64,
    "prev_sha256": shapes.hex64,
    "on": shapes.day,
    "kind": shapes.string,
    "reason": shapes.reason,
    "approved_by": shapes.items(shapes.identifier, shapes.identifier),
}
_EVENT = {kind: shapes.members(_OF_EVERY_KIND | own) for kind, own in _OF_KIND.items()}


def check_request(value: Any, *, extra: dict[str, shapes.Shape] | None = None) -> Request:
    """Return ``value`` as a request, or refuse it, naming the member at fault.

    ``extra`` are further members at the top, as the ``result`` of a record.
    """
    shapes.members(_COMMITTED | _LATER | (extra or {}))(value, "")
    request = cast("Request", value)
    _check_references(request)
    if request["commitment"]["salt_sha256"] != salt_sha256(bytes.fromhex(request["salt"])):
        raise RefusedError("commitment.salt_sha256", "not the hash of this salt")
    beacons.check_value(request["beacon"], request["commitment"]["beacon"]["format"])
    _check_chain(request)
    return request


def check_committed(value: Any) -> Committed:
    """Return ``value`` as what is about to be committed, or refuse what no draw could be computed from."""
    shapes.members(_COMMITTED)(value, "")
    committed = cast("Committed", value)
    _check_references(committed)
    return committed


def check_commitment(value: Any, path: str = "commitment") -> None:
    """Refuse what is not a commitment by itself, whatever roster it belongs to."""
    _COMMITMENT(value, path)
    beacons.check_format(value["beacon"]["format"], f"{path}.beacon.format")


def check_roster(roster: Roster) -> None:
    """Refuse a roster whose members do not fit each other."""
    _check_inspectors(roster)
    _check_targets(roster)
    shapes.unique([part["department"] for part in roster["team"]], "roster.team", ".department")
    shapes.ascending(roster["calendar"]["days"], "roster.calendar.days")
    shapes.ascending(roster["standby"]["days"], "roster.standby.days")
    for index, day in enumerate(roster["standby"]["days"]):
        if day in roster["calendar"]["days"]:
            raise RefusedError(f"roster.standby.days[{index}]", "stands in the calendar already")


def _check_event(value: Any, path: str) -> None:
    kind = value.get("kind") if isinstance(value, dict) else None
    if isinstance(kind, str) and kind not in _EVENT:
        raise RefusedError(f"{path}.kind", "unknown; known are " + ", ".join(_EVENT))
    shape = _EVENT[kind] if isinstance(kind, str) else shapes.members(_OF_EVERY_KIND)  # refuses: no kind
    shape(value, path)
    if value["approved_by"][0] == value["approved_by"][1]:
        raise RefusedError(f"{path}.approved_by", "one person twice; two have to approve")


def _check_inspectors(roster: Roster) -> None:
    departments = {part["department"] for part in roster["team"]}
    here = {inspector["id"] for inspector in roster["inspectors"]}
    for path, people in (
        ("roster.inspectors", roster["inspectors"]),
        ("roster.standby.inspectors", roster["standby"]["inspectors"]),
    ):
        shapes.ascending([inspector["id"] for inspector in people], path, ".id")
        for index, inspector in enumerate(people):
            if inspector["department"] not in departments:
                raise RefusedError(f"{path}[{index}].department", "not in the team")
            shapes.unique(inspector["regions"], f"{path}[{index}].regions")
            if people is not roster["inspectors"] and inspector["id"] in here:
                raise RefusedError(f"{path}[{index}].id", "stands among the inspectors already")


def _check_targets(roster: Roster) -> None:
    for index, stratum in enumerate(roster["strata"]):
        if stratum["ratio"][0] > stratum["ratio"][1]:
            raise RefusedError(f"roster.strata[{index}].ratio", "above one")
    strata = [stratum["key"] for stratum in roster["strata"]]
    shapes.unique(strata, "roster.strata", ".key")
    targets = [target["id"] for target in roster["targets"]]
    shapes.ascending(targets, "roster.targets", ".id")
    sizes = Counter(target["stratum"] for target in roster["targets"])
    if sizes.keys() - set(strata):
        index = next(i for i, target in enumerate(roster["targets"]) if target["stratum"] not in strata)
        raise RefusedError(f"roster.targets[{index}].stratum", "no such stratum")
    drawn = sum(quota(stratum, sizes[stratum["key"]]) for stratum in roster["strata"])
    if drawn * sum(part["count"] for part in roster["team"]) > MOST_PLACES:
        raise RefusedError("roster.team", f"more than {MOST_PLACES} places; the record would exceed 128 MB")
    _check_recusals(roster, set(targets))


def _check_recusals(roster: Roster, targets: set[str]) -> None:
    people = {inspector["id"] for inspector in roster["inspectors"] + roster["standby"]["inspectors"]}
    shapes.ascending([(inspector, target) for inspector, target, _ in roster["recusals"]], "roster.recusals")
    for index, (inspector, target, _) in enumerate(roster["recusals"]):
        if inspector not in people:
            raise RefusedError(f"roster.recusals[{index}][0]", "no inspector or standby of the roster")
        if target not in targets:
            raise RefusedError(f"roster.recusals[{index}][1]", "no target of the roster")


def _check_exclusions(request: Committed) -> None:
    excluded = [name for name, _ in request["exclusions"]]
    if not excluded:
        return
    shapes.ascending(excluded, "exclusions", "[0]")
    roster = request["roster"]
    rows: list[list[Target] | list[Inspector]] = [
        roster["targets"], roster["inspectors"], roster["standby"]["inspectors"],
    ]  # fmt: skip
    inside = {row["id"] for part in rows for row in part}.intersection(excluded)
    if inside:
        index = next(i for i, name in enumerate(excluded) if name in inside)
        raise RefusedError(f"exclusions[{index}][0]", "stands in the roster too")


def _check_references(committed: Committed) -> None:
    """Refuse parts that do not fit each other, or not the hashes in the commitment."""
    check_roster(committed["roster"])
    _check_exclusions(committed)
    shapes.ascending([name for name, _ in committed["rules"]], "rules", "[0]")
    commitment, task = committed["commitment"], committed["roster"]["task"]
    if commitment["authority"] != task["authority"]:
        raise RefusedError("commitment.authority", "not the authority of the roster's task")
    if commitment["task"] != task["id"]:
        raise RefusedError("commitment.task", "not the roster's task")
    for part, stated, value in (
        ("roster", commitment["roster_sha256"], committed["roster"]),
        ("exclusions", commitment["exclusions_sha256"], committed["exclusions"]),
        ("rules", commitment["rules_sha256"], committed["rules"]),
    ):
        if stated != hash_of(value):
            raise RefusedError(f"commitment.{part}_sha256", f"not the hash of this member: {part}")


def _check_chain(request: Request) -> None:
    """Refuse events that are not numbered, chained and dated one after the other."""
    before, earliest = commitment_sha256(request["commitment"]), ""
    for index, event in enumerate(request["events"]):
        path = f"events[{index}]"
        if event["n"] != index + 1:
            raise RefusedError(f"{path}.n", f"not {index + 1}, its place in the chain")
        if event["prev_sha256"] != before:
            raise RefusedError(f"{path}.prev_sha256", "not the hash of what stands before")
        if event["on"] < earliest:
            raise RefusedError(f"{path}.on", "earlier than the event before")
        before, earliest = hash_of(event), event["on"]


_COMMITTED: dict[str, shapes.Shape] = {
    "commitment": check_commitment,
    "roster": _ROSTER,
    "exclusions": shapes.listing(shapes.items(shapes.identifier, shapes.reason)),
    "rules": shapes.listing(shapes.items(shapes.string, shapes.hex64)),
}
_LATER: dict[str, shapes.Shape] = {
    "salt": shapes.hex64,
    "beacon": shapes.string,
    "events": shapes.listing(_check_event),
}
