"""语句 One sentence for each line of a score sheet, in Chinese and in English."""

from collections.abc import Mapping

from scoring.language.exact import Exact, exact, multiply
from scoring.said import both as both
from scoring.schemes import Words


def points_won(name: Words, points: Exact, most: Exact | None) -> Words:
    """An item and its points."""
    if most is None:
        return both("{name}：{gain}分", "{name}: {gain} points", name=name, gain=points)
    return both(
        "{name}：得{gain}分，满分{top}分", "{name}: {gain} of {top} points", name=name, gain=points, top=most
    )


def per_occurrence(item: Words, cause: Words, points: Exact, on: str, *, deducted: bool) -> Words:
    """Points for one fact."""
    if deducted:
        return both(
            "{item}：{on}有{cause}，扣{size}分",
            "{item}: {cause} of {on}, {size} points deducted",
            item=item,
            cause=cause,
            on=on,
            size=points,
        )
    return both(
        "{item}：{on}有{cause}，加{size}分",
        "{item}: {cause} of {on}, {size} points added",
        item=item,
        cause=cause,
        on=on,
        size=points,
    )


def ceiling_for_occurrences(item: Words, limit: Exact, *, deducted: bool) -> Words:
    """More occurrences than the maximum counts."""
    if deducted:
        return both("{item}：最多扣{n}分", "{item}: {n} points deducted at most", item=item, n=limit)
    return both("{item}：最多加{n}分", "{item}: {n} points added at most", item=item, n=limit)


def bound(name: Words, limit: Exact, *, upper: bool) -> Words:
    """A sum that was cut at its maximum or lifted to its minimum."""
    if upper:
        return both("{name}：以{n}分封顶", "{name}: {n} points at most", name=name, n=limit)
    return both("{name}：不低于{n}分", "{name}: {n} points at least", name=name, n=limit)


def scaled(name: Words, applicable: Exact, whole: Exact) -> Words:
    """A part of which some items do not apply, stretched to its full maximum."""
    return both(
        "{name}：适用项满分{a}分，折算为{w}分",
        "{name}: applicable items make {a} points, scaled to {w}",
        name=name,
        a=applicable,
        w=whole,
    )


def start(points: Exact) -> Words:
    """The points everybody starts with."""
    return both("基准分{n}分", "base of {n} points", n=points)


def rounded(value: Exact) -> Words:
    """The whole was rounded."""
    return both("总分修约为{n}分", "total rounded to {n}", n=value)


def not_applicable(name: Words) -> Words:
    """An item that does not apply."""
    return both("{name}：不适用", "{name}: not applicable", name=name)


def undecided(name: Words) -> Words:
    """An item whose facts are missing."""
    return both("{name}：缺少事实记录，未评定", "{name}: no fact on record, not decided", name=name)


def lost_for_missing(name: Words) -> Words:
    """An item that counts as lost because its facts are missing."""
    return both("{name}：缺少事实记录，不得分", "{name}: no fact on record, no points", name=name)


def kept_for_missing(name: Words) -> Words:
    """An item that keeps its points although its facts are missing."""
    return both(
        "{name}：没有扣分记录，得满分", "{name}: nothing on record against it, full points", name=name
    )


def pending(name: Words) -> Words:
    """An item whose rule the source does not give."""
    return both(
        "{name}：依据待核，来源未给出分值，不评定",
        "{name}: basis to be confirmed, the source gives no points, not decided",
        name=name,
    )


def supposed(name: Words) -> Words:
    """An item taken as settled, to see what that would change."""
    return both("{name}：假设已解决", "{name}: supposed to be settled", name=name)


def met(level: Words, need: Words) -> Words:
    """A need of a level that holds."""
    return both("“{level}”的条件已满足：{need}", "holds for {level}: {need}", level=level, need=need)


def not_met(level: Words, need: Words) -> Words:
    """A need of a level that does not hold."""
    return both("“{level}”的条件未满足：{need}", "does not hold for {level}: {need}", level=level, need=need)


def need_undecided(level: Words, need: Words) -> Words:
    """A need that cannot be decided."""
    return both(
        "“{level}”的条件尚不能判定：{need}", "cannot be decided for {level}: {need}", level=level, need=need
    )


def vetoed(veto: Words, effect: Words) -> Words:
    """A veto that applies."""
    return both("否决：{veto}；{effect}", "veto: {veto}; {effect}", veto=veto, effect=effect)


def becomes(name: Words) -> Words:
    """The effect of a veto that sets the outcome."""
    return both("结果为“{name}”", "the outcome is {name}", name=name)


