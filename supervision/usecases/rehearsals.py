"""试算办理: a changed rule file over the facts on record, some facilities at a time, so that a page can show how far it is.

Nothing is awarded and nothing is published; what remains is a document with its hash.
"""

import uuid
from datetime import date, datetime

from scoring.frozen.freezing import text_hash
from scoring.rehearsal import conclude, read_draft
from scoring.rulebook import RuleViolationError
from supervision.actor import Actor
from supervision.clock import china_day
from supervision.models import Rehearsal, RuleText
from supervision.queries.rehearsals import (
    Progress,
    count_facilities,
    groups_of,
    next_codes,
    open_trial,
    own_rehearsal,
    rehearsed_rows,
)
from supervision.rulebook import rulebook
from supervision.usecases._frame import record, usecase

YEARS = (1, 5)
AT_ONCE = 25  # facilities in one step: about a second


@usecase("rehearsal.start")
def start_rehearsal(
    *, name: str, raw: bytes, scheme: str, until: date, years: int, actor: Actor, at: datetime
) -> str:
    """开始试算: keep the changed file and begin; returns the rehearsal's id.

    Raises:
        RuleFileError: the file cannot be used; names every problem with line and column.
        RuleViolationError: ``rehearsal-scheme``, ``rehearsal-days``.
    """
    draft = read_draft(rulebook(), raw, name)
    if not scheme and len(draft.touched) == 1:
        scheme = draft.touched[0]
    if scheme not in draft.touched:
        raise RuleViolationError(
            "rehearsal-scheme",
            "请选择要试算的方案：这份文件会影响 {schemes}。"
            if draft.touched
            else "这份文件不影响任何评价方案。",
            facts={"schemes": "、".join(draft.touched)},
        )
    if until > china_day(at) or not YEARS[0] <= years <= YEARS[1]:
        raise RuleViolationError("rehearsal-days", "试算到今天为止，一年至五年。")
    key = str(uuid.uuid4())
    sha256 = text_hash(draft.text)
    RuleText.insert(sha256=sha256, text=draft.text, kept_at=at).on_conflict_ignore().execute()
    Rehearsal.create(
        uuid=key,
        name=name[:120],
        text_sha256=sha256,
        scheme=scheme,
        until=until,
        years=years,
        area_code=actor.scope,
        total=count_facilities(actor),
        started_by=actor.key,
        started_at=at,
    )
    record(f"rehearsal:{key}", scheme=scheme, file=sha256, until=until, years=years)
    return key


@usecase("rehearsal.advance")
def advance_rehearsal(*, uuid_: str, actor: Actor, at: datetime) -> Progress:
    """继续试算: the next facilities; with the last of them the document is concluded. A repeat goes on from there."""
    row = own_rehearsal(uuid_, actor)
    if row.finished_at is None:
        trial = open_trial(row)
        codes = next_codes(actor, row.done, AT_ONCE)
        try:
            row.rows = [*row.rows, *rehearsed_rows(trial, codes)]
        except (
            TypeError,
            ValueError,
        ) as error:  # the file reads a fact as another type than the one on record
            raise RuleViolationError(
                "rehearsal-facts",
                "这份文件读不懂已有的事实：{detail}",
                remedy="请改正文件中事实的类型，再重新试算。",
                facts={"detail": str(error)},
            ) from error
        row.done = min(row.done + len(codes), row.total) if codes else row.total
        if row.done >= row.total:
            row.result = conclude(trial, row.rows, groups_of({one["subject"] for one in row.rows}))
            row.result_sha256, row.finished_at, row.rows = row.result["sha256"], at, []
        row.save()
    record(f"rehearsal:{uuid_}", done=row.done, of=row.total, result=row.result_sha256)
    return Progress(row.done, row.total)
