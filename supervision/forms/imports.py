"""The form by which a list of facilities comes in."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from supervision.forms.base import Form, choices
from supervision.queries.facilities import KIND_NAMES
from supervision.texts import mark


class ImportForm(Form):
    """导入名单."""

    file = FileField(mark("名单文件"), [FileRequired(mark("请选择一个文件。"))])
    area = StringField(
        mark("名单所在区域的代码"),
        [
            Optional(),
            Regexp(
                r"\d{2}(\d{2}){0,2}(\d{3})?$",
                message=mark("请写区划代码：省 2 位、市 4 位、区县 6 位、街道 9 位。"),
            ),
        ],
    )
    kind = SelectField(
        mark("没有写类别的行算作"),
        choices=choices([("", mark("有床位的养老机构")), *KIND_NAMES.items()]),
        default="",
    )
    mapping = TextAreaField(mark("列名对应"), [Length(max=4_000)])
