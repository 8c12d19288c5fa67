"""Pages: parse, call, render. ``BLUEPRINTS`` is all of them; each view names its permission by ``@page``."""

from flask import Blueprint

from supervision.views import (
    accounts,
    areas,
    certificates,
    doubts,
    draws,
    facilities,
    field,
    field_api,
    health,
    home,
    imports,
    inspectors,
    items,
    papers,
    plans,
    public,
    record,
    rectifications,
    sign_in,
    tasks,
    visits,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.bp,
    areas.bp,
    certificates.bp,
    doubts.bp,
    draws.bp,
    facilities.bp,
    field.bp,
    field_api.bp,
    health.bp,
    home.bp,
    imports.bp,
    inspectors.bp,
    items.bp,
    papers.bp,
    plans.bp,
    record.bp,
    rectifications.bp,
    sign_in.bp,
    tasks.bp,
    visits.bp,
    public.bp,  # last: its catch-all serves the public site
)
