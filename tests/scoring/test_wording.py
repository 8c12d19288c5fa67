"""Expressions in words: what a jurist reads on a method page."""

import pytest

from scoring.describe import describe_scheme
from scoring.describe.wording import in_words, selection_in_words
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook

LEXICON = {
    "penalty": {"zh": "行政处罚", "en": "penalty"},
    "amount": {"zh": "罚款金额", "en": "fine"},
    "kind": {"zh": "种类", "en": "kind"},
    "paid": {"zh": "已缴纳", "en": "paid"},
    "warning": {"zh": "警告", "en": "warning"},
    "age": {"zh": "运营月数", "en": "months in operation"},
    "rule:grading.star.veto.penalty_months": {"zh": "处罚回溯期", "en": "look-back for penalties"},
}


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("count(penalty) >= 2", "行政处罚的数量不低于2", "the number of penalty is at least 2"),
        ("none(penalty within 24 months)", "没有24个月内的行政处罚", "there is no penalty within 24 months"),
        (
            'sum(penalty.amount where kind != "warning")',
            "种类不为“警告”的行政处罚的罚款金额合计",
            "the sum of fine of penalty where kind is not “warning”",
        ),
        ("latest(penalty.on) < 2026-01-01", "最近一次行政处罚的发生日早于2026-01-01", "the day of the latest penalty is before 2026-01-01"),
        ("age > 12 and (age < 24 or age is missing)", "运营月数高于12，且(运营月数低于24或没有运营月数的记录)", "months in operation is above 12 and (months in operation is below 24 or months in operation is not on record)"),
        ("months_since(max(penalty.on))", "最近一次行政处罚的发生日以来的月数", "the months since the day of the latest penalty"),
        ("min(penalty.on where paid)", "最早一次已缴纳的行政处罚的发生日", "the day of the first penalty where paid"),
        ("if age > 12 then 1 else 2", "如果运营月数高于12则1，否则2", "1 if months in operation is above 12, else 2"),
        ("if (age > 1 or paid) and (paid or age > 2) then 1 else 2", "如果(运营月数高于1或已缴纳)，且(已缴纳或运营月数高于2)则1，否则2", "1 if (months in operation is above 1 or paid) and (paid or months in operation is above 2), else 2"),
        ('round(age / 3, 1, "half_even")', "(运营月数除以3)修约到1位小数（四舍六入五成双）", "(months in operation divided by 3) rounded to 1 places (halves to the even neighbour)"),
        ('round_to_step(age, 5, "down")', "运营月数修约到5的整数倍（舍去尾数）", "months in operation rounded to a multiple of 5 (towards zero)"),
        ("first_known(age, 0) * 2", "运营月数（未记录按0计）乘以2", "months in operation (0 if not on record) times 2"),
        ("age is not missing", "有运营月数的记录", "months in operation is on record"),
        ("every(items, ratio >= 0.6)", "每个评分项都是得分率不低于0.6", "every item: ratio is at least 0.6"),
    ],
)  # fmt: skip
def test_in_words(text: str, zh: str, en: str) -> None:
    assert in_words(text, LEXICON, "zh") == zh
    assert in_words(text, LEXICON, "en") == en


def test_a_period_set_by_a_rule_is_called_by_its_name() -> None:
    text = 'penalty where not paid within rule("grading.star.veto.penalty_months") months'
    assert selection_in_words(text, LEXICON, "zh") == "规定的“处罚回溯期”内并非已缴纳的行政处罚"
    assert (
        selection_in_words(text, LEXICON, "en")
        == "penalty where not paid within the rule “look-back for penalties”"
    )


@pytest.mark.parametrize("scheme", load_schemes(Rulebook.load()).all(), ids=lambda scheme: scheme.id)
def test_schemes_are_told_line_for_line_in_both_languages_without_a_word_of_the_language(
    scheme: object,
) -> None:
    zh, en = describe_scheme(scheme, "zh"), describe_scheme(scheme, "en")  # type: ignore[arg-type]
    assert len(zh) == len(en)
    for line in zh[1:]:
        for word in ("where", "within", "missing", "latest", "rule(", "first_known", "not_met", "None"):
            assert word not in line
