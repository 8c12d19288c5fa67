"""计分 From facts to points: items, then the parts that hold them, then the whole.

Worked example (a test runs it): a part of at most 10 points holds an item of 6 from which each late report takes 2,
and an item of 4 that does not apply. One late report: the item has 4 of 6. With ``leave_out`` the part has 4 of 6;
with ``scale_up`` the six points that apply are stretched to ten, and the part has 6 2/3 of 10, exactly.
"""

from dataclasses import dataclass, field

from scoring import sentences, sheet
from scoring.evaluation import Evaluation, Node
from scoring.items import score_item
from scoring.language import exact
from scoring.language.context import MISSING
from scoring.language.exact import ZERO, Exact
from scoring.schemes import Basis, Item, Part, Score, Words
from scoring.sheet import Line


@dataclass(frozen=True, slots=True)
class Scorer:
    """计分 Scores the parts of one evaluation and the whole; ``items`` collects every item's points."""

    work: Evaluation
    items: list[Node] = field(default_factory=list)

    def total(self) -> tuple[Exact | None, Exact | None, list[Line]]:
        """Return the points of the whole, its maximum, and all lines; notes the parts in the context."""
        scheme, score = self.work.scheme, self.work.scheme.score
        if score is None:
            return None, None, []
        nodes = [self.node(part) for part in score.parts]
        self.work.context.parts, self.work.context.items = nodes, self.items
        whole = _sum("total", nodes)
        if score.start is not None:
            begin = self.work.value(score.start)
            if begin is None or whole.points is None:
                whole.points = None
            else:
                whole.points = exact.add(whole.points, begin)
                whole.lines.insert(
                    0, self.work.line("start", begin, sheet.ADDED, sentences.start(begin), scheme.basis)
                )
        self._bound(whole, score, scheme.name, scheme.basis)
        if score.rounding and whole.points is not None:
            value = exact.round_to(whole.points, score.rounding.step, score.rounding.how)
            self.work.adjust(whole, value, "round", sentences.rounded(value), scheme.basis)
        return whole.points, self.work.value(score.max) or whole.most, whole.lines

    def node(self, node: Part | Item) -> Node:
        """Score one part or item and weigh it; note it for the conditions of outcomes."""
        if isinstance(node, Item):
            scored = score_item(self.work, node)
            self.items.append(scored)
        else:
            scored = self.part(node)
        weight = self.work.value(node.weight)
        if weight is not None:
            scored.weigh(weight)
        self.work.context.nodes[node.id] = scored
        return scored

    def part(self, part: Part) -> Node:
        """Score a part: add up what applies, treat what does not, keep within its bounds."""
        applies = part.applies(self.work.context) if part.applies else True
        children = [] if applies is False else [self.node(child) for child in part.children]
        if not any(child.applies for child in children):
            words = sentences.not_applicable(part.name)
            line = self.work.line(part.id, None, sheet.NOT_APPLICABLE, words, part.basis)
            return Node(
                part.id, None, self.work.value(part.max), sheet.NOT_APPLICABLE, [line], observed=False
            )
        scored = _sum(part.id, children)
        if applies is MISSING:
            scored.points = None
        left_out = [child for child in children if not child.applies]
        if left_out and part.not_applicable != "leave_out":
            self._stretch(part, scored, left_out)
        self._bound(scored, part, part.name, part.basis)
        if part.max is not None and not left_out:
            scored.most = self.work.value(part.max)
        scored.settle_status()
        return scored

    def _stretch(self, part: Part, scored: Node, left_out: list[Node]) -> None:
        """Bring a part of which something does not apply to its full maximum."""
        whole = (
            self.work.value(part.max)
            if part.max
            else _sum(part.id, [scored, *left_out], everything=True).most
        )
        if whole is None or scored.most is None or scored.points is None:
            scored.points = None
            return
        if part.not_applicable == "full_marks":
            value: Exact | None = exact.add(scored.points, exact.subtract(whole, scored.most))
        else:
            value = exact.divide(exact.multiply(scored.points, whole), scored.most)
        words = sentences.scaled(part.name, scored.most, whole)
        self.work.adjust(scored, value or ZERO, part.id, words, part.basis)
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
                self.work.adjust(node, limit, node.id, sentences.bound(name, limit, upper=upper), basis)


def _sum(name: str, nodes: list[Node], *, everything: bool = False) -> Node:
    """Return the sum of the nodes that apply, or of all; unknown where one of them is."""
    whole = Node(name, ZERO, ZERO, sheet.WON, [line for node in nodes for line in node.lines])
    for node in nodes:
        if node.applies or everything:
            whole.points = (
                None if whole.points is None or node.points is None else exact.add(whole.points, node.points)
            )
            whole.most = None if whole.most is None or node.most is None else exact.add(whole.most, node.most)
    return whole
