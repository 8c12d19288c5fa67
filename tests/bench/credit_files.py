"""Credit files of a nation for the benchmark of the rules, and their totals by other means.

The files differ as real ones do: some subjects have none of a kind, some many; members are missing; facts are
corrected, withdrawn, recorded late or after the day that is asked for; some are internal, some lie outside all windows.
"""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars

from supervision.database import canonical_json, db, insert_rows
from supervision.models import Facility

BATCH = 50_000
COLUMNS = 'uuid, facility_id, kind, "on", recorded_at, source, basis, data, visibility, supersedes'
ITEMS = [f"CL-{group}{number:02}" for group in "ABCDG" for number in range(1, 9)]
SHARES = {"finding": 55, "visit": 23, "penalty": 6, "annual_report": 6, "staff_misconduct": 2, "honour": 4,
          "abnormal": 2, "listing": 2}  # fmt: skip
KINDS = [kind for kind, share in SHARES.items() for _ in range(share)]
Fact = tuple[str, int, str, str, str, str, str, str, str, str | None]


def fill(subjects: int, on: date) -> None:
    """Enter facilities and 12.5 facts each into the database at hand, in the order in which they were recorded."""
    place = db.execute_sql("SELECT id FROM area").fetchone()[0]
    at = "2026-01-01T00:00:00Z"
    db.execute_sql("PRAGMA foreign_keys = OFF")
    indexes = db.execute_sql(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'fact' AND sql LIKE 'CREATE%INDEX%'"
    )
    kept = list(indexes)
    for name, _ in kept:
        db.execute_sql(f'DROP INDEX "{name}"')
    db.execute_sql("CREATE TEMP TABLE heap AS SELECT * FROM fact WHERE 0")
    with db.atomic():
        insert_rows(
            Facility,
            [
                {"code": f"{number:09}", "source": "bench", "name": str(number), "name_key": str(number), "kind": "home",
                 "area": place, "created_at": at, "changed_at": at}
                for number in range(subjects)
            ],
        )  # fmt: skip
        first = db.execute_sql("SELECT MIN(id) FROM facility").fetchone()[0]
        rows = _facts(subjects, on, first)
        cursor = db.obj.cursor()
        while batch := [row for row, _ in zip(rows, range(BATCH), strict=False)]:
            cursor.executemany(f"INSERT INTO heap ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)", batch)
        db.execute_sql(f"INSERT INTO fact ({COLUMNS}) SELECT {COLUMNS} FROM heap ORDER BY recorded_at")
        for _, made in kept:
            db.execute_sql(made)
    db.execute_sql("DROP TABLE heap")


def _facts(subjects: int, on: date, first: int) -> Iterator[Fact]:
    written = [(on + timedelta(days=130 - back)).isoformat() for back in range(1400)]
    for subject in range(subjects):
        below = Random(subject).randrange
        earlier: list[tuple[str, str]] = []
        for number in range(1 + below(24)):
            kind = KINDS[below(100)]
            data = _data(kind, below, written)
            happened = 100 + below(1200)
            late = below(90) if below(10) == 0 else below(5)
            fact_id, supersedes = f"{subject:07}-{number:02}", None
            if earlier and below(20) == 0:
                supersedes, kind = earlier[below(len(earlier))]
                if below(3) == 0:
                    kind, data = "withdrawal", {}
                else:
                    data = _data(kind, below, written)
            if kind != "withdrawal":
                earlier.append((fact_id, kind))
            visibility = "public" if below(25) else "internal"
            moment = f"{written[happened - late]}T{below(24):02}:{below(60):02}:00Z"
            text = canonical_json(data)
            words = ("inspection", f"visit {number}")
            yield (
                fact_id,
                first + subject,
                kind,
                written[happened],
                moment,
                *words,
                text,
                visibility,
                supersedes,
            )


def _data(kind: str, below: Callable[[int], int], days: list[str]) -> dict[str, Any]:
    match kind:
        case "finding":
            data: dict[str, Any] = {
                "item": ITEMS[below(len(ITEMS))],
                "answer": ("met", "met", "not_met", "not_observed")[below(4)],
                "scope": ("isolated", "several", "widespread")[below(3)],
                "visit_kind": ("drawn", "joint", "special")[below(3)],
            }
            return data | {"severity": below(5)} if below(400) else data  # now and then nobody recorded it
        case "visit":
            return {"kind": ("drawn", "joint", "special")[below(3)]}
        case "penalty":
            data = {"kind": "fine"} | ({"amount": f"{below(40_000)}.{below(100):02}"} if below(8) else {})
            return data | ({"repaired": below(4) == 0} if below(3) else {})
        case "annual_report":
            return {"on_time": below(3) > 0}
        case "staff_misconduct":
            return {"verified": below(2) > 0}
        case "honour":
            return {"grade": ("city", "district")[below(2)]}
        case "abnormal":
            return {"until": days[below(800)]} if below(4) else {}
    data = {"list": ("black", "red", "watch")[below(3)]}
    return data | {"until": days[below(800)]} if below(4) else data


