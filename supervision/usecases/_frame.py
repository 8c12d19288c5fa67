"""The frame of every write: permission, one transaction, an audit entry, then what happens after commit.

    @usecase("plan.approve")
    def approve_plan(*, plan_id: int, actor: Actor, at: datetime) -> PlanView:
        ...
        record(f"plan:{plan.number}", year=plan.year)
        return ...

A use-case takes keywords only, ``actor`` and ``at`` among them; returns frozen values, never rows; does not
call another use-case. One that records nothing has changed nothing, and fails. ``after_commit(f)`` runs ``f``
once the transaction stands: mail, files, PDFs.
"""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from supervision.actor import Actor
from supervision.database import transaction
from supervision.errors import NotAllowedError
from supervision.permissions import ACTIONS
from supervision.usecases import _audit

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class _Run:
    action: str
    actor: Actor
    at: datetime
    entries: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    later: list[Callable[[], object]] = field(default_factory=list)


REGISTRY: dict[str, Callable[..., Any]] = {}
_run: ContextVar[_Run | None] = ContextVar("usecase", default=None)


def usecase(action: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function the use-case ``action``; the same name is its permission and its audit action.

    Raises (when called):
        NotAllowedError: the actor does not hold the permission.
    """
    if action not in ACTIONS:
        raise LookupError(f"{action} is not in permissions.ACTIONS")

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{action} takes keywords only")
            actor, at = kwargs["actor"], kwargs["at"]
            assert isinstance(actor, Actor) and isinstance(at, datetime)  # noqa: S101, PT018
            if _run.get() is not None:
                raise RuntimeError(f"{action} was called inside another use-case")
            if not actor.may(action):
                raise NotAllowedError(
                    "您的账户没有“{action}”的权限。", remedy="请联系本单位的系统管理员。", action=action
                )
            run = _Run(action, actor, at)
            token = _run.set(run)
            try:
                with transaction():
                    result = function(*args, **kwargs)
                    if not run.entries:
                        raise RuntimeError(f"{action} recorded nothing")
                    for subject, payload in run.entries:
                        _audit.append(action=action, actor=actor.key, at=at, subject=subject, payload=payload)
            finally:
                _run.reset(token)
            for later in run.later:
                later()
            return result

        REGISTRY[action] = call
        return call

    return wrap


def record(subject: str, **payload: Any) -> None:
    """Put what was done into the audit trail of the running use-case: ids and hashes, no personal values."""
    run = _run.get()
    if run is None:
        raise RuntimeError("record() outside a use-case")
    run.entries.append((subject, payload))


def after_commit(later: Callable[[], object]) -> None:
    """Run ``later`` when the transaction of the running use-case stands."""
    run = _run.get()
    if run is None:
        raise RuntimeError("after_commit() outside a use-case")
    run.later.append(later)
