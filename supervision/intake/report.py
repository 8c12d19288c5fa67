"""导入报告 import report: what became of each row; the same for terminal, page and file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from supervision.intake.headings import Columns
from supervision.intake.matching import Difference
from supervision.intake.rows import ACCEPTED, DOUBTS, Problem
from supervision.intake.spreadsheet import Sheet
from supervision.intake.values import REFUSED
from supervision.texts import Translator, mark

# columns of the register as people call them
LABELS = {
    "name": mark("机构名称"),
    "kind": mark("机构类别"),
    "area": mark("区、街道"),
    "address": mark("地址"),
    "zipcode": mark("邮编"),
    "beds": mark("床位数"),
    "opened_on": mark("成立时间"),
    "ownership": mark("类型"),
    "longitude": mark("经度"),
    "latitude": mark("纬度"),
    "uscc": mark("统一社会信用代码"),
    "operator": mark("运营单位"),
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """导入报告: ``rows = accepted + doubts + refused``; ``absent``: facilities of this source that the file leaves out."""

    file: str
    sha256: str
    source: str
    rows: int
    accepted: int
    doubts: int
    refused: int
    created: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    differences: tuple[Difference, ...]
    absent: tuple[str, ...]
    notes: tuple[tuple[str, Mapping[str, object]], ...]

    @property
    def clean(self) -> bool:
        """Return whether nobody needs to look at anything."""
        return not self.doubts and not self.refused

    def as_json(self, say: Translator) -> dict[str, Any]:
        """Return the report in the form that other programs rely on."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "rows": self.rows,
            "accepted": self.accepted,
            "doubts": self.doubts,
            "refused": self.refused,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "problems": [
                {
                    "row": problem.row,
                    "column": problem.column,
                    "value": problem.value,
                    "rule": problem.rule,
                    "outcome": problem.outcome,
                    "message": say(problem.message, **problem.facts),
                }
                for problem in self.problems
            ],
        }


class Listed(Protocol):
    """来表: a judged table of facilities or of a directory."""

    @property
    def sheet(self) -> Sheet:
        """Return the table as it was read."""

    @property
    def columns(self) -> Columns:
        """Return what each of its columns is."""

    @property
    def source(self) -> str:
        """Return what tells this table from others."""


def report(listed: Listed, matches: Sequence[Any], absent: Sequence[str]) -> ImportReport:
    """Count what ``matches`` do, and list every problem and difference in the order of the file.

    Each match has its judged ``row``, an ``action``, the ``known`` one with its name, and ``changes``.
    """
    outcomes = Counter(one.row.outcome for one in matches)
    actions = Counter(one.action for one in matches)
    ignored = tuple((why, {"heading": heading}) for heading, why in listed.columns.ignored)
    return ImportReport(
        file=listed.sheet.file,
        sha256=listed.sheet.sha256,
        source=listed.source,
        rows=len(matches),
        accepted=outcomes[ACCEPTED],
        doubts=outcomes[DOUBTS],
        refused=outcomes[REFUSED],
        created=actions["create"],
        changed=actions["change"],
        unchanged=actions["same"],
        problems=tuple(problem for one in matches for problem in one.row.problems),
        differences=tuple(
            Difference(one.row.number, one.known.name, column, before, after)
            for one in matches
            if one.known
            for column, (before, after) in one.changes.items()
        ),
        absent=tuple(absent),
        notes=listed.sheet.notes + ignored,
    )
