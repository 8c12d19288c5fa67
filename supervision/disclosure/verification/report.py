"""核验报告 the report of a verification: what holds, counted, and what does not, named with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from supervision.errors import InputError
from supervision.texts import DEFAULT_LANGUAGE, Translator, translator


@dataclass(frozen=True, slots=True)
class Problem:
    """问题: what does not hold, by a stable ``name``, and where: a path of the site, ``#n`` the n-th entry.

    ``message`` is a source text, ``facts`` fill its named places.
    """

    place: str
    name: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """核验报告: ``root`` in base64 as in the checkpoint; ``records``, ``manifest`` and ``draws`` count what holds.

    ``consistent`` is None where nothing was remembered to compare with.
    """

    origin: str = ""
    size: int = 0
    root: str = ""
    consistent: bool | None = None
    records: int = 0
    manifest: int = 0
    draws: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Tell whether nothing was found."""
        return not self.problems

    def add(self, place: str, name: str, message: str, **facts: object) -> None:
        """Note that something does not hold."""
        self.problems.append(Problem(place, name, message, facts))

    def add_error(self, name: str, error: InputError) -> None:
        """Note that something could not be read."""
        self.problems.append(Problem(error.place, name, error.message, error.facts))

    def as_json(self, say: Translator | None = None) -> dict[str, Any]:
        """Return the report as it is printed, its sentences said by ``say`` (Chinese unless given)."""
        say = say or translator(DEFAULT_LANGUAGE)
        return {
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "consistent": self.consistent,
            "records": self.records,
            "manifest": self.manifest,
            "draws": self.draws,
            "problems": [
                {"place": each.place, "name": each.name, "message": say(each.message, **each.facts)}
                for each in self.problems
            ],
        }