def no_better_than(name: Words) -> Words:
    """The effect of a veto that caps the outcome."""
    return both("结果不高于“{name}”", "no better than {name}", name=name)


def lowered(steps: int) -> Words:
    """The effect of a veto that lowers the outcome."""
    return both("结果降{n}档", "lowered by {n}", n=str(steps))


def veto_undecided(veto: Words) -> Words:
    """A veto that cannot be decided."""
    return both("否决条件尚不能判定：{veto}", "a veto cannot be decided: {veto}", veto=veto)


LIMITS: dict[str, Words] = {
    ">=": {"zh": "{limit}分起", "en": "from {limit}"},
    ">": {"zh": "{limit}分以上，不含{limit}分", "en": "above {limit}"},
    "<=": {"zh": "不超过{limit}分", "en": "up to {limit}"},
    "<": {"zh": "低于{limit}分", "en": "below {limit}"},
}


def reached(name: Words, value: Exact | None, threshold: Exact | None, sign: str = ">=") -> Words:
    """The outcome that was reached by a number."""
    if value is None or threshold is None:
        return both("结果：{name}", "outcome: {name}", name=name)
    limit = both(LIMITS[sign]["zh"], LIMITS[sign]["en"], limit=threshold)
    return both(
        "结果：{name}（{value}分，{limit}）",
        "outcome: {name} ({value} points, {limit})",
        name=name,
        value=value,
        limit=limit,
    )


def short_of(name: Words, value: Exact, threshold: Exact) -> Words:
    """A level whose number is not reached."""
    return both(
        "“{name}”须达到{limit}分，现为{value}分",
        "{name} needs {limit} points, there are {value}",
        name=name,
        value=value,
        limit=threshold,
    )


def bar(of: str, ratio: Exact, names: Mapping[str, Words]) -> Words:
    """What every part, every item, or one of them must reach."""
    percent = multiply(exact(ratio), exact(100))
    if of == "parts":
        return both("每一部分得分率不低于{n}%", "every part reaches {n} %", n=percent)
    if of == "items":
        return both("每一评分项得分率不低于{n}%", "every item reaches {n} %", n=percent)
    return both(
        "{name}得分率不低于{n}%", "{name} reaches {n} %", name=names.get(of, {"zh": of, "en": of}), n=percent
    )


def under_bar(need: Words, name: Words) -> Words:
    """One part or item that does not reach what every one must reach."""
    return both("{need}（未达到：{name}）", "{need} (short: {name})", need=need, name=name)


def gate_closed(gate: Words, effect: Words) -> Words:
    """A condition that everybody must meet, and this one does not."""
    return both(
        "准入条件未满足：{gate}；{effect}", "required and not met: {gate}; {effect}", gate=gate, effect=effect
    )


def suspended(name: Words) -> Words:
    """The effect of what lays an outcome aside while it lasts."""
    return both("原结果暂停，现为“{name}”", "the outcome is suspended: {name}", name=name)


def raised(steps: int) -> Words:
    """The effect of what raises an outcome."""
    return both("结果升{n}档", "raised by {n}", n=str(steps))


def not_taken(part: Words, child: Words, way: str) -> Words:
    """An item or part that does not count because only the best or worst few do."""
    if way == "best":
        return both(
            "{part}：只计最好的，{child}不计",
            "{part}: only the best count, not {child}",
            part=part,
            child=child,
        )
    return both(
        "{part}：只计最差的，{child}不计", "{part}: only the worst count, not {child}", part=part, child=child
    )


def counted_once(item: Words, cause: Words, on: str) -> Words:
    """A fact that does not count beside a graver one of the same kind."""
    return both(
        "{item}：{on}的{cause}与同类合并，不另计",
        "{item}: {cause} of {on} counts together with a graver one of its kind",
        item=item,
        cause=cause,
        on=on,
    )


def ceiling_per_cycle(item: Words, cycle: str, limit: Exact, *, deducted: bool) -> Words:
    """More in one cycle than counts there."""
    if deducted:
        return both(
            "{item}：{c}最多扣{n}分",
            "{item}: {c}, {n} points deducted at most",
            item=item,
            c=cycle,
            n=limit,
        )
    return both(
        "{item}：{c}最多加{n}分", "{item}: {c}, {n} points added at most", item=item, c=cycle, n=limit
    )


def rounded_here(name: Words, value: Exact) -> Words:
    """A part or item was rounded."""
    return both("{name}：修约为{n}分", "{name}: rounded to {n}", name=name, n=value)


def open_outcome(name: Words) -> Words:
    """No outcome can be given."""
    return both("{name}：尚不能给出结果", "{name}: no outcome can be given yet", name=name)
