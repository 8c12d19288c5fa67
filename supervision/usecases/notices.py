"""公告办理: notices to the public with the metadata of government disclosure (索引号 … 有效性)."""

from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import NotFoundError, StaleError
from supervision.queries.notices import find_notice, notice_subjects
from supervision.records.decisions import Validity
from supervision.usecases._frame import record, usecase
from supervision.usecases._notices import enter_notice


@usecase("notice.publish")
def publish_notice(
    *,
    title: str,
    body: str,
    subject: str,
    genre: str,
    formed_on: date | None = None,
    document_number: str = "",
    about: str = "",
    actor: Actor,
    at: datetime,
) -> str:
    """发布公告: gets its index number by the rule's form; returns it.

    ``about``: the public id of the plan, draw or earlier notice that it makes known, if any.

    Raises:
        RuleViolationError: ``notice-empty``.
        NotFoundError: ``about`` names nothing that is public.
    """
    if not title.strip() or not body.strip():
        raise RuleViolationError("notice-empty", "公告须有标题和正文。")
    if about and about not in dict(notice_subjects(actor=actor)):
        raise NotFoundError("没有编号为 {about} 的公开文件。", about=about)
    index = enter_notice(
        title=title,
        body=body,
        subject=subject,
        genre=genre,
        formed_on=formed_on,
        document_number=document_number,
        about=about,
        at=at,
    )
    record(f"notice:{index}", formed_on=formed_on or china_day(at))
    return index


@usecase("notice.repeal")
def repeal_notice(*, key: int, reason: str, actor: Actor, at: datetime) -> None:
    """废止公告: it stays to be read, marked as repealed, with the day and the reason.

    Raises:
        RuleViolationError: ``notice-reason``; ``notice-in-period`` while the period of a public notice runs.
        StaleError: it was repealed already.
    """
    row, on = find_notice(key, actor), china_day(at)
    if not reason.strip():
        raise RuleViolationError("notice-reason", "废止公告须写明理由。")
    if row.repealed_on is not None:
        raise StaleError("这份公告已经废止。")
    if row.until is not None and Validity.on(on, until=row.until, repealed_on=None) is Validity.IN_FORCE:
        raise RuleViolationError(
            "notice-in-period",
            "公示期还没有结束，不能废止：等级评定以这份公示为前提。",
            remedy="公示内容有误的，公示期满后决定重新评价，届时另行公示。",
        )
    row.repealed_on, row.repeal_reason = on, reason.strip()
    row.save()
    record(f"notice:{row.index_number}", repealed_on=on)
