"""Forms of sign-in, invitation and forgotten password."""

from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from supervision.forms.base import Form
from supervision.texts import mark


class SignInForm(Form):
    """登录."""

    username = StringField(mark("账户名"), [InputRequired(mark("请填写账户名。")), Length(max=60)])
    password = PasswordField(mark("密码"), [InputRequired(mark("请填写密码。")), Length(max=200)])


class PasswordForm(Form):
    """设置密码."""

    password = PasswordField(
        mark("新密码"),
        [
            InputRequired(mark("请填写密码。")),
            Length(min=10, max=200, message=mark("密码至少需要 10 个字符。")),
        ],
    )
    again = PasswordField(
        mark("再输入一次"),
        [InputRequired(mark("请再输入一次密码。")), EqualTo("password", mark("两次输入的密码不一致。"))],
    )


class ResetForm(Form):
    """找回密码."""

    username = StringField(mark("账户名"), [InputRequired(mark("请填写账户名。")), Length(max=60)])
