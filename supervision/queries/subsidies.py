"""补助查询: what is due to each station by the rule: its sum, or why there is none, line by line; nothing is paid here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.engine import evaluate
from scoring.facts import Fact
from scoring.schemes import Scheme
from scoring.sheets import Sheet
from supervision.actor import Actor
from supervision.errors import NotFoundError
from supervision.models import Area, Facility
from supervision.queries._scope import sees_facility
from supervision.queries.scores import gathered
from supervision.rulebook import rulebook, schemes

SCHEMES = {
    "station_subsidy": ("station",),
    "bed_subsidy": ("home", "rural_home"),
    "building_subsidy": ("home", "rural_home"),
}

DUE = "due"  # the outcome with which something is paid; suspended, recovered, undecided is nothing


@dataclass(frozen=True, slots=True)
class Due:
    """应发补助 One facility: the sheet of its sum, and the facts it rests on."""

    code: str
    name: str
    street: str
    sheet: Sheet
    facts: Mapping[str, Fact]


def subsidy_scheme(produces: str, on: date) -> Scheme:
    """Return the scheme of one subsidy.

    Raises:
        NotFoundError: there is no such subsidy.
    """
    if produces not in SCHEMES:
        raise NotFoundError("没有这种补助。")
    return schemes().producing(produces, on)


def list_due(produces: str, *, actor: Actor, on: date) -> tuple[Due, ...]:
    """Return what is due to whom on ``on``: those who claimed, or of whom something else is known for it."""
    scheme = subsidy_scheme(produces, on)
    claimed = claim_kind(scheme)
    found = (_due(row, scheme, on) for row in _facilities(produces, actor))
    return tuple(each for each in found if any(fact.kind == claimed for fact in each.facts.values()))


def claim_kind(scheme: Scheme) -> str:
    """Return the kind of fact with which a subsidy is claimed."""
    return next(kind for kind in scheme.kinds if kind.startswith("subsidy."))


def claimants(produces: str, *, actor: Actor) -> tuple[str, ...]:
    """Return the codes of the facilities that may claim a subsidy."""
    return tuple(row.code for row in _facilities(produces, actor))


def get_due(produces: str, code: str, *, actor: Actor, on: date) -> Due:
    """Return the sum of one facility.

    Raises:
        NotFoundError: there is none that this person may see.
    """
    row = _facilities(produces, actor).where(Facility.code == code).first()
    if row is None:
        raise NotFoundError("没有这个机构，或它不领取这种补助。")
    return _due(row, subsidy_scheme(produces, on), on)


def _facilities(produces: str, actor: Actor) -> Any:
    query = Facility.select(Facility, Area).join(Area)
    return query.where(sees_facility(actor), Facility.kind.in_(SCHEMES[produces])).order_by(Facility.code)


def _due(row: Facility, scheme: Scheme, on: date) -> Due:
    facts = gathered(scheme, row.code, on=on)
    sheet = evaluate(rulebook(), scheme, row.code, facts, on=on)
    return Due(row.code, row.name, row.area.name, sheet, {fact.id: fact for fact in facts})
