"""方案版本 All schemes of a rulebook, each with its versions: which one applies on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scoring.language.context import Type
from scoring.rulebook.errors import NotInForceError, UnknownRuleError
from scoring.schemes import Scheme


@dataclass(frozen=True, slots=True, eq=False)
class Schemes:
    """方案集 All schemes of a rulebook, each with its versions."""

    versions: Mapping[str, tuple[Scheme, ...]]

    def on(self, scheme_id: str, day: date) -> Scheme:
        """Return the version in force on ``day``; a local one goes before a national one.

        Raises:
            UnknownRuleError: no scheme has this id.
            NotInForceError: none of its versions applies on that day.
        """
        if scheme_id not in self.versions:
            raise UnknownRuleError(
                f"no scheme is called {scheme_id}; known are {', '.join(sorted(self.versions))}"
            )
        fitting = [version for version in self.versions[scheme_id] if version.in_force(day)]
        if not fitting:
            first = min(version.since for version in self.versions[scheme_id])
            raise NotInForceError(f"{scheme_id} says nothing for {day}; it begins on {first}")
        return max(fitting, key=lambda version: (bool(version.authority), version.since))

    def producing(self, kind: str, day: date) -> Scheme:
        """Return the scheme whose outcome is recorded as facts of ``kind``: how code finds one without its name.

        Raises:
            UnknownRuleError: no scheme produces such facts.
            NotInForceError: none of its versions applies on that day.
        """
        found = [scheme.id for scheme in self.all() if scheme.produces == kind]
        if not found:
            raise UnknownRuleError(f"no scheme produces facts of kind {kind}")
        return self.on(found[0], day)

    def members(self) -> dict[str, dict[str, Type]]:
        """Return ``{kind: {member: type}}`` of all facts that any scheme reads."""
        members: dict[str, dict[str, Type]] = {}
        for scheme in self.all():
            for kind in scheme.kinds.values():
                members.setdefault(kind.id, {}).update(kind.members)
        return members

    def all(self) -> list[Scheme]:
        """Return every version of every scheme, by id and day."""
        return [version for _, versions in sorted(self.versions.items()) for version in versions]
