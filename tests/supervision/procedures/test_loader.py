"""Procedure files: the ones we have are whole; a wrong one says in which line what is wrong."""

from datetime import date
from pathlib import Path

import pytest

from scoring.rulebook import Rulebook, RuleFileError, use_local_rules
from supervision.demo.stage import HERE
from supervision.permissions import ACTIONS, ROLES
from supervision.procedures import load_procedure, loader, procedure_ids
from supervision.procedures.effects import EFFECTS, carry_out
from supervision.procedures.guards import GUARDS
from supervision.procedures.loader import FOLDER, read_procedure
from supervision.procedures.words import ROLE_NAMES

RECTIFICATION = (FOLDER / "rectification.yaml").read_text(encoding="utf-8")


def test_every_file_can_be_used() -> None:
    assert procedure_ids() == (
        "credit_repair",
        "grade_review",
        "grading",
        "listing_black",
        "listing_red",
        "objection",
        "recognition",
        "rectification",
        "recusal",
        "release",
        "visit",
    )
    for name in procedure_ids():
        assert load_procedure(name).definition.id == name
    assert load_procedure("visit") is load_procedure("visit")


def test_what_an_authority_sets_while_the_program_runs_is_followed() -> None:
    """A term that no source gives is set by a local file: its clock runs from then on, without a new start."""
    on = date(2026, 11, 20)
    assert load_procedure("listing_black").book.on("lists.black.term_months", on).value is None
    use_local_rules([HERE / "rules"])
    try:
        assert load_procedure("listing_black").book.on("lists.black.term_months", on).value == 36
    finally:
        use_local_rules([])
    assert load_procedure("listing_black").book.on("lists.black.term_months", on).value is None


def test_a_case_runs_to_its_end_on_the_version_it_began_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "EARLIER", tmp_path)
    earlier = RECTIFICATION.replace("version: '4'", "version: '0'").replace("zh: 办结,", "zh: 结案,")
    (tmp_path / "rectification-0.yaml").write_text(earlier, encoding="utf-8")
    assert load_procedure("rectification", "4") is load_procedure("rectification")
    assert load_procedure("rectification", "0").definition.moves["close"].name.zh == "结案"
    with pytest.raises(LookupError, match="has no version 7"):
        load_procedure("rectification", "7")


def test_guards_and_effects_are_all_in_use() -> None:
    moves = [move for name in procedure_ids() for move in load_procedure(name).definition.moves.values()]
    assert {guard for move in moves for guard in move.guards} == set(GUARDS)
    assert {effect for move in moves for effect in move.effects} == set(EFFECTS)


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == {*ROLES, "scheduler"}


def test_four_eyes_where_the_law_wants_them() -> None:
    """Release, listing and award decisions and the closing of a rectification are made by two people."""
    for name, move in (
        ("release", "approve"),
        ("listing_black", "decide_again"),
        ("listing_red", "decide_again"),
        ("listing_red", "revoke"),
        ("credit_repair", "grant"),
        ("visit", "approve"),
        ("visit", "confirm"),
        ("rectification", "close"),
        ("objection", "sustain"),
    ):
        assert load_procedure(name).definition.moves[move].not_same_person_as


def test_nobody_but_the_scheduler_and_named_roles_moves_a_case() -> None:
    for name in procedure_ids():
        for move in load_procedure(name).definition.moves.values():
            assert set(move.roles) <= set(ACTIONS[move.permission])
            assert "auditor" not in move.roles


