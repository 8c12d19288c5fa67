"""读指标量 The measures of a scheme and its comparisons with peers, and what rests on what.

A measure may read those above it and every comparison; a comparison reads one measure, or points. So there are
circles to refuse (a measure read by the comparison that it reads) and stages: a comparison of what rests on another
comparison comes after it, and what rests on a comparison of points is known only once everybody has been scored.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from scoring.language.context import Compiled
from scoring.reading.expressions import Reading
from scoring.rulebook.loader import Place
from scoring.schemes import Comparison, Measure
from scoring.schemes.reached import Reached, bits_of

COMPARE: Place = ("peers", "compare")
OF_PLACES = ("rank", "rank_share", "share_behind", "share_ahead")
ASKED_OF = {"ties": ("rank", "rank_share"), "best": (*OF_PLACES, "best", "worst")}
"""Which comparisons a word makes a difference to; at the others it would only be misread."""


class MeasureReader:
    """Reads ``measures`` and ``peers``; ``by_points`` are the names that are known only after scoring."""

    def __init__(self, read: Reading) -> None:
        self.read = read
        self.said: list[Mapping[str, Any]] = list(read.data.get("peers", {"compare": ()})["compare"])
        self.reads: dict[str, set[str]] = {}
        self.uses: dict[str, set[int]] = {}
        self.by_points: set[str] = set()

    def measures(self) -> tuple[Measure, ...]:
        """Read the measures; comparisons are named first, since every measure may use them."""
        names = self.read.vocabulary.names
        for number, said in enumerate(self.said):
            self._take((*COMPARE, number), said["id"])
            names[said["id"]] = "number"
        listed = self.read.data.get("measures", ())
        self.read.vocabulary.later = frozenset(said["id"] for said in listed)
        measures = [self._measure(said, ("measures", number)) for number, said in enumerate(listed)]
        for number, said in enumerate(self.said):
            place: Place = (*COMPARE, number)
            if "measure" in said:
                self.reads[said["id"]] = {said["measure"]}
                if names.get(said["measure"]) != "number":
                    message = f"{said['measure']} is no measure that gives a number"
                    self.read.say((*place, "measure"), "unknown-measure", message)
            else:
                self.by_points.add(said["id"])
        self._refuse_circles()
        for name in self.reads:
            if self._rests_on(name) & self.by_points:
                self.by_points.add(name)
        return tuple(replace(one, by_points=one.id in self.by_points) for one in measures)

    def among(self) -> Compiled | None:
        """Read who takes part in the comparisons at all, and by what subjects are grouped."""
        peers = self.read.data.get("peers")
        if peers is None:
            return None
        for number, name in enumerate(peers.get("grouped_by", ())):
            if self.read.vocabulary.names.get(name) == "set" or self._rests_on(name) & {
                one["id"] for one in self.said
            }:
                message = f"{name} cannot tell groups apart: it is a set, or rests on a comparison itself"
                self.read.say(("peers", "grouped_by", number), "bad-group", message)
        with self.read.noting() as (_, names):
            among = self.read.maybe(peers, "among", ("peers",), "flag")
        resting = names.union(*(self._rests_on(name) for name in names))
        if resting & {one["id"] for one in self.said}:
            self.read.say(("peers", "among"), "circle", "who takes part cannot rest on the comparison itself")
        return among

    def comparisons(self) -> tuple[Comparison, ...]:
        """Read the comparisons, once points have names too."""
        return tuple(self._comparison(said, (*COMPARE, number)) for number, said in enumerate(self.said))

    def _take(self, place: Place, name: str) -> None:
        if self.read.is_reserved(name):
            self.read.say((*place, "id"), "reserved", f"{name} is taken; choose another")
        if name in self.read.vocabulary.names:
            self.read.say((*place, "id"), "duplicate-id", f"{name} stands above")

    def _measure(self, said: Mapping[str, Any], place: Place) -> Measure:
        name, vocabulary = said["id"], self.read.vocabulary
        self._take(place, name)
        with self.read.noting() as (uses, names):
            compute = self.read.expression(said["is"], (*place, "is"))
        self.reads[name], self.uses[name] = names, uses
        vocabulary.names[name] = compute.type
        vocabulary.units[name] = compute.unit
        return Measure(name, said.get("name", {"zh": name, "en": name}), compute)

    def _comparison(self, said: Mapping[str, Any], place: Place) -> Comparison:
        if (said["gives"] == "quantile") != ("at" in said):
            self.read.say(place, "missing-key", "a quantile, and nothing else, says at which share: at: 0.8")
        for word in ("best", "ties"):
            if word in said and said["gives"] not in ASKED_OF[word]:
                message = f"{word} says nothing for {said['gives']}; it speaks of {', '.join(ASKED_OF[word])}"
                self.read.say((*place, word), "says-nothing", message)
        before = [name for name in self._rests_on(said["id"]) if name in {one["id"] for one in self.said}]
        return Comparison(
            id=said["id"],
            name=said.get("name", {"zh": said["id"], "en": said["id"]}),
            measure=said.get("measure", ""),
            points=self.read.expression(said["points"], (*place, "points"), "number")
            if "points" in said
            else None,
            gives=said["gives"],
            highest_first=said.get("best", "highest") == "highest",
            fewest=said.get("fewest", 2),
            ties=said.get("ties", "better"),
            at=Decimal(said.get("at", 0)),
            stage=1 + len(before) + (len(self.said) if said["id"] in self.by_points else 0),
        )

    def reached(self, uses: set[int], names: set[str]) -> Reached | None:
        """Return every selection behind some selections and names; nothing where peers stand behind one of them."""
        behind = names.union(*(self._rests_on(name) for name in names))
        if behind & {one["id"] for one in self.said}:
            return None
        every = uses.union(*(self.uses.get(name, ()) for name in behind))
        asked = self.read.vocabulary.asked
        return Reached(bits_of(every - asked), bits_of(every & asked))

    def _rests_on(self, name: str) -> set[str]:
        """Return everything a name reads, directly or through others; itself only in a circle."""
        found: set[str] = set()
        ahead = set(self.reads.get(name, ()))
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead |= self.reads.get(one, set())
        return found

    def _refuse_circles(self) -> None:
        for number, said in enumerate(self.said):
            if said["id"] in self._rests_on(said["id"]):
                message = f"{said['id']} compares {said['measure']}, which rests on {said['id']}: a circle"
                self.read.say((*COMPARE, number, "measure"), "circle", message)
