"""Forms of other regions' lists: files in, partners, matching, what an entry means here."""

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from supervision.forms.base import Form, ReasonForm, choices
from supervision.forms.credit import FILES
from supervision.texts import mark

EFFECTS = {"notice": mark("提示"), "watch": mark("重点关注"), "same": mark("同等惩戒（按本地条件另行列入）")}
VERDICTS = {"recognise": mark("认定"), "send_back": mark("退回重新核实")}


class ListFileForm(Form):
    """收入外地名单."""

    file = FileField(mark("名单互认文件"), [FileRequired(mark("请选择一个文件。"))])


class PartnerForm(Form):
    """登记交换机关."""

    region = StringField(
        mark("区划代码"),
        [InputRequired(mark("请填写区划代码。")), Regexp(r"\d{6}$", message=mark("请写 6 位区划代码。"))],
    )
    authority = StringField(mark("机关名称"), [InputRequired(mark("请填写机关名称。")), Length(max=120)])
    key = StringField(mark("验证公钥"), [InputRequired(mark("请填写验证公钥。")), Length(max=300)])


class MatchForm(ReasonForm):
    """对应机构: one of those that may be meant, or another by its code."""

    candidate = SelectField(mark("可能的机构"))
    facility_code = StringField(mark("其他机构的编号"), [Length(max=12)])


class EffectForm(ReasonForm):
    """提出认定."""

    effect = SelectField(mark("在本地的效力"), [InputRequired()])
    rule = SelectField(mark("符合本地的列入条件"))
    evidence = MultipleFileField(mark("证据文件"), [FILES])


class RecogniseForm(ReasonForm):
    """认定."""

    verdict = SelectField(mark("决定"), [InputRequired()], choices=choices(VERDICTS.items()))
