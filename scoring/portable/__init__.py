"""可携带的方案 A scheme as data: what it says on one day, so that a program in any language can work it out.

``program`` gives one JSON object (``FORMAT.md`` says what stands in it). The calculator on the public method pages runs on
it; a test holds both engines against each other on thousands of random inputs.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scoring.portable.asking import Asking
from scoring.portable.outcomes import outcome_of
from scoring.portable.points import node_of, rounding_of
from scoring.portable.trees import NotPortableError as NotPortableError
from scoring.portable.trees import Trees, constant
from scoring.rulebook.book import Rulebook
from scoring.rulebook.errors import NotInForceError
from scoring.schemes import Scheme
from scoring.sheets.sentences import SENTENCES

FORMAT = 2
Json = dict[str, Any]


def program(book: Rulebook, scheme: Scheme, on: date) -> Json:
    """Return the scheme with the values of law of one day.

    Raises:
        NotPortableError: it asks for something that the format has no word for; says what.
    """
    trees = Trees(scheme)
    measures = [
        {"id": one.id, "name": both(one.name), "by_points": one.by_points, "is": trees.value(one.compute)}
        for one in scheme.measures
    ]
    score = scheme.score
    outcomes = scheme.outcomes()
    made: Json = {
        "format": FORMAT,
        "scheme": scheme.id,
        "name": both(scheme.name),
        "since": scheme.since.isoformat(),
        "day": on.isoformat(),
        "assumes": scheme.adopted is not None,
        "measures": measures,
        "compared": [{"id": one.id, "name": both(one.name)} for one in scheme.comparisons],
        "score": score
        and {
            "start": trees.value(score.start),
            "least": trees.value(score.least),
            "max": trees.value(score.max),
            "round": rounding_of(score.rounding),
            "not_applicable": score.not_applicable,
            "parts": [node_of(trees, part) for part in score.parts],
        },
        "outcomes": [outcome_of(trees, name, outcomes[name]) for name in scheme.order],
        "also": [outcome.id for outcome in scheme.also],
        "tables": {table.id: trees.table(table) for table in scheme.tables},
    }
    made["rules"] = {rule: _rule(book, scheme, rule, on) for rule in sorted(trees.rules)}
    asking = Asking(trees, made["rules"])
    made["facts"] = [
        {
            "kind": kind.id,
            "name": both(kind.name),
            "form": asking.form(kind.id),
            "members": [
                {
                    "id": member,
                    "type": type_,
                    "name": both(scheme.lexicon.get(member, {"zh": member, "en": member})),
                    "choices": [
                        {"value": word, "name": both(scheme.lexicon.get(word, {"zh": word, "en": word}))}
                        for word in asking.choices(kind.id, member)
                    ],
                }
                for member, type_ in kind.members.items()
                if asking.reads(kind.id, member)
            ],
        }
        for kind in scheme.kinds.values()
    ]
    made["sentences"] = SENTENCES
    return made


def both(words: Mapping[str, str]) -> dict[str, str]:
    """Return a text in both languages as plain data."""
    return {"zh": words["zh"], "en": words["en"]}


def _rule(book: Rulebook, scheme: Scheme, rule: str, on: date) -> Any:
    """Return what a rule says on the day as a constant; null where the source does not say (待核)."""
    try:
        value = book.on(rule, on).value
    except NotInForceError as error:
        raise NotPortableError(scheme.id, f'rule("{rule}")', str(error)) from error
    return None if value is None else constant(frozenset(value) if isinstance(value, list) else value)
