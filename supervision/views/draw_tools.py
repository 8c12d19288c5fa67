"""What the pages of a draw share: publisher and vault of this installation, names of departments, downloads."""

from flask import Response, current_app

from supervision.config import Config
from supervision.disclosure.publisher import Publisher
from supervision.publishing import open_publisher
from supervision.queries.draw_lines import department_names
from supervision.queries.settings import is_demonstration
from supervision.vault import Vault
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


def download(content: bytes, name: str) -> Response:
    """Return a file to keep; nothing on the way keeps a copy."""
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(content, mimetype="application/json", headers=headers)
