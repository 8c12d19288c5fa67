"""What every job is made of: its hour, doing something with each of many, and one sentence for the record of runs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.errors import SupervisionError
from supervision.texts import translator

T = TypeVar("T")
LANGUAGE = "zh-CN"  # of the record of runs, which the office reads


@dataclass(frozen=True, slots=True)
class Job:
    """定时任务: its name, its hour and minute in China, and what it does."""

    name: str
    hour: int
    minute: int
    work: Callable[[date, Actor, datetime], str]


def say(text: str, **values: object) -> str:
    """Return a sentence for the record of runs."""
    return translator(LANGUAGE)(text, **values)


def each(things: Iterable[T], do: Callable[[T], object]) -> tuple[int, list[str]]:
    """Do something with each; return how often it was done, and what was said where it could not be."""
    done, refused = 0, []
    for thing in things:
        try:
            do(thing)
            done += 1
        except (RuleViolationError, SupervisionError) as error:
            refused.append(say(error.message, **error.facts))
    return done, refused


def told(sentence: str, refused: list[str]) -> str:
    """Return the sentence, with the first of what could not be done."""
    if not refused:
        return sentence
    return sentence + say("{count} 件不能办理：{first}", count=len(refused), first=refused[0])


def until(day: date, at: datetime) -> date:
    """Return the day up to which is done: a day to come is not anticipated."""
    return min(day, china_day(at))
