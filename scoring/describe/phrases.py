"""用词 The words of the rule language, Chinese and English: names of its own, signs, questions and functions."""

OWN: dict[str, tuple[str, str]] = {
    "day": ("当日", "the day"),
    "this": ("本项", "this item"),
    "total": ("总分", "the total"),
    "most": ("满分", "the maximum"),
    "on": ("发生日", "its day"),
    "ratio": ("得分率", "ratio"),
    "part": ("所属部分", "its part"),
    "key": ("组别", "the group"),
    "value": ("组值", "its value"),
    "size": ("组内数量", "its size"),
    "points": ("得分", "points"),
    "status": ("状态", "state"),
    "parts": ("部分", "part"),
    "items": ("评分项", "item"),
    "not_applicable": ("不适用", "not applicable"),
    "true": ("是", "true"),
    "false": ("否", "false"),
    "months": ("个月", "months"),
    "days": ("日", "days"),
    "years": ("年", "years"),
    "working_days": ("个工作日", "working days"),
}
SIGNS: dict[str, tuple[str, str]] = {
    "=": ("{a}为{b}", "{a} is {b}"),
    "!=": ("{a}不为{b}", "{a} is not {b}"),
    "<": ("{a}低于{b}", "{a} is below {b}"),
    "<=": ("{a}不高于{b}", "{a} is at most {b}"),
    ">": ("{a}高于{b}", "{a} is above {b}"),
    ">=": ("{a}不低于{b}", "{a} is at least {b}"),
    "+": ("{a}加{b}", "{a} plus {b}"),
    "-": ("{a}减{b}", "{a} minus {b}"),
    "*": ("{a}乘以{b}", "{a} times {b}"),
    "/": ("{a}除以{b}", "{a} divided by {b}"),
}
DATES: dict[str, tuple[str, str]] = {
    "<": ("{a}早于{b}", "{a} is before {b}"),
    "<=": ("{a}不晚于{b}", "{a} is not after {b}"),
    ">": ("{a}晚于{b}", "{a} is after {b}"),
    ">=": ("{a}不早于{b}", "{a} is not before {b}"),
}
QUERIES: dict[str, tuple[str, str]] = {
    "count": ("{s}的数量", "the number of {s}"),
    "any": ("有{s}", "there is at least one {s}"),
    "none": ("没有{s}", "there is no {s}"),
    "every": ("每个{s}都是{c}", "every {s}: {c}"),
    "sum": ("{s}的{m}合计", "the sum of {m} of {s}"),
    "average": ("{s}的{m}平均值", "the average {m} of {s}"),
    "max": ("{s}的最高{m}", "the highest {m} of {s}"),
    "min": ("{s}的最低{m}", "the lowest {m} of {s}"),
    "latest": ("最近一次{s}的{m}", "{m} of the latest {s}"),
    "first": ("第一次{s}的{m}", "{m} of the first {s}"),
    "distinct": ("{s}的不同{m}数", "the number of different {m} of {s}"),
}
DAYS: dict[str, tuple[str, str]] = {
    "max": ("最近一次{s}的发生日", "the day of the latest {s}"),
    "min": ("最早一次{s}的发生日", "the day of the first {s}"),
}
CALLS: dict[str, tuple[str, str]] = {
    "round": ("{0}修约到{1}位小数（{2}）", "{0} rounded to {1} places ({2})"),
    "round_to_step": ("{0}修约到{1}的整数倍（{2}）", "{0} rounded to a multiple of {1} ({2})"),
    "months_since": ("{0}以来的月数", "the months since {0}"),
    "days_since": ("{0}以来的天数", "the days since {0}"),
    "working_days_since": ("{0}以来的工作日数", "the working days since {0}"),
    "months_before": ("{0}之前{1}个月", "{1} months before {0}"),
    "year_of": ("{0}的年份", "the year of {0}"),
    "points": ("{0}的得分", "the points of {0}"),
    "days_between": ("{0}到{1}的天数", "the days from {0} to {1}"),
    "months_between": ("{0}到{1}的月数", "the months from {0} to {1}"),
    "working_days_between": ("{0}到{1}的工作日数", "the working days from {0} to {1}"),
    "days_after": ("{0}之后{1}日", "{1} days after {0}"),
    "months_after": ("{0}之后{1}个月", "{1} months after {0}"),
    "working_days_after": ("{0}之后{1}个工作日", "{1} working days after {0}"),
    "is_working_day": ("{0}是工作日", "{0} is a working day"),
    "month_of": ("{0}的月份", "the month of {0}"),
    "power": ("{0}的{1}次方", "{0} to the power of {1}"),
    "size": ("{0}的个数", "how many there are in {0}"),
    "shared": ("{0}与{1}共有的个数", "how many {0} and {1} share"),
    "starts_with": ("{0}以{1}开头", "{0} begins with {1}"),
    "outcome": ("{0}的结果", "the outcome of {0}"),
    "place": ("{0}的结果位次", "the place of the outcome of {0}"),
    "most": ("{0}的满分", "the maximum of {0}"),
    "ratio": ("{0}的得分率", "the ratio of {0}"),
    "status": ("{0}的状态", "the state of {0}"),
}
ROUNDED = ("round", "round_to_step")
ROUNDINGS: dict[str, tuple[str, str]] = {
    "half_up": ("四舍五入", "halves up"),
    "half_even": ("四舍六入五成双", "halves to the even neighbour"),
    "down": ("舍去尾数", "towards zero"),
    "floor": ("只舍不入", "down"),
    "ceiling": ("只入不舍", "up"),
}
GREATEST: dict[str, tuple[str, str]] = {
    "greatest": ("{0}中的最大者", "the greatest of {0}"),
    "least": ("{0}中的最小者", "the least of {0}"),
}
NAMED = {
    "rule": "rule:",
    "lookup": "table:",
    "outcome": "node:",
    "place": "node:",
    "points": "node:",
    "most": "node:",
    "ratio": "node:",
    "status": "node:",
}
"""Calls that name what they are about by its id, and how such ids begin in the lexicon."""
