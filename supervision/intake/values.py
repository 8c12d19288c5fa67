"""Cells become values, or a reason why not. One function a kind of value; the sentence names what was read.

Two outcomes, never mixed: what cannot be read is *refused* (the file must be corrected); what can be read but
is hard to believe is a *doubt* (the office is asked, and until then the value is not taken over).
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from supervision.texts import mark

DOUBT = "doubt"
REFUSED = "refused"

# what people write into a cell to say that there is nothing
EMPTY_WORDS = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "不详", "未知", "待定", "空", "n/a", "na", "null", "none", "nan"}
)  # fmt: skip
ERROR_VALUES = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"})
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")

MANY_BEDS = 3_000  # the largest homes in the country have about this many
EARLIEST = date(1912, 1, 1)
DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
PARTIAL_DAY = re.compile(r"(\d{4})\s*年?(?:[-/.]?\s*(\d{1,2})\s*月?)?")
SERIAL = re.compile(r"\d{4,5}")
SERIAL_ZERO = date(1899, 12, 30)  # day 0 of spreadsheet programs


@dataclass(frozen=True, slots=True)
class Reading:
    """读数: the value of a cell (None: none), or the rule that it breaks, its outcome and the sentence."""

    value: object = None
    rule: str = ""
    outcome: str = ""
    message: str = ""
    facts: dict[str, object] = field(default_factory=dict)


def doubt(rule: str, message: str, **facts: object) -> Reading:
    """Return a reading that asks the office."""
    return Reading(None, rule, DOUBT, message, facts)


def refused(rule: str, message: str, **facts: object) -> Reading:
    """Return a reading that refuses the row."""
    return Reading(None, rule, REFUSED, message, facts)


def present(text: str) -> str:
    """Return the cell's text, empty when it only says that there is nothing."""
    text = text.strip().lstrip("'‘’`").strip()
    return "" if text.casefold() in EMPTY_WORDS else text


def narrow(text: str) -> str:
    """Return the text with full-width digits and signs made narrow."""
    return unicodedata.normalize("NFKC", text)


def masked(text: str) -> str:
    """Return the text with telephone and identity numbers made unreadable, for reports that people pass on."""
    text = IDENTITY_NUMBER.sub(lambda found: found[0][:3] + "*" * 15, text)
    return MOBILE.sub(lambda found: found[0][:3] + "****" + found[0][-4:], text)


def beds(text: str, *, kind_has_beds: bool) -> Reading:
    """Read a number of beds; ``120张`` and ``1,200`` are understood, ``100左右`` is not."""
    plain = re.sub(r"[张床个,，\s]", "", narrow(text))
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return refused("beds.not_number", mark("床位数不是数：“{value}”"), value=text)
    if not number.is_finite() or number != number.to_integral_value():
        return refused("beds.not_number", mark("床位数应当是整数：“{value}”"), value=text)
    if number < 0:
        return refused("beds.negative", mark("床位数是负数：{value}"), value=text)
    if number == 0 and kind_has_beds:
        return doubt("beds.zero", mark("床位数是 0"))
    if number > MANY_BEDS:
        return doubt("beds.huge", mark("床位数 {value} 超过 {limit}，请核对"), value=text, limit=MANY_BEDS)
    return Reading(int(number))


def day(text: str, *, on: date) -> Reading:
    """Read the day of opening; a day that does not exist is refused, one after ``on`` is asked about."""
    plain = narrow(text).strip()
    match = DAY.fullmatch(plain) or PACKED_DAY.fullmatch(plain)
    if match:
        year, month, number = map(int, match.groups())
        try:
            found = date(year, month, number)
        except ValueError:
            return refused("since.impossible", mark("没有这一天：“{value}”"), value=text)
        return _believable(found, on)
    if SERIAL.fullmatch(plain) and not 1900 <= int(plain) <= 2100:
        guessed = SERIAL_ZERO + timedelta(days=int(plain))
        if EARLIEST <= guessed <= on:
            return doubt(
                "since.serial", mark("“{value}”像是表格软件的日期序号，可能是 {day}"), value=text, day=guessed
            )
    partial = PARTIAL_DAY.fullmatch(plain)
    if partial and EARLIEST.year <= int(partial[1]) <= on.year and 1 <= int(partial[2] or 1) <= 12:
        return doubt("since.partial", mark("日期不完整：“{value}”"), value=text)
    return refused("since.unreadable", mark("不是日期：“{value}”；请写成 2015-07-22"), value=text)


def _believable(found: date, on: date) -> Reading:
    if found > on:
        return doubt("since.future", mark("日期 {day} 在今天之后"), day=found)
    if found < EARLIEST:
        return doubt("since.early", mark("日期 {day} 早得不像成立时间"), day=found)
    return Reading(found)


def zipcode(text: str, *, beginnings: tuple[str, ...] = ()) -> Reading:
    """Read a postal code: six digits, of the province whose codes begin with one of ``beginnings``."""
    plain = narrow(text)
    if not re.fullmatch(r"[0-9]{6}", plain) or plain == "000000":
        return doubt("zipcode.invalid", mark("邮政编码应为 6 位数字：“{value}”"), value=text)
    if beginnings and not plain.startswith(beginnings):
        return doubt("zipcode.outside", mark("邮政编码“{value}”不属于本省（市）"), value=text)
    return Reading(plain)


def coordinate(text: str) -> Decimal | None:
    """Return a coordinate in degrees, None when it is no number."""
    try:
        number = Decimal(narrow(text).strip("°东经北纬EN "))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def personal(text: str) -> Reading | None:
    """Return a doubt when a text that becomes public carries somebody's telephone or identity number."""
    if MOBILE.search(text) or IDENTITY_NUMBER.search(text):
        return doubt("text.personal", mark("含有手机号码或身份证号码，不能公开"))
    return None
