"""说明方案 What a scheme does, in words a non-programmer can follow."""

from scoring.language.context import Compiled, Kind
from scoring.levels import Outcome
from scoring.schemes import Basis, Item, Part, Scheme
from scoring.sentences import LIMITS
from scoring.wording import in_words, selection_in_words

T: dict[str, tuple[str, str]] = {
    "version": ("自{since}起{until}适用；依据{basis}", "applies from {since}{until}; basis: {basis}"),
    "until": ("至{until}前", " until {until}"),
    "public": ("公开评价：只采用可以公开的事实", "Public: only facts that may be shown count"),
    "internal": ("内部使用，不公开", "Internal, not shown to the public"),
    "facts": ("采用的事实", "Facts it reads"),
    "measures": ("指标量", "Measures"),
    "score": ("计分", "Points"),
    "outcome": ("结果", "Outcome"),
    "max": ("满分{n}", "{n} at most"),
    "weight": ("权重{n}", "weight {n}"),
    "unknown": ("满分待核（假设{n}）", "maximum to be confirmed ({n} assumed)"),
    "pending": ("计分办法待核", "rule to be confirmed"),
    "assumed": ("计分办法待核，以下为假设", "rule to be confirmed, the following is assumed"),
    "adopted": (
        "来源未给出的分值由{who}采用；依据{basis}",
        "what the source leaves open was adopted by {who}; basis: {basis}",
    ),
    "deduct": ("每有一项{each}，扣分：{n}", "{n} off for each {each}"),
    "add": ("每有一项{each}，加分：{n}", "{n} more for each {each}"),
    "at_most": ("，合计最多{n}分", ", {n} in all at most"),
    "points": ("得分为{n}", "gives {n}"),
    "case": ("如果{when}，得{n}分", "{n} if {when}"),
    "else": ("否则得{n}分", "{n} otherwise"),
    "band": ("{name}：{n}", "{name}: {n}"),
    "bonus": ("附加分，不计入满分", "a bonus, beyond the maximum"),
    "average": ("取平均", "the average counts"),
    "best": ("只计最好的{n}项", "only the best {n} count"),
    "worst": ("只计最差的{n}项", "only the worst {n} count"),
    "gate": ("准入条件：{name}（不满足的，结果为{effect}）", "required: {name} (else {effect})"),
    "suspend": ("暂停，显示为{name}", "suspended, shown as {name}"),
    "raise": ("升{n}档", "{n} higher"),
    "tables": ("对照表", "Tables"),
    "peers": ("同组比较", "Comparison with peers"),
    "level": ("{name}：须同时满足", "{name}: needs all of"),
    "otherwise": ("其余：{name}", "otherwise: {name}"),
    "veto": ("否决：{name}（{effect}）", "veto: {name} ({effect})"),
    "to": ("结果为{name}", "becomes {name}"),
    "cap": ("不高于{name}", "no better than {name}"),
    "lower": ("降{n}档", "{n} lower"),
    "value": ("{value} {unit}", "{value} {unit}"),
    "local": ("{who}：", "{who}, before the national value: "),
    "review": ("最近核对 {day}，每 {n} 天核对一次", "last checked {day}, every {n} days"),
    "examples": ("示例 {n} 个", "{n} examples"),
    "law": ("{issuer}，{number}", "{issuer}, {number}"),
    "in_force": ("自{day}起施行", "in force from {day}"),
    "repealed": ("{day}废止", "repealed on {day}"),
    "over": ("{above} ÷ {below}", "{above} ÷ {below}"),
    "by": ("，到 {day}", " by {day}"),
    "at_least": ("不低于 {value} {unit}", "at least {value} {unit}"),
    "above": ("高于 {value} {unit}", "above {value} {unit}"),
    "exactly": ("等于 {value} {unit}", "exactly {value} {unit}"),
    "between": ("{value} {unit}", "{value} {unit}"),
    "reached": ("已达到 {value} {unit}", "{value} {unit} reached"),
    "no_more": ("不高于 {value} {unit}", "at most {value} {unit}"),
}


def describe_scheme(scheme: Scheme, language: str = "zh") -> list[str]:
    """Return what one scheme does, line by line; the first line is its name, the second what it is about, if said."""
    return _Teller(scheme, language[:2]).lines()


def ways(scheme: Scheme, item: Item, language: str = "zh") -> list[str]:
    """Return how an item gives points, way by way, and what of it is open."""
    teller = _Teller(scheme, language[:2])
    return [*teller.open(item), *teller.ways(item)]


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
    return basis.reference.cite(key) + (
        f"（{word}）" if word and key == "zh" else f" ({word})" if word else ""
    )


