"""A small invented office for tests of use-cases: one authority, twelve facilities, eight inspectors of two departments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from inspections.checklist import checklist_on
from supervision.actor import Actor, terminal
from supervision.config import Config
from supervision.disclosure.release.publisher import Publisher, demonstration_publisher
from supervision.evidence import EvidenceStore
from supervision.intake.rows import name_key
from supervision.models import Facility, Inspector
from supervision.usecases import authorities, facilities, inspectors, items, plans, tasks
from supervision.vault import Vault

T = terminal()
DEPARTMENTS = (  # key, Chinese, English, letters of its inspectors' staff numbers
    ("civil-affairs", "民政局", "Civil affairs", "CI"),
    ("market-regulation", "市场监管局", "Market", "MA"),
)
START = date(2026, 11, 2)


def moment(on: date, hour: int = 10) -> datetime:
    """Return an hour of a day in China."""
    return datetime.combine(on, time(hour), UTC) - timedelta(hours=8)


def person(name: str, *roles: str) -> Actor:
    """Return somebody of the office."""
    return Actor(key=name, roles=frozenset(roles or (name,)), scope="990101")


@dataclass(frozen=True, slots=True)
class Office:
    """What a test needs of it."""

    codes: tuple[str, ...]
    folder: Path

    @property
    def publisher(self) -> Publisher:
        return demonstration_publisher(self.folder / "site", self.folder / "memory")

    @property
    def vault(self) -> Vault:
        return Vault(b"k" * 32)

    @property
    def store(self) -> EvidenceStore:
        return EvidenceStore(self.folder / "evidence")

    @property
    def prepared(self) -> Path:
        return self.folder / "releases"

    def inspector(self, staff: str) -> Actor:
        row = Inspector.get(Inspector.staff_number == staff)
        return Actor(
            key=f"account-{staff}", roles=frozenset({"inspector"}), scope="990101", inspector_id=row.id
        )

    def owner(self, code: str) -> Actor:
        row = Facility.get(Facility.code == code)
        return Actor(key=f"owner-{code}", roles=frozenset({"owner"}), facility_id=row.id)


def open_office(folder: Path, *more: tuple[str, str, str, str]) -> Office:
    """Enter the office into the empty database; ``more`` departments take part in joint draws."""
    at = moment(START, 8)
    authorities.enter_areas(
        areas=(("990101", "明湖区", "district", None), ("990101001", "柳荫街道", "street", "990101")),
        actor=T,
        at=at,
    )
    authorities.register_authority(
        key="minghu",
        name="明湖区民政局",
        short_name="明民",
        area_code="990101",
        departments=tuple(each[:3] for each in (*DEPARTMENTS, *more)),
        demonstration=True,
        actor=T,
        at=at,
    )
    adopt_item()
    for department, _, _, letters in (*DEPARTMENTS, *more):
        for number in range(1, 5):
            inspectors.register_inspector(
                staff_number=f"{letters}{number}",
                name=f"检查员{letters}{number}",
                department=department,
                credential_number=f"证{letters}{number}",
                capacity=12,
                actor=T,
                at=at,
            )
    codes = tuple(_facility(number, at) for number in range(1, 13))
    return Office(codes, folder)


def _facility(number: int, at: datetime) -> str:
    name = f"明湖试验{number}号养老院"
    new = facilities.NewFacility("test", str(number), name, name_key(name), "home", "990101001", "试验路1号")
    code = facilities.register_facility(facility=new, actor=T, at=at)
    facilities.record_event(code=code, kind="filed", on=START, reason="", actor=T, at=at)
    return code


def adopt_item() -> None:
    """Adopt a list of one item that holds every point of the checklist."""
    item = items.NewItem(
        key="food",
        serial=1,
        matter="食品安全",
        kinds=("home",),
        content="留样",
        basis=({"law": "food-safety-law", "article": "第五十三条"},),
        way="实地核查",
        frequency="每年",
        organ_level="县级",
        category="key",
        departments=("market-regulation",),
        checklist_items=tuple(each.id for each in checklist_on(START)),
    )
    items.adopt_items(
        items=(item,), since=date(2024, 1, 1), reason="首次采用", actor=person("head"), at=moment(START)
    )


def publish_plan(
    departments: tuple[str, ...] = ("civil-affairs", "market-regulation"), ratio: tuple[int, int] = (1, 6)
) -> None:
    """Adopt an item, draft, approve and publish a plan with one line."""
    line = plans.NewLine(
        title="养老院抽查",
        visit_kind="drawn",
        items=("food",),
        departments=departments,
        lead="civil-affairs",
        kinds=("home",),
        areas=("990101",),
        months=(11,),
        ratio=ratio,
    )
    plans.draft_plan(
        authority_key="minghu",
        year=2026,
        number="P1",
        title="计划",
        lines=(line,),
        actor=person("planner"),
        at=moment(START),
    )
    plans.approve_plan(number="P1", actor=person("head"), at=moment(START))
    plans.publish_plan(number="P1", actor=person("planner"), at=moment(START))


def freeze_task(number: str = "T1") -> None:
    """Create and freeze a task on the plan's line."""
    task = tasks.NewTask(
        plan_number="P1",
        line=1,
        number=number,
        title="十一月抽查",
        kinds=(),
        areas=(),
        team=(("civil-affairs", 2, ()), ("market-regulation", 2, ())),
        days=(date(2026, 11, 16), date(2026, 11, 17)),
    )
    tasks.create_task(task=task, actor=person("planner"), at=moment(START, 11))
    tasks.freeze_task(number=number, actor=person("planner"), at=moment(START, 12))


def config_of(folder: Path) -> Config:
    """Return the settings of a folder."""
    return Config(folder, f"sqlite:///{folder / 'x.sqlite'}", "http://localhost:8000", production=False)
