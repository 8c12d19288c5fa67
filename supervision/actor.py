"""操作人 actor: who does something, and within which area."""

from dataclasses import dataclass

from supervision.permissions import INTERNAL_READERS, OFFICE_ROLES, may


@dataclass(frozen=True, slots=True)
class Actor:
    """操作人: a signed-in person, the clock, or the person at the terminal.

    ``scope`` is the prefix of area codes that this person sees; empty means everywhere. A facility's own
    people see their facility alone (``facility_id``). ``key`` names the actor in the audit trail.
    """

    key: str
    roles: frozenset[str]
    scope: str = ""
    account_id: int | None = None
    authority_id: int | None = None
    department: str | None = None
    facility_id: int | None = None
    inspector_id: int | None = None

    def may(self, action: str) -> bool:
        """Return whether this actor holds the permission named by ``action``."""
        return may(self.roles, action)

    @property
    def is_office(self) -> bool:
        """Return whether the actor works for the supervising authority."""
        return bool(self.roles & OFFICE_ROLES) or "terminal" in self.roles or "scheduler" in self.roles

    @property
    def reads_internal(self) -> bool:
        """Return whether the actor reads outcomes that never become public, such as the risk class."""
        return bool(self.roles & INTERNAL_READERS)

    @property
    def reads_all(self) -> bool:
        """Return whether the actor reads every case within the scope (the auditor writes nothing)."""
        return "auditor" in self.roles


def terminal(name: str = "terminal") -> Actor:
    """Return the person at the machine: every permission, but still one person where four eyes are needed."""
    return Actor(key=name, roles=frozenset({"terminal"}))


def scheduler(job: str) -> Actor:
    """Return the clock doing ``job``."""
    return Actor(key=f"scheduler:{job}", roles=frozenset({"scheduler"}))


VISITOR = Actor(key="visitor", roles=frozenset({"visitor"}))
