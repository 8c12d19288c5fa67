"""语句成数据 The sentences of a score sheet with their ``{places}``, taken from those that the engine itself says."""

from collections.abc import Mapping

from scoring import sentences as say
from scoring.language.exact import ZERO
from scoring.said import Said
from scoring.schemes import Words

_X: Words = {"zh": "", "en": ""}


def _said(words: Words) -> dict[str, str]:
    if isinstance(words, Said):
        return {"zh": words.zhongwen, "en": words.english}
    return dict(words)


_OF: Mapping[str, Words] = {
    "points_of": say.points_won(_X, ZERO, ZERO),
    "points": say.points_won(_X, ZERO, None),
    "deducted": say.per_occurrence(_X, _X, ZERO, "", deducted=True),
    "added": say.per_occurrence(_X, _X, ZERO, "", deducted=False),
    "deducted_at_most": say.ceiling_for_occurrences(_X, ZERO, deducted=True),
    "added_at_most": say.ceiling_for_occurrences(_X, ZERO, deducted=False),
    "cycle_deducted_at_most": say.ceiling_per_cycle(_X, "", ZERO, deducted=True),
    "cycle_added_at_most": say.ceiling_per_cycle(_X, "", ZERO, deducted=False),
    "counted_once": say.counted_once(_X, _X, ""),
    "at_most": say.bound(_X, ZERO, upper=True),
    "at_least": say.bound(_X, ZERO, upper=False),
    "scaled": say.scaled(_X, ZERO, ZERO),
    "start": say.start(ZERO),
    "rounded": say.rounded(ZERO),
    "rounded_here": say.rounded_here(_X, ZERO),
    "not_applicable": say.not_applicable(_X),
    "undecided": say.undecided(_X),
    "lost": say.lost_for_missing(_X),
    "kept": say.kept_for_missing(_X),
    "pending": say.pending(_X),
    "not_taken_best": say.not_taken(_X, _X, "best"),
    "not_taken_worst": say.not_taken(_X, _X, "worst"),
    "weighed": {"zh": "{said} × {weight}", "en": "{said} × {weight}"},
    "met": say.met(_X, _X),
    "not_met": say.not_met(_X, _X),
    "need_undecided": say.need_undecided(_X, _X),
    "under_bar": say.under_bar(_X, _X),
    "reached": say.reached(_X, None, None),
    "reached_by": say.reached(_X, ZERO, ZERO),
    "short_of": say.short_of(_X, ZERO, ZERO),
    "vetoed": say.vetoed(_X, _X),
    "gate_closed": say.gate_closed(_X, _X),
    "veto_undecided": say.veto_undecided(_X),
    "becomes": say.becomes(_X),
    "suspended": say.suspended(_X),
    "no_better_than": say.no_better_than(_X),
    "lowered": say.lowered(1),
    "raised": say.raised(1),
    "open_outcome": say.open_outcome(_X),
    **{f"limit {sign}": words for sign, words in say.LIMITS.items()},
}
SENTENCES = {name: _said(words) for name, words in _OF.items()}
"""``{name: {"zh": …, "en": …}}``."""
