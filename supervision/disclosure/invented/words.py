"""Words of an invented district: names, streets, items, sentences. No real place, person or facility is meant."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from supervision.records.facilities import Department, FacilityKind
from supervision.records.inspections import Item
from supervision.records.rules import Law
from supervision.records.values import Reference, Text

T = TypeVar("T")


class Dice:
    """Repeatable choices: each depends on the seed and its own key alone, never on the order of asking."""

    def __init__(self, seed: int) -> None:
        self._start = hashlib.sha256(f"invented|{seed}".encode())

    def number(self, key: str, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both possible."""
        state = self._start.copy()
        state.update(key.encode())
        return low + int.from_bytes(state.digest()[:8], "big") % (high - low + 1)

    def pick(self, key: str, options: Sequence[T]) -> T:
        """Return one of ``options``."""
        return options[self.number(key, 0, len(options) - 1)]

    def chance(self, key: str, percent: int) -> bool:
        """Return true in about ``percent`` of a hundred keys."""
        return self.number(key, 1, 100) <= percent


KINDS = (
    FacilityKind(
        code="home",
        name=Text(zh="养老机构", en="Care home"),
        explanation=Text(
            zh="全日集中住宿并照料护理，床位十张以上", en="Full-day lodging and care, ten beds or more"
        ),
    ),
    FacilityKind(code="street_centre", name=Text(zh="街道养老服务中心", en="Street care centre")),
    FacilityKind(code="station", name=Text(zh="社区养老服务站", en="Community care station")),
    FacilityKind(code="meal_point", name=Text(zh="老年助餐点", en="Meal point")),
    FacilityKind(code="home_bed_provider", name=Text(zh="家庭养老床位服务机构", en="Home-bed provider")),
    FacilityKind(code="rural_home", name=Text(zh="农村敬老院", en="Rural care home")),
)
KIND_WEIGHTS = (
    ("home",) * 5
    + ("station",) * 4
    + ("meal_point",) * 2
    + (
        "street_centre",
        "home_bed_provider",
        "rural_home",
    )
)
DEPARTMENTS = (
    Department(
        code="civil-affairs", name=Text(zh="民政部门", en="Civil affairs"), phone="（示例）010-0000-0001"
    ),
    Department(
        code="fire-rescue", name=Text(zh="消防救援机构", en="Fire and rescue"), phone="（示例）010-0000-0002"
    ),
    Department(code="health", name=Text(zh="卫生健康部门", en="Health"), phone="（示例）010-0000-0003"),
    Department(
        code="market-regulation",
        name=Text(zh="市场监管部门", en="Market regulation"),
        phone="（示例）010-0000-0004",
    ),
)
FIRST = "安和乐颐康福宁静怡祥松柏云鹤春晖夕晴长青静远瑞泰"
SECOND = "园居苑轩馨堂庭舍里和年寿泽华林川阳霖"
STREETS = (
    ("镜湖街道", "Jinghu Street"),
    ("明桥街道", "Mingqiao Street"),
    ("朗山镇", "Langshan Town"),
    ("清溪街道", "Qingxi Street"),
    ("望河街道", "Wanghe Street"),
    ("和塘镇", "Hetang Town"),
)
KIND_SUFFIX = {
    "home": ("养老院", "Care Home"),
    "street_centre": ("养老服务中心", "Care Centre"),
    "station": ("社区养老服务站", "Community Care Station"),
    "meal_point": ("老年食堂", "Meal Point"),
    "home_bed_provider": ("居家养老服务社", "Home Care Service"),
    "rural_home": ("敬老院", "Rural Home"),
}
LAWS = (
    Law(
        id="laonian-2018",
        title=Text(
            zh="中华人民共和国老年人权益保障法", en="Law on the Protection of the Rights of Older People"
        ),
        issuer="全国人民代表大会常务委员会",
        confidence="S",
    ),
    Law(
        id="xiaofang-2021",
        title=Text(zh="中华人民共和国消防法", en="Fire Protection Law"),
        issuer="全国人民代表大会常务委员会",
        confidence="S",
    ),
    Law(
        id="shipin-2021",
        title=Text(zh="中华人民共和国食品安全法", en="Food Safety Law"),
        issuer="全国人民代表大会常务委员会",
        confidence="S",
    ),
    Law(
        id="minzheng-66-2020",
        title=Text(zh="养老机构管理办法", en="Measures for the Administration of Care Homes"),
        number="民政部令第66号",
        issuer="民政部",
        confidence="S2",
    ),
    Law(
        id="minfa-2019-103",
        title=Text(
            zh="养老服务市场失信联合惩戒对象名单管理办法（试行）",
            en="Trial Measures on the List of Subjects of Joint Punishment for Breach of Trust in Elderly Care",
        ),
        number="民发〔2019〕103号",
        issuer="民政部",
        confidence="S2",
    ),
    Law(
        id="gbt-37276-2018",
        title=Text(zh="养老机构等级划分与评定", en="Classification and Accreditation of Care Homes"),
        number="GB/T 37276-2018",
        issuer="国家市场监督管理总局",
        confidence="S2",
    ),
    Law(
        id="humin-2022-6",
        title=Text(
            zh="养老服务机构信用评价指标（试行）", en="Trial Credit Indicators for Care Providers (Shanghai)"
        ),
        number="沪民养老发〔2022〕6号",
        issuer="上海市民政局",
        confidence="S",
    ),
)


