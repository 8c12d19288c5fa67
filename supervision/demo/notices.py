"""公告: the notices of the authority, as the story tells them."""

from typing import Any

from supervision.demo.stage import Stage, moment
from supervision.queries.notices import notice_subjects
from supervision.usecases import notices


def notice(stage: Stage, row: dict[str, Any]) -> None:
    """Publish a notice of the authority; ``plan``: the year of the plan that it makes known."""
    publisher = stage.person("publisher")
    plans = [key for key, title in notice_subjects(actor=publisher) if str(row.get("plan")) in title]
    notices.publish_notice(
        title=row["title"],
        body=row["body"],
        subject=row["subject"],
        genre=row["genre"],
        document_number=row["number"],
        about=next(key for key in plans if key.startswith("plan-")) if "plan" in row else "",
        actor=publisher,
        at=moment(row["on"], 9),
    )
