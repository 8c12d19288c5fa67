"""The base of all forms: CSRF token, and error sentences in the reader's language."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from supervision.texts import mark, translator


class _Translations:
    def gettext(self, text: str) -> str:
        return translator(g.language)(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return translator(g.language)(singular if n == 1 else plural)


def choices(options: Iterable[tuple[str, str]]) -> Callable[[], list[SelectChoice]]:
    """Return the choices of a select field, (value, Chinese text), in the reader's language when it is shown."""
    kept = tuple(options)
    return lambda: [SelectChoice(value, translator(g.language)(text)) for value, text in kept]


def _text(value: Any) -> Any:
    return "" if value is None else value


class Form(FlaskForm):
    """A form; labels and errors are Chinese source texts, translated when shown."""

    class Meta(FlaskForm.Meta):
        """Our translations instead of those of the libraries."""

        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """A text that was not sent is an empty one."""
            if issubclass(unbound_field.field_class, StringField):
                options = {**options, "filters": (_text,)}
            return super().bind_field(form, unbound_field, options)

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            return super().render_field(field, render_kw)


class CheckboxesField(SelectMultipleField):
    """多选: a box for each choice."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReasonForm(Form):
    """说明理由: for what may not be done without a reason."""

    reason = TextAreaField(mark("理由"), [InputRequired(mark("请写明理由。")), Length(max=200)])


class NoteForm(Form):
    """说明: words that may be left out."""

    reason = TextAreaField(mark("说明"), [Length(max=200)])
