"""关联数据 linked data: what search engines read of a facility, in the words of schema.org.

Every type and member used here is compared in a test with a pinned edition of that vocabulary.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from supervision.disclosure.edition import Edition
from supervision.records.facilities import Facility
from supervision.records.scores import Measure, Score, ScoreState

Json = dict[str, Any]


def facility_jsonld(edition: Edition, facility: Facility, current: Sequence[Score]) -> Markup:
    """Return one facility as JSON-LD, safe inside a ``script`` element."""
    address = edition.address(f"f/{facility.code}.html")
    about: Json = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": edition.text(facility.name),
        "identifier": facility.code,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": facility.address,
            "addressLocality": edition.area(facility.area),
            "addressCountry": "CN",
        },
    }
    if address:
        about |= {"@id": address, "url": address}
    if facility.phone:
        about["telephone"] = facility.phone
    if facility.operator:
        about["parentOrganization"] = {"@type": "Organization", "name": facility.operator}
    if facility.location and facility.location.system == "wgs84":
        about["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": f"{facility.location.latitude:f}",
            "longitude": f"{facility.location.longitude:f}",
        }
    reviews = [_review(edition, score) for score in current if _says_something(score)]
    if reviews:
        about["review"] = reviews
    text = msgspec.json.encode(about).decode()
    for unsafe, written in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(unsafe, written)
    return Markup(text)  # noqa: S704 - nothing is left in it that could close the element


def _says_something(score: Score) -> bool:
    """Return whether a score is an award with a rank, which ``Rating`` can hold."""
    return (
        score.state is ScoreState.IN_FORCE and score.rank > 0 and score.measure is not Measure.CREDIT_RATING
    )


def _review(edition: Edition, score: Score) -> Json:
    return {
        "@type": "Review",
        "name": edition.text(score.scheme_name),
        "author": {
            "@type": "GovernmentOrganization",
            "name": score.authority or edition.text(edition.register.snapshot.meta.authority),
        },
        "datePublished": score.on.isoformat(),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": score.rank,
            "worstRating": 1,
            "bestRating": score.ranks,
            "alternateName": edition.text(score.outcome_name),
        },
    }
