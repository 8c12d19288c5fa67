"""名录库: who can be drawn on a day, who is left out and why, and the roster that is made of it.

What is done, in this order:
1. A facility is *left out* that is closed, has been visited as often as a year allows, has had all of the task's items
   checked this year, or was checked by an upper level a short while ago. An inspector is left out who is away on one of the
   days, whose credential runs out before the last one, or who lacks what the task asks of his department.
   Whatever was withdrawn from an earlier draw, or selected by one that was abandoned, is never left out but for closing.
2. Everybody gets a *pseudonym*, from a nonce of his own for this draw.
3. Facilities are sorted into *strata*: their sampling tier, too small a one joined with the next, or a stratum that is
   drawn for certain.
4. Their *regions* are written as coarsely as the inspectors' areas allow.
5. *Recusals*: what was declared, the inspector's own area, and where he has been too often lately.

Nothing here is random: nonces are handed in, and the same input gives the same roster. How the risk class and the duty of
coverage make a tier is a rule that the caller evaluates; here a tier is a name with a share.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspections.candidates import (
    CERTAIN_KEYS,
    Candidate,
    Frame,
    Officer,
    PoolRules,
    Tier,
    why_not,
    why_not_sent,
)
from inspections.protocol import PROTOCOL, Inspector, Roster, Stratum, Target, inspector_id, target_id
from inspections.regions import coarse_regions
from inspections.strata import settle_strata
from scoring.rulebook.days import add_months


class RecusalCode(StrEnum):
    """回避原因 The codes that this module gives; declared ones are the caller's."""

    OWN_AREA = "own-area"
    FAMILIAR = "familiar"


@dataclass(frozen=True, slots=True)
class Pool:
    """名录 The roster with its exclusions, and whom each pseudonym stands for (facility code, staff number).

    ``reasons`` names, by the key of each stratum, why all of it are drawn or why it is small.
    """

    roster: Roster
    exclusions: list[list[str]]
    facilities: Mapping[str, str]
    officers: Mapping[str, str]
    reasons: Mapping[str, str]


def build_pool(
    frame: Frame,
    candidates: Iterable[Candidate],
    officers: Iterable[Officer],
    rules: PoolRules,
    *,
    on: date,
    declared: Mapping[tuple[str, str], str] | None = None,
    visited: Iterable[tuple[str, str, date]] = (),
) -> Pool:
    """Return the roster of a task as it stands on a day.

    ``declared`` are recusals by (staff number, facility code), with their code; ``visited`` the inspectors' earlier visits
    as (staff number, facility code, day).
    """
    everyone = {target_id(each.code, each.nonce): each for each in candidates}
    people = {inspector_id(each.staff_number, each.nonce): each for each in officers}
    left_out = {
        name: reason for name, each in everyone.items() if (reason := why_not(each, frame, rules, on))
    }
    left_out |= {name: reason for name, each in people.items() if (reason := why_not_sent(each, frame))}
    drawable = {name: each for name, each in sorted(everyone.items()) if name not in left_out}
    able = {name: each for name, each in sorted(people.items()) if name not in left_out}
    tiers, strata = _strata(frame, drawable, rules.small_stratum)
    codes = _familiar(visited, rules, on) | dict(declared or {})
    roster: Roster = {
        "protocol": PROTOCOL,
        "nonce": frame.nonce,
        "task": {"id": frame.id, "title": frame.title, "authority": frame.authority},
        "strata": [_stratum(tier) for tier in tiers],
        "targets": _targets(drawable, strata, able),
        "inspectors": [_inspector(name, each) for name, each in able.items() if not each.standby],
        "team": [{"department": part.department, "count": part.count} for part in frame.team],
        "recusals": _recusals(drawable, able, codes),
        "calendar": {"days": _days(frame.days), "per_day": frame.per_day},
        "standby": {
            "inspectors": [_inspector(name, each) for name, each in able.items() if each.standby],
            "days": _days(set(frame.standby_days) - set(frame.days)),
        },
    }
    return Pool(
        roster=roster,
        exclusions=[[name, reason.value] for name, reason in sorted(left_out.items())],
        facilities={name: each.code for name, each in everyone.items()},
        officers={name: each.staff_number for name, each in people.items()},
        reasons={tier.key: tier.reason for tier in tiers if tier.reason},
    )


def _strata(frame: Frame, drawable: Mapping[str, Candidate], small: int) -> tuple[list[Tier], dict[str, str]]:
    """Return the strata in use, those drawn for certain last, and the stratum of each facility."""
    carried = {
        name: CERTAIN_KEYS[each.carried] for name, each in drawable.items() if each.carried in CERTAIN_KEYS
    }
    settled = settle_strata(
        frame.tiers, (each.tier for name, each in drawable.items() if name not in carried), small=small
    )
    certain = [Tier(key, (1, 1), reason=why) for why, key in CERTAIN_KEYS.items() if key in carried.values()]
    return [*settled.tiers, *certain], {
        name: carried[name] if name in carried else settled.of[each.tier] for name, each in drawable.items()
    }


def _stratum(tier: Tier) -> Stratum:
    return {"key": tier.key, "ratio": list(tier.ratio), "minimum": tier.minimum, "reserve": tier.reserve}


def _targets(
    drawable: Mapping[str, Candidate], strata: Mapping[str, str], able: Mapping[str, Officer]
) -> list[Target]:
    needed = {area for officer in able.values() for area in officer.areas}
    areas = {name: each.area for name, each in drawable.items()}
    regions = coarse_regions(areas, strata, needed, certain=set(CERTAIN_KEYS.values()))
    return [{"id": name, "stratum": strata[name], "region": regions[name]} for name in drawable]


def _inspector(name: str, officer: Officer) -> Inspector:
    return {
        "id": name,
        "department": officer.department,
        "regions": sorted(set(officer.areas)),
        "capacity": officer.capacity,
    }


def _recusals(
    drawable: Mapping[str, Candidate], able: Mapping[str, Officer], codes: Mapping[tuple[str, str], str]
) -> list[list[str]]:
    """Return [inspector, target, code], ascending; what was declared or counted comes before the own area."""
    targets = {each.code: name for name, each in drawable.items()}
    people = {each.staff_number: name for name, each in able.items()}
    recusals = dict.fromkeys(_at_home(drawable, able), RecusalCode.OWN_AREA.value)
    for (staff_number, code), why in codes.items():
        if staff_number in people and code in targets:
            recusals[people[staff_number], targets[code]] = why
    return [[name, target, why] for (name, target), why in sorted(recusals.items())]


def _at_home(drawable: Mapping[str, Candidate], able: Mapping[str, Officer]) -> Iterator[tuple[str, str]]:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for name, officer in able.items():
        if officer.own_area:
            homes[officer.own_area].append(name)
    for target, candidate in drawable.items():
        for length in {len(home) for home in homes}:
            for name in homes.get(candidate.area[:length], ()):
                yield name, target


def _familiar(
    visited: Iterable[tuple[str, str, date]], rules: PoolRules, on: date
) -> dict[tuple[str, str], str]:
    """Return the pairs that have met too often: familiarity raises scores."""
    lately = Counter(
        (staff_number, code)
        for staff_number, code, day in visited
        if day <= on < add_months(day, rules.familiar_months)
    )
    limit = rules.familiar_visits
    return {
        pair: RecusalCode.FAMILIAR.value
        for pair, visits in lately.items()
        if limit is not None and visits >= limit
    }


def _days(days: Iterable[date]) -> list[str]:
    return sorted({day.isoformat() for day in days})
