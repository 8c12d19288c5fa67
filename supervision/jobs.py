"""定时任务 jobs: what the clock does each day, at which hour in China, in which order.

``work`` takes the day, the actor and the moment, calls use-cases, and returns one sentence for the record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from supervision.actor import Actor


@dataclass(frozen=True, slots=True)
class Job:
    """定时任务: its name, its hour and minute in China, and what it does."""

    name: str
    hour: int
    minute: int
    work: Callable[[date, Actor, datetime], str]


JOBS: tuple[Job, ...] = ()
