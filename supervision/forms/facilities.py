"""Forms of the register: a facility entered by hand, changed, opened and closed, passed to another operator."""

from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from supervision.forms.base import Form, choices
from supervision.queries.facilities import EVENT_NAMES, KIND_NAMES
from supervision.texts import mark

RECORDABLE = ("filed", "suspended", "resumed", "closed", "merged")
NATURES = {
    "enterprise": mark("企业"),
    "non_profit": mark("民办非企业单位"),
    "public_institution": mark("事业单位"),
    "other": mark("其他"),
}


class FacilityForm(Form):
    """登记机构."""

    name = StringField(mark("机构名称"), [InputRequired(mark("请填写机构名称。")), Length(max=120)])
    kind = SelectField(mark("机构类别"), [InputRequired()], choices=choices(KIND_NAMES.items()))
    area_code = SelectField(mark("区、街道"), [InputRequired()])
    address = StringField(mark("地址"), [Length(max=200)])
    zipcode = StringField(
        mark("邮编"), [Optional(), Regexp(r"[0-9]{6}$", message=mark("邮政编码是 6 位数字。"))]
    )
    beds = IntegerField(
        mark("床位数"), [Optional(), NumberRange(0, 100_000, mark("请填写 0 至 100000 的整数。"))]
    )
    opened_on = DateField(mark("成立时间"), [Optional()])
    ownership = StringField(mark("类型"), [Length(max=40)])
    telephone = StringField(mark("公开电话"), [Length(max=40)])
    longitude = DecimalField(
        mark("经度"), [Optional(), NumberRange(-180, 180, mark("经度在 -180 与 180 之间。"))], places=None
    )
    latitude = DecimalField(
        mark("纬度"), [Optional(), NumberRange(-90, 90, mark("纬度在 -90 与 90 之间。"))], places=None
    )


class ChangeForm(FacilityForm):
    """变更登记."""

    reason = StringField(mark("变更原因"), [InputRequired(mark("请写明原因。")), Length(max=200)])


class EventForm(Form):
    """登记生命周期事件."""

    kind = SelectField(
        mark("事项"), [InputRequired()], choices=choices((kind, EVENT_NAMES[kind]) for kind in RECORDABLE)
    )
    on = DateField(mark("日期"), [InputRequired(mark("请填写日期。"))])
    reason = TextAreaField(mark("原因"), [Length(max=200)])
    basis = StringField(mark("依据"), [Length(max=120)])
    into_code = StringField(mark("并入机构的编号"), [Length(max=12)])


class OperatorForm(Form):
    """登记运营单位."""

    name = StringField(mark("运营单位"), [InputRequired(mark("请填写运营单位的全称。")), Length(max=120)])
    uscc = StringField(mark("统一社会信用代码"), [Length(max=30)])
    nature = SelectField(mark("性质"), [InputRequired()], choices=choices(NATURES.items()))
    legal_representative = StringField(mark("法定代表人"), [Length(max=60)])
    since = DateField(mark("起"), [InputRequired(mark("请填写日期。"))])
