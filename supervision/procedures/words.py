"""Names of roles in the sentences of the frame, in both languages as in the files."""

from collections.abc import Sequence

from supervision.procedures.definition import Words

ROLE_NAMES = {
    "planner": Words("计划人员", "the planner"),
    "head": Words("机关负责人", "the head"),
    "inspector": Words("检查人员", "an inspector"),
    "reviewer": Words("审核人员", "a reviewer"),
    "assessor": Words("评定人员", "an assessor"),
    "decider": Words("决定人员", "a decider"),
    "publisher": Words("发布人员", "a publisher"),
    "owner": Words("机构负责人", "the head of the facility"),
    "staff": Words("机构工作人员", "the staff of the facility"),
    "auditor": Words("审计人员", "the auditor"),
    "administrator": Words("系统管理员", "the administrator"),
    "scheduler": Words("系统定时任务", "the clock"),
}


def role_names(roles: Sequence[str]) -> Words:
    """Return the names of roles as an enumeration, 审核人员、决定人员."""
    names = [ROLE_NAMES[role] for role in roles]
    return Words("、".join(name.zh for name in names), " or ".join(name.en for name in names))
