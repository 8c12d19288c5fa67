"""Files that a page hands out."""

from flask import Response

from supervision.texts import mark

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
AS_XLSX = mark("导出 XLSX")


def download(content: bytes, kind: str, name: str) -> Response:
    """Return a file to be kept under ``name``."""
    return Response(content, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"})
