"""写出说明 An explanation as plain text, in Chinese and in English, from the score sheet; ``telling_html`` as HTML."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from scoring import sheets as words
from scoring.explain import Explanation, Lift, Until
from scoring.language.exact import Exact, exact, text_of, tidy
from scoring.rulebook.confidence import Confidence
from scoring.schemes import Scheme, Words
from scoring.sheets import Line, Sheet
from scoring.sheets.comparing import Change, Pair
from scoring.sheets.footing import Footing
from scoring.sheets.said import fill

STATUS: dict[str, Words] = {
    words.WON: {"zh": "得分", "en": "won"},
    words.PARTLY: {"zh": "部分得分", "en": "partly won"},
    words.LOST: {"zh": "未得分", "en": "lost"},
    words.DEDUCTED: {"zh": "扣分", "en": "deducted"},
    words.ADDED: {"zh": "加分", "en": "added"},
    words.NOT_APPLICABLE: {"zh": "不适用", "en": "not applicable"},
    words.UNDECIDED: {"zh": "未评定", "en": "not decided"},
    words.PENDING: {"zh": "依据待核", "en": "basis to be confirmed"},
    words.ADJUSTED: {"zh": "调整", "en": "adjusted"},
    words.MET: {"zh": "满足", "en": "met"},
    words.NOT_MET: {"zh": "未满足", "en": "not met"},
    words.VETO: {"zh": "影响结果", "en": "changes the outcome"},
    words.REACHED: {"zh": "结果", "en": "outcome"},
}
TEXTS: dict[str, Words] = {
    "rehearsal": {
        "zh": "试算：用假设值补足来源未给出的分值，不产生任何结果。",
        "en": "Rehearsal: values the source does not give are assumed; nothing is awarded.",
    },
    "coverage": {"zh": "{n}项适用，其中{m}项有记录", "en": "{n} items apply, {m} of them observed"},
    "evidence": {
        "zh": "依据{oldest}至{newest}的事实，最近一项距今{age}天",
        "en": "evidence of {oldest} to {newest}, the newest {age} days old",
    },
    "weakest": {"zh": "依据的把握：{word}", "en": "confidence of the basis: {word}"},
    "why": {"zh": "为什么", "en": "Why"},
    "missing": {"zh": "还缺什么", "en": "What is missing"},
    "lift": {"zh": "怎样提高", "en": "What would lift it"},
    "since": {"zh": "自{on}以来的变化", "en": "What changed since {on}"},
    "peers": {
        "zh": "结果还取决于同组其他主体以后的情况，这里没有推算。",
        "en": "It rests on how the peers will stand, too; that is not foreseen here.",
    },
    "until": {"zh": "如果什么都不变，到{on}为止", "en": "By {on}, if nothing changes"},
    "same": {"zh": "没有变化", "en": "nothing"},
    "swallowed": {
        "zh": "有{n}日只有个别理由的分值变化，结果和总分不变",
        "en": "days on which the points of single lines change, and neither outcome nor value: {n}",
    },
    "before": {"zh": "原来", "en": "before"},
    "after": {"zh": "现在", "en": "now"},
    "then_after": {"zh": "到时", "en": "then"},
    "line": {"zh": "理由", "en": "Reason"},
    "points": {"zh": "分值", "en": "Points"},
    "difference": {"zh": "分差", "en": "Difference"},
    "basis": {"zh": "依据", "en": "Basis"},
    "ends": {
        "zh": "{on}起：方案或它所依据的规则没有有效的版本，此后如何须待规定",
        "en": "From {on} on no version of the scheme, or of a rule that it reads, is in force; what applies then is open",
    },
    "unconfirmed": {"zh": "依据待核", "en": "basis to be confirmed"},
    "design": {"zh": "系统设定", "en": "set by this system"},
    "confirmed": {"zh": "均已核对原文", "en": "all read in the source"},
    "then": {"zh": "{items}，结果将是“{outcome}”", "en": "{items}: the outcome would be {outcome}"},
    "then_value": {"zh": "（{value}分）", "en": " ({value} {value?point|points})"},
    "and": {"zh": "、", "en": " and "},
    "none": {"zh": "无", "en": "none"},
    "fact": {"zh": "所用事实", "en": "Fact"},
    "value": {"zh": "{value}分", "en": "{value} {value?point|points}"},
    "undecided": {"zh": "待定", "en": "not decided"},
}


def as_text(said: Explanation | Sheet, language: str = "zh") -> str:
    """Return an explanation, or a sheet alone, as plain text."""
    sheet = said.sheet if isinstance(said, Explanation) else said
    key = language[:2]
    lines = [f"{sheet.subject} · {sheet.scheme} · {sheet.on}: {headline(sheet, key)}"]
    if sheet.rehearsal:
        lines.append(TEXTS["rehearsal"][key])
    lines.append(coverage(sheet, key))
    if isinstance(said, Explanation):
        lines += footing_texts(said.footing, key)
    for line in sheet.lines:
        points = "" if line.points is None else signed(line.points)
        lines.append(f"  {points:>8}  {line.words[key]}  [{basis(line, key)}]")
    if isinstance(said, Explanation):
        lines += _more(said, key)
    return "\n".join(lines)


def _more(said: Explanation, key: str) -> Iterator[str]:
    if said.missing:
        yield f"{TEXTS['missing'][key]}:"
        yield from (f"  · {line.words[key]}" for line in said.missing)
    if said.lifts:
        yield f"{TEXTS['lift'][key]}:"
        yield from (f"  · {lift_text(lift, key)}" for lift in said.lifts)
    if said.since:
        yield f"{TEXTS['since'][key].format(on=said.since.on)}:"
        yield from change_lines(said.since.change, said.scheme, key)
    if said.until:
        yield f"{TEXTS['until'][key].format(on=said.until.on)}:"
        if said.until.hangs_on_peers:
            yield f"  {TEXTS['peers'][key]}"
        elif not said.until.turns:
            yield f"  {TEXTS['same'][key]}"
        elif swallowed := swallowed_text(said.until, key):
            yield f"  {swallowed}"
        for turn in said.until.moves:
            first, *rest = change_lines(turn.change, turn.scheme, key)
            yield f"  {turn.on}  {first.strip()}"
            yield from (f"  {line}" for line in rest)
        if said.until.ends:
            yield f"  {TEXTS['ends'][key].format(on=said.until.ends)}"


def swallowed_text(until: Until, key: str) -> str:
    """Return on how many days points of single lines alone differ; empty where on none."""
    days = len(until.turns) - len(until.moves)
    return TEXTS["swallowed"][key].format(n=days) if days else ""


def lift_text(lift: Lift, language: str = "zh") -> str:
    """Return one lift as a sentence."""
    key = language[:2]
    items = TEXTS["and"][key].join(name[key] for name in lift.names)
    said = TEXTS["then"][key].format(items=items, outcome=lift.outcome_words[key])
    return said + ("" if lift.value is None else points_text("then_value", lift.value, key))


def change_text(change: Change, scheme: Scheme, language: str = "zh") -> str:
    """Return the head of a change: outcome and value before and after."""
    key = language[:2]
    sides = [
        outcome_words(scheme, outcome)[key]
        + ("" if value is None else points_text("then_value", exact(Fraction(value)), key))
        for outcome, value in zip(change.outcome, change.value, strict=True)
    ]
    return " → ".join(sides) if sides[0] != sides[1] else sides[0]


def points_text(text: str, value: Exact, key: str) -> str:
    """Return a number of points as the text of this name says it."""
    return fill(TEXTS[text][key], {"value": tidy(value)}, key)


def change_lines(change: Change | None, scheme: Scheme, language: str = "zh") -> list[str]:
    """Return a change as lines of text: its head, then for each rule what it said (−) and what it says (+)."""
    key = language[:2]
    if change is None:
        return [f"  {TEXTS['same'][key]}"]
    lines = [f"  {change_text(change, scheme, key)}"]
    for pair in change.pairs():
        lines += [f"    − {said(line, key)}" for line in pair.before]
        lines += [f"    + {said(line, key)}" for line in pair.after]
    return lines


def said(line: Mapping[str, Any], key: str) -> str:
    """Return the sentence of a line that was kept as a record."""
    return str(line["text"] if key == "zh" else line["text_en"])


def pair_points(pair: Pair) -> str:
    """Return the difference in points of one rule; empty where it moved none."""
    return signed(pair.points) if pair.points else ""


def outcome_words(scheme: Scheme, outcome: str | None) -> Words:
    """Return the name of an outcome that was kept; its code where this version no longer knows it."""
    if outcome is None:
        return TEXTS["undecided"]
    return scheme.outcome.names.get(outcome, {"zh": outcome, "en": outcome})


def headline(sheet: Sheet, key: str) -> str:
    """Return outcome and value."""
    value = "" if sheet.value is None else " · " + points_text("value", sheet.value, key)
    return sheet.outcome_words[key] + value


def coverage(sheet: Sheet, key: str) -> str:
    """Return the day, and how much was observed."""
    said = TEXTS["coverage"][key].format(n=sheet.applicable, m=sheet.observed)
    return f"{sheet.on} · {said}"


def footing_texts(found: Footing, key: str) -> list[str]:
    """Return the age of the evidence, and how sure the basis is."""
    lines = []
    if found.newest is not None:
        lines.append(TEXTS["evidence"][key].format(oldest=found.oldest, newest=found.newest, age=found.age))
    if found.weakest is not None:
        lines.append(TEXTS["weakest"][key].format(word=confidence_word(found.weakest, key)))
    return lines


def confidence_word(confidence: Confidence, key: str) -> str:
    """Return how sure a basis is, in a word."""
    if confidence.confirmed_for_citation:
        return TEXTS["confirmed"][key]
    return TEXTS["design" if confidence is Confidence.DESIGN else "unconfirmed"][key]


def basis(line: Line, key: str) -> str:
    """Return the legal basis of a line, with a warning where it may not be cited."""
    warning = mark(line, key)
    return line.basis.reference.cite(key) + (f" · {warning}" if warning else "")


def mark(line: Line, key: str) -> str:
    """Return the warning beside a basis that may not be cited; nothing for one that may."""
    if line.basis.confidence.confirmed_for_citation:
        return ""
    return confidence_word(line.basis.confidence, key)


def signed(points: Exact) -> str:
    """Return points with their sign."""
    return ("+" if points > 0 else "") + text_of(tidy(points)).replace("-", "−")
