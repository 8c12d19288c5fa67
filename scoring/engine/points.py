"""计分 From facts to points: items, then the parts that hold them, then the whole.

Worked example (a test runs it): a part of at most 10 points holds an item of 6 from which each late report takes 2,
and an item of 4 that does not apply. One late report: the item has 4 of 6. With ``leave_out`` the part has 4 of 6;
with ``scale_up`` the six points that apply are stretched to ten, and the part has 6 2/3 of 10, exactly.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from scoring import sheets as sheet
from scoring.engine.evaluation import Evaluation, Node, Total
from scoring.engine.items import score_item
from scoring.language import exact
from scoring.language.context import MISSING
from scoring.language.exact import ZERO, Exact
from scoring.schemes import Basis, Item, Part, Score, Words
from scoring.sheets.sentences import say


@dataclass(frozen=True, slots=True)
class Scorer:
    """计分 Scores the parts of one evaluation and the whole; ``items`` collects every item's points."""

    work: Evaluation
    items: list[Node] = field(default_factory=list)

    def total(self) -> Total:
        """Return the points of the whole; notes the parts in the context."""
        score, shared = self.work.scheme.score, self.work.shared
        if score is None:
            return Total(None, None, (), ())
        found = self.work.found(score.reached)
        if found is None:
            total = self._total(score)
        elif (known := shared.totals.get(found)) is not None:
            total = self.work.again(known, self.items)
        else:
            kept = shared.totals[found] = self.work.keep(
                lambda: self._total(score), lambda one: one.lines, self.items
            )
            total = kept.found
        self.work.context.parts, self.work.context.items = total.parts, self.items
        return total

    def _total(self, score: Score) -> Total:
        scheme = self.work.scheme
        nodes = [self.node(part) for part in score.parts]
        self.work.context.parts, self.work.context.items = nodes, self.items
        whole = self._together(score, "total", scheme.name, scheme.basis, nodes)
        regular = [node for node in nodes if not node.bonus]
        if score.start is None and regular and not any(node.applies for node in regular):
            words = say("not_applicable", name=scheme.name)  # nought of nought would be the worst there is
            whole.lines.append(self.work.line("total", None, sheet.NOT_APPLICABLE, words, scheme.basis))
            whole.points = None
        if score.start is not None:
            begin = self.work.value(score.start)
            if begin is None or whole.points is None:
                whole.points = None
            else:
                whole.points = exact.add(whole.points, begin)
                whole.lines.insert(
                    0, self.work.line("start", begin, sheet.ADDED, say("start", n=begin), scheme.basis)
                )
        self._bound(whole, score, scheme.name, scheme.basis)
        if score.rounding and whole.points is not None:
            value = exact.round_to(whole.points, score.rounding.step, score.rounding.how)
            self.work.adjust(whole, value, "round", say("rounded", n=value), scheme.basis)
        most = self.work.value(score.max) or whole.most
        return Total(whole.points, most, tuple(nodes), tuple(whole.lines))

    def node(self, node: Part | Item, part: str = "", *, shared: bool = True) -> Node:
        """Score one part or item, or take what came out for all of whom no fact speaks to it."""
        found = self.work.found(node.reached) if shared else None
        if found is None:
            return self._score(node, part)
        key = (node.id, found)
        known = self.work.shared.scored.get(key)
        if known is not None:
            return self.work.again(known, self.items)
        kept = self.work.keep(lambda: self._score(node, part), lambda one: one.lines, self.items)
        self.work.shared.scored[key] = kept
        return kept.found

    def _score(self, node: Part | Item, part: str) -> Node:
        """Score one part or item, round and weigh it; note it for the conditions of outcomes."""
        if isinstance(node, Item):
            scored = score_item(self.work, node)
            self.items.append(scored)
        else:
            scored = self.part(node)
        scored.part, scored.bonus = part, node.bonus
        if node.rounding and scored.points is not None:
            value = exact.round_to(scored.points, node.rounding.step, node.rounding.how)
            words = say("rounded_here", name=node.name, n=value)
            self.work.adjust(scored, value, node.id, words, node.basis)
        weight = self.work.value(node.weight)
        if weight is not None:
            scored.weigh(weight)
        self.work.context.nodes[node.id] = scored
        return scored

    def part(self, part: Part) -> Node:
        """Score a part: add up what applies, treat what does not, keep within its bounds."""
        applies = part.applies(self.work.context) if part.applies else True
        children = (
            []
            if applies is False
            else [self.node(child, part.id, shared=part.take != "average") for child in part.children]
        )
        if not any(child.applies for child in children):
            words = say("not_applicable", name=part.name)
            line = self.work.line(part.id, None, sheet.NOT_APPLICABLE, words, part.basis)
            return Node(
                part.id, None, self.work.value(part.max), sheet.NOT_APPLICABLE, [line], observed=False
            )
        scored = self._together(part, part.id, part.name, part.basis, children)
        if applies is MISSING:
            scored.points = None
        self._bound(scored, part, part.name, part.basis)
        if part.max is not None and all(child.applies or child.bonus for child in children):
            scored.most = self.work.value(part.max)
        scored.settle_status()
        return scored

    def _together(
        self, of: Part | Score, place: str, name: Words, basis: Basis, children: list[Node]
    ) -> Node:
        """Put the children of a part, or of the whole, together; what is a bonus comes on top."""
        regular = [child for child in children if not child.bonus]
        extra = [child for child in children if child.bonus and child.applies]
        if isinstance(of, Part) and of.take != "sum":
            scored = self._taken(of, regular)
        else:
            scored = _sum(place, regular)
        left_out = [child for child in regular if not child.applies]
        if left_out and of.not_applicable != "leave_out" and (not isinstance(of, Part) or of.take == "sum"):
            self._stretch(of, name, basis, scored, left_out)
        for child in extra:
            scored.points = (
                None
                if scored.points is None or child.points is None
                else exact.add(scored.points, child.points)
            )
        scored.lines = [*(line for child in children for line in child.lines), *scored.lines]
        return scored

    def _taken(self, part: Part, children: list[Node]) -> Node:
        """Take the average of the children that apply, or the best or worst few of them."""
        counted = [child for child in children if child.applies]
        if part.take == "average":
            for child in counted:
                child.weigh(exact.exact(Fraction(1, len(counted))))
            return _sum(part.id, counted)
        best = part.take == "best"
        mosts = sorted((child.most for child in counted if child.most is not None), reverse=best)
        most = _added(mosts[: part.taken]) if len(mosts) == len(counted) else None
        scored = Node(part.id, ZERO, most, sheet.WON)
        points = [child.points for child in counted]
        if None in points:
            scored.points = None
            return scored
        ordered = sorted(counted, key=lambda child: child.points or ZERO, reverse=best)
        scored.points = _added(child.points or ZERO for child in counted)
        names = {child.id: child.name for child in part.children}
        for child in ordered[part.taken :]:
            words = say(f"not_taken_{part.take}", part=part.name, child=names[child.id], of=child.id)
            value = exact.subtract(scored.points, child.points or ZERO)
            self.work.adjust(scored, value, part.id, words, part.basis)
            scored.points = value
        return scored

    def _stretch(
        self, of: Part | Score, name: Words, basis: Basis, scored: Node, left_out: list[Node]
    ) -> None:
        """Bring points of which something does not apply to their full maximum."""
        place = of.id if isinstance(of, Part) else scored.id
        whole = self.work.value(of.max) if of.max else _sum(place, [scored, *left_out], everything=True).most
        if whole is None or scored.most is None or scored.points is None:
            scored.points = None
            return
        if of.not_applicable == "full_marks":
            value: Exact | None = exact.add(scored.points, exact.subtract(whole, scored.most))
        else:
            value = exact.divide(exact.multiply(scored.points, whole), scored.most)
        words = say("scaled", name=name, a=scored.most, w=whole)
        self.work.adjust(scored, value or ZERO, place, words, basis)
        scored.most = whole

    def _bound(self, node: Node, bounds: Part | Score, name: Words, basis: Basis) -> None:
        """Keep points within a maximum and a minimum, with a line for what that changes."""
        for expression, upper in ((bounds.max, True), (bounds.least, False)):
            if expression is None or node.points is None:
                continue
            limit = self.work.value(expression)
            if limit is None:
                node.points = None
            elif (node.points > limit) if upper else (node.points < limit):
                words = say("at_most" if upper else "at_least", name=name, n=limit)
                self.work.adjust(node, limit, node.id, words, basis)


def _sum(name: str, nodes: list[Node], *, everything: bool = False) -> Node:
    """Return the sum of the nodes that apply, or of all; unknown where one of them is."""
    points: Exact | None = ZERO
    most: Exact | None = ZERO
    for node in nodes:
        if everything or node.status != sheet.NOT_APPLICABLE:
            points = None if points is None or node.points is None else exact.add(points, node.points)
            most = None if most is None or node.most is None else exact.add(most, node.most)
    return Node(name, points, most, sheet.WON)


def _added(numbers: Iterable[Exact]) -> Exact:
    total: Exact = ZERO
    for number in numbers:
        total = exact.add(total, number)
    return total
