"""以前怎样 the past of a facility as pictures: visits and corrections, outcomes over the years, its place among its peers."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from supervision.disclosure.site import pictures, words
from supervision.disclosure.site.briefs import Rating
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.register import Register
from supervision.records.facilities import Facility
from supervision.records.inspections import Finding, FindingState, Result
from supervision.records.scores import GRADES, Measure, Score
from supervision.texts import mark

Values = dict[str, Any]
ORDER = (*GRADES, Measure.PERFORMANCE_RATING, Measure.CREDIT_RATING)
PEERS_FROM = 10  # facilities
TIMED_FROM = 4  # visits; of fewer the list says as much
DRAWN_FROM = 3  # outcomes; of two a picture says no more than the two rows
HISTORY_SHOWN = 20  # visits and findings on a page, so that ten years stay below 60 KB; the data has all


def timeline(edition: Edition, results: list[Result], findings: list[Finding]) -> Markup | None:
    """Return visits and corrections on a line of time; none where the list alone is as clear."""
    if len(results) < TIMED_FROM:
        return None
    say = edition.say
    marks = [
        pictures.Mark(result.on, "due" if result.not_met else "good", 0)
        for result in reversed(results[:HISTORY_SHOWN])
    ]
    for finding in findings[:HISTORY_SHOWN]:
        if finding.state is FindingState.OPEN:
            marks.append(pictures.Mark(finding.found_on, "danger", 1))
        elif finding.verified_on:
            marks.append(pictures.Mark(finding.verified_on, "good", 1))
        elif finding.corrected_on:
            marks.append(pictures.Mark(finding.corrected_on, "due", 1))
    return pictures.timeline(
        marks,
        (say("检查"), say("整改")),
        edition.register.as_of,
        say("检查与整改的时间线"),
        say(
            "{visits} 次检查，{findings} 个问题；逐条见下方列表", visits=len(results), findings=len(findings)
        ),
    )


def past(edition: Edition, scores: list[Score]) -> list[Values]:
    """Return the history of each measure that has more than one outcome: a picture and its rows."""
    said = []
    for measure in ORDER:
        own = [score for score in scores if score.measure is measure][:12]
        if len(own) < 2:
            continue
        name = edition.say(words.MEASURE[measure])
        drawn = [
            (score.on, score.points, edition.text(score.outcome_name))
            for score in reversed(own)
            if score.points is not None
        ]
        picture = None
        if len(drawn) >= DRAWN_FROM:
            changes = sorted(
                {line.since for score in own for line in score.lines if line.since > drawn[0][0]}
            )
            picture = pictures.history(
                drawn,
                max(score.maximum or Decimal(0) for score in own),
                changes,
                edition.say("{measure}的变化", measure=name),
                edition.say("从 {first} 到 {last}", first=drawn[0][2], last=drawn[-1][2]),
            )
        said.append(
            {
                "name": name,
                "picture": picture,
                "rows": [
                    {
                        "outcome": edition.text(score.outcome_name),
                        "points": score.points,
                        "on": edition.day(score.on),
                        "state": edition.say(words.SCORE_STATE[score.state]),
                    }
                    for score in own
                ],
            }
        )
    return said


def grounds(register: Register) -> Iterator[tuple[str, str]]:
    """Yield the pictures of all facilities of a kind under a scheme."""
    for (kind, scheme), peers in register.peers.items():
        if peers.count >= PEERS_FROM:
            yield ground_path(kind, scheme), pictures.peer_ground(peers)


def ground_path(kind: str, scheme: str) -> str:
    """Return where the picture of all facilities of a kind under a scheme lies: one file for all their pages."""
    return f"assets/peers/{kind}-{scheme}.svg"


SOME_BELOW = mark("每 10 家同类机构中，约 {below} 家得分比它低。")
BELOW = {0: mark("同类机构中，几乎没有得分比它低的。"), 10: mark("同类机构几乎都比它得分低。")}


def standing(register: Register, code: str) -> tuple[Rating, Decimal, int] | None:
    """Return the rating by which a facility is seen among its peers, its share of the points, how many of ten have less."""
    brief = register.facilities[code]
    for measure in ORDER:
        rating = brief.rating(measure)
        peers = register.peers.get((brief.kind, rating.scheme)) if rating else None
        if rating and rating.points is not None and rating.maximum and peers and peers.count >= PEERS_FROM:
            share = rating.points * 100 / rating.maximum
            return rating, share, peers.tenths_below(share)
    return None


def strip(edition: Edition, facility: Facility) -> Values | None:
    """Return where the facility stands among those of its kind under the same scheme (ten at least)."""
    found = standing(edition.register, facility.code)
    if found is None:
        return None
    rating, share, below = found
    kind = edition.kind(facility.kind)
    sentence = edition.say(BELOW.get(below, SOME_BELOW), below=below)
    return {
        "name": edition.say(words.MEASURE[rating.measure]),
        "kind": kind,
        "sentence": sentence,
        "picture": pictures.strip(
            edition.top(1) + ground_path(facility.kind, rating.scheme),
            share,
            edition.say("这一家"),
            edition.say("在同类机构（{kind}）中的位置", kind=kind),
            sentence,
        ),
    }
