"""Current scores: what every scheme says of each facility today, and what moved since another day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scoring.rulebook.days import add_months
from supervision import clock
from supervision.filters import write_text
from supervision.intake.template import write_csv
from supervision.queries import score_board as queries
from supervision.queries.credit import SchemeWords, scheme_words
from supervision.queries.facilities import KIND_NAMES, district_options
from supervision.queries.public.sheets import exactly, plain
from supervision.texts import mark
from supervision.views.access import OFFICE, current_actor, language, page
from supervision.views.downloads import CSV, download
from supervision.views.steps import say

bp = Blueprint("score_board", __name__, url_prefix="/office/scores")

SINCE = {
    "day": mark("昨天"),
    "week": mark("一周前"),
    "month": mark("一个月前"),
    "quarter": mark("三个月前"),
    "year": mark("一年前"),
}
BETTER, WORSE, OTHER = (mark("变好"), "good"), (mark("变差"), "danger"), (mark("有变化"), "info")


@bp.get("/")
@page(OFFICE)
def index() -> ResponseReturnValue:
    """现行评分一览: filters live in the address."""
    today, actor, words = clock.china_day(clock.now()), current_actor(), scheme_words()
    asked = _asked(today)
    board = queries.score_board(asked, actor=actor, on=today, page=request.args.get("page", 1, type=int))
    return render_template(
        "scores/list.html",
        board=board,
        asked=asked,
        schemes=[_head(words[key], board) for key in board.counts],
        rows=[{"row": row, "cells": [standing_cell(row.standings.get(key), words[key]) for key in board.counts]} for row in board.rows],
        kinds=KIND_NAMES,
        filters=_filters(words, board),
        everybody=_address(moved=None),
        only_moved=_address(moved="1"),
        export=_address("/office/scores/list.csv"),
    )  # fmt: skip


@bp.get("/list.csv")
@page(OFFICE)
def export() -> ResponseReturnValue:
    """导出现行评分: a line for each facility and scheme, of all that the filter leaves."""
    today = clock.china_day(clock.now())
    asked, words = _asked(today), scheme_words()
    headings = ("code", "name", "kind", "district", "street", "scheme", "outcome", "outcome_name", "value", "observed",
                "applicable", "since", "until", f"outcome_on_{asked.since}", f"value_on_{asked.since}")  # fmt: skip
    rows = (
        line
        for row in queries.whole_board(asked, actor=current_actor(), on=today)
        for line in _lines(row, words)
    )
    return download(write_csv(headings, rows), CSV, f"scores-{today}.csv")


def _lines(row: queries.BoardRow, words: dict[str, SchemeWords]) -> Iterator[tuple[Any, ...]]:
    for key, stands in row.standings.items():
        then = stands.before or stands.said
        yield (
            row.code, row.name, row.kind, row.district, row.street, key,
            stands.said.outcome, _name(words[key], stands.said.outcome), stands.said.value, stands.observed,
            stands.applicable, stands.since, stands.until, then.outcome, then.value,
        )  # fmt: skip


def _asked(today: date) -> queries.BoardFilter:
    named = {name: request.args.get(name, "").strip() for name in ("text", "kind", "area")}
    scheme, _, outcome = request.args.get("outcome", "").partition(":")
    return queries.BoardFilter(
        since=since_day(request.args.get("since", ""), today),
        scheme=scheme,
        outcome=outcome,
        moved=request.args.get("moved") == "1",
        **named,
    )


def since_day(key: str, today: date) -> date:
    """Return the day to compare with; a month ago unless another was chosen."""
    match key:
        case "day":
            return today - timedelta(days=1)
        case "week":
            return today - timedelta(days=7)
        case "quarter":
            return add_months(today, -3)
        case "year":
            return add_months(today, -12)
        case _:
            return add_months(today, -1)


def _filters(words: dict[str, SchemeWords], board: queries.Board) -> list[dict[str, Any]]:
    outcomes = [
        (f"{key}:{outcome}", f"{write_text(words[key].name, language())} · {_name(words[key], outcome)}")
        for key, counted in board.counts.items()
        for outcome in words[key].outcomes
        if counted.get(outcome) or request.args.get("outcome") == f"{key}:{outcome}"
    ]
    return [
        {"name": "text", "label": say("名称或编号"), "kind": "search"},
        {"name": "area", "label": say("区"), "options": district_options(actor=current_actor())},
        {"name": "kind", "label": say("类别"), "options": [(key, say(name)) for key, name in KIND_NAMES.items()]},
        {"name": "outcome", "label": say("结果"), "options": outcomes},
        {"name": "since", "label": say("与哪一天比"), "default": "month", "options": [(key, say(name)) for key, name in SINCE.items()]},
    ]  # fmt: skip


def _head(words: SchemeWords, board: queries.Board) -> dict[str, Any]:
    """Return a scheme with how many have which of its outcomes, the best first, and where to see them."""
    counted = board.counts[words.id]
    order = [key for key in words.outcomes if counted.get(key)]
    chips = [
        (_name(words, key), _address(outcome=f"{words.id}:{key}"), request.args.get("outcome") == f"{words.id}:{key}", counted[key])
        for key in order
    ]  # fmt: skip
    return {
        "id": words.id,
        "name": write_text(words.name, language()),
        "public": words.public,
        "chips": chips,
        "open": counted.get(None, 0),
        "at": board.rounds.get(words.id),
    }


def standing_cell(stands: queries.Standing | None, words: SchemeWords) -> dict[str, Any] | None:
    """Return what a scheme says of one facility in words, for ``scores/parts.html``."""
    if stands is None:
        return None
    return {
        "outcome": say("已不再有效") if stands.ended else _name(words, stands.said.outcome),
        "value": stands.said.value,
        "coverage": (stands.observed, stands.applicable) if stands.applicable else None,
        "until": stands.until,
        "moved": stands.before and _moved(stands.before, stands.said, words),
    }


def _moved(before: queries.Said, said: queries.Said, words: SchemeWords) -> dict[str, Any]:
    """Return whether it became better or worse, and what stood before."""
    place = {key: number for number, key in enumerate(words.outcomes)}
    then, now = place.get(before.outcome or ""), place.get(said.outcome or "")
    if before == said or then is None or now is None:
        word, tone = OTHER
    elif then != now:
        word, tone = BETTER if now < then else WORSE
    else:
        word, tone = OTHER
    was = (
        [_name(words, before.outcome) if before.outcome else say("无")]
        if before.outcome != said.outcome
        else []
    )
    if before.value is not None:
        was.append(str(plain(exactly(before.value))))
    return {"word": say(word), "tone": tone, "was": " ".join(was)}


def _name(words: SchemeWords, outcome: str | None) -> str:
    return write_text(words.outcome(outcome), language())


def _address(path: str = "/office/scores/", **changes: str | None) -> str:
    """Return this page's address with some of what stands in it changed; the number of the page goes."""
    query = {key: value for key, value in request.args.items() if key not in ("page", *changes)}
    query |= {key: value for key, value in changes.items() if value}
    return path + (f"?{urlencode(query)}" if query else "")