class _Teller:
    """Tells what one scheme does, in one language."""

    def __init__(self, scheme: Scheme, key: str) -> None:
        self.scheme = scheme
        self.key = key

    def lines(self) -> list[str]:
        scheme, key = self.scheme, self.key
        until = say(key, "until", until=str(scheme.until)) if scheme.until else ""
        lines = [f"{scheme.name[key]} ({scheme.id})"]
        if scheme.about[key]:
            lines.append(scheme.about[key])
        lines.append(
            say(key, "version", since=str(scheme.since), until=until, basis=cited(scheme.basis, key))
        )
        if scheme.adopted:
            lines.append(say(key, "adopted", who=scheme.authority, basis=cited(scheme.adopted, key)))
        lines.append(say(key, "public" if scheme.public else "internal"))
        lines.append(f"{say(key, 'facts')}:")
        lines += [self._kind(kind) for kind in scheme.kinds.values()]
        if scheme.measures:
            lines.append(f"{say(key, 'measures')}:")
            lines += [f"  · {one.name[key]} = {self.words(one.compute)}" for one in scheme.measures]
        if scheme.tables:
            names = [table.name[key] for table in scheme.tables]
            lines += [f"{say(key, 'tables')}:", *(f"  · {name}" for name in names)]
        if scheme.comparisons:
            names = [comparison.name[key] for comparison in scheme.comparisons]
            lines += [f"{say(key, 'peers')}:", *(f"  · {name}" for name in names)]
        if scheme.score:
            lines.append(f"{say(key, 'score')}:")
            for part in scheme.score.parts:
                lines += self._node(part, 1)
        for outcome in (scheme.outcome, *scheme.also):
            lines += self._outcome(outcome)
        lines.append(say(key, "examples", n=str(len(scheme.examples))))
        return lines

    def words(self, expression: Compiled) -> str:
        return in_words(expression.text, self.scheme.lexicon, self.key)

    def _kind(self, kind: Kind) -> str:
        members = [self.scheme.lexicon.get(name, {}).get(self.key, name) for name in kind.members]
        return f"  · {kind.name[self.key]}" + (f" ({', '.join(members)})" if members else "")

    def _node(self, node: Part | Item, depth: int) -> list[str]:
        indent = "  " * depth
        said = [say(self.key, "max", n=node.max.text)] if node.max else []
        if node.weight:
            said.append(say(self.key, "weight", n=node.weight.text))
        if node.bonus:
            said.append(say(self.key, "bonus"))
        if isinstance(node, Part) and node.take != "sum":
            said.append(say(self.key, node.take, n=str(node.taken)))
        if isinstance(node, Part):
            lines = [f"{indent}{node.name[self.key]}" + (f" ({', '.join(said)})" if said else "")]
            for child in node.children:
                lines += self._node(child, depth + 1)
            return lines
        return [f"{indent}· {node.name[self.key]}: {'; '.join(said + self.open(node) + self.ways(node))}"]

    def open(self, item: Item) -> list[str]:
        """Say what of an item is not known, or was adopted."""
        assumed = "–" if item.assumed_max is None else str(item.assumed_max)
        if self.scheme.adopted:
            return [say(self.key, "max", n=assumed)] if item.max_unknown else []
        said = [say(self.key, "unknown", n=assumed)] if item.max_unknown else []
        if item.verb is None:
            said.append(say(self.key, "pending"))
        elif item.unconfirmed:
            said.append(say(self.key, "assumed"))
        return said

    def ways(self, item: Item) -> list[str]:
        """Say each way in which an item gives points."""
        if item.points:
            return [say(self.key, "points", n=self.words(item.points))]
        verb = "deduct" if item.verb == "deduct" else "add"
        said = [
            say(
                self.key,
                verb,
                each=selection_in_words(one.each, self.scheme.lexicon, self.key),
                n=self.words(one.points),
            )
            + (say(self.key, "at_most", n=self.words(one.at_most)) if one.at_most else "")
            for one in item.occurrences
        ]
        for case in item.cases:
            points = self.words(case.points)
            if case.when:
                said.append(say(self.key, "case", when=self.words(case.when), n=points))
            else:
                said.append(say(self.key, "else", n=points))
        return said

    def _outcome(self, outcome: Outcome) -> list[str]:
        key = self.key
        lines = [f"{say(key, 'outcome')} · {outcome.name[key]}:"]
        for level in outcome.levels:
            limit = level.above and LIMITS[level.sign][key].format(limit=level.above.text)
            if limit and not level.bars and not level.needs:
                lines.append("  · " + say(key, "band", name=level.name[key], n=limit))
                continue
            lines.append("  · " + say(key, "level", name=level.name[key]))
            lines += [f"      - {limit}"] if limit else []
            lines += [f"      - {bar.need.name[key]}" for bar in level.bars]
            lines += [f"      - {need.name[key]}: {self.words(need.holds)}" for need in level.needs]
        if outcome.otherwise:
            lines.append("  · " + say(key, "otherwise", name=outcome.otherwise[1][key]))
        for veto in outcome.vetoes:
            if veto.outcome:
                effect = say(key, "to", name=outcome.names[veto.outcome][key])
            elif veto.suspend:
                effect = say(key, "suspend", name=outcome.names[veto.suspend][key])
            elif veto.raise_by:
                effect = say(key, "raise", n=str(veto.raise_by))
            elif veto.at_most:
                effect = say(key, "cap", name=outcome.names[veto.at_most][key])
            else:
                effect = say(key, "lower", n=str(veto.lower_by))
            if veto.gate:
                effect = outcome.names[veto.outcome or ""][key]
            sentence = "gate" if veto.gate else "veto"
            lines.append("  · " + say(key, sentence, name=veto.name[key], effect=effect))
        return lines
