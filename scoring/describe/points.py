"""说明计分 How parts and items give points, in words a non-programmer can follow."""

from collections.abc import Iterator, Sequence

from scoring.describe.schemes import say
from scoring.describe.wording import in_words, selection_in_words
from scoring.language.context import Compiled
from scoring.language.exact import exact, text_of
from scoring.schemes import Case, Item, Occurrence, Part, Rounding, Scheme, Score


def ways(scheme: Scheme, item: Item, language: str = "zh") -> list[str]:
    """Return how an item gives points, way by way, and what of it is open."""
    teller = PointsTeller(scheme, language[:2])
    return [*teller.open(item), *teller.ways(item)]


class PointsTeller:
    """Tells how one scheme counts, in one language."""

    def __init__(self, scheme: Scheme, key: str) -> None:
        self.scheme = scheme
        self.key = key

    def words(self, expression: Compiled) -> str:
        """Return an expression of the scheme in words."""
        return self.told(expression.text)

    def told(self, text: str) -> str:
        """Return an expression as it is written in words."""
        return in_words(text, self.scheme.lexicon, self.key)

    def selection(self, text: str) -> str:
        """Return a selection of facts in words."""
        return selection_in_words(text, self.scheme.lexicon, self.key)

    def score(self, score: Score) -> Iterator[str]:
        """Say what holds for the whole, then every part and item."""
        whole = [say(self.key, "start", n=self.words(score.start))] if score.start else []
        whole += [say(self.key, "max", n=self.words(score.max))] if score.max else []
        whole += [say(self.key, "least", n=self.words(score.least))] if score.least else []
        whole += self._round(score.rounding)
        if score.not_applicable != "leave_out":
            whole.append(say(self.key, score.not_applicable))
        yield f"{say(self.key, 'score')}{self._bracketed(whole)}:"
        for part in score.parts:
            yield from self.node(part, 1)

    def node(self, node: Part | Item, depth: int) -> Iterator[str]:
        """Say what a part or item takes and gives, and what stands below it."""
        indent = "  " * depth
        if isinstance(node, Item):
            said = [*self._frame(node), *self.open(node), *self._needs(node), *self.ways(node)]
            yield f"{indent}· {node.name[self.key]}: {'; '.join(said)}"
            return
        yield f"{indent}{node.name[self.key]}{self._bracketed(self._frame(node))}"
        for child in node.children:
            yield from self.node(child, depth + 1)

    def _frame(self, node: Part | Item) -> list[str]:
        """Say what holds of a part or item whatever it counts."""
        said = [say(self.key, "max", n=self.words(node.max))] if node.max else []
        if node.least and not (isinstance(node, Item) and node.least.text == "0"):
            said.append(say(self.key, "least", n=self.words(node.least)))
        if node.weight:
            said.append(say(self.key, "weight", n=self.words(node.weight)))
        if node.bonus:
            said.append(say(self.key, "bonus"))
        if isinstance(node, Part) and node.take != "sum":
            said.append(say(self.key, node.take, n=str(node.taken)))
        if node.applies:
            said.append(say(self.key, "applies", when=self.words(node.applies)))
        if (
            isinstance(node, Part)
            and self.scheme.score
            and node.not_applicable not in ("leave_out", self.scheme.score.not_applicable)
        ):
            said.append(say(self.key, node.not_applicable))
        return said + self._round(node.rounding)

    def _needs(self, item: Item) -> list[str]:
        said = [say(self.key, "needs", each=self.selection(each)) for each in item.needs_said]
        return [*said, say(self.key, item.when_missing)] if said or item.when_missing != "undecided" else said

    def _round(self, rounding: Rounding | None) -> list[str]:
        if rounding is None:
            return []
        how = say(self.key, rounding.how)
        return [say(self.key, "rounded", step=text_of(exact(rounding.step)), how=how)]

    def _bracketed(self, said: list[str]) -> str:
        return f" ({', '.join(said)})" if said else ""

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
        said = [self._occurrence(verb, one) for one in item.occurrences]
        if item.verb == "bands":
            return [self._bands(item.cases)]
        for case in item.cases:
            points = self.words(case.points)
            if case.when:
                said.append(say(self.key, "case", when=self.words(case.when), n=points))
            else:
                said.append(say(self.key, "else", n=points))
        return said

    def _bands(self, cases: Sequence[Case]) -> str:
        """Say the number once, then each step with its limit."""
        steps = [
            say(self.key, f"{case.sign} step", limit=self.told(case.limit), n=self.words(case.points))
            if case.limit
            else say(self.key, "else", n=self.words(case.points))
            for case in cases
        ]
        return say(self.key, "bands", of=self.told(cases[0].of), steps="; ".join(steps))

    def _occurrence(self, verb: str, one: Occurrence) -> str:
        said = say(self.key, verb, each=self.selection(one.each), n=self.words(one.points))
        if one.once_per:
            said += say(self.key, "once_per", key=self.words(one.once_per))
        if one.cycle and one.cycle_most:
            said += say(self.key, "per_cycle", key=self.words(one.cycle), n=self.words(one.cycle_most))
        return said + (say(self.key, "at_most", n=self.words(one.at_most)) if one.at_most else "")
