"""答复 answers: what the office says to a doubt, as values for the register."""

from collections.abc import Callable
from datetime import date
from typing import Any

from supervision.errors import InputError
from supervision.intake import uscc, values
from supervision.intake.divisions import Gazetteer
from supervision.intake.judge import LONGEST
from supervision.texts import mark

# what the register can hold at all; what is hard to believe is believed now, because a person says so
MOST_BEDS = 100_000
LONGEST_ZIPCODE = 6


def typed(field: str, text: str, *, district: str, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return the columns of the register that the answer ``text`` to a doubt about ``field`` fills.

    Raises:
        InputError: the answer is no value of this kind.
    """
    text = text.strip()
    if field == "street":
        return {"area": _street(text, district, gazetteer)}
    reader = READERS.get(field)
    if reader is None:
        raise _wrong(field, mark("这一项不能在这里填写"), text)
    return reader(field, text)


def _street(text: str, district: str, gazetteer: Gazetteer) -> str:
    found = gazetteer.street(district, text).area
    if found is None:
        raise _wrong("street", mark("本区没有“{value}”"), text)
    return found.code


def _beds(field: str, text: str) -> dict[str, Any]:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_BEDS):
        raise _wrong(field, mark("床位数不是数：“{value}”"), text)
    return {"beds": int(text)}


def _day(field: str, text: str) -> dict[str, Any]:
    reading = values.day(text, on=date.max)
    found = reading.value or reading.facts.get("day")
    if reading.rule not in ("", "since.early") or not isinstance(found, date):
        raise _wrong(field, mark("不是日期：“{value}”；请写成 2015-07-22"), text)
    return {"opened_on": found}


def _zipcode(field: str, text: str) -> dict[str, Any]:
    if not (text.isascii() and text.isdigit() and len(text) == LONGEST_ZIPCODE):
        raise _wrong(field, mark("邮政编码应为 6 位数字：“{value}”"), text)
    return {"zipcode": text}


def _credit_code(field: str, text: str) -> dict[str, Any]:
    code = uscc.normalise(text)
    problem = uscc.problem(code)
    if problem:
        raise _wrong(field, problem, text)
    return {"uscc": code}


def _point(field: str, text: str) -> dict[str, Any]:
    """Read ``lng,lat`` in degrees."""
    parts = [values.coordinate(part) for part in text.replace("，", ",").split(",")]
    lng, lat = parts if len(parts) == 2 else (None, None)
    if lng is None or lat is None or abs(lng) > 180 or abs(lat) > 90:
        raise _wrong(field, mark("请写成“经度,纬度”，例如 121.41,31.30：“{value}”"), text)
    return {"longitude": lng, "latitude": lat}


def _public_text(field: str, text: str) -> dict[str, Any]:
    """Return a text that may become public."""
    if not text or len(text) > LONGEST[field]:
        raise _wrong(field, mark("请写 1 至 {limit} 个字"), text, limit=LONGEST[field])
    if values.personal(text):
        raise _wrong(field, mark("含有手机号码或身份证号码，不能公开"), "")
    return {field: text}


def _wrong(field: str, problem: str, text: str, **facts: object) -> InputError:
    return InputError(field, problem, mark("请改正后再提交"), value=text, **facts)


READERS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "beds": _beds,
    "since": _day,
    "zipcode": _zipcode,
    "lng": _point,
    "lat": _point,
    "uscc": _credit_code,
    "address": _public_text,
    "ownership": _public_text,
    "operator": _public_text,
}
