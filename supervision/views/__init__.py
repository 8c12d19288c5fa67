"""Pages: parse, call, render. ``BLUEPRINTS`` is all of them; each view names its permission by ``@page``."""

from flask import Blueprint

from supervision.views import (
    accounts,
    areas,
    certificates,
    doubts,
    draws,
    facilities,
    field_api,
    health,
    home,
    imports,
    inspectors,
    items,
    plans,
    public,
    sign_in,
    tasks,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.bp,
    areas.bp,
    certificates.bp,
    doubts.bp,
    draws.bp,
    facilities.bp,
    field_api.bp,
    health.bp,
    home.bp,
    imports.bp,
    inspectors.bp,
    items.bp,
    plans.bp,
    sign_in.bp,
    tasks.bp,
    public.bp,  # last: its catch-all serves the public site
)
