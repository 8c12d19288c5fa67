"""公告办理: notices to the public with the metadata of government disclosure (索引号 … 有效性)."""

from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
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
    actor: Actor,
    at: datetime,
) -> str:
    """发布公告: gets its index number by the rule's form; returns it.

    Raises:
        RuleViolationError: ``notice-empty``.
    """
    if not title.strip() or not body.strip():
        raise RuleViolationError("notice-empty", "公告须有标题和正文。")
    index = enter_notice(
        title=title,
        body=body,
        subject=subject,
        genre=genre,
        formed_on=formed_on,
        document_number=document_number,
        at=at,
    )
    record(f"notice:{index}", formed_on=formed_on or china_day(at))
    return index
