"""评价卡 score cards: one outcome in words and number, its age, what it rests on, and why, line by line."""

from collections.abc import Collection
from datetime import date
from typing import Any

from supervision.disclosure.site import pictures, words
from supervision.disclosure.site.edition import Edition
from supervision.records.scores import LineStatus, Score, ScoreLine, ScoreState
from supervision.records.values import Reference

Values = dict[str, Any]
_UNSEEN = (LineStatus.NOT_OBSERVED, LineStatus.NOT_APPLICABLE, LineStatus.BLANKED)


def score_card(edition: Edition, score: Score, shown: Collection[str] = ()) -> Values:
    """Return what the template ``score.html`` shows of one score; lines link to the findings ``shown`` on the page."""
    say, text, day = edition.say, edition.text, edition.day
    shared = _shared_reference(score.lines)
    days = {line.since for line in score.lines}
    since = next(iter(days)) if len(days) == 1 else None
    parts = {part.key: text(part.name) for part in score.parts}
    return {
        "id": score.id,
        "measure": say(words.MEASURE[score.measure]),
        "outcome": text(score.outcome_name),
        "rank": say("{ranks} 级中的第 {rank} 级", ranks=score.ranks, rank=score.rank)
        if score.rank and score.ranks
        else "",
        "points": f"{score.points:f}" if score.points is not None else "",
        "maximum": f"{score.maximum:f}" if score.maximum is not None else "",
        "incomplete": score.state is ScoreState.INCOMPLETE,
        "missing": [text(each) for each in score.missing],
        "on": day(score.on),
        "iso": score.on.isoformat(),
        "age": edition.age(score.on),
        "until": day(score.until),
        "authority": score.authority,
        "scheme": text(score.scheme_name),
        "evidence": _evidence(edition, score),
        "unobserved": [text(each) for each in score.unobserved],
        "number": score.number,
        "record": edition.record(f"score/{score.id}.json"),
        "sheet": score.sheet_sha256,
        "law": edition.law(shared, "../"),
        "parts": [
            (
                text(part.name),
                f"{part.points:f}",
                f"{part.maximum:f}",
                "" if part.threshold is None else f"{part.threshold:f}",
            )
            for part in score.parts
        ],
        "asks": any(part.threshold is not None for part in score.parts),
        "picture": _picture(edition, score) if score.parts else None,
        "since": day(since),
        "groups": _groups(edition, score.lines, parts, shared, since, shown),
    }


def _shared_reference(lines: tuple[ScoreLine, ...]) -> Reference | None:
    references = {line.reference.citation for line in lines if line.reference}
    return lines[0].reference if len(references) == 1 and lines[0].reference else None


def _evidence(edition: Edition, score: Score) -> str:
    if not score.applicable:
        return ""
    seen = edition.say(
        "应看 {applicable} 项，看了 {observed} 项", applicable=score.applicable, observed=score.observed
    )
    if score.evidence_since and score.evidence_until:
        since, until = edition.day(score.evidence_since), edition.day(score.evidence_until)
        span = (
            edition.say("依据 {day} 的材料", day=since)
            if since == until
            else edition.say("依据 {since} 至 {until} 的材料", since=since, until=until)
        )
        return f"{span}{edition.marks['semi']}{seen}"
    return seen


def _picture(edition: Edition, score: Score) -> str:
    bars = [
        pictures.Bar(edition.text(part.name), part.points, part.maximum, part.threshold)
        for part in score.parts
    ]
    return pictures.parts(
        bars,
        edition.say("各部分得分"),
        edition.say("竖线是达到这一结果所需的分数；表格在下方")
        if any(part.threshold is not None for part in score.parts)
        else edition.say("得分与满分；表格在下方"),
    )


def _groups(
    edition: Edition,
    lines: tuple[ScoreLine, ...],
    parts: dict[str, str],
    shared: Reference | None,
    since: date | None,
    shown: Collection[str],
) -> list[Values]:
    """Return the lines in their order; what neighbours, or all (``shared``, ``since``), have in common is said once."""
    groups: list[Values] = []
    for line in lines:
        law = "" if shared or not line.reference else edition.law(line.reference, "../")
        head = (line.part, line.rule, line.since, law)
        if not groups or groups[-1]["head"] != head:
            groups.append(
                {
                    "head": head,
                    "part": parts.get(line.part, ""),
                    "rule": edition.text(rule.name)
                    if (rule := edition.register.rules.get(line.rule))
                    else "",
                    "rule_id": line.rule,
                    "since": "" if since else edition.day(line.since),
                    "law": law,
                    "lines": [],
                }
            )
        groups[-1]["lines"].append(_line(edition, line, shown))
    return groups


def _line(edition: Edition, line: ScoreLine, shown: Collection[str]) -> Values:
    sign = "lost" if line.points < 0 else "won" if line.points > 0 else "none"
    points = f"{line.points:+f}" if line.maximum is None else f"{line.points:f} / {line.maximum:f}"
    if line.maximum is None and not line.points:
        points = ""  # a condition or an outcome, which moves no points
    if line.maximum is not None and line.points * 2 < line.maximum:
        sign = "lost"
    return {
        "text": edition.text(line.text),
        "points": points.replace("-", "−"),
        "sign": sign,
        "fact": line.fact if line.fact in shown else "",
        "status": edition.say(words.LINE_STATUS[line.status]) if line.status in _UNSEEN else "",
    }
