"""Pages: parse, call, render. ``BLUEPRINTS`` is all of them; each view names its permission by ``@page``."""

from flask import Blueprint

from supervision.views import (
    accounts,
    areas,
    certificates,
    doubts,
    facilities,
    health,
    home,
    imports,
    public,
    sign_in,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.bp,
    areas.bp,
    certificates.bp,
    doubts.bp,
    facilities.bp,
    health.bp,
    home.bp,
    imports.bp,
    sign_in.bp,
    public.bp,  # last: its catch-all serves the public site
)
