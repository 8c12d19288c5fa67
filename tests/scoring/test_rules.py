"""The rule files that come with the house: they check out, their examples hold, and they keep apart what must be."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from scoring import sheets as sheets
from scoring.checking import check_paths, run_examples
from scoring.engine import evaluate
from scoring.reading import load_schemes
from scoring.rulebook import Rulebook
from scoring.rulebook.book import FOLDER
from scoring.schemes import Scheme

BOOK = Rulebook.load()
SCHEMES = load_schemes(BOOK).all()


def test_all_rule_files_check_out_and_hold_their_examples() -> None:
    checked = check_paths([FOLDER])
    assert checked.problems == ()
    assert checked.examples >= 16


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
def test_every_scheme_carries_examples_that_hold(scheme: Scheme) -> None:
    assert scheme.examples
    assert all(set(example["name"]) == {"zh", "en"} for example in scheme.examples), "both languages"
    assert run_examples(BOOK, scheme) == []


def test_no_name_of_a_scheme_occurs_in_python() -> None:
    names = {scheme.id for scheme in SCHEMES} | {scheme.name["zh"] for scheme in SCHEMES}
    for path in sorted(FOLDER.parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found = [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)]
        assert not found, f"{path.name} knows {found}"


def test_no_public_scheme_reads_what_an_internal_one_produces() -> None:
    internal = {scheme.produces for scheme in SCHEMES if not scheme.public}
    assert internal, "there is an internal scheme"
    for scheme in SCHEMES:
        assert not scheme.public or not internal & scheme.kinds.keys()


def test_the_public_credit_rating_does_not_use_the_letters_of_the_internal_class() -> None:
    internal = {outcome for scheme in SCHEMES if not scheme.public for outcome in scheme.outcome.names}
    public = {outcome for scheme in SCHEMES if scheme.public for outcome in scheme.outcome.names}
    assert {"a", "b", "c", "d"} <= internal
    assert not internal & public


def test_a_public_scheme_that_reads_the_internal_class_is_refused(tmp_path: Path) -> None:
    internal = next(scheme.produces for scheme in SCHEMES if not scheme.public)
    text = f"""
scheme: test.leak
name: {{zh: 泄露, en: leak}}
public: true
since: 2024-01-01
reference: {{law: system-design}}
confidence: design
review: {{last_checked: 2026-11-22, every_days: 180}}
facts:
  {internal}: {{name: {{zh: 分类, en: class}}, members: {{outcome: text}}}}
outcome:
  levels:
    - outcome: fine
      name: {{zh: 好, en: fine}}
      needs: [{{id: low, name: {{zh: 低, en: low}}, is: latest({internal}.outcome) = "a"}}]
  otherwise: {{outcome: other, name: {{zh: 其他, en: other}}}}
"""
    (tmp_path / "leak.yaml").write_text(text, encoding="utf-8")
    assert [problem.code for problem in check_paths([tmp_path]).problems] == ["reads-internal"]


def test_rule_ids_carry_both_languages_and_units() -> None:
    for scheme in SCHEMES:
        for node in scheme.nodes():
            assert node.name["zh"]
            assert node.name["en"]


def test_the_demonstration_district_adopts_what_it_awards() -> None:
    folder = Path(__file__).parents[2] / "supervision" / "demo" / "rules"
    assert check_paths([folder]).problems == ()
    schemes = load_schemes(Rulebook.load([folder]))
    for scheme in SCHEMES:
        local = schemes.on(scheme.id, date(2026, 6, 30))
        assert local.adopted is not None or not any(item.is_pending for item in local.items())


def test_a_published_value_is_never_edited() -> None:
    """A value that was published stays, or its rule says in ``corrections`` what it was and why it changed.

    New values are appended to the golden file: ``rule, since, value``, as they stand in the rule file.
    """
    published = json.loads(
        (Path(__file__).parents[1] / "golden" / "scoring" / "published-values.json").read_text("utf-8")
    )
    for rule_id, values in published.items():
        rule = BOOK.rule(rule_id)
        now = {entry.since.isoformat(): str(entry.value) for entry in rule.national.entries}
        corrected = {str(correction["was"]) for correction in rule.corrections}
        changed = {
            since: was for since, was in values.items() if now.get(since) != was and was not in corrected
        }
        assert not changed, f"{rule_id} said something else"
    missing = {
        (rule.id, entry.since.isoformat())
        for rule in BOOK.rules.values()
        for entry in rule.national.entries
        if entry.since.isoformat() not in published.get(rule.id, {})
    }
    assert not missing, "append what is new to tests/golden/scoring/published-values.json"


MIDSUMMER = date(2026, 6, 30)
PENDING = [
    scheme for scheme in SCHEMES if scheme.until is None and any(item.is_pending for item in scheme.items())
]


@pytest.mark.parametrize("scheme", PENDING, ids=lambda scheme: scheme.id)
def test_what_nobody_has_read_awards_nothing_and_is_named_line_by_line(scheme: Scheme) -> None:
    sheet = evaluate(BOOK, scheme, "S", [], on=MIDSUMMER)
    assert (sheet.outcome, sheet.rehearsal) == (None, False)
    open_ones = {line.rule: line for line in sheet.lines if line.status == sheets.PENDING}
    assert open_ones
    assert all(line.points is None and line.words["zh"] and line.words["en"] for line in open_ones.values())


@pytest.mark.parametrize("scheme", PENDING, ids=lambda scheme: scheme.id)
def test_assumed_values_serve_rehearsals_and_a_rehearsal_says_that_it_is_one(scheme: Scheme) -> None:
    assert any(example.get("rehearse") for example in scheme.examples), "shown by an example"
    sheet = evaluate(BOOK, scheme, "S", [], on=MIDSUMMER, rehearse=True)
    assert sheet.rehearsal
    assert sheet.as_record()["rehearsal"] is True
    assert not any(line.status == sheets.PENDING for line in sheet.lines)
