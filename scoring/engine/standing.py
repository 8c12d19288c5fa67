"""同组比较 Where a subject stands among its peers.

Peers are the subjects that agree in everything they are grouped by (words of a list, or measures) and that ``among``
lets in. Only those whose measure is known take part. Equals share a place: of 95, 90, 90, 80 the ranks are 1, 2, 2, 4
(ties ``better``), 1, 3, 3, 4 (``worse``), 1, 2½, 2½, 4 (``middle``) or 1, 2, 2, 3 (``dense``). With fewer peers than the
scheme asks for, or where it is not known to which group a subject belongs, its standing is missing: a rank among one
says nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from math import ceil

from scoring.engine import prepare, with_fed
from scoring.engine.evaluation import Evaluation
from scoring.engine.points import Scorer
from scoring.facts import Fact
from scoring.language.context import MISSING, Context, Value
from scoring.language.exact import ZERO, Exact, add, divide, exact
from scoring.rulebook.book import Rulebook
from scoring.schemes import Comparison, Scheme

Groups = Mapping[str, Mapping[str, str]]
Standing = dict[str, Value]
OF_SUBJECT = frozenset({"rank", "rank_share", "share_behind", "share_ahead"})
"""What tells of one peer; the rest tells of the group and is known to all in it, also where their measure is not."""


def standings(
    book: Rulebook,
    scheme: Scheme,
    facts: Mapping[str, Sequence[Fact]],
    groups: Groups,
    *,
    on: date,
    known_at: datetime | None = None,
    rehearse: bool = False,
) -> dict[str, Standing]:
    """Return for each subject what each comparison of the scheme says; ``facts`` are those of all subjects."""
    if scheme.feeds:
        facts = {
            subject: with_fed(book, scheme, subject, own, on=on, known_at=known_at, rehearse=rehearse)
            for subject, own in facts.items()
        }
    found: dict[str, Standing] = {subject: {} for subject in facts}
    for stage in sorted({comparison.stage for comparison in scheme.comparisons}):
        now = [comparison for comparison in scheme.comparisons if comparison.stage == stage]
        seen = {
            subject: _seen(
                book,
                scheme,
                own,
                on=on,
                known_at=known_at,
                standing=found[subject],
                rehearse=rehearse,
                now=now,
            )
            for subject, own in facts.items()
        }
        for members in _together(scheme, seen, groups):
            for comparison in now:
                values = {subject: seen[subject][comparison.id] for subject in members}
                for subject, value in compare(comparison, values).items():
                    found[subject][comparison.id] = value
    return found


def _seen(
    book: Rulebook,
    scheme: Scheme,
    facts: Sequence[Fact],
    *,
    on: date,
    known_at: datetime | None,
    standing: Standing,
    rehearse: bool,
    now: Sequence[Comparison],
) -> Standing:
    """Return what a subject brings: what is compared now, by what it is grouped, and whether it takes part."""
    context = prepare(book, scheme, facts, on=on, known_at=known_at, standing=standing)
    brought = {name: context.names[name] for name in scheme.grouped_by if name in context.names}
    brought["among"] = True if scheme.among is None else scheme.among(context)
    if any(comparison.points or _by_points(scheme, comparison) for comparison in now):
        _score(context, scheme, rehearse=rehearse)
    for comparison in now:
        brought[comparison.id] = (
            comparison.points(context) if comparison.points else context.names[comparison.measure]
        )
    return brought


def _by_points(scheme: Scheme, comparison: Comparison) -> bool:
    return any(measure.by_points for measure in scheme.measures if measure.id == comparison.measure)


def _score(context: Context, scheme: Scheme, *, rehearse: bool) -> None:
    total = Scorer(Evaluation(scheme, context, rehearse, frozenset(), alone=True)).total()
    context.names["total"] = MISSING if total.points is None else total.points
    context.names["most"] = MISSING if total.most is None else total.most
    for measure in scheme.measures:
        if measure.by_points:
            context.measure(measure.id, measure.compute)


def _together(scheme: Scheme, seen: Mapping[str, Standing], groups: Groups) -> list[list[str]]:
    """Return the subjects of each group; those whose group is not known stand in none."""
    members: dict[tuple[Value, ...], list[str]] = {}
    for subject, brought in seen.items():
        words = {**groups.get(subject, {}), **brought}
        key = tuple(words.get(name, MISSING) for name in scheme.grouped_by)
        if MISSING not in key and brought["among"] is True:
            members.setdefault(key, []).append(subject)
    return list(members.values())


def compare(comparison: Comparison, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a comparison says of each subject of one group."""
    known: dict[str, Exact] = {subject: value for subject, value in values.items() if value is not MISSING}
    if len(known) < comparison.fewest or not known:
        return {}
    ordered = sorted(known.values(), reverse=comparison.highest_first)
    if comparison.gives not in OF_SUBJECT:
        return dict.fromkeys(values, _of_group(comparison, ordered))
    places = _places(ordered, comparison.ties)
    return {
        subject: _of_subject(comparison.gives, places[value], len(known)) for subject, value in known.items()
    }


@dataclass(frozen=True, slots=True)
class _Place:
    better: int
    equal: int
    rank: Exact


def _places(ordered: Sequence[Exact], ties: str) -> dict[Exact, _Place]:
    """Return for each value how many are better, how many equal, and its rank; the best stand first."""
    places: dict[Exact, _Place] = {}
    at = 0
    for value, same in groupby(ordered):
        equal = len(list(same))
        rank = {
            "better": exact(at + 1),
            "worse": exact(at + equal),
            "middle": exact(Fraction(2 * at + equal + 1, 2)),
            "dense": exact(len(places) + 1),
        }[ties]
        places[value] = _Place(at, equal, rank)
        at += equal
    return places


def _of_subject(gives: str, place: _Place, size: int) -> Value:
    if gives == "rank":
        return place.rank
    if gives == "rank_share":
        return divide(place.rank, exact(size))
    count = place.better if gives == "share_ahead" else size - place.better - place.equal
    share = divide(exact(count), exact(size - 1))
    return MISSING if share is None else share


def _of_group(comparison: Comparison, ordered: Sequence[Exact]) -> Value:
    size = len(ordered)
    match comparison.gives:
        case "size":
            return exact(size)
        case "best":
            return ordered[0]
        case "worst":
            return ordered[-1]
        case (
            "quantile"
        ):  # the least value that so large a share of the group does not exceed, whichever end is best
            return sorted(ordered)[max(ceil(comparison.at * size), 1) - 1]
        case "median":
            return divide(add(ordered[(size - 1) // 2], ordered[size // 2]), exact(2))
    total: Exact = ZERO
    for value in ordered:
        total = add(total, value)
    return total if comparison.gives == "sum" else divide(total, exact(size))
