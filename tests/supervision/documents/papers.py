"""Invented papers for tests: one of each kind, and one with a long list."""

from dataclasses import replace
from datetime import UTC, date, datetime
from math import sin
from pathlib import Path

from inspections.checklist import Item, checklist_on
from scoring.rulebook import Rulebook
from supervision.documents.grade_papers import GradeAnswer, GradeCorrection, GradeNotice, PartPoints
from supervision.documents.making import cited, notice_items, question_of
from supervision.documents.numbers import document_number
from supervision.documents.papers import (
    CorrectionOrder,
    FoundItem,
    InspectionNotice,
    Mark,
    NamedOfficer,
    OnSiteRecord,
    OrderItem,
    Organ,
    Paper,
    Party,
    ServiceReceipt,
    UnseenItem,
)
from supervision.documents.render import render_html
from supervision.records.values import Text

GOLDEN = Path(__file__).parents[2] / "golden" / "papers"
DAY = date(2026, 11, 23)
BOOK = Rulebook.load()
LIST = checklist_on(DAY)
CIVIL = Text(zh="民政", en="Civil affairs")
FIRE = Text(zh="消防救援", en="Fire and rescue")
ORGAN = Organ(
    name=Text(zh="明示区民政局", en="Mingshi District Civil Affairs Bureau"),
    telephone="010-0000-0001",
    address="明示区示范路1号",
    complaints="010-0000-0002",
)
PARTY = Party(
    name="明示区梧桐里养老院",
    uscc="52000000MJ00000000",
    address="明示区清溪街道梧桐里28号",
    representative="示例负责人",
)
OFFICERS = (
    NamedOfficer(name="示例甲", department=CIVIL, credential="示0600123"),
    NamedOfficer(name="示例乙", department=CIVIL, credential="示0600145"),
    NamedOfficer(name="示例丙", department=FIRE, credential="示0800031"),
    NamedOfficer(name="示例丁", department=FIRE, credential="示0800047"),
)
EVERYBODY = ("civil-affairs", "market-regulation", "fire-rescue", "health")
BASE = {
    "organ": ORGAN,
    "issued_on": DAY,
    "party": PARTY,
    "verify_at": "https://mingjing.example/papers",
    "demonstration": True,
}


