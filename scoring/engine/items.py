"""评分项计分 How one item gives points: a number, the first case that holds, or something for each fact."""

from dataclasses import dataclass
from datetime import date

from scoring import sheets as sheet
from scoring.engine.evaluation import Evaluation, Node
from scoring.language import exact
from scoring.language.context import MISSING, Compiled, Row, Value
from scoring.language.exact import ZERO, Exact
from scoring.schemes import Item, Occurrence
from scoring.sheets.said import Said
from scoring.sheets.sentences import points_won, say

Counted = tuple[Row, Exact]
"""计入的事实 A fact and the points it gives or takes."""


def score_item(work: Evaluation, item: Item) -> Node:
    """Score one item, with its lines; its weight is not applied yet."""
    work.context.names["this"] = item.id
    work.context.used.clear()
    scorer = _ItemScorer(work, item, _most(work, item))
    applies = item.applies(work.context) if item.applies else True
    if applies is False:
        return scorer.without_points(sheet.NOT_APPLICABLE, say("not_applicable", name=item.name))
    if item.id in work.supposed and scorer.most is not None:
        return scorer.flat(scorer.most, say("supposed", name=item.name))
    if item.is_pending and not work.assumes:
        return scorer.without_points(sheet.PENDING, say("pending", name=item.name))
    if any(not choose(work.context) for choose in item.needs):
        return scorer.missing(nobody_looked=True)
    if applies is MISSING:
        return scorer.missing()
    if item.occurrences:
        return scorer.by_occurrence()
    points = _points(work, item)
    if points is None:
        return scorer.missing()
    node = scorer.flat(points, points_won(item.name, points, scorer.most))
    node.observed = item.verb is not None  # an assumed number was not observed
    return node


def _most(work: Evaluation, item: Item) -> Exact | None:
    """Return the maximum of an item: given, assumed, or the best of its cases."""
    if item.max is not None:
        return work.value(item.max)
    if item.max_unknown or not item.cases:
        return item.assumed_max if work.assumes else None
    values = [work.value(case.points) for case in item.cases]
    known = [value for value in values if value is not None]
    return max(known) if len(known) == len(values) else None


def _points(work: Evaluation, item: Item) -> Exact | None:
    if item.verb is None:
        return work.value(item.assumed_points)
    if item.verb == "points":
        return work.value(item.points)
    for case in item.cases:
        holds = case.when(work.context) if case.when else True
        if holds is MISSING:
            return None
        if holds:
            return work.value(case.points)
    return ZERO


def _gravest(work: Evaluation, key: Compiled, counted: list[Counted]) -> list[Counted] | None:
    """Return the occurrence with most points of each key, the earliest of equals; nothing where a key is missing."""
    kept: dict[Value, Counted] = {}
    for row, size in counted:
        same = key(work.context, row)
        if same is MISSING:
            return None
        if same not in kept or size > kept[same][1]:
            kept[same] = (row, size)
    return list(kept.values())


def _verb(deducted: bool) -> str:
    return sheet.DEDUCTED if deducted else sheet.ADDED


def _day_of(row: Row) -> str:
    on = row.get("on")
    return on.isoformat() if isinstance(on, date) else ""


