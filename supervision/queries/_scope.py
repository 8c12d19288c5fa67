"""数据范围 scope: which rows an actor sees. Area codes nest by prefix; a facility's people see their facility alone."""

from typing import Any

from peewee import Expression

from supervision.actor import Actor
from supervision.models import Area, Facility


def within_area(actor: Actor, area: Any = Area) -> Expression:
    """Return the condition that an area (joined under ``area``) lies in the actor's scope."""
    return area.code.startswith(actor.scope) if actor.scope else area.code.is_null(False)


def sees_facility(actor: Actor, area: Any = Area) -> Expression:
    """Return the condition for a query joined from facilities to areas: the actor may see the facility.

    Deny by default: somebody without an office role and without a facility sees nothing.
    """
    if actor.facility_id is not None:
        return Facility.id == actor.facility_id
    if actor.is_office:
        return within_area(actor, area)
    return Facility.id.is_null()


def of_authority(actor: Actor, area: Any = Area) -> Expression:
    """Return the condition that the area of an authority (joined under ``area``) concerns the actor.

    It lies within the actor's scope, or the actor's scope within it: a street sees the plan of its district.
    """
    if not actor.is_office:
        return area.code.is_null()
    above = [actor.scope[:length] for length in (2, 4, 6, 9, 12) if length <= len(actor.scope)]
    return within_area(actor, area) | area.code.in_(above)
