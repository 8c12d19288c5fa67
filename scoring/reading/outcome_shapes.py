"""方案文件:结果 What may stand under ``outcome`` and ``also``: bands or levels, gates and vetoes."""

from scoring.reading.point_shapes import BASIS, CONDITION, EXPRESSION, ID, limited
from scoring.rulebook.schema import WORDS, ListOf, MapOf, Number, Record, Shape, Text, by_key

OUTCOME_ID = Text(r"[a-z0-9][a-z0-9_-]*", "an outcome's id such as excellent")
NEED = Record({"id": ID, "name": WORDS, "is": CONDITION}, BASIS)
EFFECTS: dict[str, Shape] = {
    "at_most": OUTCOME_ID,
    "lower_by": Number(1, whole=True),
    "raise_by": Number(1, whole=True),
    "suspend": OUTCOME_ID,
    "outcome": OUTCOME_ID,
}


THEN = by_key(
    {word: Record({word: shape}) for word, shape in EFFECTS.items()}, Record({"outcome": OUTCOME_ID})
)
GATE = Record({"id": ID, "name": WORDS, "is": CONDITION, "else": OUTCOME_ID}, BASIS)
_VETO: dict[str, Shape] = {"id": ID, "name": WORDS, "then": THEN}
VETO = by_key(
    {"each": Record({**_VETO, "each": Text(what="a selection of facts")}, BASIS)},
    Record({**_VETO, "when": CONDITION}, BASIS),
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
    return by_key(
        {"bands": Record({"bands": BANDS, **more}, OUTCOME_WORDS)},
        Record({"levels": LEVEL_LIST, **more}, OUTCOME_WORDS),
    )
