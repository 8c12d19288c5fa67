"""Forms of the inspectors' directory: entered, changed, absent, recused."""

from datetime import date
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from supervision.forms.base import Form, choices
from supervision.texts import mark

RECUSAL_CODES = {
    "declared-interest": mark("有利害关系"),
    "kinship": mark("近亲属在该机构"),
    "former-employer": mark("曾在该机构任职"),
    "facility-request": mark("机构申请回避"),
}


def words(text: str | None) -> tuple[str, ...]:
    """Return what stands between commas, 、 or spaces."""
    for mark_ in "，、;；":
        text = (text or "").replace(mark_, ",")
    return tuple(part.strip() for part in (text or "").replace(" ", ",").split(",") if part.strip())


class ChangeInspectorForm(Form):
    """变更执法检查人员."""

    name = StringField(mark("姓名"), [InputRequired(mark("请填写姓名。")), Length(max=60)])
    credential_number = StringField(
        mark("执法证件号"), [InputRequired(mark("请填写执法证件号。")), Length(max=40)]
    )
    credential_until = DateField(mark("证件有效期至"), [Optional()])
    qualifications = StringField(mark("资质"), [Length(max=200)])
    areas = StringField(
        mark("负责区域"), [Optional(), Regexp(r"[0-9,，、 ]*$", message=mark("请填写区划代码。"))]
    )
    own_area = StringField(
        mark("居住或任职的街道"), [Optional(), Regexp(r"[0-9]{6,12}$", message=mark("请填写区划代码。"))]
    )
    capacity = IntegerField(
        mark("一次任务至多承担的检查数"),
        [InputRequired(), NumberRange(0, 200, mark("请填写 0 至 200 的整数。"))],
        default=6,
    )
    since = DateField(mark("任职起"), [Optional()])
    until = DateField(mark("任职止"), [Optional()])


class InspectorForm(ChangeInspectorForm):
    """登记执法检查人员."""

    staff_number = StringField(mark("工号"), [InputRequired(mark("请填写工号。")), Length(max=40)])
    department = SelectField(mark("部门"), [InputRequired()])
    until = None


class AbsenceForm(Form):
    """登记不在岗."""

    since = DateField(mark("起"), [InputRequired(mark("请填写日期。"))])
    until = DateField(mark("至（返岗之日）"), [InputRequired(mark("请填写日期。"))])
    reason = StringField(mark("原因"), [Length(max=40)])

    def validate_until(self, field: Any) -> None:
        """The return lies after the beginning."""
        if isinstance(self.since.data, date) and field.data <= self.since.data:
            raise ValidationError(field.gettext("返岗之日须晚于开始之日。"))


class RecusalForm(Form):
    """申报回避."""

    facility_code = StringField(
        mark("机构编号"), [InputRequired(mark("请填写机构名册中的编号。")), Length(max=12)]
    )
    code = SelectField(mark("事由"), [InputRequired()], choices=choices(RECUSAL_CODES.items()))
    since = DateField(mark("起"), [InputRequired(mark("请填写日期。"))])
    until = DateField(mark("止"), [Optional()])
    note = StringField(mark("说明"), [Length(max=200)])
