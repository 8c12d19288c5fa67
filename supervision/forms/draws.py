"""Forms of a draw: shares of the salt, commitment, beacon, changes, and how it ends."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    DateTimeLocalField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import EqualTo, InputRequired, Length, NumberRange, ValidationError

from inspections.beacon import check_value
from inspections.canonical import RefusedError
from supervision.forms.base import Form, choices
from supervision.share_files import LEAST_PASSPHRASE
from supervision.texts import mark

BEACONS = {
    "ssq": mark("双色球：六个红球和一个蓝球，例如 02 09 13 18 25 31+07"),
    "dlt": mark("大乐透：五个前区和两个后区，例如 03 09 17 25 31+02 11"),
    "hex64": mark("64 位十六进制数"),
    "digits:8": mark("八位数字"),
}
COMPONENTS = {
    **BEACONS,
    "dice+ssq": mark("双色球，加现场掷出的八位数字：数字由几位见证人掷出并先公布"),
}
MIXED = {"dice+ssq": ("digits:8", "ssq")}


def components_of(choice: str) -> tuple[str, ...]:
    """Return the components that a choice of the form stands for."""
    return MIXED.get(choice, (choice,))


class ShareForm(Form):
    """生成份额: for which body, under which passphrase."""

    body = SelectField(mark("保管单位"), [InputRequired(mark("请选择保管单位。"))])
    passphrase = PasswordField(
        mark("口令"),
        [InputRequired(mark("请设一个口令。")), Length(LEAST_PASSPHRASE, 200, mark("口令至少 12 个字符。"))],
    )
    again = PasswordField(
        mark("再输一次口令"),
        [InputRequired(mark("请再输一次。")), EqualTo("passphrase", mark("两次输入的口令不同。"))],
    )


class HandInForm(Form):
    """交入或交出份额: the file, and the passphrase that opens it; neither is kept."""

    file = FileField(mark("份额文件"), [FileRequired(mark("请选择份额文件。"))])
    passphrase = PasswordField(mark("口令"), [InputRequired(mark("请输入口令。")), Length(max=200)])


class CommitForm(Form):
    """作出承诺: which public value will count, before it exists."""

    source = StringField(mark("公开随机值的来源"), [InputRequired(mark("请填写来源。")), Length(max=120)],
                         default="中国福利彩票双色球")  # fmt: skip
    round = StringField(mark("期号"), [InputRequired(mark("请填写期号。")), Length(max=60)])
    not_before = DateTimeLocalField(
        mark("产生时间（北京时间）"),
        [InputRequired(mark("请填写这个值最早何时产生。"))],
        format="%Y-%m-%dT%H:%M",
    )
    format = SelectField(mark("写法"), [InputRequired()], choices=choices(COMPONENTS.items()))
    fallback = StringField(
        mark("停发时改用"), [InputRequired(mark("请写明停发时改用什么。"))], default="同一来源的下一期"
    )
    reveal_by = DateField(mark("最迟揭示日"), [InputRequired(mark("请填写日期。"))])


def commit_form(
    thin: Iterable[tuple[str, str]], unexplained: Iterable[str], *, supersedes: bool
) -> type[CommitForm]:
    """Return a form that also asks for the reasons that are published: (pseudonym, facility) of each thin target, each stratum."""
    fields: dict[str, Any] = {}
    for pseudonym, facility in thin:
        fields[f"thin_{pseudonym}"] = StringField(
            facility, [InputRequired(mark("请写明为什么可派的人不足两倍。")), Length(max=200)]
        )
    for key in unexplained:
        fields[f"stratum_{key}"] = StringField(key, [InputRequired(mark("请写明原因。")), Length(max=200)])
    if supersedes:
        fields["supersedes"] = TextAreaField(
            mark("再次抽取的原因"), [InputRequired(mark("请写明原因，原因会公布。")), Length(max=200)]
        )
    return type("CommitWithReasonsForm", (CommitForm,), fields)


def beacon_form(components: tuple[str, ...]) -> type[Form]:
    """Return a form that takes the value in its only spelling."""

    def spelt(_: Any, field: Any) -> None:
        try:
            check_value(field.data.strip(), list(components))
        except RefusedError as error:
            raise ValidationError(field.gettext("这个值的写法与约定不符，请对照公告逐位核对。")) from error

    value = StringField(mark("公开随机值"), [InputRequired(mark("请照公告逐位填写。")), spelt])
    return type("SpeltBeaconForm", (Form,), {"value": value})


def fallback_form(components: tuple[str, ...]) -> type[Form]:
    """Return a form that takes the value of the later round, and where the source said that the promised one was missed."""
    note = StringField(
        mark("停发的公告在哪里"),
        [InputRequired(mark("请写明来源在哪里宣布本期停发。")), Length(max=200)],
    )
    return type("FallbackForm", (beacon_form(components),), {"note": note})


class CommitmentFileForm(Form):
    """核对承诺文件: the file that a witness kept since the commitment."""

    file = FileField(mark("留存的承诺文件"), [FileRequired(mark("请选择承诺文件。"))])


class EndForm(Form):
    """决定终止: whose published decision ends a draw, and why."""

    body = StringField(mark("作出决定的机关"), [InputRequired(mark("请填写机关名称。")), Length(max=60)])
    number = StringField(mark("决定文号"), [InputRequired(mark("请填写决定文号。")), Length(max=50)])
    reason = TextAreaField(mark("理由"), [InputRequired(mark("请写明理由。")), Length(max=200)])


def change_form(members: tuple[str, ...], options: dict[str, list[tuple[str, str]]], most: int) -> type[Form]:
    """Return a form for one kind of change: what it names, and its reason. ``most``: how many standbys or days are left."""
    fields: dict[str, Any] = {}
    if "inspector" in members:
        fields["inspector"] = SelectField(mark("检查人员"), choices=choices(options["inspector"]))
    if "target" in members:
        fields["target"] = SelectField(mark("检查对象"), choices=choices(options["target"]))
    if "department" in members:
        fields["department"] = SelectField(mark("部门"), choices=choices(options["department"]))
    if "count" in members:
        fields["count"] = IntegerField(
            mark("数目"),
            [
                InputRequired(mark("请填写数目。")),
                NumberRange(1, max(most, 1), mark("请填写正整数，不超过候补的数目。")),
            ],
            default=1,
        )
    fields["reason"] = TextAreaField(mark("理由"), [InputRequired(mark("请写明理由。")), Length(max=200)])
    return type("ChangeForm", (Form,), fields)
