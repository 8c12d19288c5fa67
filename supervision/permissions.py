"""权限 permissions: who may do what. One verb, one name: the use-case, the permission, the audit action, the command.

Roles: planner 计划人员, head 机关负责人, inspector 执法检查人员, reviewer 审核人员, assessor 评定人员, decider 决定人员,
publisher 发布人员, owner 机构负责人 and staff 机构工作人员 (of a facility), auditor 审计人员 (reads all, writes nothing),
administrator 系统管理员 (accounts, no cases). ``scheduler`` is the clock, ``terminal`` the person at the machine, ``visitor`` somebody not signed in.
"""

ROLES = (
    "planner",
    "head",
    "inspector",
    "reviewer",
    "assessor",
    "decider",
    "publisher",
    "owner",
    "staff",
    "auditor",
    "administrator",
)
OFFICE_ROLES = frozenset(ROLES) - {"owner", "staff"}

ACTIONS: dict[str, tuple[str, ...]] = {
    # register
    "division.import": ("administrator", "planner"),
    "area.enter": ("administrator", "planner"),
    "authority.register": ("administrator",),
    "facility.import": ("planner",),
    "facility.clear_doubt": ("planner",),
    "facility.register": ("planner",),
    "facility.change": ("planner",),
    "facility.record_event": ("planner",),
    "operator.link": ("planner",),
    "inspector.register": ("planner",),
    "inspector.change": ("planner",),
    "recusal.declare": ("planner", "inspector"),
    # accounts
    "account.create": ("administrator",),
    "account.invite": ("administrator",),
    "account.disable": ("administrator",),
    "account.sign_in": ("visitor",),
    "account.accept_invitation": ("visitor",),
    "account.ask_reset": ("visitor",),
    "account.change_language": ROLES,
    "device.register": ("inspector",),
    "device.revoke": ("inspector", "administrator"),
    # plan, task, draw
    "item.adopt": ("planner",),
    "plan.draft": ("planner",),
    "plan.approve": ("head",),
    "plan.publish": ("planner", "publisher", "head"),
    "task.create": ("planner",),
    "task.freeze": ("planner",),
    "draw.commit": ("planner",),
    "draw.log_commitment": ("planner",),
    "draw.enter_beacon": ("planner", "head", "publisher"),
    "draw.run": ("planner",),
    "draw.reveal": ("planner", "publisher", "scheduler"),
    "draw.abandon": ("head",),
    # visits
    "visit.plan": ("planner",),
    "visit.dispatch": ("planner",),
    "visit.approve": ("head",),
    "visit.notify": ("planner", "inspector"),
    "visit.start": ("inspector",),
    "visit.receive": ("inspector",),
    "visit.complete": ("inspector",),
    "evidence.store": ("inspector", "owner", "staff"),
    "visit.cancel": ("head",),
    "result.confirm": ("reviewer",),
    "basis.confirm": ("decider",),
    "rectification.order": ("reviewer",),
    "rectification.report": ("owner", "staff"),
    "rectification.extend": ("reviewer",),
    "rectification.recheck": ("inspector",),
    "rectification.close": ("reviewer",),
    "rectification.fall_due": ("reviewer", "scheduler"),
    "rectification.escalate": ("reviewer", "scheduler"),
    # ledger, scores, lists
    "fact.record": ("planner", "assessor", "reviewer"),
    "penalty.record": ("decider",),
    "penalty.perform": ("decider", "reviewer"),
    "penalty.withdraw": ("decider",),
    "repair.apply": ("owner",),
    "repair.withdraw": ("owner",),
    "repair.decide": ("decider",),
    "score.decide": ("assessor", "decider"),
    "award.propose": ("assessor",),
    "award.decide": ("decider",),
    "award.end": ("decider", "scheduler"),
    "listing.propose": ("reviewer",),
    "listing.serve_notice": ("reviewer",),
    "listing.record_statement": ("owner", "reviewer"),
    "listing.close_hearing": ("decider", "scheduler"),
    "listing.decide": ("decider",),
    "listing.publish": ("publisher",),
    "listing.end": ("decider", "scheduler"),
    "objection.file": ("owner",),
    "objection.decide": ("decider", "scheduler"),  # the clock only closes what nobody took further
    "reply.publish": ("owner",),
    "notice.publish": ("publisher",),
    "indicator.report": ("planner", "assessor"),
    # disclosure and operation
    "release.prepare": ("publisher", "scheduler"),
    "release.approve": ("head", "publisher", "scheduler"),
    "release.finish": ("head", "publisher", "scheduler"),
    "release.rollback": ("head",),
    "log.cosign": ("publisher",),
    "job.run": ("administrator", "scheduler"),
    "job.finish": ("administrator", "scheduler"),
    "backup.make": ("administrator",),
    "backup.restore": ("administrator",),
}


def may(roles: frozenset[str], action: str) -> bool:
    """Return whether somebody with ``roles`` may do ``action``; an action that is not in the table is a bug."""
    return "terminal" in roles or bool(roles & set(ACTIONS[action]))
