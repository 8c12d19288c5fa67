"""The audit trail."""

import click

from supervision.cli._frame import Run, command
from supervision.queries.audit import verify_audit


@click.group("audit")
def audit() -> None:
    """The hash-chained trail of every write."""


@audit.command("verify")
@click.option("--head", metavar="HEX", help="A hash that must occur in the trail, as a release gave it.")
@command
def verify(run: Run, head: str | None) -> int:
    """Find what was changed, is missing, was swapped or cut off."""
    report = verify_audit(head)
    problems = [{"row": problem.row, "kind": problem.kind} for problem in report.problems]
    words = {
        "changed": run.say("已被更改"),
        "missing": run.say("缺失"),
        "swapped": run.say("次序被调换"),
        "cut": run.say("尾部被截去"),
    }
    lines = [run.say("审计记录 {n} 条，链尾 {head}", n=report.rows, head=report.head)]
    lines += [run.say("第 {row} 条：{kind}", row=p.row, kind=words[p.kind]) for p in report.problems]
    lines += [] if problems else [run.say("完整无误。")]
    run.answer({"rows": report.rows, "head": report.head, "problems": problems}, "\n".join(lines))
    return 1 if problems else 0