@dataclass(frozen=True, slots=True)
class _ItemScorer:
    work: Evaluation
    item: Item
    most: Exact | None

    def flat(self, points: Exact, words: Said) -> Node:
        """All points in one line."""
        node = Node(self.item.id, points, self.most, sheet.WON)
        node.settle_status()
        facts = tuple(self.work.context.used)
        node.lines.append(
            self.work.line(node.id, points, node.status, words, self.work.basis(self.item), facts)
        )
        self._keep_within(node)
        return node

    def by_occurrence(self) -> Node:
        """Full marks minus something for each fact, or nothing plus something for each."""
        deducted = self.item.verb == "deduct"
        begin = self.most if deducted else ZERO
        if begin is None:
            return self.missing()
        node = Node(self.item.id, begin, self.most, sheet.WON)
        if deducted:
            words = points_won(self.item.name, begin, self.most)
            node.lines.append(self.work.line(node.id, begin, sheet.WON, words, self.work.basis(self.item)))
        for occurrence in self.item.occurrences:
            if not self._count(node, occurrence, deducted=deducted):
                return self.missing()
        self._keep_within(node)
        node.settle_status()
        return node

    def _count(self, node: Node, occurrence: Occurrence, *, deducted: bool) -> bool:
        """Add a line for each occurrence; false where it cannot be said which facts count, or for how much."""
        rows = occurrence.choose(self.work.context)
        sizes = None if rows is None else [self.work.value(occurrence.points, row) for row in rows]
        limit = self.work.value(occurrence.at_most)
        if rows is None or sizes is None or None in sizes or (occurrence.at_most and limit is None):
            return False
        counted = [(row, size) for row, size in zip(rows, sizes, strict=True) if size is not None]
        if occurrence.once_per is not None:
            kept = _gravest(self.work, occurrence.once_per, counted)
            if kept is None:
                return False
            for row, _ in (one for one in counted if one not in kept):
                self._merged(node, occurrence, row)
            counted = kept
        before = node.points or ZERO
        for row, size in counted:
            self._occurred(node, occurrence, row, size, deducted=deducted)
        if occurrence.cycle is not None and not self._cap_cycles(
            node, occurrence, counted, deducted=deducted
        ):
            return False
        total = (
            exact.subtract(before, node.points or ZERO)
            if deducted
            else exact.subtract(node.points or ZERO, before)
        )
        if limit is not None and total > limit:
            words = say(f"{_verb(deducted)}_at_most", item=self.item.name, n=limit)
            self._give_back(node, exact.subtract(total, limit), words, deducted=deducted)
        return True

    def _cap_cycles(
        self, node: Node, occurrence: Occurrence, counted: list[Counted], *, deducted: bool
    ) -> bool:
        """Let the facts of one cycle count for so many points at most; false where a cycle or a limit is missing."""
        limit = self.work.value(occurrence.cycle_most)
        cycles: dict[Value, Exact] = {}
        for row, size in counted:
            key = occurrence.cycle(self.work.context, row) if occurrence.cycle else MISSING
            if key is MISSING or limit is None:
                return False
            cycles[key] = exact.add(cycles.get(key, ZERO), size)
        for key, size in cycles.items():
            if limit is not None and size > limit:
                said = exact.text_of(key) if isinstance(key, exact.Exact) else str(key)
                words = say(f"cycle_{_verb(deducted)}_at_most", item=self.item.name, c=said, n=limit)
                self._give_back(node, exact.subtract(size, limit), words, deducted=deducted)
        return True

    def _give_back(self, node: Node, excess: Exact, words: Said, *, deducted: bool) -> None:
        points = node.points or ZERO
        value = exact.add(points, excess) if deducted else exact.subtract(points, excess)
        self.work.adjust(node, value, node.id, words, self.work.basis(self.item))

    def _merged(self, node: Node, occurrence: Occurrence, row: Row) -> None:
        """A line without points for a fact that counts together with a graver one."""
        words = say("counted_once", item=self.item.name, cause=occurrence.name, on=_day_of(row))
        fact = (str(row.get("id")),)
        basis = self.work.basis(self.item)
        node.lines.append(self.work.line(node.id, ZERO, sheet.ADJUSTED, words, basis, fact))

    def _occurred(self, node: Node, occurrence: Occurrence, row: Row, size: Exact, *, deducted: bool) -> None:
        change = exact.subtract(ZERO, size) if deducted else size
        words = say(_verb(deducted), item=self.item.name, cause=occurrence.name, on=_day_of(row), size=size)
        fact = (str(row.get("id")),)
        node.lines.append(
            self.work.line(node.id, change, _verb(deducted), words, self.work.basis(self.item), fact)
        )
        node.points = exact.add(node.points or ZERO, change)

    def _keep_within(self, node: Node) -> None:
        """Keep an item between its least (nought, unless it says otherwise) and its most."""
        least = (
            self.work.value(self.item.least) if self.item.least else (ZERO if self.most is not None else None)
        )
        for limit, upper in ((self.most, True), (least, False)):
            if limit is None or node.points is None:
                continue
            if (node.points > limit) if upper else (node.points < limit):
                words = say("at_most" if upper else "at_least", name=self.item.name, n=limit)
                self.work.adjust(node, limit, node.id, words, self.work.basis(self.item))

    def missing(self, *, nobody_looked: bool = False) -> Node:
        """Treat an item that cannot be decided as the scheme says; ``nobody_looked`` where a fact it needs is missing."""
        name, how = self.item.name, self.item.when_missing
        if how == "not_applicable":
            return self.without_points(sheet.NOT_APPLICABLE, say("not_applicable", name=name))
        if how == "lose":
            node = self.flat(ZERO, say("lost" if nobody_looked else "lost_unclear", name=name))
        elif how == "keep" and self.most is not None:
            node = self.flat(self.most, say("kept" if nobody_looked else "kept_unclear", name=name))
        else:
            words = say("undecided" if nobody_looked else "unclear", name=name)
            return self.without_points(sheet.UNDECIDED, words)
        node.observed = False
        return node

    def without_points(self, status: str, words: Said) -> Node:
        """A line that says why there are none."""
        line = self.work.line(self.item.id, None, status, words, self.work.basis(self.item))
        return Node(self.item.id, None, self.most, status, [line], observed=False)
