"""The form by which a changed rule file is rehearsed."""

from flask_wtf.file import FileField
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from supervision.forms.base import Form
from supervision.texts import mark

LONGEST = 400_000  # characters of a file that is edited on the page; larger ones are uploaded


class RehearsalForm(Form):
    """试算: a file that is uploaded goes before the text on the page."""

    file = FileField(mark("上传改过的规则文件"))
    text = TextAreaField(mark("或者在这里修改"), [Length(max=LONGEST)])
    name = StringField(mark("文件名"), [Length(max=120)])
    scheme = SelectField(mark("试算的方案"), default="", validate_choice=False)
    until = DateField(mark("最后一天"), [InputRequired(mark("请填写日期。"))])
    years = IntegerField(
        mark("往回看几年"),
        [InputRequired(mark("请填写年数。")), NumberRange(1, 5, mark("一年至五年。"))],
        default=3,
    )


class AdvanceForm(Form):
    """继续."""
