"""数据字典 the data dictionary: what each column of each table holds, the national forms included, in both languages."""

from collections.abc import Iterable

from supervision.disclosure.site.data.meanings import meaning
from supervision.disclosure.site.data.official import NOTES, PENALTY_COLUMNS, RESULT_COLUMNS
from supervision.disclosure.site.data.tables import Table, csv_bytes
from supervision.texts import DEFAULT_LANGUAGE, translator

DICTIONARY = ("table", "column", "type", "meaning_zh", "meaning_en")
FORMS = {  # by the name of a form's table: its columns, each with its common code where it has one
    "official-penalties": {name: code for code, name in PENALTY_COLUMNS.items()},
    "official-results": dict.fromkeys(RESULT_COLUMNS, ""),
}


def dictionary(described: Iterable[Table]) -> bytes:
    """Return the dictionary of these tables and of the forms as CSV."""
    columns = [
        (table.name, column, of, meaning(table.name, column), translator("en")(meaning(table.name, column)))
        for table in described
        for column, of in table.columns.items()
    ]
    columns += [
        (form, column, "string", form_meaning(form, column), form_meaning(form, column, "en"))
        for form, names in FORMS.items()
        for column in names
    ]
    return csv_bytes(DICTIONARY, (dict(zip(DICTIONARY, each, strict=True)) for each in columns))


def form_meaning(form: str, column: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a form's column in words, with its common code and what else must be said; nothing of other tables."""
    if form not in FORMS:
        return ""
    say, code = translator(language), FORMS[form][column]
    note = NOTES.get(code or column)
    return "; ".join(part for part in (say(column), code, note and say(note)) if part)
