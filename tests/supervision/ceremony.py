"""The steps before a commitment, for tests: the forecast, and the halves of the salt by two people of two bodies."""

import hashlib
from datetime import datetime

from inspections.plan import SEEDS
from supervision.share_files import Share
from supervision.usecases import forecasts, salt_shares
from supervision.vault import Vault
from tests.supervision.small_office import START, moment, person

HOLDERS = (("civil-affairs", "head"), ("market-regulation", "decider"))


def share(body: str, task: str = "T1", word: str = "") -> Share:
    """Return a half of a salt, the same each time."""
    return Share(task, body, moment(START), hashlib.sha256(f"{task} {body} {word}".encode()).digest())


def hand_in(vault: Vault, at: datetime, task: str = "T1", word: str = "") -> None:
    """Let two bodies hand in their halves."""
    for body, holder in HOLDERS:
        salt_shares.hand_in_share(
            task_number=task, share=share(body, task, word), vault=vault, actor=person(holder), at=at
        )


def prepare(vault: Vault, at: datetime, task: str = "T1", word: str = "") -> None:
    """Do what has to be done before a commitment."""
    forecasts.forecast_draw(task_number=task, trials=SEEDS, actor=person("planner"), at=at)
    hand_in(vault, at, task, word)