@pytest.mark.parametrize(
    ("old", "new", "line_of", "said"),
    [
        ("version: '4'", "version: 4", "version: 4", "expected a version in quotes such as '1'"),
        ("facts: rectification", "facts: rectifications", "facts:", "facts are one of"),
        ("path: [ordered,", "path: [orderd,", "path:", "there is no state 'orderd' here"),
        ("turn: [reviewer]", "turn: [reviewers]", "turn: [reviewers]", "expected one of"),
        ("    turn: [inspector]\n", "", "id: reported", "'reported' is open and nobody's turn"),
        ("turn: [inspector]", "turn: [publisher]", "turn: [publisher]", "a publisher, who has no move"),
        ("    to: verified", "    to: verifed", "to: verifed", "there is no state 'verifed' to go to"),
        (
            "guards: [all_corrected]",
            "guards: [is_emergency]",
            "guards: [is_em",
            "reads VisitFacts, not the facts",
        ),
        (
            "guards: [all_corrected]",
            "guards: [all_correct]",
            "guards: [all_correct]",
            "no guard 'all_correct'",
        ),
        (
            "effects: [finding.verify,",
            "effects: [finding.verfy,",
            "finding.verfy",
            "no effect 'finding.verfy'",
        ),
        ("papers: [closing-notice]", "papers: [closing]", "papers: [closing]", "there is no paper 'closing'"),
        (
            "permission: rectification.close",
            "permission: rectification.end",
            "rectification.end",
            "no permission",
        ),
        ("role: [inspector]", "role: [planner]", "role: [planner]", "a planner does not hold"),
        (
            "not_same_person_as: [recheck_pass]",
            "not_same_person_as: [recheck]",
            "[recheck]",
            "no move 'recheck'",
        ),
        (
            "rectification.days.{severity}",
            "rectification.days.{size}",
            "{size}",
            "RectificationFacts has no size",
        ),
        ("rectification.days.{severity}", "rectification.day.{severity}", "day.{sev", "no rule is called"),
        (
            "rule: rectification.days.major_plan",
            "rule: lists.red.term_months",
            "lists.red",
            "is in months, not in",
        ),
        ("when_over: fall_due", "when_over: extend", "when_over: extend", "not a move of the scheduler"),
        (
            "    from: [ordered, halted]",
            "    from: [ordered]",
            "when_over: fall_due",
            "cannot be made in 'halted'",
        ),
        ("law: work-safety-law", "law: work-safty-law", "work-safty-law", "no law has the id work-safty-law"),
        ("    requires: [note]\n", "    require: [note]\n", "require: [note]", "is 'requires' meant?"),
        ("  - id: closed\n", "  - id: ordered\n", "id: ordered", "'ordered' is taken"),
        (
            "id: rectification\n",
            "id: correction\n",
            "id: correction",
            "the file is called rectification.yaml",
        ),
    ],
)
def test_a_wrong_word_is_found_in_its_line(
    tmp_path: Path, old: str, new: str, line_of: str, said: str
) -> None:
    assert old in RECTIFICATION
    text = RECTIFICATION.replace(old, new, 1)
    path = tmp_path / "rectification.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        read_procedure(path, Rulebook.load())
    numbers = [number for number, line in enumerate(text.splitlines(), 1) if line_of in line]
    found = [problem for problem in caught.value.problems if said in problem.message]
    assert found, caught.value
    assert found[0].file == str(path)
    assert {problem.line for problem in found} & set(numbers), (found, numbers)


def test_a_case_must_never_be_stuck_or_out_of_reach(tmp_path: Path) -> None:
    text = RECTIFICATION.replace(
        "    from: [verified]\n    to: closed\n", "    from: [verified]\n    to: stay\n"
    )
    path = tmp_path / "rectification.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        read_procedure(path, Rulebook.load())
    said = [problem.message for problem in caught.value.problems]
    assert "no move leads to 'closed'" in said
    assert "from 'verified' no way leads to a closed state" in said


def test_all_problems_are_told_not_the_first(tmp_path: Path) -> None:
    path = tmp_path / "rectification.yaml"
    path.write_text(
        RECTIFICATION.replace("guards: [is_dangerous]", "guards: [danger]").replace(
            "  to: closed", "  to: shut"
        ),
        encoding="utf-8",
    )
    with pytest.raises(RuleFileError) as caught:
        read_procedure(path, Rulebook.load())
    assert len(caught.value.problems) >= 4


def test_effects_are_carried_out_in_the_order_of_the_file():
    done = []
    carry_out(
        ["finding.open", "people.notify", "result.form"],
        {"result.form": lambda: done.append("form"), "finding.open": lambda: done.append("open")},
    )
    assert done == ["open", "form"]


@pytest.mark.parametrize("acts", [{}, {"finding.open": list, "result.form": list}])
def test_file_and_code_that_say_two_things_are_a_bug(acts):
    with pytest.raises(LookupError, match="procedure names"):
        carry_out(["finding.open", "people.notify"], acts)
