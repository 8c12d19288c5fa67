"""公开的计算示例: an example of a rule file with its facts in words, its sheet, and the facts as the calculator takes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scoring.checking import SUBJECT, work_out
from scoring.facts import Fact, known_facts
from scoring.language.context import MISSING
from scoring.language.exact import plain_text
from scoring.portable.trees import constant
from scoring.rulebook import Rulebook
from scoring.schemes import Scheme, title_of
from scoring.sheets import PENDING
from supervision.queries.public.words import both
from supervision.records.methods import Example, ExampleLine
from supervision.records.values import Text


def example(book: Rulebook, scheme: Scheme, said: Mapping[str, Any]) -> Example:
    """Return one example of a scheme, worked out as ``scoring check`` does."""
    worked = work_out(book, scheme, said)
    sheet, on = worked.sheet, said["on"]
    counted = known_facts(worked.facts, on, public=scheme.public)
    return Example(
        name=both(title_of(said)),
        on=on,
        rehearsal=bool(said.get("rehearse", False)),
        facts=tuple(_fact(scheme, fact, counts=fact in counted) for fact in worked.facts),
        peers=len({each.get("subject", SUBJECT) for each in scheme.given_in(said)} - {SUBJECT}),
        awaits=any(line.status == PENDING for line in sheet.lines),
        outcome=both(sheet.outcome_words),
        value="" if sheet.value is None else plain_text(sheet.value),
        lines=tuple(
            ExampleLine(
                text=both(line.words),
                points="" if line.points is None else plain_text(line.points),
                status=line.status,
            )
            for line in sheet.lines
        ),
        given=[
            {
                "kind": fact.kind,
                "on": fact.on.isoformat(),
                "data": {name: constant(value) for name, value in sorted(fact.data.items())},
            }
            for fact in counted
        ],
        standing={name: constant(value) for name, value in worked.standing.items() if value is not MISSING},
    )


def _fact(scheme: Scheme, fact: Fact, *, counts: bool) -> Text:
    """Return a fact in words: 2026-03-10 检查发现（检查项：CL-C05；结果：不符合）."""
    zh, en = scheme.kinds[fact.kind].name["zh"], scheme.kinds[fact.kind].name["en"]
    told = {
        key: [
            f"{_word(scheme, name, key)}{mark}{_value(scheme, value, key)}"
            for name, value in fact.data.items()
        ]
        for key, mark in (("zh", "："), ("en", ": "))
    }
    inside = (f"（{'；'.join(told['zh'])}）", f" ({'; '.join(told['en'])})") if fact.data else ("", "")
    hidden = ("", "") if counts else ("，不得公开，不计入", ", may not be shown and does not count")
    day = fact.on.isoformat()
    return Text(zh=f"{day} {zh}{inside[0]}{hidden[0]}", en=f"{day} {en}{inside[1]}{hidden[1]}")


def _word(scheme: Scheme, name: str, key: str) -> str:
    return scheme.lexicon[name][key] if name in scheme.lexicon else name


def _value(scheme: Scheme, value: Any, key: str) -> str:
    if isinstance(value, bool):
        return {"zh": "是" if value else "否", "en": "yes" if value else "no"}[key]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _word(scheme, value, key)
    if isinstance(value, frozenset):
        return ", ".join(_word(scheme, word, key) for word in sorted(value))
    return plain_text(value)
