"""第一幕: the authority, its people, the facilities and what is known of them."""

from datetime import date
from decimal import Decimal

from argon2 import PasswordHasher

from scoring.rulebook import load_yaml
from supervision.demo.stage import AUTHORITY, HERE, SOURCE, TERMINAL, Stage, fixed_share, moment, rows
from supervision.intake.rows import name_key
from supervision.queries.accounts import get_account
from supervision.usecases import accounts, authorities, facilities, facts, inspectors

DEPARTMENTS = (
    ("civil-affairs", "明湖区民政局", "Civil affairs"),
    ("market-regulation", "明湖区市场监督管理局", "Market regulation"),
    ("fire-rescue", "明湖区消防救援大队", "Fire and rescue"),
    ("health", "明湖区卫生健康委员会", "Health commission"),
)
POSTS = (
    ("护理员", "Carers", 6),
    ("护士", "Nurses", 30),
    ("社会工作者", "Social workers", 60),
    ("管理人员", "Managers", 40),
)
SERVICES = {
    "home": (
        ("床位费", "Bed", 900, "month"),
        ("护理费", "Care", 1200, "month"),
        ("膳食费", "Meals", 750, "month"),
    ),
    "street_centre": (("日间照料", "Day care", 45, "day"), ("短期托养", "Short stays", 160, "day")),
    "station": (("助浴", "Help with bathing", 60, "visit"), ("上门照护", "Care at home", 50, "hour")),
    "meal_point": (("午餐", "Lunch", 12, "meal"), ("送餐", "Delivered meal", 14, "meal")),
    "home_bed_provider": (
        ("家庭床位服务", "Care bed at home", 680, "month"),
        ("助浴", "Help with bathing", 80, "visit"),
    ),
    "rural_home": (("床位费", "Bed", 400, "month"), ("膳食费", "Meals", 480, "month")),
}
UNITS = {"month": "月", "day": "天", "visit": "次", "hour": "小时", "meal": "份"}
INSURER = "示范财产保险公司（演示）"


def play(stage: Stage) -> None:
    """Enter authority, accounts, inspectors and facilities."""
    begins: date = stage.story["begins"]
    at = moment(begins)
    stage.tell("登记机关、人员与机构")
    _areas(stage)
    authorities.register_authority(
        key=AUTHORITY,
        name="明湖区民政局",
        short_name="明民",
        area_code="990101",
        uscc="11990101500000017K",
        telephone="0000-5500001",
        address="明湖区柳荫街道谷雨路1号",
        site={"name_en": "Minghu District Civil Affairs Bureau", "complaints": "0000-12345"},
        departments=DEPARTMENTS,
        demonstration=True,
        actor=TERMINAL,
        at=at,
    )
    for row in rows("inspectors.csv"):
        stage.inspector_ids[row["staff_number"]] = inspectors.register_inspector(
            staff_number=row["staff_number"],
            name=row["name"],
            department=row["department"],
            credential_number=row["credential_number"],
            credential_until=date.fromisoformat(row["credential_until"]),
            qualifications=tuple(filter(None, row["qualifications"].split(";"))),
            areas=tuple(filter(None, row["areas"].split(";"))),
            own_area=row["own_area"],
            capacity=int(row["capacity"]),
            since=date.fromisoformat(row["since"]),
            actor=TERMINAL,
            at=at,
        )
    for row in rows("facilities.csv"):
        _facility(stage, row)
    _accounts(stage)


def _areas(stage: Stage) -> None:
    authorities.enter_areas(
        areas=tuple(
            (row["code"], row["name"], row["level"], row["parent"] or None) for row in rows("areas.csv")
        ),
        actor=TERMINAL,
        at=moment(stage.story["begins"], 9),
    )


def _facility(stage: Stage, row: dict[str, str]) -> None:
    begins: date = stage.story["begins"]
    at, key = moment(begins, 11), row["id"]
    opened = date.fromisoformat(row["opened_on"])
    new = facilities.NewFacility(
        source=SOURCE,
        source_id=key,
        name=row["name"],
        name_key=name_key(row["name"]),
        kind=row["kind"],
        area_code=row["street"],
        address=row["address"],
        beds=int(row["beds"]) if row["beds"] else None,
        opened_on=opened,
        ownership=row["ownership"],
        telephone=row["telephone"],
        longitude=Decimal(row["longitude"]),
        latitude=Decimal(row["latitude"]),
        coordinate_system="local",
    )
    code = facilities.register_facility(facility=new, on=opened, actor=TERMINAL, at=at)
    stage.codes[key] = code
    stage.facility_ids[key] = facilities.get_facility_row(code, TERMINAL).id
    facilities.link_operator(
        code=code,
        name=row["operator"],
        uscc=row["operator_uscc"],
        nature=row["operator_nature"],
        legal_representative="演示负责人",
        since=opened,
        actor=TERMINAL,
        at=at,
    )
    facilities.record_event(
        code=code, kind="filed", on=begins, reason="", basis="mca-order-66 第十条", actor=TERMINAL, at=at
    )
    _what_is_known(stage, key, code, row, opened)


