"""The steps of a draw as the office sees them: what was done by whom and when, what comes next, whose turn it is."""

from datetime import datetime
from typing import Any

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.filters import write_day, write_moment
from supervision.forms.base import Form, NoteForm, ReasonForm
from supervision.forms.draws import CommitmentFileForm, HandInForm, beacon_form
from supervision.queries.draws import DrawFile
from supervision.queries.gates import Gate
from supervision.texts import mark
from supervision.views.access import language
from supervision.views.steps import Step, Why, allowed, both, say

STATES = {
    "committed": (mark("已承诺，待抽取"), "now"),
    "drawn": (mark("已抽取，待揭示"), "now"),
    "revealed": (mark("已揭示"), "good"),
    "abandoned": (mark("已作废"), "closed"),
}


def state_of(draw: DrawFile) -> dict[str, str]:
    """Return the state of a draw as a cell; one that was ended by a decision, or revealed after all, says so."""
    word, tone = STATES[draw.row.state]
    if draw.row.state == "abandoned":
        if draw.revealed_index is not None:
            word = mark("已作废，已揭示")
        elif draw.ended_by:
            word = mark("已决定终止")
    return {"state": say(word), "tone": tone}


def ceremony(draw: DrawFile, gate: Gate) -> list[dict[str, Any]]:
    """Return the steps of the path: commitment, gate, beacon, draw, dispatch, reveal; an abandoned one has its own."""
    entered = len(set(draw.entered_by))
    holds = draw.value is not None or draw.agreed
    last_entry = draw.entries[-1].at if draw.entries and holds else None
    people = say("、").join(dict.fromkeys(draw.entered_by)) if holds else f"{min(entered, 2)} / 2"
    beacon = (say("公开随机值"), last_entry, holds, people)
    if draw.row.state == "abandoned":
        opened = [each for each in draw.shares if each.returned_at]
        reached = [
            (say("公开承诺"), draw.row.committed_at, True, draw.committed_by),
            (say("作废"), draw.abandoned_at, True, draw.ended_by),
            (say("两份盐值交出"), None, len(opened) == len(draw.shares), f"{len(opened)} / {len(draw.shares)}"),
            beacon,
            (say("揭示本来的结果"), draw.revealed_at, draw.revealed_index is not None, ""),
        ]  # fmt: skip
    else:
        reached = [
            (say("公开承诺"), draw.row.committed_at, True, draw.committed_by),
            (say("日志检查点"), gate.signed_at, gate.in_time, ""),
            beacon,
            (say("抽取"), draw.drawn_at, draw.drawn_at is not None, ""),
            (say("派发检查"), None, draw.dispatched > 0 and not draw.to_dispatch, ""),
            (say("揭示"), draw.revealed_at, draw.revealed_index is not None, ""),
        ]
    first_open = next((n for n, (_, _, done, _) in enumerate(reached) if not done), len(reached))
    return [
        {
            "title": title,
            "on": china_day(at) if at else None,
            "note": note,
            "state": "done" if done else ("here" if n == first_open else "ahead"),
        }
        for n, (title, at, done, note) in enumerate(reached)
    ]


def turn(draw: DrawFile, gate: Gate, now: datetime) -> str | None:
    """Return whose turn it is, in words; None when nothing is left to do."""
    if draw.revealed_index is not None:
        return None
    if draw.row.state == "abandoned":
        return _turn_abandoned(draw, now)
    if draw.row.state == "committed":
        return _turn_committed(draw, gate, now)
    asked = sum(1 for each in draw.changes if each.state == "asked")
    if draw.cut_off:
        return say("机关负责人：把已批准的变动补记入公开日志")
    if asked:
        return say("机关负责人：{count} 项变动待批准", count=asked)
    if draw.to_dispatch or not draw.dispatched:
        return say("计划人员：派发检查")
    if draw.awaiting_approval:
        return say("机关负责人：{count} 次检查待批准", count=draw.awaiting_approval)
    return say(
        "系统：最后一次检查办结之后自动揭示，最迟 {day}", day=write_day(draw.row.reveal_by, language())
    )


