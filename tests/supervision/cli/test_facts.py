"""Facts from the terminal: a score comes out of them again with the engine's own command; a public one out of public facts."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from scoring.__main__ import main
from scoring.engine import evaluate
from scoring.facts import moment_text
from supervision.cli import program
from supervision.clock import parse_moment
from supervision.config import Config
from supervision.database import connection
from supervision.models import Facility, Fact, ScoreSheet
from supervision.queries.public import scores
from supervision.queries.scores import gathered
from supervision.records.scores import ScoreState
from supervision.rulebook import rulebook, schemes

TIER = "sampling.tiers"
LAST = "2026-11-20T04:00:00Z"
SHOWN = (ScoreState.IN_FORCE, ScoreState.INCOMPLETE)


@pytest.fixture
def facts(demonstration: Config) -> Callable[..., str]:
    def call(code: str, scheme: str, *options: str) -> str:
        words = ["credit", "facts", code, "--scheme", scheme, "--at", LAST, *options]
        done = CliRunner().invoke(program, words, standalone_mode=False)
        assert not done.exception, done.exception
        assert done.return_value == 0, done.stderr
        return done.stdout

    return call


def evaluated(folder: Path, config: Config, lines: str, *options: str) -> None:
    """Run the engine's own command, which prints the sheet."""
    file = folder / "facts.jsonl"
    file.write_text(lines, encoding="utf-8")
    words = ["evaluate", "--facts", str(file), "--rules", str(config.rules)]
    assert main([*words, *options]) == 0


def test_public_scores_of_ten_facilities_come_out_of_public_facts_alone(
    facts, demonstration, tmp_path, capsys
):
    with connection():
        shown = [one for one in scores.read(date(2026, 11, 20)) if one.state in SHOWN and one.sheet_sha256]
        kept = {row.sha256: row for row in ScoreSheet.select().where(ScoreSheet.public)}
    codes = sorted({one.facility for one in shown})[:10]
    assert len(codes) == 10
    measures = set()
    for one in (one for one in shown if one.facility in codes):
        row = kept[one.sheet_sha256]
        on = row.on.isoformat()  # an award may hold from a later day
        lines = facts(
            one.facility, one.scheme, "--on", on, "--known-at", moment_text(row.known_at), "--public"
        )
        assert all(json.loads(line)["visibility"] == "public" for line in lines.splitlines())
        options = [
            "--known-at",
            moment_text(row.known_at),
            *(["--rehearse"] if row.sheet.get("rehearsal") else []),
        ]
        evaluated(
            tmp_path,
            demonstration,
            lines,
            "--scheme",
            one.scheme,
            "--subject",
            one.facility,
            "--on",
            on,
            *options,
        )
        again = json.loads(capsys.readouterr().out)
        assert (again["outcome"], again["sheet_sha256"]) == (row.outcome, row.sha256)
        measures.add(one.measure)
    assert len(measures) > 1


def test_the_office_exports_what_an_internal_scheme_reads_and_what_follows_is_derived_again(
    facts, demonstration, tmp_path, capsys
):
    day = date(2026, 11, 20)
    with connection():
        code = Facility.select(Facility.code).where(Facility.id.in_(Fact.select(Fact.facility))).first().code
        tier = schemes().on(TIER, day)
        rows = gathered(tier, code, on=day, known_at=parse_moment(LAST))
        expected = evaluate(rulebook(), tier, code, rows, on=day, known_at=parse_moment(LAST))
    lines = facts(code, TIER, "--on", day.isoformat())
    assert '"risk_class"' not in lines
    evaluated(tmp_path, demonstration, lines, "--scheme", TIER, "--on", day.isoformat(), "--known-at", LAST)
    again = json.loads(capsys.readouterr().out)
    assert (again["outcome"], again["sheet_sha256"]) == (expected.outcome, expected.sha256)

    done = CliRunner().invoke(
        program, ["credit", "facts", code, "--scheme", TIER, "--public", "--at", LAST], standalone_mode=False
    )
    assert (done.return_value, done.stdout) == (4, ""), "what is public alone does not decide it"
