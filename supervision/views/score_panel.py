"""What each scheme says of a facility at present: what stands today, and the newest sheet of a scheme that is only kept."""

from datetime import date
from typing import Any

from supervision.filters import write_text
from supervision.queries.credit import SchemeWords, readable_schemes
from supervision.queries.score_board import Said, Standing, standings_of
from supervision.queries.scores import newest_sheets
from supervision.views.access import current_actor, language
from supervision.views.score_board import since_day, standing_cell


def score_panel(code: str, on: date) -> list[dict[str, Any]]:
    """Return the rows of the panel: public schemes first, then those for the office alone."""
    actor = current_actor()
    words = readable_schemes(actor)
    found = {
        sheet.scheme: Standing(
            Said(sheet.outcome, sheet.value),
            sheet.sheet["coverage"]["observed"],
            sheet.sheet["coverage"]["applicable"],
            sheet.on,
        )
        for sheet in newest_sheets(code)
        if sheet.scheme in words
    }
    found |= standings_of(code, actor=actor, on=on, since=since_day("", on))
    return [
        _row(words[key], found[key], code)
        for key in sorted(found, key=lambda key: (not words[key].public, key))
    ]


def _row(scheme: SchemeWords, stands: Standing, code: str) -> dict[str, Any]:
    return {
        "name": write_text(scheme.name, language()),
        "public": scheme.public,
        "cell": standing_cell(stands, scheme),
        "on": stands.since,
        "href": f"/office/facilities/{code}/credit/{scheme.id}",
    }