def strokes(seed: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return something that looks like a name written by hand."""
    return tuple(
        tuple(
            (
                round(90 * character + 60 * t / 12 + 9 * sin(seed + t * (1 + line))),
                round(18 + 26 * line + 16 * sin(seed * 2 + t / 2 + line * 2)),
            )
            for t in range(13)
        )
        for character in range(3)
        for line in range(2)
    )


def mark(name: str, seed: int, credential: str = "") -> Mark:
    """Return a drawn signature."""
    return Mark(name=name, strokes=strokes(seed), credential=credential)


def basis(item: Item) -> tuple[Text, ...]:
    """Return the citable bases of an item."""
    return tuple(cited(each, BOOK) for each in item.basis if each.confidence.confirmed_for_citation)


def law(id_: str, article: str) -> Text:
    """Return a citation in both languages."""
    reference = BOOK.reference(id_, article)
    return Text(zh=reference.cite(), en=reference.cite("en"))


def notice(departments: tuple[str, ...] = ("fire-rescue",)) -> InspectionNotice:
    """Return a notice for the items of some departments."""
    whole = LIST.for_kind("home")
    chosen = whole.only(frozenset(item.id for item in whole if item.department in departments))
    return InspectionNotice(
        **BASE,  # type: ignore[arg-type]
        number=document_number("明示民", InspectionNotice.series, 2026, 12),
        visit_kind=Text(zh="随机抽查", en="a drawn inspection"),
        visit_on=date(2026, 11, 26),
        time=Text(zh="上午9时", en=", 9 a.m."),
        basis=(law("mca-order-66", "第三十八条"), law("care-inspection-2022", "")),
        items=notice_items(chosen, BOOK, areas=frozenset()),
        officers=OFFICERS,
        to_prepare=(
            Text(
                zh="登记证书、备案回执和食品经营许可证",
                en="Registration certificate, filing receipt and food licence",
            ),
            Text(
                zh="消防设施年度检测报告和近三个月的巡查记录",
                en="Yearly fire test and the rounds of three months",
            ),
            Text(
                zh="在院老年人名册、服务协议和风险评估",
                en="Register of residents, agreements and risk assessments",
            ),
        ),
        contact="示例甲　010-0000-0001",
    )


def record() -> OnSiteRecord:
    """Return a record with two breaches and an item that was not looked at."""
    lock, night, roof = LIST.item("CL-C02"), LIST.item("CL-F12"), LIST.item("CL-C15")
    return OnSiteRecord(
        **BASE,  # type: ignore[arg-type]
        number=document_number("明示民", OnSiteRecord.series, 2026, 31),
        visit_number="JC-2026-0031",
        visit_kind=Text(zh="随机抽查", en="Drawn inspection"),
        started_at=datetime(2026, 11, 26, 1, 5, tzinfo=UTC),
        ended_at=datetime(2026, 11, 26, 4, 20, tzinfo=UTC),
        present="示例负责人（院长）、示例护理长",
        officers=OFFICERS,
        total=102,
        met=94,
        not_met=2,
        not_applicable=5,
        not_observed=1,
        found=(
            FoundItem(
                code=lock.id,
                question=question_of(lock),
                scope=Text(zh="个别", en="one place"),
                remark="二层东侧安全出口挂锁，值班人员当场打开。",
                photos=3,
                corrected=True,
            ),
            FoundItem(
                code=night.id,
                question=question_of(night),
                scope=Text(zh="多处", en="several"),
                remark="11月12日至18日夜间巡查记录字迹、时间完全相同，与监控不一致。",
                photos=2,
            ),
        ),
        unseen=(
            UnseenItem(
                code=roof.id, question=question_of(roof), reason="配电间钥匙由外包单位保管，约定次日补查。"
            ),
        ),
        statement="对第一项没有意见。第二项我们会核实夜班人员，按期整改。",
        inspectors=(
            mark("示例甲", 1, "示0600123"),
            mark("示例乙", 4, "示0600145"),
            mark("示例丙", 6, "示0800031"),
            mark("示例丁", 9, "示0800047"),
        ),
        facility=mark("示例负责人", 12),
        checklist="2026.11-1",
    )


def order(*, immediate: bool = False) -> CorrectionOrder:
    """Return an order: two general breaches, or one with immediate danger."""
    chosen = ("CL-D02",) if immediate else ("CL-F12", "CL-L01", "CL-G01")
    items = tuple(
        OrderItem(
            code=item.id,
            question=question_of(item),
            scope=Text(zh="多处", en="several"),
            basis=basis(item),
            remedy=Text(zh=item.remedy, en=item.remedy_en),
            critical=item.severity == 4,
            major_hazard=item.legal_major == "yes",
        )
        for item in map(LIST.item, chosen)
    )
    return CorrectionOrder(
        **BASE,  # type: ignore[arg-type]
        number=document_number("明示民", CorrectionOrder.series, 2026, 8),
        department=CIVIL,
        visit_number="JC-2026-0031",
        found_on=date(2026, 11, 26),
        basis=(law("mca-order-66", "第四十六条"),),
        items=items,
        due_on=DAY if immediate else date(2026, 12, 17),
        plan_due_on=date(2026, 12, 2) if immediate else None,
        recheck_by=date(2026, 12, 7) if immediate else date(2026, 12, 31),
        contact="示例甲　010-0000-0001",
    )


def receipt() -> ServiceReceipt:
    """Return a receipt with a refused signature and a witness."""
    return ServiceReceipt(
        **BASE,  # type: ignore[arg-type]
        number=document_number("明示民", ServiceReceipt.series, 2026, 40),
        served_title=Text(zh="责令限期改正通知书", en="Order to correct"),
        served_number="明示民责改〔2026〕8号",
        way=Text(zh="直接送达", en="in person"),
        place="明示区清溪街道梧桐里28号",
        served_at=datetime(2026, 11, 27, 2, 0, tzinfo=UTC),
        servers=(mark("示例甲", 2), mark("示例乙", 5)),
        recipient=Mark(name="示例负责人", refusal="认为第二项不属实"),
        witness=mark("示例居委会干部", 7),
        remark="受送达人拒绝签名，文书留置于该单位办公室，全程录像。",
    )


def grade_papers() -> dict[str, Paper]:
    """Return the papers of grading: a grade below the one applied for, an order to correct, an answer that can be appealed."""
    guide = (law("gbt-37276-guide-2019", ""),)
    four, three = Text(zh="四级", en="Grade four"), Text(zh="三级", en="Grade three")
    points = (("环境", "Environment", "104", "120"), ("设施设备", "Facilities", "109.5", "130"),
              ("运营管理", "Operation", "121", "150"), ("服务", "Services", "466", "600"))  # fmt: skip
    return {
        "grade_notice": GradeNotice(
            **BASE,  # type: ignore[arg-type]
            number=document_number("明示民", GradeNotice.series, 2026, 3),
            applied_for=four,
            grade=three,
            assessed_on=date(2026, 11, 4),
            total="800.5",
            most="1000",
            points=tuple(
                PartPoints(name=Text(zh=zh, en=en), points=got, most=most) for zh, en, got, most in points
            ),
            short_of=(
                Text(
                    zh="“四级”的条件未满足：每一分项得分率不低于80%",
                    en="does not hold for Grade four: every sub-item at 80 % or more",
                ),
            ),
            basis=guide,
            sheet="9f" * 32,
            review_by=date(2026, 11, 30),
            contact="010-0000-0001",
        ),
        "grade_correction": GradeCorrection(
            **BASE,  # type: ignore[arg-type]
            number=document_number("明示民", GradeCorrection.series, 2026, 1),
            grade=three,
            found_on=date(2026, 11, 20),
            found="三楼助浴间停用两个月，仍按原有分值标示；夜班护理员少于评定时。",
            asked="恢复助浴间，补足夜班护理员，并提交排班表。",
            basis=guide,
            due_on=date(2026, 12, 23),
            contact="010-0000-0001",
        ),
        "grade_answer": GradeAnswer(
            **BASE,  # type: ignore[arg-type]
            number=document_number("明示民", GradeAnswer.series, 2026, 2),
            is_appeal=False,
            asked_on=date(2026, 11, 10),
            asked="膳食一项现场评价时食堂正在检修，请按日常情况重新评价。",
            upheld=False,
            answer="检修期间机构从外部订餐，留样和食谱均不完整；评分反映的是当日实际服务。",
            basis=guide,
            appeal_by=date(2026, 11, 30),
        ),
    }


def samples() -> dict[str, Paper]:
    """Return a paper of each kind, and some with little or much in them."""
    return {
        "notice": notice(),
        "notice_long": notice(EVERYBODY),
        "record": record(),
        "order": order(),
        "order_immediate": order(immediate=True),
        "order_real": replace(order(), demonstration=False, verify_at=""),
        "receipt": receipt(),
        **grade_papers(),
    }


def write_golden(folder: Path = GOLDEN) -> None:
    """Write what the papers look like now; read the difference before you keep it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, paper in golden_papers().items():
        (folder / name).write_text(
            render_html(paper, language=name.split(".")[1], styled=False), encoding="utf-8"
        )


def golden_papers() -> dict[str, Paper]:
    """Return the papers kept as HTML, by file name; the language stands in the name."""
    made = samples()
    return {
        f"{name}.{language}.html": made[name]
        for name in ("notice", "record", "order", "order_immediate", "receipt", *grade_papers())
        for language in ("zh-CN", "en")
    }


if __name__ == "__main__":
    write_golden()