def _turn_committed(draw: DrawFile, gate: Gate, now: datetime) -> str:
    if gate.is_missed(now):
        return say("不知道种子的机关：公开决定终止本次抽取，然后重新承诺")
    if gate.index is None:
        return say("计划人员：把承诺补记入公开日志")
    if now < draw.row.not_before:
        return say("等公开随机值产生（{moment}）", moment=write_moment(draw.row.not_before, language()))
    if draw.agreed:
        return say("计划人员：抽取")
    if draw.entered_by:
        return say("另一位录入人（计划人员、机关负责人或发布人员）")
    return say("两位录入人（计划人员、机关负责人或发布人员）")


def _turn_abandoned(draw: DrawFile, now: datetime) -> str:
    missing = [both(each.body, each.body_en) for each in draw.shares if not each.returned_at]
    waiting = []
    if missing and china_day(now) < draw.row.reveal_by:
        waiting.append(say("{bodies}：交出盐值份额", bodies=say("、").join(missing)))
    if not (draw.agreed or draw.value is not None):
        waiting.append(
            say("两位录入人：录入公开随机值")
            if now >= draw.row.not_before
            else say("等公开随机值产生（{moment}）", moment=write_moment(draw.row.not_before, language()))
        )
    return say("；").join(waiting) or say("计划人员或发布人员：揭示作废的承诺")


def steps_of(draw: DrawFile, gate: Gate, actor: Actor, now: datetime) -> list[Step]:
    """Return what this person can do with the draw, each with why not yet."""
    if draw.row.state == "committed":
        return allowed(actor, _committed(draw, gate, actor, now))
    if draw.row.state == "drawn":
        return allowed(actor, _drawn(draw, now))
    if draw.row.state == "abandoned" and draw.revealed_index is None:
        return allowed(actor, _abandoned(draw, actor, now))
    return []


def _committed(draw: DrawFile, gate: Gate, actor: Actor, now: datetime) -> list[tuple[str, Step]]:
    closed = _gate_words(gate, draw, now)
    disagreed = () if draw.agreed else (_why(mark("公开随机值须由两人分别录入且一致，才能抽取。")),)
    too_late = now >= draw.row.not_before
    steps = [("draw.run", Step("run", mark("抽取"), Form(), against=closed or disagreed))]
    if not draw.agreed:
        steps.insert(0, ("draw.enter_beacon", beacon_step(draw, actor, closed)))
    if gate.index is None:
        log = Step(
            "log",
            mark("把承诺补记入公开日志"),
            Form(),
            lead=mark("上一次写入日志时中断了。补记之后从那一刻起算。"),
        )
        steps.insert(0, ("draw.log_commitment", log))
    compare = Step(
        "compare",
        mark("核对留存的承诺文件"),
        CommitmentFileForm(None, prefix="compare-"),
        lead=mark("见证人可以用承诺时留存的文件核对：与这里的一字不差，才是同一次抽取。"),
    )
    abandon = Step(
        "abandon",
        mark("作废承诺"),
        ReasonForm(None, prefix="abandon-"),
        danger=True,
        against=(_why(mark("公开随机值可能已经产生，不能再作废。")),) if too_late else (),
        lead=mark("作废的承诺和原因都会公布，两个单位须交出盐值，公布本来会抽中谁。"),
    )
    return [*steps, ("draw.check_commitment", compare), ("draw.abandon", abandon)]


def beacon_step(draw: DrawFile, actor: Actor, closed: tuple[Why, ...]) -> Step:
    """Return the step of entering the beacon, locked while the gate is closed."""
    mine = actor.key in draw.entered_by
    return Step(
        "beacon",
        mark("更正我录入的值") if mine else mark("录入公开随机值"),
        beacon_form(draw.format)(None, prefix="beacon-"),
        lead=mark("请自己对照公告录入，不要抄别人录入的值。两人一致才算数。"),
        against=closed,
        is_open=not mine and not draw.agreed,
    )


