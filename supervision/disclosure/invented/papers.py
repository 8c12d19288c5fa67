"""Invented draws, plans and notices."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from supervision.disclosure.invented.words import DEPARTMENTS
from supervision.records.decisions import Notice, Validity
from supervision.records.inspections import Draw, DrawState, DrawStratum, Plan, PlanRow
from supervision.records.values import Text

AUTHORITY = "明镜示范区民政局"


def _digest(*words: str) -> str:
    return hashlib.sha256("|".join(words).encode()).hexdigest()


def invented_draws(
    facilities: int, visits: Mapping[str | None, int], as_of: date, years: int
) -> tuple[Draw, ...]:
    """Return one revealed draw a year and one that is only committed; ``visits``: how many results each draw has."""
    draws = [
        _draw(year, facilities, visits, as_of, DrawState.REVEALED)
        for year in range(as_of.year - years + 1, as_of.year + 1)
    ]
    return (*draws, _draw(as_of.year + 1, facilities, visits, as_of, DrawState.COMMITTED))


def _draw(
    year: int, facilities: int, visits: Mapping[str | None, int], as_of: date, state: DrawState
) -> Draw:
    revealed = state is DrawState.REVEALED
    committed = date(year, 2, 20) if revealed else as_of - timedelta(days=4)
    not_before = datetime(committed.year, committed.month, committed.day, 13, 15, tzinfo=UTC) + timedelta(
        days=9
    )
    task = f"task-{year}-joint"
    drawn = visits.get(f"draw-{year}", 0)
    commitment = {
        "protocol": "double-random/1",
        "authority": AUTHORITY,
        "task": task,
        "serial": year - 2019,
        "supersedes": None,
        "roster_sha256": _digest("roster", task),
        "salt_sha256": _digest("salt", task),
        "exclusions_sha256": _digest("exclusions", task),
        "rules_sha256": _digest("rules", task),
        "beacon": {
            "source": "双色球（虚构期次）",
            "round": f"{year}019",
            "not_before": not_before.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "format": ["ssq"],
            "fallback": f"{year}020",
        },
        "reveal_by": f"{year}-12-30",
    }
    return Draw(
        id=f"draw-{year}",
        title=Text(
            zh=f"{year}年度养老服务设施联合随机抽查", en=f"Joint random inspection of care facilities {year}"
        ),
        task=task,
        plan=f"plan-{committed.year}",
        line=2,
        serial=year - 2019,
        state=state,
        commitment=commitment,
        commitment_sha256=_digest("commitment", task),
        committed_at=datetime(committed.year, committed.month, committed.day, 2, tzinfo=UTC),
        beacon="03 09 11 17 22 31+08" if revealed else "",
        beacon_source=Text(zh="双色球（虚构期次）", en="Lottery round (invented)"),
        not_before=not_before,
        reveal_by=date(year, 12, 30),
        revealed_on=date(year, 10, 30) if revealed else None,
        strata=(
            DrawStratum(
                key="S1",
                targets=facilities - facilities // 4,
                ratio=(1, 4),
                minimum=1,
                selected=drawn if revealed else None,
            ),
            DrawStratum(
                key="S2",
                targets=facilities // 4,
                ratio=(1, 2),
                minimum=1,
                selected=drawn // 3 if revealed else None,
            ),
        ),
        inspectors=40,
        departments=tuple(department.code for department in DEPARTMENTS),
        log_commitment=(year - 2024) * 40,
        log_reveal=(year - 2024) * 40 + 31 if revealed else None,
    )


def invented_plan(year: int) -> Plan:
    """Return the plan of one year."""
    everybody = tuple(department.code for department in DEPARTMENTS[1:])
    return Plan(
        id=f"plan-{year}",
        number=f"示范双随机〔{year}〕1号",
        title=Text(zh=f"明镜示范区{year}年度养老服务随机抽查计划", en=f"Plan of random inspections {year}"),
        year=year,
        authority=AUTHORITY,
        published_on=date(year, 1, 20),
        rows=(
            PlanRow(
                serial=1,
                name=Text(zh="养老服务设施联合检查（一表通查）", en="Joint inspection with one form"),
                department="civil-affairs",
                content=Text(
                    zh="登记备案、消防、食品、服务安全、收费", en="Filing, fire, food, safety of care, fees"
                ),
                period=Text(zh="3月至11月", en="March to November"),
                ratio=Text(zh="每家每年一次", en="every facility once a year"),
                frequency=Text(zh="每年一次", en="once a year"),
                joint_with=everybody,
            ),
            PlanRow(
                serial=2,
                name=Text(zh="双随机抽查", en="Random inspection"),
                department="civil-affairs",
                content=Text(zh="服务安全、人员与值守、收费", en="Safety of care, duty, fees"),
                period=Text(zh="4月至10月", en="April to October"),
                ratio=Text(zh="不低于25%", en="at least 25 %"),
                frequency=Text(zh="每年一次", en="once a year"),
            ),
        ),
    )


def invented_notices(as_of: date) -> tuple[Notice, ...]:
    """Return three notices."""
    subject, genre = (
        Text(zh="民政、养老服务", en="Civil affairs, elderly care"),
        Text(zh="公告", en="Announcement"),
    )
    titles = (
        (
            Text(zh="关于公布年度随机抽查计划的公告", en="On the yearly plan of random inspections"),
            date(as_of.year, 1, 20),
        ),
        (
            Text(zh="关于下一次随机抽取承诺值的公告", en="On the commitment of the next draw"),
            as_of - timedelta(days=4),
        ),
        (
            Text(zh="关于养老机构等级评定结果的公示", en="On the results of star grading"),
            as_of - timedelta(days=17),
        ),
    )
    return tuple(
        Notice(
            id=f"notice-{on.year}-{serial:04d}",
            index_number=f"99010100MB0000000X/{on.year}-{serial:05d}",
            subject=subject,
            genre=genre,
            issuer=AUTHORITY,
            written_on=on - timedelta(days=1),
            published_on=on,
            document_number=f"示范民发〔{on.year}〕{serial}号",
            validity=Validity.IN_FORCE,
            title=title,
            body=(
                Text(
                    zh="现将有关情况向社会公布。本公告为演示内容，人物、机构、号码均为虚构。",
                    en="This notice is a demonstration; people, facilities and numbers are invented.",
                ),
                Text(
                    zh="对公布内容有异议的，请在公布之日起七个工作日内以书面形式提出。",
                    en="Objections may be sent in writing within seven working days of publication.",
                ),
            ),
        )
        for serial, (title, on) in enumerate(titles, 1)
    )
