"""Setting up an office from one file: areas, authority, departments, accounts, inspectors, item list."""

from pathlib import Path
from typing import Any

import click

from inspections.checklist import checklist_on
from supervision import clock
from supervision.cli._frame import Run, command
from supervision.intake.office_file import read_office
from supervision.usecases import accounts, authorities, inspectors
from supervision.usecases.items import NewItem, adopt_items


@click.command("setup")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@command
def setup(run: Run, file: Path) -> int:
    """Set up an office from FILE and print the one-time letters of its accounts."""
    office = read_office(file)
    areas = tuple((a["code"], a["name"], a["level"], a.get("parent")) for a in office.get("areas", ()))
    if areas:
        authorities.enter_areas(areas=areas, actor=run.actor, at=run.at)
    authority = office["authority"]
    authorities.register_authority(
        key=authority["key"],
        name=authority["name"],
        short_name=authority["short_name"],
        area_code=authority["area"],
        uscc=authority.get("uscc"),
        telephone=authority.get("telephone", ""),
        address=authority.get("address", ""),
        site={name: authority[name] for name in ("name_en", "complaints") if name in authority},
        departments=tuple((d["key"], d["name"], d.get("english", "")) for d in office["departments"]),
        demonstration=office.get("demonstration", False),
        actor=run.actor,
        at=run.at,
    )
    for row in office.get("inspectors", ()):
        inspectors.register_inspector(
            **{**row, **{name: tuple(row.get(name, ())) for name in ("qualifications", "areas")}},
            actor=run.actor,
            at=run.at,
        )
    if office.get("items"):
        adopt_items(
            items=_items(run, office["items"]),
            since=clock.china_day(run.at),
            reason="按机关文件采用",
            actor=run.actor,
            at=run.at,
        )
    letters = [_account(run, authority["key"], row) for row in office.get("accounts", ())]
    counts = {name: len(office.get(name, ())) for name in ("departments", "inspectors", "items", "accounts")}
    run.answer(
        {"authority": authority["key"], **counts, "letters": letters},
        "\n".join(
            [
                run.say(
                    "已建立{name}：{departments} 个部门、{inspectors} 名检查人员、{items} 个抽查事项、{accounts} 个账户。",
                    name=authority["name"],
                    **counts,
                ),
                *(f"  {letter['username']:12} {letter['invitation']}" for letter in letters),
            ]
        ),
    )
    return 0


def _items(run: Run, rows: list[dict[str, Any]]) -> tuple[NewItem, ...]:
    every = [item.id for item in checklist_on(clock.china_day(run.at))]
    return tuple(
        NewItem(
            key=row["key"],
            serial=serial,
            matter=row["matter"],
            kinds=tuple(row["kinds"]),
            content=row["content"],
            basis=tuple(row["basis"]),
            way=row["way"],
            frequency=row["frequency"],
            organ_level=row.get("organ_level", "县级"),
            category=row["category"],
            departments=tuple(row["departments"]),
            checklist_items=tuple(code for code in every if code[3] in set(row.get("checklist", ()))),
            remark=row.get("remark", ""),
        )
        for serial, row in enumerate(rows, 1)
    )


def _account(run: Run, authority: str, row: dict[str, Any]) -> dict[str, str]:
    accounts.create_account(
        username=row["username"],
        name=row["name"],
        roles=tuple(row["roles"]),
        scope=row.get("scope", ""),
        authority_key=authority,
        staff_number=row.get("inspector"),
        actor=run.actor,
        at=run.at,
    )
    letter = accounts.invite(username=row["username"], actor=run.actor, at=run.at)
    return {"username": row["username"], "invitation": f"{run.config.public_url}/invitation/{letter.token}"}