def _drawn(draw: DrawFile, now: datetime) -> list[tuple[str, Step]]:
    steps: list[tuple[str, Step]] = []
    for each in draw.changes:
        if each.state == "asked":
            steps += [
                ("draw.approve_event", Step(f"changes/{each.id}/approve", mark("同意变动"), Form(), lead=each.reason)),
                ("draw.refuse_event", Step(f"changes/{each.id}/refuse", mark("不同意变动"),
                                           NoteForm(None, prefix=f"refuse{each.id}-"), lead=each.reason)),
            ]  # fmt: skip
    if draw.cut_off:
        steps.append(("draw.log_event", Step("log-event", mark("把变动补记入公开日志"), Form())))
    if draw.to_dispatch:
        lead = mark("为每个抽中的对象建立一次检查，交机关负责人批准。")
        steps.append(("visit.dispatch", Step("dispatch", mark("派发检查"), Form(), lead=lead)))
    if draw.dispatched and not draw.to_dispatch:
        lead = mark("公开名录、随机值和全部结果，任何人都能核验。")
        steps.append(
            ("draw.reveal", Step("reveal", mark("揭示"), Form(), lead=lead, against=_ahead(draw, now)))
        )
    return steps


def _ahead(draw: DrawFile, now: datetime) -> tuple[Why, ...]:
    """Return why a reveal would come too early, for who may know the days."""
    today = china_day(now)
    days = draw.selected.days if draw.selected else ()
    if today >= draw.row.reveal_by or not any(day > today.isoformat() for day in days):
        return ()
    remedy = say("最后一个检查日是 {day}；之后系统会自动揭示。", day=write_day(days[-1], language()))
    return (
        {"message": say("还有检查在后面，揭示会让机构提前知道。"), "remedy": remedy, "basis": "", "code": ""},
    )


def _abandoned(draw: DrawFile, actor: Actor, now: datetime) -> list[tuple[str, Step]]:
    steps: list[tuple[str, Step]] = []
    missing = [each for each in draw.shares if not each.returned_at]
    if missing:
        hand = Step(
            "share",
            mark("交出盐值份额"),
            HandInForm(None, prefix="share-"),
            lead=mark("作废的承诺也要揭示：请选择您保管的文件，输入口令。没有交出的单位会公布。"),
            is_open=True,
        )
        steps.append(("share.return", hand))
    entered = draw.agreed or draw.value is not None
    early = (_early(draw),) if now < draw.row.not_before else ()
    if not entered:
        steps.append(("draw.enter_beacon", beacon_step(draw, actor, early)))
    waiting = china_day(now) < draw.row.reveal_by
    why = ((_why(mark("还有单位没有交出盐值份额。")),) if missing and waiting else ()) + (
        () if entered else (_why(mark("公开随机值须由两人分别录入且一致。")),)
    )
    lead = mark("公布作废的承诺本来会抽中谁；抽中的对象下次必抽。")
    reveal = Step("reveal-abandoned", mark("揭示作废的承诺"), Form(), lead=lead, against=why)
    return [*steps, ("draw.reveal_abandoned", reveal)]


def _gate_words(gate: Gate, draw: DrawFile, now: datetime) -> tuple[Why, ...]:
    """Return what keeps the beacon's field locked, and who must do what."""
    if gate.is_missed(now):
        remedy = mark("请由不知道种子的机关公开决定终止，再重新承诺。")
        return (_why(mark("公开日志在随机值产生之前没有包含本次承诺，门槛不会再打开。"), remedy),)
    if not gate.in_time:
        remedy = mark("请计划人员把承诺补记入公开日志，须早于随机值产生。")
        return (_why(mark("公开日志还没有包含本次承诺。"), remedy),)
    return () if gate.is_open(now) else (_early(draw),)


def _early(draw: DrawFile) -> Why:
    moment = write_moment(draw.row.not_before, language())
    return {
        "message": say("公开随机值还没有产生。"),
        "remedy": say("请等到 {moment} 以后。", moment=moment),
        "basis": "",
        "code": "",
    }


def _why(text: str, remedy: str = "") -> Why:
    return {"message": say(text), "remedy": say(remedy) if remedy else "", "basis": "", "code": ""}