def _item(
    code: str,
    category: tuple[str, str],
    question: tuple[str, str],
    law: str,
    citation: str,
    severity: int,
    department: str,
) -> Item:
    return Item(
        code=code,
        category=Text(zh=category[0], en=category[1]),
        question=Text(zh=question[0], en=question[1]),
        references=(Reference(citation=citation, law=law, confirmed=law != ""),),
        severity=severity,
        veto=severity == 4,
        departments=(department,),
        methods=(Text(zh="实地核查", en="On-site check"),),
    )


_FIRE, _FOOD = ("消防安全", "Fire safety"), ("食品安全", "Food safety")
_CARE, _ENTRY = ("服务安全", "Safety of care"), ("主体资格", "Registration")
_FEES, _STAFF = ("收费与资金", "Fees and funds"), ("人员与值守", "Staff and duty")
# code, category, question zh/en, law, citation, severity, department, what was seen zh/en
_FINDABLE = (
    ("CL-C02", _FIRE, ("疏散通道、安全出口是否畅通、未锁闭", "Are escape routes clear and exits unlocked?"), "xiaofang-2021", "消防法 第二十八条", 4, "fire-rescue",
     ("二楼东侧安全出口被轮椅和杂物占用", "The east exit on the second floor was blocked by wheelchairs and boxes")),
    ("CL-C06", _FIRE, ("灭火器、消火栓、报警、应急照明抽测是否有效", "Do extinguishers, hydrants, alarms and emergency lights work when tested?"), "xiaofang-2021", "消防法 第十六条第（二）项", 3, "fire-rescue",
     ("抽测应急照明灯 5 盏,2 盏不亮", "Two of five emergency lights tested did not light")),
    ("CL-C10", _FIRE, ("近半年是否开展疏散演练并评估", "Was an evacuation drilled and reviewed in the last half-year?"), "xiaofang-2021", "消防法 第十六条第（六）项", 3, "fire-rescue",
     ("近半年没有夜间疏散演练的记录", "No record of a night evacuation drill in the last half-year")),
    ("CL-E01", _FOOD, ("接触直接入口食品人员健康证明是否在有效期", "Are food handlers' health certificates valid?"), "shipin-2021", "食品安全法 第四十五条", 2, "market-regulation",
     ("一名厨房人员的健康证明已过期 11 天", "One kitchen worker's health certificate had expired eleven days before")),
    ("CL-E04", _FOOD, ("有无超保质期、腐败变质、来源不明食品", "Is any food expired, spoiled or of unknown origin?"), "shipin-2021", "食品安全法 第三十四条", 3, "market-regulation",
     ("冷藏柜内两袋豆制品超过保质期", "Two bags of tofu in the fridge were past their date")),
    ("CL-E07", _FOOD, ("每餐次每品种留样的重量、时间、标签是否达标", "Are retained samples of each dish heavy enough, kept long enough and labelled?"), "shipin-2021", "食品安全法实施条例 第二十八条", 3, "market-regulation",
     ("留样标签没有写时间", "Sample labels lacked the time")),
    ("CL-F03", _CARE, ("噎食风险老人的饮食形态和进食看护是否落实", "Are food texture and help at meals in place where choking is a risk?"), "", "GB 38600-2019 第6章（防噎食）", 3, "health",
     ("午餐看护记录缺三天", "Three days of the lunch supervision record were missing")),
    ("CL-F08", _CARE, ("地面是否干燥无障碍，保洁时有警示", "Are floors dry and clear, with warnings while cleaning?"), "", "GB 38600-2019 第6章（防跌倒）", 2, "civil-affairs",
     ("公共浴室门口地垫卷边", "The mat at the bathroom door was curled up")),
    ("CL-A03", _ENTRY, ("备案的名称、地址、床位数、负责人与现场是否一致", "Do name, address, beds and head match the filing?"), "minzheng-66-2020", "养老机构管理办法 第十条至第十二条", 2, "civil-affairs",
     ("负责人已更换，备案信息没有更新", "The head had changed and the filing had not been updated")),
    ("CL-K01", _FEES, ("收费项目、标准、退费规则是否在显著位置公示", "Are fees, rates and refund rules displayed where people see them?"), "minzheng-66-2020", "养老机构管理办法", 2, "market-regulation",
     ("大厅价目表没有退费规则", "The price list in the hall lacked the refund rules")),
    ("CL-J01", _STAFF, ("是否24小时值班，排班表与在岗人员一致", "Is somebody on duty round the clock, as the roster says?"), "minzheng-66-2020", "养老机构管理办法 第二十八条", 3, "civil-affairs",
     ("夜班排班表写两人，现场一人", "The night roster named two people, one was there")),
    ("CL-I05", _STAFF, ("安全教育培训计划、记录、考核是否齐全", "Are safety training plans, records and tests complete?"), "", "安全生产法 第二十八条", 2, "civil-affairs",
     ("两名新员工没有岗前培训记录", "Two new workers had no record of training before starting")),
)  # fmt: skip
ITEMS = tuple(sorted((_item(*row[:7]) for row in _FINDABLE), key=lambda item: item.code))
SEEN = {row[0]: Text(zh=row[7][0], en=row[7][1]) for row in _FINDABLE}
