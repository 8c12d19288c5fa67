"""Pages held against the HTML standard, and their linked data against the words of schema.org, as others' tools do."""

import importlib
from typing import Any

from tinyhtml5.parser import HTMLParser

HARMLESS = {"expected-doctype-but-got-chars"}


def faults_of_html(text: str) -> list[str]:
    """Return the parse errors that the HTML standard names, each with its line."""
    parser = HTMLParser()
    parser.parse(text)
    return [f"line {place[0]}: {error}" for place, error, _ in parser.errors if error not in HARMLESS]


def unknown_words(value: Any) -> list[str]:
    """Return every type and member of JSON-LD that schema.org does not have."""
    if isinstance(value, list):
        return [word for each in value for word in unknown_words(each)]
    if not isinstance(value, dict):
        return []
    models = importlib.import_module("msgspec_schemaorg.models")
    of = getattr(models, value["@type"], None)
    if of is None:
        return [value["@type"]]
    known = {*of.__struct_encode_fields__, "@type", "@id", "@context"}
    if value["@type"] == "LocalBusiness":  # an Organization and a Place; the package keeps one parent of two
        known |= set(models.Place.__struct_encode_fields__)
    own = [f"{value['@type']}.{name}" for name in value if name not in known]
    return own + [word for each in value.values() for word in unknown_words(each)]
