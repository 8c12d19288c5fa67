"""承诺前的检查: what an authority owes before it commits to a roster, and the commitment itself.

Afterwards nothing can be repaired, so before:
1. *Enough inspectors.* For every facility at least twice as many as are needed of each department may go there, or the
   facility stands among published exceptions with a reason. Else a facility could be kept from inspection by recusals.
2. *Reasons.* A stratum of which all are drawn says why: full coverage by rule, withdrawn earlier, or selected by a draw
   that was abandoned. Every other one has five facilities at least and draws one at least, or says why not.
3. *The day of the reveal* is at most 90 days after the last day on which a visit can be.
4. *A forecast.* The draw is tried with many seeds, and shown is how often and where inspectors or days would be missing.
   It tells nothing about the real draw, whose seed does not exist yet.

`shortcomings` lists what is missing, for a page; `require_ready` refuses; `commit` makes the commitment.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from inspections.candidates import Certain
from inspections.canonical import hash_of
from inspections.drawing import Drawing
from inspections.places import Group, Places
from inspections.protocol import (
    PROTOCOL,
    BeaconPromise,
    Commitment,
    Roster,
    commitment_sha256,
    quota,
    salt_sha256,
)
from inspections.regions import LEAST_SHARING
from inspections.request import check_committed
from inspections.tickets import Tickets
from scoring.rulebook import RuleViolationError

SEEDS = 1000
REVEAL_WITHIN = timedelta(days=90)
SHARE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Thin:
    """人手不足 A target to which fewer than twice the needed inspectors of a department may go."""

    target: str
    department: str
    able: int
    needed: int


@dataclass(frozen=True, slots=True)
class Unexplained:
    """未说明原因 A stratum that needs a reason: ``problem`` is ``all-drawn``, ``small`` or ``none-drawn``."""

    stratum: str
    size: int
    drawn: int
    problem: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """缺口预测 Of so many trial draws, in how many a place stayed short or a target without a day, and where.

    ``short`` counts trials by (target, department), ``without_day`` by target.
    """

    trials: int
    trials_short: int
    trials_without_day: int
    short: Mapping[tuple[str, str], int]
    without_day: Mapping[str, int]


def thin_targets(roster: Roster) -> Iterator[Thin]:
    """Yield every target with too few inspectors who have a card at all; standbys are not counted."""
    places = Places([row for row in roster["inspectors"] if row["capacity"]], roster["recusals"])
    able: dict[tuple[str, str], set[str]] = {}
    recused: dict[str, set[str]] = {}
    for name, target, _ in roster["recusals"]:
        recused.setdefault(target, set()).add(name)
    for target_row in roster["targets"]:
        for part in roster["team"]:
            area = part["department"], target_row["region"]
            if area not in able:
                group = Group(target_row["id"], *area, part["count"])
                able[area] = {name for pool in places.pools_reaching(group) for name in places.pools[pool]}
            number = len(able[area]) - len(able[area] & recused.get(target_row["id"], set()))
            if number < 2 * part["count"]:
                yield Thin(target_row["id"], part["department"], number, 2 * part["count"])


def unexplained_strata(roster: Roster, reasons: Mapping[str, str]) -> Iterator[Unexplained]:
    """Yield every stratum that needs a reason and has none that counts; ``reasons`` are by the stratum's key."""
    sizes = Counter(target["stratum"] for target in roster["targets"])
    for stratum in roster["strata"]:
        key, size = stratum["key"], sizes[stratum["key"]]
        drawn = quota(stratum, size)
        if drawn == size > 0:
            if reasons.get(key) not in tuple(Certain):
                yield Unexplained(key, size, drawn, "all-drawn")
        elif not reasons.get(key) and (size < LEAST_SHARING or not drawn):
            yield Unexplained(key, size, drawn, "small" if size < LEAST_SHARING else "none-drawn")


def latest_reveal(roster: Roster) -> date:
    """Return the last day that may be promised for the reveal."""
    days = roster["calendar"]["days"] + roster["standby"]["days"]
    return date.fromisoformat(max(days)) + REVEAL_WITHIN


