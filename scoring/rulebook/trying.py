"""试用 A rulebook with one document more, as if it applied already: for rehearsals, never to say what the law is."""

from dataclasses import replace
from datetime import date
from typing import Any

from scoring.rulebook.book import Reader, Rulebook
from scoring.rulebook.errors import Problem
from scoring.rulebook.loader import Document
from scoring.rulebook.values import Dated


def with_document(book: Rulebook, document: Document) -> tuple[Rulebook, list[Problem]]:
    """Return the rulebook with a document in place of what it says anew, and what is wrong with the document.

    A scheme replaces the versions of the same id and authority, whichever their day; a rule has the last of the
    document's values on every day.
    """
    reader = Reader()
    reader.laws = dict(book.laws)
    reader.take(document, built_in=True)
    schemes = book.schemes
    if reader.schemes:
        named = _scheme_named(document)
        kept = (one for one in book.schemes if named is None or _scheme_named(one) != named)
        schemes = (*kept, document)
    rules = dict(book.rules)
    for rule_id, rule in reader.rules().items():
        entries = rule.local.entries or rule.national.entries
        always = Dated(rule_id, [replace(one, since=date.min, until=None) for one in entries[-1:]])
        rules[rule_id] = replace(rule, national=always, local=Dated(rule_id, ()))
    return replace(book, rules=rules, laws=reader.laws, schemes=schemes), reader.problems


def _scheme_named(document: Document) -> tuple[Any, Any] | None:
    said = document.data
    return (said["scheme"], said.get("authority")) if "scheme" in said else None
