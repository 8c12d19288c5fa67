"""Invented lists for the tests of the intake."""

import io
from datetime import date
from pathlib import Path

import openpyxl

from supervision.intake.container import Received
from supervision.intake.division_table import read_areas
from supervision.intake.divisions import Gazetteer
from supervision.intake.facility_list import FacilityList, read_facility_list

GOLDEN = Path(__file__).parents[2] / "golden" / "facilities-60.csv"
AREAS = read_areas(Path("supervision/demo/areas.csv"))
ON = date(2026, 11, 22)
HEADING = "id,district,street,name,beds,since,address,zipcode,type,lng,lat"


def gazetteer(within: str = "99") -> Gazetteer:
    """The invented district 明湖区 and its three streets."""
    return Gazetteer(AREAS, within)


def csv_of(*rows: str, heading: str = HEADING) -> Received:
    """A CSV file of these rows."""
    return Received("list.csv", "\n".join((heading, *rows, "")).encode())


def xlsx_of(rows: list[list[object]], **named: list[list[object]]) -> Received:
    """A workbook whose first sheet holds ``rows``; further sheets by name."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in named.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> Received:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return Received("list.xlsx", out.getvalue())


def judged(received: Received, **options: object) -> FacilityList:
    """The list, judged for 明湖区 on 2026-11-22."""
    return read_facility_list(received, gazetteer=gazetteer(), on=ON, **options)


def row_of(**cells: str) -> str:
    """One CSV row of 明湖区 that nothing is wrong with, except for what ``cells`` say."""
    whole = {
        "id": "1",
        "district": "明湖区",
        "street": "柳荫街道",
        "name": "明湖试写养老院",
        "beds": "120",
        "since": "2015-07-22",
        "address": "明湖区柳荫街道柳浪路1号",
        "zipcode": "",
        "type": "民建民营",
        "lng": "0.02",
        "lat": "0.03",
    } | cells
    return ",".join(whole[column] for column in HEADING.split(","))


def problems(**cells: str) -> list[tuple[str, str]]:
    """The (rule, outcome) pairs of one row."""
    (row,) = judged(csv_of(row_of(**cells))).rows
    return [(problem.rule, problem.outcome) for problem in row.problems]
