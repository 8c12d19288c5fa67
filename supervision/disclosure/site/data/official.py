"""法定格式 results and penalties in the columns that the national forms ask for, so that a clerk can hand them on.

The result rows have the fields of the national publicity system's list of results (抽查结果公示), one row for each
department of an inspection, its matters in one cell; the penalties have those of the double publicity (双公示) of
permits and penalties: amounts in 10,000 yuan with six decimals, columns that are never published (identity numbers,
the legal representative) left empty. What the records do not hold stays empty too; nothing is guessed, and the data
dictionary says of each empty column why (``NOTES``). There is no form of permits: homes for the elderly are filed, and
a filing is no permit.
"""

from collections.abc import Iterator
from decimal import Decimal

from supervision.disclosure.site import words
from supervision.disclosure.site.data.tables import Row
from supervision.disclosure.site.register import Register
from supervision.records.decisions import PenaltyKind
from supervision.records.inspections import Result, VisitKind
from supervision.records.stored import members
from supervision.texts import mark

RESULT_COLUMNS = (
    mark("检查对象名称"), mark("统一社会信用代码"), mark("抽查计划编号"), mark("抽查计划名称"), mark("抽查任务编号"),
    mark("抽查任务名称"), mark("抽查类型"), mark("抽查机关"), mark("抽查完成日期"), mark("抽查事项"), mark("抽查结果"),
    mark("处理情况"),
)  # fmt: skip
PENALTY_COLUMNS = {
    "CF_XDR_MC": mark("行政相对人名称"),
    "CF_XDR_LB": mark("行政相对人类别"),
    "CF_XDR_SHXYM": mark("行政相对人代码_1(统一社会信用代码)"),
    "CF_XDR_GSZC": mark("代码_2(工商注册号)"),
    "CF_XDR_ZZJG": mark("代码_3(组织机构代码)"),
    "CF_XDR_SWDJ": mark("代码_4(税务登记号)"),
    "CF_XDR_SYDW": mark("代码_5(事业单位证书号)"),
    "CF_XDR_SHZZ": mark("代码_6(社会组织登记证号)"),
    "CF_FRDB": mark("法定代表人"),
    "CF_FR_ZJLX": mark("法定代表人证件类型"),
    "CF_FR_ZJHM": mark("法定代表人证件号码"),
    "CF_XDR_ZJLX": mark("证件类型"),
    "CF_XDR_ZJHM": mark("证件号码"),
    "CF_WSH": mark("行政处罚决定书文号"),
    "CF_WFXW": mark("违法行为类型"),
    "CF_SY": mark("违法事实"),
    "CF_YJ": mark("处罚依据"),
    "CF_CFLB": mark("处罚类别"),
    "CF_NR": mark("处罚内容"),
    "CF_NR_FK": mark("罚款金额(万元)"),
    "CF_NR_WFFF": mark("没收违法所得、非法财物金额(万元)"),
    "CF_NR_ZKDX": mark("暂扣或吊销证照名称及编号"),
    "CF_JDRQ": mark("处罚决定日期"),
    "CF_YXQ": mark("处罚有效期"),
    "CF_GSJZQ": mark("公示截止期"),
    "CF_CFJG": mark("处罚机关"),
    "CF_CFJGDM": mark("处罚机关统一社会信用代码"),
    "CF_SJLY": mark("数据来源单位"),
    "CF_SJLYDM": mark("数据来源单位统一社会信用代码"),
    "BZ": mark("备注"),
}
KINDS = {
    PenaltyKind.WARNING: "警告",
    PenaltyKind.CRITICISM: "通报批评",
    PenaltyKind.FINE: "罚款",
    PenaltyKind.CONFISCATION: "没收违法所得、没收非法财物",
    PenaltyKind.SUSPENSION: "暂扣许可证件",
    PenaltyKind.LOWER_QUALIFICATION: "降低资质等级",
    PenaltyKind.REVOCATION: "吊销许可证件",
    PenaltyKind.RESTRICTION: "限制开展生产经营活动",
    PenaltyKind.STOP_BUSINESS: "责令停产停业",
    PenaltyKind.CLOSURE: "责令关闭",
    PenaltyKind.PRACTICE_BAN: "限制从业",
    PenaltyKind.OTHER: "其他",
}
_NEVER = mark("不公开个人信息，一律留空")
_UNKNOWN = mark("公示记录中没有这一项，留空")
NOTES = {  # of columns that need more than their name; the English dictionary has them in English
    "CF_XDR_LB": mark("养老服务机构都是法人或非法人组织"),
    "CF_XDR_SHXYM": mark("没有登记的留空"),
    "CF_XDR_GSZC": _UNKNOWN,
    "CF_XDR_ZZJG": _UNKNOWN,
    "CF_XDR_SWDJ": _UNKNOWN,
    "CF_XDR_SYDW": _UNKNOWN,
    "CF_XDR_SHZZ": _UNKNOWN,
    "CF_FRDB": _NEVER,
    "CF_FR_ZJLX": _NEVER,
    "CF_FR_ZJHM": _NEVER,
    "CF_XDR_ZJLX": _NEVER,
    "CF_XDR_ZJHM": _NEVER,
    "CF_NR_FK": mark("万元，六位小数；没有罚款的留空"),
    "CF_NR_WFFF": mark("万元，六位小数；没有没收的留空"),
    "CF_NR_ZKDX": _UNKNOWN,
    "CF_YXQ": mark("决定本身没有期限，留空；公示到哪一天见“公示截止期”"),
    "CF_CFJGDM": mark("本机关没有登记代码的留空"),
    "CF_SJLYDM": mark("本机关没有登记代码的留空"),
    "BZ": mark("相对人与机构名称不同的，写机构名称"),
    "抽查计划编号": mark("不在计划中的任务留空"),
    "抽查计划名称": mark("不在计划中的任务留空"),
    "抽查任务编号": mark("全站统一的任务编号"),
    "抽查事项": mark("本部门看过的事项类别，以分号隔开；没有看到的不列"),
    "抽查结果": mark("几种结果以分号隔开；逐项情况见 results 和 findings 两个表"),
    "处理情况": mark("尚未处理的留空"),
}
DRAWN_AT_RANDOM = (VisitKind.DRAWN, VisitKind.JOINT)


