"""机构页 facility pages: answer first, in the order in which a family asks.

How good is it · how do they know · what went wrong and was it put right · what does it offer and cost · how do I
complain or go there · what was before.
"""

from collections.abc import Collection, Iterable
from typing import Any

from supervision.disclosure.site import words
from supervision.disclosure.site.briefs import GONE, LIVE
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.failing import named
from supervision.disclosure.site.pages.easy import easy_words
from supervision.disclosure.site.pages.history import HISTORY_SHOWN, ORDER, past, strip, timeline
from supervision.disclosure.site.pages.law_register import item_page
from supervision.disclosure.site.pages.linked import facility_jsonld
from supervision.disclosure.site.pages.offer import offer
from supervision.disclosure.site.pages.scores import score_card
from supervision.disclosure.site.pages.subsidies import subsidy_lines
from supervision.disclosure.site.register import Register
from supervision.records.decisions import Listing, ListName, ObjectionState, Penalty
from supervision.records.facilities import Facility
from supervision.records.inspections import Finding, FindingState, Result
from supervision.records.scores import GRADES, Measure, Score

Values = dict[str, Any]
_FINDINGS_OPEN = 12
_UNCORRECTED = 40  # findings not corrected that a page shows, however many it shows of the others
_ON_PAPER = 4  # findings on the printed page (portal.css)
_STATES = (FindingState.OPEN, FindingState.CORRECTED, FindingState.VERIFIED)


def page(edition: Edition, code: str) -> tuple[str, str]:
    """Return the page of a facility: ``f/<code>.html`` and its content."""
    path, facility = f"f/{code}.html", edition.register.facility(code)
    with named(edition.prefix + path, edition.text(facility.name)):
        values = facility_values(edition, facility)
        return path, edition.render("facility.html", path, values["name"], **values)


def has_further(register: Register, code: str) -> bool:
    """Return whether a facility has more findings or visits than its page tells one by one; no record is read for it."""
    return any(len(held.places(code)) > HISTORY_SHOWN for held in (register.findings, register.results))


def further_page(edition: Edition, code: str) -> tuple[str, str]:
    """Return the page of all findings and all visits of a facility: ``f/<code>-findings.html`` and its content."""
    register, path, facility = edition.register, further_path(code), edition.register.facility(code)
    name = edition.text(facility.name)
    with named(edition.prefix + path, name):
        findings = sorted(register.findings.get(code), key=_urgency)
        values = {
            "section": "ratings",
            "code": code,
            "name": name,
            "tally": _tally(findings),
            "findings": [_finding(edition, finding) for finding in findings],
            "results": [_result(edition, result) for result in register.results.get(code)],
        }
        title = edition.say("{name}：全部问题和检查", name=name)
        return path, edition.render("facility-findings.html", path, title, **values)


def further_path(code: str) -> str:
    """Return where all findings and all visits of a facility stand."""
    return f"f/{code}-findings.html"


def present(scores: Iterable[Score]) -> list[Score]:
    """Return the newest score of each kind that is in force or rehearsed; ``scores``: those of a facility, newest first."""
    found: dict[Measure, Score] = {}
    for score in scores:
        if score.state in LIVE:
            found.setdefault(score.measure, score)
    return [found[measure] for measure in ORDER if measure in found]


def facility_values(edition: Edition, facility: Facility) -> Values:
    """Return everything that the template of a facility page shows."""
    register, code = edition.register, facility.code
    scores = register.scores.get(code)
    current = present(scores)
    results = register.results.get(code)
    findings = sorted(register.findings.get(code), key=_urgency)
    listings = register.listings.get(code)
    tally = _tally(findings)
    most = max(HISTORY_SHOWN, min(tally["open"], _UNCORRECTED))
    shown = {finding.id for finding in findings[:most]}
    stage, tone = words.STAGE[facility.stage]
    return {
        "section": "ratings",
        "code": code,
        "name": edition.text(facility.name),
        "kind": edition.kind(facility.kind),
        "kind_code": facility.kind if facility.kind in register.kinds else "",
        "crumbs": [(area.code, edition.text(area.name)) for area in register.lineage(facility.area)[-2:]],
        "stage": edition.say(stage),
        "stage_tone": tone,
        "gone": facility.stage in GONE,
        "description": _summary(edition, facility, current),
        "scores": [score_card(edition, score, shown) for score in current],
        "ungraded": not any(score.measure in GRADES for score in current),
        "red": _listing(edition, listings, ListName.RED),
        "black": _listing(edition, listings, ListName.BLACK),
        "latest": _result(edition, results[0]) if results else None,
        "results": [_result(edition, result) for result in results[:HISTORY_SHOWN]],
        "further": has_further(register, code),
        "more_results": max(0, len(results) - HISTORY_SHOWN),
        "timeline": timeline(edition, results, register.findings.get(code)),
        "findings": [_finding(edition, finding) for finding in findings[:_FINDINGS_OPEN]],
        "older_findings": [_finding(edition, finding) for finding in findings[_FINDINGS_OPEN:most]],
        "more_findings": max(0, len(findings) - most),
        "off_paper": max(0, len(findings) - _ON_PAPER),
        "tally": tally,
        "penalties": [_penalty(edition, penalty) for penalty in register.penalties.get(code)],
        "objections": _objections(edition, code, shown | {result.id for result in results[:HISTORY_SHOWN]}),
        "pending": any(each.state is ObjectionState.PENDING for each in register.objections.get(code)),
        "facility_reply": edition.text(facility.reply),
        "replied_on": edition.day(facility.replied_on),
        "past": past(edition, scores),
        "strip": strip(edition, facility),
        "subsidies": subsidy_lines(edition, code),
        "easy": easy_words(edition, facility, current),
        "linked": facility_jsonld(edition, facility, current),
        "address": edition.address(f"f/{code}.html"),
        "code_picture": edition.codes.picture(code) if edition.home else "",
        **offer(edition, facility),
    }


