"""计分 From facts to points: items, then the parts that hold them, then the whole.

Worked example (a test runs it): a part of at most 10 points holds an item of 6 from which each late report takes 2,
and an item of 4 that does not apply. One late report: the item has 4 of 6. With ``leave_out`` the part has 4 of 6;
with ``scale_up`` the six points that apply are stretched to ten, and the part has 6 2/3 of 10, exactly.
"""

from dataclasses import dataclass, field
from datetime import date

from scoring import sentences, sheet
from scoring.language import exact
from scoring.language.context import MISSING, Compiled, Context, Row, Value
from scoring.language.exact import ZERO, Exact
from scoring.schemes import Basis, Item, Occurrence, Part, Scheme, Words
from scoring.sheet import Line

ONE = exact.exact(1)


@dataclass(slots=True)
class Node:
    """计分结果 Points of one part or item; ``points`` and ``most`` are ``None`` where they are not decided."""

    id: str
    points: Exact | None
    most: Exact | None
    status: str
    lines: list[Line] = field(default_factory=list)
    observed: bool = True

    @property
    def applies(self) -> bool:
        """Whether it counts at all."""
        return self.status != sheet.NOT_APPLICABLE

    def get(self, name: str) -> Value:
        """Return what an expression may ask of a scored part or item."""
        if name == "id":
            return self.id
        if name == "status":
            return self.status
        if name == "points":
            return MISSING if self.points is None else self.points
        if name == "most":
            return MISSING if self.most is None else self.most
        if self.points is None or not self.most:
            return MISSING
        return exact.divide(self.points, self.most)


