"""信用定时任务: awards, ratings, lists, the internal class and the watch tier, as the days pass."""

from datetime import date, datetime
from functools import partial

from supervision.actor import Actor
from supervision.jobs._frame import each, say, told, until
from supervision.queries.deadlines import awards_over
from supervision.queries.facilities import facility_codes
from supervision.queries.listings import lapsed_entries
from supervision.queries.recognition import ended_entries
from supervision.queries.scores import fallen_ratings, rated_on
from supervision.queries.watch import moved_facilities
from supervision.rulebook import rulebook, schemes
from supervision.usecases import listings, recognition, scores


def end_awards(day: date, actor: Actor, at: datetime) -> str:
    """评定到期: end grades and ratings whose term is over."""
    reason = say("有效期届满")
    over = awards_over(until(day, at))
    done, refused = each(over, lambda key: scores.end_award(uuid_=key, reason=reason, actor=actor, at=at))
    return told(say("{count} 项评定有效期届满。", count=done), refused)


def renew_ratings(day: date, actor: Actor, at: datetime) -> str:
    """重新评定: ratings whose sheet lost a fact to a correction, to repair or to its term are proposed anew."""
    fallen = fallen_ratings(until(day, at))
    done, refused = each(fallen, lambda one: scores.renew_score(fallen=one, actor=actor, at=at))
    return told(say("重新评定 {count} 项，等待决定或随下一次发布公开。", count=done), refused)


def review_red_list(day: date, actor: Actor, at: datetime) -> str:
    """红名单复核: propose the end of entries whose conditions fail; the facility is heard, people decide."""
    end = partial(listings.propose_end, actor=actor, at=at)
    done, refused = each(lapsed_entries(until(day, at)), lambda one: end(uuid_=one[0], reason=one[1]))
    return told(say("{count} 条红名单记录不再符合条件，已提出移出。", count=done), refused)


def end_foreign_entries(day: date, actor: Actor, at: datetime) -> str:
    """外地名单到期: what ended where it was decided ends here too."""
    end = partial(recognition.withdraw_entry, actor=actor, at=at)
    done, refused = each(ended_entries(until(day, at)), lambda key: end(uuid_=key))
    return told(say("{count} 条外地名单的来源已经终止。", count=done), refused)


def rate_risk(day: date, actor: Actor, at: datetime) -> str:
    """信用风险分类: on the first day of a month keep the internal class of every facility, where the rules decide one."""
    on = until(day, at)
    months = int(rulebook().on("credit.risk.refresh_months", on).value)
    if on.day != 1 or (on.month - 1) % months:
        return say("信用风险分类每月一日更新。")
    scheme = schemes().producing("risk_class", on).id
    due = sorted(set(facility_codes()) - rated_on(scheme, on))  # a run that was cut off goes on
    for first in range(0, len(due), scores.AT_ONCE):
        codes = due[first : first + scores.AT_ONCE]
        scores.decide_scores(scheme=scheme, codes=codes, on=on, actor=actor, at=at)
    return say("已更新 {count} 家机构的信用风险分类。", count=len(due))


def watch_facilities(day: date, actor: Actor, at: datetime) -> str:
    """重点关注更新: keep a sheet of each facility that the internal watch tier takes in or lets go."""
    on = until(day, at)
    scheme = schemes().producing("watch", on).id
    keep = partial(scores.decide_score, scheme=scheme, on=on, actor=actor, at=at)
    done, refused = each(moved_facilities(on), lambda code: keep(code=code))
    return told(say("{count} 家机构列入或退出重点关注。", count=done), refused)
