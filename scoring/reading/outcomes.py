"""读结果 The outcomes of a scheme: bands or levels, and vetoes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from scoring.reading.expressions import Reading
from scoring.reading.measures import MeasureReader
from scoring.rulebook.loader import Place
from scoring.schemes import Item, Part
from scoring.schemes.basis import Basis
from scoring.schemes.levels import MAIN, Bar, Level, Need, Outcome, Veto
from scoring.sheets.sentences import bar

EACH = {"every_part": "parts", "every_item": "items"}
ASKS = {"from", "at_least", "needs", *EACH}
"""What a level can take."""


class OutcomeReader:
    """Reads what stands under ``outcome`` and ``also``."""

    def __init__(self, reading: Reading, measuring: MeasureReader, nodes: Iterable[Part | Item] = ()) -> None:
        self.read = reading
        self.reached = measuring.reached
        self.node_names = {node.id: node.name for node in nodes}

    def outcome(self, said: Mapping[str, Any], place: Place, above: Basis) -> Outcome:
        """Read one outcome, and what can reach it."""
        self.read.vocabulary.reads_nodes = False
        with self.read.noting() as (uses, names):
            outcome = self._outcome(said, place, above)
        by_total = not self.read.vocabulary.reads_nodes
        return replace(outcome, reached=self.reached(uses, names), by_total=by_total)

    def _outcome(self, said: Mapping[str, Any], place: Place, above: Basis) -> Outcome:
        basis = self.read.basis(said, place, above)
        self.read.vocabulary.reads_outcomes.clear()
        value = self.read.maybe(said, "value", place)
        if value is None and "score" in self.read.data:
            value = self.read.expression("total", place, "number")
        if value is None and ("bands" in said or any("from" in one for one in said.get("levels", ()))):
            self.read.say(place, "no-value", "bands need a value: give points under 'score', or 'value'")
        levels = self.bands(said, place, basis) if "bands" in said else self.levels(said, place, basis)
        if "otherwise" not in said:
            self.read.say(place, "gap", "what holds where no level is reached? give 'otherwise'")
        names = [level.outcome for level in levels]
        names += [one["outcome"] for one in (said.get("otherwise"), *said.get("more", ())) if one]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.read.say(place, "duplicate-outcome", f"the outcome {name} stands twice")
        otherwise = said.get("otherwise")
        gates = [
            self.gate(one, (*place, "gates", n), basis, names) for n, one in enumerate(said.get("gates", ()))
        ]
        vetoes = [
            self.veto(one, (*place, "vetoes", n), basis, names)
            for n, one in enumerate(said.get("vetoes", ()))
        ]
        return Outcome(
            id=said.get("id", "outcome"),
            name=said.get("name", self.read.data["name"]),
            value=value,
            levels=levels,
            otherwise=(otherwise["outcome"], otherwise["name"]) if otherwise else None,
            more={one["outcome"]: one["name"] for one in said.get("more", ())},
            vetoes=(*gates, *vetoes),
            reads=frozenset(self.read.vocabulary.reads_outcomes),
        )

    def order(self, outcomes: Mapping[str, Outcome]) -> tuple[str, ...]:
        """Return the outcomes in an order in which each comes after those it reads; a circle is a mistake."""
        found: list[str] = []
        blocks = [name for name in outcomes if name != MAIN]
        ahead = [*blocks, MAIN]
        while ahead:
            ready = [name for name in ahead if outcomes[name].reads <= set(found)]
            if not ready:
                place: Place = ("outcome",) if ahead == [MAIN] else ("also", blocks.index(ahead[0]))
                said = f"the outcomes {', '.join(ahead)} read each other in a circle"
                self.read.say(place, "circle", said)
                return (*found, *ahead)
            found += ready
            ahead = [name for name in ahead if name not in ready]
        return tuple(found)

    def bands(self, said: Mapping[str, Any], place: Place, above: Basis) -> tuple[Level, ...]:
        """Read outcomes by a number: each with the limit from which, or up to which, it holds."""
        at: Place = (*place, "bands")
        limits = [self.read.limit(one, (*at, n)) for n, one in enumerate(said["bands"])]
        self.read.one_way(limits, at)
        return tuple(
            Level(
                one["outcome"],
                one["name"],
                self.read.basis(one, (*at, n), above),
                (),
                self.read.expression(limit.said, limit.place, "number"),
                limit.sign,
            )
            for n, (one, limit) in enumerate(zip(said["bands"], limits, strict=True))
            if limit
        )

    def levels(self, said: Mapping[str, Any], place: Place, above: Basis) -> tuple[Level, ...]:
        """Read outcomes with what each takes: a number, bars for parts and items, needs."""
        at: Place = (*place, "levels")
        limits = [self.read.limit(one, (*at, n)) for n, one in enumerate(said["levels"])]
        asks_more = [len(one.keys() & ASKS) > 1 for one in said["levels"]]
        self.read.one_way(limits, at, asks_more)
        return tuple(self.level(one, (*at, n), above) for n, one in enumerate(said["levels"]))

    def level(self, said: Mapping[str, Any], place: Place, above: Basis) -> Level:
        basis = self.read.basis(said, place, above)
        needs = tuple(
            self.need(need, (*place, "needs", n), basis) for n, need in enumerate(said.get("needs", ()))
        )
        bars = tuple(self.bars(said, place, basis))
        threshold = self.read.maybe(said, "from", place)
        if not needs and not bars and threshold is None:
            self.read.say(
                place, "no-need", "what does it take? give from, every_part, every_item, at_least or needs"
            )
        return Level(said["outcome"], said["name"], basis, needs, threshold, ">=", bars)

    def bars(self, said: Mapping[str, Any], place: Place, basis: Basis) -> Iterator[Bar]:
        """Read the shares of their maximum that parts and items must reach."""
        wanted = [(word, of, said[word]) for word, of in EACH.items() if word in said]
        wanted += [("at_least", of, ratio) for of, ratio in said.get("at_least", {}).items()]
        for word, of, ratio in wanted:
            at: Place = (*place, word) if word in EACH else (*place, word, of)
            if of not in (*EACH.values(), *self.read.vocabulary.nodes):
                known = ", ".join(sorted(self.read.vocabulary.nodes))
                self.read.say(at, "unknown-part", f"no part or item is called {of}; known are {known}")
                continue
            if not self.read.vocabulary.nodes:
                self.read.say(at, "no-value", "there are no parts and items without 'score'")
                continue
            text = f"every({of}, ratio >= {ratio})" if word in EACH else f'ratio("{of}") >= {ratio}'
            holds = self.read.expression(text, at, "flag")
            name = bar(of, ratio, self.node_names)
            yield Bar(
                of,
                Decimal(ratio),
                Need(f"{word}-{of}" if word not in EACH else word, name, basis, holds, by_points=True),
            )

    def need(self, said: Mapping[str, Any], place: Place, above: Basis) -> Need:
        self.read.vocabulary.reads_points = False
        holds = self.read.expression(said["is"], (*place, "is"), "flag")
        basis = self.read.basis(said, place, above)
        return Need(said["id"], said["name"], basis, holds, by_points=self.read.vocabulary.reads_points)

    def gate(self, said: Mapping[str, Any], place: Place, above: Basis, names: list[str]) -> Veto:
        """Read a condition that everybody must meet: it sets another outcome where it does not hold."""
        self.known(said["else"], (*place, "else"), names)
        holds = self.read.expression(said["is"], (*place, "is"), "flag")
        basis = self.read.basis(said, place, above)
        return Veto(said["id"], said["name"], basis, None, holds, said["else"], None, 0, gate=True)

    def known(self, name: str, place: Place, names: list[str]) -> None:
        if name not in names:
            self.read.say(place, "unknown-outcome", f"no outcome {name}; there are {', '.join(names)}")

    def veto(self, said: Mapping[str, Any], place: Place, above: Basis, names: list[str]) -> Veto:
        then = said["then"]
        for key in ("outcome", "at_most", "suspend"):
            if key in then:
                self.known(then[key], (*place, "then", key), names)
        return Veto(
            id=said["id"],
            name=said["name"],
            basis=self.read.basis(said, place, above),
            choose=self.read.selection(said["each"], (*place, "each"))[0] if "each" in said else None,
            when=self.read.maybe(said, "when", place, "flag"),
            outcome=then.get("outcome"),
            at_most=then.get("at_most"),
            lower_by=then.get("lower_by", 0),
            raise_by=then.get("raise_by", 0),
            suspend=then.get("suspend"),
            each=said.get("each", ""),
        )
