"""The form with which something is reported of an area: its fields are the members that the scheme's kind of fact declares."""

from collections.abc import Mapping

from wtforms import BooleanField, DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from scoring.language.context import Kind
from supervision.filters import write_text
from supervision.forms.base import Form
from supervision.texts import mark

MOST = 10**9


class AreaFactForm(Form):
    """填报区域事实."""

    on = DateField(mark("数值的日期"), [InputRequired(mark("请填写日期。"))])
    source = StringField(mark("数据来源"), [InputRequired(mark("请写明数据来源。")), Length(max=200)])


def area_fact_form(kind: Kind, words: Mapping[str, Mapping[str, str]], language: str) -> type[AreaFactForm]:
    """Return the form for one kind of fact."""
    fields: dict[str, object] = {}
    for name, type_ in kind.members.items():
        label = write_text(words.get(name, {"zh": name, "en": name}), language)
        if type_ == "flag":
            fields[name] = BooleanField(label)
        elif type_ == "number":
            fields[name] = IntegerField(
                label,
                [InputRequired(mark("请填写数值。")), NumberRange(0, MOST, mark("请填写不小于 0 的数。"))],
            )
        else:
            fields[name] = StringField(label, [InputRequired(mark("请填写数值。")), Length(max=60)])
    return type(f"Form_{kind.id.replace('.', '_')}", (AreaFactForm,), fields)
