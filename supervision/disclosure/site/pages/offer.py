"""提供什么 what a facility offers and costs, whose it is, and how one gets there or complains."""

import re
from typing import Any

from supervision.disclosure.site import words
from supervision.disclosure.site.briefs import Brief
from supervision.disclosure.site.edition import Edition
from supervision.disclosure.site.register import Register, operator_of
from supervision.records.facilities import Facility

Values = dict[str, Any]
SISTERS_SHOWN = 3
_NUMBER = re.compile(r"\+?[0-9][0-9 -]{2,19}\Z")


def offer(edition: Edition, facility: Facility) -> Values:
    """Return services with prices, staff, insurance, certificates, operator, address and offices of a facility."""
    office, insurance = facility.office or edition.register.snapshot.meta.office, facility.insurance
    vacancy = facility.vacancy
    return {
        "facility": facility,
        "visiting": edition.text(facility.visiting_hours),
        "vacancy_day": edition.day(vacancy.on) if vacancy else "",
        "vacancy_age": edition.age(vacancy.on) if vacancy else "",
        "services": [
            (
                edition.text(each.name),
                edition.yuan(each.price) if each.price is not None else "",
                edition.text(each.unit),
            )
            for each in facility.services
        ],
        "staff": [(edition.text(each.post), each.count) for each in facility.staff],
        "insurance": insurance,
        "insurance_until": edition.day(insurance.until) if insurance else "",
        "insured": bool(insurance and insurance.since <= edition.register.as_of < insurance.until),
        "certificates": [
            (edition.text(each.name), each.number, each.issuer, edition.day(each.until), each.until)
            for each in facility.certificates
        ],
        "dial": dial(facility.phone),
        "office_line": edition.text(office.name),
        "office_phone": office.phone,
        "office_dial": dial(office.phone),
        "place": place(facility),
        "sisters": _sisters(edition, facility),
        "more_sisters": max(0, len(sisters_of(edition.register, facility)) - 1 - SISTERS_SHOWN),
        "events": [(edition.day(event.on), edition.text(event.text)) for event in reversed(facility.history)],
        "merged_into": facility.merged_into if facility.merged_into in edition.register.facilities else "",
    }


def dial(phone: str) -> str:
    """Return what a telephone dials, or nothing where the text is not one plain number."""
    return phone.replace(" ", "") if _NUMBER.match(phone) else ""


def place(facility: Facility) -> tuple[str, str]:
    """Return coordinates and what to look for, as the telephone's own map takes them (RFC 5870: WGS 84 alone)."""
    location = facility.location
    if location and location.system == "wgs84":
        return f"{location.latitude:f},{location.longitude:f}", facility.name.zh
    return "0,0", facility.address


def sisters_of(register: Register, facility: Facility | Brief) -> list[Brief]:
    """Return the facilities of the same operator, this one among them."""
    return register.operated.get(operator_of(facility), [])


def _sisters(edition: Edition, facility: Facility) -> list[Values]:
    found = []
    first = [
        each
        for each in sisters_of(edition.register, facility)[: SISTERS_SHOWN + 1]
        if each.code != facility.code
    ]
    for each in first[:SISTERS_SHOWN]:
        grade = each.grade
        outcome = edition.text(grade.outcome_name) if grade else edition.say(words.UNGRADED)
        found.append({"code": each.code, "name": edition.text(each.name), "outcome": outcome})
    return found
