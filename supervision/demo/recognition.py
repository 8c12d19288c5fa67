"""外地名单: an invented neighbouring district sends its lists; one entry is recognised, the others still wait."""

import hashlib
from typing import Any

from supervision.clock import china_day
from supervision.demo.stage import Stage, moment
from supervision.disclosure.exchange import Head, read_lists, write_lists
from supervision.disclosure.log.note import SigningKey
from supervision.queries.exchange import partner_keys
from supervision.queries.recognition import list_entries
from supervision.usecases import list_exchange, recognition

PHRASE = b"mingjing demonstration neighbour key: everybody has it, it proves nothing"


def neighbour(stage: Stage, row: dict[str, Any]) -> None:
    """Register the neighbour, take its file in, and recognise the entries of which the story says so."""
    on, key = row["on"], SigningKey(row["signer"], hashlib.sha256(PHRASE).digest())
    reviewer, decider = stage.person("reviewer"), stage.person("decider1", "decider")
    list_exchange.trust_partner(
        region=row["region"], name=row["name"], key=str(key.verifier_key), actor=decider, at=moment(on, 9)
    )
    same = {"subject": "organisation", "authority": row["name"], "list": "black", "origin": None}
    lines = [
        same | {name: str(value) for name, value in each.items() if name != "means"}
        for each in row["entries"]
    ]
    content = write_lists(Head(row["region"], row["name"], on), lines, key)
    file = read_lists(content, partner_keys())
    list_exchange.receive_lists(file=file, actor=reviewer, at=moment(on, 10))
    entries = {each.number: each.uuid for each in list_entries(actor=reviewer, on=china_day(moment(on, 10)))}
    for each in row["entries"]:
        if each.get("means"):
            uuid = entries[each["number"]]
            recognition.propose_effect(
                uuid_=uuid, effect=each["means"], reason="已致函来源机关核实，运营单位相同", actor=reviewer, at=moment(on, 14)
            )  # fmt: skip
            recognition.decide_effect(
                uuid_=uuid, verdict="recognise", reason="同意", actor=decider, at=moment(on, 16)
            )
