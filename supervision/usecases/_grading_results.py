"""等级评定结果 What comes of an application: the public notices, the award, the failure on file; within a running transaction."""

from datetime import date, datetime, timedelta

from scoring.rulebook.days import add_working_days
from supervision.filters import write_day
from supervision.models import Authority, Case, Facility
from supervision.queries.grading_items import GRADES, grade_scheme, prefix_of
from supervision.queries.public.decisions import award_id
from supervision.rulebook import rulebook
from supervision.texts import DEFAULT_LANGUAGE
from supervision.usecases._awards import end_of_term, enter_award
from supervision.usecases._notices import enter_notice
from supervision.usecases.facts import append_fact

SUBJECT = "养老服务等级评定"  # of the notices to the public


def grade_words(facility: Facility, level: int, on: date) -> str:
    """Return how a grade is called in the scheme of this facility."""
    return str(grade_scheme(facility.kind, on).outcome.names[GRADES[level - 1]]["zh"])


def tell_intended(row: Case, level: int, on: date, at: datetime) -> None:
    """公示: the grade intended, for as long as the rule says; after its last day the notice is over by itself."""
    grade = grade_words(row.facility, level, on)
    book = rulebook()
    days = book.on("grading.star.notice_working_days", on).value
    last_day = None if days is None else add_working_days(on, int(days), book.calendar).on
    period = f"公示期为{days}个工作日，至{_day(last_day)}止。" if last_day else ""
    enter_notice(
        title=f"关于拟评定{row.facility.name}为{grade}的公示",
        body=f"{row.facility.name}申报等级评定，经两名评定人员现场评价，拟评定为{grade}。"
        f"{period}公示期间如有不同意见，请向本机关书面提出，并说明理由。",
        subject=SUBJECT,
        genre="公示",
        facility=row.facility,
        about=award_id(row.uuid),
        until=last_day + timedelta(days=1) if last_day else None,
        at=at,
    )


def enter_grade(row: Case, number: str, authority: Authority, on: date, at: datetime) -> None:
    """授予: the grade holds from ``on``."""
    scheme = grade_scheme(row.facility.kind, on)
    enter_award(
        uuid_=row.uuid,
        scheme=scheme.id,
        facility=row.facility,
        outcome=GRADES[row.data["result"] - 1],
        on=on,
        until=end_of_term(scheme.id, on),
        number=number,
        organ=authority.name,
        sheet_sha256=row.data["sheet"],
        proposed_by=row.data["proposed_by"],
        decided_by=row.data["decided_by"],
        at=at,
    )


def announce_grade(row: Case, number: str, on: date, at: datetime) -> None:
    """公告: the grade and its term."""
    scheme = grade_scheme(row.facility.kind, on)
    grade = grade_words(row.facility, row.data["result"], on)
    last_day = end_of_term(scheme.id, on) - timedelta(days=1)
    enter_notice(
        title=f"关于评定{row.facility.name}为{grade}的公告",
        body=f"经评定，{row.facility.name}为{grade}，有效期自{_day(on)}起，至{_day(last_day)}止。"
        "评分表随机构页面公开。",
        subject=SUBJECT,
        genre="公告",
        document_number=number,
        facility=row.facility,
        about=award_id(row.uuid),
        at=at,
    )


def _day(on: date) -> str:
    """Return a day as notices to the public write it."""
    return write_day(on, DEFAULT_LANGUAGE)


def enter_failure(row: Case, on: date, at: datetime) -> None:
    """未通过: that the grade was not reached enters the credit file."""
    append_fact(
        facility_id=row.facility_id,
        kind=f"{prefix_of(row.facility.kind)}.failed",
        on=on,
        at=at,
        source=f"grading:{row.uuid}",
        data={"level": row.data["level"]},
        identity=row.uuid,
    )
