"""The words the public reads for what records hold as codes. Chinese is the key; ``portal.po`` has the English."""

from supervision.records.decisions import ListName, ObjectionState, PenaltyKind, Validity
from supervision.records.facilities import LifeStage
from supervision.records.inspections import DrawState, FindingState, Scope, VisitKind
from supervision.records.scores import LineStatus, Measure, ScoreState
from supervision.texts import mark

MEASURE = {
    Measure.STAR_GRADE: mark("等级"),
    Measure.STATION_GRADE: mark("社区居家服务等级"),
    Measure.PERFORMANCE_RATING: mark("绩效评估"),
    Measure.CREDIT_RATING: mark("信用评价"),
}
UNGRADED = mark("没有等级")
SCORE_STATE = {
    ScoreState.IN_FORCE: mark("有效"),
    ScoreState.SUPERSEDED: mark("已有新结果"),
    ScoreState.LAPSED: mark("已过期"),
    ScoreState.WITHDRAWN: mark("已取消"),
    ScoreState.INCOMPLETE: mark("试算，不授予等级"),
}
LINE_STATUS = {
    LineStatus.MET: mark("符合"),
    LineStatus.NOT_MET: mark("不符合"),
    LineStatus.NOT_APPLICABLE: mark("不适用"),
    LineStatus.NOT_OBSERVED: mark("未检查"),
    LineStatus.APPLIED: mark("计入"),
    LineStatus.BLANKED: mark("依法不再公示"),
}
STAGE = {
    LifeStage.REGISTERED: (mark("已登记"), "info"),
    LifeStage.FILED: (mark("已备案，运营中"), "good"),
    LifeStage.SUSPENDED: (mark("暂停服务"), "due"),
    LifeStage.CLOSED: (mark("已终止服务"), "closed"),
    LifeStage.MERGED: (mark("已合并"), "closed"),
}
VISIT = {
    VisitKind.DRAWN: mark("随机抽中"),
    VisitKind.JOINT: mark("每年联合检查"),
    VisitKind.SPECIAL: mark("专项检查"),
    VisitKind.CASE: mark("个案检查"),
    VisitKind.RECHECK: mark("复查"),
    VisitKind.EMERGENCY: mark("应急检查"),
}
NO_PROBLEM = 1
RESULT_KIND = {
    NO_PROBLEM: mark("未发现问题"),
    2: mark("未按规定公示应当公示的信息"),
    3: mark("公示信息隐瞒真实情况、弄虚作假"),
    4: mark("通过登记的住所无法联系"),
    5: mark("发现问题已责令改正"),
    6: mark("不配合检查情节严重"),
    7: mark("未发现开展本次抽查涉及的经营活动"),
    8: mark("发现问题待后续处理"),
}
FINDING = {
    FindingState.OPEN: (mark("未整改"), "danger"),
    FindingState.CORRECTED: (mark("机构称已整改，待复查"), "due"),
    FindingState.VERIFIED: (mark("已整改，复查属实"), "good"),
}
SCOPE = {Scope.SINGLE: mark("个别"), Scope.SEVERAL: mark("多处"), Scope.GENERAL: mark("普遍")}
SEVERITY = {0: mark("提示"), 1: mark("轻微"), 2: mark("一般"), 3: mark("较重"), 4: mark("重大")}
CERTAIN = {  # why all of a stratum are drawn, as the roster's rules name it
    "full-coverage": mark("按规则全覆盖"),
    "withdrawn-earlier": mark("此前抽中后撤出，本次必抽"),
    "selected-before": mark("被作废的抽取所抽中，本次必抽"),
}
DRAW = {
    DrawState.COMMITTED: (mark("已承诺，尚未抽取"), "now"),
    DrawState.DRAWN: (mark("已抽取，待揭示"), "due"),
    DrawState.REVEALED: (mark("已揭示，可核验"), "good"),
    DrawState.ABANDONED: (mark("已作废"), "closed"),
}
DRAW_TURN = {
    DrawState.COMMITTED: mark("承诺公布"),
    DrawState.REVEALED: mark("抽取揭示"),
    DrawState.ABANDONED: mark("抽取作废"),
}
LIST = {ListName.RED: mark("守信红名单"), ListName.BLACK: mark("失信惩戒对象名单")}
PENALTY = {
    PenaltyKind.WARNING: mark("警告"),
    PenaltyKind.CRITICISM: mark("通报批评"),
    PenaltyKind.FINE: mark("罚款"),
    PenaltyKind.CONFISCATION: mark("没收"),
    PenaltyKind.SUSPENSION: mark("暂扣许可证件"),
    PenaltyKind.LOWER_QUALIFICATION: mark("降低资质等级"),
    PenaltyKind.REVOCATION: mark("吊销许可证件"),
    PenaltyKind.RESTRICTION: mark("限制开展经营活动"),
    PenaltyKind.STOP_BUSINESS: mark("责令停产停业"),
    PenaltyKind.CLOSURE: mark("责令关闭"),
    PenaltyKind.PRACTICE_BAN: mark("限制从业"),
    PenaltyKind.OTHER: mark("其他"),
}
OBJECTION = {
    ObjectionState.PENDING: mark("异议办理中"),
    ObjectionState.UPHELD: mark("异议成立"),
    ObjectionState.PARTLY_UPHELD: mark("异议部分成立"),
    ObjectionState.REJECTED: mark("异议不成立"),
}
VALIDITY = {
    Validity.IN_FORCE: mark("有效"),
    Validity.EXPIRED: mark("已结束"),
    Validity.REPEALED: mark("废止"),
    Validity.AMENDED: mark("已修改"),
}
RULE_GROUP = {
    "grading": mark("等级评定"),
    "performance": mark("绩效评估"),
    "credit": mark("信用评价"),
    "lists": mark("名单"),
    "repair": mark("信用修复"),
    "publication": mark("公示"),
    "sampling": mark("抽查"),
    "rectification": mark("整改"),
    "subsidy": mark("补贴"),
    "indicators": mark("指标"),
    "inspection": mark("检查"),
    "notice": mark("公告"),
    "objection": mark("异议"),
    "penalty": mark("行政处罚"),
    "retention": mark("档案保存"),
    "recusal": mark("回避"),
    "directory": mark("名录"),
    "street": mark("镇街指数"),
}
INDICATOR_GROUP = {
    "services": mark("服务"),
    "facilities": mark("设施"),
    "operation": mark("运营"),
    "people": mark("人员"),
    "money": mark("资金"),
}
MET = {
    False: (mark("有差距"), "danger"),
    True: (mark("达到"), "good"),
    None: (mark("没有数据"), "due"),
}
NO_TARGET = (mark("没有目标值"), "closed")
UNIT = {
    "points": mark("分"),
    "ratio": mark("比例"),
    "days": mark("自然日"),
    "working_days": mark("工作日"),
    "months": mark("个月"),
    "count": mark("次"),
    "yuan": mark("元"),
}
DATA_LIST = {
    "areas": mark("区划"),
    "black-list": mark("失信惩戒对象名单"),
    "corrections": mark("更正与变更"),
    "departments": mark("部门名录"),
    "draws": mark("随机抽取"),
    "facilities": mark("机构"),
    "findings": mark("检查发现的问题"),
    "indicators": mark("指标年度值"),
    "items": mark("抽查事项清单"),
    "kinds": mark("机构类型"),
    "laws": mark("法律法规与标准"),
    "not-visited": mark("超过 12 个月没有公布检查结果的机构"),
    "notices": mark("公告"),
    "objections": mark("异议"),
    "penalties": mark("行政处罚"),
    "plans": mark("年度抽查计划"),
    "publication": mark("公布用了多久"),
    "red-list": mark("守信红名单"),
    "results": mark("检查结果"),
    "rules": mark("规则"),
    "scores": mark("评价结果"),
    "streets": mark("镇街排名"),
    "subsidies": mark("运营补助"),
    "tombstones": mark("已移出的记载"),
}
