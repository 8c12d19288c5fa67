"""方案文件 What the file of a scoring scheme may contain; ``scoring.schemes`` makes it runnable.

A scheme says which facts it reads, names quantities (``measures``), gives points to items in parts (``score``)
and turns points into an outcome (``outcome``, and ``also`` for further ones). Every expression is one line of text.
"""

from scoring.language.context import TYPES
from scoring.reading.outcome_shapes import outcome_shape
from scoring.reading.point_shapes import ANY_EXPRESSION, BASIS, CONDITION, EXPRESSION, ID, KIND, NAME, SCORE
from scoring.rulebook.book import REVIEW, RULES_FILE
from scoring.rulebook.calendars import NOTICE, STATUTORY
from scoring.rulebook.indicators import INDICATORS_FILE
from scoring.rulebook.laws import CONFIDENCE, LAWS_FILE, REFERENCE
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
    by_key,
)

TITLE = Either(lambda said: WORDS if isinstance(said, dict) else Text(), (Text(), WORDS))
FRACTION = Text(r"-?[0-9]+/[1-9][0-9]*", "a number, or a fraction such as 10/3")
EXPECTED = OrNull(Either(lambda said: FRACTION if isinstance(said, str) else Number(), (Number(), FRACTION)))
"""The number that an example expects."""
GIVEN = ListOf(
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
)
EXAMPLE = Record(
    {
        "name": TITLE,
        "on": Day(),
        "given": GIVEN,
        "expect": Record(
            {},
            {
                "outcome": OrNull(Text()),
                "value": EXPECTED,
                "points": MapOf(Text(), EXPECTED),
                "also": MapOf(Text(), OrNull(Text())),
            },
        ),
    },
    {"rehearse": Flag(), "groups": MapOf(Text(), MapOf(Text(), Text()))},
)
TABLE_KEY = by_key(
    {
        "words": Record({"id": NAME, "words": ListOf(Text(), least=1)}),
        "flag": Record({"id": NAME, "flag": Flag()}),
    },
    Record({"id": NAME}, {"least": Number(), "most": Number(), "whole": Flag()}),
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
COMPARISON = by_key(
    {"points": Record({"id": NAME, "points": EXPRESSION, "gives": Choice(*GIVES)}, COMPARISON_OPTIONAL)},
    Record({"id": NAME, "measure": NAME, "gives": Choice(*GIVES)}, COMPARISON_OPTIONAL),
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
        "facts": MapOf(
            KIND, Record({"name": WORDS, "members": MapOf(NAME, Choice(*TYPES))}, {"from": RULE_ID}), least=1
        ),
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
            {"compare": ListOf(COMPARISON, least=1)}, {"grouped_by": ListOf(NAME), "among": CONDITION}
        ),
        "tables": ListOf(TABLE),
        "sets": MapOf(NAME, ListOf(Text(), least=1)),
        "score": SCORE,
        "also": ListOf(outcome_shape(id=ID, name=WORDS)),
        "given": GIVEN,
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
FILES: dict[str, Shape] = {
    "scheme": SCHEME,
    "rules": RULES_FILE,
    "laws": LAWS_FILE,
    "indicators": INDICATORS_FILE,
    "adopts": ADOPTION,
    "year": NOTICE,
    "fixed": STATUTORY,
}
"""文件种类 Every kind of rule file by the key that tells it."""
