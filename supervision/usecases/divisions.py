"""行政区划办理: loading the division table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from supervision.actor import Actor
from supervision.database import insert_rows
from supervision.intake.divisions import AreaRow
from supervision.models import Area
from supervision.usecases._frame import record, usecase


@dataclass(frozen=True, slots=True)
class DivisionReport:
    """区划导入报告: ``rows = created + changed + unchanged``; areas that the table leaves out stay."""

    rows: int
    created: int
    changed: int
    unchanged: int


@usecase("division.import")
def import_divisions(*, areas: Sequence[AreaRow], actor: Actor, at: datetime) -> DivisionReport:
    """导入行政区划: enter new areas, correct names; the same table again changes nothing."""
    known = {
        code: (name, parent or "")
        for code, name, parent in Area.select(Area.code, Area.name, Area.parent_code).tuples()
    }
    new = [area for area in areas if area.code not in known]
    changed = [area for area in areas if area.code in known and known[area.code] != (area.name, area.parent)]
    insert_rows(
        Area,
        [
            {"code": one.code, "name": one.name, "level": one.level, "parent_code": one.parent or None}
            for one in new
        ],
    )
    for area in changed:
        Area.update(name=area.name, parent_code=area.parent or None).where(Area.code == area.code).execute()
    report = DivisionReport(len(areas), len(new), len(changed), len(areas) - len(new) - len(changed))
    record("divisions", created=report.created, changed=[area.code for area in changed], rows=report.rows)
    return report
