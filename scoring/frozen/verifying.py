"""核对 Whether a frozen score holds: every part against its seal, then the sheet computed again from the file alone.

The first fact, rule or line that differs is named. A file in which everything was forged together holds together; that
it is another one shows in ``content_sha256``, which whoever decided the score keeps. Rules come from the file: where
those installed here have changed since, the score still holds, and what has changed is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from scoring.engine import evaluate
from scoring.facts.files import fact_from_record
from scoring.frozen.freezing import FORMAT, LOCAL, hash_of, text_hash
from scoring.language.exact import exact
from scoring.reading import examine_schemes
from scoring.rulebook.book import FOLDER, NUMBER_UNITS, Rulebook
from scoring.rulebook.errors import NotInForceError, RuleFileError, UnknownRuleError
from scoring.rulebook.laws import laws_of
from scoring.rulebook.loader import parse_document
from scoring.rulebook.values import Dated
from scoring.schemes import Scheme
from scoring.sheets import WORDING, canonical, sheet_hash

SHEET_KEYS = frozenset(
    {"subject", "scheme", "outcome", "value", "on", "known_at", "coverage", "lines", "sheet_sha256"}
)
PARTS: dict[str, type] = {"sheet": dict, "facts": list, "rules": dict, "seal": dict, "content_sha256": str}
SEAL: dict[str, type] = {"sheet": str, "facts": dict, "rules": dict, "values": dict, "scheme": dict}
SINCE_FORMAT_2 = frozenset({"code", "places", "law", "article"})
UNREADABLE = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    UnknownRuleError,
    NotInForceError,
    RuleFileError,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """核对结论 Whether a score holds; ``text`` is ``holds`` or ``differs: …`` with what does; ``notes`` say more."""

    holds: bool
    text: str
    notes: tuple[str, ...] = ()


def verify(frozen: Any, book: Rulebook) -> Verdict:
    """Return whether a frozen score, or a bare sheet, holds; ``book`` gives the laws that the file only cites.

    Raises:
        TypeError: it is neither.
    """
    if isinstance(frozen, dict) and frozen.keys() >= SHEET_KEYS:
        return _bare(frozen)
    _demand(frozen)
    broken = next(_broken(frozen), None)
    if broken is not None:
        return Verdict(False, f"differs: {broken}")
    try:
        again = _again(frozen, book)
        different = _difference(frozen["sheet"], again) or _whole(frozen["sheet"])
    except UNREADABLE as error:
        return Verdict(False, f"differs: it cannot be computed again: {error}")
    if different is not None:
        return Verdict(False, f"differs: {different}")
    notes = (
        f"content {frozen['content_sha256']}",
        *_said_otherwise(frozen["sheet"], again),
        *_changed_here(frozen),
    )
    return Verdict(True, "holds", notes)


def _bare(sheet: Mapping[str, Any]) -> Verdict:
    if broken := _whole(sheet):
        return Verdict(False, f"differs: {broken}")
    return Verdict(True, "holds", ("the sheet is whole; without its facts it cannot be computed again",))


def _demand(frozen: Any) -> None:
    """Refuse what is no frozen score at all."""
    if not isinstance(frozen, dict) or frozen.get("format") != FORMAT:
        raise TypeError(f"this is no score sheet: neither a bare one nor one of the format {FORMAT}")
    for holder, parts, where in ((frozen, PARTS, ""), (frozen.get("seal"), SEAL, "seal.")):
        for name, type_ in parts.items():
            if not isinstance(holder, dict) or not isinstance(holder.get(name), type_):
                raise TypeError(f"this is no score sheet: {where}{name} is missing or of another kind")
    if not frozen["sheet"].keys() >= SHEET_KEYS:
        raise TypeError("this is no score sheet: subject, scheme, outcome, lines and the like are missing")
    if not all(isinstance(fact, dict) and isinstance(fact.get("id"), str) for fact in frozen["facts"]):
        raise TypeError("this is no score sheet: a fact has no id")
    if not all(isinstance(text, str) for text in frozen["rules"].values()):
        raise TypeError("this is no score sheet: the text of a rule file is no text")


def _broken(frozen: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parts that are not what the seal says."""
    seal = frozen["seal"]
    if hash_of(seal) != frozen["content_sha256"]:
        yield "content_sha256 does not belong to this seal; something in the seal was changed"
    if seal["sheet"] != frozen["sheet"]["sheet_sha256"]:
        yield "the sheet is another one than was sealed"
    known = {fact["id"]: hash_of(fact) for fact in frozen["facts"]}
    if len(known) != len(frozen["facts"]):
        yield "a fact stands twice"
    yield from _compared("fact", seal["facts"], known)
    yield from _compared(
        "rule file", seal["rules"], {name: text_hash(text) for name, text in frozen["rules"].items()}
    )


def _compared(what: str, sealed: Mapping[str, Any], found: Mapping[str, str]) -> Iterator[str]:
    for name in sealed:
        if name not in found:
            yield f"{what} {name} is missing"
        elif found[name] != sealed[name]:
            yield f"{what} {name} was changed"
    yield from (f"{what} {name} was added" for name in found if name not in sealed)