_COUNTED = """
WITH known AS (SELECT * FROM fact WHERE recorded_at <= :known_at),
counted AS (
  SELECT facility_id, kind, "on" AS on_day, data ->> 'item' AS item, data ->> 'answer' AS answer, data ->> 'scope' AS scope,
    data ->> 'severity' AS severity, data ->> 'visit_kind' AS visit_kind, data ->> 'kind' AS sort,
    CAST(data ->> 'amount' AS REAL) AS amount, data ->> 'repaired' AS repaired, data ->> 'until' AS until,
    data ->> 'on_time' AS on_time, data ->> 'verified' AS verified
  FROM known WHERE visibility = 'public' AND "on" <= :day AND kind != 'withdrawal'
    AND uuid NOT IN (SELECT supersedes FROM known WHERE supersedes IS NOT NULL)),
"""
TOTAL_IN_SQL = (
    _COUNTED
    + """
each AS (SELECT facility_id,
  sum(kind = 'finding' AND answer = 'not_met' AND item = 'CL-A01' AND on_day > date(:day, '-12 months')) AS a1,
  sum(kind = 'finding' AND answer = 'not_met' AND item IN ('CL-A02', 'CL-A03') AND on_day > date(:day, '-12 months')) AS a2,
  sum(kind = 'finding' AND answer = 'not_met' AND item = 'CL-A04' AND on_day > date(:day, '-12 months')) AS a4,
  sum(kind = 'abnormal' AND (until IS NULL OR until > :day)) AS abnormal,
  sum(kind = 'annual_report' AND NOT on_time AND on_day > date(:day, '-24 months')) AS late,
  sum(kind = 'staff_misconduct' AND verified AND on_day > date(:day, '-24 months')) AS staff,
  sum(kind = 'visit' AND on_day > date(:day, '-24 months')) AS visits,
  sum(kind = 'visit' AND sort = 'drawn' AND on_day > date(:day, '-24 months')) AS drawn,
  sum(CASE WHEN kind = 'finding' AND answer = 'not_met' AND severity >= 1 AND visit_kind != 'drawn'
    AND on_day > date(:day, '-12 months') THEN iif(severity >= 3, 30, iif(severity = 2, 10, 5)) ELSE 0 END) AS daily,
  sum(kind = 'finding' AND answer = 'not_met' AND item = 'CL-G04' AND on_day > date(:day, '-12 months')) AS g4,
  sum(CASE WHEN kind = 'finding' AND answer = 'not_met' AND severity >= 2 AND visit_kind = 'drawn'
    AND on_day > date(:day, '-12 months') THEN iif(severity >= 3, 30, iif(scope = 'isolated', 10, 20)) ELSE 0 END) AS spot,
  sum(CASE WHEN kind = 'penalty' AND NOT coalesce(repaired, 0) AND on_day > date(:day, '-24 months')
    THEN iif(coalesce(amount, 0) >= 10000, 100, 50) ELSE 0 END) AS penalties,
  sum(kind = 'finding' AND answer = 'not_met' AND severity IS NULL AND visit_kind != 'drawn'
    AND on_day > date(:day, '-12 months')) AS daily_open,
  sum(kind = 'finding' AND answer = 'not_met' AND severity IS NULL AND visit_kind = 'drawn'
    AND on_day > date(:day, '-12 months')) AS spot_open,
  sum(kind = 'honour' AND on_day > date(:day, '-36 months')) AS honours
  FROM counted GROUP BY facility_id)
SELECT facility.code, coalesce(
  min(1000, max(0, 80 - 20 * a1 - 60 * a2) + max(0, 50 - 50 * a4) + max(0, 40 - 40 * abnormal) + max(0, 20 - 10 * late)
  + max(0, 50 - 25 * staff) + iif(visits AND NOT daily_open, 100 - min(100, daily), 100) + iif(visits, max(0, 30 - 30 * g4), 30)
  + iif(drawn AND NOT spot_open, 100 - min(100, spot), 100) + max(0, 100 - penalties) + 230 + min(200, 50 * honours)), 800)
FROM facility LEFT JOIN each ON each.facility_id = facility.id
"""
)
"""Everybody's total in tenths of a point."""


