"""A form with every kind of field, for the page that shows all components."""

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from supervision.forms.base import Form
from supervision.texts import mark


class SampleForm(Form):
    """示例表单."""

    name = StringField(mark("机构名称"), [InputRequired(mark("请填写机构名称。")), Length(max=100)])
    beds = IntegerField(
        mark("床位数"), [InputRequired(), NumberRange(1, 5000, mark("床位数不在允许的范围内。"))]
    )
    street = SelectField(mark("街道"), choices=[SelectChoice("1", "清溪街道"), SelectChoice("2", "望山街道")])
    since = DateField(mark("开业日期"), [InputRequired(mark("请填写开业日期。"))])
    remark = TextAreaField(mark("备注"))
    kind = RadioField(
        mark("机构类别"),
        choices=[SelectChoice("home", mark("养老院")), SelectChoice("station", mark("社区服务站"))],
    )
    agreed = BooleanField(mark("以上内容已与登记证书核对"))


def sample_forms() -> tuple[SampleForm, SampleForm]:
    """Return the form untouched, and the same after an impossible number of beds was refused."""
    wrong = SampleForm(formdata=None, data={"name": "清溪养老院", "beds": 90000})
    wrong.beds.errors = [wrong.beds.gettext("床位数不在允许的范围内。")]
    return SampleForm(formdata=None), wrong
