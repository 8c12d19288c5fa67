"""The only reader of the clock: everything else is told the moment ``at`` or the day ``on``."""

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # one zone, no daylight saving since 1991
UTC_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def china_day(at: datetime) -> date:
    """Return the legal day in China on which the moment ``at`` falls."""
    return at.astimezone(CHINA).date()


def start_of_china_day(on: date) -> datetime:
    """Return the first moment of the legal day ``on``, in UTC."""
    return datetime(on.year, on.month, on.day, tzinfo=CHINA).astimezone(UTC)


def parse_moment(text: str) -> datetime:
    """Return the moment written as ``2026-12-01T13:15:00Z``."""
    return datetime.strptime(text, UTC_FORMAT).replace(tzinfo=UTC)
