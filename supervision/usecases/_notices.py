"""公告登记: a notice to the public within a running transaction, with its index number; for every use-case that has one."""

from datetime import date, datetime

from supervision.clock import china_day
from supervision.models import Authority, Facility, PublicNotice
from supervision.rulebook import rulebook
from supervision.usecases._numbers import next_number

SERIES = "公开"


def enter_notice(
    *,
    title: str,
    body: str,
    subject: str,
    genre: str,
    formed_on: date | None = None,
    document_number: str = "",
    facility: Facility | None = None,
    about: str = "",
    until: date | None = None,
    at: datetime,
) -> str:
    """Enter a notice and return its index number (索引号).

    ``about``: the public id of what it makes known; ``until``: the first day on which its period (公示期) is over.
    """
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
        facility=facility,
        about=about,
        until=until,
    )
    return index
