"""The form with which a figure is reported."""

from flask_wtf.file import FileAllowed, FileField
from wtforms import DateField, DecimalField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from supervision.forms.base import Form
from supervision.texts import mark

MOST = 10**12


class FigureForm(Form):
    """填报指标."""

    on = DateField(mark("数值的日期"), [InputRequired(mark("请填写日期。"))])
    numerator = DecimalField(
        mark("分子"),
        [InputRequired(mark("请填写数值。")), NumberRange(0, MOST, mark("请填写不小于 0 的数。"))],
    )
    denominator = DecimalField(
        mark("分母"), [Optional(), NumberRange(0, MOST, mark("请填写不小于 0 的数。"))]
    )
    source = StringField(mark("数据来源"), [InputRequired(mark("请写明数据来源。")), Length(max=200)])
    evidence = FileField(
        mark("证据文件"), [FileAllowed(["pdf", "jpg", "jpeg", "png"], mark("请上传 PDF 或图片。"))]
    )
