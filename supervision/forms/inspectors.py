"""Forms of the inspectors' directory: entered, changed, absent, recused."""

from datetime import date
from typing import Any

from wtforms import DateField, IntegerField, MultipleFileField, SelectField, StringField, TextAreaField
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


QUALIFICATIONS = {
    "care": mark("养老服务"),
    "fire": mark("消防"),
    "food": mark("食品"),
    "health": mark("卫生"),
    "equipment": mark("特种设备"),
}


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


TIE_KINDS = {"kinship": mark("近亲属在该机构"), "former-employer": mark("曾在该机构任职")}
DECLARED = {code: RECUSAL_CODES[code] for code in ("declared-interest", "kinship", "former-employer")}
EVIDENCE_TYPES = "image/jpeg,image/png,image/webp,application/pdf"


class DeclareForm(Form):
    """申报回避: where one must not go, and why."""

    facility_code = StringField(
        mark("机构编号"), [InputRequired(mark("请填写机构名册中的编号。")), Length(max=12)]
    )
    code = SelectField(mark("事由"), [InputRequired()], choices=choices(DECLARED.items()))
    text = TextAreaField(mark("理由"), [InputRequired(mark("请写明理由。")), Length(max=1000)])
    evidence = MultipleFileField(mark("证明材料"), render_kw={"accept": EVIDENCE_TYPES})


class TieForm(Form):
    """登记利害关系: the recusal follows by rule."""

    facility_code = StringField(
        mark("机构编号"), [InputRequired(mark("请填写机构名册中的编号。")), Length(max=12)]
    )
    kind = SelectField(mark("种类"), [InputRequired()], choices=choices(TIE_KINDS.items()))
    relation = StringField(mark("关系或职务"), [Length(max=80)])
    since = DateField(mark("起"), [InputRequired(mark("请填写日期。"))])
    until = DateField(mark("止"), [Optional()])


class OwnParticularsForm(Form):
    """申报资料变更: areas and home of an inspector, by himself."""

    areas = StringField(
        mark("负责区域"), [Optional(), Regexp(r"[0-9,，、 ]*$", message=mark("请填写区划代码。"))]
    )
    own_area = StringField(
        mark("居住或任职的街道"), [Optional(), Regexp(r"[0-9]{6,12}$", message=mark("请填写区划代码。"))]
    )
    note = StringField(mark("说明"), [Length(max=200)])


class TrainingForm(Form):
    """申报培训."""

    on = DateField(mark("日期"), [InputRequired(mark("请填写日期。"))])
    topic = StringField(mark("内容"), [InputRequired(mark("请填写培训内容。")), Length(max=80)])


class DecideForm(Form):
    """决定回避: granted or not, with the reason that both sides read."""

    verdict = SelectField(
        mark("决定"),
        [InputRequired()],
        choices=choices([("grant", mark("予以回避")), ("refuse", mark("不予回避"))]),
    )
    answer = TextAreaField(mark("理由"), [InputRequired(mark("请写明理由。")), Length(max=1000)])
    until = DateField(mark("回避至"), [Optional()])


class IdentifyForm(Form):
    """核对是哪一位检查人员."""

    staff_number = SelectField(mark("检查人员"), [InputRequired(mark("请选择一位检查人员。"))])


class ExpertForm(Form):
    """登记专家."""

    key = StringField(mark("编号"), [InputRequired(mark("请填写编号。")), Length(max=40)])
    name = StringField(mark("姓名"), [InputRequired(mark("请填写姓名。")), Length(max=60)])
    department = SelectField(mark("邀请部门"), [InputRequired()])
    organisation = StringField(mark("单位"), [Length(max=120)])
    specialities = StringField(mark("专长"), [Length(max=200)])
    since = DateField(mark("聘任起"), [Optional()])
    until = DateField(mark("聘任止"), [Optional()])
    remark = StringField(mark("备注"), [Length(max=200)])
