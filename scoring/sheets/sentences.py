"""语句 What a line of a score sheet can say, in Chinese and in English, each sentence under a code of its own.

A sheet keeps the code and what stands in the places; its hash covers these and not the words, so that better words make
no old sheet differ. A code is never given another meaning. ``{n?point|points}`` is the English word that goes with a number.
"""

from collections.abc import Mapping

from scoring.language.exact import Exact, exact, multiply
from scoring.schemes.basis import Words
from scoring.sheets.said import Part, Said, both

_TEXTS: dict[str, tuple[str, str]] = {
    # items
    "points": ("{name}：{gain}分", "{name}: {gain} {gain?point|points}"),
    "points_of": ("{name}：得{gain}分，满分{top}分", "{name}: {gain} of {top} {top?point|points}"),
    "points_over": (
        "{name}：算得{gain}分，超出满分{top}分",
        "{name}: comes to {gain} {gain?point|points}, above the maximum of {top}",
    ),
    "points_under": (
        "{name}：算得{gain}分，满分{top}分",
        "{name}: comes to {gain} points, the maximum is {top}",
    ),
    "deducted": (
        "{item}：{on}有{cause}，扣{size}分",
        "{item}: {cause} of {on}, {size} {size?point|points} deducted",
    ),
    "added": (
        "{item}：{on}有{cause}，加{size}分",
        "{item}: {cause} of {on}, {size} {size?point|points} added",
    ),
    "deducted_at_most": ("{item}：最多扣{n}分", "{item}: {n} {n?point|points} deducted at most"),
    "added_at_most": ("{item}：最多加{n}分", "{item}: {n} {n?point|points} added at most"),
    "cycle_deducted_at_most": (
        "{item}：{c}最多扣{n}分",
        "{item}: {c}, {n} {n?point|points} deducted at most",
    ),
    "cycle_added_at_most": ("{item}：{c}最多加{n}分", "{item}: {c}, {n} {n?point|points} added at most"),
    "counted_once": (
        "{item}：{on}的{cause}与同类合并，不另计",
        "{item}: {cause} of {on} counts together with a graver one of its kind",
    ),
    "not_applicable": ("{name}：不适用", "{name}: not applicable"),
    "undecided": ("{name}：缺少事实记录，未评定", "{name}: no fact on record, not decided"),
    "lost": ("{name}：缺少事实记录，不得分", "{name}: no fact on record, no points"),
    "kept": ("{name}：没有扣分记录，得满分", "{name}: nothing on record against it, full points"),
    "unclear": (
        "{name}：现有记录不足以评定，未评定",
        "{name}: what is on record does not suffice, not decided",
    ),
    "lost_unclear": (
        "{name}：现有记录不足以评定，不得分",
        "{name}: what is on record does not suffice, no points",
    ),
    "kept_unclear": (
        "{name}：现有记录不足以扣分，得满分",
        "{name}: what is on record does not suffice to take points, full points",
    ),
    "pending": (
        "{name}：依据待核，来源未给出分值，不评定",
        "{name}: basis to be confirmed, the source gives no points, not decided",
    ),
    "supposed": ("{name}：假设已解决", "{name}: supposed to be settled"),
    # parts and the whole
    "start": ("基准分{n}分", "base of {n} {n?point|points}"),
    "at_most": ("{name}：以{n}分封顶", "{name}: {n} {n?point|points} at most"),
    "at_least": ("{name}：不低于{n}分", "{name}: {n} {n?point|points} at least"),
    "scaled": (
        "{name}：适用项满分{a}分，折算为{w}分",
        "{name}: applicable items make {a} {a?point|points}, scaled to {w}",
    ),
    "rounded_here": ("{name}：修约为{n}分", "{name}: rounded to {n}"),
    "rounded": ("总分修约为{n}分", "total rounded to {n}"),
    "weighed": ("{said} × {weight}", "{said} × {weight}"),
    "not_taken_best": ("{part}：只计最好的，{child}不计", "{part}: only the best count, not {child}"),
    "not_taken_worst": ("{part}：只计最差的，{child}不计", "{part}: only the worst count, not {child}"),
    # levels
    "met": ("“{level}”的条件已满足：{need}", "holds for {level}: {need}"),
    "not_met": ("“{level}”的条件未满足：{need}", "does not hold for {level}: {need}"),
    "need_undecided": ("“{level}”的条件尚不能判定：{need}", "cannot be decided for {level}: {need}"),
    "under_bar": ("{need}（未达到：{name}）", "{need} (short: {name})"),
    "reached": ("结果：{name}", "outcome: {name}"),
    "reached_by": (
        "结果：{name}（{value}分，{limit}）",
        "outcome: {name} ({value} {value?point|points}, {limit})",
    ),
    "limit >=": ("{limit}分起", "from {limit}"),
    "limit >": ("{limit}分以上，不含{limit}分", "above {limit}"),
    "limit <=": ("不超过{limit}分", "up to {limit}"),
    "limit <": ("低于{limit}分", "below {limit}"),
    "short_of": (
        "“{name}”须达到{limit}分，现为{value}分",
        "{name} needs {limit} {limit?point|points}, there {value?is|are} {value}",
    ),
    # gates, vetoes, caps and what else changes an outcome
    "vetoed": ("否决：{veto}；{effect}", "veto: {veto}; {effect}"),
    "changed": ("{veto}：{effect}", "{veto}: {effect}"),
    "veto_undecided": ("否决条件尚不能判定：{veto}", "a veto cannot be decided: {veto}"),
    "change_undecided": (
        "尚不能判定是否适用“{veto}”（{effect}）",
        "cannot be decided whether this applies: {veto} ({effect})",
    ),
    "gate_closed": ("准入条件未满足：{gate}；{effect}", "required and not met: {gate}; {effect}"),
    "gate_undecided": ("准入条件尚不能判定：{gate}", "required, and cannot be decided yet: {gate}"),
    "becomes": ("结果为“{name}”", "the outcome is {name}"),
    "suspended": ("原结果暂停，现为“{name}”", "the outcome is suspended: {name}"),
    "no_better_than": ("结果不高于“{name}”", "no better than {name}"),
    "lowered": ("结果降{n}档", "lowered by {n} {n?level|levels}"),
    "raised": ("结果升{n}档", "raised by {n} {n?level|levels}"),
    "open_outcome": ("{name}：尚不能给出结果", "{name}: no outcome can be given yet"),
    "further": ("{of} · {said}", "{of} · {said}"),
}
MISSED = frozenset({"lost", "lost_unclear", "kept", "kept_unclear"})
"""What is said where points do not come from a record."""
SENTENCES: Mapping[str, Words] = {code: {"zh": zh, "en": en} for code, (zh, en) in _TEXTS.items()}


