"""查看记录办理: whoever looks at a sealed result, or learns where he goes, leaves a note of it; the auditor reads them."""

from datetime import datetime

from supervision.actor import Actor
from supervision.clock import china_day
from supervision.models import DrawLook, Visit, VisitMember
from supervision.usecases._cases import involve
from supervision.usecases._draws import draw_row
from supervision.usecases._frame import record, usecase


@usecase("draw.look")
def note_looks(*, looks: tuple[tuple[int, str, str], ...], actor: Actor, at: datetime) -> None:
    """记下查看: what somebody is about to see: (serial, what, pseudonym) each; ``what`` is result, list, line or address.

    Who is shown an address is informed of that visit from now on, as by a notice.
    """
    for serial, what, subject in looks:
        row = draw_row(serial)
        DrawLook.insert(
            draw=row, what=what, subject=subject, by=actor.key, on=china_day(at), at=at
        ).on_conflict_ignore().execute()
        if what == "address" and actor.inspector_id is not None:
            _inform(row, subject, actor, at)
        record(f"draw:{serial}", what=what, target=subject)


def _inform(row: object, pseudonym: str, actor: Actor, at: datetime) -> None:
    for visit in Visit.select().where(Visit.draw == row, Visit.pseudonym == pseudonym):
        told = (
            VisitMember.update(informed_at=at)
            .where(
                VisitMember.visit == visit,
                VisitMember.inspector == actor.inspector_id,
                VisitMember.informed_at.is_null(),
            )
            .execute()
        )
        if told:
            member = VisitMember.get(VisitMember.visit == visit, VisitMember.inspector == actor.inspector_id)
            involve(visit.case, member.inspector.staff_number, "inspector")
