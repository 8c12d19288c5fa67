"""措辞 Expressions in words, Chinese and English, for people who read what a rule file does.

``count(penalty where amount >= 10000 within 24 months)`` becomes 「24个月内罚款金额不低于10000的行政处罚」的数量.
Names come from the scheme: of facts, measures, parts, and from its list of ``words`` for members and values.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from scoring.language.exact import text_of
from scoring.language.syntax import parse, parse_selection
from scoring.language.tree import Call, Literal, Name, Node, Operation, Query
from scoring.schemes import Words

Lexicon = Mapping[str, Words]

ZH, EN = 0, 1
OWN: dict[str, tuple[str, str]] = {
    "day": ("当日", "the day"),
    "this": ("本项", "this item"),
    "total": ("总分", "the total"),
    "most": ("满分", "the maximum"),
    "on": ("发生日", "its day"),
    "ratio": ("得分率", "ratio"),
    "part": ("所属部分", "its part"),
    "key": ("组别", "the group"),
    "value": ("组值", "its value"),
    "size": ("组内数量", "its size"),
    "points": ("得分", "points"),
    "status": ("状态", "state"),
    "parts": ("部分", "part"),
    "items": ("评分项", "item"),
    "not_applicable": ("不适用", "not applicable"),
    "true": ("是", "true"),
    "false": ("否", "false"),
    "months": ("个月", "months"),
    "days": ("日", "days"),
    "years": ("年", "years"),
    "working_days": ("个工作日", "working days"),
}
SIGNS: dict[str, tuple[str, str]] = {
    "=": ("{a}为{b}", "{a} is {b}"),
    "!=": ("{a}不为{b}", "{a} is not {b}"),
    "<": ("{a}低于{b}", "{a} is below {b}"),
    "<=": ("{a}不高于{b}", "{a} is at most {b}"),
    ">": ("{a}高于{b}", "{a} is above {b}"),
    ">=": ("{a}不低于{b}", "{a} is at least {b}"),
    "+": ("{a}加{b}", "{a} plus {b}"),
    "-": ("{a}减{b}", "{a} minus {b}"),
    "*": ("{a}乘以{b}", "{a} times {b}"),
    "/": ("{a}除以{b}", "{a} divided by {b}"),
}
DATES: dict[str, tuple[str, str]] = {
    "<": ("{a}早于{b}", "{a} is before {b}"),
    "<=": ("{a}不晚于{b}", "{a} is not after {b}"),
    ">": ("{a}晚于{b}", "{a} is after {b}"),
    ">=": ("{a}不早于{b}", "{a} is not before {b}"),
}
QUERIES: dict[str, tuple[str, str]] = {
    "count": ("{s}的数量", "the number of {s}"),
    "any": ("有{s}", "there is {s}"),
    "none": ("没有{s}", "there is no {s}"),
    "every": ("每个{s}都是{c}", "every {s}: {c}"),
    "sum": ("{s}的{m}合计", "the sum of {m} of {s}"),
    "average": ("{s}的{m}平均值", "the average {m} of {s}"),
    "max": ("{s}的最高{m}", "the highest {m} of {s}"),
    "min": ("{s}的最低{m}", "the lowest {m} of {s}"),
    "latest": ("最近一次{s}的{m}", "{m} of the latest {s}"),
    "first": ("第一次{s}的{m}", "{m} of the first {s}"),
    "distinct": ("{s}的不同{m}数", "the number of different {m} of {s}"),
}
CALLS: dict[str, tuple[str, str]] = {
    "round": ("{0}修约到{1}位小数", "{0} rounded to {1} places"),
    "round_to_step": ("{0}修约到{1}的整数倍", "{0} rounded to a multiple of {1}"),
    "months_since": ("{0}以来的月数", "the months since {0}"),
    "days_since": ("{0}以来的天数", "the days since {0}"),
    "working_days_since": ("{0}以来的工作日数", "the working days since {0}"),
    "months_before": ("{0}之前{1}个月", "{1} months before {0}"),
    "year_of": ("{0}的年份", "the year of {0}"),
    "points": ("{0}的得分", "the points of {0}"),
    "days_between": ("{0}到{1}的天数", "the days from {0} to {1}"),
    "months_between": ("{0}到{1}的月数", "the months from {0} to {1}"),
    "working_days_between": ("{0}到{1}的工作日数", "the working days from {0} to {1}"),
    "days_after": ("{0}之后{1}日", "{1} days after {0}"),
    "months_after": ("{0}之后{1}个月", "{1} months after {0}"),
    "working_days_after": ("{0}之后{1}个工作日", "{1} working days after {0}"),
    "is_working_day": ("{0}是工作日", "{0} is a working day"),
    "month_of": ("{0}的月份", "the month of {0}"),
    "power": ("{0}的{1}次方", "{0} to the power of {1}"),
    "size": ("{0}的个数", "how many there are in {0}"),
    "shared": ("{0}与{1}共有的个数", "how many {0} and {1} share"),
    "starts_with": ("{0}以{1}开头", "{0} begins with {1}"),
    "outcome": ("{0}的结果", "the outcome of {0}"),
    "place": ("{0}的结果位次", "the place of the outcome of {0}"),
    "most": ("{0}的满分", "the maximum of {0}"),
    "ratio": ("{0}的得分率", "the ratio of {0}"),
    "status": ("{0}的状态", "the state of {0}"),
}


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

    def word(self, name: str) -> str:
        if name in self.lexicon:
            return self.lexicon[name]["zh" if self.language == ZH else "en"]
        return OWN[name][self.language] if name in OWN else name

    def say(self, node: Node, inside: bool = False) -> str:
        """Return the words of a tree; ``inside`` another operation it is bracketed where that could mislead."""
        if isinstance(node, Literal):
            return self._literal(node)
        if isinstance(node, Name):
            return self.word(node.name)
        if isinstance(node, Call):
            return self._call(node)
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
        return f"“{self.word(value)}”"

    def _operation(self, node: Operation) -> str:
        zh = self.language == ZH
        sign, parts = node.sign, node.operands
        if sign in ("and", "or"):
            other = {"and": ("or", "if"), "or": ("and", "if")}[sign]
            words = [
                self.say(part, inside=isinstance(part, Operation) and part.sign in other) for part in parts
            ]
            return {"and": "，且" if zh else " and ", "or": "或" if zh else " or "}[sign].join(words)
        words = [self.say(part, inside=True) for part in parts]
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
            condition, then, otherwise = words[0].strip("()"), words[1], words[2].strip("()")
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
        words = [self.say(argument) for argument in node.arguments]
        if node.name == "rule":
            name = node.arguments[0].value if isinstance(node.arguments[0], Literal) else ""
            known = self.lexicon.get(f"rule:{name}")
            said = known["zh" if self.language == ZH else "en"] if known else str(name)
            return f"规定的“{said}”" if self.language == ZH else f"the rule “{said}”"
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
        if node.name in ("greatest", "least"):
            zh, en = {"greatest": ("最大者", "the greatest of"), "least": ("最小者", "the least of")}[
                node.name
            ]
            return f"{'、'.join(words)}中的{zh}" if self.language == ZH else f"{en} {', '.join(words)}"
        return CALLS[node.name][self.language].format(*words)

    def _query(self, node: Query) -> str:
        said, member = self.selection(node)
        condition = self.say(node.each) if node.each else ""
        name = node.name
        if node.per is not None or (condition and name not in ("any", "none", "count", "every")):
            member = self._asked(node, member, condition)
        elif condition and name in ("any", "none", "count"):
            said = f"{condition}的{said}" if self.language == ZH else f"{said} where {condition}"
        return QUERIES[name][self.language].format(s=said, m=member, c=condition)

    def _asked(self, node: Query, member: str, condition: str) -> str:
        """Return what is asked of each fact, or of each group of facts."""
        if node.per is None:
            return f"“{condition}”"
        inner = QUERIES[node.inner or "count"][self.language]
        key = self.say(node.per)
        said = inner.format(s="", m=member, c="").strip("的 ").removesuffix(" of")
        each = f"每个{key}的{said}" if self.language == ZH else f"{said} per {key}"
        return f"{each}（{condition}）" if condition else each

    def selection(self, node: Query) -> tuple[str, str]:
        """Return what a query is about, and the member it asks for."""
        source, member = node.source, ""
        if source not in self.lexicon and source not in OWN:
            source, _, member = source.rpartition(".")
        said = self.word(source)
        if node.where is not None:
            where = self.say(node.where)
            said = f"{where}的{said}" if self.language == ZH else f"{said} where {where}"
        if node.within is not None:
            length = self.say(node.within)
            if node.since is not None:
                length = f"{self.say(node.since)}{'至' if self.language == ZH else ' to '}{length}"
            if not isinstance(node.within, Call):  # the name of a rule says what kind of period it is
                length += ("" if self.language == ZH else " ") + OWN[node.unit or "days"][self.language]
            said = f"{length}内{said}" if self.language == ZH else f"{said} within {length}"
        if node.skip is not None:
            skipped = self.say(node.skip)
            said = (
                f"除最近{skipped}次外的{said}" if self.language == ZH else f"{said} but the latest {skipped}"
            )
        if node.last is not None:
            last = self.say(node.last)
            said = f"最近{last}次{said}" if self.language == ZH else f"the latest {last} of {said}"
        return said, self.word(member) if member else ""


def _is_date(node: Node) -> bool:
    """Tell dates by what they look like: a day, the day, or a member or function that gives one."""
    if isinstance(node, Literal):
        return isinstance(node.value, date)
    if isinstance(node, Name):
        return node.name in ("day", "on", "until", "since")
    if isinstance(node, Query):
        return node.source.rpartition(".")[2] in ("on", "until", "since")
    return isinstance(node, Call) and node.name == "months_before"
