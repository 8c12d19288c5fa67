"""程序框架 the frame: reads a procedure file's law to a case. No I/O, no clock of its own, no writes.

Every question takes the day ``on``. A move is refused for one of these reasons, all of which are told at once: it is
for other roles; the same person may not do both; this person is involved; a clock still runs, or has run out; a
named guard says no.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from scoring.rulebook import Rulebook, RuleViolationError
from supervision.errors import StaleError
from supervision.procedures.cases import (
    ActorView,
    CaseState,
    Facts,
    MoveOption,
    Outcome,
    PathStatus,
    PathStep,
    Refusal,
    RunningClock,
    Step,
)
from supervision.procedures.clocks import has_length, run_clock
from supervision.procedures.definition import START, Definition, Move, State, Words
from supervision.procedures.guards import FACTS, GUARDS, Now
from supervision.procedures.words import role_names
from supervision.texts import mark


class Procedure:
    """程序: one procedure file together with the rules that its clocks and guards read."""

    __slots__ = ("book", "definition")

    def __init__(self, definition: Definition, book: Rulebook) -> None:
        """Bind the file to the rulebook."""
        self.definition, self.book = definition, book

    # --- opening and moving -------------------------------------------------------------------------------------------

    def openings(self, actor: ActorView, on: date, facts: Facts) -> tuple[MoveOption, ...]:
        """Return the ways in which a case can be opened."""
        return tuple(self._option(move, None, actor, on, facts) for move in self.definition.moves_from(START))

    def start(
        self,
        move_id: str,
        actor: ActorView,
        *,
        on: date,
        at: datetime,
        facts: Facts,
        note: str = "",
        evidence: Sequence[str] = (),
    ) -> Outcome:
        """Open a case by ``move_id``; raises as ``apply`` does."""
        return self._make(self._move(move_id, START), None, actor, on, at, facts, note, evidence)

    def moves(self, case: CaseState, actor: ActorView, on: date, facts: Facts) -> tuple[MoveOption, ...]:
        """Return every move out of the present state, each with all that stands against it for this actor today."""
        moves = self.definition.moves_from(case.state)
        return tuple(self._option(move, case, actor, on, facts) for move in moves)

    def apply(
        self,
        case: CaseState,
        move_id: str,
        actor: ActorView,
        *,
        on: date,
        at: datetime,
        facts: Facts,
        note: str = "",
        evidence: Sequence[str] = (),
    ) -> Outcome:
        """Return the case after the move, with effects to carry out, papers to issue and the clocks that run then.

        Raises:
            StaleError: the case stands in another state by now.
            NotAllowedError: the move is for other roles.
            RuleViolationError: a rule forbids it, or a reason or evidence is missing.
        """
        return self._make(self._move(move_id, case.state), case, actor, on, at, facts, note, evidence)

    def _move(self, move_id: str, state: str) -> Move:
        move = self.definition.moves[move_id]
        if state not in move.origins:
            raise StaleError(
                mark("案件现在处于“{state}”，不能办理“{move}”"),
                remedy=mark("请刷新页面，查看案件的最新状态"),
                state=self.state(state).name if state != START else state,
                move=move.name,
            )
        return move

    def _make(
        self,
        move: Move,
        case: CaseState | None,
        actor: ActorView,
        on: date,
        at: datetime,
        facts: Facts,
        note: str,
        evidence: Sequence[str],
    ) -> Outcome:
        option = self._option(move, case, actor, on, facts)
        if option.refusals:
            raise option.refusals[0].error
        if option.needs_note and not note.strip():
            raise RuleViolationError(
                "procedure-note-missing", mark("须写明理由"), remedy=mark("请写明理由后再提交")
            )
        if option.needs_evidence and not evidence:
            raise RuleViolationError(
                "procedure-evidence-missing", mark("须附上证据"), remedy=mark("请上传照片或文件后再提交")
            )
        after = self._after(move, case, actor, on, at, note)
        return Outcome(after, after.steps[-1], move.effects, option.papers, self.clocks(after, on, facts))

    def _after(
        self, move: Move, case: CaseState | None, actor: ActorView, on: date, at: datetime, note: str
    ) -> CaseState:
        before = case.state if case else START
        target = move.target or before
        steps = case.steps if case else ()
        step = Step(len(steps) + 1, move.id, before, target, actor.key, on, at, note)
        return CaseState(
            procedure=self.definition.id,
            version=self.definition.version,
            state=target,
            entered_on=case.entered_on if case and target == before else on,
            opened_on=case.opened_on if case else on,
            steps=(*steps, step),
        )

    # --- what stands against a move -------------------------------------------------------------------------------------

    def _option(
        self, move: Move, case: CaseState | None, actor: ActorView, on: date, facts: Facts
    ) -> MoveOption:
        wanted = FACTS[self.definition.facts]
        if not isinstance(facts, wanted):
            raise TypeError(
                f"{self.definition.id} is decided on {wanted.__name__}, not {type(facts).__name__}"
            )
        refusals = tuple(self._refusals(move, case, actor, on, facts))
        return MoveOption(move, refusals, tuple((each, self.definition.papers[each]) for each in move.papers))

    def _refusals(
        self, move: Move, case: CaseState | None, actor: ActorView, on: date, facts: Facts
    ) -> Iterator[Refusal]:
        if not actor.may_make(move):
            yield Refusal(
                "procedure-role",
                mark("这一步由{roles}办理"),
                mark("请等待其办理"),
                facts={"roles": role_names(move.roles)},
            )
        if case:
            for step in case.made(*move.not_same_person_as):
                if step.by == actor.key:
                    yield Refusal(
                        "procedure-four-eyes",
                        mark("您已办理过“{done}”，同一人不能再办理“{move}”"),
                        mark("请由另一位有权限的人员办理"),
                        facts={"done": self.definition.moves[step.move].name, "move": move.name},
                    )
                    break
        if actor.involved_as & set(move.not_involved_as):
            yield Refusal(
                "procedure-involved",
                mark("您参与过此事，不能办理“{move}”"),
                mark("请由没有参与的人员办理"),
                facts={"move": move.name},
            )
        if case:
            yield from self._against_clocks(move, case, on, facts)
        now = Now(case, actor, on, facts, self.book)
        for name in move.guards:
            refusal = GUARDS[name].condition(now)
            if refusal:
                yield refusal

    def _against_clocks(self, move: Move, case: CaseState, on: date, facts: Facts) -> Iterator[Refusal]:
        running = {each.clock.id: each for each in self.clocks(case, on, facts)}
        for name in move.after_clocks:
            clock = running.get(name)
            awaited = self.definition.clocks[name]
            if awaited.move == move.id and not has_length(awaited, on, facts, self.book):
                yield Refusal(
                    "procedure-clock-absent",
                    mark("“{clock}”没有可以届满的日期，不能办理“{move}”"),
                    mark("规则没有给出这一期限的，先核实并设定；要提前结束的，请另选办理方式"),
                    facts={"clock": awaited.name, "move": move.name},
                )
            if clock and not clock.is_over(on):
                yield Refusal(
                    "procedure-clock-running",
                    mark("“{clock}”到 {day} 届满，届满后才能办理"),
                    mark("请在届满后办理"),
                    clock.rule.rule,
                    {"clock": clock.clock.name, "day": clock.last_day},
                )
        for name in move.within_clocks:
            clock = running.get(name)
            if clock and clock.is_over(on):
                yield Refusal(
                    "procedure-clock-over",
                    mark("“{clock}”已于 {day} 届满"),
                    None,
                    clock.rule.rule,
                    {"clock": clock.clock.name, "day": clock.last_day},
                )

    # --- clocks ---------------------------------------------------------------------------------------------------------

    def clocks(self, case: CaseState, on: date, facts: Facts) -> tuple[RunningClock, ...]:
        """Return the clocks that run while the case stands where it stands, the first to run out first."""
        clocks = self.definition.clocks.values()
        running = [run_clock(clock, case, on, facts, self.book) for clock in clocks]
        return tuple(sorted((each for each in running if each), key=lambda each: each.until))

    def due(self, case: CaseState, on: date, facts: Facts) -> tuple[str, ...]:
        """Return the moves that the scheduler has to make because a clock has run out."""
        over = [each for each in self.clocks(case, on, facts) if each.is_over(on)]
        return tuple(dict.fromkeys(each.clock.move for each in over if each.clock.move))

    # --- drawing --------------------------------------------------------------------------------------------------------

    def state(self, state_id: str) -> State:
        """Return a state by its id."""
        return self.definition.states[state_id]

    def turn(self, case: CaseState) -> tuple[str, ...]:
        """Return the roles whose turn it is; none for a closed case."""
        return self.state(case.state).turn

    def public(self, case: CaseState) -> Words | None:
        """Return what the public sees of the case as it stands."""
        return self.state(case.state).public

    def path(self, case: CaseState) -> tuple[PathStep, ...]:
        """Return the way as it is drawn: what was passed, where the case stands, and the ordinary way on."""
        entered = {step.to_state: step.on for step in case.steps}
        visited = list(dict.fromkeys(step.to_state for step in case.steps if step.to_state != case.state))
        ordinary = list(self.definition.path)
        passed = [number for number, name in enumerate(ordinary) if name in entered]
        furthest = max(passed, default=-1)
        if case.state in ordinary:
            furthest = ordinary.index(case.state)
            visited = [name for name in visited if name not in ordinary[furthest:]]
        before = [name for name in ordinary[: furthest + 1] if name != case.state]
        aside = [name for name in visited if name not in before]
        after = ordinary[furthest + 1 :] if self.state(case.state).is_open else []

        def step(name: str, status: PathStatus) -> PathStep:
            return PathStep(self.state(name), status, entered.get(name))

        return (
            *(step(name, "done" if name in entered else "skipped") for name in before),
            *(step(name, "done") for name in aside),
            step(case.state, "now"),
            *(PathStep(self.state(name), "next", None) for name in after if name != case.state),
        )
