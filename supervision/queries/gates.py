"""公开门槛 gate: the beacon counts only if a released checkpoint of the log, older than the beacon's moment, holds the commitment."""

from dataclasses import dataclass
from datetime import datetime

from supervision.actor import Actor
from supervision.clock import parse_moment
from supervision.disclosure.release.publisher import Publisher
from supervision.models import Draw
from supervision.queries.draws import find_draw


@dataclass(frozen=True, slots=True)
class Gate:
    """公开门槛: where the commitment stands in the log, the moment of the first released checkpoint that holds it."""

    index: int | None
    signed_at: datetime | None
    not_before: datetime

    @property
    def in_time(self) -> bool:
        """Return whether the checkpoint is older than the beacon's moment."""
        return self.signed_at is not None and self.signed_at < self.not_before

    def is_missed(self, at: datetime) -> bool:
        """Return whether it cannot open any more: the moment has passed without a checkpoint."""
        return not self.in_time and at >= self.not_before

    def is_open(self, at: datetime) -> bool:
        """Return whether the beacon may be entered."""
        return self.in_time and at >= self.not_before


def gate_of(row: Draw, publisher: Publisher) -> Gate:
    """Return how far the gate of a draw is open; a checkpoint that was signed and not released yet does not count."""
    index = row.committed_index
    log = publisher.log
    signed = log.first_signed_with(index) if index is not None and log.head.size > index else None
    return Gate(index, signed.at if signed else None, parse_moment(row.commitment["beacon"]["not_before"]))


def get_gate(serial: int, publisher: Publisher, *, actor: Actor) -> Gate:
    """Return how far the gate of a draw is open that this person may see."""
    return gate_of(find_draw(serial, actor), publisher)
