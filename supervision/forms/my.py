"""Forms of a facility's own pages: what was put right, an objection, words to families."""

from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from supervision.forms.base import Form
from supervision.texts import mark

EVIDENCE_TYPES = "image/jpeg,image/png,image/webp,application/pdf"


class ReportForm(Form):
    """报告整改情况."""

    text = TextAreaField(
        mark("改了什么"), [InputRequired(mark("请写明改了什么。")), Length(max=2000)], render_kw={"rows": 6}
    )
    evidence = MultipleFileField(
        mark("照片或文件"),
        [FileRequired(mark("请附上照片或文件，看得出已经改好。"))],
        render_kw={"accept": EVIDENCE_TYPES},
    )


class ObjectionForm(Form):
    """提出异议."""

    text = TextAreaField(
        mark("哪里不符合事实"),
        [InputRequired(mark("请写明哪里不符合事实。")), Length(max=2000)],
        render_kw={"rows": 8},
    )


class RepairForm(Form):
    """申请信用修复."""

    text = TextAreaField(
        mark("信用承诺"),
        [InputRequired(mark("请写下信用承诺。")), Length(max=1000)],
        render_kw={"rows": 6},
    )
    evidence = MultipleFileField(
        mark("履行义务的证明材料"),
        [FileRequired(mark("请附上证明材料，如缴款凭证、整改照片。"))],
        render_kw={"accept": EVIDENCE_TYPES},
    )


class ReplyForm(Form):
    """公开回应."""

    text = TextAreaField(
        mark("想对老人和家属说的话"),
        [InputRequired(mark("请写下回应。")), Length(max=600)],
        render_kw={"rows": 8},
    )


class RecusalRequestForm(Form):
    """申请回避."""

    person = StringField(
        mark("哪一位检查人员"), [InputRequired(mark("请写明是哪一位检查人员。")), Length(max=60)]
    )
    text = TextAreaField(
        mark("理由"), [InputRequired(mark("请写明理由。")), Length(max=2000)], render_kw={"rows": 6}
    )
    evidence = MultipleFileField(mark("证明材料"), render_kw={"accept": EVIDENCE_TYPES})