def _again(frozen: Mapping[str, Any], book: Rulebook) -> dict[str, Any]:
    """Compute the sheet from the file's facts, under the file's rules."""
    sheet, seal = frozen["sheet"], frozen["seal"]
    on = date.fromisoformat(sheet["on"])
    own, scheme = _rules(frozen, book, on)
    members = {kind.id: kind.members for kind in scheme.kinds.values()}
    return evaluate(
        own,
        scheme,
        sheet["subject"],
        [fact_from_record(record, members, record["id"]) for record in frozen["facts"]],
        on=on,
        known_at=datetime.fromisoformat(sheet["known_at"]) if sheet["known_at"] else None,
        rehearse=bool(sheet.get("rehearsal")),
        standing={name: exact(Fraction(said)) for name, said in seal.get("standing", {}).items()},
    ).as_record()


def _rules(frozen: Mapping[str, Any], book: Rulebook, on: date) -> tuple[Rulebook, Scheme]:
    """Return the rulebook in which the file's schemes, laws and values stand in place of those installed."""
    documents = [parse_document(text, name) for name, text in frozen["rules"].items()]
    problems = [problem for document in documents for problem in document.problems]
    if problems:
        raise RuleFileError(problems)
    laws = {law.id: law for one in documents if "laws" in one.data for law in laws_of(one)}
    rules = dict(book.rules)
    for name, said in frozen["seal"]["values"].items():
        rule = book.rule(name)
        value = Decimal(said) if rule.unit in NUMBER_UNITS and isinstance(said, str) else said
        entry = replace(rule.on(on), value=value, since=on, until=None)
        rules[name] = replace(rule, national=Dated(name, [entry]), local=Dated(name, ()))
    own = replace(
        book,
        laws={**book.laws, **laws},
        rules=rules,
        schemes=tuple(one for one in documents if "scheme" in one.data or "adopts" in one.data),
    )
    wanted = frozen["seal"]["scheme"]
    schemes, problems = examine_schemes(own)  # what is wrong with other schemes does not matter here
    for scheme in schemes:
        sign = {"id": scheme.id, "since": scheme.since.isoformat(), "authority": scheme.authority}
        if sign == wanted and scheme.id == frozen["sheet"]["scheme"]:
            return own, scheme
    if problems:
        raise RuleFileError(problems)
    raise UnknownRuleError(f"the rules in the file hold no scheme {wanted['id']} since {wanted['since']}")


def _whole(sheet: Mapping[str, Any]) -> str | None:
    if sheet_hash(sheet) == sheet["sheet_sha256"]:
        return None
    return "sheet_sha256 does not belong to this sheet; something in it was changed"


def _difference(said: Mapping[str, Any], found: Mapping[str, Any]) -> str | None:
    """Return where the sheet differs first from the one computed again: a line by its number and rule, or another part.

    How a line is worded does not matter; what a sheet of the first format did not say yet is not asked of it.
    """
    unsaid = WORDING if "format" in said else WORDING | SINCE_FORMAT_2
    mine, others = (
        [{key: value for key, value in line.items() if key not in unsaid} for line in sheet["lines"]]
        for sheet in (said, found)
    )
    for number, (one, other) in enumerate(zip_longest(mine, others), 1):
        if one == other:
            continue
        if other is None or (one is not None and one["rule"] != other["rule"] and one not in others):
            return f"line {number} ({one['rule']}) stands here alone: {said['lines'][number - 1]['text']}"
        if one is None or one["rule"] != other["rule"]:
            return f"line {number} ({other['rule']}) is missing: {found['lines'][number - 1]['text']}"
        name = next(key for key in sorted({*one, *other}, key=_telling) if one.get(key) != other.get(key))
        return f"line {number} ({other['rule']}): {_told(name, one.get(name), other.get(name))}"
    for name in sorted((said.keys() | found.keys()) - {"lines", "sheet_sha256", *({"format"} - said.keys())}):
        if said.get(name) != found.get(name):
            return _told(name, said.get(name), found.get(name))
    return None


def _said_otherwise(said: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """Yield how many lines are worded otherwise than today, and the first of them: words are not sealed."""
    pairs = [
        (number, one[name], other[name])
        for number, (one, other) in enumerate(zip(said["lines"], found["lines"], strict=True), 1)
        for name in sorted(WORDING)
        if name in one and one[name] != other[name]
    ]
    if pairs:
        number, then, now = pairs[0]
        lines = len({number for number, _, _ in pairs})
        yield f"words of {lines} lines differ from today's, first in line {number}: then “{then}”, now “{now}”"


def _telling(name: str) -> tuple[bool, str]:
    """Return a key by which points and facts come before what a sentence is made of."""
    return name in SINCE_FORMAT_2, name


def _told(name: str, said: Any, found: Any) -> str:
    return f"{name} is {canonical(said)}, computed again it is {canonical(found)}"


def _changed_here(frozen: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs between the rule files in the file and those installed here."""
    for name, text in frozen["rules"].items():
        path = FOLDER / name
        if name.startswith(f"{LOCAL}/") or not path.is_file():
            continue
        here = path.read_text(encoding="utf-8")
        pairs = zip_longest(text.splitlines(), here.splitlines())
        for number, (then, now) in enumerate(pairs, 1):
            if then != now:
                yield (
                    f"rule file {name} has changed since, first in line {number}: then “{(then or '').strip()}”, "
                    f"now “{(now or '').strip()}”"
                )
                break
