"""抽查检查结果 Results: which of the eight kinds each recording department publishes, and why.

How a result is reached, for each department by itself:
1. What officers have to state themselves (not reachable, serious refusal, false disclosure, business not carried on)
   comes with their reasons. The system never concludes such a thing from a tick.
2. If every item of the department does not apply: kind 7, alone.
3. Otherwise breaches decide. Put right on the spot or ordered: kind 5. Not yet ordered, critical, or referred: kind 8.
   About a duty to disclose: kind 2 as well. Advice (0) that is not followed is no problem and gives no kind.
4. If at least one item was looked at and there is no breach: kind 1, alone.
5. If nothing was looked at and nothing was stated, there is no result. "Nothing looked at" is not "nothing found".

Example: civil affairs looks at 60 items, two general ones are not met and ordered to be corrected, one of them is that
prices are not posted: kinds 2 and 5. Market regulation finds 12 of 12 met: kind 1. Health: no medical unit, kind 7.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from pathlib import Path

from scoring.findings import Answer, Finding, Severity
from scoring.rulebook import RuleViolationError
from scoring.rulebook.loader import load_yaml

FILE = Path(__file__).parent / "results.yaml"


class ResultKind(IntEnum):
    """抽查检查结果种类 The eight kinds with their national codes."""

    NOTHING_FOUND = 1
    NOT_DISCLOSED = 2
    FALSE_DISCLOSURE = 3
    UNREACHABLE = 4
    ORDERED = 5
    REFUSED = 6
    NO_SUCH_BUSINESS = 7
    PENDING = 8


@dataclass(frozen=True, slots=True)
class KindText:
    """结果种类说明 What ``results.yaml`` says about one kind."""

    kind: ResultKind
    name: str
    name_en: str
    alone: bool
    assigned: bool
    when: str
    when_en: str
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class Circumstance:
    """情形 What officers state themselves about the visit of one department, with their reasons."""

    kind: ResultKind
    reason: str


@dataclass(frozen=True, slots=True)
class Reason:
    """理由 Why a kind is in the set: a sentence with its facts, and the items it rests on."""

    kind: ResultKind
    text: str
    facts: dict[str, object] = field(default_factory=dict)
    items: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text.format(**self.facts)


@dataclass(frozen=True, slots=True)
class DepartmentResult:
    """部门结果 The set of kinds that one department publishes, each with its reason."""

    department: str
    kinds: tuple[ResultKind, ...]
    reasons: tuple[Reason, ...]


@cache
def kind_texts() -> dict[ResultKind, KindText]:
    """Return the eight kinds in their order, with their words."""
    return {
        (kind := ResultKind(raw["code"])): KindText(
            kind,
            raw["name"],
            raw["name_en"],
            raw["alone"],
            raw["assigned"],
            raw["when"],
            raw["when_en"],
            frozenset(raw.get("items", ())),
        )
        for raw in load_yaml(FILE)["kinds"]
    }


def department_result(
    department: str,
    findings: Iterable[Finding],
    *,
    circumstances: Sequence[Circumstance] = (),
    corrected: frozenset[str] = frozenset(),
    ordered: frozenset[str] = frozenset(),
    referred: frozenset[str] = frozenset(),
) -> DepartmentResult:
    """Return the result of ``department`` from its findings of one visit.

    ``corrected`` are items put right on the spot, ``ordered`` those in an order to correct, ``referred`` those handed
    to another body or opened as a case.

    Raises:
        RuleViolationError: nothing was looked at and nothing stated, or what was stated contradicts the findings.
    """
    own = [finding for finding in findings if finding.department == department]
    stated = _stated(circumstances, own)
    reasons = [*stated, *_of_breaches(own, corrected, ordered, referred)]
    if not reasons:
        reasons = [_without_breach(own)]
    return DepartmentResult(
        department, tuple(sorted({each.kind for each in reasons})), tuple(sorted(reasons, key=_kind))
    )


def department_results(
    findings: Sequence[Finding],
    *,
    circumstances: dict[str, Sequence[Circumstance]] | None = None,
    corrected: frozenset[str] = frozenset(),
    ordered: frozenset[str] = frozenset(),
    referred: frozenset[str] = frozenset(),
) -> tuple[DepartmentResult, ...]:
    """Return the result of every department that recorded something or stated something, in order of appearance."""
    stated = circumstances or {}
    return tuple(
        department_result(
            department,
            findings,
            circumstances=stated.get(department, ()),
            corrected=corrected,
            ordered=ordered,
            referred=referred,
        )
        for department in dict.fromkeys([*(finding.department for finding in findings), *stated])
    )


def _kind(reason: Reason) -> ResultKind:
    return reason.kind


def _stated(circumstances: Sequence[Circumstance], own: Sequence[Finding]) -> list[Reason]:
    """Return what officers stated, once it fits to the findings and to each other."""
    observed = [finding.item for finding in own if finding.answer in (Answer.MET, Answer.NOT_MET)]
    for each in circumstances:
        text = kind_texts()[each.kind]
        if not (text.assigned or each.kind is ResultKind.NO_SUCH_BUSINESS):
            raise RuleViolationError(
                "kind-not-assignable",
                "结果“{kind}”由检查发现得出，不能由人直接认定。",
                remedy="请填写相应的检查事项。",
                facts={"kind": text.name},
            )
        if not each.reason.strip():
            raise RuleViolationError(
                "circumstance-without-reason",
                "认定“{kind}”须写明理由。",
                remedy="请写明经过和依据的事实。",
                facts={"kind": text.name},
            )
        if observed and each.kind in (ResultKind.UNREACHABLE, ResultKind.NO_SUCH_BUSINESS):
            raise RuleViolationError(
                "circumstance-contradicts-findings",
                "已经检查了 {count} 项，不能认定“{kind}”。",
                remedy="请核对检查记录，或者撤回该认定。",
                facts={"count": len(observed), "kind": text.name},
            )
    if len(circumstances) > 1 and any(kind_texts()[each.kind].alone for each in circumstances):
        raise RuleViolationError(
            "kinds-exclude-each-other",
            "“{kind}”不能与其他结果并列。",
            remedy="请只保留一个认定。",
            facts={"kind": kind_texts()[ResultKind.NO_SUCH_BUSINESS].name},
        )
    return [Reason(each.kind, "{reason}", {"reason": each.reason.strip()}) for each in circumstances]


def _of_breaches(
    own: Sequence[Finding], corrected: frozenset[str], ordered: frozenset[str], referred: frozenset[str]
) -> list[Reason]:
    """Return the reasons that breaches give: kinds 2, 5 and 8."""
    breaches = [finding for finding in own if finding.is_breach and finding.severity is not Severity.ADVISORY]
    hidden = tuple(
        each.item for each in breaches if each.item in kind_texts()[ResultKind.NOT_DISCLOSED].items
    )
    on_spot = tuple(each.item for each in breaches if each.item in corrected)
    to_correct = tuple(each.item for each in breaches if each.item in ordered - corrected)
    critical = tuple(
        each.item for each in breaches if each.severity is Severity.MAJOR and each.item not in referred
    )
    handed_on = tuple(each.item for each in breaches if each.item in referred)
    settled = {*on_spot, *to_correct, *critical, *handed_on}
    waiting = tuple(each.item for each in breaches if each.item not in settled)
    said = (
        (ResultKind.NOT_DISCLOSED, "{count} 项应当公示的信息没有按规定公示", hidden),
        (ResultKind.ORDERED, "{count} 项问题已当场改正", on_spot),
        (ResultKind.ORDERED, "{count} 项问题已责令限期改正", to_correct),
        (ResultKind.PENDING, "{count} 项重大问题须继续跟踪处理", critical),
        (ResultKind.PENDING, "{count} 项问题已移送或者立案", handed_on),
        (ResultKind.PENDING, "{count} 项问题尚未责令改正", waiting),
    )
    return [Reason(kind, text, {"count": len(items)}, items) for kind, text, items in said if items]


def _without_breach(own: Sequence[Finding]) -> Reason:
    """Return kind 1 or 7, or refuse where nothing was looked at."""
    observed = tuple(finding.item for finding in own if finding.answer in (Answer.MET, Answer.NOT_MET))
    if observed:
        unseen = sum(finding.answer is Answer.NOT_OBSERVED for finding in own)
        text = "检查 {count} 项，未发现问题；{unseen} 项未检查" if unseen else "检查 {count} 项，未发现问题"
        return Reason(ResultKind.NOTHING_FOUND, text, {"count": len(observed), "unseen": unseen}, observed)
    if own and all(finding.answer is Answer.NOT_APPLICABLE for finding in own):
        items = tuple(finding.item for finding in own)
        return Reason(ResultKind.NO_SUCH_BUSINESS, "本部门 {count} 项都不适用", {"count": len(own)}, items)
    raise RuleViolationError(
        "nothing-observed",
        "本部门没有检查任何事项：什么都没有检查，不能得出“未发现问题”。",
        remedy="请写明无法联系、拒绝检查等情形，或者重新安排检查。",
    )
