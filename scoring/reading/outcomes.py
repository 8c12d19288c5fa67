"""读结果 The outcomes of a scheme: bands or levels, and vetoes."""

from collections.abc import Mapping
from typing import Any

from scoring.reading.expressions import Reading
from scoring.rulebook.loader import Place
from scoring.schemes import Basis, Level, Need, Outcome, Veto


class OutcomeReader:
    """Reads what stands under ``outcome`` and ``also``."""

    def __init__(self, reading: Reading) -> None:
        self.read = reading

    def outcome(self, said: Mapping[str, Any], place: Place, above: Basis) -> Outcome:
        basis = self.read.basis(said, place, above)
        value = self.read.maybe(said, "value", place)
        if value is None and "score" in self.read.data:
            value = self.read.expression("total", place, "number")
        if "bands" in said:
            self.read.descending(said["bands"], (*place, "bands"))
            if value is None:
                self.read.say(place, "no-value", "bands need a value: give points under 'score', or 'value'")
            levels = tuple(self.band(one, (*place, "bands", n), basis) for n, one in enumerate(said["bands"]))
        else:
            levels = tuple(
                self.level(one, (*place, "levels", n), basis) for n, one in enumerate(said["levels"])
            )
        if "otherwise" not in said:
            self.read.say(place, "gap", "what holds where no level is reached? give 'otherwise'")
        names = [level.outcome for level in levels]
        names += [one["outcome"] for one in (said.get("otherwise"), *said.get("more", ())) if one]
        for name in {name for name in names if names.count(name) > 1}:
            self.read.say(place, "duplicate-outcome", f"the outcome {name} stands twice")
        otherwise = said.get("otherwise")
        return Outcome(
            id=said.get("id", "outcome"),
            name=said.get("name", self.read.data["name"]),
            value=value,
            levels=levels,
            otherwise=(otherwise["outcome"], otherwise["name"]) if otherwise else None,
            more={one["outcome"]: one["name"] for one in said.get("more", ())},
            vetoes=tuple(
                self.veto(one, (*place, "vetoes", n), basis, names)
                for n, one in enumerate(said.get("vetoes", ()))
            ),
        )

    def band(self, said: Mapping[str, Any], place: Place, above: Basis) -> Level:
        threshold = self.read.expression(said["from"], (*place, "from"), "number")
        return Level(said["outcome"], said["name"], self.read.basis(said, place, above), (), threshold)

    def level(self, said: Mapping[str, Any], place: Place, above: Basis) -> Level:
        basis = self.read.basis(said, place, above)
        needs = tuple(self.need(need, (*place, "needs", n), basis) for n, need in enumerate(said["needs"]))
        return Level(said["outcome"], said["name"], basis, needs, None)

    def need(self, said: Mapping[str, Any], place: Place, above: Basis) -> Need:
        self.read.vocabulary.reads_points = False
        holds = self.read.expression(said["is"], (*place, "is"), "flag")
        basis = self.read.basis(said, place, above)
        return Need(said["id"], said["name"], basis, holds, by_points=self.read.vocabulary.reads_points)

    def veto(self, said: Mapping[str, Any], place: Place, above: Basis, names: list[str]) -> Veto:
        then = said["then"]
        for key in ("outcome", "at_most"):
            if key in then and then[key] not in names:
                known = ", ".join(names)
                self.read.say(
                    (*place, "then", key), "unknown-outcome", f"no outcome {then[key]}; there are {known}"
                )
        return Veto(
            id=said["id"],
            name=said["name"],
            basis=self.read.basis(said, place, above),
            choose=self.read.selection(said["each"], (*place, "each"))[0] if "each" in said else None,
            when=self.read.maybe(said, "when", place, "flag"),
            outcome=then.get("outcome"),
            at_most=then.get("at_most"),
            lower_by=then.get("lower_by", 0),
        )
