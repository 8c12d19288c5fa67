"""Forms of the credit file: scores, awards, entries on lists, penalties, objections, notices."""

from decimal import Decimal
from typing import Any

from flask_wtf.file import FileAllowed, MultipleFileField
from wtforms import BooleanField, DateField, DecimalField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from supervision.forms.base import CheckboxesField, Form, ReasonForm, choices
from supervision.texts import mark

PENALTY_KINDS = {
    "warning": mark("警告"),
    "criticism": mark("通报批评"),
    "fine": mark("罚款"),
    "confiscation": mark("没收违法所得"),
    "suspension": mark("暂扣许可证件"),
    "lower_qualification": mark("降低资质等级"),
    "revocation": mark("吊销许可证件"),
    "restriction": mark("限制开展生产经营活动"),
    "stop_business": mark("责令停产停业"),
    "closure": mark("责令关闭"),
    "practice_ban": mark("限制从业"),
    "other": mark("其他处罚"),
}
SECTORS = {
    "养老服务": mark("养老服务"),
    "食品": mark("食品"),
    "药品": mark("药品"),
    "特种设备": mark("特种设备"),
    "安全生产": mark("安全生产"),
    "消防": mark("消防"),
    "金融安全": mark("金融安全"),
    "其他": mark("其他"),
}
HARM = {"": mark("没有认定"), "yes": mark("造成了危害后果"), "no": mark("没有造成危害后果")}
TIERS = {"minor": mark("轻微"), "general": mark("一般"), "serious": mark("严重")}
VERDICTS = {"list": mark("同意列入"), "drop": mark("不予列入"), "disagree": mark("不同意，重新决定")}
WAYS = {"repair": mark("信用修复移出"), "revoke": mark("依据撤销移出")}
CORRECTED_ANSWERS = {
    "": mark("不更正"),
    "met": mark("符合"),
    "not_applicable": mark("不适用"),
}
CORRECTED_SEVERITIES = {
    "": mark("不更正"),
    "1": mark("轻微"),
    "2": mark("一般"),
    "3": mark("较重"),
    "4": mark("重大"),
}
OBJECTION_VERDICTS = {
    "uphold": mark("异议成立"),
    "uphold_partly": mark("异议部分成立"),
    "reject": mark("异议不成立"),
}
REPAIR_VERDICTS = {
    "grant": mark("同意修复"),
    "refuse": mark("不予修复"),
    "refuse_false": mark("材料虚假，不予修复并限制再次申请"),
}
SCOPES = {"": mark("不更正"), "isolated": mark("个别"), "several": mark("多处"), "widespread": mark("普遍")}
FILES = FileAllowed(["pdf", "jpg", "jpeg", "png"], mark("请上传 PDF 或图片。"))
MOST_FEN = Decimal(10) ** 12


class ScoreForm(Form):
    """评分."""

    scheme = SelectField(mark("评价方案"), [InputRequired()])


class AwardForm(Form):
    """提出评定."""

    sheet = SelectField(mark("依据的评分表"), [InputRequired()])
    number = StringField(mark("文号"), [InputRequired(mark("请填写文号。")), Length(max=60)])


class ListingForm(Form):
    """提出列入."""

    facility_code = StringField(
        mark("机构编号"), [InputRequired(mark("请填写机构名册中的编号。")), Length(max=12)]
    )
    rule = SelectField(mark("列入条件"), [InputRequired()])
    cause = TextAreaField(mark("事由"), [InputRequired(mark("请写明事由。")), Length(max=300)])
    evidence = MultipleFileField(mark("证据文件"), [FILES])


class ServeForm(Form):
    """送达告知书."""

    served_on = DateField(mark("送达日期"), [InputRequired(mark("请填写送达日期。"))])


class StatementForm(Form):
    """陈述申辩."""

    text = TextAreaField(mark("陈述申辩内容"), [InputRequired(mark("请写明陈述申辩的内容。"))])


class VerdictForm(ReasonForm):
    """决定列入."""

    verdict = SelectField(mark("决定"), [InputRequired()], choices=choices(VERDICTS.items()))


class EndForm(ReasonForm):
    """移出名单."""

    way = SelectField(mark("移出方式"), [InputRequired()], choices=choices(WAYS.items()))
    evidence = MultipleFileField(mark("证据文件"), [FILES])


