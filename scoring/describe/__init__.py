"""说明方案 What a scheme does, in words a non-programmer can follow."""

from collections.abc import Iterator

from scoring.describe.points import PointsTeller
from scoring.describe.schemes import cited, say
from scoring.describe.tables import describe_peers, describe_table
from scoring.language.context import Kind
from scoring.schemes import Scheme
from scoring.schemes.levels import Level, Outcome, Veto
from scoring.sheets.said import fill
from scoring.sheets.sentences import SENTENCES


def describe_scheme(scheme: Scheme, language: str = "zh") -> list[str]:
    """Return what one scheme does, line by line; the first line is its name, the second what it is about, if said."""
    return list(_Teller(scheme, language[:2]).lines())


class _Teller(PointsTeller):
    """Tells what one scheme does, in one language."""

    def lines(self) -> Iterator[str]:
        scheme, key = self.scheme, self.key
        yield f"{scheme.name[key]} ({scheme.id})"
        if scheme.about[key]:
            yield scheme.about[key]
        until = say(key, "until", until=str(scheme.until)) if scheme.until else ""
        yield say(key, "version", since=str(scheme.since), until=until, basis=cited(scheme.basis, key))
        if scheme.adopted:
            yield say(key, "adopted", who=scheme.authority, basis=cited(scheme.adopted, key))
        yield say(key, "public" if scheme.public else "internal")
        yield f"{say(key, 'facts')}:"
        yield from (self._kind(kind) for kind in scheme.kinds.values())
        if scheme.measures:
            yield f"{say(key, 'measures')}:"
            yield from (f"  · {one.name[key]} = {self.words(one.compute)}" for one in scheme.measures)
        if scheme.tables:
            yield f"{say(key, 'tables')}:"
            for table in scheme.tables:
                yield from describe_table(scheme, table, key)
        if scheme.comparisons:
            yield f"{say(key, 'peers')}:"
            yield from describe_peers(scheme, key)
        if scheme.score:
            yield from self.score(scheme.score)
        for outcome in (scheme.outcome, *scheme.also):
            yield from self._outcome(outcome)
        if scheme.examples:
            word = "examples" if len(scheme.examples) != 1 else "example"
            yield say(key, word, n=str(len(scheme.examples)))

    def _kind(self, kind: Kind) -> str:
        lexicon = self.scheme.lexicon
        members = [lexicon.get(f"member:{kind.id}.{name}", {}).get(self.key, name) for name in kind.members]
        return f"  · {kind.name[self.key]}" + (f" ({', '.join(members)})" if members else "")

    def _outcome(self, outcome: Outcome) -> Iterator[str]:
        key = self.key
        yield f"{say(key, 'outcome')} · {outcome.name[key]}:"
        if outcome.value and outcome.value.text != "total" and any(one.above for one in outcome.levels):
            yield "  " + say(key, "by_value", value=self.words(outcome.value))
        for level in outcome.levels:
            yield from self._level(level)
        if outcome.otherwise:
            yield "  · " + say(key, "otherwise", name=outcome.otherwise[1][key])
        for veto in outcome.vetoes:
            when = self.selection(veto.each) if veto.each else self.words(veto.when) if veto.when else ""
            effect = self._effect(outcome, veto)
            sentence = (
                "gate"
                if veto.gate
                else "limit"
                if veto.at_most
                else "veto"
                if veto.outcome or veto.suspend
                else "change"
            )
            yield "  · " + say(key, sentence, name=veto.name[key], effect=effect, when=when)

    def _level(self, level: Level) -> Iterator[str]:
        key = self.key
        limit = level.above and fill(
            SENTENCES[f"limit {level.sign}"][key], {"limit": self.words(level.above)}, key
        )
        if limit and not level.bars and not level.needs:
            yield "  · " + say(key, "band", name=level.name[key], n=limit)
            return
        yield "  · " + say(key, "level", name=level.name[key])
        if limit:
            yield f"      - {limit}"
        yield from (f"      - {bar.need.name[key]}" for bar in level.bars)
        yield from (f"      - {need.name[key]}: {self.words(need.holds)}" for need in level.needs)

    def _effect(self, outcome: Outcome, veto: Veto) -> str:
        """Return what a gate or veto makes of the outcome."""
        key, names = self.key, outcome.names
        if veto.gate:
            return names[veto.outcome or ""][key]
        if veto.outcome:
            return say(key, "to", name=names[veto.outcome][key])
        if veto.suspend:
            return say(key, "suspend", name=names[veto.suspend][key])
        if veto.raise_by:
            return say(key, "raise", n=str(veto.raise_by))
        if veto.at_most:
            return say(key, "cap", name=names[veto.at_most][key])
        return say(key, "lower", n=str(veto.lower_by))
