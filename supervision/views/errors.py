"""Errors become pages (or JSON under /api/), here and nowhere else."""

import logging
import secrets

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from scoring.rulebook import RuleViolationError
from supervision.errors import SupervisionError
from supervision.texts import mark, translator
from supervision.views.access import language

log = logging.getLogger("supervision")

TITLES = {
    400: mark("提交的内容无法读取"),
    401: mark("需要登录"),
    403: mark("无权操作"),
    404: mark("没有找到"),
    405: mark("不支持这样的请求"),
    409: mark("内容已被他人更改"),
    412: mark("协议版本不符"),
    413: mark("文件太大"),
    415: mark("内容类型不符"),
    422: mark("规则不允许"),
    429: mark("请求过于频繁"),
    500: mark("系统出错"),
}


def register(app: Flask) -> None:
    """Answer each kind of error once, for all views."""
    app.register_error_handler(RuleViolationError, _rule)
    app.register_error_handler(SupervisionError, _supervision)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def _rule(error: RuleViolationError) -> ResponseReturnValue:
    say = translator(language())
    return _answer(
        422,
        say(error.message, **error.facts),
        say(error.remedy, **error.facts) if error.remedy else None,
        code=error.code,
        basis=error.basis,
    )


def _supervision(error: SupervisionError) -> ResponseReturnValue:
    say = translator(language())
    place = getattr(error, "place", None)
    message = say(error.message, **error.facts)
    return _answer(
        error.status,
        f"{place}：{message}" if place else message,
        say(error.remedy, **error.facts) if error.remedy else None,
    )


def _csrf(_: CSRFError) -> ResponseReturnValue:
    say = translator(language())
    return _answer(
        400,
        say("这个页面打开得太久，或不是从本系统提交的。您填写的内容没有保存。"),
        say("请返回上一页，刷新后再提交。"),
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    say = translator(language())
    status = error.code or 500
    if status < 400:
        return error.get_response()
    messages = {
        404: say("这个地址没有内容，或不在您的工作范围内。"),
        405: say("这个地址不接受这样的请求。"),
        413: say("上传的内容超过了允许的大小。"),
    }
    return _answer(status, messages.get(status, error.description or ""), None)


def _bug(error: Exception) -> ResponseReturnValue:
    say = translator(language())
    incident = secrets.token_hex(4)
    log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    return _answer(
        500,
        say("系统出现了错误，已记录。您之前保存的内容不受影响。"),
        say("请稍后再试；如仍有问题，请把事件编号告诉系统管理员。"),
        incident=incident,
    )


def _answer(
    status: int,
    message: str,
    remedy: str | None,
    *,
    code: str | None = None,
    basis: str | None = None,
    incident: str | None = None,
) -> ResponseReturnValue:
    say = translator(language())
    title = say(TITLES.get(status, TITLES[400]))
    if request.path.startswith("/api/"):
        more = {"code": code, "basis": basis, "incident": incident}
        told = {key: value for key, value in more.items() if value}
        return {"error": title, "message": message, "remedy": remedy or "", **told}, status
    return (
        render_template(
            "errors/error.html",
            status=status,
            title=title,
            message=message,
            remedy=remedy,
            code=code,
            basis=basis,
            incident=incident,
        ),
        status,
    )
