"""名单期限 The clocks of a list entry: until when it holds, and from when its removal may be asked for.

Which list it is stands in the rule ids alone: ``lists.<list>.term_months`` and, where early removal is known,
``lists.<list>.removal_after_months``. Whether somebody is to be listed is decided by people on what a scheme finds.
"""

from dataclasses import dataclass
from datetime import date

from scoring.rulebook.book import Rulebook
from scoring.rulebook.days import add_months
from scoring.rulebook.values import DatedValue


@dataclass(frozen=True, slots=True)
class ListTerm:
    """名单有效期 An entry holds from ``since`` until ``until`` (not included).

    ``until`` is nothing where the source gives no term (待核): it then holds until it is removed. ``removable_from`` is
    nothing where no early removal is known.
    """

    since: date
    until: date | None
    removable_from: date | None
    term: DatedValue
    removal: DatedValue | None

    def holds(self, on: date) -> bool:
        """Return whether the entry is in force on that day, unless it was removed."""
        return self.since <= on and (self.until is None or on < self.until)


def list_term(book: Rulebook, list_name: str, decided_on: date) -> ListTerm:
    """Return the clocks of an entry decided on that day, by the rules in force then."""
    term = book.on(f"lists.{list_name}.term_months", decided_on)
    removal_id = f"lists.{list_name}.removal_after_months"
    removal = book.on(removal_id, decided_on) if removal_id in book.rules else None
    return ListTerm(
        since=decided_on,
        until=_after(decided_on, term),
        removable_from=_after(decided_on, removal),
        term=term,
        removal=removal,
    )


def _after(day: date, months: DatedValue | None) -> date | None:
    return add_months(day, months.value) if months and months.value is not None else None


def list_criteria(book: Rulebook, list_name: str, on: date) -> list[DatedValue]:
    """Return the grounds for an entry that are in force on that day, in the order of the rule file."""
    prefix = f"lists.{list_name}.criterion."
    return [
        entry
        for rule_id, rule in book.rules.items()
        if rule_id.startswith(prefix) and (entry := rule.local.find(on) or rule.national.find(on)) is not None
    ]
