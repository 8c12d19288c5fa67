"""读计分 The points of a scheme: parts, items, and the ways in which an item gives points."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from scoring.reading.expressions import Reading
from scoring.reading.measures import MeasureReader
from scoring.reading.point_shapes import VERBS
from scoring.rulebook.loader import Place
from scoring.schemes import Basis, Case, Item, Occurrence, Part, Rounding, Score


class PointsReader:
    """Reads what stands under ``score``; ``node_ids`` are the parts and items met so far."""

    def __init__(self, reading: Reading, measuring: MeasureReader) -> None:
        self.read = reading
        self.reached = measuring.reached
        self.node_ids: set[str] = set()

    def score(self, said: Mapping[str, Any], place: Place, basis: Basis) -> Score:
        self.read.vocabulary.names["this"] = "text"  # the id of the item at hand; outcomes do not know it
        defaults = {"when_missing": said.get("when_missing", "undecided")}
        not_applicable = said.get("not_applicable", "leave_out")
        with self.read.noting() as (uses, names):
            self.bounds(said, place)
            score = Score(
                parts=tuple(
                    self.node(node, (*place, "parts", n), basis, defaults, not_applicable)
                    for n, node in enumerate(said["parts"])
                ),
                start=self.read.maybe(said, "start", place),
                least=self.read.maybe(said, "least", place),
                max=self.read.maybe(said, "max", place),
                rounding=self.rounding(said, place),
                not_applicable=not_applicable,
            )
        del self.read.vocabulary.names["this"]
        return replace(score, reached=self.reached(uses, names))

    def bounds(self, said: Mapping[str, Any], place: Place) -> None:
        """Refuse a plain minimum above a plain maximum."""
        most, least = said.get("max"), said.get("least")
        if isinstance(most, int | Decimal) and isinstance(least, int | Decimal) and least > most:
            self.read.say((*place, "max"), "overlap", f"the least, {least}, is more than the max, {most}")

    def rounding(self, said: Mapping[str, Any], place: Place) -> Rounding | None:
        """Read to which step points are rounded: so many places, or a step by its size."""
        rounding = said.get("round")
        if not rounding:
            return None
        step = Decimal(rounding["step"]) if "step" in rounding else Decimal(1).scaleb(-rounding["places"])
        if step == 0:
            self.read.say((*place, "round"), "bad-step", "a step is more than zero")
        return Rounding(step, rounding["how"])

    def node(
        self,
        said: Mapping[str, Any],
        place: Place,
        above: Basis,
        defaults: Mapping[str, Any],
        not_applicable: str,
    ) -> Part | Item:
        """Read one part or item, and which facts can reach it."""
        with self.read.noting() as (uses, names):
            node = self._node(said, place, above, defaults, not_applicable)
        self.read.vocabulary.this = ""
        return replace(node, reached=self.reached(uses, names))

    def _node(
        self,
        said: Mapping[str, Any],
        place: Place,
        above: Basis,
        defaults: Mapping[str, Any],
        not_applicable: str,
    ) -> Part | Item:
        if said["id"] in self.node_ids:
            self.read.say((*place, "id"), "duplicate-id", f"a part or item {said['id']} stands above")
        self.node_ids.add(said["id"])
        basis = self.read.basis(said, place, above)
        self.bounds(said if "items" in said else {"least": 0, **said}, place)
        if "items" not in said:
            if any(verb in said for verb in VERBS):  # its own way of giving points, not the one of every item
                defaults = {key: value for key, value in defaults.items() if key not in VERBS}
            self.read.vocabulary.this = said["id"]
            return self.item({**defaults, **said}, place, basis)
        inner = {**defaults, **said.get("every_item", {})}
        own = said.get("not_applicable", not_applicable)
        take = said.get("take", "sum")
        return Part(
            id=said["id"],
            name=said["name"],
            basis=basis,
            children=tuple(
                self.node(child, (*place, "items", n), basis, inner, own)
                for n, child in enumerate(said["items"])
            ),
            max=self.read.maybe(said, "max", place),
            least=self.read.maybe(said, "least", place),
            weight=self.read.maybe(said, "weight", place),
            applies=self.read.maybe(said, "applies", place, "flag"),
            not_applicable=own,
            take=take if isinstance(take, str) else next(iter(take)),
            taken=1 if isinstance(take, str) else next(iter(take.values())),
            bonus=said.get("bonus", False),
            rounding=self.rounding(said, place),
        )

    def item(self, said: Mapping[str, Any], place: Place, basis: Basis) -> Item:
        verbs = [verb for verb in VERBS if verb in said]
        if len(verbs) > 1:
            self.read.say(place, "two-verbs", f"an item gives points one way; here are {', '.join(verbs)}")
        verb = verbs[0] if verbs else None
        max_unknown = said.get("max", 0) is None
        if verb is None and "assumed" not in said and not max_unknown:
            self.read.say(
                place, "no-verb", f"says no points; use one of {', '.join(VERBS)}, or max: null if it is 待核"
            )
        if verb == "deduct" and "max" not in said:
            self.read.say(place, "no-max", "points are deducted from a max; give one")
        assumed = said.get("assumed", {})
        return Item(
            id=said["id"],
            name=said["name"],
            basis=basis,
            verb=verb,
            max=self.read.maybe(said, "max", place),
            max_unknown=max_unknown,
            unconfirmed=said.get("unconfirmed", False),
            least=self.read.maybe(said, "least", place),
            weight=self.read.maybe(said, "weight", place),
            applies=self.read.maybe(said, "applies", place, "flag"),
            when_missing=said["when_missing"],
            needs=tuple(
                self.read.selection(one, (*place, "needs", n), asked=True)[0]
                for n, one in enumerate(said.get("needs", ()))
            ),
            needs_said=tuple(said.get("needs", ())),
            points=self.read.maybe(said, "points", place),
            cases=self.cases(said, verb, place),
            occurrences=tuple(
                self.occurrence(one, (*place, verb or "", n)) for n, one in enumerate(_list(said, verb))
            ),
            assumed_max=Decimal(assumed["max"]) if "max" in assumed else None,
            assumed_points=self.read.maybe(assumed, "points", (*place, "assumed")),
            bonus=said.get("bonus", False),
            rounding=self.rounding(said, place),
        )

    def occurrence(self, said: Mapping[str, Any], place: Place) -> Occurrence:
        choose, kind = self.read.selection(said["each"], (*place, "each"))
        cycle = said.get("at_most_per", {})
        at: Place = (*place, "at_most_per")
        return Occurrence(
            each=said["each"],
            choose=choose,
            points=self.read.expression(said["points"], (*place, "points"), "number", kind),
            at_most=self.read.maybe(said, "at_most", place),
            name=said.get("name") or (kind.name if kind else {"zh": "", "en": ""}),
            once_per=self.read.expression(said["once_per"], (*place, "once_per"), None, kind)
            if "once_per" in said
            else None,
            cycle=self.read.expression(cycle["key"], (*at, "key"), None, kind) if cycle else None,
            cycle_most=self.read.maybe(cycle, "points", at),
        )

    def cases(self, said: Mapping[str, Any], verb: str | None, place: Place) -> tuple[Case, ...]:
        if verb == "cases":
            listed = [
                Case(
                    self.read.maybe(one, "when", (*place, "cases", n), "flag"),
                    self.read.expression(one["points"], (*place, "cases", n, "points"), "number"),
                    one.get("name"),
                )
                for n, one in enumerate(said["cases"])
            ]
            for n, one in enumerate(listed[:-1]):
                if one.when is None:
                    self.read.say((*place, "cases", n), "overlap", "a case without 'when' comes last")
            return tuple(listed)
        if verb != "bands":
            return ()
        steps = said["bands"]["steps"]
        at: Place = (*place, "bands", "steps")
        limits = [self.read.limit(step, (*at, n)) for n, step in enumerate(steps)]
        self.read.one_way(limits, at)
        if any(limit is None for limit in limits[:-1]) or limits[-1] is not None:
            self.read.say(
                at, "gap", "every step but the last has a limit; the last has none and takes the rest"
            )
        of, problems = said["bands"]["of"], self.read.problems
        before = len(problems)
        steps_read = tuple(
            Case(
                None
                if limit is None
                else self.read.expression(f"({of}) {limit.sign} ({limit.said})", limit.place, "flag"),
                self.read.expression(step["points"], (*at, n, "points"), "number"),
                of=str(of),
                sign=limit.sign if limit else "",
                limit=str(limit.said) if limit else "",
            )
            for n, (step, limit) in enumerate(zip(steps, limits, strict=True))
        )
        if together := problems[
            before:
        ]:  # said of each thing by itself, for the mistake to stand where it is
            del problems[before:]
            self.read.expression(of, (*place, "bands", "of"), "number")
            for limit in filter(None, limits):
                self.read.expression(limit.said, limit.place, "number")
            for n, step in enumerate(steps):
                self.read.expression(step["points"], (*at, n, "points"), "number")
            problems += together if len(problems) == before else []
        return steps_read


def _list(said: Mapping[str, Any], verb: str | None) -> list[Mapping[str, Any]]:
    return list(said[verb]) if verb in ("deduct", "add") else []
