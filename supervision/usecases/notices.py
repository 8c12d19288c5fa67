"""公告办理: notices to the public with the metadata of government disclosure (索引号 … 有效性)."""

from datetime import date, datetime

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.models import Authority, PublicNotice
from supervision.rulebook import rulebook
from supervision.usecases._frame import record, usecase
from supervision.usecases._numbers import next_number

SERIES = "公开"


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
    on = china_day(at)
    authority = Authority.select().order_by(Authority.id).get()
    n, _ = next_number(authority, SERIES, on.year)
    template = str(rulebook().on("publication.index_template", on).value)
    index = template.format(uscc=authority.uscc or authority.key, yyyy=on.year, seq=n)
    PublicNotice.create(
        index_number=index,
        authority=authority,
        subject=subject,
        genre=genre,
        document_number=document_number,
        formed_on=formed_on or on,
        published_on=on,
        title=title.strip(),
        body=body.strip(),
    )
    record(f"notice:{index}", formed_on=formed_on or on)
    return index