class PenaltyForm(Form):
    """记录行政处罚."""

    facility_code = StringField(
        mark("机构编号"), [InputRequired(mark("请填写机构名册中的编号。")), Length(max=12)]
    )
    number = StringField(mark("决定书文号"), [InputRequired(mark("请填写决定书文号。")), Length(max=80)])
    violation = StringField(mark("违法行为"), [InputRequired(mark("请写明违法行为。")), Length(max=120)])
    facts = TextAreaField(mark("违法事实"), [InputRequired(mark("请写明违法事实。"))])
    law = SelectField(mark("处罚依据"), [InputRequired()])
    article = StringField(mark("条款"), [InputRequired(mark("请写明条款。")), Length(max=60)])
    kinds = CheckboxesField(
        mark("处罚种类"), [InputRequired(mark("请选择处罚种类。"))], choices=choices(PENALTY_KINDS.items())
    )
    content = TextAreaField(mark("处罚内容"), [InputRequired(mark("请写明处罚内容。"))])
    fine_yuan = DecimalField(
        mark("罚款金额（元）"), [Optional(), NumberRange(0, MOST_FEN, mark("请填写不小于 0 的金额。"))]
    )
    forfeited_yuan = DecimalField(
        mark("没收金额（元）"), [Optional(), NumberRange(0, MOST_FEN, mark("请填写不小于 0 的金额。"))]
    )
    decided_on = DateField(mark("决定日期"), [InputRequired(mark("请填写日期。"))])
    performed_on = DateField(mark("履行完毕日期"), [Optional()])
    corrected_on = DateField(mark("改正完毕日期"), [Optional()])
    ban_until = DateField(mark("限制期届满日期"), [Optional()])
    violation_ended_on = DateField(mark("违法行为终了日期"), [Optional()])
    opened_on = DateField(mark("立案日期"), [Optional()])
    harm = SelectField(mark("危害后果"), choices=choices(HARM.items()), default="")
    sector = SelectField(mark("领域"), [InputRequired()], choices=choices(SECTORS.items()))
    simple = BooleanField(mark("按简易程序当场作出"))
    hearing_offered = BooleanField(mark("已告知有要求听证的权利"))
    tier = SelectField(
        mark("失信程度"), choices=choices([("", mark("按规则判定")), *TIERS.items()]), default=""
    )
    organ = StringField(mark("决定机关"), [InputRequired(mark("请填写决定机关。")), Length(max=80)])


class PerformedForm(Form):
    """登记履行."""

    performed_on = DateField(mark("履行完毕日期"), [InputRequired(mark("请填写日期。"))])
    corrected_on = DateField(mark("改正完毕日期"), [Optional()])


class RepairForm(ReasonForm):
    """决定信用修复."""

    verdict = SelectField(mark("决定"), [InputRequired()], choices=choices(REPAIR_VERDICTS.items()))


class ObjectionForm(ReasonForm):
    """决定异议: what is upheld names the fact that was wrong."""

    verdict = SelectField(mark("决定"), [InputRequired()], choices=choices(OBJECTION_VERDICTS.items()))
    fact = SelectField(mark("有误的事实"), default="")
    answer = SelectField(mark("更正后的检查结果"), choices=choices(CORRECTED_ANSWERS.items()), default="")
    severity = SelectField(
        mark("更正后的问题等级"), choices=choices(CORRECTED_SEVERITIES.items()), default=""
    )
    scope = SelectField(mark("更正后的范围"), choices=choices(SCOPES.items()), default="")

    @property
    def changes(self) -> dict[str, Any]:
        """Return the members that are corrected, as facts hold them."""
        said = {"answer": self.answer.data, "severity": self.severity.data, "scope": self.scope.data}
        return {name: int(value) if name == "severity" else value for name, value in said.items() if value}


class NoticeForm(Form):
    """发布公告."""

    title = StringField(mark("标题"), [InputRequired(mark("请填写标题。")), Length(max=200)])
    subject = StringField(mark("主题分类"), [InputRequired(mark("请填写主题分类。")), Length(max=60)])
    genre = StringField(mark("体裁"), [InputRequired(mark("请填写体裁。")), Length(max=40)])
    document_number = StringField(mark("文号"), [Length(max=80)])
    about = SelectField(mark("所公布的文件"), default="")
    body = TextAreaField(mark("正文"), [InputRequired(mark("请填写正文。"))])


class BasisForm(Form):
    """核实依据."""

    source = StringField(mark("原文的出处"), [InputRequired(mark("请写明在哪里读到原文。")), Length(max=200)])
