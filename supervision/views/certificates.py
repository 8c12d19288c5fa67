"""The local certificate authority, for tablets to install once (``./dev run --tls``)."""

import segno
from flask import Blueprint, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from supervision.config import Config
from supervision.errors import NotFoundError
from supervision.tls import TlsFiles
from supervision.views.access import PUBLIC, page

bp = Blueprint("certificates", __name__)


@bp.get("/ca")
@page(PUBLIC)
def instructions() -> ResponseReturnValue:
    """安装证书: how a tablet comes to trust this server, by QR."""
    config: Config = current_app.config["MINGJING"]
    address = f"{config.public_url}/ca"
    qr = segno.make(address, error="m").svg_data_uri(scale=6, border=2, light="#fff")
    return render_template(
        "certificates/certificate.html", fingerprint=_files().fingerprint(), address=address, qr=qr
    )


@bp.get("/ca/mingjing-ca.crt")
@page(PUBLIC)
def authority() -> ResponseReturnValue:
    """证书文件: the authority's certificate, in the form that devices offer to install."""
    return send_file(
        _files().authority,
        mimetype="application/x-x509-ca-cert",
        download_name="mingjing-ca.crt",
        as_attachment=True,
    )


def _files() -> TlsFiles:
    config: Config = current_app.config["MINGJING"]
    files = TlsFiles.in_folder(config.data / "tls")
    if not files.authority.exists():
        raise NotFoundError("本机没有自建证书。", remedy="请用 ./dev run --tls 启动，再打开此页。")
    return files
