"""说明的样子: score sheets and their explanations as pages show them; used by the office and by the facility's own pages."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, request

from scoring.explain import Explanation
from scoring.explain.telling import change_text, confidence_word, lift_text, pair_points
from scoring.facts import Fact
from scoring.frozen.freezing import text_of
from scoring.rulebook import Confidence
from scoring.rulebook.days import add_months
from scoring.schemes import Scheme
from scoring.sheets.comparing import Change
from supervision import clock
from supervision.errors import NotFoundError
from supervision.filters import write_day, write_text
from supervision.queries.explanations import ScoreStory, Stands, score_story
from supervision.queries.public.sheets import exactly, plain
from supervision.queries.scores import frozen_score
from supervision.views.access import current_actor, language
from supervision.views.steps import both, say

MOST_FACTS = 3  # named beside one line
FURTHEST = 60  # months ahead that may be asked for


def record_view(
    record: Mapping[str, Any],
    outcome: str,
    scheme: Scheme | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> dict[str, Any]:
    """Return the record of a sheet as ``parts/sheets.html`` shows it; ``outcome`` is its name in words.

    With the scheme and the facts, each line says which facts it saw; without them, how many.
    """
    lines = [_line(line, record["scheme"], scheme, facts or {}) for line in record["lines"]]
    return {
        "outcome": outcome,
        "value": None if record["value"] is None else plain(exactly(record["value"])),
        "on": date.fromisoformat(record["on"]),
        "coverage": record["coverage"],
        "lines": lines,
        "shared": _shared(lines),
    }


def _shared(lines: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the law and the day that most lines have in common, to be said once."""
    counted = Counter((line["law"], line["since"]) for line in lines).most_common(1)
    if not counted or counted[0][1] <= len(lines) / 2:
        return None
    law, since = counted[0][0]
    return {"law": law, "since": since}


def _line(
    line: Mapping[str, Any], scheme_id: str, scheme: Scheme | None, facts: Mapping[str, Fact]
) -> dict[str, Any]:
    confidence = Confidence(line["confidence"])
    return {
        "text": both(line["text"], line.get("text_en", "")),
        "points": None if line["points"] is None else plain(exactly(line["points"])),
        "rule": line["rule"].removeprefix(f"{scheme_id}."),
        "since": line["since"],
        "law": both(line["basis"], line.get("basis_en", "")),
        "verified": confidence.confirmed_for_citation,
        "mark": "" if confidence.confirmed_for_citation else confidence_word(confidence, language()[:2]),
        "status": line["status"],
        "fact": _facts(line["fact"], scheme, facts),
    }


def _facts(named: str | list[str] | None, scheme: Scheme | None, facts: Mapping[str, Fact]) -> str:
    """Return which facts a line saw: what kind, of which day, from which paper."""
    keys = named if isinstance(named, list) else [named] if named else []
    known = [facts[key] for key in keys if key in facts]
    if scheme is None or len(known) != len(keys) or len(keys) > MOST_FACTS:
        return say("{count} 条事实", count=len(keys)) if keys else ""
    return say("；").join(
        " · ".join(
            filter(
                None,
                (
                    write_text(scheme.kinds[one.kind].name, language()),
                    write_day(one.on, language()),
                    one.source,
                ),
            )
        )
        for one in known
    )


def stands_view(stands: Stands) -> dict[str, Any]:
    """Return what stands, with its reasons: for a list of several."""
    said, key = stands.explanation, language()[:2]
    sheet, award = said.sheet, stands.award
    return {
        "id": stands.scheme.id,
        "name": write_text(stands.scheme.name, language()),
        "about": write_text(stands.scheme.about, language()),
        "award": award,
        "award_words": _award_words(stands),
        "outcome": _award_words(stands) or sheet.outcome_words[key],
        "sheet": record_view(sheet.as_record(), sheet.outcome_words[key], stands.scheme, stands.facts),
        "footing": _footing(said, key),
        "missing": [line.words[key] for line in said.missing],
        "lifts": [lift_text(lift, key) for lift in said.lifts],
    }


