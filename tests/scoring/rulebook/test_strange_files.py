"""A file of which nothing can be taken is named with its line; whatever reads it goes on."""

from pathlib import Path

import pytest

from scoring.reading import examine_schemes
from scoring.rulebook.book import examine


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("foo: bar\n", "unknown-key"),
        ("year: 2027\n", "unknown-key"),
        ("review: {last_checked: 2026-11-22, every_days: 180}\n", "missing-key"),
        ("scheme: [1]\n", "wrong-type"),
        ("scheme: {a: b}\n", "wrong-type"),
        ("- 1\n", "wrong-type"),
        ("just words\n", "wrong-type"),
    ],
)
def test_it_is_named_and_nothing_breaks(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    book, problems = examine([path])
    schemes, more = examine_schemes(book)
    found = [(each.file, each.line, each.code) for each in (*problems, *more) if each.file == str(path)]
    assert (str(path), 1, code) in found
    assert len(schemes) > 10
