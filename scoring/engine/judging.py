"""判定 From points and facts to outcomes: the best level whose needs all hold, then what changes it.

Worked example (a test runs it): gold takes 9 points and six tenths of every item, silver 5 points. Ten points with one
item at half: not gold but silver, and a line names that item. A veto that caps at silver changes nothing then; one that
lowers by 1 leads below silver.
"""

from collections.abc import Mapping, Sequence

from scoring import sheets as sheet
from scoring.engine.evaluation import MOST_KEPT, Evaluation, Node, Settled
from scoring.language.context import MISSING, Value
from scoring.language.exact import Exact
from scoring.language.meaning import COMPARISONS
from scoring.schemes import Basis, Words
from scoring.schemes.levels import MAIN, Bar, Level, Need, Outcome, Veto
from scoring.sheets import Line
from scoring.sheets.said import Said
from scoring.sheets.sentences import reached, say


def judge(work: Evaluation) -> Mapping[str, Settled]:
    """Return every outcome of the scheme by its id, each judged after those that it reads."""
    outcomes, context = work.scheme.outcomes(), work.context
    settled: dict[str, Settled] = {}
    for name in work.scheme.order:
        outcome = outcomes[name]
        key = _key(work, name, outcome)
        known = None if key is None else work.shared.settled.get(key)
        if known is not None:
            found = work.again(known, [])
        else:
            judging = _Judge(work, outcome, "" if name == MAIN else f"{name}.")
            if key is None or len(work.shared.settled) >= MOST_KEPT:
                found = judging.settle()
            else:
                kept = work.shared.settled[key] = work.keep(judging.settle, lambda one: one.lines, [])
                found = kept.found
        settled[name] = found
        context.outcomes[name] = None if found.outcome is None else (found.outcome, found.place)
    return settled


def words_of(outcome: Outcome, decided: str | None) -> Words:
    """Return the name of an outcome in both languages; of none, that it is not decided."""
    return outcome.names[decided] if decided else {"zh": "待定", "en": "not decided"}


def _key(work: Evaluation, name: str, outcome: Outcome) -> tuple[object, ...] | None:
    """Return all that an outcome can depend on, where that is the total and other outcomes alone."""
    found = work.found(outcome.reached) if outcome.by_total else None
    if found is None:
        return None
    names, outcomes = work.context.names, work.context.outcomes
    total, most = str(names["total"]), str(names["most"])  # 80 and 80.0 are equal and are written differently
    return (name, found, total, most, *(outcomes[one] for one in sorted(outcome.reads)))