def _award_words(stands: Stands) -> str:
    names = stands.scheme.outcome.names
    return write_text(names.get(stands.award.outcome, ""), language()) if stands.award else ""


def story_view(story: ScoreStory) -> dict[str, Any]:
    """Return the whole story of one score."""
    said, key = story.stands.explanation, language()[:2]
    values = [one for one in story.history if one.value is not None]
    most = story.outline.most
    return {
        **stands_view(story.stands),
        "maximum": None if most is None else plain(most),
        "since": said.since and {
            "on": said.since.on,
            "change": said.since.change and change_view(said.since.change, said.scheme, key),
        },
        "until": said.until and {
            "on": said.until.on,
            "ends": said.until.ends,
            "hangs_on_peers": said.until.hangs_on_peers,
            "turns": [
                {"on": turn.on, **change_view(turn.change, turn.scheme, key)} for turn in said.until.turns
            ],
        },
        "parts": [
            {
                "name": write_text(part.name, language()),
                "value": None if part.points is None else plain(part.points),
                "maximum": plain(part.most),
            }
            for part in story.outline.portions
            if part.most
        ],
        "history": [(one.on, Decimal(one.value or 0)) for one in values],
        "kept": [
            {"on": one.on, "value": one.value, "outcome": _outcome(story.stands.scheme, one.outcome), "sealed": one.is_sealed,
             "sha256": one.sha256}
            for one in reversed(story.history)
        ],
        "rule_changes": [
            (day, say("规则变化"))
            for day in story.versions
            if values and values[0].on < day <= values[-1].on
        ],
        "peers": (peers := [Decimal(value) for value in story.peers]),
        "least": min(peers, default=Decimal(0)) // 10 * 10,
        "sealed": story.sealed,
    }  # fmt: skip


def _outcome(scheme: Scheme, outcome: str | None) -> str:
    if outcome is None:
        return say("尚无结论")
    return write_text(scheme.outcome.names.get(outcome, outcome), language())


def change_view(change: Change, scheme: Scheme, key: str) -> dict[str, Any]:
    """Return a change: its head, and what each rule said before and says after."""
    side = "text" if key == "zh" else "text_en"
    return {
        "head": change_text(change, scheme, key),
        "outcome_moves": change.outcome[0] != change.outcome[1],
        "pairs": [
            {
                "before": [line[side] for line in pair.before],
                "after": [line[side] for line in pair.after],
                "points": pair_points(pair),
            }
            for pair in change.pairs()
            if {line["status"] for line in (*pair.before, *pair.after)} != {"reached"}  # the head says it
        ],
    }


def _footing(said: Explanation, key: str) -> dict[str, Any]:
    found = said.footing
    return {
        "observed": found.observed,
        "applicable": found.applicable,
        "oldest": found.oldest,
        "newest": found.newest,
        "age": found.age,
        "weakest": confidence_word(found.weakest, key) if found.weakest else "",
        "verified": found.weakest is None or found.weakest.confirmed_for_citation,
    }


def story_of(scheme: str, code: str) -> dict[str, Any]:
    """Return the story of a score for the days that the address asks for (``since``, ``until``)."""
    on = clock.china_day(clock.now())
    since, until = _asked("since"), _asked("until")
    story = score_story(
        scheme,
        code,
        on=on,
        since=since if since and since < on else None,
        until=min(until, add_months(on, FURTHEST)) if until and until > on else add_months(on, 12),
    )
    return story_view(story)


def _asked(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None  # a day that is none is the same as not asking


def frozen_file(sha256: str, code: str, among: Collection[str] | None = None) -> Response:
    """Return a sealed score of a facility as a file; ``among``: of these schemes alone."""
    frozen = frozen_score(sha256, actor=current_actor())
    if frozen.sheet["subject"] != code or (among is not None and frozen.sheet["scheme"] not in among):
        raise NotFoundError("没有这份评分的封存件。")
    name = f"score-{code}-{frozen.sheet['on']}-{sha256[:8]}.json"
    return Response(
        text_of(frozen),
        mimetype="application/json",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )
