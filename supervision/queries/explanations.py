"""说明查询: why a facility has its outcome, what changed since, what comes; with what pictures of it need.

What stands is explained: an award by the sheet it rests on, with the facts as they were known then; a rating that
follows from the ledger as of today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scoring.explain import Explanation, Since, Until, explain, what_changed
from scoring.explain.outline import Outline, outline
from scoring.explain.outlook import outlook
from scoring.facts import Fact
from scoring.rulebook.errors import NotInForceError
from scoring.schemes import Scheme
from scoring.sheets.comparing import change
from supervision.queries.facts import ledger
from supervision.queries.scores import (
    AwardView,
    SheetView,
    awards_of,
    decided_when,
    engine_facts,
    gathered,
    peer_values,
    sheets_of,
)
from supervision.rulebook import rulebook, schemes


@dataclass(frozen=True, slots=True)
class Stands:
    """现行结果: what stands on a day: an award with its term, or what the ledger says; and why."""

    scheme: Scheme
    award: AwardView | None
    explanation: Explanation
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class ScoreStory:
    """评分说明: one scheme for one facility: what stands, its parts, what was kept before, and the peers.

    ``peers`` are the values of facilities of the same kind, this one among them; ``versions`` the days from which
    the scheme reads otherwise; ``sealed`` the hash of the newest kept sheet that can be verified from a file.
    """

    stands: Stands
    outline: Outline
    history: tuple[SheetView, ...]
    peers: tuple[str, ...]
    versions: tuple[date, ...]
    sealed: str | None


def what_stands(scheme_id: str, code: str, *, on: date) -> Stands:
    """Return what stands on ``on``, and why, what is missing, and what would lift it."""
    award = next(
        (
            each
            for each in awards_of(code)
            if each.scheme == scheme_id and each.ended_on is None and each.since <= on < each.until
        ),
        None,
    )
    decided = decided_when(award.sheet_sha256) if award else None
    day, known_at = decided or (on, None)
    scheme = schemes().on(scheme_id, day)
    facts = gathered(scheme, code, on=day, known_at=known_at)
    said = explain(rulebook(), scheme, code, facts, on=day, known_at=known_at)
    return Stands(scheme, award, said, {fact.id: fact for fact in facts})


def score_story(scheme_id: str, code: str, *, on: date, since: date | None, until: date) -> ScoreStory:
    """Return the whole story of one score.

    ``since`` none: what changed is told from the last kept sheet that differs; else from what was on record by
    that day.
    """
    stands = what_stands(scheme_id, code, on=on)
    history = sheets_of(code, scheme_id)
    said = replace(
        stands.explanation,
        since=_since(stands, code, history, on, since),
        until=_until(scheme_id, code, on, until),
    )
    sealed = [sheet.sha256 for sheet in history if sheet.is_sealed]
    held = stands.award.sheet_sha256 if stands.award else None
    return ScoreStory(
        stands=replace(stands, explanation=said),
        outline=outline(rulebook(), stands.scheme, said.sheet.as_record()),
        history=history,
        peers=peer_values(code, scheme_id, on),
        versions=tuple(each.since for each in schemes().versions[scheme_id]),
        sealed=held if held in sealed else sealed[-1] if sealed else None,
    )


def _since(
    stands: Stands, code: str, history: Sequence[SheetView], on: date, since: date | None
) -> Since | None:
    sheet = stands.explanation.sheet
    if since is None:
        record = sheet.as_record()
        changes = [
            Since(each.on, change(each.sheet, record)) for each in reversed(history) if each.on < sheet.on
        ]
        return next((each for each in changes if each.change), changes[-1] if changes else None)
    if stands.scheme.comparisons:
        return None  # it rests on all others of that day, too
    facts = gathered(stands.scheme, code, on=on)
    try:
        return what_changed(rulebook(), schemes(), stands.scheme.id, code, facts, since=since, on=on)
    except NotInForceError:
        return None  # there was no such scheme yet


def _until(scheme_id: str, code: str, on: date, until: date) -> Until:
    """Return what comes; what may no longer be published by a day counts in no public rating of that day."""
    if schemes().on(scheme_id, on).comparisons:
        return Until(until, (), hangs_on_peers=True)
    rows = ledger(codes=[code])
    expiries = {row.public_until for row in rows if row.public_until}
    kept: dict[tuple[date, ...], Sequence[Fact]] = {}

    def facts_on(day: date) -> Sequence[Fact]:
        scheme = schemes().on(scheme_id, day)
        key = (scheme.since, *sorted(each for each in expiries if each <= day))
        if key not in kept:
            public_on = day if scheme.public else None
            kept[key] = engine_facts([row.as_shown(public_on) for row in rows], scheme)
        return kept[key]

    return Until(until, *outlook(rulebook(), schemes(), scheme_id, code, facts_on, on=on, until=until))
