"""The base of all forms: CSRF token, and error sentences in the reader's language."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from supervision.texts import translator


class _Translations:
    def gettext(self, text: str) -> str:
        return translator(g.language)(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return translator(g.language)(singular if n == 1 else plural)


def choices(options: Iterable[tuple[str, str]]) -> Callable[[], list[SelectChoice]]:
    """Return the choices of a select field, (value, Chinese text), in the reader's language when it is shown."""
    kept = tuple(options)
    return lambda: [SelectChoice(value, translator(g.language)(text)) for value, text in kept]


class Form(FlaskForm):
    """A form; labels and errors are Chinese source texts, translated when shown."""

    class Meta(FlaskForm.Meta):
        """Our translations instead of those of the libraries."""

        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            return super().render_field(field, render_kw)
