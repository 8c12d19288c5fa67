"""舞台 stage: what every scene of the demonstration needs: people, the clock of the story, files, folders."""

import csv
import hashlib
import hmac
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from scoring.rulebook import load_yaml
from scoring.rulebook.days import add_working_days
from supervision.actor import Actor, scheduler, terminal
from supervision.config import Config
from supervision.disclosure.release.publisher import Publisher
from supervision.evidence import EvidenceStore
from supervision.publishing import open_publisher
from supervision.vault import Vault

HERE = Path(__file__).parent
SECRET = hashlib.sha256(b"mingjing demonstration: everybody knows this").digest()
AUTHORITY = "minghu"
SOURCE = "minghu-demo"
NAMESPACE = uuid.UUID("6d696e67-6a69-5e67-8000-00000000dede")


@dataclass(slots=True)
class Stage:
    """演示舞台: the story's files and people; ``tell`` says which scene is being played."""

    config: Config
    tell: Callable[[str], None] = lambda _: None
    story: dict[str, Any] = field(default_factory=lambda: dict(load_yaml(HERE / "story.yaml")))
    codes: dict[str, str] = field(default_factory=dict)  # MH001 -> facility code
    facility_ids: dict[str, int] = field(default_factory=dict)
    inspector_ids: dict[str, int] = field(default_factory=dict)

    @property
    def publisher(self) -> Publisher:
        """Return the demonstration's publisher."""
        return open_publisher(self.config, demonstration=True)

    @property
    def vault(self) -> Vault:
        """Return the vault of the installation."""
        return Vault.at(self.config.keys)

    @property
    def store(self) -> EvidenceStore:
        """Return the evidence store."""
        return EvidenceStore(self.config.evidence)

    def person(self, username: str, *roles: str) -> Actor:
        """Return somebody of the office."""
        return Actor(key=username, roles=frozenset(roles or (username,)), scope="990101")

    def inspector(self, staff_number: str) -> Actor:
        """Return an inspector by staff number."""
        number = list(self.inspector_ids).index(staff_number) + 1
        return Actor(
            key=f"inspector{number}",
            roles=frozenset({"inspector"}),
            scope="990101",
            inspector_id=self.inspector_ids[staff_number],
        )

    def owner(self, source_id: str) -> Actor:
        """Return the person in charge of a facility."""
        return Actor(
            key=f"owner-{source_id}", roles=frozenset({"owner"}), facility_id=self.facility_ids[source_id]
        )

    def source_id(self, code: str) -> str:
        """Return MH001 for a facility's code."""
        return next(key for key, value in self.codes.items() if value == code)


TERMINAL = terminal("demonstration")
CLOCK = scheduler("demonstration")


def moment(on: date, hour: int = 10, minute: int = 0) -> datetime:
    """Return an hour of a legal day in China."""
    return datetime.combine(on, time(hour, minute), UTC) - timedelta(hours=8)


def later(on: date, working_days: int) -> date:
    """Return the working day so many after ``on``."""
    return add_working_days(on, working_days).on


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the demonstration."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fixed(label: str) -> bytes:
    """Return 32 bytes that look random and are the same each time."""
    return hmac.digest(SECRET, label.encode(), "sha256")


def fixed_share(*parts: object) -> float:
    """Return a number from 0 to 1 that looks random and is the same each time."""
    return int.from_bytes(fixed("\n".join(map(str, parts)))[:6], "big") / 2**48


def fixed_uuid(*parts: object) -> str:
    """Return an id that is the same each time."""
    return str(uuid.uuid5(NAMESPACE, "\n".join(map(str, parts))))