def _urgency(finding: Finding) -> int:
    """Return what stands first: what is open, then what waits to be seen, then what is settled; each newest first."""
    return _STATES.index(finding.state)


def _summary(edition: Edition, facility: Facility, current: list[Score]) -> str:
    said = edition.marks["semi"].join(
        f"{edition.say(words.MEASURE[score.measure])}{edition.marks['colon']}{edition.text(score.outcome_name)}"
        for score in current
    )
    return (
        f"{edition.text(facility.name)} · {edition.kind(facility.kind)} · {said}"
        if said
        else edition.text(facility.name)
    )


def _listing(edition: Edition, listings: list[Listing], name: ListName) -> Values | None:
    for listing in listings:
        if listing.list is name:
            return {
                "name": edition.say(words.LIST[name]),
                "cause": edition.text(listing.cause),
                "since": edition.day(listing.since),
                "until": edition.day(listing.until) or edition.say("期限待核"),
            }
    return None


def _result(edition: Edition, result: Result) -> Values:
    register = edition.register
    observed = result.met + result.not_met
    return {
        "id": result.id,
        "on": edition.day(result.on),
        "iso": result.on.isoformat(),
        "age": edition.age(result.on),
        "published": edition.day(result.published_on),
        "visit": edition.say(words.VISIT[result.visit]),
        "title": edition.text(result.task_title),
        "draw": result.draw if result.draw in register.draws else "",
        "departments": [edition.department(each.department) for each in result.results],
        "kinds": _result_kinds(edition, result),
        "observed": observed,
        "applicable": result.applicable,
        "not_met": result.not_met,
        "unobserved": [
            (
                edition.text(item.question) if (item := register.items.get(each.item)) else each.item,
                edition.text(each.reason),
            )
            for each in result.unobserved
        ],
        "unobserved_count": max(0, result.applicable - observed),
        "reply": edition.text(result.reply),
        "record": edition.record(f"result/{result.id}.json"),
    }


def _result_kinds(edition: Edition, result: Result) -> list[tuple[str, str]]:
    """Return what was published, with the departments that published it, the same words once."""
    said: dict[str, list[str]] = {}
    for each in result.results:
        for kind in each.kinds:
            said.setdefault(edition.say(words.RESULT_KIND[kind]), []).append(
                edition.department(each.department)
            )
    return [(kind, edition.marks["comma_list"].join(departments)) for kind, departments in said.items()]


def _finding(edition: Edition, finding: Finding) -> Values:
    state, tone = words.FINDING[finding.state]
    item = edition.register.items.get(finding.item)
    late = (
        finding.state is FindingState.OPEN
        and finding.due_on is not None
        and finding.due_on < edition.register.as_of
    )
    return {
        "id": finding.id,
        "state": edition.say("逾期未整改") if late else edition.say(state),
        "tone": tone,
        "sentence": edition.text(finding.sentence),
        "question": edition.text(item.question) if item else finding.item,
        "item": finding.item,
        "page": item_page(finding.item) if item else "",
        "severity": edition.say(words.SEVERITY[finding.severity]),
        "scope": edition.say(words.SCOPE[finding.scope]),
        "found": edition.day(finding.found_on),
        "due": edition.day(finding.due_on),
        "corrected": edition.day(finding.corrected_on),
        "verified": edition.day(finding.verified_on),
        "order": finding.order_number,
        "law": edition.laws(finding.references, "../"),
    }


def _tally(findings: list[Finding]) -> Values:
    count = dict.fromkeys(FindingState, 0)
    for finding in findings:
        count[finding.state] += 1
    return {
        "all": len(findings),
        "open": count[FindingState.OPEN],
        "corrected": count[FindingState.CORRECTED],
        "verified": count[FindingState.VERIFIED],
    }


def _penalty(edition: Edition, penalty: Penalty) -> Values:
    return {
        "id": penalty.id,
        "number": penalty.number,
        "record": edition.record(f"penalty/{penalty.id}.json"),
        "violation": edition.text(penalty.violation),
        "facts": edition.text(penalty.facts) if penalty.facts else "",
        "content": edition.text(penalty.content),
        "authority": penalty.authority,
        "decided": edition.day(penalty.decided_on),
        "until": edition.day(penalty.until),
        "performed": edition.day(penalty.performed_on),
        "law": edition.laws(penalty.references, "../"),
    }


def _objections(edition: Edition, code: str, shown: Collection[str]) -> list[Values]:
    return [
        {
            "state": edition.say(words.OBJECTION[objection.state]),
            "filed": edition.day(objection.filed_on),
            "due": edition.day(objection.due_on),
            "outcome": edition.text(objection.outcome),
            "about": objection.about if objection.about in shown else "",
        }
        for objection in edition.register.objections.get(code)
    ]
