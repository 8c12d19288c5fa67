"""双随机抽查: who is inspected, by whom and on which day, drawn so that nobody can choose or foresee it and all can check.

Think of a box of numbered tickets that nobody can look into, and that everybody can open afterwards.

**Before the draw** three things are fixed. The *roster* lists everybody who can be drawn and by which rules. The *salt*
is a secret number of 32 bytes, made in two halves by two bodies. Their hashes are published, as fingerprints: nothing
can be read from them, and nothing can be changed any more. And it is said which public number will count that does not
exist yet: a lottery drawing next week, say. This is the *commitment* (承诺).

**When the public number has come** (公开随机值), salt, number and commitment are mixed into the *seed*. The authority
knew the salt but not the number; everybody knows the number but not the salt. So nobody could try out draws beforehand.

**Tickets.** From the seed everyone gets a ticket, a long number that looks like chance and that nobody can influence.
1. *Who is inspected*: in each stratum (抽查档), the facilities with the smallest tickets, as many as its ratio says. The
   next ones are the reserve. All that are selected are put in an order by another ticket.
2. *By whom*: one facility after the other in that order, one department after the other, the inspector goes who has the
   fewest places so far; among equals, the smaller ticket of his next card. Whoever must not go there (回避, other area)
   is passed over. Where everybody who may go is full, people are moved so that the place is filled if it can be at all.
3. *On which day*: each facility looks at the days in the order of its own tickets and takes the first on which the
   whole team has time.

**Afterwards** what happens to a draw is written into a chain of events (变动): somebody falls ill, a facility closes.
The same tickets say who comes instead. On the promised day everything is revealed (揭示), and anyone computes it again.

**A small example.** Two of five homes are drawn, two inspectors go to each, Li must not go to home-2. (In earnest the
salt is secret, and people and homes stand under pseudonyms.)

>>> tickets = Tickets(seed_of(salt=bytes(32), beacon="03 09 11 17 22 31+08", commitment_hash="0" * 64))
>>> homes = ["home-1", "home-2", "home-3", "home-4", "home-5"]
>>> [tickets.ticket("target", home).hex()[:4] for home in homes]
['db16', '5b5b', 'c6cb', '53b4', '96aa']

The two smallest tickets are those of home-4 and home-2; home-5 is the first reserve. Their order is drawn anew, so that
the first one selected is not always the first one served:

>>> [tickets.ticket("order", home).hex()[:4] for home in ("home-2", "home-4")]
['8d2e', 'ba25']

So home-2 is served first. Everybody's first card, and then the second:

>>> [[tickets.ticket("card", name, r).hex()[:4] for name in ("Chen", "Li", "Wang")] for r in (0, 1)]
[['3ee7', 'f3ea', 'f65b'], ['d25c', '00a0', '838b']]

To home-2 goes Chen (3ee7); Li (f3ea) must not; so Wang (f65b). To home-4 goes Li, who has no place yet; then Chen and
Wang have one each, and of their second cards Wang's (838b) is smaller. The tickets of the two days for each home:

>>> [[tickets.ticket("day", home, day).hex()[:4] for day in ("12-07", "12-08")] for home in ("home-2", "home-4")]
[['98d8', 'a436'], ['0041', 'b2e0']]

Both homes would take the 7th first. But Wang makes one visit a day, and is at home-2 then, so home-4 has the 8th.
All of it at once:

>>> drawing = Drawing(
...     {
...         "strata": [{"key": "S1", "ratio": [2, 5], "minimum": 0, "reserve": 1}],
...         "targets": [{"id": home, "stratum": "S1", "region": "500103"} for home in homes],
...         "inspectors": [
...             {"id": name, "department": "civil-affairs", "regions": [], "capacity": 2} for name in ("Chen", "Li", "Wang")
...         ],
...         "team": [{"department": "civil-affairs", "count": 2}],
...         "recusals": [["Li", "home-2", "own-area"]],
...         "calendar": {"days": ["12-07", "12-08"], "per_day": 1},
...     },
...     tickets,
... )
>>> for team in drawing.teams():
...     print(team["target"], team["inspectors"], team["day"])
home-2 ['Chen', 'Wang'] 12-07
home-4 ['Li', 'Wang'] 12-08
>>> drawing.reserve
{'S1': ['home-5']}
"""

import hmac
from typing import Any, cast

from inspections.canonical import canonical, hash_of
from inspections.drawing import Drawing
from inspections.events import replay
from inspections.protocol import PROTOCOL, Event, Request, Result, commitment_sha256
from inspections.request import check_request
from inspections.tickets import Tickets


def seed_of(salt: bytes, beacon: str, commitment_hash: str) -> bytes:
    """Return the seed: the salt as key, over beacon and commitment; 32 bytes, as secret as the salt until reveal."""
    words = {"beacon": beacon, "commitment_sha256": commitment_hash, "protocol": PROTOCOL}
    return hmac.digest(salt, canonical(words), "sha256")


def seed_of_request(request: Request) -> bytes:
    """Return the seed of a request."""
    return seed_of(
        bytes.fromhex(request["salt"]), request["beacon"], commitment_sha256(request["commitment"])
    )


def draw(request: Request) -> Result:
    """Return what follows from a request that ``check_request`` has let through.

    Raises:
        RefusedError: an event that could not have happened.
    """
    seed = seed_of_request(request)
    tickets = Tickets(seed)
    drawing = Drawing(request["roster"], tickets)
    result: Result = {
        "protocol": PROTOCOL,
        "commitment_sha256": commitment_sha256(request["commitment"]),
        "beacon": request["beacon"],
        "seed": seed.hex(),
        "selected": list(drawing.order),
        "reserve": {key: list(targets) for key, targets in drawing.reserve.items()},
        "teams": drawing.teams(),
        "short": drawing.short(),
        "current": {"teams": [], "short": []},
    }
    replay(drawing, request["roster"], request["events"], tickets)
    result["current"] = {"teams": drawing.teams(), "short": drawing.short()}
    return result


def next_event(
    request: Request, *, nonce: str, on: str, reason: str, approved_by: tuple[str, str], **what: Any
) -> Event:
    """Return the event that comes next in a request's chain, if it is possible now.

    ``what`` is its ``kind`` and the members of that kind (``target``, ``inspector``, ``department``, ``count``).

    Raises:
        RefusedError: not an event, or one that could not happen after those before it.
    """
    events = request["events"]
    before = hash_of(events[-1]) if events else commitment_sha256(request["commitment"])
    event = {
        "n": len(events) + 1,
        "nonce": nonce,
        "prev_sha256": before,
        "on": on,
        "reason": reason,
        "approved_by": list(approved_by),
        **what,
    }
    draw(check_request({**request, "events": [*events, event]}))
    return cast("Event", event)
