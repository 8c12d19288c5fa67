"""Snapshots that no tidy register would give: with nothing in them, and with too much of everything in every place."""

from dataclasses import replace
from datetime import date

import msgspec

from supervision.disclosure.invented.snapshot import invent
from supervision.records.decisions import Notice, Objection, ObjectionState, Validity
from supervision.records.facilities import Facility, LifeEvent, LifeStage, Service, StaffCount
from supervision.records.inspections import PlanChange
from supervision.records.rules import RuleCorrection
from supervision.records.snapshot import Snapshot
from supervision.records.values import Text

MARKUP = "<script>alert(1)</script>\"'&</title><b>"
LEFTWARDS = "\u202eمركز רעות\u202c"
NAMES = {
    "X-markup": MARKUP,
    "X-leftwards": f"安{LEFTWARDS}康",
    "X-emoji": "👵🏽👨‍👩‍👧‍👦 幸福🏠",
    "X-long": "长" * 200,
    "X-word": "Llanfairpwllgwyngyll" * 10,
    "X-format": "{name} %s {{ 7*7 }} ${x}",
}


def nothing() -> Snapshot:
    """Return a snapshot of an authority that has nothing to show yet."""
    return Snapshot(invent(1, 1, 1).meta)


def too_much(findings: int = 3000) -> Snapshot:
    """Return a district with every kind of trouble in it; the facility ``X-markup`` has thousands of findings."""
    made = invent(30, 2, 7)
    copy = msgspec.structs.replace
    odd = [_odd(made.facilities[0], code, name) for code, name in NAMES.items()]
    old, vanished, bare = (made.facilities[n] for n in (1, 2, 3))
    odd += [
        copy(old, code="X-old", opened_on=date(1949, 10, 1), history=(
            LifeEvent(on=date(1911, 1, 1), stage=LifeStage.REGISTERED, text=Text(zh="民国以前")),)),
        copy(vanished, code="X-vanished", area="000000"),
        Facility(code="X-bare", name=Text(zh="无"), kind="no_such_kind", area=bare.area, stage=LifeStage.REGISTERED),
    ]  # fmt: skip
    result, finding = made.results[0], made.findings[0]
    results = [copy(result, id=f"x-result-{n:03d}", facility="X-markup") for n in range(200)]
    results.append(
        copy(result, id="x-old", facility="X-old", on=date(1988, 2, 29), confirmed_on=date(1988, 3, 1), published_on=date(1988, 4, 1))
    )  # fmt: skip
    found = [
        copy(finding, id=f"x-finding-{n:04d}", facility="X-markup", sentence=Text(zh=MARKUP * 3, en=MARKUP))
        for n in range(findings)
    ]
    rule, plan = made.rules[0], made.plans[-1]
    return replace(
        made,
        facilities=tuple(sorted((*made.facilities, *odd), key=lambda each: each.code)),
        results=(*made.results, *results),
        findings=(*made.findings, *found),
        rules=(
            copy(rule, corrections=(RuleCorrection(on=date(2026, 2, 3), reason=Text(zh=MARKUP)),)),
            *made.rules[1:],
        ),
        plans=(
            *made.plans[:-1],
            copy(
                plan,
                changes=tuple(
                    PlanChange(n=n, on=date(2026, 3, n), kind="changed", name=plan.rows[0].name, reason=MARKUP)
                    for n in range(1, 20)
                ),
            ),
        ),
        listings=(
            *made.listings,
            *(copy(each, id=f"x-{each.id}", facility="X-long", cause=Text(zh="因" * 300)) for each in made.listings[:2]),
        ),
        objections=(
            Objection(id="x-objection", facility="X-markup", about="x-result-000", state=ObjectionState.UPHELD, filed_on=date(2026, 1, 2),
                      decided_on=date(2026, 2, 2), outcome=Text(zh=MARKUP)),
        ),
        notices=(
            *made.notices,
            Notice(id="x-notice", index_number=MARKUP, subject=Text(zh=MARKUP), genre=Text(zh="公告"), issuer=MARKUP, written_on=date(1999, 12, 31),
                   published_on=date(1999, 12, 31), document_number="文" * 80, validity=Validity.EXPIRED, title=Text(zh=MARKUP * 4), body=(MARKUP_TEXT,) * 40),
        ),
    )  # fmt: skip


MARKUP_TEXT = Text(zh=MARKUP + "段" * 400)


def _odd(like: Facility, code: str, name: str) -> Facility:
    return msgspec.structs.replace(
        like,
        code=code,
        name=Text(zh=name, en=name),
        operator=name,
        chain=name,
        address=name,
        visiting_hours=Text(zh=name),
        reply=Text(zh=name * 3),
        services=tuple(Service(name=Text(zh=name)) for _ in range(12)),
        staff=(StaffCount(post=Text(zh=name), count=0),),
        stage=LifeStage.SUSPENDED,
    )
