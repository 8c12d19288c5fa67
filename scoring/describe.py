"""说明规则文件 What a rule file does, in words a non-programmer can follow."""

from pathlib import Path

from scoring.reading import examine_schemes
from scoring.rulebook.book import examine
from scoring.rulebook.errors import RuleFileError
from scoring.rulebook.values import Rule
from scoring.schemes import Basis, Item, Outcome, Part, Scheme

T: dict[str, tuple[str, str]] = {
    "version": ("自{since}起{until}适用;依据{basis}", "applies from {since}{until}; basis: {basis}"),
    "until": ("至{until}前", " until {until}"),
    "public": ("公开评价:只采用可以公开的事实", "Public: only facts that may be shown count"),
    "internal": ("内部使用,不公开", "Internal, not shown to the public"),
    "facts": ("采用的事实", "Facts it reads"),
    "measures": ("指标量", "Measures"),
    "score": ("计分", "Points"),
    "outcome": ("结果", "Outcome"),
    "max": ("满分{n}", "{n} at most"),
    "weight": ("权重{n}", "weight {n}"),
    "unknown": ("满分待核", "maximum to be confirmed"),
    "pending": ("计分办法待核", "rule to be confirmed"),
    "deduct": ("每有一项“{each}”,扣{n}分", "{n} off for each {each}"),
    "add": ("每有一项“{each}”,加{n}分", "{n} more for each {each}"),
    "points": ("得分为 {n}", "gives {n}"),
    "case": ("如果 {when},得 {n}", "{n} if {when}"),
    "else": ("否则得 {n}", "{n} otherwise"),
    "band": ("{name}:{n}分起", "{name}: from {n}"),
    "level": ("{name}:须同时满足", "{name}: needs all of"),
    "otherwise": ("其余:{name}", "otherwise: {name}"),
    "veto": ("否决:{name}({effect})", "veto: {name} ({effect})"),
    "to": ("结果为{name}", "becomes {name}"),
    "cap": ("不高于{name}", "no better than {name}"),
    "lower": ("降{n}档", "{n} lower"),
    "value": ("{value} {unit}", "{value} {unit}"),
    "review": ("最近核对 {day},每 {n} 天核对一次", "last checked {day}, every {n} days"),
    "examples": ("示例 {n} 个", "{n} examples"),
}


def describe_file(path: Path, language: str = "zh") -> str:
    """Return a description of the rules and schemes in the file.

    Raises:
        RuleFileError: the file cannot be used.
    """
    book, problems = examine([path])
    schemes, more = examine_schemes(book)
    own = [problem for problem in problems + more if Path(problem.file).resolve() == path.resolve()]
    if own:
        raise RuleFileError(own)
    lines: list[str] = []
    for scheme in schemes:
        if Path(scheme.file).resolve() == path.resolve():
            lines += describe_scheme(scheme, language)
    for rule in book.rules.values():
        if Path(rule.file).resolve() == path.resolve():
            lines += describe_rule(rule, language)
    return "\n".join(lines)


def describe_rule(rule: Rule, language: str = "zh") -> list[str]:
    """Return what one rule says over time."""
    key = language[:2]
    lines = [f"{rule.name[key]} ({rule.id})"]
    for entry in (*rule.national.entries, *rule.local.entries):
        value = "待核" if entry.value is None else entry.value
        said = say(key, "value", value=str(value), unit=rule.unit)
        basis = cited(Basis(entry.reference, entry.confidence), key)
        lines.append(f"  {entry.since}: {said} · {basis}" + (f" · {entry.note}" if entry.note else ""))
    lines.append("  " + say(key, "review", day=str(rule.last_checked), n=str(rule.check_every_days)))
    return lines


def describe_scheme(scheme: Scheme, language: str = "zh") -> list[str]:
    """Return what one scheme does."""
    key = language[:2]
    until = say(key, "until", until=str(scheme.until)) if scheme.until else ""
    lines = [f"{scheme.name[key]} ({scheme.id})"]
    if scheme.about[key]:
        lines.append(scheme.about[key])
    lines.append(say(key, "version", since=str(scheme.since), until=until, basis=cited(scheme.basis, key)))
    lines.append(say(key, "public" if scheme.public else "internal"))
    lines.append(f"{say(key, 'facts')}:")
    lines += [
        f"  · {kind.name[key]} ({kind.id}: {', '.join(kind.members)})" for kind in scheme.kinds.values()
    ]
    if scheme.measures:
        lines.append(f"{say(key, 'measures')}:")
        lines += [f"  · {measure.name[key]} = {measure.compute.text}" for measure in scheme.measures]
    if scheme.score:
        lines.append(f"{say(key, 'score')}:")
        for part in scheme.score.parts:
            lines += _node(part, key, 1)
    for outcome in (scheme.outcome, *scheme.also):
        lines += _outcome(outcome, key)
    lines.append(say(key, "examples", n=str(len(scheme.examples))))
    return lines


def say(language: str, sentence: str, /, **values: str) -> str:
    """Return one of our sentences in a language."""
    return T[sentence][language != "zh"].format(**values)


def cited(basis: Basis, key: str) -> str:
    """Return a basis with its confidence where that must be said."""
    word = (
        basis.confidence.word
        if key == "zh"
        else {"": "", "系统设定": "set by this system"}.get(basis.confidence.word, "to be confirmed")
    )
    return basis.reference.cite(key) + (f"({word})" if word else "")


def _node(node: Part | Item, key: str, depth: int) -> list[str]:
    indent = "  " * depth
    extra = [say(key, "max", n=node.max.text)] if node.max else []
    if node.weight:
        extra.append(say(key, "weight", n=node.weight.text))
    if isinstance(node, Part):
        lines = [f"{indent}{node.name[key]}" + (f" ({', '.join(extra)})" if extra else "")]
        for child in node.children:
            lines += _node(child, key, depth + 1)
        return lines
    if node.max_unknown:
        extra.append(say(key, "unknown"))
    if node.verb is None:
        extra.append(say(key, "pending"))
    extra += _ways(node, key)
    return [f"{indent}· {node.name[key]}: {'; '.join(extra)}"]


def _ways(item: Item, key: str) -> list[str]:
    if item.points:
        return [say(key, "points", n=item.points.text)]
    if item.occurrences:
        verb = "deduct" if item.verb == "deduct" else "add"
        return [say(key, verb, each=one.each, n=one.points.text) for one in item.occurrences]
    return [
        say(key, "case", when=case.when.text, n=case.points.text)
        if case.when
        else say(key, "else", n=case.points.text)
        for case in item.cases
    ]


def _outcome(outcome: Outcome, key: str) -> list[str]:
    lines = [f"{say(key, 'outcome')} · {outcome.name[key]}:"]
    for level in outcome.levels:
        if level.above is not None:
            lines.append("  · " + say(key, "band", name=level.name[key], n=level.above.text))
            continue
        lines.append("  · " + say(key, "level", name=level.name[key]))
        lines += [f"      - {need.name[key]}: {need.holds.text}" for need in level.needs]
    if outcome.otherwise:
        lines.append("  · " + say(key, "otherwise", name=outcome.otherwise[1][key]))
    for veto in outcome.vetoes:
        if veto.outcome:
            effect = say(key, "to", name=outcome.names[veto.outcome][key])
        elif veto.at_most:
            effect = say(key, "cap", name=outcome.names[veto.at_most][key])
        else:
            effect = say(key, "lower", n=str(veto.lower_by))
        lines.append("  · " + say(key, "veto", name=veto.name[key], effect=effect))
    return lines
