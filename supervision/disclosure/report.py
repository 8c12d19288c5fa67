"""核验报告 the report of a verification: what holds, counted, and what does not, named with its place."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """问题: what does not hold, by a stable ``name``, and where: a path of the site, ``#n`` the n-th entry."""

    place: str
    name: str
    message: str


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

    def add(self, place: str, name: str, message: str) -> None:
        """Note that something does not hold."""
        self.problems.append(Problem(place, name, message))

    def as_json(self) -> dict[str, Any]:
        """Return the report as it is printed."""
        return asdict(self)
