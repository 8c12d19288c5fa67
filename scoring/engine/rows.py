"""事实行 Facts from the rows of a database, subject by subject: the same checks as for files, for millions of rows.

What stands in many rows (a day, the same few words) is read once. A row that does not fit stops the reading and is
named with its id; nothing is dropped and nothing becomes a float.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from scoring.engine.reach import Reach, SameWords
from scoring.facts import VISIBILITIES, Fact
from scoring.facts.files import Members
from scoring.facts.values import BadValueError, as_day, as_moment, read_data
from scoring.language.context import Value

COLUMNS = (
    "id",
    "subject",
    "kind",
    "on",
    "recorded_at",
    "source",
    "basis",
    "data",
    "visibility",
    "supersedes",
)
"""The columns of a row, in this order; ``data`` is JSON text, days and moments are text."""
MOST_KNOWN = 100_000
Row = tuple[str, str, str, str, str, str, str, str, str, str | None]


class RowReader:
    """事实行读取 Reads rows for schemes that know these ``members``; rows of other kinds are none of their business.

    With a ``reach`` those are left out, too, that can count in its scheme neither on its day nor later.
    """

    def __init__(self, members: Members, reach: Reach | None = None) -> None:
        self.members = members
        self.reach = reach
        self.days: dict[str, date] = {}
        self.said: dict[tuple[str, str], tuple[Mapping[str, Value], SameWords | None]] = {}

    def subjects(self, rows: Iterable[Row]) -> Iterator[tuple[str, list[Fact]]]:
        """Give each subject with its facts; the rows of one subject stand together.

        Raises:
            ValueError: a row does not fit; says which and why.
        """
        for subject, own in groupby(rows, itemgetter(1)):
            found = [self.fact(row) for row in own if row[2] in self.members or row[9]]
            yield subject, [fact for fact in found if fact is not None]

    def fact(self, row: Row) -> Fact | None:
        """Return one fact; nothing where it can never count and takes the place of none that could."""
        fact_id, subject, kind, on, recorded_at, source, basis, data, visibility, supersedes = row
        try:
            day = self.days.get(on)
            if day is None:
                day = self.days[on] = as_day(on)
            said, words = self.said.get((kind, data)) or self._read(kind, data, fact_id)
            if visibility not in VISIBILITIES:
                raise BadValueError(f"visibility is one of {', '.join(VISIBILITIES)}, not {visibility!r}")
            if words and self.reach and not supersedes and not self.reach.can_count(words, day):
                return None
            moment: datetime = as_moment(recorded_at)
        except ValueError as error:
            raise ValueError(f"fact {fact_id}: {error}") from None
        seen_by: Any = visibility
        return Fact(fact_id, subject, kind, day, moment, said, source, basis, seen_by, supersedes)

    def _read(self, kind: str, data: str, fact_id: str) -> tuple[Mapping[str, Value], SameWords | None]:
        """Read what a fact says, once for all that say it in the same words."""
        if len(self.said) >= MOST_KNOWN:
            self.said.clear()
        said = read_data(data, self.members.get(kind, {}))
        known = self.reach is not None and kind in self.reach.kinds
        words = self.reach.words_of(kind, said, fact_id) if self.reach and known else None
        self.said[kind, data] = said, words
        return said, words
