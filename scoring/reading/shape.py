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


UPWARD = ("from", "above")
DOWNWARD = ("to", "below")


def limited(
    required: dict[str, Shape], optional: dict[str, Shape] | None = None, *, last: bool = False
) -> Shape:
    """Return the shape of a step with one limit: ``from`` or ``above`` going down, ``to`` or ``below`` going up.

    With ``last`` a step may have none: it takes the rest.
    """
    shapes = {word: Record({word: EXPRESSION, **required}, optional or {}) for word in (*UPWARD, *DOWNWARD)}
    rest = Record(required, optional or {})

    def choose(value: Any) -> Shape:
        found = [word for word in shapes if isinstance(value, dict) and word in value]
        return shapes[found[0]] if found else rest if last else shapes["from"]

    return Either(choose)


def _number_or_text(value: Any) -> Shape:
    return Text(what="an expression") if isinstance(value, str) else Number()


WHEN_MISSING = ("undecided", "lose", "keep", "not_applicable")
NOT_APPLICABLE = ("leave_out", "scale_up", "full_marks")
TAKES = ("sum", "average", "best", "worst")
VERBS = ("points", "cases", "bands", "deduct", "add")

ROUND = Either(
    lambda value: (
        Record({"step": Number(0), "how": Choice(*ROUNDINGS)})
        if isinstance(value, dict) and "step" in value
        else Record({"places": Number(0, 12, whole=True), "how": Choice(*ROUNDINGS)})
    )
)
TAKE = Either(
    lambda value: (
        Record({"best": Number(1, whole=True)})
        if isinstance(value, dict) and "best" in value
        else Record({"worst": Number(1, whole=True)})
        if isinstance(value, dict)
        else Choice(*TAKES)
    )
)
OCCURRENCE = Record(
    {"each": Text(what="a selection of facts"), "points": EXPRESSION},
    {
        "at_most": EXPRESSION,
        "name": WORDS,
        "once_per": EXPRESSION,
        "at_most_per": Record({"key": EXPRESSION, "points": EXPRESSION}),
    },
)
ITEM_WORDS: dict[str, Shape] = {
    "max": OrNull(EXPRESSION),
    "least": EXPRESSION,
    "weight": EXPRESSION,
    "applies": CONDITION,
    "when_missing": Choice(*WHEN_MISSING),
    "points": EXPRESSION,
    "cases": ListOf(Record({"points": EXPRESSION}, {"when": CONDITION, "name": WORDS}), least=1),
    "bands": Record({"of": EXPRESSION, "steps": ListOf(limited({"points": EXPRESSION}, last=True), least=1)}),
    "deduct": ListOf(OCCURRENCE, least=1),
    "add": ListOf(OCCURRENCE, least=1),
    "needs": ListOf(Text(what="a selection of facts")),
    "unconfirmed": Flag(),
    "bonus": Flag(),
    "round": ROUND,
    "assumed": Record({"max": Number(0)}, {"points": EXPRESSION, "note": Text()}),
    **BASIS,
}
ITEM = Record({"id": ID, "name": WORDS}, ITEM_WORDS)
EVERY_ITEM = Record(
    {},
    {
        name: shape
        for name, shape in ITEM_WORDS.items()
        if name not in ("assumed", "max", "unconfirmed", "bonus")
    },
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
        "take": TAKE,
        "bonus": Flag(),
        "round": ROUND,
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
EFFECTS: dict[str, Shape] = {
    "at_most": OUTCOME_ID,
    "lower_by": Number(1, whole=True),
    "raise_by": Number(1, whole=True),
    "suspend": OUTCOME_ID,
    "outcome": OUTCOME_ID,
}


def _effect(value: Any) -> Shape:
    found = [word for word in EFFECTS if isinstance(value, dict) and word in value]
    return Record({word: EFFECTS[word] for word in (found[:1] or ["outcome"])})


THEN = Either(_effect)
GATE = Record({"id": ID, "name": WORDS, "is": CONDITION, "else": OUTCOME_ID}, BASIS)
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
    "gates": ListOf(GATE),
    "vetoes": ListOf(VETO),
    "otherwise": NAMED_OUTCOME,
    "more": ListOf(NAMED_OUTCOME),
    **BASIS,
}
BANDS = ListOf(limited({"outcome": OUTCOME_ID, "name": WORDS}, BASIS), least=1)
RATIO = Number(0, 1)
LEVEL = Record(
    {"outcome": OUTCOME_ID, "name": WORDS},
    {
        "needs": ListOf(NEED, least=1),
        "from": EXPRESSION,
        "every_part": RATIO,
        "every_item": RATIO,
        "at_least": MapOf(ID, RATIO, least=1),
        **BASIS,
    },
)
LEVEL_LIST = ListOf(LEVEL, least=1)


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
                {
                    "data": MapOf(Text(), Anything()),
                    "visibility": Text(),
                    "id": Text(),
                    "subject": Text(),
                    "supersedes": Text(),
                },
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
    {"rehearse": Flag(), "groups": MapOf(Text(), MapOf(Text(), Text()))},
)
TABLE_KEY = Either(
    lambda value: (
        Record({"id": NAME, "words": ListOf(Text(), least=1)})
        if isinstance(value, dict) and "words" in value
        else Record({"id": NAME, "flag": Flag()})
        if isinstance(value, dict) and "flag" in value
        else Record({"id": NAME}, {"least": Number(), "most": Number(), "whole": Flag()})
    )
)
TABLE = Record(
    {
        "id": NAME,
        "name": WORDS,
        "keys": ListOf(TABLE_KEY, least=1, most=3),
        "rows": ListOf(MapOf(NAME, Anything(), least=1), least=1),
    },
    {"across": NAME, "columns": ListOf(Anything(), least=1), **BASIS},
)
"""对照表 The cells of its rows are read by ``scoring.reading.tables``: what they may be depends on the keys."""

GIVES = (
    "rank",
    "rank_share",
    "share_behind",
    "share_ahead",
    "size",
    "sum",
    "mean",
    "median",
    "best",
    "worst",
    "quantile",
)
TIES = ("better", "worse", "middle", "dense")
COMPARISON_OPTIONAL: dict[str, Shape] = {
    "name": WORDS,
    "best": Choice("highest", "lowest"),
    "fewest": Number(1, whole=True),
    "ties": Choice(*TIES),
    "at": Number(0, 1),
}
COMPARISON = Either(
    lambda value: (
        Record({"id": NAME, "points": EXPRESSION, "gives": Choice(*GIVES)}, COMPARISON_OPTIONAL)
        if isinstance(value, dict) and "points" in value
        else Record({"id": NAME, "measure": NAME, "gives": Choice(*GIVES)}, COMPARISON_OPTIONAL)
    )
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
            {"grouped_by": ListOf(NAME), "compare": ListOf(COMPARISON, least=1)}, {"among": CONDITION}
        ),
        "tables": ListOf(TABLE),
        "sets": MapOf(NAME, ListOf(Text(), least=1)),
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
