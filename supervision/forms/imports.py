"""Forms by which tables come in: facilities, inspectors, experts, items."""

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from supervision.forms.base import Form, choices
from supervision.queries.facilities import KIND_NAMES
from supervision.texts import mark


class TableForm(Form):
    """导入名录: one table, and what its columns are where their headings do not say it."""

    file = FileField(mark("名单文件"), [FileRequired(mark("请选择一个文件。"))])
    mapping = TextAreaField(mark("列名对应"), [Length(max=4_000)])


class ImportForm(TableForm):
    """导入名单."""

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


class ProposeForm(Form):
    """提出新版清单: from which day, and why."""

    since = DateField(mark("起始日"), [InputRequired(mark("请填写日期。"))])
    reason = TextAreaField(
        mark("理由"), [InputRequired(mark("请写明采用这一版清单的理由。")), Length(max=300)]
    )


class AdoptForm(Form):
    """采用清单: from which day."""

    since = DateField(mark("起始日"), [InputRequired(mark("请填写日期。"))])
