"""方案文件 What the file of a scoring scheme may contain; ``scoring.schemes`` makes it runnable.

A scheme says which facts it reads, names quantities (``measures``), gives points to items in parts (``score``)
and turns points into an outcome (``outcome``, and ``also`` for further ones). Every expression is one line of text.
"""

from typing import Any

from scoring.language.context import TYPES
from scoring.language.exact import ROUNDINGS
from scoring.rulebook.book import REVIEW
from scoring.rulebook.laws import CONFIDENCE, REFERENCE
from scoring.rulebook.schema import (
    RULE_ID,
    WORDS,
    Anything,
    Choice,
    Day,
    Either,
    Flag,
    ListOf,
    MapOf,
    Number,
    OrNull,
    Record,
    Shape,
    Text,
)

ID = Text(r"[a-z0-9][a-z0-9_-]*", "a short id such as daily_care")
NAME = Text(r"[a-z][a-z0-9_]*", "a name such as clean_months")
EXPRESSION = Either(lambda value: _number_or_text(value))
CONDITION = Either(lambda value: Flag() if isinstance(value, bool) else Text(what="a condition"))
ANY_EXPRESSION = Either(lambda value: Flag() if isinstance(value, bool) else _number_or_text(value))
KIND = Text(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", "a kind of fact such as penalty or visit.result")
BASIS: dict[str, Shape] = {"reference": REFERENCE, "confidence": CONFIDENCE, "note": Text()}


def _number_or_text(value: Any) -> Shape:
    return Text(what="an expression") if isinstance(value, str) else Number()


WHEN_MISSING = ("undecided", "lose", "keep", "not_applicable")
NOT_APPLICABLE = ("leave_out", "scale_up", "full_marks")
VERBS = ("points", "cases", "bands", "deduct", "add")

ROUND = Either(
    lambda value: (
        Record({"step": Number(0), "how": Choice(*ROUNDINGS)})
        if isinstance(value, dict) and "step" in value
        else Record({"places": Number(0, 12, whole=True), "how": Choice(*ROUNDINGS)})
    )
)
OCCURRENCE = Record(
    {"each": Text(what="a selection of facts"), "points": EXPRESSION}, {"at_most": EXPRESSION, "name": WORDS}
)
ITEM_WORDS: dict[str, Shape] = {
    "max": OrNull(EXPRESSION),
    "least": EXPRESSION,
    "weight": EXPRESSION,
    "applies": CONDITION,
    "when_missing": Choice(*WHEN_MISSING),
    "points": EXPRESSION,
    "cases": ListOf(Record({"points": EXPRESSION}, {"when": CONDITION, "name": WORDS}), least=1),
    "bands": Record(
        {"of": EXPRESSION, "steps": ListOf(Record({"points": EXPRESSION}, {"from": EXPRESSION}), least=1)}
    ),
    "deduct": ListOf(OCCURRENCE, least=1),
    "add": ListOf(OCCURRENCE, least=1),
    "needs": ListOf(Text(what="a selection of facts")),
    "unconfirmed": Flag(),
    "assumed": Record({"max": Number(0)}, {"points": EXPRESSION, "note": Text()}),
    **BASIS,
}
ITEM = Record({"id": ID, "name": WORDS}, ITEM_WORDS)
EVERY_ITEM = Record(
    {}, {name: shape for name, shape in ITEM_WORDS.items() if name not in ("assumed", "max", "unconfirmed")}
)


class _Part:
    """A part holds items, which may be parts again."""

    def check(self, value: Any, place: Any, report: Any) -> None:
        is_part = isinstance(value, dict) and "items" in value
        (PART if is_part else ITEM).check(value, place, report)


PART = Record(
    {"id": ID, "name": WORDS, "items": ListOf(_Part(), least=1)},
    {
        "max": EXPRESSION,
        "least": EXPRESSION,
        "weight": EXPRESSION,
        "applies": CONDITION,
        "not_applicable": Choice(*NOT_APPLICABLE),
        "every_item": EVERY_ITEM,
        **BASIS,
    },
)
SCORE = Record(
    {"parts": ListOf(_Part(), least=1)},
    {
        "start": EXPRESSION,
        "least": EXPRESSION,
        "max": EXPRESSION,
        "round": ROUND,
        "when_missing": Choice(*WHEN_MISSING),
        "not_applicable": Choice(*NOT_APPLICABLE),
    },
)
OUTCOME_ID = Text(r"[a-z0-9][a-z0-9_-]*", "an outcome's id such as excellent")
NEED = Record({"id": ID, "name": WORDS, "is": CONDITION}, BASIS)
THEN = Either(
    lambda value: (
        Record({"at_most": OUTCOME_ID})
        if isinstance(value, dict) and "at_most" in value
        else Record({"lower_by": Number(1, whole=True)})
        if isinstance(value, dict) and "lower_by" in value
        else Record({"outcome": OUTCOME_ID})
    )
)
VETO = Either(
    lambda value: (
        Record({"id": ID, "name": WORDS, "each": Text(what="a selection of facts"), "then": THEN}, BASIS)
        if isinstance(value, dict) and "each" in value
        else Record({"id": ID, "name": WORDS, "when": CONDITION, "then": THEN}, BASIS)
    )
)
NAMED_OUTCOME = Record({"outcome": OUTCOME_ID, "name": WORDS})
OUTCOME_WORDS: dict[str, Shape] = {
    "name": WORDS,
    "value": EXPRESSION,
    "vetoes": ListOf(VETO),
    "otherwise": NAMED_OUTCOME,
    "more": ListOf(NAMED_OUTCOME),
    **BASIS,
}
BANDS = ListOf(Record({"from": EXPRESSION, "outcome": OUTCOME_ID, "name": WORDS}, BASIS), least=1)
LEVEL_LIST = ListOf(
    Record({"outcome": OUTCOME_ID, "name": WORDS, "needs": ListOf(NEED, least=1)}, BASIS), least=1
)


def outcome_shape(**more: Shape) -> Shape:
    """Return the shape of an outcome block: by bands over a number, or by levels with needs."""
    return Either(
        lambda value: (
            Record({"bands": BANDS, **more}, OUTCOME_WORDS)
            if isinstance(value, dict) and "bands" in value
            else Record({"levels": LEVEL_LIST, **more}, OUTCOME_WORDS)
        )
    )


EXAMPLE = Record(
    {
        "name": Text(),
        "on": Day(),
        "given": ListOf(
            Record(
                {"kind": Text(), "on": Day()},
                {"data": MapOf(Text(), Anything()), "visibility": Text(), "id": Text()},
            )
        ),
        "expect": Record(
            {},
            {
                "outcome": OrNull(Text()),
                "value": OrNull(Number()),
                "points": MapOf(Text(), OrNull(Number())),
                "also": MapOf(Text(), OrNull(Text())),
            },
        ),
    },
    {"rehearse": Flag()},
)
SCHEME = Record(
    {
        "scheme": RULE_ID,
        "name": WORDS,
        "public": Flag(),
        "since": Day(),
        "reference": REFERENCE,
        "confidence": CONFIDENCE,
        "review": REVIEW,
        "facts": MapOf(KIND, Record({"name": WORDS, "members": MapOf(NAME, Choice(*TYPES))}), least=1),
        "outcome": outcome_shape(),
    },
    {
        "until": Day(),
        "about": WORDS,
        "note": Text(),
        "authority": WORDS,
        "produces": KIND,
        "valid_for": RULE_ID,
        "words": MapOf(Text(), WORDS),
        "measures": ListOf(Record({"id": NAME, "is": ANY_EXPRESSION}, {"name": WORDS, **BASIS})),
        "peers": Record(
            {
                "grouped_by": ListOf(NAME),
                "compare": ListOf(
                    Record(
                        {"id": NAME, "measure": NAME, "gives": Choice("rank", "share_behind", "size")},
                        {"name": WORDS, "best": Choice("highest", "lowest"), "fewest": Number(2, whole=True)},
                    ),
                    least=1,
                ),
            }
        ),
        "score": SCORE,
        "also": ListOf(outcome_shape(id=ID, name=WORDS)),
        "examples": ListOf(EXAMPLE),
    },
)

ADOPTION = Record(
    {
        "authority": WORDS,
        "review": REVIEW,
        "adopts": ListOf(
            Record(
                {"scheme": RULE_ID, "since": Day(), "reference": REFERENCE, "confidence": CONFIDENCE},
                {"until": Day(), "note": Text()},
            ),
            least=1,
        ),
    }
)
"""采用 A local authority takes over the assumed values of schemes as its own, from a day on, with its own reference."""
