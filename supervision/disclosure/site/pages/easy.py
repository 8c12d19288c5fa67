"""简单说 the easy words: what a facility's page says, in short sentences for whoever reads with difficulty.

Made from the records alone, sentence by sentence: one thought each, no foreign word, no figure without its meaning.
What is not known is said too. The same sentences are read aloud first.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from supervision.disclosure.site.briefs import GONE
from supervision.disclosure.site.edition import Edition
from supervision.records.decisions import ListName, ObjectionState
from supervision.records.facilities import Facility, LifeStage
from supervision.records.inspections import Finding, FindingState
from supervision.records.scores import GRADES, Measure, Score, ScorePart, ScoreState

PRICES = 3


def easy_words(edition: Edition, facility: Facility, current: Sequence[Score]) -> list[str]:
    """Return the easy sentences about one facility, in the order in which a family asks."""
    if facility.stage in GONE:
        return [edition.say("这家机构已经不再提供服务。"), *_findings(edition, facility)]
    return [
        *_standing(edition, facility),
        *_grade(edition, current),
        *_credit(edition, current),
        *_visit(edition, facility),
        *_findings(edition, facility),
        *_decisions(edition, facility),
        *_offer(edition, facility),
        *_complaint(edition),
    ]


def _standing(edition: Edition, facility: Facility) -> Iterator[str]:
    kind, area = edition.kind(facility.kind), edition.area(facility.area)
    yield edition.say("这是一家{kind}，在{area}。", kind=kind, area=area)
    if facility.stage is LifeStage.SUSPENDED:
        yield edition.say("它现在暂停服务。")


def _grade(edition: Edition, current: Sequence[Score]) -> Iterator[str]:
    grade = next((score for score in current if score.measure in GRADES), None)
    if grade is None:
        yield edition.say("它没有有效的服务等级。等级由机构自愿申请，没有等级不等于不好。")
        return
    if grade.state is ScoreState.INCOMPLETE:
        yield edition.say("它的服务等级还不能算完，所以没有等级。")
        return
    outcome, ranks = edition.text(grade.outcome_name), grade.ranks
    yield edition.say(
        "它的服务等级是{outcome}。最高是 {ranks} 级，最低是 1 级。", outcome=outcome, ranks=ranks
    )
    yield edition.say("等级是{day}评的。", day=edition.day(grade.on))
    shares = sorted(
        ((part.points / part.maximum, part.key, part) for part in grade.parts if part.maximum),
        key=lambda each: each[:2],
    )
    if len(shares) > 1 and shares[0][0] < shares[-1][0]:
        best, weakest = _part(edition, shares[-1][2]), _part(edition, shares[0][2])
        yield edition.say("评得最好的是{best}，最弱的是{weakest}。", best=best, weakest=weakest)


def _part(edition: Edition, part: ScorePart) -> str:
    share = int(part.points * 100 / part.maximum)
    return edition.say("{part}（拿到 {share}% 的分）", part=edition.text(part.name), share=share)


def _credit(edition: Edition, current: Sequence[Score]) -> Iterator[str]:
    for score in current:
        if score.measure is Measure.CREDIT_RATING and score.state is ScoreState.IN_FORCE:
            yield edition.say(
                "在遵守法律方面，它的评价是{outcome}。", outcome=edition.text(score.outcome_name)
            )


def _visit(edition: Edition, facility: Facility) -> Iterator[str]:
    results = edition.register.results.get(facility.code)
    if not results:
        yield edition.say("还没有公布过检查结果，所以不知道检查得怎么样。")
        return
    latest = results[0]
    yield edition.say("政府的人最近一次去检查是{day}。", day=edition.day(latest.on))
    seen = latest.met + latest.not_met
    yield edition.say("要看 {applicable} 件事，他们看了 {seen} 件。", applicable=latest.applicable, seen=seen)
    if latest.not_met:
        yield edition.say("有 {count} 件做得不对。", count=latest.not_met)
    else:
        yield edition.say("看到的都做对了。")


def _findings(edition: Edition, facility: Facility) -> Iterator[str]:
    findings = edition.register.findings.get(facility.code)
    states = [finding.state for finding in findings]
    still, said, seen = (states.count(state) for state in FindingState)
    if still:
        yield _still(edition, facility, [each for each in findings if each.state is FindingState.OPEN])
    if said:
        yield edition.say("有 {count} 个问题，机构说改好了，还没有人去核实。", count=said)
    if seen:
        yield edition.say("有 {count} 个问题改好了，检查的人去看过。", count=seen)


def _still(edition: Edition, facility: Facility, left: Sequence[Finding]) -> str:
    """Say how many findings are open, and that older ones are among them where the latest visit was spoken of before."""
    results, count = edition.register.results.get(facility.code), len(left)
    if not results or facility.stage in GONE or all(each.result == results[0].id for each in left):
        return edition.say("到现在还有 {count} 个问题没有改好。", count=count)
    if results[0].not_met:
        return edition.say("加上以前查出的，到现在还有 {count} 个问题没有改好。", count=count)
    return edition.say("以前查出的问题，到现在还有 {count} 个没有改好。", count=count)


def _decisions(edition: Edition, facility: Facility) -> Iterator[str]:
    register, code = edition.register, facility.code
    lists = {listing.list for listing in register.listings.get(code)}
    if ListName.BLACK in lists:
        yield edition.say("请注意：它严重失信，被列入了名单。")
    if ListName.RED in lists:
        yield edition.say("它在守信的红名单上。")
    if penalties := len(register.penalties.get(code)):
        yield edition.say("它被处罚过 {count} 次，处罚还在公示。", count=penalties)
    if any(each.state is ObjectionState.PENDING for each in register.objections.get(code)):
        yield edition.say("机构不同意其中一条记录，正在重新审查。")


def _offer(edition: Edition, facility: Facility) -> Iterator[str]:
    priced = [service for service in facility.services if service.price is not None][:PRICES]
    if priced:
        prices = edition.marks["comma"].join(
            _price(edition, edition.text(each.name), each.price or Decimal(0), edition.text(each.unit))
            for each in priced
        )
        yield edition.say("公布的价格：{prices}。", prices=prices)
    else:
        yield edition.say("它没有公布价格。")
    if facility.vacancy:
        day, beds = edition.day(facility.vacancy.on), facility.vacancy.beds
        yield edition.say("{day}它说有 {beds} 张空床。去之前请先打电话。", day=day, beds=beds)


def _price(edition: Edition, name: str, price: Decimal, unit: str) -> str:
    amount = edition.yuan(price)
    if not unit:
        return edition.say("{name} {amount} 元", name=name, amount=amount)
    return edition.say("{name}每{unit} {amount} 元", name=name, amount=amount, unit=unit)


def _complaint(edition: Edition) -> Iterator[str]:
    if numbers := edition.register.snapshot.meta.hotlines:
        yield edition.say("要投诉，请打电话 {number}。", number=numbers[0])