def total_in_polars(file: Path, on: date, known_at: datetime) -> polars.DataFrame:
    """Return everybody's total in tenths of a point, from the same rows, in memory."""
    base = sqlite3.connect(file)
    known = polars.read_database(
        'SELECT uuid, facility_id, kind, "on" AS on_day, data, visibility, supersedes FROM fact WHERE recorded_at <= :known_at',
        base,
        execute_options={"parameters": {"known_at": known_at.isoformat().replace("+00:00", "Z")}},
        infer_schema_length=None,
    )
    base.close()
    col, said = polars.col, lambda name: polars.col("data").str.json_path_match(f"$.{name}")
    fallen = known.select(col("supersedes").drop_nulls()).to_series()
    counted = known.lazy().filter(
        (col("visibility") == "public")
        & (col("on_day") <= on.isoformat())
        & (col("kind") != "withdrawal")
        & ~col("uuid").is_in(fallen.implode())
    )
    year, two, three = ((on.replace(year=on.year - back)).isoformat() for back in (1, 2, 3))
    severity = said("severity").cast(polars.Int32)
    breach = (col("kind") == "finding") & (said("answer") == "not_met") & (col("on_day") > year)
    drawn = said("visit_kind") == "drawn"
    recent = col("on_day") > two
    ends = said("until").is_null() | (said("until") > on.isoformat())
    met_with = polars.when(severity >= 3).then(30).when(severity == 2).then(10).otherwise(5)
    spot = polars.when(severity >= 3).then(30).when(said("scope") == "isolated").then(10).otherwise(20)
    fine = polars.when(said("amount").cast(polars.Float64).fill_null(0) >= 10_000).then(100).otherwise(50)
    unpaid = (col("kind") == "penalty") & recent & (said("repaired").fill_null("false") != "true")
    sums = counted.group_by("facility_id").agg(
        a1=(breach & (said("item") == "CL-A01")).sum(),
        a2=(breach & said("item").is_in(["CL-A02", "CL-A03"])).sum(),
        a4=(breach & (said("item") == "CL-A04")).sum(),
        g4=(breach & (said("item") == "CL-G04")).sum(),
        abnormal=((col("kind") == "abnormal") & ends).sum(),
        late=((col("kind") == "annual_report") & recent & (said("on_time") == "false")).sum(),
        staff=((col("kind") == "staff_misconduct") & recent & (said("verified") == "true")).sum(),
        visits=((col("kind") == "visit") & recent).sum(),
        drawn=((col("kind") == "visit") & recent & (said("kind") == "drawn")).sum(),
        daily=polars.when(breach & ~drawn & (severity >= 1)).then(met_with).otherwise(0).sum(),
        spot=polars.when(breach & drawn & (severity >= 2)).then(spot).otherwise(0).sum(),
        daily_open=(breach & ~drawn & severity.is_null()).sum(),
        spot_open=(breach & drawn & severity.is_null()).sum(),
        penalties=polars.when(unpaid).then(fine).otherwise(0).sum(),
        honours=((col("kind") == "honour") & (col("on_day") > three)).sum(),
    )

    def left(most: int, each: int, *names: tuple[str, int]) -> polars.Expr:
        lost = sum((col(name).cast(polars.Int64) * each * times for name, times in names), polars.lit(0))
        return polars.max_horizontal(polars.lit(0), most - lost)

    total = (
        left(80, 20, ("a1", 1), ("a2", 3))
        + left(50, 50, ("a4", 1))
        + left(40, 40, ("abnormal", 1))
        + left(20, 10, ("late", 1))
        + left(50, 25, ("staff", 1))
        + polars.when((col("visits") > 0) & (col("daily_open") == 0))
        .then(left(100, 1, ("daily", 1)))
        .otherwise(100)
        + polars.when(col("visits") > 0).then(left(30, 30, ("g4", 1))).otherwise(30)
        + polars.when((col("drawn") > 0) & (col("spot_open") == 0))
        .then(left(100, 1, ("spot", 1)))
        .otherwise(100)
        + left(100, 1, ("penalties", 1))
        + 230
        + polars.min_horizontal(polars.lit(200), col("honours").cast(polars.Int64) * 50)
    )
    return sums.select("facility_id", total=polars.min_horizontal(polars.lit(1000), total)).collect()
