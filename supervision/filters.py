"""How days, moments, points and texts in two languages are written, in pages, papers and the public site alike."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from supervision.clock import CHINA
from supervision.texts import DEFAULT_LANGUAGE, mark, translator

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def write_day(value: date | str | None, language: str) -> str:
    """Write a day for people: 2026年11月22日, or 22 November 2026."""
    if value is None or value == "":
        return ""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    if language == DEFAULT_LANGUAGE:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def write_moment(value: datetime | None, language: str) -> str:
    """Write a moment in China's time: 2026年11月22日 21:15."""
    if value is None:
        return ""
    local = value.astimezone(CHINA)
    return f"{write_day(local.date(), language)} {local:%H:%M}"


def write_points(value: Decimal | int | str | None) -> str:
    """Write points without trailing zeros."""
    if value is None:
        return ""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_text(value: Mapping[str, str] | str | None, language: str) -> str:
    """Take the wanted language of ``{"zh": …, "en": …}``; a plain text stays."""
    if value is None or isinstance(value, str):
        return value or ""
    return value.get("en" if language == "en" else "zh") or value.get("zh", "")


def plain(value: Decimal) -> str:
    """Return a number without idle noughts, thousands apart."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


UNITS = {
    "yuan": mark("{value} 元"),
    "square_metres": mark("{value} 平方米"),
    "metres": mark("{value} 米"),
    "minutes": mark("{value} 分钟"),
}
SIGNS = {
    "at_least": mark("不低于 {value}"),
    "above": mark("超过 {value}"),
    "at_most": mark("不超过 {value}"),
    "exactly": mark("{value}"),
    "between": mark("{value} 至 {to}"),
    "reached": mark("当时已达 {value}"),
}


def write_figure(value: Decimal | None, unit: str, language: str) -> str:
    """Write a figure in its unit; a ratio as a percentage."""
    if value is None:
        return ""
    if unit == "ratio":
        return f"{plain(value * 100)} %"
    return translator(language)(UNITS[unit], value=plain(value)) if unit in UNITS else plain(value)


def write_target(comparison: str, value: Decimal, to: Decimal | None, unit: str, language: str) -> str:
    """Write a target: at least 80 %."""
    figures = {"value": write_figure(value, unit, language), "to": write_figure(to, unit, language)}
    return translator(language)(SIGNS[comparison], **figures)


def register(environment: Environment) -> None:
    """Give an environment the filters ``day``, ``moment``, ``points`` and ``t``; ``lang`` comes from the context."""

    @pass_context
    def day(context: Context, value: Any) -> str:
        return write_day(value, context["lang"])

    @pass_context
    def moment(context: Context, value: Any) -> str:
        return write_moment(value, context["lang"])

    @pass_context
    def t(context: Context, value: Any) -> str:
        return write_text(value, context["lang"])

    environment.filters.update(day=day, moment=moment, t=t, points=write_points)