def say(code: str, /, **places: Part) -> Said:
    """Return the sentence of this code with its places filled; places that no sentence shows are part of the hash."""
    return Said(code, SENTENCES[code], places)


def points_won(name: Words, points: Exact, most: Exact | None) -> Said:
    """An item and its points; what lies beyond its maximum or below nought is cut afterwards, by a line of its own."""
    if most is None:
        return say("points", name=name, gain=points)
    code = "points_over" if points > most else "points_under" if points < 0 else "points_of"
    return say(code, name=name, gain=points, top=most)


def reached(name: Words, value: Exact, threshold: Exact, sign: str) -> Said:
    """The outcome that was reached by a number."""
    return say("reached_by", name=name, value=value, limit=say(f"limit {sign}", limit=threshold))


def bar(of: str, ratio: Exact, names: Mapping[str, Words]) -> Words:
    """What every part, every item, or one of them must reach: the name of a need, by the scheme."""
    percent = multiply(exact(ratio), exact(100))
    if of == "parts":
        return both("每一部分得分率不低于{n}%", "every part reaches {n} %", n=percent)
    if of == "items":
        return both("每一评分项得分率不低于{n}%", "every item reaches {n} %", n=percent)
    return both(
        "{name}得分率不低于{n}%", "{name} reaches {n} %", name=names.get(of, {"zh": of, "en": of}), n=percent
    )