@dataclass(slots=True)
class Scorer:
    """评分器 Scores one subject with one scheme. ``supposed`` names items taken as fully won, to ask "what if"."""

    scheme: Scheme
    context: Context
    rehearse: bool
    supposed: frozenset[str]
    items: list[Node] = field(default_factory=list)

    @property
    def assumes(self) -> bool:
        """Whether assumed values stand in for what the source does not give: in rehearsals, and where adopted."""
        return self.rehearse or self.scheme.adopted is not None

    def basis(self, item: Item) -> Basis:
        """Return what an item rests on; where it was open, the act by which it was adopted."""
        return self.scheme.adopted if item.is_pending and self.scheme.adopted else item.basis

    def line(
        self,
        place: str,
        points: Exact | None,
        status: str,
        words: Words,
        basis: Basis,
        facts: tuple[str, ...] = (),
    ) -> Line:
        """Return a line of this scheme."""
        return Line(f"{self.scheme.id}.{place}", self.scheme.since, facts, points, status, words, basis)

    def value(self, expression: Compiled | None, row: Row | None = None) -> Exact | None:
        """Return the number an expression gives, or nothing where it is missing or absent."""
        if expression is None:
            return None
        result = expression(self.context, row)
        return None if result is MISSING else result

    def total(self) -> tuple[Exact | None, Exact | None, list[Line]]:
        """Return the points of the whole, its maximum, and all lines; notes the parts in the context."""
        score = self.scheme.score
        if score is None:
            return None, None, []
        nodes = [self.node(part, ONE) for part in score.parts]
        self.context.parts, self.context.items = nodes, self.items
        whole = Node("total", ZERO, ZERO, sheet.WON, [line for node in nodes for line in node.lines])
        _add_up(whole, nodes)
        basis, name = self.scheme.basis, self.scheme.name
        if score.start is not None:
            begin = self.value(score.start)
            if begin is not None:
                whole.lines.insert(0, self.line("start", begin, sheet.ADDED, sentences.start(begin), basis))
            whole.points = None if whole.points is None or begin is None else exact.add(whole.points, begin)
        self._bound(whole, score.max, score.least, "total", name, basis, ONE)
        if score.rounding and whole.points is not None:
            value = exact.round_to(whole.points, score.rounding.step, score.rounding.how)
            self._adjust(whole, value, "round", sentences.rounded(value), basis)
            whole.points = value
        return whole.points, self.value(score.max) or whole.most, whole.lines

    def node(self, node: Part | Item, weight: Exact) -> Node:
        """Score one part or item; ``weight`` is the product of the weights above it."""
        own = self.value(node.weight)
        factor = exact.multiply(weight, own) if own is not None else weight
        if isinstance(node, Item):
            scored = self.item(node, factor)
            self.items.append(scored)
        else:
            scored = self.part(node, factor)
        self.context.nodes[node.id] = scored
        return scored

    # --- parts -------------------------------------------------------------------------------------------------

    def part(self, part: Part, weight: Exact) -> Node:
        """Score a part: add up what applies, treat what does not, keep within its bounds."""
        applies = part.applies(self.context) if part.applies else True
        children = [] if applies is False else [self.node(child, weight) for child in part.children]
        counted = [child for child in children if child.applies]
        if not counted:
            words = sentences.not_applicable(part.name)
            return Node(
                part.id,
                ZERO,
                ZERO,
                sheet.NOT_APPLICABLE,
                [self.line(part.id, None, sheet.NOT_APPLICABLE, words, part.basis)],
            )
        scored = Node(part.id, ZERO, ZERO, sheet.WON, [line for child in children for line in child.lines])
        _add_up(scored, counted)
        left_out = [child for child in children if not child.applies and child.most]
        own_max = self.value(part.max)
        if left_out and part.not_applicable != "leave_out":
            self._treat_left_out(part, scored, left_out, own_max and exact.multiply(own_max, weight))
        self._bound(
            scored,
            part.max if not left_out or part.not_applicable != "leave_out" else None,
            part.least,
            part.id,
            part.name,
            part.basis,
            weight,
        )
        if own_max is not None and not left_out:
            scored.most = exact.multiply(own_max, weight)
        if applies is MISSING:
            scored.points = None
        scored.status = _status(scored)
        return scored

    def _treat_left_out(self, part: Part, scored: Node, left_out: list[Node], own_max: Exact | None) -> None:
        whole: Exact | None = own_max
        if whole is None and scored.most is not None:
            whole = scored.most
            for child in left_out:
                whole = exact.add(whole, child.most or ZERO)
        if whole is None or scored.most is None or scored.points is None:
            scored.points = None
            return
        if part.not_applicable == "full_marks":
            value = exact.add(scored.points, exact.subtract(whole, scored.most))
        else:
            value = exact.divide(exact.multiply(scored.points, whole), scored.most) or ZERO
        self._adjust(scored, value, part.id, sentences.scaled(part.name, scored.most, whole), part.basis)
        scored.points, scored.most = value, whole

    def _bound(
        self,
        node: Node,
        top: Compiled | None,
        floor: Compiled | None,
        place: str,
        name: Words,
        basis: Basis,
        weight: Exact,
    ) -> None:
        """Keep points within a maximum and a minimum, with a line for what that changes."""
        for expression, upper in ((top, True), (floor, False)):
            if expression is None or node.points is None:
                continue
            limit = self.value(expression)
            if limit is None:
                node.points = None
                return
            limit = exact.multiply(limit, weight)
            if (node.points > limit) if upper else (node.points < limit):
                self._adjust(node, limit, place, sentences.bound(name, limit, upper=upper), basis)
                node.points = limit

    def _adjust(self, node: Node, value: Exact, place: str, words: Words, basis: Basis) -> None:
        if node.points is not None and value != node.points:
            node.lines.append(
                self.line(place, exact.subtract(value, node.points), sheet.ADJUSTED, words, basis)
            )

    # --- items -------------------------------------------------------------------------------------------------

    def item(self, item: Item, weight: Exact) -> Node:
        """Score one item, with its lines."""
        self.context.names["this"] = item.id
        self.context.used.clear()
        most = self._most(item)
        applies = item.applies(self.context) if item.applies else True
        if applies is False:
            words = sentences.not_applicable(item.name)
            return self._without_points(item, sheet.NOT_APPLICABLE, words, most, weight)
        if item.id in self.supposed and most is not None:
            return self._flat(item, most, most, weight, sentences.supposed(item.name))
        if item.is_pending and not self.assumes:
            return self._without_points(item, sheet.PENDING, sentences.pending(item.name), most, weight)
        lacking = any(not choose(self.context) for choose in item.needs)
        if item.occurrences and not lacking and applies is not MISSING:
            return self._by_occurrence(item, most, weight)
        points = None if lacking or applies is MISSING else self._points(item)
        if points is None:
            return self._missing(item, most, weight)
        node = self._flat(item, points, most, weight, sentences.points_won(item.name, points, most, weight))
        node.observed = item.verb is not None  # an assumed number was not observed
        return node

    def _most(self, item: Item) -> Exact | None:
        if item.max is not None:
            return self.value(item.max)
        if self.assumes and item.assumed_max is not None:
            return item.assumed_max
        if item.cases and not item.max_unknown:
            values = [self.value(case.points) for case in item.cases]
            known = [value for value in values if value is not None]
            return max(known) if len(known) == len(values) else None
        return None

    def _points(self, item: Item) -> Exact | None:
        if item.verb is None:
            return self.value(item.assumed_points)
        if item.verb == "points":
            return self.value(item.points)
        for case in item.cases:
            holds = case.when(self.context) if case.when else True
            if holds is MISSING:
                return None
            if holds:
                return self.value(case.points)
        return ZERO

    def _flat(self, item: Item, points: Exact, most: Exact | None, weight: Exact, words: Words) -> Node:
        status = sheet.WON if most is None or points >= most else sheet.LOST if points <= 0 else sheet.PARTLY
        gained = exact.multiply(points, weight)
        line = self.line(item.id, gained, status, words, self.basis(item), tuple(self.context.used))
        node = Node(item.id, gained, None if most is None else exact.multiply(most, weight), status, [line])
        self._keep_within(item, node, most, weight)
        return node

    def _by_occurrence(self, item: Item, most: Exact | None, weight: Exact) -> Node:
        """Full marks minus something for each fact, or nothing plus something for each."""
        deducted = item.verb == "deduct"
        if deducted and most is None:
            return self._missing(item, most, weight)
        begin = most if deducted and most is not None else ZERO
        node = Node(
            item.id,
            exact.multiply(begin, weight),
            None if most is None else exact.multiply(most, weight),
            sheet.WON,
        )
        if deducted:
            words = sentences.points_won(item.name, begin, most, weight)
            node.lines.append(self.line(item.id, node.points, sheet.WON, words, self.basis(item)))
        for occurrence in item.occurrences:
            if not self._occurrences(item, occurrence, node, weight, deducted=deducted):
                return self._missing(item, most, weight)
        self._keep_within(item, node, most, weight)
        node.status = _status(node)
        return node

    def _occurrences(
        self, item: Item, occurrence: Occurrence, node: Node, weight: Exact, *, deducted: bool
    ) -> bool:
        """Add the lines of one kind of occurrence; false where it cannot be said which facts count."""
        rows = occurrence.choose(self.context)
        limit = self.value(occurrence.at_most)
        if rows is None or (occurrence.at_most and limit is None):
            return False
        counted: Exact = ZERO
        for row in rows:
            size = self.value(occurrence.points, row)
            if size is None:
                return False
            counted = exact.add(counted, size)
            change = exact.multiply(exact.subtract(ZERO, size) if deducted else size, weight)
            on = row.get("on")
            words = sentences.per_occurrence(
                item.name,
                occurrence.name,
                change,
                on.isoformat() if isinstance(on, date) else "",
                deducted=deducted,
            )
            status = sheet.DEDUCTED if deducted else sheet.ADDED
            node.lines.append(
                self.line(item.id, change, status, words, self.basis(item), (str(row.get("id")),))
            )
            node.points = exact.add(node.points or ZERO, change)
        if limit is not None and counted > limit:
            excess = exact.multiply(exact.subtract(counted, limit), weight)
            back = excess if deducted else exact.subtract(ZERO, excess)
            words = sentences.ceiling_for_occurrences(item.name, limit, deducted=deducted)
            self._adjust(node, exact.add(node.points or ZERO, back), item.id, words, self.basis(item))
            node.points = exact.add(node.points or ZERO, back)
        return True

    def _keep_within(self, item: Item, node: Node, most: Exact | None, weight: Exact) -> None:
        """Keep an item between its least (nought, unless it says otherwise) and its most."""
        least = self.value(item.least) if item.least else (ZERO if most is not None else None)
        for limit, upper in ((most, True), (least, False)):
            if limit is None or node.points is None:
                continue
            limit = exact.multiply(limit, weight)
            if (node.points > limit) if upper else (node.points < limit):
                self._adjust(
                    node, limit, item.id, sentences.bound(item.name, limit, upper=upper), self.basis(item)
                )
                node.points = limit

    def _missing(self, item: Item, most: Exact | None, weight: Exact) -> Node:
        """Treat an item whose facts are missing as the scheme says."""
        if item.when_missing == "not_applicable":
            node = self._without_points(
                item, sheet.NOT_APPLICABLE, sentences.not_applicable(item.name), most, weight
            )
        elif item.when_missing == "lose":
            node = self._flat(item, ZERO, most, weight, sentences.lost_for_missing(item.name))
        elif item.when_missing == "keep" and most is not None:
            node = self._flat(item, most, most, weight, sentences.kept_for_missing(item.name))
        else:
            node = self._without_points(item, sheet.UNDECIDED, sentences.undecided(item.name), most, weight)
        node.observed = False
        return node

    def _without_points(
        self, item: Item, status: str, words: Words, most: Exact | None, weight: Exact
    ) -> Node:
        line = self.line(item.id, None, status, words, self.basis(item))
        most = None if most is None else exact.multiply(most, weight)
        return Node(item.id, None, most, status, [line], observed=False)


def _add_up(whole: Node, nodes: list[Node]) -> None:
    for node in nodes:
        if not node.applies:
            continue
        whole.points = (
            None if whole.points is None or node.points is None else exact.add(whole.points, node.points)
        )
        whole.most = None if whole.most is None or node.most is None else exact.add(whole.most, node.most)


def _status(node: Node) -> str:
    if node.points is None:
        return sheet.UNDECIDED
    if node.most is None or node.points >= node.most:
        return sheet.WON
    return sheet.LOST if node.points <= 0 else sheet.PARTLY
