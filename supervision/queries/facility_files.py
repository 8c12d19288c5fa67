"""检查对象名录查询: the register as a table that the import accepts unchanged; how complete it is, and how old."""

from collections.abc import Iterator

from peewee import JOIN, Case, fn

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.intake.headings import vocabulary
from supervision.models import Area, Facility, Operator, OperatorLink
from supervision.queries._scope import sees_facility
from supervision.queries.directory import Standing


def facility_table(*, actor: Actor) -> Iterator[dict[str, object]]:
    """Give the facilities that are not closed by field of the list, in the order of their areas."""
    kinds = {kind: word for word, kind in reversed(list(vocabulary().kinds.items())) if word != kind}
    districts = dict(Area.select(Area.code, Area.name).where(Area.level == "district").tuples())
    for row in _rows(actor).order_by(Area.code, Facility.name).dicts().iterator():
        code = row["area_code"]
        yield {
            "name": row["name"],
            "kind": kinds[row["kind"]],
            "district": districts.get(code[:6], code[:6]),
            "street": row["area_name"] if len(code) > 6 else "",
            "address": row["address"],
            "zipcode": row["zipcode"],
            "beds": "" if row["beds"] is None else row["beds"],
            "since": row["opened_on"] or "",
            "ownership": row["ownership"],
            "lng": "" if row["longitude"] is None else str(row["longitude"]),
            "lat": "" if row["latitude"] is None else str(row["latitude"]),
            "uscc": row["uscc"] or "",
            "operator": row["operator_name"] or "",
        }


def facility_standing(*, actor: Actor) -> Standing:
    """Return how complete and how old the register is (R1.11); closed facilities do not count."""
    known_operator = (
        OperatorLink.select()
        .join(Operator)
        .where(
            OperatorLink.facility == Facility.id, OperatorLink.until.is_null(), Operator.uscc.is_null(False)
        )
    )
    is_whole = (
        (Facility.address != "")
        & (Facility.ownership != "")
        & Facility.opened_on.is_null(False)
        & Facility.longitude.is_null(False)
        & fn.EXISTS(known_operator)
    )
    row = (
        Facility.select(
            fn.COUNT(Facility.id), fn.SUM(Case(None, [(is_whole, 1)], 0)), fn.MIN(Facility.changed_at)
        )
        .join(Area)
        .where(sees_facility(actor), Facility.life_state != "closed")
    )
    total, whole, oldest = row.scalar(as_tuple=True)
    return Standing(total, int(whole or 0), china_day(oldest) if oldest else None)


def _rows(actor: Actor):
    return (
        Facility.select(
            Facility,
            Area.code.alias("area_code"),
            Area.name.alias("area_name"),
            Operator.uscc,
            Operator.name.alias("operator_name"),
        )
        .join(Area)
        .switch(Facility)
        .join(
            OperatorLink,
            JOIN.LEFT_OUTER,
            on=(OperatorLink.facility == Facility.id) & OperatorLink.until.is_null(),
        )
        .join(Operator, JOIN.LEFT_OUTER)
        .where(sees_facility(actor), Facility.life_state != "closed")
    )
