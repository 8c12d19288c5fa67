"""The form by which the division table comes in."""

from flask_wtf.file import MultipleFileField
from wtforms.validators import InputRequired

from supervision.forms.base import Form
from supervision.texts import mark


class DivisionForm(Form):
    """导入行政区划."""

    files = MultipleFileField(mark("区划表的四个文件"), [InputRequired(mark("请选择四个文件。"))])
