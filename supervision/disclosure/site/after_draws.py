"""抽取之后 what all revealed draws say together; from their published records alone, so that anybody can count again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from inspections.fairness import Fairness, Lot, fairness, lots_of
from inspections.turnover import Turnover, turnover
from supervision.records.inspections import Draw


@dataclass(frozen=True, slots=True)
class AfterDraws:
    """抽取之后: the chances over all revealed draws, area by area, and what changed after each; ``lots`` by draw."""

    fairness: Fairness
    turnovers: tuple[tuple[Draw, Turnover], ...]
    lots: Mapping[str, tuple[Lot, ...]]

    def fairness_of(self, draws: Iterable[str]) -> Fairness:
        """Return the chances over some of the draws."""
        return fairness(lot for each in draws for lot in self.lots[each])


def after_draws(draws: Iterable[Draw], records: Mapping[str, bytes]) -> AfterDraws:
    """Return what the draws among ``records`` (path → content) come to, in the order given."""
    found = [
        (draw, *_counted(records[f"records/{draw.record}"]))
        for draw in draws
        if draw.record and f"records/{draw.record}" in records
    ]
    return AfterDraws(
        fairness(lot for _, lots, _ in found for lot in lots),
        tuple((draw, changed) for draw, _, changed in found),
        {draw.id: lots for draw, lots, _ in found},
    )


@lru_cache(maxsize=256)
def _counted(content: bytes) -> tuple[tuple[Lot, ...], Turnover]:
    """Count one record; it never changes again, and is counted at each release."""
    record = json.loads(content)
    return tuple(lots_of(record)), turnover(record)
