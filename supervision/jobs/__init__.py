"""定时任务 jobs: what the clock does each day, at which hour in China, in which order.

``work`` takes the day, the actor and the moment, calls use-cases, and returns one sentence for the record. It does what
was due by that day and is still undone, so that a repeat, or a day that was missed, changes nothing twice. What a rule
forbids in one case does not keep the others from being done; it is counted and told.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from inspections.proof import verify
from inspections.selftest import self_test
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.config import Config
from supervision.jobs._frame import Job, each, say, told, until
from supervision.jobs.credit import (
    end_awards,
    end_foreign_entries,
    rate_risk,
    renew_ratings,
    review_red_list,
    watch_facilities,
)
from supervision.jobs.current_scores import refresh_scores
from supervision.publishing import open_publisher
from supervision.queries.deadlines import (
    DueMove,
    abandoned_to_reveal,
    cut_off_draws,
    draws_to_reveal,
    due_moves,
    standing_order,
)
from supervision.queries.fairness import revealed_draws
from supervision.queries.settings import is_demonstration
from supervision.texts import mark
from supervision.usecases import (
    draw_ends,
    draw_events,
    draws,
    grade_reviews,
    gradings,
    listings,
    objections,
    rectifications,
    releases,
)
from supervision.usecases.draw_recusals import follow_recusals
from supervision.vault import Vault

SELF_TEST = "draw-self-test"
SELF_TESTED = 3  # rosters a night
FAULTS = {
    "quota": mark("抽中的家数不对"),
    "team": mark("派了不该去的人"),
    "load": mark("有人派得超过所能承担"),
    "day": mark("有人一天派得太多"),
    "checker": mark("核验程序没有分出真假"),
    "chances": mark("机会不均等"),
    "record": mark("已揭示的记录重算不符"),
}


# --- deadlines ----------------------------------------------------------------------------------------------------


def _fall_due(due: DueMove, actor: Actor, at: datetime) -> None:
    rectifications.mark_overdue(number=due.key, actor=actor, at=at)


def _escalate(due: DueMove, actor: Actor, at: datetime) -> None:
    reason = say("逾期后仍未报告整改")
    rectifications.escalate_rectification(number=due.key, reason=reason, actor=actor, at=at)


def _close_hearing(due: DueMove, actor: Actor, at: datetime) -> None:
    listings.close_hearing(uuid_=due.key, actor=actor, at=at)


def _expire(due: DueMove, actor: Actor, at: datetime) -> None:
    listings.end_listing(uuid_=due.key, way="expire", actor=actor, at=at)


def _lapse(due: DueMove, actor: Actor, at: datetime) -> None:
    objections.decide_objection(uuid_=due.key, verdict="lapse", answer="", actor=actor, at=at)


def _close_notice(due: DueMove, actor: Actor, at: datetime) -> None:
    gradings.close_notice(uuid_=due.key, actor=actor, at=at)


def _let_pass(due: DueMove, actor: Actor, at: datetime) -> None:
    gradings.let_pass(uuid_=due.key, actor=actor, at=at)


def _run_out(due: DueMove, actor: Actor, at: datetime) -> None:
    grade_reviews.run_out(uuid_=due.key, actor=actor, at=at)


MOVES: dict[tuple[str, str], Callable[[DueMove, Actor, datetime], None]] = {
    ("rectification", "fall_due"): _fall_due,
    ("rectification", "escalate"): _escalate,
    ("listing_black", "close_hearing"): _close_hearing,
    ("listing_red", "close_notice"): _close_hearing,
    ("listing_black", "expire"): _expire,
    ("listing_red", "expire"): _expire,
    ("objection", "lapse"): _lapse,
    ("grading", "close_notice"): _close_notice,
    ("grading", "let_pass"): _let_pass,
    ("grade_review", "overdue"): _run_out,
    ("grade_review", "close_hearing"): _run_out,
}


def watch_deadlines(day: date, actor: Actor, at: datetime) -> str:
    """到期办理: make the moves that procedures make by themselves once a clock has run out."""
    due = [one for one in due_moves(until(day, at)) if (one.procedure, one.move) in MOVES]
    done, refused = each(due, lambda one: MOVES[one.procedure, one.move](one, actor, at))
    return told(say("到期办理 {count} 件。", count=done), refused)


def reveal_draws(day: date, actor: Actor, at: datetime) -> str:
    """按期揭示: reveal the draws whose promised day has come, or whose visits are all behind us; abandoned ones too.

    What a crash has left between register and log is finished first: an event that is not in the log would spoil a reveal.
    """
    config = Config.from_env()
    publisher = open_publisher(config, demonstration=is_demonstration())
    logging: Any = {"publisher": publisher, "actor": actor, "at": at}
    who: Any = {**logging, "vault": Vault.at(config.keys)}
    left = cut_off_draws()
    refused = [
        *each(left.commitments, lambda serial: draws.log_commitment(serial=serial, **logging))[1],
        *each(left.events, lambda serial: draw_events.log_event(serial=serial, **who))[1],
        *each(left.reveals, lambda serial: draw_ends.log_reveal(serial=serial, **who))[1],
    ]
    follow_recusals(publisher=publisher, vault=who["vault"], at=at)  # what could not be yesterday, and ties
    by = until(day, at)
    done, not_done = each(draws_to_reveal(by), lambda serial: draw_ends.reveal_draw(serial=serial, **who))
    more, not_either = each(
        abandoned_to_reveal(by), lambda serial: draw_ends.reveal_abandoned(serial=serial, **who)
    )
    return told(say("揭示 {count} 次抽取。", count=done + more), [*refused, *not_done, *not_either])


def release_quietly(day: date, actor: Actor, at: datetime) -> str:
    """长期授权发布: take down, age and reveal what is due; what is new waits for a person, and it says so."""
    config, on = Config.from_env(), until(day, at)
    standing = standing_order(config.prepared, on=on, at=at, public_url=config.public_url)
    if standing.live is None or standing.as_of is None:
        return say("还没有批准过发布；第一次发布须由人办理。")
    waits = say("{count} 条新内容等待发布。", count=standing.loud) if standing.loud else ""
    if not standing.quiet and on <= standing.as_of:
        return say("没有到期、移除或揭示的内容。") + waits
    if on < standing.as_of:
        return say("公示内容已截至 {day}，不再倒退。", day=standing.as_of.isoformat()) + waits
    if not standing.quiet and standing.prepared is not None:
        return say("第 {number} 号发布等待批准。", number=standing.prepared) + waits
    view = releases.prepare_release(
        folder=config.prepared,
        public_url=config.public_url,
        as_of=on,
        reason=say("长期授权"),
        actor=actor,
        at=at,
    )
    releases.approve_release(
        number=view.number,
        folder=config.prepared,
        publisher=open_publisher(config, demonstration=is_demonstration()),
        vault=Vault.at(config.keys),
        actor=actor,
        at=at,
    )
    told = say(
        "第 {number} 号发布：移除 {gone} 条，揭示或到期 {aged} 条。",
        number=view.number,
        gone=len(view.taken_down),
        aged=len(view.new) + len(view.changed),
    )
    if standing.prepared is not None:
        told += say("第 {number} 号发布须重新准备。", number=standing.prepared)
    return told + waits


def self_test_draws(day: date, actor: Actor, at: datetime) -> str:
    """抽取自检: dummy draws from the rosters of the newest revealed draws, and their records verified once more.

    Raises:
        RuleViolationError: ``draw-self-test``; somebody has to look before the next draw.
    """
    draws = revealed_draws(vault=Vault.at(Config.from_env().keys), actor=actor, most=SELF_TESTED)
    if not draws:
        return say("还没有揭示过抽取，没有可以自检的名录。")
    wrong, trials = [], 0
    for draw in draws:
        found = self_test(draw.record["roster"], f"{day.isoformat()} {draw.serial}")
        trials += found.trials
        wrong += [say(FAULTS[fault]) for fault in found.faults]
        if not verify(draw.record).holds:
            wrong.append(say(FAULTS["record"]))
    if wrong:
        raise RuleViolationError(
            "draw-self-test",
            "抽取自检不通过：{wrong}。",
            basis="double-random/1",
            remedy="请先查明原因，再作新的抽取。",
            facts={"wrong": "、".join(dict.fromkeys(wrong))},
        )
    return say(
        "用 {count} 次抽取的名录作了 {trials} 次模拟抽取，规则都守住，机会均等；已揭示的记录重算无误。",
        count=len(draws),
        trials=trials,
    )


JOBS: tuple[Job, ...] = (
    Job("deadlines", 0, 10, watch_deadlines),
    Job("awards", 0, 20, end_awards),
    Job("ratings", 0, 25, renew_ratings),
    Job("red-list", 0, 22, review_red_list),
    Job("foreign-entries", 0, 24, end_foreign_entries),
    Job("watch", 0, 26, watch_facilities),
    Job("risk-class", 0, 27, rate_risk),
    Job("current-scores", 0, 28, refresh_scores),
    Job("reveals", 0, 30, reveal_draws),
    Job("release", 0, 40, release_quietly),
    Job(SELF_TEST, 3, 0, self_test_draws),
)
