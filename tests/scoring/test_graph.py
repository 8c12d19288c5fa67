"""The rule graph: no public outcome reaches anything internal, however many steps lie between."""

import re
from pathlib import Path

from scoring.reading import examine_schemes, load_schemes
from scoring.rulebook import Rulebook
from scoring.rulebook.book import examine
from scoring.schemes.graph import INTERNAL_RULES, Edge, edges, leaks

BOOK = Rulebook.load()
SCHEMES = load_schemes(BOOK).all()
ROOT = Path(__file__).parents[2]
INTERNAL = next(scheme for scheme in SCHEMES if scheme.produces == "risk_class")
HEAD = """
scheme: {id}
name: {{zh: 测试, en: test}}
public: {public}
since: 2024-01-01
reference: {{law: system-design}}
confidence: design
review: {{last_checked: 2026-11-22, every_days: 180}}
{produces}
facts:
  {reads}: {{name: {{zh: 事实, en: fact}}, members: {{outcome: text}}}}
outcome:
  levels:
    - outcome: {id_tail}_fine
      name: {{zh: 好, en: fine}}
      needs: [{{id: low, name: {{zh: 低, en: low}}, is: '{expression}'}}]
  otherwise: {{outcome: {id_tail}_other, name: {{zh: 其他, en: other}}}}
"""


def scheme_text(scheme_id: str, reads: str, *, public: bool, produces: str = "", expression: str = "") -> str:
    return HEAD.format(
        id=scheme_id,
        id_tail=scheme_id.rsplit(".", 1)[1],
        public=str(public).lower(),
        reads=reads,
        produces=f"produces: {produces}" if produces else "",
        expression=expression or f'latest({reads}.outcome) = "a"',
    )


def leaks_with(folder: Path, **files: str) -> tuple[tuple[str, ...], ...]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    book, problems = examine([folder])
    assert not problems
    return leaks(book, examine_schemes(book)[0])


def test_no_public_outcome_reaches_anything_internal() -> None:
    assert any(not scheme.public for scheme in SCHEMES)
    assert leaks(BOOK, SCHEMES) == ()


def test_the_graph_holds_what_the_files_say() -> None:
    graph = set(edges(BOOK, SCHEMES))
    assert Edge("fact risk_class", f"scheme {INTERNAL.id}") in graph
    assert Edge("scheme credit.rating", "fact penalty") in graph
    assert Edge("scheme lists.red_entry", "rule lists.red.clean_months") in graph


def test_a_direct_reading_is_found(tmp_path: Path) -> None:
    found = leaks_with(tmp_path, leak=scheme_text("test.leak", "risk_class", public=True))
    assert found == (("scheme test.leak", "fact risk_class", f"scheme {INTERNAL.id}"),)


def test_a_reading_over_another_scheme_is_found(tmp_path: Path) -> None:
    found = leaks_with(
        tmp_path,
        watch=scheme_text("test.between", "risk_class", public=False, produces="between"),
        rating=scheme_text("test.rating", "between", public=True),
    )
    assert ("scheme test.rating", "fact between", "scheme test.between") in found


def test_an_internal_weight_in_a_public_scheme_is_found(tmp_path: Path) -> None:
    weighed = 'count(penalty) < rule("sampling.ratio.d") and latest(penalty.outcome) = "a"'
    found = leaks_with(tmp_path, leak=scheme_text("test.leak", "penalty", public=True, expression=weighed))
    assert found == (("scheme test.leak", "rule sampling.ratio.d"),)


def test_nothing_that_faces_the_public_names_the_class() -> None:
    """What selects, shapes and draws the public site has no word for it; internal rules stay off the site."""
    for folder in ("supervision/queries/public", "supervision/records", "supervision/disclosure"):
        for path in (ROOT / folder).rglob("*.py"):
            code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
            assert not re.search(r"risk.?class", code), path
    assert {"credit.risk.", "sampling.ratio."} <= set(INTERNAL_RULES)
