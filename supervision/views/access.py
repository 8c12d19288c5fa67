"""Who may open a page: every view says so, and the application refuses to start where one does not."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, redirect, request, url_for
from flask_login import current_user

from supervision.actor import Actor
from supervision.errors import NotAllowedError
from supervision.permissions import ACTIONS

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"  # anybody
SIGNED_IN = "signed-in"  # anybody with an account
OFFICE = "office"  # somebody of the authority
FACILITY = "facility"  # somebody of a facility
INSPECTOR = "inspector"  # an inspector
AUDIT = "audit"  # who reads all and writes nothing
INTERNAL = "internal"  # somebody of the authority who plans, decides or audits
DEVICE = "device"  # a tablet with its token, or an inspector's session


def page(access: str) -> Callable[[View], View]:
    """Mark a view with who may open it: an action of ``permissions.ACTIONS`` or one of the words above."""
    if access not in ACTIONS and access not in (
        PUBLIC,
        SIGNED_IN,
        OFFICE,
        FACILITY,
        INSPECTOR,
        INTERNAL,
        AUDIT,
        DEVICE,
    ):
        raise LookupError(f"{access} is neither a permission nor a kind of access")

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if access in (PUBLIC, DEVICE):  # a device is checked by the API itself, token by token
                return view(*args, **kwargs)
            if not current_user.is_authenticated:
                return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")), code=303)
            if not may_open(current_actor(), access):
                raise NotAllowedError(
                    "您的账户不能打开此页面。", remedy="如需权限，请联系本单位的系统管理员。"
                )
            return view(*args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return wrap


def may_open(actor: Actor, access: str) -> bool:
    """Return whether ``actor`` may open a page with this access by the method of the running request."""
    match access:
        case "signed-in":
            return True
        case "office":
            return actor.is_office
        case "facility":
            return actor.facility_id is not None
        case "internal":
            return actor.reads_internal
        case "audit":
            return actor.reads_all
        case "inspector":
            return actor.inspector_id is not None
        case action:
            return actor.may(action) or (actor.reads_all and request.method in ("GET", "HEAD"))


def current_actor() -> Actor:
    """Return the signed-in person as the one who acts."""
    actor: Actor = current_user.account.actor
    return actor


def language() -> str:
    """Return the language of this request."""
    return str(g.language)