def require_ready(
    roster: Roster,
    *,
    reveal_by: date,
    reasons: Mapping[str, str],
    exceptions: Mapping[str, str] | None = None,
) -> None:
    """Refuse a roster that may not be committed to.

    ``reasons`` say why a stratum is drawn whole, small or not drawn (by its key); ``exceptions`` why a target may have too
    few inspectors (by its id). Both are published with the commitment.

    Raises:
        RuleViolationError: ``draw-nobody-to-draw``, ``draw-without-days``, ``draw-too-few-inspectors``,
            ``draw-stratum-unexplained``, ``draw-stratum-small``, ``draw-stratum-idle``, ``draw-reveal-too-late``.
    """
    if not roster["targets"]:
        raise RuleViolationError(
            "draw-nobody-to-draw", "名录中没有可以抽取的机构。", remedy="请核对任务的范围和排除原因。"
        )
    if not roster["calendar"]["days"]:
        raise RuleViolationError("draw-without-days", "还没有安排检查日。", remedy="请先确定检查日。")
    thin = [each for each in thin_targets(roster) if not (exceptions or {}).get(each.target)]
    if thin:
        raise RuleViolationError(
            "draw-too-few-inspectors",
            "有 {targets} 家机构可派的检查人员不足所需人数的两倍（例如部门 {department}：可派 {able} 人，至少须 {needed} 人）。",
            remedy="请补充检查人员、放宽区域，或者逐家公布例外及其原因。",
            facts={
                "targets": len({each.target for each in thin}),
                "department": thin[0].department,
                "able": thin[0].able,
                "needed": thin[0].needed,
            },
        )
    for stratum in unexplained_strata(roster, reasons):
        raise _unexplained(stratum)
    if reveal_by > latest_reveal(roster):
        raise RuleViolationError(
            "draw-reveal-too-late",
            "承诺的揭示日 {day} 太晚：最迟为最后一个检查日之后 90 天，即 {latest}。",
            remedy="请选择更早的揭示日。",
            facts={"day": reveal_by.isoformat(), "latest": latest_reveal(roster).isoformat()},
        )


def forecast(
    roster: Roster,
    *,
    trials: int = SEEDS,
    first: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Forecast:
    """Try the draw with many seeds that have nothing to do with the real one; the same roster gives the same forecast.

    ``first`` is the number of the first trial, for who makes them piece by piece; ``progress`` is called with the trials
    done and their number, after each.
    """
    short: Counter[tuple[str, str]] = Counter()
    without_day: Counter[str] = Counter()
    trials_short = trials_without_day = 0
    for trial in range(trials):
        seed = sha256(f"forecast {roster['nonce']} {first + trial}".encode()).digest()
        drawing = Drawing(roster, Tickets(seed))
        missing = {(target, department) for target, department in drawing.short()}
        dayless = {team["target"] for team in drawing.teams() if team["day"] is None}
        short.update(missing)
        without_day.update(dayless)
        trials_short += bool(missing)
        trials_without_day += bool(dayless)
        if progress:
            progress(trial + 1, trials)
    return Forecast(trials, trials_short, trials_without_day, dict(short), dict(without_day))


def combine_shares(one: bytes, other: bytes) -> bytes:
    """Return the salt of two shares, which two bodies made and hold: neither knows it alone.

    Raises:
        RuleViolationError: ``draw-share-length``, ``draw-shares-alike``.
    """
    if len(one) != SHARE_BYTES or len(other) != SHARE_BYTES:
        raise RuleViolationError("draw-share-length", "每一份密钥须为 32 字节。")
    if one == other:
        raise RuleViolationError(
            "draw-shares-alike", "两份密钥相同，合成后等于没有密钥。", remedy="请各自重新生成。"
        )
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def commit(
    roster: Roster,
    exclusions: list[list[str]],
    rules: list[list[str]],
    *,
    salt: bytes,
    serial: int,
    beacon: BeaconPromise,
    reveal_by: date,
    supersedes: str | None = None,
) -> tuple[Commitment, str]:
    """Return the commitment to a roster and its hash. ``rules`` are the [name, sha256] of the rule files that made it, ascending.

    Raises:
        RefusedError: something in it is such that no draw could be computed; the member is named.
    """
    commitment: Commitment = {
        "protocol": PROTOCOL,
        "authority": roster["task"]["authority"],
        "task": roster["task"]["id"],
        "serial": serial,
        "supersedes": supersedes,
        "roster_sha256": hash_of(roster),
        "salt_sha256": salt_sha256(salt),
        "exclusions_sha256": hash_of(exclusions),
        "rules_sha256": hash_of(rules),
        "beacon": beacon,
        "reveal_by": reveal_by.isoformat(),
    }
    check_committed({"commitment": commitment, "roster": roster, "exclusions": exclusions, "rules": rules})
    return commitment, commitment_sha256(commitment)


def _unexplained(stratum: Unexplained) -> RuleViolationError:
    facts: dict[str, object] = {"stratum": stratum.stratum, "size": stratum.size, "least": LEAST_SHARING}
    if stratum.problem == "all-drawn":
        return RuleViolationError(
            "draw-stratum-unexplained",
            "抽查档 {stratum} 的 {size} 家机构全部抽中，须说明原因。",
            remedy="只能是以下三种原因之一：按规则全覆盖、此前抽中后撤出、被废止的抽取所抽中。",
            facts=facts,
        )
    if stratum.problem == "small":
        return RuleViolationError(
            "draw-stratum-small",
            "抽查档 {stratum} 只有 {size} 家机构，不足 {least} 家，须说明原因。",
            remedy="请合并抽查档，或者说明并公布原因。",
            facts=facts,
        )
    return RuleViolationError(
        "draw-stratum-idle",
        "抽查档 {stratum} 的 {size} 家机构一家也不抽，须说明原因。",
        remedy="请至少抽取一家，或者说明并公布原因。",
        facts=facts,
    )
