"""本机构与抽取查询: how a facility stood in each revealed draw, with its own nonce, so that it can check that by itself.

Before the reveal nothing is told: a nonce given earlier would show the facility which of the published pseudonyms it is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from inspections.proof import Standing, standing_of
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.models import Draw
from supervision.queries.my import own_facility
from supervision.queries.public.draws import revealed_record
from supervision.vault import Vault


@dataclass(frozen=True, slots=True)
class MyDraw:
    """我的抽取: the facility's nonce and pseudonym in one draw; ``standing`` is None where it was ``left_out`` with a reason."""

    serial: int
    title: str
    revealed_on: date
    nonce: str
    pseudonym: str
    left_out: str
    standing: Standing | None
    joined: bool  # from the reserve, after the draw


def my_draws(*, vault: Vault, actor: Actor) -> tuple[MyDraw, ...]:
    """Return the revealed draws in whose roster or exclusions the facility stands, the newest first."""
    code, found = own_facility(actor).code, []
    for row in Draw.select().where(Draw.revealed_index.is_null(False)).order_by(Draw.id.desc()):
        mine = next((each for each in row.openings.get("targets", ()) if each[1] == code), None)
        if mine is not None:
            found.append(_stood(row, mine[0], mine[2], vault))
    return tuple(found)


def _stood(row: Draw, pseudonym: str, nonce: str, vault: Vault) -> MyDraw:
    left_out = dict(row.exclusions).get(pseudonym, "")
    record: Any = revealed_record(row, vault.open(row.sealed_salt, f"draw:{row.serial}"))
    current = {team["target"] for team in row.result["current"]["teams"]}
    return MyDraw(
        serial=row.serial,
        title=row.task.title,
        revealed_on=china_day(row.revealed_at),
        nonce=nonce,
        pseudonym=pseudonym,
        left_out=left_out,
        standing=None if left_out else standing_of(record, pseudonym),
        joined=pseudonym in current and pseudonym not in row.result["selected"],
    )
