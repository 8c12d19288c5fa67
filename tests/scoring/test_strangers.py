"""Rating systems of other fields and countries, written from LANGUAGE.md alone, through the public command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "strangers"
LAWS = FOLDER / "laws.yaml"

# A file, how many examples it holds, and one figure of its guide: where it stands, a wrong one, an example that then fails.
SCHEMES = [
    ("fhrs", 10, "is: worst_score <= 5", "is: worst_score <= 10", "总分 15 而单项 10 的，不是 5"),
    ("nyc", 11, "total < 14", "total < 15", "§ 23-03 (c)：初次检查14分不评级"),
    (
        "cqc",
        6,
        "from: 63, points: 3",
        "from: 70, points: 3",
        "指南的例子：某诊所的感染防控，3、2、3、3分，合计11分，满分16分",
    ),
    ("cms", 33, "substandard: true, value: 175", "substandard: true, value: 170", "L，护理质量不达标：175分"),
]


def check(*files: Path) -> tuple[int, dict]:
    """Exit code and report of `python -m scoring check`."""
    run = subprocess.run(
        [sys.executable, "-m", "scoring", "check", *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.stdout, run.stderr
    return run.returncode, json.loads(run.stdout)


@pytest.mark.parametrize(("name", "examples"), [row[:2] for row in SCHEMES])
def test_every_example_of_the_guide_is_reproduced(name: str, examples: int) -> None:
    code, report = check(LAWS, FOLDER / f"{name}.yaml")

    assert (code, report["errors"], report["examples"]) == (0, [], examples)


@pytest.mark.parametrize(("name", "_", "figure", "wrong", "example"), SCHEMES)
def test_a_changed_figure_makes_its_example_fail(
    name: str, _: int, figure: str, wrong: str, example: str, tmp_path: Path
) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.count(figure) == 1
    changed = tmp_path / "changed.yaml"
    changed.write_text(text.replace(figure, wrong), encoding="utf-8")

    code, report = check(LAWS, changed)

    assert code != 0
    assert {error["code"] for error in report["errors"]} == {"example-fails"}
    assert any(error["message"].startswith(f"{example}: ") for error in report["errors"])
