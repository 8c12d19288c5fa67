"""方案文件:计分 What may stand under ``score``: the whole, parts, items, and the ways in which an item gives points."""

from scoring.language.exact import ROUNDINGS
from scoring.rulebook.laws import CONFIDENCE, REFERENCE
from scoring.rulebook.schema import (
    WORDS,
    Choice,
    Either,
    Flag,
    Later,
    ListOf,
    Number,
    OrNull,
    Record,
    Shape,
    Text,
    by_key,
)

ID = Text(r"[a-z0-9][a-z0-9_-]*", "a short id such as daily_care")
NAME = Text(r"[a-z][a-z0-9_]*", "a name such as clean_months")
_TEXT, _CONDITION = Text(what="an expression"), Text(what="a condition")
EXPRESSION = Either(lambda value: _TEXT if isinstance(value, str) else Number(), (Number(), _TEXT))
CONDITION = Either(lambda value: Flag() if isinstance(value, bool) else _CONDITION, (Flag(), _CONDITION))
ANY_EXPRESSION = Either(
    lambda value: Flag() if isinstance(value, bool) else EXPRESSION, (Flag(), Number(), _TEXT)
)
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
    return by_key(shapes, Record(required, optional or {}) if last else shapes["from"])


WHEN_MISSING = ("undecided", "lose", "keep", "not_applicable")
NOT_APPLICABLE = ("leave_out", "scale_up", "full_marks")
TAKES = ("sum", "average", "best", "worst")
VERBS = ("points", "cases", "bands", "deduct", "add")

ROUND = by_key(
    {"step": Record({"step": Number(0), "how": Choice(*ROUNDINGS)})},
    Record({"places": Number(0, 12, whole=True), "how": Choice(*ROUNDINGS)}),
)
_FEW: dict[str, Shape] = {word: Record({word: Number(1, whole=True)}) for word in ("best", "worst")}
_SOME = by_key(_FEW, _FEW["best"])
_ALL = Choice("sum", "average")
TAKE = Either(lambda value: _SOME if isinstance(value, dict) else _ALL, (*_FEW.values(), _ALL))
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
_OF_ONE = ("assumed", "unconfirmed", "bonus")
EVERY_ITEM = Record(
    {},
    {**{name: shape for name, shape in ITEM_WORDS.items() if name not in _OF_ONE}, "max": EXPRESSION},
)


NODE = by_key({"items": Later("part", lambda: PART)}, Later("item", lambda: ITEM))
"""部分或项 A part holds items, which may be parts again."""
PART: Record = Record(
    {"id": ID, "name": WORDS, "items": ListOf(NODE, least=1)},
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
    {"parts": ListOf(NODE, least=1)},
    {
        "start": EXPRESSION,
        "least": EXPRESSION,
        "max": EXPRESSION,
        "round": ROUND,
        "when_missing": Choice(*WHEN_MISSING),
        "not_applicable": Choice(*NOT_APPLICABLE),
    },
)
