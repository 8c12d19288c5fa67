"""Forms of grading: the points of each item, who assesses, verdicts, answers of the facility."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, DecimalField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from supervision.forms.base import CheckboxesField, Form, NoteForm, ReasonForm, choices
from supervision.queries.grading_items import ItemToScore, Points
from supervision.texts import mark

EXAMINED = {"accept": mark("受理"), "return_it": mark("退回补正"), "refuse": mark("不予受理")}
CONFIRMED = {"yes": mark("同意评分"), "no": mark("不同意，重新评价")}
PROPOSED = {"yes": mark("拟评定，开始公示"), "no": mark("未通过")}
DECIDED = {"agree": mark("同意"), "disagree": mark("不同意，重新决定"), "reassess": mark("重新评价")}
REVIEWED = {"reject": mark("维持决定"), "uphold": mark("成立，重新评价")}
CAUSES = {
    "sample": mark("年度抽查"),
    "name_or_address": mark("变更名称或地址"),
    "operator": mark("变更运营团队"),
    "people_in_charge": mark("变更法定代表人、实际控制人或负责人"),
    "complaint": mark("投诉举报"),
    "other": mark("其他"),
}
HANDLED = {
    "keep": mark("维持等级"),
    "ask_correction": mark("责令限期改正"),
    "tell": mark("告知拟降级或撤销"),
}
VERIFIED = {"verify": mark("已改正，维持等级"), "not_corrected": mark("未改正")}
CHANGED = {
    "change": mark("同意变更"),
    "disagree": mark("不同意，重新决定"),
    "drop": mark("不予变更，维持等级"),
}


class PointsForm(Form):
    """逐项得分: for each item a number within its maximum, or that it does not apply; built by ``points_form``."""

    to_score: tuple[ItemToScore, ...] = ()

    def points_of(self, item: str) -> Any:
        """Return the field with the points of an item."""
        return self[f"points_{item}"]

    def absent_of(self, item: str) -> Any:
        """Return the box that says an item does not apply."""
        return self[f"absent_{item}"]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Every item needs one of the two."""
        fine = super().validate(extra_validators)
        for item in self.to_score:
            field, absent = self.points_of(item.id), self.absent_of(item.id).data
            if not absent and field.data is None and not field.errors:
                field.errors = [
                    *field.errors,
                    self.meta.get_translations(self).gettext(mark("请填写得分，或勾选不适用。")),
                ]
                fine = False
        return fine

    @property
    def points(self) -> Points:
        """The points as exact decimal strings, None where an item does not apply."""
        return {
            item.id: None if self.absent_of(item.id).data else format(self.points_of(item.id).data, "f")
            for item in self.to_score
        }


def points_form(
    items: Iterable[ItemToScore], language: str, kept: Points, base: type[PointsForm] = PointsForm
) -> PointsForm:
    """Return a form for the points of ``items``, filled with what was ``kept``."""
    fields: dict[str, Any] = {"to_score": tuple(items)}
    data: dict[str, Any] = {}
    for item in fields["to_score"]:
        bounds = NumberRange(0, item.most, mark("得分须在零和满分之间。"))
        name = item.name["en" if language == "en" else "zh"]
        fields[f"points_{item.id}"] = DecimalField(name, [Optional(), bounds], render_kw={"class": "short"})
        fields[f"absent_{item.id}"] = BooleanField(mark("不适用"))
        if item.id in kept:
            given = kept[item.id]
            data[f"absent_{item.id}"] = given is None
            data[f"points_{item.id}"] = None if given is None else Decimal(given)
    return type("FilledPointsForm", (base,), fields)(data=data)


class ApplicationForm(PointsForm):
    """申报等级: the grade applied for, and the facility's own points."""

    level = SelectField(mark("申报等级"), [InputRequired(mark("请选择申报等级。"))], coerce=int)


class ExamineForm(NoteForm):
    """初审."""

    verdict = SelectField(mark("初审结论"), [InputRequired()], choices=choices(EXAMINED.items()))


class AssignForm(Form):
    """指派评定人员."""

    assessors = CheckboxesField(mark("评定人员"), [InputRequired(mark("请选择评定人员。"))])


class ConfirmForm(NoteForm):
    """核定评分."""

    agree = SelectField(mark("核定结论"), [InputRequired()], choices=choices(CONFIRMED.items()))


class ProposeForm(NoteForm):
    """提出结论."""

    passed = SelectField(mark("评定结论"), [InputRequired()], choices=choices(PROPOSED.items()))


class DecideForm(ReasonForm):
    """决定."""

    verdict = SelectField(mark("决定"), [InputRequired()], choices=choices(DECIDED.items()))


class ReviewForm(ReasonForm):
    """答复复核或申诉."""

    verdict = SelectField(mark("答复"), [InputRequired()], choices=choices(REVIEWED.items()))


class TextForm(Form):
    """陈述: what the facility, or somebody during the notice, says."""

    text = TextAreaField(mark("内容"), [InputRequired(mark("请写明内容。")), Length(max=1000)])


class OpenReviewForm(ReasonForm):
    """提起复核."""

    facility_code = StringField(
        mark("机构编号"), [InputRequired(mark("请填写机构名册中的编号。")), Length(max=12)]
    )
    cause = SelectField(mark("复核原因"), [InputRequired()], choices=choices(CAUSES.items()))


class HandleForm(ReasonForm):
    """处理复核."""

    way = SelectField(mark("处理方式"), [InputRequired()], choices=choices(HANDLED.items()))
    intended = SelectField(mark("拟变更为（仅降级或撤销时）"), coerce=int, default=0)


class VerifyForm(ReasonForm):
    """核实改正."""

    verdict = SelectField(mark("核实结论"), [InputRequired()], choices=choices(VERIFIED.items()))


class ChangeForm(ReasonForm):
    """决定变更等级."""

    verdict = SelectField(mark("决定"), [InputRequired()], choices=choices(CHANGED.items()))
