"""关联数据 linked data: what search engines read of a facility and of the open data, in the words of schema.org.

Every type and member used here is compared in a test with a pinned edition of that vocabulary. Awards are
certifications, not reviews: nobody here has an opinion. Coordinates are given only where their reference system is
known to be WGS 84, which is what the vocabulary means.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from supervision.disclosure.site.edition import Edition
from supervision.records.facilities import Facility, Service
from supervision.records.scores import GRADES, Score, ScoreState

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
        about["url"] = address
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
    about["makesOffer"] = [_offer(edition, each) for each in facility.services if each.price is not None]
    about["hasCertification"] = [_certification(edition, each) for each in current if _says_something(each)]
    return _script(about)


def dataset_jsonld(edition: Edition, downloads: Sequence[str]) -> Markup:
    """Return the open data of the site as a ``Dataset``; ``downloads``: paths below the root of the site."""
    meta = edition.register.snapshot.meta
    root = f"{edition.home}/" if edition.home else ""
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": edition.say("{authority}养老服务监管公开数据", authority=edition.text(meta.authority)),
            "description": edition.say("养老服务机构的名录、检查、评价、名单、处罚与抽取记录，逐日更新。"),
            "url": edition.address("data.html"),
            "license": meta.licence.address or edition.text(meta.licence.name),
            "version": str(meta.as_of),
            "dateModified": str(meta.as_of),
            "isAccessibleForFree": True,
            "creator": {"@type": "GovernmentOrganization", "name": edition.text(meta.authority)},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "contentUrl": root + path,
                    "encodingFormat": "application/zip" if path.endswith(".zip") else "text/csv",
                }
                for path in downloads
            ],
        }
    )


def _script(node: Json) -> Markup:
    """Return a node without its empty members, safe inside a ``script`` element."""
    text = msgspec.json.encode({name: each for name, each in node.items() if each not in ("", [])}).decode()
    for unsafe, written in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(unsafe, written)
    return Markup(text)  # noqa: S704 - nothing is left in it that could close the element


def _says_something(score: Score) -> bool:
    """Return whether a score is an award: a grade in force; ratings are no certificates."""
    return score.measure in GRADES and score.state is ScoreState.IN_FORCE and score.rank > 0


def _certification(edition: Edition, score: Score) -> Json:
    authority = score.authority or edition.text(edition.register.snapshot.meta.authority)
    found: Json = {
        "@type": "Certification",
        "name": edition.text(score.scheme_name),
        "certificationRating": {
            "@type": "Rating",
            "ratingValue": score.rank,
            "bestRating": score.ranks,
            "alternateName": edition.text(score.outcome_name),
        },
        "issuedBy": {"@type": "GovernmentOrganization", "name": authority},
        "auditDate": score.on.isoformat(),
    }
    if score.number:
        found["certificationIdentification"] = score.number
    if score.until:
        found["expires"] = score.until.isoformat()
    return found


def _offer(edition: Edition, service: Service) -> Json:
    unit = f" / {edition.text(service.unit)}" if service.unit else ""
    name = f"{edition.text(service.name)}{unit}"
    return {"@type": "Offer", "name": name, "price": f"{service.price:f}", "priceCurrency": "CNY"}
