"""The form with which the result of a year is proposed."""

from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from supervision.forms.base import Form, choices
from supervision.queries.annual_sheets import INDICATORS, SUBSIDY
from supervision.queries.area_scores import STREETS
from supervision.texts import mark

ABOUT = {
    STREETS: mark("镇街指数"),
    INDICATORS: mark("指标"),
    SUBSIDY: mark("运营补助"),
}


class AnnualResultForm(Form):
    """提出年度结果."""

    about = SelectField(mark("内容"), choices=choices(ABOUT.items()))
    area = SelectField(mark("区域"))
    year = IntegerField(
        mark("年份"), [InputRequired(mark("请填写年份。")), NumberRange(2000, 2100, mark("请填写四位年份。"))]
    )
    reason = TextAreaField(mark("更正理由（第一次提出不用填）"), [Length(max=300)])
