"""设置: facts that the installation keeps about itself; written by other writers, never on their own."""

from typing import Any

from supervision.models import Setting


def remember(key: str, value: Any) -> None:
    """Keep ``value`` under ``key`` within the running transaction."""
    Setting.insert(key=key, value=value).on_conflict(
        conflict_target=[Setting.key], update={Setting.value: value}
    ).execute()