def _what_is_known(stage: Stage, key: str, code: str, row: dict[str, str], opened: date) -> None:
    begins: date = stage.story["begins"]
    at = moment(begins, 12)
    size = max(int(row["beds"] or 0), 20)

    known: list[facts.NewFact] = []

    def fact(kind: str, on: date, data: dict[str, object]) -> None:
        known.append(facts.NewFact(kind, on, data))

    fact("registration", begins, {"opened_on": opened.isoformat()})
    fact("filing", begins, {"filed": True})
    carers = max(2, size // 5 + int(fixed_share("carers", key) * size / 20))
    residents = _residents(row, begins)
    if row["beds"]:
        fact(
            "staffing",
            begins,
            {
                "beds": int(row["beds"]),
                "residents": residents,
                "severe": residents // 4,
                "moderate": residents // 4,
                "carers": carers,
                "trained_carers": int(carers * (0.6 + 0.4 * fixed_share("trained", key))),
                "doctors": size // 100,
                "nurses": size // 50,
                "social_workers": size // 100,
                "social_workers_part_time": size // 100,
                "educated_head": True,
                "medical_institution": size >= 100,
            },
        )
        fact("vacancy", begins, {"beds": int(row["beds"]) - residents})
    posts = [
        {"post": {"zh": zh, "en": en}, "count": carers if zh == "护理员" else max(1, size // share)}
        for zh, en, share in POSTS
    ]
    fact("staff", begins, {"posts": posts})
    services = [
        {
            "name": {"zh": zh, "en": en},
            "price": str(price + int(fixed_share("price", key, zh) * 10) * max(1, price // 20)),
            "unit": {"zh": UNITS[unit], "en": unit},
        }
        for zh, en, price, unit in SERVICES[row["kind"]]
    ]
    fact("services", begins, {"services": services})
    if fixed_share("insured", key) > 0.12:
        expired = fixed_share("expired", key) < 0.06
        until = date(2026, 10, 31) if expired else date(2027, 3 + int(fixed_share("month", key) * 9), 28)
        fact(
            "insurance",
            begins,
            {
                "insurer": INSURER,
                "since": until.replace(year=until.year - 1).isoformat(),
                "until": until.isoformat(),
            },
        )
    hours = {"zh": "每日9:00—17:00，无须预约", "en": "daily 9:00 to 17:00, no appointment needed"}
    fact("about", begins, {"visiting_hours": hours})
    facts.record_facts(facility_code=code, source="机构填报", facts=tuple(known), actor=TERMINAL, at=at)


def _residents(row: dict[str, str], on: date) -> int:
    """Return how many live there on a day: between 55 and 95 of 100 beds are taken, a few more or less each year."""
    share = (
        0.55 + 0.36 * fixed_share("residents", row["id"]) + 0.04 * fixed_share("guests", row["id"], on.year)
    )
    return int(int(row["beds"] or 0) * share)


def report_vacancies(stage: Stage, on: date) -> None:
    """Let every facility with beds that is still open report how many are free."""
    gone = {each["facility"] for each in stage.story["events"] if each["kind"] in ("closed", "merged")}
    for row in rows("facilities.csv"):
        if row["beds"] and row["id"] not in gone:
            free = int(row["beds"]) - _residents(row, on)
            facts.record_facts(
                facility_code=stage.codes[row["id"]],
                source="机构填报",
                facts=(facts.NewFact("vacancy", on, {"beds": free}),),
                actor=TERMINAL,
                at=moment(on, 9),
            )


def _accounts(stage: Stage) -> None:
    data = load_yaml(HERE / "accounts.yaml")
    hashed = PasswordHasher().hash(data["password"])
    at = moment(stage.story["begins"], 13)

    def create(username: str, name: str, roles: tuple[str, ...], **links: str) -> None:
        accounts.create_account(
            username=username,
            name=name,
            roles=roles,
            authority_key=AUTHORITY,
            password_hash=hashed,
            actor=TERMINAL,
            at=at,
            **links,
        )

    for row in data["office"]:
        create(row["username"], row["name"], tuple(row["roles"]), scope="990101")
    for number, row in enumerate(rows("inspectors.csv"), 1):
        create(
            f"inspector{number}",
            row["name"],
            ("inspector",),
            scope="990101",
            department=row["department"],
            staff_number=row["staff_number"],
        )
    for row in data["owners"]:
        create(row["username"], "演示机构负责人", ("owner",), facility_code=stage.codes[row["facility"]])
    assert get_account("planner").active  # noqa: S101
