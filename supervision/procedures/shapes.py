"""程序文件的格式 what a procedure file must contain; departures are reported with file, line and column."""

from scoring.rulebook.laws import CONFIDENCE, LAW_ID
from scoring.rulebook.schema import RULE_ID, WORDS, Choice, Flag, ListOf, MapOf, OrNull, Record, Shape, Text
from supervision.permissions import ROLES

ID = Text(r"[a-z][a-z0-9_]*", "an id in lower case such as served_notice")
ACTION = Text(r"[a-z_]+\.[a-z_]+", "a permission such as rectification.close")
EFFECT = Text(r"[a-z_]+\.[a-z_]+", "an effect such as finding.open")
PAPER = Text(r"[a-z][a-z0-9-]*", "a paper such as order-to-correct")
RULE = Text(r"[a-z][a-z0-9_.-]*(\{[a-z_]+\}[a-z0-9_.-]*)?", "a rule id, at most one {fact} in it")
ROLE = Choice(*ROLES, "scheduler")
IDS = ListOf(ID, least=1)

BASIS = ListOf(Record({"law": LAW_ID, "confidence": CONFIDENCE}, {"article": Text()}), least=1)

STATE = Record(
    {"id": ID, "name": WORDS, "public": OrNull(WORDS)},
    {"turn": ListOf(ROLE, least=1), "closed": Flag()},
)
MOVE_OPTIONS: dict[str, Shape] = {
    "guards": IDS,
    "effects": ListOf(EFFECT, least=1),
    "papers": ListOf(PAPER, least=1),
    "requires": ListOf(Choice("note", "evidence"), least=1),
    "not_same_person_as": IDS,
    "not_involved_as": IDS,
    "after_clock": IDS,
    "within_clock": IDS,
    "basis": BASIS,
}
MOVE = Record(
    {
        "id": ID,
        "name": WORDS,
        "from": IDS,
        "to": ID,
        "role": ListOf(ROLE, least=1),
        "permission": ACTION,
    },
    MOVE_OPTIONS,
)
CLOCK = Record(
    {
        "id": ID,
        "name": WORDS,
        "from": ID,
        "rule": RULE,
        "unit": Choice("working_days", "days", "months"),
        "kind": Choice("deadline", "term"),
        "when_over": Text(r"remind|[a-z][a-z0-9_]*", "remind, or a move of the scheduler"),
    },
    {"while": IDS, "until_made": IDS, "extended_by": Record({"move": ID, "rule": RULE_ID}), "basis": BASIS},
)
PROCEDURE = Record(
    {
        "id": ID,
        "version": Text(r"[0-9]+(\.[0-9]+)*", "a version in quotes such as '1'"),
        "name": WORDS,
        "subject": WORDS,
        "facts": ID,
        "basis": BASIS,
        "path": IDS,
        "states": ListOf(STATE, least=2),
        "moves": ListOf(MOVE, least=1),
    },
    {"clocks": ListOf(CLOCK, least=1), "papers": MapOf(PAPER, WORDS, least=1), "about": Text()},
)
STAY = "stay"  # as target: the case stays where it is
