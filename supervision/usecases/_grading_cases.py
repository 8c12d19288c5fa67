"""案件读取: an application for a grade, or the re-check of one, by its id; of one's own facility where a facility asks."""

from supervision.actor import Actor
from supervision.errors import NotAllowedError, NotFoundError
from supervision.models import Case, Facility


def case_row(uuid_: str, procedure: str) -> Case:
    """Return the row of an application or a re-check."""
    row: Case | None = Case.get_or_none(Case.uuid == uuid_, Case.procedure == procedure)
    if row is None:
        raise NotFoundError("没有这件申报，或它不在您的工作范围内。")
    return row


def own_case(uuid_: str, actor: Actor, procedure: str) -> Case:
    """Return a case of the actor's own facility."""
    row = case_row(uuid_, procedure)
    if actor.facility_id is not None and actor.facility_id != row.facility_id:
        raise NotAllowedError("只能为本机构办理。")
    return row


def own_facility(code: str, actor: Actor) -> Facility:
    """Return the actor's own facility; only for it can he apply."""
    facility: Facility | None = Facility.get_or_none(Facility.code == code)
    if facility is None:
        raise NotFoundError("没有编号为 {code} 的养老服务机构。", code=code)
    if actor.facility_id is not None and actor.facility_id != facility.id:
        raise NotAllowedError("只能为本机构办理。")
    return facility
