"""Forms of plan, task and draw."""

import re
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from supervision.forms.base import CheckboxesField, Form, choices
from supervision.forms.inspectors import QUALIFICATIONS
from supervision.queries.facilities import KIND_NAMES
from supervision.texts import mark

VISIT_KINDS = {
    "drawn": mark("随机抽查"),
    "joint": mark("年度联合检查"),
    "special": mark("专项检查"),
    "grade_sample": mark("等级抽查复核"),
    "case": mark("个案检查"),
    "recheck": mark("复查"),
    "emergency": mark("应急检查"),
}
PLANNED_KINDS = ("drawn", "joint", "special", "grade_sample")
RATIO = re.compile(r"([1-9][0-9]{0,3}) ?/ ?([1-9][0-9]{0,3})$")
MONTHS = re.compile(r"(1[0-2]|[1-9])([,，、 ]+(1[0-2]|[1-9]))*$")


def ratio_of(text: str) -> tuple[int, int]:
    """Return numerator and denominator of ``1/4``."""
    found = RATIO.match(text.strip())
    return (int(found[1]), int(found[2])) if found else (1, 1)


def months_of(text: str) -> tuple[int, ...]:
    """Return the months of ``3、11``."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", text))


def _ratio(_: Any, field: Any) -> None:
    found = RATIO.match(field.data.strip())
    if not found or int(found[1]) > int(found[2]):
        raise ValidationError(field.gettext("请写成分数，例如 1/4，不超过全部。"))


class LineForm(Form):
    """计划事项: one line that is new in this plan."""

    line_title = StringField(mark("计划事项"), [Length(max=160)])
    visit_kind = SelectField(
        mark("检查方式"), choices=choices((kind, VISIT_KINDS[kind]) for kind in PLANNED_KINDS)
    )
    items = CheckboxesField(mark("抽查事项"))
    departments = CheckboxesField(mark("参加部门"))
    lead = SelectField(mark("牵头部门"))
    kinds = CheckboxesField(mark("检查对象"), choices=choices(KIND_NAMES.items()))
    months = StringField(mark("月份"), [Optional(), Regexp(MONTHS, message=mark("请写月份，例如 3、11。"))])
    ratio = StringField(mark("抽取比例"), [Optional(), _ratio], default="1/4")
    frequency = StringField(mark("频次"), [Length(max=80)])


class PlanForm(LineForm):
    """起草年度计划: lines of the last plan, each kept or not, and perhaps one that is new."""

    year = IntegerField(
        mark("年度"), [InputRequired(), NumberRange(2000, 2100, mark("请填写四位数的年份。"))]
    )
    number = StringField(mark("计划编号"), [InputRequired(mark("请填写计划编号。")), Length(max=60)])
    title = StringField(mark("名称"), [InputRequired(mark("请填写名称。")), Length(max=160)])

    def validate_items(self, field: Any) -> None:
        """A new line names items of the list."""
        if self.line_title.data and not field.data:
            raise ValidationError(field.gettext("请选择抽查事项；清单之外不得检查。"))


class LineChangeForm(LineForm):
    """变更计划事项: the line as it is to be, and why."""

    reason = TextAreaField(mark("理由"), [InputRequired(mark("请写明理由。")), Length(max=300)])

    def validate_line_title(self, field: Any) -> None:
        """A line has a title."""
        if not field.data.strip():
            raise ValidationError(field.gettext("请填写名称。"))

    def validate_items(self, field: Any) -> None:
        """A line names items of the list."""
        if not field.data:
            raise ValidationError(field.gettext("请选择抽查事项；清单之外不得检查。"))


def plan_form(lines: int) -> type[PlanForm]:
    """Return a form with three fields for each of the last plan's ``lines``."""
    fields: dict[str, Any] = {}
    for n in range(1, lines + 1):
        fields[f"keep_{n}"] = BooleanField(mark("列入本年度计划"), default=True)
        fields[f"months_{n}"] = StringField(
            mark("月份"), [InputRequired(), Regexp(MONTHS, message=mark("请写月份，例如 3、11。"))]
        )
        fields[f"ratio_{n}"] = StringField(mark("抽取比例"), [InputRequired(), _ratio])
        fields[f"frequency_{n}"] = StringField(mark("频次"), [Length(max=80)])
    return type("DraftPlanForm", (PlanForm,), fields)


class TaskForm(Form):
    """建立任务."""

    number = StringField(mark("任务编号"), [InputRequired(mark("请填写任务编号。")), Length(max=60)])
    title = StringField(mark("名称"), [InputRequired(mark("请填写名称。")), Length(max=160)])
    first_day = DateField(mark("第一个检查日"), [InputRequired(mark("请填写日期。"))])
    days = IntegerField(
        mark("检查日数"), [InputRequired(), NumberRange(1, 250, mark("请填写 1 至 250 的整数。"))], default=10
    )
    standby_days = IntegerField(
        mark("备用检查日数"), [Optional(), NumberRange(0, 30, mark("请填写 0 至 30 的整数。"))], default=1
    )
    per_day = IntegerField(
        mark("每组每天至多"),
        [InputRequired(), NumberRange(1, 20, mark("请填写 1 至 20 的整数。"))],
        default=2,
    )


def task_form(departments: dict[str, str], skills: dict[str, tuple[str, ...]]) -> type[TaskForm]:
    """Return a form that asks of each department how many go, and with which qualification."""
    fields: dict[str, Any] = {}
    for key, name in departments.items():
        fields[f"count_{key}"] = IntegerField(name, [Optional(), NumberRange(0, 20)], default=2)
        options = [
            ("", mark("不限资质")),
            *((word, QUALIFICATIONS.get(word, word)) for word in skills.get(key, ())),
        ]
        fields[f"skill_{key}"] = SelectField(
            mark("所需资质"), choices=choices(options), default=options[-1][0] if len(options) == 2 else ""
        )
    return type("NewTaskForm", (TaskForm,), fields)


class FreezeForm(Form):
    """锁定名录: standby inspectors and days are named now; nobody can be added later."""

    standby = CheckboxesField(mark("备用人员"))
    standby_days = IntegerField(
        mark("备用检查日数"), [Optional(), NumberRange(0, 30, mark("请填写 0 至 30 的整数。"))]
    )


class InviteForm(Form):
    """邀请专家: who comes along."""

    experts = CheckboxesField(mark("邀请的专家"))
