"""Forms of visits and corrections."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from supervision.forms.base import CheckboxesField, Form, choices
from supervision.forms.plans import VISIT_KINDS
from supervision.texts import mark

BY_HAND = ("joint", "special", "case", "recheck", "emergency")
STATED_KINDS = {
    "": mark("没有需要说明的情形"),
    "4": mark("无法联系"),
    "6": mark("不配合检查情节严重"),
    "7": mark("未发现开展相关业务"),
    "8": mark("发现问题待后续处理"),
}


class VisitForm(Form):
    """提出检查: one that was not drawn."""

    kind = SelectField(
        mark("检查方式"), [InputRequired()], choices=choices((kind, VISIT_KINDS[kind]) for kind in BY_HAND)
    )
    facility_code = StringField(
        mark("机构编号"), [InputRequired(mark("请填写机构名册中的编号。")), Length(max=12)]
    )
    day = DateField(mark("检查日期"), [Optional()])
    reason = TextAreaField(mark("事由"), [InputRequired(mark("请写明为什么检查。")), Length(max=200)])
    staff_numbers = CheckboxesField(mark("检查人员"), [InputRequired(mark("请至少选择两名检查人员。"))])


class ConfirmForm(Form):
    """确认检查结果: with what officers state themselves, department by department."""


def confirm_form(departments: dict[str, str]) -> type[ConfirmForm]:
    """Return a form that asks of each department whether something has to be stated besides the findings."""
    fields: dict[str, object] = {}
    for key, name in departments.items():
        fields[f"kind_{key}"] = SelectField(name, choices=choices(STATED_KINDS.items()), default="")
        fields[f"reason_{key}"] = StringField(mark("情形说明"), [Length(max=200)])
    return type("ResultForm", (ConfirmForm,), fields)


class RecheckForm(Form):
    """复查: which items are not put right."""

    open_items = CheckboxesField(mark("没有整改到位的事项"))
    note = TextAreaField(mark("复查情况"), [Length(max=400)])
