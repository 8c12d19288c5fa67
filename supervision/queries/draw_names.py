"""化名对照: whom the pseudonyms of a draw stand for; kept with the draw, for freezing the task again forgets them."""

from dataclasses import dataclass, field

from supervision.models import Draw, Facility, Inspector, Task, TaskTarget


@dataclass(frozen=True, slots=True)
class Names:
    """化名对照: facility names by pseudonym, inspectors by pseudonym; what is not known is shortened."""

    facilities: dict[str, tuple[str, str]] = field(default_factory=dict)  # pseudonym -> (code, name)
    people: dict[str, tuple[str, str]] = field(default_factory=dict)  # pseudonym -> (staff number, name)

    def target(self, pseudonym: str) -> str:
        """Return a facility's name."""
        return self.facilities[pseudonym][1] if pseudonym in self.facilities else pseudonym[:12]

    def inspector(self, pseudonym: str) -> str:
        """Return an inspector's name."""
        return self.people[pseudonym][1] if pseudonym in self.people else pseudonym[:12]


def names_of(row: Draw) -> Names:
    """Return whom the pseudonyms of a draw stand for."""
    codes = {code: name for name, code, _ in row.openings.get("targets", ())}
    staff = {number: name for name, number, _ in row.openings.get("inspectors", ())}
    facilities = Facility.select(Facility.code, Facility.name).where(Facility.code.in_(list(codes)))
    people = Inspector.select(Inspector.staff_number, Inspector.name).where(
        Inspector.staff_number.in_(list(staff))
    )
    return Names(
        {codes[each.code]: (each.code, each.name) for each in facilities},
        {staff[each.staff_number]: (each.staff_number, each.name) for each in people},
    )


def pool_names(task: Task) -> dict[str, str]:
    """Return the facilities of a frozen pool by their pseudonyms."""
    query = TaskTarget.select(TaskTarget.pseudonym, Facility.name).join(Facility)
    return dict(query.where(TaskTarget.task == task).tuples())
