"""措辞 Expressions in words, Chinese and English, for people who read what a rule file does.

``count(penalty where amount >= 10000 within 24 months)`` becomes 「24个月内罚款金额不低于10000的行政处罚」的数量.
Names come from the scheme: of facts, measures, parts, and from its list of ``words`` for members and values. What may
bear the same id is told apart in the lexicon: ``kind:`` before the ids of kinds of fact, ``name:`` before the ids of measures and comparisons, ``table:`` of
tables, ``node:`` of parts, items and outcomes, ``rule:`` of values of law, ``member:KIND.`` of what a fact says, ``level:OUTCOME.`` of
what an outcome can be.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from scoring.describe.phrases import (
    CALLS,
    DATES,
    DAYS,
    GREATEST,
    NAMED,
    OWN,
    QUERIES,
    ROUNDED,
    ROUNDINGS,
    SIGNS,
)
from scoring.language.exact import text_of
from scoring.language.syntax import parse, parse_selection
from scoring.language.tree import Call, Literal, Name, Node, Operation, Query
from scoring.schemes import Words

Lexicon = Mapping[str, Words]

ZH, EN = 0, 1


def in_words(text: str, lexicon: Lexicon, language: str) -> str:
    """Return an expression in words."""
    return _Speaker(lexicon, ZH if language.startswith("zh") else EN).say(parse(text))


def selection_in_words(text: str, lexicon: Lexicon, language: str) -> str:
    """Return a selection of facts in words."""
    return _Speaker(lexicon, ZH if language.startswith("zh") else EN).selection(parse_selection(text))[0]


class _Speaker:
    def __init__(self, lexicon: Lexicon, language: int) -> None:
        self.lexicon = lexicon
        self.language = language
        self.levels = ""  # how the outcomes of the block just compared begin in the lexicon
        self.around = ""  # the kind of fact, if any, of which a condition speaks just now

    def word(self, name: str, *before: str) -> str:
        """Return the word for a name: what the lexicon has with one of these beginnings, or without, or our own."""
        for known in (*(f"{one}{name}" for one in before), name):
            if known in self.lexicon:
                return self.lexicon[known]["zh" if self.language == ZH else "en"]
        return OWN[name][self.language] if name in OWN else name

    def say(self, node: Node, inside: bool = False) -> str:
        """Return the words of a tree; ``inside`` another operation it is bracketed where that could mislead."""
        if isinstance(node, Literal):
            return self._literal(node)
        if isinstance(node, Name):
            return self.word(node.name, f"member:{self.around}.", "name:")
        if isinstance(node, Call):
            said = self._call(node)
            return f"({said})" if inside and node.name in (*GREATEST, "lookup") else said
        if isinstance(node, Query):
            return self._query(node)
        said = self._operation(node)
        if not inside or node.sign in ("missing", "not", "negative"):
            return said
        return f"({said})"

    def _literal(self, node: Literal) -> str:
        value = node.value
        if isinstance(value, bool):
            return self.word(str(value).lower())
        if isinstance(value, Decimal):
            return text_of(value)
        if isinstance(value, date):
            return value.isoformat()
        return f"“{self.word(value, self.levels)}”"

    def _operation(self, node: Operation) -> str:
        zh = self.language == ZH
        sign, parts = node.sign, node.operands
        if sign in ("and", "or"):
            other = {"and": ("or", "if"), "or": ("and", "if")}[sign]
            words = [
                self.say(part, inside=isinstance(part, Operation) and part.sign in other) for part in parts
            ]
            return {"and": "，且" if zh else " and ", "or": "或" if zh else " or "}[sign].join(words)
        self.levels = _levels_of(parts[0]) if sign in ("=", "!=", "in") else ""
        words = [self.say(part, inside=True) for part in parts]
        self.levels = ""
        if sign == "not":
            return (
                (f"并非{words[0]}" if zh else f"not {words[0]}")
                if isinstance(parts[0], Name)
                else self._denied(parts[0])
            )
        if sign == "negative":
            return f"负{words[0]}" if zh else f"minus {words[0]}"
        if sign == "missing":
            return f"没有{words[0]}的记录" if zh else f"{words[0]} is not on record"
        if sign == "if":
            condition, then, otherwise = self.say(parts[0]), words[1], self.say(parts[2])
            return (
                f"如果{condition}则{then}，否则{otherwise}"
                if zh
                else f"{then} if {condition}, else {otherwise}"
            )
        if sign == "in":
            return (
                f"{words[0]}为{'、'.join(words[1:])}之一"
                if zh
                else f"{words[0]} is one of {', '.join(words[1:])}"
            )
        table = DATES if sign in DATES and any(_is_date(part) for part in parts) else SIGNS
        return table[sign][self.language].format(a=words[0], b=words[1])

    def _denied(self, node: Node) -> str:
        said = self.say(node, inside=True)
        if isinstance(node, Operation) and node.sign == "missing":
            inner = self.say(node.operands[0], inside=True)
            return f"有{inner}的记录" if self.language == ZH else f"{inner} is on record"
        return f"并非{said}" if self.language == ZH else f"not {said}"

    def _call(self, node: Call) -> str:
        bracketed = node.name in GREATEST or node.name in ROUNDED
        words = [self.say(argument, inside=bracketed) for argument in node.arguments]
        first = node.arguments[0] if node.arguments else None
        if node.name in NAMED and isinstance(first, Literal):
            words[0] = f"“{self.word(str(first.value), NAMED[node.name])}”"
        if node.name in ROUNDED and isinstance(node.arguments[-1], Literal):
            words[-1] = ROUNDINGS[str(node.arguments[-1].value)][self.language]
        if node.name == "rule":
            return f"规定的{words[0]}" if self.language == ZH else f"the rule {words[0]}"
        if node.name == "lookup":
            keys = ("、" if self.language == ZH else ", ").join(words[1:])
            return f"按{keys}查{words[0]}" if self.language == ZH else f"{words[0]} for {keys}"
        if node.name == "first_known":
            value, otherwise = words[0], words[-1]
            return (
                f"{value}（未记录按{otherwise}计）"
                if self.language == ZH
                else f"{value} ({otherwise} if not on record)"
            )
        if node.name in GREATEST:
            *others, last = words
            said = (
                f"{'、'.join(others)}与{last}" if self.language == ZH else f"{', '.join(others)} and {last}"
            )
            return GREATEST[node.name][self.language].format(said)
        return CALLS[node.name][self.language].format(*words)

    def _query(self, node: Query) -> str:
        said, member = self.selection(node)
        outside, self.around = self.around, "" if node.per else self._kind(node)[0]
        condition = self.say(node.each) if node.each else ""
        self.around = outside
        name = node.name
        if node.per is not None or (condition and name not in ("any", "none", "count", "every")):
            member = self._asked(node, member, condition)
        elif condition and name in ("any", "none", "count"):
            said = f"{condition}的{said}" if self.language == ZH else f"{said} where {condition}"
        if node.per is None and name in DAYS and node.source.rpartition(".")[2] == "on":
            return DAYS[name][self.language].format(s=said)
        return QUERIES[name][self.language].format(s=said, m=member, c=condition)

    def _asked(self, node: Query, member: str, condition: str) -> str:
        """Return what is asked of each fact, or of each group of facts."""
        if node.per is None:
            return f"({condition})"
        inner = QUERIES[node.inner or "count"][self.language]
        outside, self.around = self.around, self._kind(node)[0]
        key = self.say(node.per)
        self.around = outside
        said = inner.format(s="", m=member, c="").strip("的 ").removesuffix(" of")
        each = f"每个{key}的{said}" if self.language == ZH else f"{said} per {key}"
        return f"{each}（{condition}）" if condition else each

    def selection(self, node: Query) -> tuple[str, str]:
        """Return what a query is about, and the member it asks for."""
        source, member = self._kind(node)
        said = self.word(source, "kind:")
        plain = said
        if node.where is not None:
            outside, self.around = self.around, source
            where = self.say(node.where)
            self.around = outside
            said = f"{where}的{said}" if self.language == ZH else f"{said} where {where}"
        if node.within is not None:
            length = self.say(node.within)
            if node.since is not None:
                length = f"{self.say(node.since)}{'至' if self.language == ZH else ' to '}{length}"
            if not isinstance(node.within, Call):  # the name of a rule says what kind of period it is
                unit = OWN[node.unit or "days"][self.language]
                length += (
                    unit if self.language == ZH else f" {unit.removesuffix('s') if length == '1' else unit}"
                )
            of = "的" if said == plain else ""
            said = f"{length}内{of}{said}" if self.language == ZH else f"{said} within {length}"
        if node.skip is not None:
            skipped = self.say(node.skip)
            said = (
                f"除最近{skipped}次外的{said}" if self.language == ZH else f"{said} but the latest {skipped}"
            )
        if node.last is not None:
            last = self.say(node.last)
            said = f"最近{last}次{said}" if self.language == ZH else f"the latest {last} of {said}"
        if member == "on":
            return said, "发生日" if self.language == ZH else "the day"
        return said, self.word(member, f"member:{source}.") if member else ""

    def _kind(self, node: Query) -> tuple[str, str]:
        """Return what a query walks over, and the member it asks for, if any."""
        if node.source in self.lexicon or node.source in OWN:
            return node.source, ""
        source, _, member = node.source.rpartition(".")
        return source, member


def _levels_of(node: Node) -> str:
    """Return how the names of what an outcome can be begin in the lexicon, where a comparison is of an outcome."""
    if isinstance(node, Call) and node.name == "outcome" and isinstance(node.arguments[0], Literal):
        return f"level:{node.arguments[0].value}."
    return ""


def _is_date(node: Node) -> bool:
    """Tell dates by what they look like: a day, the day, or a member or function that gives one."""
    if isinstance(node, Literal):
        return isinstance(node.value, date)
    if isinstance(node, Name):
        return node.name in ("day", "on", "until", "since")
    if isinstance(node, Query):
        return node.source.rpartition(".")[2] in ("on", "until", "since")
    return isinstance(node, Call) and node.name == "months_before"
