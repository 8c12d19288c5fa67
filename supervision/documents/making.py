"""文书取材 What papers take from inspections: items, findings and orders in both languages."""

from collections.abc import Iterator, Mapping

from inspections.answers import VisitRecord
from inspections.basis import LOCAL, Basis
from inspections.checklist import Checklist, Item
from inspections.rectification import Order
from scoring.findings import WORDS, Answer, LegalMajor, Scope
from scoring.rulebook import Rulebook
from supervision.documents.papers import FoundItem, NoticeItem, OrderItem, UnseenItem
from supervision.records.values import Text


def cited(basis: Basis, book: Rulebook) -> Text:
    """Return a basis as it is written in a paper, in both languages."""
    return Text(zh=basis.cite(book), en=basis.cite(book, "en"))


def question_of(item: Item) -> Text:
    """Return the question of an item in both languages."""
    return Text(zh=item.question, en=item.question_en)


def scope_of(scope: Scope) -> Text:
    """Return the word for a scope in both languages."""
    zh, en = WORDS[scope]
    return Text(zh=zh, en=en)


def notice_items(
    checklist: Checklist, book: Rulebook, *, areas: frozenset[str], confirmed: frozenset[str] = frozenset()
) -> tuple[NoticeItem, ...]:
    """Return the items of a notice, department by department; a basis that waits for confirming says so."""
    categories = {each.code: Text(zh=each.name, en=each.name_en) for each in checklist.categories}
    return tuple(
        NoticeItem(
            code=item.id,
            department=Text(zh=department.name, en=department.name_en),
            category=categories[item.category],
            question=question_of(item),
            basis=tuple(_announced(item, book, areas, confirmed)),
        )
        for department in checklist.departments
        for item in checklist.for_department(department.code)
    )


def found_items(record: VisitRecord) -> tuple[FoundItem, ...]:
    """Return what was not met, in the order of the list."""
    return tuple(
        FoundItem(
            code=item.id,
            question=question_of(item),
            scope=scope_of(answer.scope),
            remark=answer.remark or answer.no_photo_reason,
            photos=len(answer.photos),
            corrected=answer.corrected_on_spot,
        )
        for item in record.checklist
        if (answer := record.answer_to(item.id)) and answer.answer is Answer.NOT_MET and answer.scope
    )


def unseen_items(record: VisitRecord) -> tuple[UnseenItem, ...]:
    """Return what was not looked at, with the reasons."""
    return tuple(
        UnseenItem(code=item.id, question=question_of(item), reason=answer.remark)
        for item in record.checklist
        if (answer := record.answer_to(item.id)) and answer.answer is Answer.NOT_OBSERVED
    )


def order_items(
    order: Order, book: Rulebook, remarks: Mapping[str, str] | None = None
) -> tuple[OrderItem, ...]:
    """Return the lines of an order; ``remarks`` are the officers' words about each item, by its code."""
    said = remarks or {}
    return tuple(
        OrderItem(
            code=line.item.id,
            question=question_of(line.item),
            scope=scope_of(line.scope),
            basis=tuple(cited(basis, book) for basis in line.citation.cited),
            remedy=Text(zh=line.item.remedy, en=line.item.remedy_en),
            remark=said.get(line.item.id, ""),
            critical=line.is_critical,
            major_hazard=line.item.legal_major is LegalMajor.YES,
        )
        for line in order.lines
    )


def _announced(
    item: Item, book: Rulebook, areas: frozenset[str], confirmed: frozenset[str]
) -> Iterator[Text]:
    for basis in item.basis:
        text = cited(basis, book)
        if basis.can_be_cited(areas, confirmed):
            yield text
        elif basis.area == LOCAL or basis.holds_in(areas):
            yield Text(zh=f"{text.zh}（依据待核）", en=f"{text.en} (to be confirmed)")
