"""双随机/1: the words of the draw protocol, as types.

These are the objects of the files themselves, so that what was committed, drawn and verified is one thing.
"""

from typing import Literal, NotRequired, TypedDict

from inspections.canonical import canonical, hash_of, sha256_hex

PROTOCOL = "double-random/1"


class Task(TypedDict):
    """任务: what the draw is for."""

    id: str
    title: str
    authority: str


class Stratum(TypedDict):
    """抽查档: who is drawn at one ratio [n, d]."""

    key: str
    ratio: list[int]
    minimum: int
    reserve: int


class Target(TypedDict):
    """检查对象: a facility under its pseudonym."""

    id: str
    stratum: str
    region: str


class Inspector(TypedDict):
    """检查人员: an inspector under a pseudonym; no regions means everywhere."""

    id: str
    department: str
    regions: list[str]
    capacity: int


class Part(TypedDict):
    """参与部门: how many inspectors of a department go together."""

    department: str
    count: int


class Calendar(TypedDict):
    """检查日: the days and how many visits an inspector makes on one."""

    days: list[str]
    per_day: int


class Standby(TypedDict):
    """候补: who and which days may be added later."""

    inspectors: list[Inspector]
    days: list[str]


class Roster(TypedDict):
    """名录: everybody who can be drawn, and the rules of drawing."""

    protocol: str
    nonce: str
    task: Task
    strata: list[Stratum]
    targets: list[Target]
    inspectors: list[Inspector]
    team: list[Part]
    recusals: list[list[str]]
    calendar: Calendar
    standby: Standby


class BeaconPromise(TypedDict):
    """约定的公开随机值: which value of which source will count, and how it is spelt."""

    source: str
    round: str
    not_before: str
    format: list[str]
    fallback: str


class Commitment(TypedDict):
    """承诺: what is published before the draw."""

    protocol: str
    authority: str
    task: str
    serial: int
    supersedes: str | None
    roster_sha256: str
    salt_sha256: str
    exclusions_sha256: str
    rules_sha256: str
    beacon: BeaconPromise
    reveal_by: str


Kind = Literal["target_withdrawn", "inspector_withdrawn", "recused", "standby_called", "days_added"]


class Event(TypedDict):
    """变动: what happened after the draw; which of the last four are there depends on the kind."""

    n: int
    nonce: str
    prev_sha256: str
    on: str
    kind: Kind
    reason: str
    approved_by: list[str]
    target: NotRequired[str]
    inspector: NotRequired[str]
    department: NotRequired[str]
    count: NotRequired[int]


class Committed(TypedDict):
    """已承诺: the commitment and the parts whose hashes it holds, the salt apart."""

    commitment: Commitment
    roster: Roster
    exclusions: list[list[str]]
    rules: list[list[str]]


class Request(Committed):
    """请求: what the result follows from."""

    salt: str
    beacon: str
    events: list[Event]


class Team(TypedDict):
    """检查组: who goes to a target, in the order of the departments, and on which day."""

    target: str
    inspectors: list[str]
    day: str | None


class Current(TypedDict):
    """现状: the teams and the missing places after all events."""

    teams: list[Team]
    short: list[list[str]]


class Result(TypedDict):
    """结果: what was drawn; ``short`` names [target, department] once for each missing place."""

    protocol: str
    commitment_sha256: str
    beacon: str
    seed: str
    selected: list[str]
    reserve: dict[str, list[str]]
    teams: list[Team]
    short: list[list[str]]
    current: Current


class Record(Request):
    """案卷: a request with its result, as it is revealed."""

    result: Result


def commitment_sha256(commitment: Commitment) -> str:
    """Return the hash by which a commitment is known."""
    return sha256_hex(b"double-random/1/commitment\n", canonical(commitment))


def salt_sha256(salt: bytes) -> str:
    """Return the hash that is published of a salt before the draw."""
    return sha256_hex(b"double-random/1/salt\n", salt)


def target_id(facility_code: str, nonce: str) -> str:
    """Return the pseudonym under which a facility stands in one roster; ``nonce`` is its own for that draw."""
    return hash_of(["double-random/1/id", facility_code, nonce])


def inspector_id(staff_number: str, nonce: str) -> str:
    """Return the pseudonym under which an inspector stands in one roster."""
    return hash_of(["double-random/1/inspector", staff_number, nonce])


def quota(stratum: Stratum, size: int) -> int:
    """Return how many of ``size`` targets are drawn: the ratio rounded up, at least the minimum, at most all."""
    numerator, denominator = stratum["ratio"]
    return min(size, max(-(-size * numerator // denominator), stratum["minimum"]))