class _Judge:
    """Turns points and needs into one outcome; lines of further outcomes carry the name of their block."""

    def __init__(self, work: Evaluation, outcome: Outcome, prefix: str) -> None:
        self.work, self.outcome, self.prefix = work, outcome, prefix
        self.context = work.context
        if prefix not in work.shared.names:
            work.shared.names[prefix] = tuple(outcome.names)
        self.names = work.shared.names[prefix]

    def line(self, place: str, status: str, words: Said, basis: Basis, facts: tuple[str, ...] = ()) -> Line:
        """Return a line about the outcome; one about a further outcome says of which."""
        if self.prefix:
            words = say("further", of=self.outcome.name, said=words)
        return self.work.line(self.prefix + place, None, status, words, basis, facts)

    def settle(self) -> Settled:
        """Return the outcome: the best level that holds, changed by what applies."""
        value = self.work.value(self.outcome.value)
        place, lines = self._level(value)
        names = self.names
        verdicts: list[tuple[Veto, bool | None]] = []
        for veto in self.outcome.vetoes:
            applies, said = self._veto(veto)
            lines += said
            verdicts.append((veto, applies))
        place = _after(verdicts, place, names, len(self.outcome.levels) + bool(self.outcome.otherwise))
        decided = None if place is None else names[place]
        if decided is None:
            words = say("open_outcome", name=self.outcome.name)
            lines.append(self.line("outcome", sheet.UNDECIDED, words, self.work.scheme.basis))
        name = words_of(self.outcome, decided)
        return Settled(decided, 0 if place is None else place + 1, name, value, tuple(lines))

    def _level(self, value: Exact | None) -> tuple[int | None, list[Line]]:
        """Return the place of the best level that holds, with lines for it and for the next better one."""
        outcome = self.outcome
        above: list[Line] = []
        for place, level in enumerate(outcome.levels):
            holds, lines = self._holds(level, value)
            if holds is None:
                return None, above + lines
            if holds:
                return place, above + lines
            above = [line for line in lines if line.status not in (sheet.MET, sheet.REACHED)]
        if outcome.otherwise is None:
            return None, above
        words = say("reached", name=outcome.otherwise[1])
        reached = self.line(outcome.otherwise[0], sheet.REACHED, words, self.work.scheme.basis)
        return len(outcome.levels), [*above, reached]

    def _holds(self, level: Level, value: Exact | None) -> tuple[bool | None, list[Line]]:
        lines: list[Line] = []
        verdicts: list[Value] = []
        if level.above is not None:
            threshold = self.work.value(level.above)
            if value is None or threshold is None:
                verdicts.append(MISSING)
            else:
                verdicts.append(COMPARISONS[level.sign](value, threshold))
                if verdicts[-1]:
                    words = reached(level.name, value, threshold, level.sign)
                    lines.append(self.line(level.outcome, sheet.REACHED, words, level.basis))
                elif level.bars or level.needs:
                    words = say("short_of", name=level.name, value=value, limit=threshold)
                    lines.append(self.line(level.outcome, sheet.NOT_MET, words, level.basis))
        for bar in level.bars:
            verdict, short = self._bar(bar)
            verdicts.append(verdict)
            lines += self._need(level, bar.need, verdict, (), short)
        for need in level.needs:
            self.context.used.clear()
            supposed = f"{level.outcome}.{need.id}" in self.work.supposed
            verdict = True if supposed else need.holds(self.context)
            verdicts.append(verdict)
            lines += self._need(level, need, verdict, tuple(self.context.used))
        if any(verdict is False for verdict in verdicts):
            return False, lines
        return (None if any(verdict is MISSING for verdict in verdicts) else True), lines

    def _need(
        self, level: Level, need: Need, verdict: Value, facts: tuple[str, ...], short: Sequence[Words] = ()
    ) -> list[Line]:
        """Return the line of a need; where single parts or items are short of it, a line for each."""
        place = f"{level.outcome}.{need.id}"
        if verdict is MISSING:
            words = say("need_undecided", level=level.name, need=need.name)
            return [self.line(place, sheet.UNDECIDED, words, need.basis, facts)]
        if verdict:
            words = say("met", level=level.name, need=need.name)
            return [self.line(place, sheet.MET, words, need.basis, facts)]
        return [
            self.line(place, sheet.NOT_MET, say("not_met", level=level.name, need=lacking), need.basis, facts)
            for lacking in short or (need.name,)
        ]

    def _bar(self, bar: Bar) -> tuple[Value, list[Words]]:
        """Return whether parts and items reach their bar, and the names of those that do not."""
        if bar.each:
            nodes = self.context.parts if bar.of == "parts" else self.context.items
        else:
            nodes = [self.context.nodes[bar.of]] if bar.of in self.context.nodes else []
        short: list[Node] = []
        unsure = False
        for node in nodes:
            if not isinstance(node, Node) or not node.applies or (bar.each and node.bonus):
                continue
            ratio = node.get("ratio")
            if ratio is MISSING:
                unsure = unsure or node.points is None or node.most is None
            elif ratio < bar.ratio:
                short.append(node)
        if short and bar.each:
            names = {node.id: node.name for node in self.work.scheme.nodes()}
            under = [say("under_bar", need=bar.need.name, name=names[node.id], of=node.id) for node in short]
            return False, list(under)
        if short:
            return False, [bar.need.name]
        return (MISSING if unsure else True), []

    def _veto(self, veto: Veto) -> tuple[bool | None, list[Line]]:
        if veto.id in self.work.supposed:
            return False, []
        self.context.used.clear()
        facts: list[tuple[str, ...]] = []
        applies: bool | None = False
        if veto.choose is not None:
            rows = veto.choose(self.context)
            applies = None if rows is None else bool(rows)
            facts = [(str(row.get("id")),) for row in rows or ()]
        elif veto.when is not None:
            verdict = veto.when(self.context)
            applies = None if verdict is MISSING else verdict is not veto.gate
            facts = [tuple(self.context.used)]
        if applies is None:
            return None, [self.line(veto.id, sheet.UNDECIDED, _open(self.outcome, veto), veto.basis)]
        words = _applied(self.outcome, veto)
        lines = [self.line(veto.id, sheet.VETO, words, veto.basis, one) for one in facts]
        return applies, lines if applies else []


def effect_of(outcome: Outcome, veto: Veto) -> Said:
    """Return what a gate or veto does to an outcome, in words."""
    if veto.outcome:
        return say("becomes", name=outcome.names[veto.outcome])
    if veto.suspend:
        return say("suspended", name=outcome.names[veto.suspend])
    if veto.at_most:
        return say("no_better_than", name=outcome.names[veto.at_most])
    return say("raised", n=str(veto.raise_by)) if veto.raise_by else say("lowered", n=str(veto.lower_by))


def _applied(outcome: Outcome, veto: Veto) -> Said:
    """Return what is said of one that applies: only what sets the outcome is a veto."""
    effect = effect_of(outcome, veto)
    if veto.gate:
        return say("gate_closed", gate=veto.name, effect=effect)
    return say("vetoed" if veto.outcome else "changed", veto=veto.name, effect=effect)


def _open(outcome: Outcome, veto: Veto) -> Said:
    """Return what is said of one of which it cannot be decided whether it applies."""
    if veto.gate:
        return say("gate_undecided", gate=veto.name)
    if veto.outcome:
        return say("veto_undecided", veto=veto.name)
    return say("change_undecided", veto=veto.name, effect=effect_of(outcome, veto))


def _after(
    verdicts: Sequence[tuple[Veto, bool | None]], place: int | None, names: Sequence[str], grades: int
) -> int | None:
    """Return the place of the outcome once every gate and veto has been looked at.

    One that sets the outcome decides, the worst one where there are several; then one that suspends it. Otherwise one
    that cannot be decided leaves everything undecided; the rest move and cap in the order of the file. The first
    ``grades`` names are levels and what is left: nothing moves beyond them, since ``more`` holds what is no grade.
    """
    applied = [veto for veto, applies in verdicts if applies]
    replaced = [names.index(veto.outcome) for veto in applied if veto.outcome]
    replaced = replaced or [names.index(veto.suspend) for veto in applied if veto.suspend]
    if replaced:
        return max(replaced)
    if place is None or any(applies is None for _, applies in verdicts):
        return None
    for veto in applied:
        if place < grades:
            place = max(min(place + veto.lower_by - veto.raise_by, grades - 1), 0)
        if veto.at_most:
            place = max(place, names.index(veto.at_most))
    return place
