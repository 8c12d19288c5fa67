"""The public site, served as the files that a release left: any web server can do the same."""

from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.utils import safe_join

from supervision.config import Config
from supervision.errors import NotFoundError
from supervision.views.access import PUBLIC, page

bp = Blueprint("public", __name__)


@bp.get("/log/<path:path>")
@page(PUBLIC)
def log(path: str) -> ResponseReturnValue:
    """公示日志: lives outside the releases and never goes back."""
    config: Config = current_app.config["MINGJING"]
    return _file(config.site / "log", path, seconds=86_400 if path.startswith("tile/") else 60)


@bp.get("/", defaults={"path": ""})
@bp.get("/<path:path>")
@page(PUBLIC)
def site(path: str) -> ResponseReturnValue:
    """公示网站: the live release."""
    config: Config = current_app.config["MINGJING"]
    live = config.site / "live"
    if not live.exists():
        return render_template("public/unpublished.html"), 503 if path else 200
    if path and not path.endswith("/") and (live / path).is_dir():
        return redirect(f"/{path}/", code=308)
    return _file(live, path + "index.html" if not path or path.endswith("/") else path, seconds=60)


def _file(folder: Path, path: str, *, seconds: int) -> Response:
    found = safe_join(str(folder), path)
    if found is None or not Path(found).is_file():
        raise NotFoundError("公示网站上没有这个页面。", remedy="可以从首页按名称、区域查找养老服务机构。")
    return send_from_directory(folder, path, conditional=True, max_age=seconds)
