"""第三幕: assessments and awards, penalties, lists, objections, replies, releases."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from supervision.actor import scheduler
from supervision.demo.stage import TERMINAL, Stage, fixed_share, later, moment, rows
from supervision.errors import NotFoundError
from supervision.queries.current_scores import FROM_LEDGER, due_ranges, next_round, rated
from supervision.queries.facts import ledger
from supervision.queries.grading_items import grade_number, items_to_score
from supervision.queries.listings import get_listing, lapsed_entries
from supervision.queries.public.inspections import result_id
from supervision.queries.visits import VisitRow, list_visits
from supervision.rulebook import schemes
from supervision.usecases import (
    current_scores,
    facilities,
    facts,
    listings,
    objections,
    penalties,
    releases,
    scores,
)

QUALITY = {
    "excellent": ("0.93", "0.06"),
    "good": ("0.87", "0.08"),
    "steady": ("0.80", "0.08"),
    "average": ("0.74", "0.10"),
    "improving": ("0.72", "0.12"),
    "declining": ("0.70", "0.12"),
    "poor": ("0.55", "0.15"),
}
HALF = Decimal("0.5")
HUNDRED = Decimal(100)  # views of people


def points_of(row: dict[str, str], item: str, most: Decimal, on: date) -> str:
    """Return what assessors find at a facility on a day: a share of the maximum, by its profile."""
    least, span = (Decimal(each) for each in QUALITY[row["profile"]])
    ratio = min(least + span * Decimal(str(round(fixed_share("points", row["id"], item, on), 4))), Decimal(1))
    return str(min((most * ratio / HALF).to_integral_value() * HALF, most))


def assess(stage: Stage, row: dict[str, Any]) -> None:
    """Assess some facilities: points of each item, a sheet, and an award where the sheet has an outcome."""
    scheme, on = schemes().on(row["scheme"], row["on"]), row["on"]
    kind = next(kind for kind in scheme.kinds if kind.endswith(".item"))
    some = [each for each in rows("facilities.csv") if each["kind"] in row["kinds"]]
    for number, each in enumerate(some):
        if number % row["every"] != row["offset"]:
            continue
        code = stage.codes[each["id"]]
        at = moment(on, 9)
        found = tuple(
            facts.NewFact(
                kind, on, {"item": item.id, "points": points_of(each, item.id, item.most or HUNDRED, on)}
            )
            for item in items_to_score(scheme)
        )
        facts.record_facts(
            facility_code=code, source=row["number"], facts=found, actor=stage.person("assessor"), at=at
        )
        sheet = scores.decide_score(
            scheme=row["scheme"], code=code, on=on, actor=stage.person("assessor"), at=moment(on, 15)
        )
        _award(stage, sheet, row["number"], on, grades=str(scheme.produces).endswith("_grade"))


def _award(stage: Stage, sheet: str, number: str, on: date, *, grades: bool) -> None:
    outcome = scores.outcome_of(sheet)
    if outcome is None or (grades and not grade_number(outcome)):
        return
    key = scores.propose_award(
        sheet_sha256=sheet, number=number, actor=stage.person("assessor"), at=moment(later(on, 7), 10)
    )
    scores.decide_award(uuid_=key, actor=stage.person("decider1", "decider"), at=moment(later(on, 9), 10))


def rate_credit(stage: Stage, on: date) -> None:
    """Keep a credit sheet of every facility on ``on``."""
    scheme = schemes().producing("credit_rating", on).id
    stage.tell("信用评价")
    for code in stage.codes.values():
        scores.decide_score(
            scheme=scheme, code=code, on=on, actor=stage.person("assessor"), at=moment(on, 20)
        )


def refresh_scores(stage: Stage, on: date) -> None:
    """Work out the current scores, as the clock does each night."""
    stage.tell("现行评分")
    actor, at = scheduler("current-scores"), moment(on, 23)
    for kind in FROM_LEDGER:
        now, looked_at, changed = next_round(schemes().producing(kind, on).id, on, at), 0, 0
        for ratings in rated(now, due_ranges(now)):
            changed += current_scores.keep_ratings(now=now, ratings=ratings, actor=actor, at=at)
            looked_at += len(ratings)
        current_scores.close_round(now=now, looked_at=looked_at, changed=changed, actor=actor, at=at)


def penalty(stage: Stage, row: dict[str, Any]) -> None:
    """Record a penalty."""
    penalties.record_penalty(
        penalty=penalties.NewPenalty(
            facility_code=stage.codes[row["facility"]],
            number=row["number"],
            violation=row["violation"],
            facts=row["facts"],
            basis=({"law": row["law"], "article": row["article"], "confidence": "S"},),
            kinds=tuple(row["kinds"]),
            content=row["content"],
            fine_fen=row["fine"],
            decided_on=row["decided"],
            tier=row["tier"],
            sector=row["sector"],
            organ=row["organ"],
            performed_on=row["performed"],
            corrected_on=row["performed"],
        ),
        actor=stage.person("decider1", "decider"),
        at=moment(row["decided"], 16),
    )


def life_event(stage: Stage, row: dict[str, Any]) -> None:
    """Record what happened to a facility."""
    facilities.record_event(
        code=stage.codes[row["facility"]],
        kind=row["kind"],
        on=row["on"],
        reason=row["reason"],
        into_code=stage.codes[row["into"]] if row.get("into") else None,
        actor=stage.person("planner"),
        at=moment(row["on"], 15),
    )


def new_operator(stage: Stage, row: dict[str, Any]) -> None:
    """Let another operator take a facility over."""
    uscc = next(each["operator_uscc"] for each in rows("facilities.csv") if each["id"] == row["uscc_of"])
    facilities.link_operator(
        code=stage.codes[row["facility"]],
        name=row["name"],
        uscc=uscc,
        nature="enterprise",
        legal_representative="演示负责人",
        since=row["since"],
        actor=TERMINAL,
        at=moment(row["since"], 10),
    )


def told(stage: Stage, row: dict[str, Any]) -> None:
    """Record what others tell of a facility."""
    facts.record_facts(
        facility_code=stage.codes[row["facility"]],
        source=row["source"],
        facts=(facts.NewFact(row["kind"], row["on"], row["data"]),),
        actor=stage.person("assessor"),
        at=moment(row["on"], 9),
    )


def ending(stage: Stage, row: dict[str, Any]) -> None:
    """Let the clock propose the end of an entry whose conditions fail, and a person decide after the hearing."""
    for key, reason in lapsed_entries(row["on"]):
        if get_listing(key, actor=TERMINAL).facility_code == stage.codes[row["facility"]]:
            listings.propose_end(
                uuid_=key, reason=reason, actor=scheduler("red-list"), at=moment(row["on"], 1)
            )
            listings.end_listing(
                uuid_=key,
                way="revoke",
                reason=row["why"],
                actor=stage.person("decider1", "decider"),
                at=moment(row["decided"], 10),
            )


def listing(stage: Stage, row: dict[str, Any]) -> None:
    """Play one entry: proposed, told, heard, decided by two, published."""
    on = row["propose"]
    source = row["facility"]
    key = listings.propose_listing(
        list_kind=row["list"],
        facility_code=stage.codes[source],
        rule=row["rule"],
        cause=row["cause"],
        evidence=(stage.store.put(f"demonstration evidence {row['cause']}".encode()),),
        identity=f"demo {row['list']} {source} {on}",
        actor=stage.person("reviewer"),
        at=moment(on, 10),
    )
    told = later(on, 1)
    listings.serve_notice(uuid_=key, served_on=told, actor=stage.person("reviewer"), at=moment(told, 10))
    if row.get("pending"):
        return
    heard = later(told, 11)
    listings.close_hearing(uuid_=key, actor=stage.person("decider1", "decider"), at=moment(heard, 10))
    for number, person in enumerate(("decider1", "decider2")):
        listings.decide_listing(
            uuid_=key,
            reason="事实清楚，依据充分，同意列入",
            actor=stage.person(person, "decider"),
            at=moment(later(heard, 1), 10 + number),
        )
    listings.publish_listing(uuid_=key, actor=stage.person("publisher"), at=moment(later(heard, 2), 10))


def _wrong_scope(visit: VisitRow) -> tuple[str, dict[str, Any]] | None:
    """Return the first finding of a visit that was not isolated, and that it was."""
    for fact in ledger(codes=[visit.facility_code]):
        if fact.kind == "finding" and fact.source == visit.number and fact.data["scope"] != "isolated":
            return fact.id, {"scope": "isolated"}
    return None


def objection(stage: Stage, row: dict[str, Any]) -> None:
    """File an objection to the last confirmed result of a facility, and decide it where the story says so."""
    on, wanted = row["on"], stage.codes.get(row["facility"])
    confirmed = [
        visit
        for visit in list_visits(actor=stage.person("auditor"), facility_code=wanted)
        if visit.confirmed_on and visit.confirmed_on <= on and (not row["verdict"] or _wrong_scope(visit))
    ]
    if not confirmed:
        raise NotFoundError("演示故事里 {code} 没有可以提出异议的检查。", code=row["facility"])
    seen = max(confirmed, key=lambda visit: (visit.confirmed_on, visit.number))
    key = objections.file_objection(
        facility_code=seen.facility_code,
        against_kind="result",
        against=result_id(seen.uuid),
        text=row["text"],
        told_on=on - timedelta(days=1),
        actor=stage.owner(stage.source_id(seen.facility_code)),
        at=moment(on, 10),
    )
    if row["verdict"]:
        decider = stage.person("decider2", "decider")
        objections.decide_objection(
            uuid_=key, verdict="accept", answer="", actor=decider, at=moment(later(on, 1), 10)
        )
        objections.decide_objection(
            uuid_=key,
            verdict=row["verdict"],
            answer=row["answer"],
            correction=_wrong_scope(seen) if row["verdict"] != "reject" else None,
            actor=decider,
            at=moment(later(on, 5), 10),
        )


def reply(stage: Stage, row: dict[str, Any]) -> None:
    """Let a facility answer in its own words."""
    objections.publish_reply(
        facility_code=stage.codes[row["facility"]],
        text=row["text"],
        actor=stage.owner(row["facility"]),
        at=moment(row["on"], 10),
    )


def release(stage: Stage, on: date) -> None:
    """Publish what is public on a day: prepared by one, approved by another."""
    stage.tell("发布公示网站")
    view = releases.prepare_release(
        folder=stage.config.prepared,
        public_url="",
        as_of=on,
        actor=stage.person("publisher"),
        at=moment(on, 21),
    )
    releases.approve_release(
        number=view.number,
        folder=stage.config.prepared,
        publisher=stage.publisher,
        vault=stage.vault,
        actor=stage.person("head"),
        at=moment(on, 21, 30),
    )
