"""One language of the site: how it says texts, days and ages, and how it renders a page.

What many pages share (a day in words, a citation, a department) is said once and remembered.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from jinja2.environment import Template
from markupsafe import Markup, escape

from scoring.rulebook.articles import article_in_english
from supervision.disclosure.site.failing import named
from supervision.disclosure.site.ledger import Book, Stamped, digest
from supervision.disclosure.site.qr import Codes
from supervision.disclosure.site.register import Register
from supervision.disclosure.site.templates import templates
from supervision.records.values import Reference, Text
from supervision.texts import DEFAULT_LANGUAGE, translator

T = TypeVar("T")
KEPT = "\0kept"  # stands in a list of pages for the content of one that need not be made again
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_CHINA = timedelta(hours=8)


class Edition:
    """语言版本: the site in one language. ``prefix`` is its folder: empty for Chinese, ``en/`` for English.

    ``records``: which files below ``/records/`` the site has, so that no page leads to one that it has not.
    """

    def __init__(
        self,
        register: Register,
        language: str,
        records: Collection[str] = (),
        stamped: Stamped | None = None,
        book: Book | None = None,
    ) -> None:
        self.register, self.records, self.book = register, records, book or Book()
        self.stamped = stamped or Stamped(b"", defaultdict(bytes))
        self.language = language
        self.chinese = language == DEFAULT_LANGUAGE
        self.prefix = "" if self.chinese else f"{language}/"
        self.say = translator(language)
        self.environment = templates(language)
        self.marks = self.environment.marks
        self.native = self.environment.native
        self.home = register.snapshot.meta.public_url.rstrip("/")
        self.codes = Codes(self.address("f/"), ".html")
        self._made: dict[str, Any] = {}
        self._laws: dict[tuple[tuple[Reference, ...], str], Markup] = {}
        self._days: dict[date, str] = {}
        self._ages: dict[date, str] = {}
        self._frames: dict[int, dict[str, Any]] = {}
        self._templates: dict[str, Template] = {}

    def keeps(self, path: str, inputs: tuple[bytes, ...]) -> bool:
        """Return whether the page at ``path`` stands already, made from the same; ``inputs``: what it alone is made from."""
        return self.book.keeps(digest(self.stamped.common, *inputs), self.prefix + path)

    def top(self, depth: int) -> str:
        """Return the way from a page ``depth`` folders deep to the folder of the whole site."""
        return "../" * (depth if self.chinese else depth + 1)

    def address(self, path: str) -> str:
        """Return the whole address of a page of this edition; empty where the site has no address yet."""
        return f"{self.home}/{self.prefix}{path}" if self.home else ""

    def text(self, text: Text | None) -> str:
        """Return a bilingual text in this language, or in Chinese where the other is missing."""
        if text is None:
            return ""
        return text.zh if self.chinese else text.en or text.zh

    def day(self, on: date | None) -> str:
        """Return a day for people: 2026年11月22日, 22 November 2026."""
        if on is None:
            return ""
        said = self._days.get(on)
        if said is None:
            said = (
                f"{on.year}年{on.month}月{on.day}日"
                if self.chinese
                else f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
            )
            self._days[on] = said
        return said

    def moment(self, at: datetime) -> str:
        """Return a moment for people, in China's time."""
        local = at + _CHINA
        return f"{self.day(local.date())} {local:%H:%M}"

    def age(self, on: date | None) -> str:
        """Return how long before the snapshot's day ``on`` was, in words; empty for a day to come."""
        if on is None:
            return ""
        said = self._ages.get(on)
        if said is None:
            said = self._ages[on] = self._age(on, self.register.as_of)
        return said

    def _age(self, on: date, as_of: date) -> str:
        days = (as_of - on).days
        months = (as_of.year - on.year) * 12 + as_of.month - on.month - (as_of.day < on.day)
        if days < 0:
            return ""
        if days < 1:
            return self.say("今天")
        if days == 1:
            return self.say("昨天")
        if days < 60:
            return self.say("{days} 天前", days=days)
        if months < 24:
            return self.say("{months} 个月前", months=months)
        return self.say("{years} 年前", years=months // 12)

    def yuan(self, amount: Decimal) -> str:
        """Return an amount of money without idle decimals: 1,200 or 12.50."""
        return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what ``make`` gave the first time; for what many pages share."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def kind(self, code: str) -> str:
        """Return the name of a kind of facility."""
        kind = self.register.kinds.get(code)
        return self.text(kind.name) if kind else code

    def area(self, code: str) -> str:
        """Return the name of an area, or its code where the area has vanished."""
        area = self.register.areas.get(code)
        return self.text(area.name) if area else code

    def department(self, code: str) -> str:
        """Return the name of a department."""
        department = self.register.departments.get(code)
        return self.text(department.name) if department else code

    def record(self, path: str) -> str:
        """Return the path of a sealed record, or nothing where this site does not have it."""
        path = f"records/{path}"
        return path if path in self.records else ""

    def law(self, reference: Reference | None, root: str) -> Markup:
        """Return a legal reference as HTML: its citation, linked to the law, marked where nobody has confirmed it."""
        return self.laws((reference,) if reference else (), root)

    def laws(self, references: tuple[Reference, ...], root: str) -> Markup:
        """Return several legal references, one after the other; the same few stand on thousands of pages."""
        key = (references, root)
        html = self._laws.get(key)
        if html is None:
            html = self._laws[key] = Markup("<br>").join(
                self._law(reference, root) for reference in references
            )
        return html

    def _law(self, reference: Reference, root: str) -> Markup:
        html = self._cited(reference)
        if reference.law in self.register.laws:
            html = Markup('<a href="{}laws.html#{}">{}</a>').format(root, reference.law, html)
        if not reference.confirmed:
            html += Markup(' <span class="unverified">{}</span>').format(self.say("依据待核"))
        return html

    def _cited(self, reference: Reference) -> Markup:
        """Return the citation; in another language the law's title in it, and the Chinese that counts beside it."""
        chinese = escape(self.native(reference.citation))
        law = self.register.laws.get(reference.law)
        if self.chinese or law is None or not law.title.en:
            return chinese
        title = self.native(law.title.en + self.article(reference.article, ", "))
        return Markup('{} <span class="soft">{}</span>').format(title, chinese)

    def article(self, place: str, before: str = "") -> str:
        """Return a place in a law as the language writes it, with ``before`` where there is one."""
        if not place:
            return ""
        return before + (place if self.chinese else article_in_english(place))

    def render(self, template: str, path: str, title: str, **values: Any) -> str:
        """Render one page at ``path`` (within the language) in the site's frame."""
        depth = path.count("/")
        frame = self._frames.get(depth)
        if frame is None:
            frame = self._frames[depth] = self._frame(depth)
        loaded = self._templates.get(template)
        if loaded is None:
            loaded = self._templates[template] = self.environment.get_template(template)
        with named(self.prefix + path, title):
            return loaded.render(frame, path=path, title=title, **values)

    def _frame(self, depth: int) -> dict[str, Any]:
        meta = self.register.snapshot.meta
        up = "../" * depth
        return {
            "language": self.language,
            "chinese": self.chinese,
            "root": up,
            "top": self.top(depth),
            "other": up + ("en/" if self.chinese else "../"),
            "authority": self.text(meta.authority),
            "organiser": self.text(meta.organiser or meta.authority),
            "office": meta.office,
            "office_name": self.text(meta.office.name),
            "as_of": self.day(meta.as_of),
            "as_of_iso": meta.as_of.isoformat(),
            "home": self.address(""),
            "home_of_all": f"{self.home}/" if self.home else "",
            "meta": meta,
            "licence": self.text(meta.licence.name),
            "description": "",
            "section": "",
        }
