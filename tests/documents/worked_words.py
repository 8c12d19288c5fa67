"""The words of the pencil: names, points and how each scheme is worked out, in Chinese and in English."""

WORDS = {
    "credit.rating": ("信用评价等级", "Credit rating"),
    "performance.rating": ("绩效评估等次", "Performance rating"),
    "grading.star": ("养老机构等级", "Star grade"),
    "excellent": ("优秀", "excellent"), "good": ("良好", "good"), "fair": ("一般", "fair"), "poor": ("较差", "poor"),
    "pass": ("合格", "pass"), "fail": ("不合格", "fail"), "five": ("五级", "grade five"), "four": ("四级", "grade four"),
    "three": ("三级", "grade three"), "two": ("二级", "grade two"), "one": ("一级", "grade one"),
    "excluded": ("不予评定", "not eligible"),
}  # fmt: skip
CREDIT = (  # item, its points, its name
    ("filing", 8, "登记备案", "Registration and filing"),
    ("commitments", 5, "备案承诺", "Filing commitments"),
    ("abnormal_list", 4, "异常名录", "Lists of abnormal operation"),
    ("annual_check", 2, "年度检查", "Annual check"),
    ("staff", 5, "人员信用", "Credit of staff"),
    ("daily_monitoring", 10, "服务质量日常监测", "Daily monitoring"),
    ("standards", 3, "标准执行", "Keeping to standards"),
    ("spot_checks", 10, "抽查检查", "Spot checks"),
    ("penalties", 10, "行政处罚", "Penalties"),
    ("taxes", 4, "税费（采用值）", "Taxes (adopted)"),
    ("insurance", 4, "保险（采用值）", "Insurance (adopted)"),
    ("not_read", 15, "其余指标（采用值）", "Remaining indicators (adopted)"),
)
STAR = (  # part, its points, its sub-items with the points the district adopted for each
    ("环境", "Environment", 120, (
        ("transport", 15, "交通便捷度", "Transport"),
        ("surroundings", 15, "周边服务设施", "Surroundings"),
        ("signs", 15, "公共信息图形标志", "Signs"),
        ("barrier_free", 20, "院内无障碍", "Barrier-free site"),
        ("temperature", 15, "室内温度", "Temperature"),
        ("light", 15, "光照", "Light"),
        ("noise", 10, "噪声", "Noise"),
        ("greening", 15, "绿化", "Greening"),
    )),
    ("设施设备", "Facilities", 130, (
        ("rooms", 20, "居室", "Rooms"),
        ("toilets", 15, "卫生间、洗浴间", "Toilets"),
        ("bathing", 10, "洗浴空间", "Bathing"),
        ("dining", 10, "就餐空间", "Dining"),
        ("washing", 5, "洗涤空间", "Washing"),
        ("reception", 5, "接待空间", "Reception"),
        ("activity", 15, "活动场所", "Activity rooms"),
        ("storage", 5, "储物间", "Storage"),
        ("medical_rooms", 15, "医疗卫生用房", "Medical rooms"),
        ("parking", 5, "停车区域", "Parking"),
        ("assessment_room", 5, "评估空间", "Assessment room"),
        ("rehabilitation_rooms", 10, "康复空间", "Rehabilitation rooms"),
        ("social_work_room", 10, "社会工作室", "Social-work room"),
    )),
    ("运营管理", "Operation", 150, (
        ("administration", 20, "行政办公管理", "Administration"),
        ("human_resources", 25, "人力资源管理", "Human resources"),
        ("service_management", 25, "服务管理", "Service management"),
        ("finance", 15, "财务管理", "Finance"),
        ("safety", 35, "安全管理", "Safety"),
        ("logistics", 15, "后勤管理", "Logistics"),
        ("evaluation", 15, "评价与改进", "Evaluation and improvement"),
    )),
    ("服务", "Services", 600, (
        ("admission", 45, "出入院服务", "Admission and leaving"),
        ("daily_care", 90, "生活照料服务", "Daily care"),
        ("meals", 60, "膳食服务", "Meals"),
        ("cleaning", 40, "清洁卫生服务", "Cleaning"),
        ("laundry", 30, "洗涤服务", "Laundry"),
        ("nursing", 75, "医疗护理服务", "Medical and nursing care"),
        ("leisure", 40, "文化娱乐服务", "Leisure"),
        ("comfort", 45, "心理、精神支持服务", "Mental comfort"),
        ("hospice", 35, "安宁服务", "Hospice care"),
        ("entrusted", 20, "委托服务", "Entrusted services"),
        ("rehabilitation", 45, "康复服务", "Rehabilitation"),
        ("education", 25, "教育服务", "Education"),
        ("home_visits", 30, "居家上门服务", "Home visits"),
        ("other_services", 20, "其他服务（名称待核）", "Other services (name to be confirmed)"),
    )),
)  # fmt: skip
GRAVE = (("提示", "advice"), ("轻微", "minor"), ("一般", "general"), ("较重", "serious"), ("重大", "major"))
REACH = {
    "isolated": ("个别", "isolated"),
    "several": ("多处", "several places"),
    "widespread": ("普遍", "widespread"),
}
LEGEND = {  # said once, before the first facility of a scheme
    "credit.rating": (
        """信用评价等级的算法（基准和各项满分见《养老服务机构信用评价指标（试行）》；怎样扣分，来源没有给出，采用值）：

| 项目 | 怎样扣 |
|---|---|
| 登记备案 | 登记证照不符（CL-A01）每次 2；备案不符（CL-A02、A03）每次 6；十二个月内的检查发现 |
| 备案承诺 | 承诺不实（CL-A04）每次 5；十二个月内 |
| 异常名录 | 尚在名录上 4 |
| 年度检查 | 逾期每次 1；二十四个月内 |
| 人员信用 | 查实的失信行为每次 2.5；二十四个月内 |
| 服务质量日常监测 | 抽查以外的检查：轻微每项 0.5，一般每项 1；十二个月内 |
| 标准执行 | 违反强制性标准（CL-G04）每次 3；十二个月内 |
| 抽查检查 | 随机抽查：一般每项 2（只涉及个别的 1），较重和重大每项 3；十二个月内 |
| 行政处罚 | 罚款一万元以上每次 10，其余每次 5；二十四个月内 |
| 加分 | 表彰每次 5，最多 20；三十六个月内 |

每一项扣到 0 为止。90 分以上优秀，75 分以上良好，60 分以上一般，其余较差；在失信惩戒对象名单上的为较差。
""",
        """How a credit rating is worked out (the base and the points of each item: Shanghai Indicators, trial; how points are
deducted is not in the source and is adopted):

| Item | What is deducted |
|---|---|
| Registration and filing | registration not in order (CL-A01) 2 each; filing not in order (CL-A02, A03) 6 each; findings of twelve months |
| Filing commitments | a commitment not kept (CL-A04) 5 each; twelve months |
| Lists of abnormal operation | 4 while on a list |
| Annual check | 1 each time it was late; twenty-four months |
| Credit of staff | 2.5 for each misconduct found true; twenty-four months |
| Daily monitoring | visits that were not drawn: 0.5 for a minor finding, 1 for a general one; twelve months |
| Keeping to standards | a mandatory standard broken (CL-G04) 3 each; twelve months |
| Spot checks | drawn visits: 2 for a general finding (1 where isolated), 3 for a serious or major one; twelve months |
| Penalties | 10 for a fine of 10,000 yuan and more, 5 for any other; twenty-four months |
| Additions | 5 for each honour, 20 at most; thirty-six months |

No item falls below 0. 90 and more is excellent, 75 good, 60 fair, less is poor; who is on the list of those punished for
breach of trust is poor.
""",
    ),
    "performance.rating": (
        """绩效评估的算法（坡头区公布的三个评价角度）：评估细则十一项占 70%，业主单位占 20%，服务对象占 10%；90 分以上优秀，80 分以上良好，
60 分以上合格，其余不合格。
""",
        """How a performance rating is worked out (the three views that Potou district published): eleven detailed rules count
70 %, the owner's view 20 %, the view of those served 10 %; 90 and more is excellent, 80 good, 60 a pass, less a fail.
""",
    ),
    "grading.star": (
        """等级的算法（GB/T 37276 及实施指南）：四部分共 1000 分；既要总分，也要每一个分项的得分率：

| 等级 | 总分不低于 | 每一分项不低于 |
|---|---|---|
| 五级 | 900 | 90% |
| 四级 | 780 | 80% |
| 三级 | 570 | 60% |
| 二级 | 450 | 50% |
| 一级 | 360 | 40% |

分项的满分，来源没有给出，采用值。近两年内受过行政处罚，或者在失信惩戒对象名单上的，不予评定。
""",
        """How a star grade is worked out (GB/T 37276 and its guide): four parts, 1,000 points; a grade asks for a total and for a
ratio of every sub-item:

| Grade | Total at least | Every sub-item at least |
|---|---|---|
| five | 900 | 90 % |
| four | 780 | 80 % |
| three | 570 | 60 % |
| two | 450 | 50 % |
| one | 360 | 40 % |

The points of the sub-items are not in the source and are adopted. Who was penalised within two years, or is on the list
of those punished for breach of trust, is not graded.
""",
    ),
}
HEAD = {
    "zh": """# 十家演示机构，用铅笔算一遍

这里的每一个数都是照着事实手算的，没有用评分程序：一支单独的“铅笔”只读事实、只做加减乘除，然后和系统保存的评分表逐项对照。
反引号里的每一个算式，测试都会再算一遍；任何一个数对不上，测试就不通过。机构、人员和单位均为虚构。
采用值：来源没有给出、由演示区自己的办法采用的分值（`supervision/demo/rules/adoption.yaml`）。
""",
    "en": """# Ten demonstration facilities worked out in pencil

Every number on this page was worked out from the facts by hand and not by the rule engine: a pencil of its own reads the
facts, adds, multiplies, and is then laid beside the score sheets that the system kept. A test works every sum in
backticks out again; one number that does not agree fails it. Facilities, people and authorities are invented.
Adopted: points that the source does not give and that the demonstration district adopted by an act of its own
(`supervision/demo/rules/adoption.yaml`).
""",
}
