"""演示区: the whole story of 明湖区 from 2024 to 2026, played through the use-cases in the order of its days.

So the demonstration is also the longest test: every scene passes the same doors as real work. The same files give
the same district, the same draws and the same public site each time.
"""

import shutil
from collections.abc import Callable
from datetime import date
from typing import Any

from scoring.rulebook import use_local_rules
from supervision.config import Config
from supervision.database import connection, unhurried_disk
from supervision.demo import ceremony, credit, gradings, inspections, notices, recognition, register, reported
from supervision.demo.stage import HERE, Stage, later, moment, rows

Scene = tuple[date, int, Callable[[], None]]
JOINT_TEAM = ("CI01", "CI04", "MA01", "MA04", "FI01", "FI04", "HE01", "HE04")


def load_demonstration(config: Config, tell: Callable[[str, int, int], None] = lambda *_: None) -> None:
    """Play the story into an empty database; ``tell`` is called with each scene, its number, and how many there are."""
    shutil.copytree(HERE / "rules", config.rules, dirs_exist_ok=True)
    use_local_rules([config.rules])
    stage = Stage(config)
    with connection(), unhurried_disk():
        register.play(stage)
        inspections.adopt_items(stage)
        scenes = sorted(_scenes(stage), key=lambda scene: scene[:2])
        for number, (_, _, play) in enumerate(scenes, 1):
            stage.tell = lambda title, number=number: tell(title, number, len(scenes))  # type: ignore[misc]
            tell("", number, len(scenes))
            play()


# what stands in story.yaml, which member is its day, and who plays it; on one day the lower number goes first
ACTS: tuple[tuple[str, str, int, Callable[..., None]], ...] = (
    ("plans", "published", 1, inspections.plan),
    ("visits", "day", 3, lambda stage, row: _by_hand(stage, row)),
    ("ahead", "planned", 4, inspections.ahead),
    ("events", "on", 5, credit.life_event),
    ("operators", "since", 5, credit.new_operator),
    ("penalties", "decided", 5, credit.penalty),
    ("assessments", "on", 5, credit.assess),
    ("records", "on", 4, credit.told),
    ("gradings", "on", 5, gradings.apply),
    ("area_facts", "on", 5, reported.told_of_area),
    ("area_years", "told", 4, reported.told_of_year),
    ("indicator_reports", "on", 4, reported.told_of_indicators),
    ("subsidy_claims", "on", 5, reported.claim_subsidies),
    ("annual_results", "on", 6, reported.close_year),
    ("listings", "propose", 5, credit.listing),
    ("endings", "on", 7, credit.ending),
    ("neighbours", "on", 6, recognition.neighbour),
    ("objections", "on", 5, credit.objection),
    ("replies", "on", 5, credit.reply),
    ("notices", "on", 5, notices.notice),
)

# the same for members that are days alone
NIGHTS: tuple[tuple[str, int, Callable[..., None]], ...] = (
    ("vacancies", 5, register.report_vacancies),
    ("credit_ratings", 6, credit.rate_credit),
    ("score_rounds", 8, credit.refresh_scores),
    ("releases", 9, credit.release),
)


def _scenes(stage: Stage) -> list[Scene]:
    """Return every scene with its day; nothing lies beyond the story's last day."""
    story, scenes = stage.story, list[Scene]()

    def add(on: date, order: int, play: Callable[..., None], *words: Any) -> None:
        if on <= story["as_of"]:
            scenes.append((on, order, lambda: play(stage, *words)))

    for name, day, order, play in ACTS:
        for row in story[name]:
            add(row[day], order, play, row)
    for serial, row in enumerate(story["draws"], 1):
        for on, order, play in ceremony.scenes(row, serial):
            add(on, order, play)
    for row in story["joint"]:
        for on, source in _joint_days(row):
            add(on, 3, _joint, source, on)
    for name, order, play in NIGHTS:
        for on in story[name]:
            add(on, order, play, on)
    return scenes


def _joint_days(row: dict[str, Any]) -> list[tuple[date, str]]:
    """Return day and facility of each yearly joint visit: two a day."""
    homes = [each["id"] for each in rows("facilities.csv") if each["kind"] == "home"]
    chosen = [home for number, home in enumerate(homes) if number % row["every"] == row["offset"]]
    return [(later(row["first"], number // 2), home) for number, home in enumerate(chosen)]


def _joint(stage: Stage, source: str, on: date) -> None:
    inspections.visit_by_hand(
        stage,
        kind="joint",
        source=source,
        day=on,
        reason="年度联合检查（一表通查）",
        members=JOINT_TEAM,
        at=moment(inspections.before(on, 8), 9),
    )


def _by_hand(stage: Stage, row: dict[str, Any]) -> None:
    announced = row["kind"] == "special"
    at = moment(inspections.before(row["day"], 8), 9) if announced else moment(row["day"], 8)
    inspections.visit_by_hand(
        stage,
        kind=row["kind"],
        source=row["facility"],
        day=row["day"],
        reason=row["reason"],
        members=tuple(row["members"]),
        at=at,
    )
