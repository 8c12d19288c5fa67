"""What the pages of a draw share: publisher and vault of this installation, names of departments, downloads, notes of looks."""

from collections.abc import Iterable

from flask import Response, current_app

from supervision import clock
from supervision.config import Config
from supervision.disclosure.release.publisher import Publisher
from supervision.publishing import open_publisher
from supervision.queries.draw_lines import department_names
from supervision.queries.draw_looks import Look, unseen
from supervision.queries.settings import is_demonstration
from supervision.usecases.draw_looks import note_looks
from supervision.vault import Vault
from supervision.views.access import current_actor
from supervision.views.steps import both

LIST = "/office/draws/"
TASKS = "/office/tasks/"


def publisher() -> Publisher:
    """Return the publisher of this installation."""
    config: Config = current_app.config["MINGJING"]
    return open_publisher(config, demonstration=is_demonstration())


def vault() -> Vault:
    """Return the vault of this installation."""
    config: Config = current_app.config["MINGJING"]
    return Vault.at(config.keys)


def departments() -> dict[str, str]:
    """Return the departments' names in the reader's language."""
    return {key: both(zh, en) for key, (zh, en) in department_names().items()}


def note(looks: Iterable[Look]) -> None:
    """Note what this page shows of sealed draws, once a day for each thing; the auditor reads all and leaves no note."""
    actor, now = current_actor(), clock.now()
    fresh = unseen(looks, actor=actor, on=clock.china_day(now)) if actor.may("draw.look") else ()
    if fresh:
        note_looks(looks=fresh, actor=actor, at=now)


def download(content: bytes, name: str) -> Response:
    """Return a file to keep; nothing on the way keeps a copy."""
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, mimetype="application/json", headers=headers)
