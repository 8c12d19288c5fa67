"""条款的英文写法 How a place in a law is written in English: 第六十条第一款第三项 is art. 60(1)(3)."""

import re

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "([零一二三四五六七八九十百千]+|[0-9]+)"
_WORDS = (
    (re.compile(f"第{_NUMBER}条"), "art. {}"),
    (re.compile(f"第{_NUMBER}章"), "ch. {}"),
    (re.compile(f"第{_NUMBER}部分"), "part {} "),
    (re.compile(f"任务{_NUMBER}"), "task {}"),
    (re.compile(f"第[(\uff08]?{_NUMBER}[)\uff09]?[款项]"), "({})"),
)
_CHINESE = re.compile("[\u4e00-\u9fff]")


def number_of(text: str) -> int:
    """Return the value of a Chinese or Arabic numeral: 一百二十二 is 122."""
    if text.isascii():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def article_in_english(article: str) -> str:
    """Return ``article`` as an English lawyer writes it; what cannot be put so stays in Chinese.

    An explanation in brackets at the end is left out, since the number says it.
    """
    text = re.sub("(?<=[章条])[(\uff08][^)\uff09]*[)\uff09]$", "", article)
    for pattern, word in _WORDS:
        text = pattern.sub(lambda found, word=word: word.format(number_of(found[1])), text)  # type: ignore[misc]
    text = text.replace("、", ", ").replace("至", " to ").strip()
    return article if _CHINESE.search(text) else text
