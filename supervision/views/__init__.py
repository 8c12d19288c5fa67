"""Pages: parse, call, render. ``BLUEPRINTS`` is all of them; each view names its permission by ``@page``."""

from flask import Blueprint

from supervision.views import accounts, certificates, health, home, public, sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.bp,
    certificates.bp,
    health.bp,
    home.bp,
    sign_in.bp,
    public.bp,  # last: its catch-all serves the public site
)