def result_rows(register: Register, some: slice) -> Iterator[Row]:
    """Yield one row for each department of each random inspection among ``some`` results, columns ``RESULT_COLUMNS``.

    Visits for a cause are not random inspections and are not in this form; they are in ``results``.
    """
    plans = {plan.id: plan for plan in register.snapshot.plans}
    for result in members(register.snapshot.results, *Result.__struct_fields__, some=some):
        if result.visit not in DRAWN_AT_RANDOM:
            continue
        facility, plan = register.facilities[result.facility], plans.get(result.plan or "")
        for part in result.results:
            department = register.departments.get(part.department)
            yield {
                "检查对象名称": facility.name.zh,
                "统一社会信用代码": facility.uscc,
                "抽查计划编号": plan.number if plan else "",
                "抽查计划名称": plan.title.zh if plan else "",
                "抽查任务编号": result.task,
                "抽查任务名称": result.task_title.zh,
                "抽查类型": _type(result),
                "抽查机关": department.name.zh if department else part.department,
                "抽查完成日期": str(result.on),
                "抽查事项": _matters(register, result, part.department),
                "抽查结果": "；".join(words.RESULT_KIND[kind] for kind in sorted(part.kinds)),
                "处理情况": part.handling.zh if part.handling else "",
            }


def _type(result: Result) -> str:
    joint = "部门联合" if len(result.results) > 1 else "部门"
    return f"不定向/{joint}" if result.visit is VisitKind.DRAWN else f"定向/{joint}"


def _matters(register: Register, result: Result, department: str) -> str:
    """Return the categories of the item list in which the department looked at something, in their order."""
    kind = register.facilities[result.facility].kind
    listed = register.once(f"matters {kind} {department}", lambda: _listed(register, kind, department))
    unseen = {each.item for each in result.unobserved}
    return "；".join(dict.fromkeys(category for category, code in listed if code not in unseen))


def _listed(register: Register, kind: str, department: str) -> tuple[tuple[str, str], ...]:
    """Return category and code of the items that a department looks at in facilities of a kind."""
    return tuple(
        (item.category.zh, item.code)
        for item in register.snapshot.items
        if department in item.departments and (not item.kinds or kind in item.kinds)
    )


def penalty_rows(register: Register) -> Iterator[Row]:
    """Yield each penalty that is public in the columns of the double publicity, named by their common codes."""
    for penalty in register.snapshot.penalties:
        facility = register.facilities[penalty.facility]
        yield {
            "CF_XDR_MC": facility.operator or facility.name.zh,
            "CF_XDR_LB": "法人及非法人组织",
            "CF_XDR_SHXYM": facility.uscc,
            "CF_WSH": penalty.number,
            "CF_WFXW": penalty.violation.zh,
            "CF_SY": penalty.facts.zh if penalty.facts else "",
            "CF_YJ": "；".join(each.citation for each in penalty.references),
            "CF_CFLB": "；".join(KINDS[kind] for kind in penalty.kinds),
            "CF_NR": penalty.content.zh,
            "CF_NR_FK": _ten_thousands(penalty.fine),
            "CF_NR_WFFF": _ten_thousands(penalty.forfeited),
            "CF_JDRQ": str(penalty.decided_on),
            "CF_GSJZQ": str(penalty.until),
            "CF_CFJG": penalty.authority,
            "CF_CFJGDM": penalty.authority_code,
            "CF_SJLY": penalty.authority,
            "CF_SJLYDM": penalty.authority_code,
            "BZ": facility.name.zh if facility.operator not in ("", facility.name.zh) else "",
        }


def _ten_thousands(yuan: Decimal | None) -> str:
    """Return an amount in 万元 with six decimals."""
    return "" if yuan is None else f"{(yuan / 10_000).quantize(Decimal('0.000001')):f}"
