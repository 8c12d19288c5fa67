"""模板 the templates of the site, made ready for being rendered a hundred thousand times.

What is the same on every page of a language is settled when a template is compiled: sentences without values are
translated, tags and quotes that HTML does not need are left out. Two steps that Jinja takes at each of some five hundred
places of a page are shortened: a member of a dict is looked up at once, and a plain text is escaped without becoming
an object of its own. What is escaped, and what is not, stays exactly the same.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, _escape_inner, escape

from supervision.texts import DEFAULT_LANGUAGE, Translator, translator

THEME = Path(__file__).resolve().parents[3] / "portal_docs" / "theme"
_MARKS = {
    "zh-CN": {
        "colon": "：",
        "semi": "；",
        "stop": "。",
        "left": "（",
        "right": "）",
        "comma": "，",
        "comma_list": "、",
    }
}
_LATIN_MARKS = {
    "colon": ": ",
    "semi": "; ",
    "stop": ".",
    "left": " (",
    "right": ")",
    "comma": ", ",
    "comma_list": ", ",
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = re.compile(  # with its brackets, and with the blanks between two of its words
    r"[《“（〔【]*[\u3400-\u9fff](?:(?:[\u3000-\u9fff\uff00-\uffef〔〕\d]| (?=[\u3400-\u9fff]))*[\u3000-\u9fff\uff00-\uffef])?"
)
_CONSTANT = re.compile(r"\{\{\s*_\('((?:[^'\\])*)'\)\s*\}\}")
_NEEDLESS = re.compile(  # HTML ends these by itself where the next begins
    r"</(?:li|dt|dd|td|th|tr|thead|tbody)>"
    r"|</p>(?=\s*</?(?:p|ul|ol|dl|table|details|section|article|figure|div|nav|h[1-6])\b)"
)
_PLAIN = re.compile(  # nor needs it quotes around words without blanks: our own, a way to the top, a day
    r' ([a-z-]+)="((?:\{\{ (?:top|root) \}\})?(?:[A-Za-z0-9_#.:/-]|\{\{ \w+\.(?:iso|sign) \}\})+)"(?=[\s>])'
)


class _Loader(FileSystemLoader):
    """Reads templates with their constant sentences already said in one language."""

    def __init__(self, folder: Path, say: Translator, marks: dict[str, str]) -> None:
        super().__init__(folder)
        self._say, self._marks = say, marks

    def get_source(self, environment: Environment, template: str) -> Any:
        source, name, uptodate = super().get_source(environment, template)
        if self._say is translator(DEFAULT_LANGUAGE):
            source = source.replace(" | native }}", " }}")
        for mark, written in self._marks.items():
            source = source.replace(f"{{{{ {mark} }}}}", written)
        source = _CONSTANT.sub(lambda found: escape(self._say(found[1])).replace("&#39;", "'"), source)
        source = _NEEDLESS.sub("", source).replace("\n\n", "\n")
        return _PLAIN.sub(r" \1=\2", source), name, uptodate


class _Generator(CodeGenerator):
    """Writes ``environment.quote(…)`` where Jinja writes ``escape(…)``."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.quote(")


class Templates(Environment):
    """模板环境: a plain Jinja environment of one language, with the two short cuts."""

    code_generator_class = _Generator

    def __init__(self, language: str) -> None:
        self.say = translator(language)
        self.marks = _MARKS.get(language, _LATIN_MARKS)
        self._chinese = language == DEFAULT_LANGUAGE
        super().__init__(
            loader=_Loader(THEME, self.say, self.marks),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.globals.update(self.marks)
        self.globals["_"] = self.say
        self.filters["native"] = self.native

    def compile_all(self) -> None:
        """Compile what is not compiled yet."""
        for name in self.list_templates(extensions=["html"]):
            self.get_template(name)

    def native(self, text: str) -> str:
        """Return ``text`` for a page, what is Chinese in it marked as such on a page in another language."""
        if self._chinese or not _HAN.search(text):
            return text
        return Markup(_HAN_RUN.sub(r"<i lang=zh-CN>\g<0></i>", str(escape(text))))  # noqa: S704 - escaped here

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a member; of a dict the value under that name, without trying its methods first."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    @staticmethod
    def quote(value: object) -> str:
        """Return ``value`` as it stands in HTML: a text is escaped, what is HTML already is left."""
        kind = type(value)
        if kind is str:
            return _escape_inner(value)  # type: ignore[arg-type]
        if kind is Markup:
            return value  # type: ignore[return-value]
        return str(escape(value))


@cache
def templates(language: str) -> Templates:
    """Return the templates of one language; compiled once in a program's life."""
    return Templates(language)
